"""The definitions of shadows and stains, in whole numbers: judge distort/shadow and distort/stain."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from reference.sine import sine_of_phase

Whole = NDArray[np.int64]
MOST = 32767


def _times(a: Whole | int, b: Whole | int) -> Whole:
    return np.asarray((a * b + 16384) // 32768)


def _smooth(s: Whole) -> Whole:
    square = _times(s, s)
    return np.minimum(square + 2 * (square - _times(square, s)), MOST)


def _darkened(image: Whole, shade: Whole) -> Whole:
    return image - _times(image, shade)


def _towards_zero(a: int, b: int) -> int:
    return a // b if a >= 0 else -(-a // b)


def shadow(image: NDArray[np.uint8], shadows: Sequence[Sequence[int]]) -> NDArray[np.uint8]:
    """Each shadow: edge, depth, slant, darkening."""
    height, width, _ = image.shape
    x, y = np.meshgrid(np.arange(width), np.arange(height))
    shade: Whole = np.zeros((height, width), np.int64)
    for edge, depth, slant, darkening in shadows:
        across, along = (width, height) if edge in (0, 2) else (height, width)
        # Per half pixel: down from the edge, and up along it, from 1 in the middle of the edge.
        fall, lean = (1 << 45) // (depth * across), _towards_zero(slant * (1 << 13), along)
        near = 2 * across - 1 if edge in (2, 3) else 1
        origin = (1 << 30) - fall * near - lean * (along - 1)
        away = 2 * fall if edge in (2, 3) else -2 * fall
        right, down = (away, 2 * lean) if edge in (0, 2) else (2 * lean, away)
        quarter = abs(right) // 4
        if down and quarter:
            exact = origin + _towards_zero(right, 4) * 4 * x + down * y // quarter * quarter
        else:
            exact = origin + right * x + down * y
        line = np.clip(exact >> 15, 0, MOST)
        one = _times(_smooth(line), min(darkening // 2, MOST))
        shade = shade + one - _times(shade, one)
    return _darkened(image.astype(np.int64), shade[:, :, None]).astype(np.uint8)


def stain(image: NDArray[np.uint8], blobs: Sequence[Sequence[int]]) -> NDArray[np.uint8]:
    """Each blob: x, y, radius, opacity, rim, hardness, wobble, phase, red, green, blue."""
    height, width, channels = image.shape
    if channels == 1 and any(not blob[8] == blob[9] == blob[10] for blob in blobs):
        image = np.repeat(image, 3, axis=2)
    out = image.astype(np.int64)
    for x, y, radius_share, opacity, rim, hardness, wobble, phase, *colour in blobs:
        radius = radius_share * max(width, height)

        def places(side: int, centre: int, radius: int = radius) -> list[int]:
            exact = [((i * 65536 + 32768 - centre) * 16384) // radius for i in range(side)]
            return [min(max(place, -32768), 32767) for place in exact]

        def swings(at: list[int], start: int, pace: int, wobble: int = wobble) -> Whole:
            return np.array([(wobble * (sine_of_phase(start + pace * place) >> 2)) >> 30 for place in at])

        columns, rows = places(width, x * width), places(height, y * height)
        u = np.array(columns)[None, :] + swings(rows, phase, 2)[:, None]
        v = np.array(rows)[:, None] + swings(columns, 2 * phase, 3)[None, :]
        u, v = (np.clip(w, -32768, 32767) for w in (u, v))
        f = _smooth(np.clip((8192 - _times(u, u) - _times(v, v)) * hardness, 0, MOST))
        edge = np.minimum(4 * _times(f, MOST - f), MOST)
        layer = np.minimum(_times(min(opacity // 2, MOST), f) + _times(min(rim // 2, MOST), edge), MOST)
        for c in range(out.shape[2]):
            out[:, :, c] = _darkened(out[:, :, c], _times(layer, (255 - colour[c]) * MOST // 255))
    return out.astype(np.uint8)
