"""The slow twin of the core's: a prompt and a position in; the spans out that become pictures.

A prompt of at most three sentences is taken whole. Otherwise cuts aim at thirds (fifths for ``multi``) and
move to the nearer edge of an atom, to a sentence boundary near by, or to a line break. What lies before, in
and after the spans always joins to the prompt.
"""

from __future__ import annotations

from typing import get_args

from lomo.config import Position
from lomo.span.blocks import Block
from lomo.span.locate import Span
from reference.span.blocks import blocks
from reference.span.boundaries import Boundaries
from reference.span.markup import MEDIA

WHOLE_SENTENCES = 3
"""A prompt of at most this many sentences is taken whole. (paper)"""
SENTENCE_REACH = 0.15
"""A cut moves to a sentence boundary at most this share of the prompt away. (ours)"""

_SEGMENTS = {
    "prefix": (3, (0,)),
    "middle": (3, (1,)),
    "suffix": (3, (2,)),
    "multi": (5, (1, 3)),
    "full": (1, (0,)),
}


def locate(text: str, position: Position = "middle") -> list[Span]:
    """The spans of ``text`` to render, in order, disjoint, each with something other than white space in it.

    ``prefix``, ``middle``, ``suffix`` and ``full`` give one span, ``multi`` up to two (one when they would
    touch). No span starts or ends inside an atom (formula, code, URL, table, HTML tag) or inside a grapheme
    cluster.

    No span holds a media placeholder, not even one that code or a formula quotes, since whoever counts
    placeholders counts those too. A span that would hold one is narrowed to the longest part without any,
    less the white space next to the placeholder; where nothing is left, there is no span.

    The list is empty when ``no_span_reason`` says why. Raises ValueError for an unknown position.
    """
    return segmented(text, position)[0]


def segmented(text: str, position: Position) -> tuple[list[Span], list[Block]]:
    """The spans of ``locate``, and the blocks of the whole text; both empty for one without ink."""
    if position not in _SEGMENTS:
        raise ValueError(f"position is {position!r}; expected one of {', '.join(get_args(Position))}")
    if not text or text.isspace():
        return [], []
    found = blocks(text)
    places = Boundaries(text, _atoms(found))
    spans = _segments(places, position)
    media = MEDIA.search(text) if "<" in text else None
    return spans if media is None else _without_media(places, spans), found


def _atoms(found: list[Block]) -> list[Block]:
    """The blocks that may not be cut, without those inside a table."""
    atoms: list[Block] = []
    end = 0
    for block in found:
        if block[0] != "text" and block[1] >= end:
            atoms.append(block)
            end = block[2]
    return atoms


def _segments(places: Boundaries, position: Position) -> list[Span]:
    length = places.length
    count, wanted = _SEGMENTS[position]
    if count == 1 or len(places.sentence_ends) <= WHOLE_SENTENCES:
        return [Span(0, length)]
    spans: list[Span] = []
    for index in wanted:
        floor = spans[-1].end if spans else 0
        start, end = _segment(places, index * length / count, (index + 1) * length / count)
        if spans and end <= floor:
            continue
        start, end = _filled(places, max(start, floor), max(end, floor), floor)
        if spans and start == floor:
            start = spans.pop().start
        if start < end:
            spans.append(Span(start, end))
    return spans


def _segment(places: Boundaries, first: float, second: float) -> tuple[int, int]:
    """Where the two cuts that aim at ``first`` and ``second`` move to; one at 0 or at the end stays."""
    atom = _atom_at(places, first)
    if atom is not None and atom == _atom_at(places, second):
        return places.at_or_before(atom[1]), places.at_or_after(atom[2])
    return _cut(places, first), _cut(places, second)


def _atom_at(places: Boundaries, aim: float) -> Block | None:
    """The atom that holds ``aim``, a place that may lie between two code points."""
    whole = int(aim)
    return places.atom_over(whole) if whole == aim else places.atom_over(whole) or places.atom_over(whole + 1)


def _cut(places: Boundaries, aim: float) -> int:
    if aim <= 0 or aim >= places.length:
        return 0 if aim <= 0 else places.length
    atom = _atom_at(places, aim)
    if atom is not None:
        return places.at_or_before(atom[1]) if aim - atom[1] <= atom[2] - aim else places.at_or_after(atom[2])
    end = places.nearest_sentence_end(aim, SENTENCE_REACH * places.length)
    return end if end >= 0 else places.nearest_line_break(aim)


def _filled(places: Boundaries, start: int, end: int, floor: int) -> tuple[int, int]:
    """[start, end) when it holds more than white space, else grown until it does: forward to the end of the
    next atom or to the next line break, at the end of the text backward, but not before ``floor``; else
    empty."""
    text = places.text
    if start < end and not text[start:end].isspace():
        return start, end
    ink = _next_ink(text, max(start, end))
    if ink < places.length:
        in_atom = places.atom_over(ink) or places.atom_over(ink + 1)
        return start, places.at_or_after(in_atom[2]) if in_atom else places.line_break_after(ink + 1)
    ink = floor + len(text[floor:start].rstrip())
    if ink <= floor:
        return start, start
    in_atom = places.atom_over(ink - 1) or places.atom_over(ink)
    start = places.at_or_before(in_atom[1]) if in_atom else places.line_break_before(ink - 1)
    return max(start, floor), places.length


def _next_ink(text: str, position: int) -> int:
    while position < len(text) and text[position].isspace():
        position += 1
    return position


def _without_media(places: Boundaries, spans: list[Span]) -> list[Span]:
    """The spans, each narrowed to its longest part that no placeholder, nor an atom that holds one,
    touches."""
    holes: list[tuple[int, int]] = []
    for match in MEDIA.finditer(places.text):
        start, end = places.at_or_before(match.start()), places.at_or_after(match.end())
        if holes and start < holes[-1][1]:
            start, end = holes[-1][0], max(end, holes.pop()[1])
        holes.append((start, end))
    narrowed: list[Span] = []
    for span in spans:
        best = Span(0, 0)
        cursor = span.start
        for start, end in [*holes, (span.end, span.end)]:
            if end <= span.start or start > span.end:
                continue
            piece = _trimmed(places, cursor, min(start, span.end), span)
            if piece.end - piece.start > best.end - best.start:
                best = piece
            cursor = max(cursor, end)
        if best.end > best.start:
            narrowed.append(best)
    return narrowed


def _trimmed(places: Boundaries, start: int, end: int, span: Span) -> Span:
    """[start, end) without the white space at the ends that a placeholder made; empty when only that is
    there."""
    if start >= end or places.text[start:end].isspace():
        return Span(start, start)
    if start > span.start:
        start = places.at_or_before(_next_ink(places.text, start))
    if end < span.end:
        end = places.at_or_after(start + len(places.text[start:end].rstrip()))
    return Span(start, end)
