"""Grapheme clusters: Unicode's test file, an independent twin, and what holds for any text."""

from __future__ import annotations

import functools
import itertools
import re

from hypothesis import given
from hypothesis import strategies as st

from lomo._native import first_undrawable, grapheme_boundaries
from reference.graphemes import class_letters
from reference.graphemes import grapheme_boundaries as slow_boundaries
from reference.unicode_files import marked_text, unicode_file, unicode_rows

SAMPLES = (
    "a \r\n\t\u0301\u200d\u0903\u0600\u1100\u1161\u11a8\uac00\uac01"
    "\U0001f1e6\U0001f600\u2764\ufe0f\u0e33\ud800"
)
TEXTS = st.one_of(st.text(alphabet=SAMPLES, max_size=30), st.text(st.characters(exclude_categories=[])))


@functools.cache
def letters() -> dict[int, str]:
    return class_letters(
        unicode_file("auxiliary/GraphemeBreakProperty.txt"), unicode_file("emoji/emoji-data.txt", "15.0")
    )


def test_unicode_file() -> None:
    for row in unicode_rows("auxiliary/GraphemeBreakTest.txt"):
        text, breaks = marked_text(row)
        assert grapheme_boundaries(text) == breaks, row


@given(TEXTS)
def test_twin(text: str) -> None:
    assert grapheme_boundaries(text) == slow_boundaries(text, letters())


@given(TEXTS)
def test_each_cluster_is_one_by_itself(text: str) -> None:
    boundaries = grapheme_boundaries(text)
    assert boundaries[0] == 0
    assert boundaries[-1] == len(text)
    for start, end in itertools.pairwise(boundaries):
        assert start < end
        assert grapheme_boundaries(text[start:end]) == [0, end - start]


def test_empty() -> None:
    assert grapheme_boundaries("") == [0]


def test_emoji_sequences_are_whole() -> None:
    for text in ("👩‍👩‍👧‍👦", "👍🏽", "🇩🇪", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "1️⃣", "❤️‍🔥"):
        assert grapheme_boundaries(text) == [0, len(text)]


@given(st.text(st.sampled_from("a\u0301\u0302 \r\n\U0001f468\u200d가"), max_size=30), st.integers(1, 5))
def test_the_first_long_grapheme_is_found(text: str, most: int) -> None:
    bounds = grapheme_boundaries(text)
    long = [start for start, end in itertools.pairwise(bounds) if end - start > most]
    assert first_undrawable(text, most) == (("long_cluster", long[0]) if long else None)


BORDERS = "a\t\n\x0b\x0c\r\x85\xa0\x00\x08\x0e\x1f\x7f\x84\x86\x9f\ud7ff\ud800\udfff\ue000"


@given(st.text(st.sampled_from(BORDERS), max_size=6))
def test_surrogates_are_told_before_controls(text: str) -> None:
    surrogate = re.search("[\ud800-\udfff]", text)
    control = re.search(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]", text)
    expected = None
    if surrogate:
        expected = "lone_surrogate", surrogate.start()
    elif control:
        expected = "control_character", control.start()
    assert first_undrawable(text, 256) == expected
