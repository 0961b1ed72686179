"""A grey picture, black on white, and a style -> the picture in the style's colours."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lomo import _native
from lomo.colour import BLACK, WHITE, named, rgb
from lomo.config import Style

_BLACK, _WHITE = named(BLACK), named(WHITE)


def is_plain(style: Style) -> bool:
    """Whether pages are black on white."""
    return style.ink == _BLACK and style.paper == _WHITE


def coloured(grey: NDArray[np.uint8], style: Style) -> NDArray[np.uint8]:
    """``grey`` (uint8, height x width x 1) with black as the style's ink and white as its paper, blends between;
    x 3 where a colour is not grey, and ``grey`` itself where pages are black on white."""
    return grey if is_plain(style) else _native.coloured(grey, rgb(style.ink), rgb(style.paper))
