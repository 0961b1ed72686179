"""Embedding levels and visual order: Unicode's two test files, and what holds for any text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lomo._native import bidi_levels, bidi_order, mirrored
from reference.unicode_files import unicode_rows

AUTO = -1
# A character of each class, for BidiTest.txt
SAMPLES = {
    "L": "a", "R": "\u05d0", "AL": "\u0627", "EN": "0", "ES": "+", "ET": "%", "AN": "\u0660", "CS": ",",
    "NSM": "\u0300", "BN": "\u00ad", "B": "\u2029", "S": "\t", "WS": " ", "ON": "!", "LRE": "\u202a",
    "LRO": "\u202d", "RLE": "\u202b", "RLO": "\u202e", "PDF": "\u202c", "LRI": "\u2066", "RLI": "\u2067",
    "FSI": "\u2068", "PDI": "\u2069",
}  # fmt: skip
ALPHABET = "".join(SAMPLES.values()) + "()[]\u2329\u3009b1"
TEXTS = st.one_of(st.text(alphabet=ALPHABET, max_size=40), st.text(st.characters(exclude_categories=[])))


def check(text: str, base: int, levels: list[str], order: list[int]) -> int:
    """Compare with a test file's levels ("x": removed by rule X9) and order; return the paragraph's level."""
    paragraph, found = bidi_levels(text, base)
    assert ["x" if want == "x" else str(level) for want, level in zip(levels, found, strict=True)] == levels
    assert [place for place in bidi_order(found) if levels[place] != "x"] == order
    return paragraph


def test_character_file() -> None:
    for row in unicode_rows("BidiCharacterTest.txt"):
        points, direction, paragraph, levels, order = row.split(";")
        text = "".join(chr(int(point, 16)) for point in points.split())
        base = AUTO if direction == "2" else int(direction)
        assert check(text, base, levels.split(), [int(place) for place in order.split()]) == int(paragraph), (
            row
        )


def test_class_file() -> None:
    """Every seventh row of BidiTest.txt: all 770,000 cases take a quarter of a minute."""
    levels: list[str] = []
    order: list[int] = []
    for number, row in enumerate(unicode_rows("BidiTest.txt")):
        if row.startswith("@Levels:"):
            levels = row.partition(":")[2].split()
        elif row.startswith("@Reorder:"):
            order = [int(place) for place in row.partition(":")[2].split()]
        elif number % 7 == 0:
            classes, _, bases = row.partition(";")
            text = "".join(SAMPLES[name] for name in classes.split())
            for bit, base in ((1, AUTO), (2, 0), (4, 1)):
                if int(bases, 16) & bit:
                    check(text, base, levels, order)


@given(TEXTS, st.sampled_from([AUTO, 0, 1]))
def test_any_text(text: str, base: int) -> None:
    paragraph, levels = bidi_levels(text, base)
    assert len(levels) == len(text)
    assert paragraph in (0, 1)
    assert base in (AUTO, paragraph)
    assert all(level <= 126 for level in levels)
    assert sorted(bidi_order(levels)) == list(range(len(text)))


@given(st.text(alphabet="abc 12.,()!漢\n", max_size=40))
def test_plain_text_stays(text: str) -> None:
    assert bidi_levels(text, AUTO) == (0, bytes(len(text)))


def test_deep_nesting_ends() -> None:
    text = "\u2067" * 50_000 + "([" * 50_000 + "\u05d0" + "])" * 50_000
    _, levels = bidi_levels(text, AUTO)
    assert len(levels) == len(text)


@pytest.mark.parametrize(("a", "b"), ["()", "[]", "<>", "«»", "≤≥", "「」"])
def test_mirrored(a: str, b: str) -> None:
    assert (mirrored(ord(a)), mirrored(ord(b))) == (ord(b), ord(a))


def test_mirrored_is_the_character_itself_otherwise() -> None:
    assert [mirrored(cp) for cp in (0x41, 0xD800, 0x10FFFF, 0x110000, 0xFFFFFFFF)] == [
        0x41, 0xD800, 0x10FFFF, 0x110000, 0xFFFFFFFF,
    ]  # fmt: skip
