"""The evened-out width, which counts lines by words, is what comes of breaking the lines at each width tried."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from lomo import _native
from lomo.config import Style
from lomo.render.faces import faces_for
from lomo.render.fit import units

RELATION, BINARY, END = 0, 1, 2
WORDS = st.sampled_from(
    "a of words, lines\u00a0kept (it is) 中文。 「かな」 日本の文 ab/cd/ef-gh 🇩🇪 e\u0301 wwwwwwwwwww".split(
        " "
    )
)
SPACES = st.sampled_from([" ", "  ", "\n", "\n\n", "\t", ""])
FORMULAS = st.lists(
    st.tuples(st.integers(1, 90), st.sampled_from([RELATION, BINARY])), min_size=1, max_size=6
)
PIECES = st.lists(st.one_of(WORDS, SPACES, FORMULAS), min_size=1, max_size=40)
Piece = str | list[tuple[int, int]]


def formula(parts: list[tuple[int, int]]) -> _native.Layout:
    """Parts of these widths, 5 px apart, after which a line may end."""
    rules, rows, x = [], [], 0
    for i, (width, end) in enumerate(parts):
        rules.append((units(x), 0, units(width), units(9), i, i + 1))
        kind = END if i + 1 == len(parts) else end
        rows.append((units(x), units(width), units(9), 0, 0, i + 1, i + 1, kind))
        x += width + 5
    whole = _native.make_layout([], [], rules, units(x - 5), units(9), 0)
    return _native.make_parted_layout(whole, rows if len(rows) > 1 else [], (0, 0, 0, 0, 0))


def passage(pieces: list[Piece], code: bool) -> _native.Passage:
    text, formulas = "", []
    for piece in pieces:
        if isinstance(piece, str):
            text += piece
        else:
            start, text = len(text), text + "x" * len(piece)
            formulas.append((start, len(text), start, formula(piece), False))
    ranges = [(0, len(text.split("\n")[0]))] if code and text.split("\n")[0] else []
    faces = [face.native for face in faces_for(text, Style(system_fonts=False))]
    return _native.Passage(faces, text, ranges, formulas, units(20), units(22), 4, True, None)


def bisected(made: _native.Passage, width: int) -> int:
    """``width`` halved down to the narrowest that needs no more lines, to a pixel."""
    low = min(max(made.longest_word, made.longest_whole, width // 2), width)
    high = width
    wanted = made.break_lines(width, width).count
    while high - low > 65536:
        middle = low + (high - low) // 2
        if made.break_lines(middle, width).count <= wanted:
            high = middle
        else:
            low = middle
    return high


@settings(max_examples=400, deadline=None)
@given(PIECES, st.integers(20, 900), st.booleans())
@example(
    ["a", " ", "of", " ", "words,", " ", [(30, RELATION), (40, BINARY), (9, END)], "(it", " ", "is)"],
    120,
    False,
)
@example(["ab/cd/ef-gh", " ", "ab/cd/ef-gh", " ", "lines\u00a0kept"], 260, False)
def test_words_are_counted_as_lines_are_broken(pieces: list[Piece], width: int, code: bool) -> None:
    made = passage(pieces, code)
    if made.longest_whole <= units(width):
        assert made.balanced_width(units(width), units(width)) == bisected(made, units(width))


@pytest.mark.parametrize("width", range(100, 700, 7))
def test_a_paragraph_at_every_width(width: int) -> None:
    text = "Balanced lines, which no width that was tried makes more of: 中文也一样。 So it is (with https://a.org/b)."
    made = passage([text, "\n", text, [(30, RELATION), (40, END)], " and more"], False)
    if made.longest_whole <= units(width):
        assert made.balanced_width(units(width), units(width)) == bisected(made, units(width))
