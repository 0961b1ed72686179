"""Formulas in parts and with a tag, on lines and pages: where they break, where the tag stands, what gives way."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any, NamedTuple

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lomo import _native
from lomo.config import Style
from lomo.render.faces import faces_for
from lomo.render.fit import page_fit, units

RELATION, BINARY, END = 0, 1, 2
GAP = 5
HEIGHT, DEPTH = 12, 4
TEXT_PX = 20
NO_TAG = (0, 0, 0, 0, 0)
PARTS = st.lists(st.tuples(st.integers(1, 120), st.sampled_from([RELATION, BINARY])), min_size=2, max_size=9)


class Tag(NamedTuple):
    gap: int
    width: int


def formula(parts: Sequence[tuple[int, int]], tag: Tag | None = None, height: int = HEIGHT) -> _native.Layout:
    """Parts of these widths and ends, GAP px apart, one rule and one character each; the tag is one rule more."""
    rules, rows, x = [], [], 0
    for i, (width, end) in enumerate(parts):
        rules.append((units(x), units(-DEPTH), units(width), units(height + DEPTH), i, i + 1))
        kind = END if i + 1 == len(parts) else end
        rows.append(
            (units(x), units(width), units(height), units(DEPTH), 0, i + 1, i + 1, kind),
        )
        x += width + GAP
    body = x - GAP
    width, native = body, NO_TAG
    if tag is not None:
        width = body + tag.gap + tag.width
        rules.append((units(body + tag.gap), 0, units(tag.width), units(HEIGHT), 0, 1))
        native = (units(body + tag.gap), units(tag.width), 0, len(parts), units(body))
    whole = _native.make_layout([], [], rules, units(width), units(height), units(DEPTH))
    return _native.make_parted_layout(whole, rows if len(rows) > 1 else [], native)


def passage(pieces: Sequence[str | tuple[_native.Layout, bool]]) -> _native.Passage:
    """Strings as they stand, (layout, display) as ``$$`` + one character for each part + ``$$``."""
    text, formulas = "", []
    for piece in pieces:
        if isinstance(piece, str):
            text += piece
            continue
        layout, display = piece
        source = f"$${'x' * len(layout.dump()['rules'])}$$"
        formulas.append((len(text), len(text) + len(source), len(text) + 2, layout, display))
        text += source
    faces = [face.native for face in faces_for(text, Style(system_fonts=False))]
    return _native.Passage(faces, text, [], formulas, units(TEXT_PX), units(22), 4, True, None)


def dumped(made: _native.Passage, width: float) -> dict[str, Any]:
    ((layout, _, _),) = made.pages(made.break_lines(units(width), units(width)), units(100_000))
    return layout.dump()


def rows(layout: dict[str, Any]) -> list[list[tuple[float, float]]]:
    """For each line, the left edges and widths of its rules."""
    lines = layout["lines"]
    rules = layout["rules"]
    tops = [line[1] for line in lines]
    found: list[list[tuple[float, float]]] = [[] for _ in lines]
    for x, y, width, height in rules:
        nearest = min(range(len(tops)), key=lambda i: abs(tops[i] - (y + (DEPTH if height > HEIGHT else 0))))
        found[nearest].append((x, width))
    return found


def greedy(parts: Sequence[tuple[int, int]], width: int) -> list[int]:
    """The slow twin: the count of parts on each line of a formula alone, which is wider than the line."""
    if sum(w for w, _ in parts) + GAP * (len(parts) - 1) <= width:
        return [len(parts)]
    lines, at = [], 0
    while at < len(parts):
        fitting = [
            n
            for n in range(1, len(parts) - at + 1)
            if sum(w for w, _ in parts[at : at + n]) + GAP * (n - 1) <= width
        ]
        if at + (fitting[-1] if fitting else 0) == len(parts):
            taken = len(parts) - at
        else:
            related = [n for n in fitting if parts[at + n - 1][1] == RELATION]
            taken = related[-1] if related else fitting[-1] if fitting else 1
        lines.append(taken)
        at += taken
    return lines


@given(PARTS, st.integers(10, 600), st.booleans())
@example([(50, BINARY), (50, RELATION), (50, BINARY), (50, BINARY)], 160, False)
@example([(50, BINARY), (90, BINARY), (50, BINARY)], 60, True)
def test_a_formula_breaks_after_relations_then_operators(
    parts: list[tuple[int, int]], width: int, display: bool
) -> None:
    layout = dumped(passage([(formula(parts), display)]), width)
    assert [len(row) for row in rows(layout)] == greedy(parts, width)
    sources = [(line[5], line[6]) for line in layout["lines"]]
    assert [start for start, _ in sources] == [0, *(end for _, end in sources[:-1])]
    assert sources[-1][1] == len(parts) + 4


@given(PARTS, st.text("ab ", max_size=30), st.text("ab ,.", max_size=30), st.integers(40, 900))
def test_no_formula_is_broken_that_fits_a_line(
    parts: list[tuple[int, int]], before: str, after: str, width: int
) -> None:
    layout = formula(parts)
    made = passage([before, (layout, False), after])
    lines = [row for row in rows(dumped(made, width)) if row]
    if layout.width <= width:
        assert len(lines) == 1
    assert sum(len(row) for row in lines) == len(parts)
    for row in lines:
        for (x, w), (next_x, _) in itertools.pairwise(row):
            assert next_x == pytest.approx(x + w + GAP, abs=0.001)


@given(PARTS, st.integers(40, 900))
def test_evening_out_breaks_no_formula_that_fits(parts: list[tuple[int, int]], width: int) -> None:
    layout = formula(parts)
    made = passage(["some words before ", (layout, False), " and some words after it"])
    balanced = made.balanced_width(units(width), units(width))
    broken = [row for row in rows(dumped(made, balanced / 65536)) if row]
    assert layout.width > width or len(broken) == 1


def test_the_line_grows_where_a_part_does_not_fit() -> None:
    layout = dumped(passage([(formula([(30, RELATION), (200, BINARY), (30, BINARY)]), False)]), 100)
    assert [line[2] for line in layout["lines"]] == [30, 200, 30]


def test_a_wide_formula_starts_beside_the_text_before_it_where_a_relation_fits() -> None:
    parts = [(30, RELATION), (100, BINARY), (100, BINARY)]
    lines = rows(dumped(passage(["ab ", (formula(parts), False)]), 160))
    assert [len(row) for row in lines] == [1, 1, 1]
    lines = rows(dumped(passage(["ab ", (formula([(30, BINARY), *parts[1:]]), False)]), 160))
    assert [len(row) for row in lines] == [0, 2, 1]


def test_the_lines_of_a_broken_display_are_centred_without_a_skip_between() -> None:
    parts = [(200, RELATION), (100, RELATION), (150, BINARY)]
    layout = dumped(passage([(formula(parts), True)]), 220)
    assert [(line[0], line[2]) for line in layout["lines"]] == [(0, 200), (50, 100), (25, 150)]
    assert {a[1] - b[1] for a, b in itertools.pairwise(layout["lines"])} == {22.0}


def test_the_longest_word_is_the_widest_part_and_the_longest_whole_the_formula() -> None:
    made = passage([(formula([(50, RELATION), (300, BINARY), (50, BINARY)]), False)])
    assert made.longest_word == units(300)
    assert made.longest_whole == units(400 + 2 * GAP)


def test_the_page_widens_up_to_its_range_before_a_formula_is_broken() -> None:
    parts = [(100, RELATION)] * 5
    whole = 500 + 4 * GAP
    for widest, lines in ((whole, 1), (whole - 1, 2)):
        made = passage([(formula(parts), False)])
        width, _ = page_fit(Style(width_range=(80, widest))).wrap_widths(made, None)
        assert made.break_lines(width, width).count == lines


@pytest.mark.parametrize("parts", [[(100, RELATION)], [(40, RELATION), (55, END)]])
def test_a_tag_stands_at_the_right_edge_and_the_body_in_the_middle(parts: list[tuple[int, int]]) -> None:
    wide = dumped(passage(["-" * 40, "\n", (formula(parts, Tag(40, 30)), True)]), 800)
    page, line = wide["width"], wide["lines"][1]
    (x, _), *_, (tag_x, tag_width) = rows(wide)[1]
    assert x == line[0] == pytest.approx((page - 100) / 2, abs=0.001)
    assert tag_x + tag_width == line[0] + line[2] == pytest.approx(page, abs=0.001)


@pytest.mark.parametrize(("page", "apart"), [(199, False), (200, True)])
def test_a_tag_keeps_an_em_from_its_body(page: int, apart: bool) -> None:
    # Centred in 200 px, a body of 100 px leaves 50: a tag of 30 px and an em of 20 px.
    text = formula([(page, END)])
    layout = dumped(passage([(text, False), "\n", (formula([(100, END)], Tag(22, 30)), True)]), 800)
    assert layout["width"] == page
    (x, _), (tag_x, _) = rows(layout)[1]
    assert tag_x - x == (120 if apart else 122)
    assert x == (50 if apart else (page - 152) / 2)


def test_the_tag_of_a_broken_display_stands_on_its_last_line() -> None:
    parts = [(200, RELATION), (60, RELATION), (60, RELATION), (60, RELATION)]
    layout = dumped(passage([(formula(parts, Tag(40, 30)), True)]), 200)
    lines = rows(layout)
    assert [len(row) for row in lines] == [1, 2, 2]
    assert lines[-1] == [(70, 60), (170, 30)]


def test_an_inline_tag_follows_its_formula() -> None:
    layout = dumped(passage([(formula([(100, END)], Tag(40, 30)), False), " words beside it"]), 800)
    assert rows(layout)[0] == [(0, 100), (140, 30)]


def test_the_punctuation_after_a_display_stands_beside_it() -> None:
    made = passage(["words\n", (formula([(100, END)]), True), ".\nmore, and more of the words"])
    assert [(line[5], line[6]) for line in dumped(made, 800)["lines"]] == [(0, 6), (6, 13), (13, 40)]
    tagged = passage(["-" * 40, "\n", (formula([(100, END)], Tag(40, 30)), True), "."])
    layout = dumped(tagged, 800)
    (stop,) = [
        glyph for glyph, source in zip(layout["glyphs"], layout["sources"], strict=True) if source[0] == 47
    ]
    (x, _), (tag_x, _) = rows(layout)[1]
    assert x + 100 <= stop[2] < x + 110 < tag_x


def test_a_blank_line_beside_a_display_is_its_skip() -> None:
    def gaps(between: str) -> tuple[float, float]:
        display = (formula([(100, END)], height=20), True)
        lines = dumped(passage(["words", between, display, between, "words"]), 800)["lines"]
        display_line = next(line for line in lines if line[2] == 100)
        return lines[0][1] - display_line[1], display_line[1] - lines[-1][1]

    (above, below), (blank_above, blank_below) = gaps("\n"), gaps("\n\n")
    assert above < blank_above <= above + 11
    assert below < blank_below <= below + 11


def test_the_pieces_of_a_formula_stand_from_left_to_right_in_right_to_left_text() -> None:
    made = passage(
        [
            "\u05e9\u05dc\u05d5\u05dd ",
            (formula([(50, RELATION), (60, BINARY), (70, BINARY)]), False),
            " \u05e9\u05dc",
        ]
    )
    (row,) = rows(dumped(made, 800))
    assert [width for _, width in sorted(row)] == [50, 60, 70]
    first, *_ = (row for row in rows(dumped(made, 130)) if row)
    assert [width for _, width in sorted(first)] == [50]


def test_parts_that_end_at_one_character_are_one_piece() -> None:
    rules = [(units(60 * i), 0, units(50), units(10), 0, 1) for i in range(3)]
    whole = _native.make_layout([], [], rules, units(170), units(10), 0)
    parts = [
        (units(60 * i), units(50), units(10), 0, 0, i + 1, end, RELATION) for i, end in enumerate((1, 1, 3))
    ]
    layout = dumped(passage([(_native.make_parted_layout(whole, parts, NO_TAG), False)]), 60)
    assert [(line[2], line[5], line[6]) for line in layout["lines"]] == [(110, 0, 3), (50, 3, 7)]


@pytest.mark.parametrize(
    ("parts", "tag", "message"),
    [
        ([(0, 1, 1, 1, 0, 1, 1, RELATION)], NO_TAG, "at least two"),
        ([(0, 1, 1, 1, 0, 1, 1, RELATION), (0, 1, 1, 1, 0, 0, 2, END)], NO_TAG, "in the order"),
        ([(0, 1, 1, 1, 0, 1, 2, RELATION), (0, 1, 1, 1, 0, 1, 1, END)], NO_TAG, "source range"),
        ([(0, 1, 1, 1, 0, 0, 1, END), (0, 1, 1, 1, 0, 1, 2, END)], NO_TAG, "relation or an operator"),
        ([(0, 1, 1, 1, 0, 0, 1, 7), (0, 1, 1, 1, 0, 1, 2, END)], NO_TAG, "relation or an operator"),
        ([(0, 1, 1, 1, 0, 0, 1, BINARY), (0, 1, 1, 1, 0, 0, 2, END)], NO_TAG, "lies in one of them"),
        ([(0, 1, 1, 1, 0, 0, 1, BINARY), (0, 1, 1, 1, 1, 1, 2, END)], NO_TAG, "lies in one of them"),
        ([(0, 2**60, 1, 1, 0, 0, 1, BINARY), (0, 1, 1, 1, 0, 1, 2, END)], NO_TAG, "2\\*\\*40"),
        ([], (0, 5, 3, 0, 0), "after the last item"),
        ([], (0, -5, 0, 0, 0), "after the last item"),
        ([], (2**60, 5, 0, 0, 0), "2\\*\\*40"),
    ],
)
def test_parts_and_tags_out_of_order_are_refused(
    parts: list[tuple[int, int, int, int, int, int, int, int]],
    tag: tuple[int, int, int, int, int],
    message: str,
) -> None:
    whole = _native.make_layout([], [], [(0, 0, 1, 1, 0, 1)], 1, 1, 1)
    with pytest.raises(_native.NativeInputError, match=message):
        _native.make_parted_layout(whole, parts, tag)
