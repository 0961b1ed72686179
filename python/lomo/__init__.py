"""lomo turns text-only training prompts into interleaved text-image-text ones (LoMo, arXiv 2605.30265)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lomo.config import Config
from lomo.distort.apply import Distorted, distort
from lomo.distort.legibility import Legibility, legibility
from lomo.errors import (
    ConfigError,
    InputError,
    LomoError,
    MathError,
    MissingGlyphError,
    PageLimitError,
    RecordError,
)
from lomo.processors import AnyresProcessor, Processor
from lomo.record.boxes import Box, Boxes
from lomo.record.substitute import Picture, Substitution, substitute
from lomo.render.engine import typeset
from lomo.render.ledger import Ledger
from lomo.render.render import Page, Rendering, render
from lomo.span.blocks import Block, blocks
from lomo.span.locate import Span, locate
from lomo.tokens.count import visual_tokens
from lomo.version import __version__

if TYPE_CHECKING:
    from lomo.record.columns import Rewrite

__all__ = [
    "AnyresProcessor",
    "Block",
    "Box",
    "Boxes",
    "Config",
    "ConfigError",
    "Distorted",
    "InputError",
    "Ledger",
    "Legibility",
    "LomoError",
    "MathError",
    "MissingGlyphError",
    "Page",
    "PageLimitError",
    "Picture",
    "Processor",
    "RecordError",
    "Rendering",
    "Rewrite",
    "Span",
    "Substitution",
    "__version__",
    "blocks",
    "distort",
    "legibility",
    "locate",
    "render",
    "substitute",
    "typeset",
    "visual_tokens",
]


def __getattr__(name: str) -> Any:
    if name == "Rewrite":  # rows and columns are of no use to whoever draws one text
        from lomo.record.columns import Rewrite

        return Rewrite
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
