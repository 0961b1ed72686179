"""What is drawn of a Markdown span, as it is written down: the visible text, what of the source each stretch of it
stands for, and the runs, blocks and frames that the core sets.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from lomo import _native
from lomo.span.blocks import Block

Role = Literal["text", "bold", "italic", "bold_italic", "mono", "mono_bold", "heavy"]
"""A face's; ``heavy`` serves bold text whose characters the bold face lacks."""
Range = tuple[int, int]
Placed = tuple[int, int, int, _native.Layout, bool]
"""A formula as the core takes it: start, end, where its TeX starts, its layout, whether it is a display."""


class Look(NamedTuple):
    """How a run of text looks; sizes in thousandths of the style's, inks of 255."""

    role: Role = "text"
    size: int = 1000
    rise: int = 0
    ink: int = 255
    strike: bool = False
    underline: bool = False
    shade: int = 0


PLAIN = Look()
_WORDS = re.compile(r"\S+")


class Cell(NamedTuple):
    """Where a table's cell stands."""

    table: int
    column: int
    align: int = 0
    """0 left, 1 centre, 2 right."""


class Place(NamedTuple):
    """Where a block stands; lengths in thousandths of an em."""

    left: int = 0
    right: int = 0
    pad: int = 0
    cell: Cell | None = None
    rule: bool = False
    keep: bool = False


class Row(NamedTuple):
    """A block as it was written: its range of the visible text, its place, and the space above it."""

    start: int
    end: int
    place: Place
    label_end: int
    above: int


class Bar(NamedTuple):
    """A frame as it was written; ``width`` 0: a box."""

    start: int
    end: int
    left: int
    right: int
    width: int
    ink: int


