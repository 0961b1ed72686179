"""The definition of rotation, pixel by pixel, in whole numbers: judges distort/rotate."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor

import numpy as np
from numpy.typing import NDArray

from reference.sine import cosine_of_angle, sine_of_angle

ONE = 1 << 30


def rotated_size(width: int, height: int, angle: int) -> tuple[int, int]:
    """The extent of a rectangle half a pixel wider all around, less half a pixel all around."""
    cos, sin = abs(Fraction(cosine_of_angle(angle), ONE)), abs(Fraction(sine_of_angle(angle), ONE))
    across = (width + 1) * cos + (height + 1) * sin - 1
    down = (width + 1) * sin + (height + 1) * cos - 1
    return max(1, ceil(across)), max(1, ceil(down))


def rotate(image: NDArray[np.uint8], angle: int) -> NDArray[np.uint8]:
    """Each output pixel's centre is turned back and sampled among its four neighbours; white lies outside."""
    height, width, channels = image.shape
    out_width, out_height = rotated_size(width, height, angle)
    cos, sin = Fraction(cosine_of_angle(angle), ONE), Fraction(sine_of_angle(angle), ONE)
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
            place_x, place_y = floor(256 * x + Fraction(1, 2)), floor(256 * y + Fraction(1, 2))
            (left, part_x), (top, part_y) = divmod(place_x, 256), divmod(place_y, 256)
            corners = (at(left, top), at(left + 1, top), at(left, top + 1), at(left + 1, top + 1))
            weights = (
                (256 - part_x) * (256 - part_y),
                part_x * (256 - part_y),
                (256 - part_x) * part_y,
                part_x * part_y,
            )
            for c in range(channels):
                total = sum(weight * corner[c] for weight, corner in zip(weights, corners, strict=True))
                out[j, i, c] = (total + 32768) // 65536
    return out
