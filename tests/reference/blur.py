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


def _times15(a: NDArray[np.int64], b: int) -> NDArray[np.int64]:
    return np.asarray((a * b + 16384) // 32768)


def _pixels(ink: NDArray[np.int64]) -> NDArray[np.uint8]:
    """Of ink in 1/64."""
    return (255 - (ink + 32) // 64).astype(np.uint8)


def blur_gaussian(image: NDArray[np.uint8], sigma: int) -> NDArray[np.uint8]:
    """Along columns, then along rows, on ink in 1/64; two pixels equally far from the centre are one term."""
    weights = gaussian_weights(sigma)
    ink = 64 * (255 - image.astype(np.int64))
    for axis in (0, 1):
        reach = len(weights) - 1
        border = [(reach, reach) if side == axis else (0, 0) for side in range(3)]
        wide = np.pad(ink, border, mode="edge")
        size = ink.shape[axis]
        at = [np.take(wide, np.arange(k, k + size), axis=axis) for k in range(2 * reach + 1)]
        ink = _times15(at[reach], 2 * weights[0])
        for k, weight in enumerate(weights[1:], 1):
            ink = ink + _times15(at[reach - k] + at[reach + k], 2 * weight)
    return _pixels(ink)


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
    """The weighted mean along the path, on ink; each term is rounded to 1/64."""
    height, width, _ = image.shape
    ink = 128 * (255 - image.astype(np.int64))
    total = np.zeros(image.shape, np.int64)
    for (dx, dy), weight in motion_taps(length, angle).items():
        rows = np.clip(np.arange(height) + dy, 0, height - 1)
        columns = np.clip(np.arange(width) + dx, 0, width - 1)
        total += _times15(ink[rows][:, columns], weight)
    return _pixels(total)
