"""A name and a size -> a picture to test a kernel with: noise, strokes like text, or one flat value."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

SIZES = [(1, 1), (1, 7), (7, 1), (2, 2), (3, 5), (13, 8), (31, 47), (64, 20), (33, 90)]  # width, height


def noise(width: int, height: int, channels: int, seed: int = 0) -> NDArray[np.uint8]:
    """Every value equally likely in every sample."""
    return np.random.default_rng(seed).integers(0, 256, (height, width, channels), dtype=np.uint8)


def strokes(width: int, height: int, channels: int, seed: int = 0) -> NDArray[np.uint8]:
    """Dark bars on white right up to the border, as cropped text has them."""
    image = np.full((height, width, channels), 255, np.uint8)
    draw = np.random.default_rng(seed)
    for _ in range(max(1, width * height // 60)):
        x, y = draw.integers(0, width), draw.integers(0, height)
        if draw.integers(2):
            image[y : y + 2, x : x + 9] = draw.integers(0, 120, channels)
        else:
            image[y : y + 9, x : x + 2] = draw.integers(0, 120, channels)
    return image


def dot(width: int, height: int, x: float, y: float, radius: float) -> NDArray[np.uint8]:
    """A soft dark disc whose centre of mass is (x, y), pixel centres being at halves; grey."""
    at_x, at_y = np.meshgrid(np.arange(width) + 0.5, np.arange(height) + 0.5)
    distance = np.hypot(at_x - x, at_y - y)
    ink = np.clip(radius + 0.5 - distance, 0, 1)
    return (255 - np.rint(255 * ink)).astype(np.uint8)[:, :, None]


def centroid(image: NDArray[np.uint8]) -> tuple[float, float]:
    """The centre of the ink's mass (darkness), x then y, pixel centres being at halves."""
    ink = 255.0 - image.mean(axis=2)
    total = ink.sum()
    at_y, at_x = np.indices(ink.shape) + 0.5
    return float((ink * at_x).sum() / total), float((ink * at_y).sum() / total)
