"""A page of a passage in, its content ledger out: what became of every character of the page.

The account is kept twice, natively (``src/lomo_native/page/ledger.h``): by character, against the ink that the
picture's pixels show, and by glyph and rule, against what was set. A glyph that is set and not painted, painted
beside the picture, or left out of the page is a fault, whichever account it would slip through.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from lomo import _native

FATES = ("drawn", "shared", "markup", "white", "invisible", "box", "skipped", "lost")
"""What may become of a character, in the order of ``Fate`` in ``page/ledger.h``."""
FAULTS = ("no_ink", "unpainted", "gone", "stranger", "notdef")
"""What may be wrong, in the order of ``LedgerFault`` there."""


class Fault(NamedTuple):
    """What does not add up: ``kind`` is one of ``FAULTS``; [start, end) are code points of the span."""

    kind: str
    start: int
    end: int


class Entry(NamedTuple):
    """A run of characters [start, end) of the span with one fate (one of ``FATES``)."""

    start: int
    end: int
    fate: str


@dataclass(frozen=True, eq=False)
class Ledger:
    """The account of one page.

    Attributes:
        start: the code point of the span at which the page begins.
        fates: a byte for each character of the page, an index into ``FATES``: ``drawn`` by ink of its own,
            ``shared`` (within a ligature, or a letter with its marks), ``markup`` (a formula's braces, commands
            and delimiters), ``white`` space, ``invisible`` (joiners, variation selectors, zero-width space),
            ``box`` (no face has it: a box with its code point), ``skipped`` (no face has it: nothing), ``lost``.
        items: for each character, how many glyphs and rules with ink stand for it.
        faults: what does not add up; empty on a page that lost nothing.
        ink: shape (n, 2), for each glyph, rule and picture of the layout: pixels that it covers, and how many of
            them the page's picture shows at least as dark.
    """

    start: int
    fates: bytes
    items: tuple[int, ...]
    faults: tuple[Fault, ...]
    ink: NDArray[np.int64] = field(repr=False)
    _sources: NDArray[np.int64] = field(repr=False)

    @property
    def complete(self) -> bool:
        """Whether every character is accounted for and every glyph that was set is in the picture."""
        return not self.faults

    @property
    def counts(self) -> dict[str, int]:
        """How many characters met each fate, every one of ``FATES``."""
        counted = Counter(self.fates)
        return {name: counted[number] for number, name in enumerate(FATES)}

    def entries(self) -> Iterator[Entry]:
        """Every character of the page, neighbours of one fate together, in order."""
        at = self.start
        for fate, run in groupby(self.fates):
            end = at + sum(1 for _ in run)
            yield Entry(at, end, FATES[fate])
            at = end

    def drawn_by(self, offset: int) -> list[int]:
        """The items with ink that stand for the character at ``offset`` of the span: indices into the layout's
        glyphs, then its rules, then its pictures."""
        holds = (self._sources[:, 0] <= offset) & (offset < self._sources[:, 1]) & (self.ink[:, 1] > 0)
        return [int(index) for index in np.flatnonzero(holds)]

    def to_json(self) -> dict[str, Any]:
        """``{"counts": {fate: n}, "entries": [[start, end, fate], ...], "faults": [[kind, start, end], ...]}``."""
        return {
            "counts": self.counts,
            "entries": [list(entry) for entry in self.entries()],
            "faults": [list(fault) for fault in self.faults],
        }


def ledger(
    passage: _native.Passage,
    layout: _native.Layout,
    source: tuple[int, int],
    image: NDArray[np.uint8],
    origin: tuple[int, int],
) -> Ledger:
    """The account of one page.

    Args:
        passage: what the page was cut from.
        layout: the page's, as it was painted.
        source: [start, end) of the span that the page stands for.
        image: the painted page, height x width x 1, black on white, before any distortion.
        origin: the pixel (x, y) of the image where the layout's origin lies.
    """
    fates, items, faults, ink = _native.ledger(passage, layout, *source, image, *origin, [])
    told = tuple(Fault(FAULTS[kind], start, end) for kind, start, end in faults)
    return Ledger(source[0], fates, tuple(items), told, ink, _native.item_boxes(layout)[:, 5:7])
