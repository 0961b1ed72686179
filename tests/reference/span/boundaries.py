"""A prompt and its blocks in; the places out where it may be cut: never in a block, never in a grapheme."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import cached_property

from lomo import _native
from lomo.span.blocks import Block


class Boundaries:
    """The places where ``text`` may be cut; what costs a pass over the text is computed on first use.

    Args:
        text: the prompt.
        atoms: its blocks that may not be cut, in order, disjoint (tables without the formulas inside them).
    """

    def __init__(self, text: str, atoms: list[Block]) -> None:
        self.text = text
        self.atoms = atoms
        self.length = len(text)

    @cached_property
    def sentence_ends(self) -> list[int]:
        """Offsets just past each sentence and the white space behind it; as many as there are sentences."""
        return _native.sentence_ends(self.text, [(atom[1], atom[2]) for atom in self.atoms])

    @cached_property
    def _starts(self) -> list[int]:
        return [atom[1] for atom in self.atoms]

    @cached_property
    def _graphemes(self) -> list[int]:
        return _native.grapheme_boundaries(self.text)

    @cached_property
    def _breaks(self) -> bytes:
        return _native.line_breaks(self.text)

    def atom_over(self, position: int) -> Block | None:
        """The atom that ``position`` lies inside of; None at an atom's edge and in text."""
        at = bisect_left(self._starts, position) - 1
        return self.atoms[at] if at >= 0 and position < self.atoms[at][2] else None

    def is_grapheme_boundary(self, position: int) -> bool:
        """Whether no grapheme cluster (UAX #29) spans ``position``."""
        if position <= 0 or position >= self.length:
            return True
        before, after = self.text[position - 1], self.text[position]
        if before < "\x80" and after < "\x80":
            return before != "\r" or after != "\n"
        at = bisect_left(self._graphemes, position)
        return self._graphemes[at] == position

    def is_legal(self, position: int) -> bool:
        """Whether the text may be cut at ``position``."""
        return self.atom_over(position) is None and self.is_grapheme_boundary(position)

    def at_or_before(self, position: int) -> int:
        """The last legal place at or before ``position``."""
        while True:
            atom = self.atom_over(position)
            if atom is not None:
                position = atom[1]
            if self.is_grapheme_boundary(position):
                if self.atom_over(position) is None:
                    return position
            else:
                position = self._graphemes[bisect_right(self._graphemes, position) - 1]

    def at_or_after(self, position: int) -> int:
        """The first legal place at or after ``position``."""
        while True:
            atom = self.atom_over(position)
            if atom is not None:
                position = atom[2]
            if self.is_grapheme_boundary(position):
                if self.atom_over(position) is None:
                    return position
            else:
                position = self._graphemes[bisect_left(self._graphemes, position)]

    def nearest_sentence_end(self, position: float, reach: float) -> int:
        """The legal sentence boundary nearest to ``position`` and at most ``reach`` away; -1 when there is
        none."""
        ends = self.sentence_ends
        best, distance = -1, reach
        after = bisect_left(ends, position)
        for at in range(after, len(ends)):
            gap = ends[at] - position
            if gap > distance:
                break
            if self.is_legal(ends[at]):
                best, distance = ends[at], gap
                break
        for at in range(after - 1, -1, -1):
            gap = position - ends[at]
            if gap > distance:
                break
            if self.is_legal(ends[at]):
                return ends[at]
        return best

    def nearest_line_break(self, position: float) -> int:
        """The legal line-break opportunity (UAX #14) nearest to ``position``, the end of the text
        included."""
        before, after = self.line_break_before(int(position)), self.line_break_after(int(position) + 1)
        return before if before > 0 and position - before <= after - position else after

    def line_break_before(self, position: int) -> int:
        """The last legal line-break opportunity at or before ``position``; 0 when there is none."""
        breaks = self._breaks
        while position > 0:
            position = max(breaks.rfind(1, 0, position + 1), breaks.rfind(2, 0, position + 1))
            if position <= 0:
                return 0
            atom = self.atom_over(position)
            if atom is not None:
                position = atom[1]
            elif self.is_grapheme_boundary(position):
                return position
            else:
                position -= 1
        return 0

    def line_break_after(self, position: int) -> int:
        """The first legal line-break opportunity at or after ``position``; the end of the text when there is
        none."""
        breaks, length = self._breaks, self.length
        while position < length:
            allowed, mandatory = breaks.find(1, position), breaks.find(2, position)
            position = mandatory if allowed < 0 or 0 <= mandatory < allowed else allowed
            if position < 0 or position >= length:
                return length
            atom = self.atom_over(position)
            if atom is not None:
                position = atom[2]
            elif self.is_grapheme_boundary(position):
                return position
            else:
                position += 1
        return length
