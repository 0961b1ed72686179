"""``#rrggbb`` and three channels -> each other, and how well two colours stand apart; all in integers."""

from __future__ import annotations

from functools import lru_cache
from typing import Annotated

from pydantic import AfterValidator, Field

Rgb = tuple[int, int, int]
WHITE: Rgb = (255, 255, 255)
BLACK: Rgb = (0, 0, 0)

HexColour = Annotated[str, Field(pattern=r"^#[0-9A-Fa-f]{6}$"), AfterValidator(str.lower)]

_ONE = 1 << 20  # luminance is in 1/2**20


def rgb(colour: str) -> Rgb:
    """``#rrggbb`` as red, green and blue, 0 to 255 each."""
    value = int(colour[1:], 16)
    return value >> 16, value >> 8 & 255, value & 255


def named(colour: Rgb) -> str:
    """Red, green and blue as ``#rrggbb``."""
    return "#{:02x}{:02x}{:02x}".format(*colour)


def contrast(one: Rgb, other: Rgb) -> int:
    """The contrast ratio of two colours in hundredths, 100 to 2100 (WCAG 2.1, "contrast ratio"), rounded down."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (20 * high + _ONE) * 100 // (20 * low + _ONE)


def _luminance(colour: Rgb) -> int:
    """Relative luminance (WCAG 2.1) in 1/2**20."""
    parts = zip((2126, 7152, 722), colour, strict=True)
    return sum(weight * _linear(channel) for weight, channel in parts) // 10000


@lru_cache(maxsize=256)
def _linear(channel: int) -> int:
    """The light of an sRGB channel in 1/2**20, rounded down: c / 12.92 up to .03928, then ((c + .055) / 1.055)^2.4.

    By integers, so that every machine draws the same colours: x is the greatest with x^5 <= c^12.
    """
    if channel <= 10:
        return channel * _ONE * 100 // (255 * 1292)
    top, bottom = (channel * 1000 + 55 * 255) ** 12, (1055 * 255) ** 12
    low, high = 0, _ONE
    while low < high:
        middle = (low + high + 1) // 2
        if middle**5 * bottom <= _ONE**5 * top:
            low = middle
        else:
            high = middle - 1
    return low
