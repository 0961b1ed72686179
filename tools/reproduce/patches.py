"""A picture in, the windows around its patches out, and where each glyph of a drawn page stands among them.

A patch is 16 px high and 4 px wide; a visual token is two of them side by side, 16 x 8 px. Two rows of 4 px at the end
of a picture, margin as a rule, make no further row.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

ROW_PX, PATCH_PX, MERGED = 16, 4, 2
_REACH_X, _REACH_Y = 8, 4
WINDOW = (ROW_PX + 2 * _REACH_Y, PATCH_PX + 2 * _REACH_X)
WINDOW_SIZE = WINDOW[0] * WINDOW[1]
_MARGIN_PX = 4


def grid(image: NDArray[np.uint8]) -> tuple[int, int]:
    """(rows, patches in each) of a picture of height x width; the patches are an even number."""
    height, width = image.shape
    rows = max(1, -(-(height - _MARGIN_PX) // ROW_PX))
    return rows, MERGED * max(1, -(-width // (PATCH_PX * MERGED)))


def tokens(image: NDArray[np.uint8]) -> int:
    """How many visual tokens a picture costs."""
    rows, columns = grid(image)
    return rows * columns // MERGED


def windows(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The window of each patch, row by row: patches x WINDOW_SIZE, 0 paper to 255 ink."""
    rows, columns = grid(image)
    high, wide = rows * ROW_PX, columns * PATCH_PX
    canvas = np.zeros((high + 2 * _REACH_Y, wide + 2 * _REACH_X), dtype=np.uint8)
    shown = image[: high + _REACH_Y, :wide]
    canvas[_REACH_Y : _REACH_Y + shown.shape[0], _REACH_X : _REACH_X + shown.shape[1]] = 255 - shown
    every = np.lib.stride_tricks.sliding_window_view(canvas, WINDOW)[::ROW_PX, ::PATCH_PX]
    return np.ascontiguousarray(every[:rows, :columns]).reshape(rows * columns, WINDOW_SIZE)


def labels(
    image: NDArray[np.uint8], marks: Iterable[tuple[int, float, float]], nothing: int = 0
) -> NDArray[np.int64]:
    """The class of each patch: that of the mark (class, x, y in px) whose centre lies in it, else ``nothing``."""
    rows, columns = grid(image)
    found = np.full((rows, columns), nothing, dtype=np.int64)
    for kind, x, y in marks:
        row, column = int(y // ROW_PX), int(x // PATCH_PX)
        if 0 <= row < rows and 0 <= column < columns:
            found[row, column] = kind
    return found.reshape(-1)
