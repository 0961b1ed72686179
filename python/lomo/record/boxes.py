"""A page, its text and its distortion in, the polygons of its glyphs, words, lines and formulas out."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from lomo import _native
from lomo.distort.apply import Distorted
from lomo.render.render import Page
from lomo.span.blocks import blocks

KINDS = ("glyphs", "words", "lines", "formulas")
_NO_BREAK = 0
_GLYPH = 0


class Box(NamedTuple):
    """One polygon and what stands in it.

    Attributes:
        start, end: code points of the text.
        polygon: shape (k, 2), x and y in px of the picture, pixel (i, j) covering [i, i + 1) x [j, j + 1); from
            the corner that was the upper left one by the upper right one, not closed.
    """

    start: int
    end: int
    polygon: NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Boxes:
    """The ground truth of one picture; each box holds its ink exactly, to the pixel, before the distortion.

    Attributes:
        glyphs: each glyph with ink, in the order of the layout, those of formulas included.
        words: what stands between two opportunities to break a line (UAX #14): a word of a script with spaces,
            a character of Chinese; cut in two where it stands on two lines. Formulas are left out.
        lines: each line of the page, formulas and all.
        formulas: each formula that was typeset; one on several lines has a box on each.
    """

    glyphs: tuple[Box, ...]
    words: tuple[Box, ...]
    lines: tuple[Box, ...]
    formulas: tuple[Box, ...]

    def to_json(self) -> dict[str, Any]:
        """``{"glyphs": [[start, end, [x, y, x, y, ...]], ...], "words": ...}``, in hundredths of a px."""
        told = {kind: [[box.start, box.end] for box in getattr(self, kind)] for kind in KINDS}
        rows: list[list[Any]] = [row for kind in told.values() for row in kind]
        polygons = [box.polygon for kind in KINDS for box in getattr(self, kind)]
        if polygons:
            points = np.round(np.concatenate(polygons), 2).ravel().tolist()
            ends = np.cumsum([2 * len(polygon) for polygon in polygons]).tolist()
            for row, first, last in zip(rows, [0, *ends], ends, strict=False):
                row.append(points[first:last])
        return told


def page_boxes(text: str, page: Page, distorted: Distorted, *, typeset: bool, offset: int = 0) -> Boxes:
    """The polygons of one page.

    Args:
        text: the whole span that was rendered.
        page: one of its pages.
        distorted: that page's picture, distorted.
        typeset: whether formulas were typeset (``Rendering.route`` is ``math``).
        offset: added to the code points, where the span is a part of a prompt.
    """
    items = _native.item_boxes(page.layout)
    items = items[items[:, 1] < items[:, 3]]
    items[:, 1:5] += np.array([*page.origin, *page.origin])
    boxes: list[list[int]] = items[:, 1:5].tolist()
    places: list[int] = items[:, 5].tolist()
    lines = [(line[5], line[6]) for line in page.layout.dump()["lines"]]
    formulas = [(one.start, one.end) for one in blocks(text) if one.kind == "math"] if typeset else []
    words = _words(text, page.source)
    line, formula = _which(places, lines), _which(places, formulas)
    word = [-1 if of >= 0 else at for at, of in zip(_which(places, words), formula, strict=True)]
    glyphs = items[items[:, 0] == _GLYPH]
    found = [
        [((row[5], row[6]), row[1:5]) for row in glyphs.tolist()],
        _united(word, line, words, lines, boxes),
        _united(line, line, lines, lines, boxes),
        _united(formula, line, formulas, lines, boxes),
    ]
    flat = [box for kind in found for _, box in kind]
    polygons = iter(distorted.map_boxes(flat) if flat else [])
    made = [
        tuple(Box(start + offset, end + offset, next(polygons)) for (start, end), _ in kind) for kind in found
    ]
    return Boxes(*made)


Range = tuple[int, int]


def _words(text: str, source: Range) -> list[Range]:
    """The words of the page: where lines may end, without the white space around."""
    start, end = source
    part = text[start:end]
    cuts = [at for at, kind in enumerate(_native.line_breaks(part)) if kind != _NO_BREAK]
    words = []
    for first, last in pairwise([0, *cuts]):
        word = part[first:last]
        if bare := word.strip():
            first += len(word) - len(word.lstrip())
            words.append((start + first, start + first + len(bare)))
    return words


def _which(places: Sequence[int], ranges: Sequence[Range]) -> list[int]:
    """For each place the range, of rising ones, that holds it; -1 where none does."""
    starts = [start for start, _ in ranges]
    found = []
    for place in places:
        at = bisect_right(starts, place) - 1
        found.append(at if at >= 0 and place < ranges[at][1] else -1)
    return found


def _united(
    group: Sequence[int],
    line: Sequence[int],
    ranges: Sequence[Range],
    lines: Sequence[Range],
    boxes: Sequence[list[int]],
) -> list[tuple[Range, list[int]]]:
    """The box around each group's items on each line, with the characters of the group that stand there."""
    united: dict[tuple[int, int], list[int]] = {}
    for one, on, (x0, y0, x1, y1) in zip(group, line, boxes, strict=True):
        if one < 0:
            continue
        whole = united.setdefault((one, on), [x0, y0, x1, y1])
        whole[:] = min(whole[0], x0), min(whole[1], y0), max(whole[2], x1), max(whole[3], y1)
    made = []
    for (one, on), box in sorted(united.items()):
        start, end = ranges[one]
        if on >= 0:
            start, end = max(start, lines[on][0]), min(end, lines[on][1])
        made.append(((start, end), box))
    return made
