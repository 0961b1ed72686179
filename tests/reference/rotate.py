"""The definition of rotation, pixel by pixel, in whole numbers: judges distort/rotate."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor

import numpy as np
from numpy.typing import NDArray

from reference.sine import cosine_of_angle, sine_of_angle

ONE = 1 << 26
QUARTER = 90 * 1024


def _turn(angle: int) -> tuple[int, Fraction, Fraction]:
    """Quarter turns, and cosine and sine (to 1/2**26, halves up) of what is left of the angle."""
    quarters = floor(Fraction(angle, QUARTER) + Fraction(1, 2))
    rest = angle - quarters * QUARTER
    cos, sin = (Fraction((value + 8) // 16, ONE) for value in (cosine_of_angle(rest), sine_of_angle(rest)))
    return quarters, cos, sin


def rotated_size(width: int, height: int, angle: int) -> tuple[int, int]:
    """The extent of a rectangle half a pixel wider all around, less half a pixel all around."""
    quarters, cos, sin = _turn(angle)
    if quarters % 2:
        width, height = height, width
    across = (width + 1) * cos + (height + 1) * abs(sin) - 1
    down = (width + 1) * abs(sin) + (height + 1) * cos - 1
    return max(1, ceil(across)), max(1, ceil(down))


def rotate(image: NDArray[np.uint8], angle: int) -> NDArray[np.uint8]:
    """Each output pixel's centre is turned back and sampled among its four neighbours; white lies outside."""
    quarters, cos, sin = _turn(angle)
    out_width, out_height = rotated_size(image.shape[1], image.shape[0], angle)
    image = np.rot90(image, quarters)
    height, width, channels = image.shape
    out = np.full((out_height, out_width, channels), 255, np.uint8)

    def at(x: int, y: int) -> list[int]:
        inside = 0 <= x < width and 0 <= y < height
        return [int(value) for value in image[y, x]] if inside else [255] * channels

    for j in range(out_height):
        for i in range(out_width):
            right = i + Fraction(1, 2) - Fraction(out_width, 2)
            down = j + Fraction(1, 2) - Fraction(out_height, 2)
            # Counter-clockwise with y downward: (x, y) -> (cx + sy, cy - sx); this is its inverse.
            x = cos * right - sin * down + Fraction(width, 2) - Fraction(1, 2)
            y = sin * right + cos * down + Fraction(height, 2) - Fraction(1, 2)
            place_x, place_y = floor(128 * x + Fraction(1, 2)), floor(128 * y + Fraction(1, 2))
            (left, part_x), (top, part_y) = divmod(place_x, 128), divmod(place_y, 128)
            corners = (at(left, top), at(left + 1, top), at(left, top + 1), at(left + 1, top + 1))
            for c in range(channels):
                upper, lower = (corners[k][c] * (128 - part_x) + corners[k + 1][c] * part_x for k in (0, 2))
                out[j, i, c] = (upper + ((lower - upper) * part_y + 64) // 128 + 64) // 128
    return out
