"""lomo turns text-only training prompts into interleaved text-image-text ones (LoMo, arXiv 2605.30265)."""

from __future__ import annotations

__version__ = "0.1.0"
