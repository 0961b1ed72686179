"""A picture's size and a processor's numbers in, the tokens that the picture takes in a prompt out.

Counts must equal those of the processors of Hugging Face transformers 5, which compute in doubles: the same operations
are done here, each one rounded as IEEE 754 says, so that the counts are the same on every machine too.
"""

from __future__ import annotations

from math import ceil, floor, isqrt, sqrt
from typing import Any

from lomo.errors import InputError
from lomo.processors import LONGEST, AnyresProcessor, Processor
from lomo.tokens.read import picture_size, processor_of


def visual_tokens(picture: Any, processor: Any) -> int:
    """How many tokens ``picture`` takes in a model's prompt, exactly as the model's own processor counts.

    Marks around the picture (``<|vision_start|>``, ...) are not counted; of several pictures each is counted alone.

    Args:
        picture: a ``lomo.Picture``, ``Page`` or ``Distorted``, an array of shape (height, width) or (height, width,
            channels), a Pillow image, the bytes of a PNG file, or (width, height) in px.
        processor: the name of a model family (``qwen2-vl``, ``qwen2.5-vl``, ``qwen3-vl``, ``qwen3.5``,
            ``llava-onevision-1.5``, ``llava-onevision``), a ``lomo.Processor`` or ``lomo.AnyresProcessor``, the
            content of a ``preprocessor_config.json``, or a processor or image processor of Hugging Face transformers.

    Raises InputError for a processor that is not known, and for a picture that the processor refuses.
    """
    return tokens(*picture_size(picture), processor_of(processor))


def tokens(width: int, height: int, processor: Processor | AnyresProcessor) -> int:
    """The tokens of a picture of ``width`` x ``height`` px; raises InputError where the processor refuses it."""
    if isinstance(processor, AnyresProcessor):
        return _anyres_tokens(width, height, processor)
    width, height = resized_size(width, height, processor)
    return (width // processor.token_px) * (height // processor.token_px)


def resized_size(width: int, height: int, processor: Processor) -> tuple[int, int]:
    """Width and height in px that the processor gives a picture (``smart_resize`` of Qwen2-VL).

    Each side goes to the nearest multiple of ``token_px``; where the product leaves ``min_pixels`` ..
    ``max_pixels``, both are scaled alike, rounded inward. Raises InputError for a picture longer than 200 : 1.
    """
    if max(width, height) / min(width, height) > LONGEST:
        raise InputError(
            f"a picture of {width} x {height} px is longer than {LONGEST} : 1, which the processor refuses: pad its "
            "shorter side (style.max_aspect)"
        )
    step = processor.token_px
    sides = [round(side / step) * step for side in (width, height)]
    if sides[0] * sides[1] > processor.max_pixels:
        scale = sqrt(height * width / processor.max_pixels)
        sides = [max(step, floor(side / scale / step) * step) for side in (width, height)]
    elif sides[0] * sides[1] < processor.min_pixels:
        scale = sqrt(processor.min_pixels / (height * width))
        sides = [ceil(side * scale / step) * step for side in (width, height)]
    return sides[0], sides[1]


def _anyres_tokens(width: int, height: int, processor: AnyresProcessor) -> int:
    across = isqrt(processor.tile_tokens)  # tokens along a tile's side
    best = _best_pinpoint(width, height, processor.pinpoints)
    rows, columns = (across * (side // processor.tile_px) for side in best)
    # The tokens of the padding go: an even number of rows, or of columns.
    if width / height > columns / rows:
        kept = int(round(height * (columns / width), 7))
        rows -= (rows - kept) // 2 * 2
    else:
        kept = int(round(width * (rows / height), 7))
        columns -= (columns - kept) // 2 * 2
    shrink = sqrt(rows * columns / (processor.max_tiles * across**2))
    if shrink > 1.1:
        rows, columns = int(rows // shrink), int(columns // shrink)
    return rows * columns + rows + processor.tile_tokens - processor.drops_first


def _best_pinpoint(width: int, height: int, pinpoints: tuple[tuple[int, int], ...]) -> tuple[int, int]:
    """The (height, width) that keeps most of the picture's pixels and, among equals, wastes fewest."""
    best, most, least = pinpoints[0], -1, 0
    for tall, wide in pinpoints:
        scale = min(wide / width, tall / height)
        kept = min(int(width * scale) * int(height * scale), width * height)
        wasted = wide * tall - kept
        if kept > most or (kept == most and wasted < least):
            best, most, least = (tall, wide), kept, wasted
    return best
