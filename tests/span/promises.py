"""What blocks and spans promise for any text: coverage, joining, no cut in an atom or a grapheme."""

from __future__ import annotations

import unicodedata
from itertools import pairwise
from typing import get_args

from lomo import _native
from lomo.config import Position
from lomo.span.blocks import Block
from lomo.span.locate import locate
from reference.span.markup import MEDIA

POSITIONS: tuple[Position, ...] = get_args(Position)


def known(text: str) -> bool:
    """Whether this Python and the core both know each character: of a newer one they say less, or nothing."""
    return all(
        unicodedata.category(character) in ("Cs", "Co")
        or (unicodedata.category(character) != "Cn" and _native.script_of(ord(character)) != "Zzzz")
        for character in text
    )


def check_blocks(text: str, found: list[Block]) -> list[Block]:
    """Asserts that the blocks cover the text; returns those that may not be cut."""
    at = 0
    table_end = 0
    for block in found:
        assert block.start < block.end
        if block.end <= table_end:
            assert block.kind == "math"
            continue
        assert block.start == at
        at = block.end
        if block.kind == "table":
            table_end = block.end
    assert at == len(text)
    for left, right in pairwise(found):
        assert left.start < right.start or (left.kind == "table" and left.start == right.start)
        assert not left.kind == right.kind == "text"
    assert all(not block.display or block.kind == "math" for block in found)
    return [block for block in found if block.kind != "text"]


def check_spans(text: str, atoms: list[Block]) -> None:
    graphemes = set(_native.grapheme_boundaries(text))
    outermost = [
        a
        for a in atoms
        if not any(b.kind == "table" and b.start <= a.start < b.end and a is not b for b in atoms)
    ]
    sentences = len(_native.sentence_ends(text, [(a.start, a.end) for a in outermost]))
    has_media = MEDIA.search(text) is not None
    for position in POSITIONS:
        spans = locate(text, position)
        at, joined = 0, ""
        for start, end in spans:
            joined += text[at:start] + text[start:end]
            assert at < start or at == 0
            assert start < end
            assert not text[start:end].isspace()
            assert MEDIA.search(text, start, end) is None
            assert {start, end} <= graphemes
            assert not any(a.start < edge < a.end for a in atoms for edge in (start, end))
            at = end
        assert joined + text[at:] == text
        assert spans or not text.strip() or has_media
        if text.strip() and not has_media and (sentences <= 3 or position == "full"):
            assert spans == [(0, len(text))]
        if position != "multi":
            assert len(spans) <= 1
        if spans and not has_media:
            assert position != "prefix" or spans[0][0] == 0
            assert position != "suffix" or spans[0][1] == len(text)
