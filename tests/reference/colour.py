"""A grey picture in ink on paper, and the luma of a picture, pixel by pixel in NumPy: judges paint/colour."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def coloured(grey: NDArray[np.uint8], ink: tuple[int, ...], paper: tuple[int, ...]) -> NDArray[np.uint8]:
    """Each channel blended from ink (0) to paper (255), rounded to nearest; one channel where both are grey."""
    channels = 1 if len(set(ink)) == len(set(paper)) == 1 else 3
    value = grey.astype(np.int64)
    blend = np.array(paper[:channels]) * value + np.array(ink[:channels]) * (255 - value)
    return np.floor(blend / 255 + 0.5).astype(np.uint8)


def luma(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The grey that stands for an RGB picture."""
    red, green, blue = np.moveaxis(image.astype(np.uint32), 2, 0)
    return ((77 * red + 150 * green + 29 * blue + 128) >> 8).astype(np.uint8)[:, :, None]
