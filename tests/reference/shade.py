"""The definitions of shadows and stains, in whole numbers: judge distort/shadow and distort/stain."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

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
    for x, y, share, opacity, rim, hardness, wobble, phase, *colour in blobs:
        radius = max(share * max(width, height), 65536)
        pace = max(k for k in (1, 2, 4) if k == 1 or 2 * radius >= 3 * k * 65536 * hardness)
        columns = _places(width, x * width, radius, 1, 0)
        rows = _places(-(-height // pace), y * height, radius, pace, 1 if pace > 1 else 0)
        u = columns[None, :] + _swings(rows, phase, 2, wobble)[:, None]
        v = rows[:, None] + _swings(columns, 2 * phase, 3, wobble)[None, :]
        shade = _opacity(
            8192 - _times(u, u) - _times(v, v), min(opacity // 2, MOST), min(rim // 2, MOST), hardness
        )
        for c in range(out.shape[2]):
            absorbed = _times(shade, (255 - colour[c]) * MOST // 255)
            lines = absorbed if pace == 1 else _spline(absorbed, pace)[:height]
            out[:, :, c] -= _times(4 * out[:, :, c], lines)
    return out.astype(np.uint8)


def _places(steps: int, centre: int, radius: int, pace: int, more: int) -> Whole:
    """Of the middles of steps of ``pace`` pixels, and of ``more`` steps on either side, in 1/16384 of the radius."""
    step, origin = (1 << 45) // radius, ((32768 - centre) << 29) // radius
    exact = [origin + k * pace * step + (pace - 1) * step // 2 for k in range(-more, steps + more)]
    return np.array([min(max(place >> 15, -28000), 28000) for place in exact], np.int64)


def _swings(places: Whole, phase: int, pace: int, wobble: int) -> Whole:
    """A wave of parabolas, a full turn in 65536."""
    turn = (phase + pace * places + 32768) % 65536 - 32768
    return _times(_times(turn, MOST - np.minimum(abs(turn), MOST)), wobble)


def _opacity(left: Whole, inside: int, rim: int, hardness: int) -> Whole:
    """In 1/8192, by 1 - q."""
    limit = MOST // (2 * hardness)

    def bent(line: Whole) -> Whole:
        half = _times(line, MOST - abs(line) // 2)
        return _times(half, inside // 4 - _times(half, rim))

    line = np.clip(left - 16384 // hardness, -limit, limit) * 2 * hardness
    return np.clip(bent(line) - bent(np.array(-limit * 2 * hardness)), 0, 8192)


def _spline(knots: Whole, pace: int) -> Whole:
    """The quadratic spline with these rows in the middles of its pieces, the first and the last piece left out."""
    before, middle, after = knots[:-2], knots[1:-1], knots[2:]
    first, second = middle - before, after - 2 * middle + before
    bend = _times(second, 32768 // pace**2)
    shade = before + _times(first, 16384 + 16384 // pace) + _times(second, 4096 // pace**2)
    rise = _times(first, 32768 // pace) + bend
    rows = np.stack([shade + k * rise + k * (k - 1) // 2 * bend for k in range(pace)], axis=1)
    return np.asarray(rows.reshape(-1, knots.shape[1]))
