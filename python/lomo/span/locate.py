"""A prompt and a position in; the spans out that become pictures: x_mid of the operator T (spec, section
2.1).

A prompt of at most three sentences is taken whole. Otherwise cuts aim at thirds (fifths for ``multi``) and
move to the nearer edge of an atom, to a sentence boundary near by, or to a line break. What lies before, in
and after the spans always joins to the prompt. The core does it (``src/lomo_native/span``).
"""

from __future__ import annotations

from typing import Literal, NamedTuple, get_args

from lomo import _native
from lomo.config import Position

Reason = Literal["", "empty", "blank", "media"]

_POSITIONS = get_args(Position)


class Span(NamedTuple):
    """A part of a prompt that becomes a picture: the code points [start, end)."""

    start: int
    end: int


def locate(text: str, position: Position = "middle") -> list[Span]:
    """The spans of ``text`` to render, in order, disjoint, each with something other than white space in it.

    A text of at most three sentences is taken whole, whatever the position. Of a longer one ``prefix``, ``middle``,
    ``suffix`` and ``full`` give one span, ``multi`` up to two (one when they would touch). No span starts or ends
    inside an atom (formula, code, URL, table, HTML tag) or inside a grapheme cluster.

    No span holds a media placeholder, not even one that code or a formula quotes, since whoever counts
    placeholders counts those too. A span that would hold one is narrowed to the longest part without any,
    less the white space next to the placeholder; where nothing is left, there is no span.

    The list is empty when ``no_span_reason`` says why. Raises ValueError for an unknown position.
    """
    return segmented(text, position)[0]


def segmented(text: str, position: Position) -> tuple[list[Span], _native.Blocks]:
    """The spans of ``locate``, and the blocks of the whole text; both empty for one without ink."""
    if position not in _POSITIONS:
        raise ValueError(f"position is {position!r}; expected one of {', '.join(_POSITIONS)}")
    spans, found = _native.segmented(text, position)
    return [Span._make(span) for span in spans], found


def no_span_reason(text: str, position: Position = "middle") -> Reason:
    """Why ``locate`` finds no span in ``text``; the empty string when it finds one.

    ``empty``: no character; ``blank``: white space only; ``media``: nothing but media placeholders where the
    span would be.
    """
    if not text:
        return "empty"
    if text.isspace():
        return "blank"
    return "" if locate(text, position) else "media"
