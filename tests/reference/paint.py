"""The slow twin of painting: composes freetype-py's bitmaps of a layout's items, pixel by pixel, in integers."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence

import freetype
import numpy as np
from numpy.typing import NDArray

UNIT = 65536
Bitmap = tuple[NDArray[np.uint8], int, int]


def glyph_bitmap(path: str, glyph: int, size: int, phase_x: int, phase_y: int) -> Bitmap:
    """Coverage, left and top of a glyph at an em size in layout units, moved by quarters of a pixel."""
    face = freetype.Face(path)
    size_26_6 = (size + 512) >> 10
    face.set_char_size(size_26_6, size_26_6, 72, 72)
    face.load_glyph(
        glyph, freetype.FT_LOAD_NO_HINTING | freetype.FT_LOAD_NO_BITMAP | freetype.FT_LOAD_NO_AUTOHINT
    )
    freetype.FT_Outline_Translate(ctypes.byref(face.glyph.outline._FT_Outline), 16 * phase_x, 16 * phase_y)
    face.glyph.render(freetype.FT_RENDER_MODE_NORMAL)
    bitmap = face.glyph.bitmap
    rows = [bitmap.buffer[y * bitmap.pitch : y * bitmap.pitch + bitmap.width] for y in range(bitmap.rows)]
    coverage = np.array(rows, np.uint8).reshape(bitmap.rows, bitmap.width)
    return coverage, face.glyph.bitmap_left, face.glyph.bitmap_top


def paint(
    paths: Sequence[str],
    glyphs: Sequence[tuple[int, int, int, int, int]],
    rules: Sequence[tuple[int, int, int, int]],
    margin: int,
) -> NDArray[np.uint8]:
    """Black on white, cut to the ink plus the margin. Lengths in layout units, y upward.

    Args:
        paths: font files.
        glyphs: (index into paths, glyph index, em size, x, y).
        rules: (x, lower edge, width, height), positive.
        margin: px.
    """
    pieces: list[tuple[NDArray[np.uint8], int, int]] = []  # coverage, left, top with y downward
    for path, glyph, size, x, y in glyphs:
        quarter_x, quarter_y = (x + UNIT // 8) // (UNIT // 4), (y + UNIT // 8) // (UNIT // 4)
        coverage, left, top = glyph_bitmap(paths[path], glyph, size, quarter_x % 4, quarter_y % 4)
        pieces.append((coverage, quarter_x // 4 + left, -(quarter_y // 4) - top))
    for x, y, width, height in rules:
        left, pixels_wide = _pixels(x, width, along=width >= 2 * height)
        bottom, pixels_high = _pixels(y, height, along=height >= 2 * width)
        top = -(bottom + pixels_high)
        pieces.append((np.full((pixels_high, pixels_wide), 255, np.uint8), left, top))
    side = 4096
    canvas = np.full((side, side), 255, np.int64)
    inked = np.zeros((side, side), bool)
    for coverage, left, top in pieces:
        rows = slice(side // 2 + top, side // 2 + top + coverage.shape[0])
        columns = slice(side // 2 + left, side // 2 + left + coverage.shape[1])
        canvas[rows, columns] = (canvas[rows, columns] * (255 - coverage.astype(np.int64)) + 127) // 255
        inked[rows, columns] |= coverage > 0
    if not inked.any():
        return np.full((max(1, 2 * margin),) * 2, 255, np.uint8)
    ys, xs = np.nonzero(inked)
    y0, y1, x0, x1 = ys.min() - margin, ys.max() + 1 + margin, xs.min() - margin, xs.max() + 1 + margin
    return canvas[y0:y1, x0:x1].astype(np.uint8)


def _pixels(at: int, length: int, *, along: bool) -> tuple[int, int]:
    """First pixel and count: all that a rule touches along itself, its rounded thickness across."""
    if along:
        first = at // UNIT
        return first, max(1, -(-(at + length) // UNIT) - first)
    count = max(1, (length + UNIT // 2) // UNIT)
    return (at + length // 2 - count * UNIT // 2 + UNIT // 2) // UNIT, count
