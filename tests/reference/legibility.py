"""The definition of the legibility score, pixel by pixel, in whole numbers: judges distort/undo and legibility."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from math import floor, isqrt

import numpy as np
from numpy.typing import NDArray

from reference.rotate import rotated_size
from reference.sine import cosine_of_angle, sine, sine_of_angle

ONE = 65536
NODE = 4
Place = Callable[[int, int], tuple[int, int]]
"""The source's pixel -> where its centre lies, in 1/256 px from the centre of the picture's first pixel."""


def still(x: int, y: int) -> tuple[int, int]:
    """Where nothing moves."""
    return 256 * x, 256 * y


def turned(width: int, height: int, angle: int) -> Place:
    """The way of ``rotate``, forwards: about the centre."""
    wide, high = rotated_size(width, height, angle)
    cos, sin = Fraction(cosine_of_angle(angle), 1 << 30), Fraction(sine_of_angle(angle), 1 << 30)

    def place(x: int, y: int) -> tuple[int, int]:
        right, down = x + Fraction(1 - width, 2), y + Fraction(1 - height, 2)
        to_x = cos * right + sin * down + Fraction(wide - 1, 2)
        to_y = cos * down - sin * right + Fraction(high - 1, 2)
        return floor(256 * to_x + Fraction(1, 2)), floor(256 * to_y + Fraction(1, 2))

    return place


def _between_nodes(side: int, at: Callable[[int], int]) -> list[int]:
    """at() at every fourth pixel, linear between, cut towards 0."""
    found = []
    for i in range(side):
        node, part = i - i % NODE, i % NODE
        rise = (at(node + NODE) - at(node)) * part
        found.append(at(node) + (rise // NODE if rise >= 0 else -(-rise // NODE)))
    return found


def _wave_shift(amplitude: int, length: int, phase: int) -> Callable[[int], int]:
    step = floor(Fraction(1 << 38, length) + Fraction(1, 2))

    def at(i: int) -> int:
        turn = floor(phase * 65536 + (i + Fraction(1, 2)) * step) % (1 << 32)
        moved = Fraction(amplitude * sine(turn, 1 << 32), 64 << 30) - (-amplitude // 64)
        return floor(256 * moved + Fraction(1, 2))

    return at


def _fold_shift(side: int, positions: Sequence[int], shifts: Sequence[int]) -> Callable[[int], int]:
    before = -(min(0, *shifts) // 64)
    places = [0, *(p * side for p in positions), side * 65536]
    heights = [0, *shifts, 0]

    def at(i: int) -> int:
        place = min((i + 0.5) * 65536, float(side * 65536))
        k = max(j for j in range(len(places) - 1) if places[j] <= int(place))
        part = (place - places[k]) / (places[k + 1] - places[k])
        moved = (heights[k] + part * (heights[k + 1] - heights[k])) / 64
        return floor((before + moved) * 256 + 0.5)

    return at


class Shift:
    """Rows move along x, then columns along y."""

    def __init__(self, rows: list[int], columns: list[int]) -> None:
        self.rows, self.columns = rows, columns

    def __call__(self, x: int, y: int) -> tuple[int, int]:
        to_x = 256 * x + self.rows[y]
        column, part = divmod(to_x, 256)
        last = len(self.columns) - 1
        here = self.columns[min(max(column, 0), last)]
        following = self.columns[column + 1] if 0 <= column < last else here
        return to_x, 256 * y + here + (following - here) * part // 256


def waved(width: int, height: int, parameters: Sequence[int]) -> Shift:
    """The way of ``wave``."""
    ax, lx, px, ay, ly, py = parameters
    wide = width + 2 * -(-ax // 64)
    return Shift(
        _between_nodes(height, _wave_shift(ax, lx, px)), _between_nodes(wide, _wave_shift(ay, ly, py))
    )


def folded(width: int, height: int, axis: int, positions: Sequence[int], shifts: Sequence[int]) -> Shift:
    """The way of ``fold``."""
    wide = width + (-(min(0, *shifts) // 64) - (-max(0, *shifts) // 64) if axis == 1 else 0)
    moved = _between_nodes(
        height if axis else width, _fold_shift(height if axis else width, positions, shifts)
    )
    return Shift(moved, [0] * wide) if axis else Shift([0] * height, moved)


def _grey(pixel: NDArray[np.uint8]) -> int:
    if len(pixel) == 1:
        return int(pixel[0])
    red, green, blue = map(int, pixel)
    return (77 * red + 150 * green + 29 * blue + 128) // 256


def _sample(picture: NDArray[np.uint8], x: int, y: int) -> int:
    """The picture at a place, linear between pixel centres; the border reaches on."""
    last_y, last_x = picture.shape[0] - 1, picture.shape[1] - 1
    column, right = divmod(x, 256)
    row, low = divmod(y, 256)
    inside = 0 <= column < last_x and 0 <= row < last_y
    clamped_x, clamped_y = min(max(column, 0), last_x), min(max(row, 0), last_y)
    next_x = clamped_x + (inside or clamped_x < last_x)
    next_y = clamped_y + (inside or clamped_y < last_y)
    above = _grey(picture[clamped_y, clamped_x]) * (256 - right) + _grey(picture[clamped_y, next_x]) * right
    below = _grey(picture[next_y, clamped_x]) * (256 - right) + _grey(picture[next_y, next_x]) * right
    return (above * (256 - low) + below * low + 32768) // 65536


def _share(part: int, whole: int) -> int:
    return 0 if part <= 0 or whole <= 0 else min(part * ONE // whole, ONE)


def _straight(place: Place, box: Sequence[int]) -> int:
    x0, y0, x1, y1, size = box
    if not isinstance(place, Shift) or size == 0:
        return ONE
    columns = place.columns
    row = min(max((y0 + y1) // 2, 0), len(place.rows) - 1)
    middle = (x0 + x1) // 2 + place.rows[row] // 256
    reach = 6 * size // ONE
    start = min(max(middle - reach, 0), len(columns) - 1)
    near = [columns[start], *columns[start : max(0, middle + reach + 1) : 4]]
    em = (max(near) - min(near)) * 256 * ONE // size
    return _share(3 * ONE // 5 - em, 3 * ONE // 5 - ONE // 5)


def legibility(
    page: NDArray[np.uint8], distorted: NDArray[np.uint8], place: Place, boxes: Sequence[Sequence[int]]
) -> tuple[int, list[tuple[int, ...]]]:
    """The page's score, and for each box with ink its index, score, correlation, contrast, size, straightness."""
    height, width = page.shape[:2]
    found: list[tuple[int, ...]] = []
    for index, box in enumerate(boxes):
        x0, y0, x1, y1, size = box
        if x0 >= x1 or y0 >= y1:
            continue
        columns = range(max(0, x0 - 2), min(width, x1 + 2))
        rows = range(max(0, y0 - 2), min(height, y1 + 2), 2)
        a = [int(page[y, x, 0]) for y in rows for x in columns]
        b = [_sample(distorted, *place(x, y)) for y in rows for x in columns]
        count = len(a)
        var_a = count * sum(v * v for v in a) - sum(a) ** 2
        var_b = count * sum(v * v for v in b) - sum(b) ** 2
        both = count * sum(v * w for v, w in zip(a, b, strict=True)) - sum(a) * sum(b)
        if var_a == 0:
            continue
        drop = max(0, max(var_a, var_b).bit_length() - 31)
        var_a, var_b, both = var_a >> drop, var_b >> drop, both >> drop
        correlation, contrast = _share(both, isqrt(var_a * var_b)), _share(both, var_a)
        large = ONE if size == 0 else min(size // 14, ONE)
        straight = _straight(place, box)
        score = correlation * min(6 * contrast, ONE) >> 16
        score = ((score * large >> 16) * straight) >> 16
        found.append((index, score, correlation, contrast, large, straight))
    ranked = sorted(one[1] for one in found)
    return (ranked[(len(ranked) - 1) * 5 // 100] if ranked else ONE), found
