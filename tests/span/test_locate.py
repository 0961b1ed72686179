"""Where spans lie in small prompts: the whole of a short one, thirds and fifths of a long one."""

from __future__ import annotations

from typing import get_args

import pytest

from lomo.config import Position
from lomo.span.locate import Span, locate, no_span_reason

POSITIONS: tuple[Position, ...] = get_args(Position)
NINE = "".join(f"This is sentence no {n} of it. " for n in "abcdefghi")


def parts(text: str, position: Position) -> list[str]:
    """The text cut at the spans; every second part is a span."""
    cut, at = [], 0
    for span in locate(text, position):
        cut += [text[at : span.start], text[span.start : span.end]]
        at = span.end
    return [*cut, text[at:]]


@pytest.mark.parametrize("position", POSITIONS)
@pytest.mark.parametrize(
    "text",
    [
        "One.",
        "One. Two! Three?",
        "See Dr. Smith, i.e. 3.14 of it. Two... Three. ",
        "一句。两句！三句？",
        "No end mark at all, however long it may be, and longer still",
        "  \n x",
        "$a. b. c. d. e. f.$ Yes.",
    ],
)
def test_at_most_three_sentences_are_taken_whole(text: str, position: Position) -> None:
    assert locate(text, position) == [Span(0, len(text))]


def test_thirds_of_nine_sentences() -> None:
    sentence = len(NINE) // 9
    assert locate(NINE, "prefix") == [Span(0, 3 * sentence)]
    assert locate(NINE, "middle") == locate(NINE) == [Span(3 * sentence, 6 * sentence)]
    assert locate(NINE, "suffix") == [Span(6 * sentence, 9 * sentence)]
    assert locate(NINE, "full") == [Span(0, 9 * sentence)]


def test_the_second_and_fourth_of_five_segments() -> None:
    ten = "".join(f"Sentence {n} ends. " for n in "abcdefghij")
    sentence = len(ten) // 10
    assert locate(ten, "multi") == [
        Span(2 * sentence, 4 * sentence),
        Span(6 * sentence, 8 * sentence),
    ]


@pytest.mark.parametrize(("words_before", "edge"), [(4, "start"), (1, "end")])
def test_a_cut_in_a_formula_moves_to_its_nearer_edge(words_before: int, edge: str) -> None:
    before = "Ay. Bee. Cee. Dee. " + "And " * words_before
    formula = "$x" + "+x" * 12 + "$"
    text = before + formula + " then" * (12 if edge == "start" else 18)
    start, end = len(before), len(before) + len(formula)
    assert start < len(text) / 3 < end
    assert locate(text)[0].start == (start if edge == "start" else end)


def test_both_cuts_in_one_atom_take_that_atom() -> None:
    code = "```\n" + "a = 1; b. C. D.\n" * 20 + "```"
    text = f"One. Two. Three.\n{code}\nFour. Five."
    assert parts(text, "middle") == ["One. Two. Three.\n", code, "\nFour. Five."]
    assert parts(text, "multi")[1] == code


def test_far_from_a_sentence_end_the_cut_is_a_line_break() -> None:
    text = "Ay. Bee. Cee. " + "Word " * 200
    (span,) = locate(text)
    assert text[span.start - 1] == " "
    assert abs(span.start - len(text) / 3) <= 5
    assert abs(span.end - 2 * len(text) / 3) <= 5


def test_chinese_breaks_anywhere_but_before_its_full_stop() -> None:
    text = "甲。乙。丙。" + "中文" * 100 + "。" + "末" * 30
    (span,) = locate(text)
    assert abs(span.start - len(text) / 3) < 1
    assert text[span.start] != "。"


def test_an_edge_inside_a_grapheme_moves_outward() -> None:
    formula = "`" + "x" * 40 + "`"
    text = "Ay. Bee. Cee. Dee" + formula + "\u0301\u0301 and on. Eff."
    (span,) = locate(text)
    assert text[span.start : span.end] == formula + "\u0301\u0301"


def test_a_family_is_not_divided() -> None:
    family = "👩‍👩‍👧‍👦"
    text = "Ay. Be. Ce. " + family * 30 + ". Oh."
    for position in POSITIONS:
        for span in locate(text, position):
            for edge in span:
                assert edge <= 12 or (edge - 12) % len(family) == 0 or edge >= 12 + 30 * len(family)


def test_an_atom_at_the_start_is_a_prefix_that_is_not_empty() -> None:
    text = "`" + "x" * 90 + "` Ay. Bee. Cee. Dee."
    for position in POSITIONS:
        for span in locate(text, position):
            assert text[span.start : span.end].strip()
    assert locate(text, "prefix")[0] == Span(0, 92)


def test_a_span_is_never_only_white_space() -> None:
    text = "Ay. Bee. Cee. Dee." + "\n" * 400 + "Eff."
    for position in POSITIONS:
        assert [text[a:b].strip() != "" for a, b in locate(text, position)].count(False) == 0
    text = "Ay. Bee. Cee. Dee." + "\n" * 400
    assert all(text[a:b].strip() for position in POSITIONS for a, b in locate(text, position))


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("<image>\nWhat is this?", ["What is this?"]),
        ("Compare <image> with that other picture <image>.", ["with that other picture"]),
        ("Tag: `<image>` is written so. Yes", ["is written so. Yes"]),
        ("| a | b |\n|---|---|\n| <image> | c |", ["| a | b |\n|---|---|\n|"]),
    ],
)
def test_a_span_stops_short_of_a_placeholder(text: str, spans: list[str]) -> None:
    assert [text[a:b] for a, b in locate(text)] == spans


@pytest.mark.parametrize("position", POSITIONS)
@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        (" \n\t　", "blank"),
        ("<image>", "media"),
        ("<image>\n<video> <audio>", "media"),
        ("x", ""),
    ],
)
def test_the_reason_for_no_span(text: str, reason: str, position: Position) -> None:
    assert no_span_reason(text, position) == reason
    assert bool(locate(text, position)) == (reason == "")


def test_an_unknown_position_is_named() -> None:
    with pytest.raises(ValueError, match="'centre'; expected one of prefix, middle, suffix, multi, full"):
        locate("text", "centre")  # type: ignore[arg-type]
