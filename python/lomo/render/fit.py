"""A passage and a style -> the wrap width and the page height that keep every picture within its limits."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache
from math import ceil, isqrt, lcm

import numpy as np
from numpy.typing import NDArray

from lomo import _native
from lomo.colour import rgb
from lomo.config import Style
from lomo.errors import InputError
from lomo.processors import LONGEST, Processor
from lomo.tokens.count import tokens
from lomo.tokens.read import processor_of

UNITS_PER_PX = 65536
_NARROWEST_PX = 64

Grown = Callable[[int, int], tuple[int, int]]
"""(width, height) of a page in px -> the size of the picture once it is distorted."""


@lru_cache(maxsize=64)
def _ratio(value: float) -> Fraction:
    return Fraction(value).limit_denominator(1000)


def units(px: float) -> int:
    """A length in px as layout units (1/65536 px)."""
    return round(px * UNITS_PER_PX)


def wrap_widths(passage: _native.Passage, style: Style, grown: Grown | None) -> tuple[int, int]:
    """The wrap widths in layout units: of the text, and of lines of code and rows of tables.

    The text would fill a page of ``style.aspect`` at its width, within ``style.width_range``; words are not
    split and no formula, URL or path is broken while the range allows it; then the lines are evened out. Code
    may be wider, up to ``style.code_width_px``, so that it keeps its lines.
    A width whose distorted page would leave room for a ribbon only is made smaller.
    """
    if style.width_px is not None:
        return units(style.width_px), units(style.width_px)
    low, high = (units(bound) for bound in style.width_range)
    aspect = _ratio(style.aspect)
    area = passage.total_advance * units(style.line_height_px)
    width = isqrt(area * aspect.numerator // aspect.denominator)
    width = min(max(width, passage.longest_whole, passage.longest_code, low), high)
    width = _with_room(width, None, style, grown)
    code_width = min(passage.longest_code, units(style.code_width_px))
    if code_width > width:
        lines = passage.break_lines(width, code_width).count
        code_width = max(width, _with_room(code_width, lines * style.line_height_px, style, grown))
    return passage.balanced_width(width, code_width), max(width, code_width)


def _with_room(width: int, needed_px: float | None, style: Style, grown: Grown | None) -> int:
    """The width, made smaller until its distorted page leaves room for ``needed_px``, or for half of the height
    that suits the width."""
    while width > units(_NARROWEST_PX):
        width_px = width // UNITS_PER_PX
        height = round(width_px / (2 * style.aspect))
        if needed_px is not None:
            height = min(height, round(needed_px))
        height = max(round(style.line_height_px), height)
        around = 2 * style.margin_px + 2
        if fits(width_px + around, height + around, style, grown):
            break
        width = width * 3 // 4
    return width


def padded_size(width: int, height: int, style: Style) -> tuple[int, int]:
    """The size in px of a picture of this size once it is padded as the style, and its processor, ask.

    With a processor of the Qwen kind the sides are multiples of a token's, and the picture is neither too small nor
    too long for it.
    """
    width, height = max(width, style.min_side_px), max(height, style.min_side_px)
    limit, step = _ratio(style.max_aspect), style.pad_to
    if (processor := _patches(style)) is not None:
        # A side that is rounded up must not pass the processor's own limit.
        limit, step = min(limit, Fraction(LONGEST, 2)), lcm(step, processor.token_px)
        least = processor.min_pixels
        if width * height < least:
            shorter = min(-(-least // max(width, height)), isqrt(least - 1) + 1)
            width, height = max(width, shorter), max(height, shorter)
    longer, shorter = max(width, height), min(width, height)
    if step == 1 and longer * limit.denominator <= shorter * limit.numerator:
        return width, height
    width = max(width, -(-height * limit.denominator // limit.numerator))
    height = max(height, -(-width * limit.denominator // limit.numerator))
    return -(-width // step) * step, -(-height // step) * step


def _patches(style: Style) -> Processor | None:
    """The style's processor where it is one that resizes to whole patches."""
    processor = None if style.processor is None else processor_of(style.processor)
    return processor if isinstance(processor, Processor) else None


