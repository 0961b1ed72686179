"""Script runs: named texts, and what holds for any text."""

from __future__ import annotations

import itertools
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lomo._native import script_runs


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("", []),
        ("12, 3!", [("12, 3!", "Zyyy")]),
        ("(1) abc. где?", [("(1) abc. ", "Latn"), ("где?", "Cyrl")]),
        (
            "a (б [漢] в) c",
            [("a (", "Latn"), ("б [", "Cyrl"), ("漢", "Hani"), ("] в", "Cyrl"), (") c", "Latn")],
        ),
        ("(б) a", [("(б) ", "Cyrl"), ("a", "Latn")]),
        ("e\u0301 हि", [("e\u0301 ", "Latn"), ("हि", "Deva")]),
        ("日本の", [("日本", "Hani"), ("の", "Hira")]),
        ("a\ud800", [("a", "Latn"), ("\ud800", "Zzzz")]),
        ("a)b", [("a)b", "Latn")]),
    ],
)
def test_known(text: str, runs: list[tuple[str, str]]) -> None:
    assert [(text[start:end], tag) for start, end, tag in script_runs(text)] == runs


@given(
    st.text(st.one_of(st.sampled_from("ab я漢の()[]{}12\u0301\u05d0"), st.characters(exclude_categories=[])))
)
def test_runs_cover_the_text(text: str) -> None:
    runs = script_runs(text)
    assert "".join(text[start:end] for start, end, _ in runs) == text
    assert all(start < end for start, end, _ in runs)
    assert all(a[2] != b[2] for a, b in itertools.pairwise(runs))


@given(st.text("αβγ άω()", min_size=1))
def test_one_script_is_one_run(text: str) -> None:
    letters = any(unicodedata.category(character)[0] == "L" for character in text)
    assert script_runs(text) == [(0, len(text), "Grek" if letters else "Zyyy")]


def test_deep_brackets_end() -> None:
    text = "a" + "(я" * 20_000 + ")" * 20_000
    assert script_runs(text)[-1][1] == len(text)
