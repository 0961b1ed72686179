"""Line break opportunities: every line of Unicode's test file, and what holds for any text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lomo._native import grapheme_boundaries, line_breaks
from reference.unicode_files import marked_text, unicode_rows

SAMPLES = (
    'aא1 \t\n\r.,-/%$([)]"«\u00a0\u00ad\u200b\u200d\u2060\u0301'
    "漢ー「」한ᄀ\U0001f1e6\U0001f600\U0001f3fb\ud800"
)
TEXTS = st.one_of(st.text(alphabet=SAMPLES, max_size=40), st.text(st.characters(exclude_categories=[])))


def test_unicode_file() -> None:
    for row in unicode_rows("auxiliary/LineBreakTest.txt"):
        text, breaks = marked_text(row)
        assert [place for place, kind in enumerate(line_breaks(text)) if kind] == breaks, row


@given(TEXTS)
def test_any_text(text: str) -> None:
    breaks = line_breaks(text)
    assert len(breaks) == len(text) + 1
    assert breaks[0] == 0
    assert not text or breaks[-1] == 2
    for place in range(1, len(text)):
        before, after = text[place - 1], text[place]
        hard = before in "\n\v\f\r\x85\u2028\u2029" and not (before == "\r" and after == "\n")
        assert (breaks[place] == 2) == hard
        if after == " ":
            assert breaks[place] != 1


@given(st.text(alphabet="ab \u0301\u0308\u200d\U0001f44d\U0001f3fb漢,.", max_size=30))
def test_no_break_inside_a_cluster(text: str) -> None:
    """True where marks and skin tones have a base; UAX #14 and #29 disagree about those that stand alone."""
    clusters = set(grapheme_boundaries(text))
    for place, kind in enumerate(line_breaks(text)):
        if kind and place not in clusters:
            assert text[place - 1] == " " or text[place] == "\U0001f3fb"


@pytest.mark.parametrize(
    ("marked", "why"),
    [
        ("well-|known fact".replace(" ", " |"), "after a hyphen and a space"),
        ("$(12.35) |2,1234 |12%", "numbers stay whole"),
        ("漢|字|「か」|な。", "ideographs, but not before closers"),
        ("http://|a.b/|c?|d=e", "after the slashes of a URL"),
        ("a\u00a0b c\u2060d".replace(" ", " |"), "not at a no-break space"),
    ],
)
def test_known(marked: str, why: str) -> None:
    parts = marked.split("|")
    text = "".join(parts)
    allowed = [place for place, kind in enumerate(line_breaks(text)) if kind == 1]
    wanted = [len("".join(parts[:count])) for count in range(1, len(parts))]
    assert allowed == wanted, why


def test_empty() -> None:
    assert line_breaks("") == b"\0"