def pad(image: NDArray[np.uint8], style: Style, *, plain: bool = False) -> NDArray[np.uint8]:
    """The picture, height x width x channels, with paper (white where it is plain, black on white) added at the right
    and below (``padded_size``)."""
    height, width, channels = image.shape
    padded_width, padded_height = padded_size(width, height, style)
    if (padded_width, padded_height) == (width, height):
        return image
    padded = np.empty((padded_height, padded_width, channels), np.uint8)
    padded[:] = 255 if plain else rgb(style.paper)[:channels]
    padded[:height, :width] = image
    return padded


def fits(width: int, height: int, style: Style, grown: Grown | None) -> bool:
    """Whether a page of this size in px makes a final picture of at most ``style.max_pixels``, within
    ``style.token_budget``, that the style's processor need not shrink."""
    if width * height > style.max_pixels:
        return False
    if grown is not None:
        try:
            width, height = grown(width, height)
        except InputError:  # larger than any picture may be
            return False
    width, height = padded_size(width, height, style)
    return (
        width * height <= style.max_pixels
        and max(width, height) <= 65535
        and _affordable(width, height, style)
    )


def _affordable(width: int, height: int, style: Style) -> bool:
    if (patches := _patches(style)) is not None and width * height > patches.max_pixels:
        return False
    if style.token_budget is None or style.processor is None:
        return True
    return tokens(width, height, processor_of(style.processor)) <= style.token_budget


def limits(style: Style) -> str:
    """The keys that bound a picture's size, with their values: for messages."""
    told = f"style.max_pixels ({style.max_pixels})"
    if style.token_budget is not None:
        told += f" and style.token_budget ({style.token_budget})"
    return told


def broken_lines(passage: _native.Passage, style: Style, grown: Grown | None) -> _native.Lines:
    """The lines of the passage at the wrap width.

    Under a budget of tokens, which other widths may keep where that one does not: at the first width, from the usual
    one on to either side, at which the whole text is one page.
    """
    if style.token_budget is not None and style.width_px is None:
        usual, code = wrap_widths(passage, style.model_copy(update={"token_budget": None}), grown)
        widest = units(style.width_range[1])
        for eighths in range(_OTHER_WIDTHS + 1):
            for width in dict.fromkeys((usual * 8 // (8 + eighths), usual * (8 + eighths) // 8)):
                if width <= widest or width == usual:
                    lines = _broken_at(passage, (width, max(width, code)), style)
                    if _one_page(passage, lines, style, grown):
                        return lines
    return _broken_at(passage, wrap_widths(passage, style, grown), style)


def _broken_at(passage: _native.Passage, widths: tuple[int, int], style: Style) -> _native.Lines:
    lines = passage.break_lines(*widths)
    lines.align = style.align
    return lines


_OTHER_WIDTHS = 12


def _one_page(passage: _native.Passage, lines: _native.Lines, style: Style, grown: Grown | None) -> bool:
    # Of many lines a page of the least height they can have is tried first, which costs nothing.
    least = (lines.count - 2) * int(style.line_height_px)
    if (
        _patches(style) is not None
        and least > 0
        and not fits(max(1, lines.width // UNITS_PER_PX), least, style, None)
    ):
        return False
    pages = passage.pages(lines, units(65535))
    return len(pages) == 1 and fits(*box_px(lines, pages[0][0], style), style, grown)


def box_px(lines: _native.Lines, layout: _native.Layout, style: Style) -> tuple[int, int]:
    """The most that a page of these lines may take, in px, its margins included; ink may stand out of a line's box
    by two px. Under a budget of tokens, of which two px can cost a whole row, exactly what it takes."""
    if style.token_budget is not None:
        boxes = _native.item_boxes(layout)[:, 1:5]
        boxes = boxes[(boxes[:, 0] < boxes[:, 2]) & (boxes[:, 1] < boxes[:, 3])]
        if len(boxes):
            width, height = (
                boxes[:, 2:].max(axis=0) - boxes[:, :2].min(axis=0) + 2 * style.margin_px
            ).tolist()
            return width, height
    around = 2 * style.margin_px + 2
    return -(-lines.width // UNITS_PER_PX) + around, ceil(layout.height + layout.depth) + around


def page_height(width: int, style: Style, grown: Grown | None) -> int:
    """The greatest height in px of a page of this width that fits; at least 1."""
    low, high = 1, min(65535, max(1, style.max_pixels // width))
    while low < high:
        middle = (low + high + 1) // 2
        if fits(width, middle, style, grown):
            low = middle
        else:
            high = middle - 1
    return low
