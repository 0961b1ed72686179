"""The native core as Python sees it; private: use the names in the package lomo."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

class NativeInputError(ValueError): ...

# value

class Layout:
    @property
    def width(self) -> float: ...
    @property
    def height(self) -> float: ...
    @property
    def depth(self) -> float: ...
    def dump(self) -> dict[str, Any]: ...

def make_layout(
    faces: list[FontFile],
    glyphs: list[tuple[int, int, int, int, int, int, int]],
    rules: list[tuple[int, int, int, int, int, int]],
    width: int,
    height: int,
    depth: int,
) -> Layout: ...
def make_picture_layout(image: NDArray[np.uint8], depth_px: int, start: int, end: int) -> Layout: ...

# text

class FontFile:
    def __init__(self, data: bytes, index: int) -> None: ...
    @property
    def name(self) -> str: ...
    @property
    def units_per_em(self) -> int: ...
    def glyph_index(self, code_point: int) -> int: ...

# paint

def paint(layout: Layout, margin_px: int, max_pixels: int) -> tuple[NDArray[np.uint8], int, int]: ...
