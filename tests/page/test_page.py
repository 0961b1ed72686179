"""Passages, lines and pages: the twin of line breaking, nothing lost, bidi, tabs, formulas, page splits."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from lomo import _native
from lomo.config import Style
from lomo.render.faces import faces_for
from lomo.render.fit import units
from reference.lines import first_fit

ANY_TEXT = st.text(st.characters(), max_size=60)
REAL_TEXT = st.text(
    st.sampled_from(
        "ab fiAV.,-(){}\n\t\r 中文。「」かな한국ابתשदिก้้é\u0301\u200d👨👩🏽①\xa0\u3000\x00\x1b\ud800\ue000"
    ),
    max_size=80,
)
UNIT = 65536
Formulas = Sequence[tuple[int, int, int, _native.Layout, bool]]


def passage(
    text: str,
    code: Sequence[tuple[int, int]] = (),
    formulas: Formulas = (),
    box_missing: bool = True,
    size: int = 20,
    line_height: int = 22,
) -> _native.Passage:
    faces = [face.native for face in faces_for(text, Style(system_fonts=False))]
    return _native.Passage(
        faces, text, list(code), list(formulas), units(size), units(line_height), 4, box_missing, None
    )


def layouts(
    made: _native.Passage, width: float, height: float = 100_000
) -> list[tuple[_native.Layout, int, int]]:
    return made.pages(made.break_lines(units(width), units(width)), units(height))


def dumped(made: _native.Passage, width: float) -> dict[str, Any]:
    ((layout, _, _),) = layouts(made, width)
    return layout.dump()


def formula(width: float, height: float, depth: float) -> _native.Layout:
    rules = [(0, units(-depth), units(width), units(height + depth), 0, 1)]
    return _native.make_layout([], [], rules, units(width), units(height), units(depth))


@settings(max_examples=300, deadline=None)
@given(st.text("ab c-/1.)(\n\"'", min_size=1, max_size=60), st.integers(1, 20))
@example("aaaa bbbb", 4)
@example("aa\n\nbb  \n cc", 3)
@example("a b/b c b/b/b/b/b", 5)
@example("  aa bb/bb cc", 6)
def test_lines_are_the_twins(text: str, columns: int) -> None:
    made = passage(text, code=[(0, len(text))])
    column = 1233 * 20 / 2048  # DejaVu Sans Mono's advance
    lines = dumped(made, columns * column + 0.01)["lines"]
    assert [(line[5], line[6]) for line in lines] == first_fit(text, _native.page_breaks(text), columns)


@settings(max_examples=300, deadline=None)
@given(st.one_of(ANY_TEXT, REAL_TEXT), st.integers(1, 400), st.booleans())
def test_every_character_is_drawn_or_white_or_reported(text: str, width: int, box_missing: bool) -> None:
    made = passage(text, box_missing=box_missing)
    if not text:
        assert layouts(made, width) == []
        return
    layout = dumped(made, width)
    assert [a[6] for a in layout["lines"][:-1]] == [b[5] for b in layout["lines"][1:]]
    assert layout["lines"][0][5] == 0
    assert layout["lines"][-1][6] == len(text)
    drawn = {i for start, end in layout["sources"] for i in range(start, end)}
    missing = set(made.missing)
    for i, char in enumerate(text):
        if _native.needs_glyph(char) and (box_missing or i not in missing):
            assert i in drawn, f"{char!r} at {i} is not drawn"


@settings(max_examples=300, deadline=None)
@given(REAL_TEXT, st.integers(1, 60))
@example("a\n \u0301\u0301 b", 5)
@example("🇩🇪🇫\u0301🇷🇯", 5)
def test_no_line_ends_inside_a_grapheme(text: str, width: int) -> None:
    boundaries = set(_native.grapheme_boundaries(text))
    for layout, _, _ in layouts(passage(text), width):
        assert all(line[5] in boundaries for line in layout.dump()["lines"])


@settings(max_examples=200, deadline=None)
@given(REAL_TEXT.filter(lambda text: text.strip()), st.integers(20, 300), st.integers(30, 200))
def test_pages_split_between_lines_and_partition_the_text(text: str, width: int, height: int) -> None:
    pages = layouts(passage(text), width, height)
    assert [0, *(end for _, _, end in pages)] == [*(start for _, start, _ in pages), len(text)]
    for layout, _, _ in pages:
        assert len(layout.dump()["lines"]) == 1 or layout.height + layout.depth <= height


@settings(max_examples=100, deadline=None)
@given(REAL_TEXT.filter(lambda text: text.strip()), st.integers(50, 600))
def test_balanced_lines_are_no_more_and_no_wider(text: str, width: int) -> None:
    made = passage(text)
    balanced = made.balanced_width(units(width), units(width))
    assert balanced <= units(width)
    assert (
        made.break_lines(balanced, units(width)).count <= made.break_lines(units(width), units(width)).count
    )


def test_lines_stand_a_line_height_apart() -> None:
    lines = dumped(passage("one two three four five six gypsy Åé"), 80)["lines"]
    assert len(lines) > 3
    assert {a[1] - b[1] for a, b in itertools.pairwise(lines)} == {22.0}


def test_a_tall_formula_pushes_its_line_down_and_no_other() -> None:
    text = "one\ntwo\n$x$ y\nfour"
    lines = dumped(passage(text, formulas=[(8, 11, 9, formula(30, 40, 10), False)]), 400)["lines"]
    gaps = [a[1] - b[1] for a, b in itertools.pairwise(lines)]
    assert gaps[0] == 22
    assert gaps[1] >= 40 + 4
    assert gaps[2] >= 10 + 15


def test_a_formula_is_never_broken_and_moves_as_a_whole() -> None:
    text = "aa $x + y$, bb"
    layout = dumped(passage(text, formulas=[(3, 10, 4, formula(60, 10, 2), False)]), 70)
    assert [(line[5], line[6]) for line in layout["lines"]] == [(0, 3), (3, 12), (12, 14)]
    assert layout["rules"][0][2:] == (60.0, 12.0)


def test_a_display_formula_is_centred_on_its_own_line_without_blank_lines_beside_it() -> None:
    text = "before it stands text\n$$x$$\nafter $$y$$ end"
    boxes = [(22, 27, 24, formula(40, 10, 2), True), (34, 39, 36, formula(40, 10, 2), True)]
    lines = dumped(passage(text, formulas=boxes), 400)["lines"]
    assert [text[line[5] : line[6]] for line in lines] == [
        "before it stands text\n",
        "$$x$$\n",
        "after",
        " $$y$$ ",
        "end",
    ]
    assert lines[1][0] == pytest.approx((lines[0][2] - 40) / 2, abs=0.01)


def test_tabs_reach_the_next_stop() -> None:
    space = 651 * 20 / 2048  # DejaVu Sans
    glyphs = dumped(passage("\ta\n.\tb"), 400)["glyphs"]
    assert glyphs[0][2] == pytest.approx(4 * space, abs=0.01)
    assert glyphs[2][2] == pytest.approx(4 * space, abs=0.01)


def test_a_tab_leaves_a_space_at_least() -> None:
    space = 651 * 20 / 2048
    for width in range(1, 40):
        text = "i" * width + "\tb"
        *before, last = dumped(passage(text), 4000)["glyphs"]
        end = before[-1][2] + 569 * 20 / 2048
        assert last[2] - end >= space - 0.01
        assert last[2] / (4 * space) == pytest.approx(round(last[2] / (4 * space)), abs=0.001)
        assert last[2] - end < 5 * space + 0.01


def test_right_to_left_text_is_reordered_and_stands_at_the_right() -> None:
    text = "שלום a\nlonger line of Latin text"
    layout = dumped(passage(text), 400)
    by_source = {
        start: glyph[2] for glyph, (start, _) in zip(layout["glyphs"], layout["sources"], strict=True)
    }
    assert by_source[0] > by_source[1] > by_source[2] > by_source[3] > by_source[5]
    hebrew, latin = layout["lines"]
    assert hebrew[0] + hebrew[2] == pytest.approx(latin[2], abs=0.01)


def test_arabic_letters_join() -> None:
    joined = dumped(passage("ببب"), 400)["width"]
    isolated = dumped(passage("ب"), 400)["width"]
    assert joined < 2.5 * isolated


def test_a_missing_character_is_a_box_with_its_code_point_or_nothing() -> None:
    made = passage("a\ue000b")
    assert made.missing == [1]
    layout = dumped(made, 400)
    assert len(layout["rules"]) == 4
    assert sum(source == (1, 2) for source in layout["sources"]) == 4
    skipped = dumped(passage("a\ue000b", box_missing=False), 400)
    assert skipped["rules"] == []
    assert len(skipped["glyphs"]) == 2


@pytest.mark.parametrize("bad", [[(0, 9)], [(2, 1)], [(0, 2), (1, 3)], [(-1, 2)], [(1, 1)]])
def test_ranges_outside_the_text_are_refused(bad: list[tuple[int, int]]) -> None:
    with pytest.raises(_native.NativeInputError, match="ranges must be ordered"):
        passage("abc", code=bad)


def test_a_word_held_together_by_no_break_spaces_is_one_word() -> None:
    plain, held = passage("Hello, how are you"), passage("Hello,\xa0how\xa0are\xa0you")
    assert held.longest_word == plain.total_advance
    assert held.break_lines(held.longest_word, held.longest_word).count == 1


@pytest.mark.parametrize("text", ["abcdefgh $\\boxed{1}", "\u201c\u7ea2\u53f6\u9ec4 \u201d\u4e00\u53e5"])
def test_no_line_ends_in_a_lone_dollar_or_starts_with_a_closing_quotation_mark(text: str) -> None:
    made = passage(text)
    for width in range(20, 160, 4):
        starts = {start for _, start, _ in made.pages(made.break_lines(units(width), units(width)), 1)}
        assert not {i for i in starts if text[i] in "\u201d\\"} or width < 60


@pytest.mark.parametrize(
    "text", ["a" + "\u0301" * 60_000, "a" + "\u200d\u0301" * 30_000, "\u0e01" + "\u0e48" * 60_000]
)
def test_a_tower_of_marks_takes_linear_time(text: str) -> None:
    made = passage(text)
    assert [(start, end) for _, start, end in layouts(made, 800)] == [(0, len(text))]


def test_lines_of_another_passage_are_refused() -> None:
    with pytest.raises(_native.NativeInputError, match="another passage"):
        passage("one two").pages(passage("three").break_lines(UNIT, UNIT), UNIT)


@pytest.mark.parametrize(
    ("style", "name"),
    [
        ((0, 22 * UNIT, 4), "text_size"),
        ((2**62, 22 * UNIT, 4), "text_size"),
        ((20 * UNIT, -UNIT, 4), "line_height"),
        ((20 * UNIT, 22 * UNIT, 0), "tab_width"),
    ],
)
def test_an_impossible_style_is_refused(style: tuple[int, int, int], name: str) -> None:
    faces = [face.native for face in faces_for("", Style(system_fonts=False))]
    with pytest.raises(_native.NativeInputError, match=name):
        _native.Passage(faces, "a\tb", [], [], *style, True, None)


def test_an_impossible_formula_is_refused() -> None:
    with pytest.raises(_native.NativeInputError, match="tex_start"):
        passage("abc", formulas=[(0, 1, -5, formula(1, 1, 1), False)])
    with pytest.raises(_native.NativeInputError, match="no layout"):
        passage("abc", formulas=[(0, 1, 0, None, False)])  # type: ignore[list-item]
    with pytest.raises(_native.NativeInputError, match="2\\*\\*40"):
        _native.make_layout([], [], [], 2**62, 0, 0)
    with pytest.raises(_native.NativeInputError, match="source range"):
        _native.make_layout([], [], [(0, 0, 1, 1, 5, 2)], 0, 0, 0)