class Mark(NamedTuple):
    """How far a script was written."""

    counts: tuple[int, ...]
    length: int
    at: int
    gap: int


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula of the script: its block of the source, where it begins in the visible text, and its size."""

    block: Block
    start: int
    size: int


class Manuscript:
    """Written from the source's start to its end; each character stands on it once or is markup.

    Attributes:
        at: up to where the source is used.
        pieces: formulas, and code that Markdown does not know, by their starts.
        hidden: ranges left out on purpose: what they hold is shown beside them, or draws nothing.
    """

    def __init__(self, source: str, pieces: list[Block], code: Look) -> None:
        self.source = source
        self.at = 0
        self.hidden: list[Range] = []
        self.stretches: list[tuple[int, int, int]] = []
        self.runs: list[tuple[int, int, Look]] = []
        self.rows: list[Row] = []
        self.bars: list[Bar] = []
        self.code: list[Range] = []
        self.formulas: list[Formula] = []
        self._parts: list[str] = []
        self._length = 0
        self.pieces = {block.start: block for block in pieces}
        self._starts = sorted(self.pieces)
        self._code_look = code
        self._place: Place | None = None
        self._start = self._label_end = 0
        self._gap = 0
        self._mono = False

    @property
    def text(self) -> str:
        """The visible text."""
        return "".join(self._parts)

    @property
    def length(self) -> int:
        """Of the visible text."""
        return self._length

    @property
    def rest(self) -> Range:
        """Blocks and frames that start and end here hold what is written between: (length, at)."""
        return self._length, self.at

    def gap(self, above: int) -> None:
        """At least so much space before the next block, in thousandths of an em."""
        self._gap = max(self._gap, above)

    def begin(self, place: Place, *, mono: bool = False) -> None:
        """Starts a block; ``mono``: of code, whose lines are kept whole while they may."""
        self._place, self._mono = place, mono
        self._start = self._label_end = self._length

    def label(self) -> None:
        """What was written of the block so far hangs out to the left."""
        self._label_end = self._length

    def end(self) -> None:
        """Ends the block, and its last line."""
        assert self._place is not None
        if self._length == self._start or not self._parts[-1].endswith("\n"):
            self.show("\n", self.at, self.at, PLAIN)
        self.rows.append(Row(self._start, self._length, self._place, self._label_end, self._gap))
        if self._mono:
            self.code.append((self._start, self._length))
        self._gap = 0
        self._place = None

    def frame(self, start: int, left: int, right: int, width: int, ink: int) -> None:
        """Puts what was written since ``start`` of the visible text into a frame."""
        if start < self._length:
            self.bars.append(Bar(start, self._length, left, right, width, ink))

    def show(self, shown: str, start: int, end: int, look: Look) -> None:
        """Writes characters that stand for a range of the source: one for one, or all for all of it."""
        if not shown:
            return
        assert start >= self.at or start == end
        start, end = max(start, self.at), max(end, self.at)
        if len(shown) > 1 or end - start != 1 or not self._continues(start):
            self.stretches.append((self._length, start, end))
        else:
            at, first, _ = self.stretches[-1]
            self.stretches[-1] = (at, first, end)
        if look != PLAIN:
            if self.runs and self.runs[-1][1] == self._length and self.runs[-1][2] == look:
                self.runs[-1] = (self.runs[-1][0], self._length + len(shown), look)
            else:
                self.runs.append((self._length, self._length + len(shown), look))
        self._parts.append(shown)
        self._length += len(shown)
        self.at = end

    def _continues(self, start: int) -> bool:
        """Whether the latest stretch is one for one and ends where the source goes on."""
        if not self.stretches:
            return False
        at, first, last = self.stretches[-1]
        return last == start and last - first == self._length - at

    def copy(self, start: int, end: int, look: Look) -> None:
        """Writes a range of the source as it stands, its formulas to be set as such and its code as code."""
        at = start
        for place in self._starts[bisect_left(self._starts, start) : bisect_left(self._starts, end)]:
            block = self.pieces[place]
            if block.start >= at and block.end <= end:
                self.show(self.source[at : block.start], at, block.start, look)
                if block.kind == "math":
                    self.formulas.append(Formula(block, self._length, look.size))
                shown = look if block.kind == "math" else self._code_look
                self.show(self.source[block.start : block.end], block.start, block.end, shown)
                at = block.end
        self.show(self.source[at:end], at, end, look)

    def placed(self, formulas: list[Placed]) -> list[Placed]:
        """Formulas that count the source, made to count the visible text."""
        begins = {formula.block.start: formula.start for formula in self.formulas}
        return [
            (at, at + end - start, at + tex - start, layout, display)
            for start, end, tex, layout, display in formulas
            if (at := begins.get(start, -1)) >= 0
        ]

    def source_of(self, offsets: list[int]) -> set[int]:
        """The characters of the source that those of the visible text stand for."""
        found: set[int] = set()
        starts = [stretch[0] for stretch in self.stretches]
        for offset in offsets:
            index = bisect_right(starts, offset) - 1
            at, first, last = self.stretches[index]
            end = starts[index + 1] if index + 1 < len(starts) else self._length
            place = first + offset - at
            found.update(range(place, place + 1) if last - first == end - at else range(first, last))
        return found

    @property
    def _written(self) -> tuple[list[Any], ...]:
        """All that grows; ``Mark.counts`` follows this order."""
        return (
            *(self.hidden, self.stretches, self.runs, self.rows),
            *(self.bars, self.code, self.formulas, self._parts),
        )

    def mark(self) -> Mark:
        """Where the script stands, between blocks."""
        return Mark(tuple(len(one) for one in self._written), self._length, self.at, self._gap)

    def back_to(self, mark: Mark) -> None:
        """Takes back what was written since the mark."""
        for one, count in zip(self._written, mark.counts, strict=True):
            del one[count:]
        self._length, self.at, self._gap = mark.length, mark.at, mark.gap
        self._place = None

    def left_out(self, start: int, end: int, since: int = 0) -> list[Range]:
        """The ranges in [start, end) of the source that no visible character stands for.

        ``since``: the first stretch to look at.
        """
        found: list[Range] = []
        at = start
        for _, first, last in self.stretches[since:]:
            if first >= end:
                break
            if first > at:
                found.append((at, first))
            at = max(at, last)
        if at < end:
            found.append((at, end))
        return found

    def markup(self) -> tuple[Range, ...]:
        """The ranges of the source that stand for markup: what is left out and is no white space."""
        gaps = self.left_out(0, len(self.source))
        return tuple(match.span() for gap in gaps for match in _WORDS.finditer(self.source, *gap))
