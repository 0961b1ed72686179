"""The definition of the trim: judges paint/trim."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def trim(image: NDArray[np.uint8], margin: int) -> tuple[NDArray[np.uint8], int, int]:
    """The ink's box with exactly ``margin`` px of white around it, and where its corner lies in ``image``."""
    ink = (image != 255).any(axis=2)
    if not ink.any():
        return np.full((2 * margin + 1, 2 * margin + 1, image.shape[2]), 255, np.uint8), -margin, -margin
    ys, xs = np.nonzero(ink)
    box = image[ys.min() : ys.max() + 1, xs.min() : xs.max() + 1]
    around = ((margin, margin), (margin, margin), (0, 0))
    return np.pad(box, around, constant_values=255), int(xs.min()) - margin, int(ys.min()) - margin
