"""A page and its distorted picture -> how well each glyph can still be told, without a model (spec, section 7)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from lomo import _native
from lomo.distort.apply import Distorted
from lomo.errors import InputError

ONE = 65536


class Drawn(Protocol):
    """What is asked of a page: ``lomo.Page`` has it."""

    @property
    def image(self) -> NDArray[np.uint8]:
        """The clean picture."""

    @property
    def layout(self) -> _native.Layout:
        """What stands in it."""

    @property
    def origin(self) -> tuple[int, int]:
        """Where the layout's origin lies in the picture."""


@dataclass(frozen=True, eq=False)
class Legibility:
    """How well a picture can be read; every number lies in 0 .. 1 and is a multiple of 1/65536.

    Attributes:
        page: the score that 5 % of the glyphs do not pass; 1 where nothing is drawn.
        glyphs: the score of each glyph with ink, in the layout's order (a formula that xelatex drew counts as
            one): correlation * min(1, 6 contrast) * size * straightness.
        sources: shape (n, 2), the code points [start, end) of the span that each glyph stands for.
        correlation: Pearson's, of a glyph's patch (its ink and 2 px around) in the page with the same patch
            in the picture, looked up through the distortion's map; a negative one counts as 0.
        contrast: how much of the page's contrast is left: the slope of the patch's values over the page's.
        size: em size / 14 px, at most 1.
        straightness: how even its line still runs: 1 where the distortion spreads the columns within 6 em on
            either side by at most 0.2 em in height, 0 from 0.6 em on.
    """

    page: float
    glyphs: NDArray[np.float64]
    sources: NDArray[np.int64]
    correlation: NDArray[np.float64]
    contrast: NDArray[np.float64]
    size: NDArray[np.float64]
    straightness: NDArray[np.float64]


def legibility(page: Drawn, distorted: Distorted) -> Legibility:
    """How well each glyph of ``page`` can still be told in ``distorted``, and the whole of it.

    The distortion is undone by its own map, so that the angle of a rotation counts nothing. The same numbers on
    every machine. Raises InputError where ``distorted`` was not made of a picture of ``page``'s size.
    """
    if not isinstance(distorted, Distorted) or not hasattr(page, "layout"):
        got = f"{type(page).__name__} and {type(distorted).__name__}"
        raise InputError(f"expected a Page and the Distorted made of its image, got {got}")
    whole, rows = _judged(page, distorted, 0)
    boxes = _native.item_boxes(page.layout)
    sources = boxes[boxes[:, 0] != 1][:, 5:7]
    share = rows[:, 1:] / ONE
    return Legibility(whole / ONE, share[:, 0], sources[rows[:, 0]], *share.T[1:])


def page_score(page: Drawn, distorted: Distorted, most: int) -> int:
    """The page's score in 1/65536, from at most ``most`` of its glyphs, evenly spread."""
    return _judged(page, distorted, most)[0]


def _judged(page: Drawn, distorted: Distorted, most: int) -> tuple[int, NDArray[np.int32]]:
    undo = distorted.operation.native.undo(*distorted.source_size)
    try:
        return _native.legibility(page.layout, *page.origin, page.image, distorted.image, undo, most)
    except _native.NativeInputError as error:
        raise InputError(f"{distorted.op}: {error}") from None
