"""A passage and a style -> the wrap width and the page height that keep every picture within its limits."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache
from math import isqrt

import numpy as np
from numpy.typing import NDArray

from lomo import _native
from lomo.config import Style
from lomo.errors import InputError

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
    """The size in px of a picture of this size once it is padded as the style asks."""
    width, height = max(width, style.min_side_px), max(height, style.min_side_px)
    limit = _ratio(style.max_aspect)
    longer, shorter = max(width, height), min(width, height)
    if style.pad_multiple == 1 and longer * limit.denominator <= shorter * limit.numerator:
        return width, height
    width = max(width, -(-height * limit.denominator // limit.numerator))
    height = max(height, -(-width * limit.denominator // limit.numerator))
    step = style.pad_multiple
    return -(-width // step) * step, -(-height // step) * step


def pad(image: NDArray[np.uint8], style: Style) -> NDArray[np.uint8]:
    """The picture, height x width x channels, with white added at the right and below (``padded_size``)."""
    height, width, channels = image.shape
    padded_width, padded_height = padded_size(width, height, style)
    if (padded_width, padded_height) == (width, height):
        return image
    padded = np.full((padded_height, padded_width, channels), 255, np.uint8)
    padded[:height, :width] = image
    return padded


def fits(width: int, height: int, style: Style, grown: Grown | None) -> bool:
    """Whether a page of this size in px makes a final picture of at most ``style.max_pixels``."""
    if width * height > style.max_pixels:
        return False
    if grown is not None:
        try:
            width, height = grown(width, height)
        except InputError:  # larger than any picture may be
            return False
    width, height = padded_size(width, height, style)
    return width * height <= style.max_pixels and max(width, height) <= 65535


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
