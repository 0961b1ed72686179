"""Two pictures of one formula -> both on one frame, one over the other in two colours, and how far they differ."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tools.math.lualatex import Drawn

_INK, _TRACE = 128, 208  # darker is ink; a trace is enough to be the counterpart of ink


def trimmed(drawn: Drawn, margin_px: int) -> Drawn:
    """The picture cut or widened to its ink and a white margin."""
    rows = np.flatnonzero((drawn.image < 255).any(axis=1))
    columns = np.flatnonzero((drawn.image < 255).any(axis=0))
    if not rows.size:
        return Drawn(np.full((2 * margin_px, 2 * margin_px), 255, np.uint8), margin_px, margin_px)
    top, bottom, left, right = int(rows[0]), int(rows[-1]) + 1, int(columns[0]), int(columns[-1]) + 1
    image = np.pad(drawn.image[top:bottom, left:right], margin_px, constant_values=255)
    return Drawn(image, drawn.x - left + margin_px, drawn.y - top + margin_px)


def framed(first: Drawn, second: Drawn) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Both pictures on the smallest common frame in which their origins coincide."""
    x, y = max(first.x, second.x), max(first.y, second.y)
    width = x + max(drawn.image.shape[1] - drawn.x for drawn in (first, second))
    height = y + max(drawn.image.shape[0] - drawn.y for drawn in (first, second))
    frames = []
    for drawn in (first, second):
        frame = np.full((height, width), 255, np.uint8)
        rows, columns = drawn.image.shape
        frame[y - drawn.y : y - drawn.y + rows, x - drawn.x : x - drawn.x + columns] = drawn.image
        frames.append(frame)
    return frames[0], frames[1]


def overlaid(first: NDArray[np.uint8], second: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The first in red, the second in cyan, black where both have ink: shape (height, width, 3)."""
    return np.stack([second, first, first], axis=2)


def difference(first: NDArray[np.uint8], second: NDArray[np.uint8]) -> float:
    """The share of both pictures' ink that has no trace of the other within a pixel: 0 to 1."""
    total = alone = 0
    for one, other in ((first, second), (second, first)):
        ink = one < _INK
        total += int(ink.sum())
        alone += int((ink & ~_dilated(other < _TRACE)).sum())
    return alone / total if total else 0.0


def _dilated(ink: NDArray[np.bool_]) -> NDArray[np.bool_]:
    height, width = ink.shape
    wide = np.pad(ink, 1)
    grown = np.zeros_like(ink)
    for dy in range(3):
        for dx in range(3):
            grown |= wide[dy : dy + height, dx : dx + width]
    return grown
