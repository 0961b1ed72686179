"""Slow NumPy twins of how a glyph in colour is brought to size, laid on a page, and judged dark."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

UNIT = 65536
Ints = NDArray[np.int64]


def _divided(value: int, by: int) -> int:
    """Rounded to nearest, halves away from zero."""
    return (2 * abs(value) + by) // (2 * by) * (1 if value >= 0 else -1)


def share(value: Ints | int, of_255: Ints | int) -> Ints:
    """``value * of_255 / 255`` rounded."""
    return np.asarray((np.asarray(value, np.int64) * of_255 + 127) // 255)


def _overlaps(count: int, low: int, high: int) -> tuple[int, Ints]:
    """The first pixel of a page that [low, high) units reach, and how long each of ``count`` equal parts lies in each
    pixel from there on: shape (pixels, count)."""
    first, last = low // UNIT, -(-high // UNIT)
    edges = np.array([low + _divided((high - low) * i, count) for i in range(count + 1)])
    starts = np.arange(first, last)[:, None] * UNIT
    begin, end = np.maximum(starts, edges[:-1]), np.minimum(starts + UNIT, edges[1:])
    return first, np.clip(end - begin, 0, None)


def resample(rgba: NDArray[np.uint8], box: tuple[int, int, int, int]) -> tuple[int, int, Ints]:
    """The picture stretched over ``box`` (x0, y0, x1, y1 in units, y upward): column of the first pixel and the row
    above the baseline that its upper edge is, and the pixels, colours times alpha."""
    x0, y0, x1, y1 = box
    flat = rgba.astype(np.int64)
    flat[..., :3] = share(flat[..., :3], flat[..., 3:])
    left, across = _overlaps(rgba.shape[1], x0, x1)
    top, down = _overlaps(rgba.shape[0], -y1, -y0)
    sums = np.einsum("ys,xt,stc->yxc", down, across, flat)
    return left, -top, (sums + (1 << 31)) >> 32


def on_page(below: Ints, pixels: Ints, ink: Ints | int, ink_rgb: tuple[int, int, int]) -> Ints:
    """``pixels`` (colours times alpha, and alpha), of which ``ink`` of 255 is in the colour of the text, over
    ``below``, height x width x 3."""
    inked = np.asarray(ink)[..., None] * np.array(ink_rgb) if np.ndim(ink) else ink * np.array(ink_rgb)
    light = (255 * pixels[..., :3] + inked) * 255 + below * (65025 - 255 * pixels[..., 3:])
    made: Ints = np.minimum((light + 32512) // 65025, 255)
    return made


def luma(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """An RGB picture in grey, height x width x 1."""
    weights = np.array([77, 150, 29])
    grey: NDArray[np.uint8] = ((image.astype(np.int64) @ weights + 128) >> 8).astype(np.uint8)[..., None]
    return grey
