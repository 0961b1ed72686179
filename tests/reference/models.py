"""The name of a family in, a tiny model's folder out, or a skip that says what this environment lacks for it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

LLAVA = "llavaonevision1_5"


def tiny(family: str, folder: Path) -> Path:
    """The model in ``folder``; the code of LLaVA-OneVision-1.5 is that of the folder LLAVA_MODEL_CODE."""
    import transformers

    from lomo.vlm.load import allow_cpu_torchvision
    from lomo.vlm.tiny import make_tiny

    code = os.environ.get("LLAVA_MODEL_CODE")
    old = transformers.__version__.startswith("4.")
    if family == LLAVA and not code:
        pytest.skip("LLAVA_MODEL_CODE: set it to a checkpoint's folder with the code of LLaVA-OneVision-1.5")
    if (family == LLAVA) != old:
        wanted = "llava_onevision1_5" if family == LLAVA else "qwen3_5"
        pytest.skip(f"{family} needs the environment of requirements/{wanted}.txt")
    allow_cpu_torchvision()
    return make_tiny(family, folder, model_code=Path(code) if code else None)  # type: ignore[arg-type]
