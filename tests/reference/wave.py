"""The definitions of waves and folds, pixel by pixel, in whole numbers: judge distort/wave and shift."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from math import floor

import numpy as np
from numpy.typing import NDArray

from reference.sine import sine_of_phase

HALF = Fraction(1, 2)


def _moved(line: NDArray[np.uint8], shift: int, before: int, after: int) -> list[list[int]]:
    """A line of pixels moved by shift / 128 px on a line longer by ``before`` and ``after``; white enters."""

    def at(i: int) -> list[int]:
        return [int(v) for v in line[i]] if 0 <= i < len(line) else [255] * line.shape[1]

    whole, part = divmod(shift, 128)
    return [
        [
            (near * (128 - part) + far * part + 64) // 128
            for near, far in zip(at(i - before - whole), at(i - before - whole - 1), strict=True)
        ]
        for i in range(len(line) + before + after)
    ]


def _move_rows(image: NDArray[np.uint8], shifts: list[int], before: int, after: int) -> NDArray[np.uint8]:
    return np.array([_moved(row, d, before, after) for row, d in zip(image, shifts, strict=True)], np.uint8)


def _move_columns(image: NDArray[np.uint8], shifts: list[int], before: int, after: int) -> NDArray[np.uint8]:
    turned = _move_rows(image.transpose(1, 0, 2), shifts, before, after)
    return np.ascontiguousarray(turned.transpose(1, 0, 2))


def _sinusoid(side: int, amplitude: int, length: int, phase: int) -> list[int]:
    step = floor(Fraction(1 << 38, length) + HALF)  # 1/2**32 turn a pixel
    shifts = []
    for i in range(side):
        turn = (phase * 65536 + step * i + step // 2 + 32768) // 65536
        shifts.append(floor(Fraction(2 * amplitude * sine_of_phase(turn), 1 << 30) + HALF))
    return shifts


def wave(image: NDArray[np.uint8], parameters: Sequence[int]) -> NDArray[np.uint8]:
    """Parameters: amplitude, length, phase along x, then along y."""
    amplitude_x, length_x, phase_x, amplitude_y, length_y, phase_y = parameters
    wider, higher = -(-amplitude_x // 64), -(-amplitude_y // 64)
    image = _move_rows(image, _sinusoid(image.shape[0], amplitude_x, length_x, phase_x), wider, wider)
    return _move_columns(image, _sinusoid(image.shape[1], amplitude_y, length_y, phase_y), higher, higher)


def fold(
    image: NDArray[np.uint8], axis: int, positions: Sequence[int], shifts: Sequence[int]
) -> NDArray[np.uint8]:
    """Positions as shares, shifts in 1/64 px."""
    side = image.shape[1 - axis]
    knots = [
        (Fraction(0), 0),
        *((Fraction(p * side, 65536), d) for p, d in zip(positions, shifts, strict=True)),
    ]
    knots.append((Fraction(side), 0))
    before, after = -(min(0, *shifts) // 64) if shifts else 0, -(-max(0, *shifts) // 64)
    moves = []
    for i in range(side):
        for (left, from_shift), (right, to_shift) in pairwise(knots):
            if left <= i + HALF < right:
                part = (i + HALF - left) / (right - left)
                moves.append(2 * from_shift + floor(2 * part * (to_shift - from_shift) + HALF))
    return (_move_columns if axis == 0 else _move_rows)(image, moves, before, after)
