"""TeX source -> tokens, and pieces of rewritten source -> one string that remembers their places."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import NamedTuple

_TOKEN = re.compile(r"\\(?:(?:operatorname|hspace)\*|[A-Za-z]+|.)|\s+|.", re.DOTALL)


class Token(NamedTuple):
    """A control sequence, a run of white space or one character, and where it stands."""

    text: str
    start: int
    end: int


class Piece(NamedTuple):
    """Words for mathtext and the offset of the source that they stand for."""

    text: str
    start: int


@dataclass(frozen=True)
class Rewritten:
    """The formula in mathtext's words; ``source_offset`` leads back."""

    text: str
    starts: tuple[int, ...]
    sources: tuple[int, ...]

    def source_offset(self, offset: int) -> int:
        """The code point of the TeX source that ``offset`` in ``text`` stands for."""
        index = bisect_right(self.starts, offset) - 1
        return self.sources[index] if 0 <= index < len(self.sources) else 0


def tokens(tex: str) -> list[Token]:
    """All of ``tex``: control sequences, runs of white space, single characters."""
    return [Token(match.group(), match.start(), match.end()) for match in _TOKEN.finditer(tex)]


def joined(pieces: list[Piece]) -> Rewritten:
    """The pieces' words in a row."""
    starts, at = [], 0
    for piece in pieces:
        starts.append(at)
        at += len(piece.text)
    sources = tuple(piece.start for piece in pieces)
    return Rewritten("".join(piece.text for piece in pieces), tuple(starts), sources)
