"""The definitions of the three blurs, in whole numbers: judge distort/blur and distort/kernel."""

from __future__ import annotations

from decimal import Context, Decimal, localcontext
from fractions import Fraction
from math import ceil, floor

import numpy as np
from numpy.typing import NDArray

from reference.sine import cosine_of_angle, sine_of_angle

WEIGHT_ONE = 1 << 14


def _sums(image: NDArray[np.uint8], taps: dict[tuple[int, int], int]) -> NDArray[np.int64]:
    """Sum of weight * image[y + dy, x + dx], the border repeating outside."""
    height, width, _ = image.shape
    wide = image.astype(np.int64)
    total = np.zeros(image.shape, np.int64)
    for (dx, dy), weight in taps.items():
        rows = np.clip(np.arange(height) + dy, 0, height - 1)
        columns = np.clip(np.arange(width) + dx, 0, width - 1)
        total += weight * wide[rows][:, columns]
    return total


def gaussian_weights(sigma: int) -> list[int]:
    """For the offsets 0 .. ceil(3 sigma); sigma in 1/64 px."""
    radius = ceil(Fraction(3 * sigma, 64))
    with localcontext(Context(prec=40)):
        curve = [(-Decimal(k * k * 2048) / (sigma * sigma)).exp() for k in range(radius + 1)]
        total = curve[0] + 2 * sum(curve[1:])
        weights = [int((WEIGHT_ONE * value / total + Decimal("0.5")) // 1) for value in curve]
    return [WEIGHT_ONE - 2 * sum(weights[1:]), *weights[1:]]


def _coarse(weight: int) -> int:
    return (weight + 32) // 64


def _rounded(sums: NDArray[np.int64]) -> NDArray[np.uint8]:
    return ((sums + 128) // 256).astype(np.uint8)


def blur_gaussian(image: NDArray[np.uint8], sigma: int) -> NDArray[np.uint8]:
    """Along columns, then along rows, rounding after each; weights in 1/256 from the outermost inwards."""
    weights = gaussian_weights(sigma)
    line, total = {}, 0
    for k in range(len(weights) - 1, 0, -1):
        line[k] = line[-k] = _coarse(total + weights[k]) - _coarse(total)
        total += weights[k]
    line[0] = 256 - sum(line.values())
    down = _rounded(_sums(image, {(0, k): weight for k, weight in line.items()}))
    return _rounded(_sums(down, {(k, 0): weight for k, weight in line.items()}))


def blur_box(image: NDArray[np.uint8], side: int) -> NDArray[np.uint8]:
    """The mean over the square, rounded once, halves up."""
    reach = range(-(side // 2), side // 2 + 1)
    area = side * side
    return ((2 * _sums(image, {(dx, dy): 1 for dx in reach for dy in reach}) + area) // (2 * area)).astype(
        np.uint8
    )


def motion_taps(length: int, angle: int) -> dict[tuple[int, int], int]:
    """Weights by offset: see distort/kernel.h."""
    toward = (cosine_of_angle(angle), -sine_of_angle(angle))
    major = 0 if abs(toward[0]) >= abs(toward[1]) else 1
    run, rise = toward[major], toward[1 - major]
    if run < 0:
        run, rise = -run, -rise
    reach = floor(Fraction(length * 512 * run, 1 << 30) + Fraction(1, 2))  # 1/65536 px
    slope = (rise * 65536 + run // 2) // run
    taps: dict[tuple[int, int], int] = {}
    for k in range(-20, 21):
        start, stop = max(-reach, k * 65536 - 32768), min(reach, k * 65536 + 32768)
        if start >= stop:
            continue
        beside, part = divmod((start + stop) * slope // (2 * 65536), 65536)
        for step, share in ((beside, 65536 - part), (beside + 1, part)):
            weight = floor(Fraction(stop - start, 2 * reach) * Fraction(share, 65536) * WEIGHT_ONE)
            taps[(k, step) if major == 0 else (step, k)] = weight
    taps[0, 0] += WEIGHT_ONE - sum(taps.values())
    return taps


def blur_motion(image: NDArray[np.uint8], length: int, angle: int) -> NDArray[np.uint8]:
    """The weighted mean along the path; weights in 1/256 in the order of the taps."""
    coarse, total = {}, 0
    for place, weight in motion_taps(length, angle).items():
        coarse[place] = _coarse(total + weight) - _coarse(total)
        total += weight
    return _rounded(_sums(image, coarse))
