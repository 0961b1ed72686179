"""What decides how many tokens a picture costs: the numbers of an image processor, and those that models publish."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import Discriminator, Field, Tag, model_validator

from lomo.settings import Section

ProcessorName = Literal[
    "qwen2-vl", "qwen2.5-vl", "qwen3-vl", "qwen3.5", "llava-onevision-1.5", "llava-onevision"
]

Side = Annotated[int, Field(ge=1, le=65536)]
Pixels = Annotated[int, Field(ge=1, le=1 << 40)]

LONGEST = 200
"""The longest picture, long side / short side, that processors of the Qwen-VL family take."""


class Processor(Section):
    """A processor that rounds a picture's sides to whole patches, as those of Qwen2-VL and its successors do.

    A picture costs a token for each square of ``patch_size * merge_size`` px. The defaults are Qwen2.5-VL's.
    """

    patch_size: Annotated[int, Field(ge=1, le=1024)] = 14
    """Side of a patch in px."""
    merge_size: Annotated[int, Field(ge=1, le=64)] = 2
    """How many patches along each side become one token."""
    min_pixels: Pixels = 56 * 56
    """Smaller pictures are enlarged to this."""
    max_pixels: Pixels = 28 * 28 * 16384
    """Larger pictures are shrunk to this."""

    @model_validator(mode="after")
    def _bounds_in_order(self) -> Self:
        if self.min_pixels > self.max_pixels:
            raise ValueError(f"min_pixels {self.min_pixels} is above max_pixels {self.max_pixels}")
        return self

    @property
    def token_px(self) -> int:
        """Side of the square that one token stands for, in px: resized sides are multiples of it."""
        return self.patch_size * self.merge_size


class AnyresProcessor(Section):
    """A processor that cuts a picture into square tiles beside a view of the whole, as LLaVA-OneVision's does.

    The picture is scaled into the best of ``pinpoints``. It costs the tokens of the whole view, those of the tiles
    without the padding, and one more for each row of tokens.
    """

    tile_px: Side = 384
    """Side of a tile in px."""
    tile_tokens: Pixels = 729
    """Tokens of a tile, a square number; 27 x 27 patches of 14 px."""
    max_tiles: Annotated[int, Field(ge=1, le=10_000)] = 9
    """Where the tiles hold more tokens than so many tiles have, they are shrunk (``anyres_max_9``)."""
    drops_first: bool = False
    """Whether the first token is dropped (``vision_feature_select_strategy: default``)."""
    pinpoints: Annotated[tuple[tuple[Side, Side], ...], Field(min_length=1)] = tuple(
        (384 * rows, 384 * columns) for rows in range(1, 7) for columns in range(1, 7)
    )
    """The sizes that a picture may be scaled into: height and width in px."""


def _kind(given: Any) -> str:
    if isinstance(given, str):
        return "=name"
    anyres = isinstance(given, AnyresProcessor) or (
        isinstance(given, dict) and not given.keys().isdisjoint(AnyresProcessor.model_fields)
    )
    return "=AnyresProcessor" if anyres else "=Processor"


AnyProcessor = Annotated[
    Annotated[ProcessorName, Tag("=name")]
    | Annotated[Processor, Tag("=Processor")]
    | Annotated[AnyresProcessor, Tag("=AnyresProcessor")],
    Discriminator(_kind),
]
"""A processor in a configuration: a name, or its numbers."""

PROCESSORS: dict[ProcessorName, Processor | AnyresProcessor] = {
    # preprocessor_config.json of Qwen/Qwen2-VL-7B-Instruct and Qwen/Qwen2.5-VL-7B-Instruct.
    "qwen2-vl": Processor(),
    "qwen2.5-vl": Processor(),
    # preprocessor_config.json of Qwen/Qwen3-VL-8B-Instruct and Qwen/Qwen3.5-9B.
    "qwen3-vl": Processor(patch_size=16, min_pixels=256 * 256, max_pixels=4096 * 4096),
    "qwen3.5": Processor(patch_size=16, min_pixels=256 * 256, max_pixels=4096 * 4096),
    # Qwen2.5-VL's with another limit: ds/merge_model.py of EvolvingLMMs-Lab/LLaVA-OneVision-1.5.
    "llava-onevision-1.5": Processor(max_pixels=1600 * 1600),
    # preprocessor_config.json and processor_config.json of llava-hf/llava-onevision-qwen2-7b-ov-hf.
    "llava-onevision": AnyresProcessor(),
}
"""By the name of a model family, what its published checkpoints are configured with."""
