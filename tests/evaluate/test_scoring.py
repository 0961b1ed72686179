"""Invented answers -> the scores that the benchmarks' official scripts gave for them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from lomo.evaluate.scoring import (
    cc_ocr,
    cc_ocr_document,
    cc_ocr_fields,
    count,
    distance,
    mm_ifeval,
    mmlongbench,
)
from lomo.evaluate.scoring.mm_ifeval_rules import keeps, paragraphs, words
from lomo.evaluate.scoring.we_math import choice, we_math


@pytest.mark.parametrize(
    ("response", "strict", "substring", "lenient"),
    [
        ("7", 1, 1, 1),
        ("seven", 1, 0, 1),
        (" 7 ", 1, 1, 1),
        ("7.", 0, 1, 1),
        ("There are 7 boats", 0, 1, 1),
        ("17", 0, 1, 0),
        ("3 red and 4 blue, 7 in all", 0, 1, 1),
        ("", 0, 0, 0),
    ],
)
def test_count_bench(response: str, strict: int, substring: int, lenient: int) -> None:
    assert (count.strict(response, 7), count.substring(response, 7), count.lenient(response, 7)) == (
        strict,
        substring,
        lenient,
    )


@pytest.mark.parametrize(
    ("response", "letter"),
    [
        ("<Thought process>: <<x>> <Answer>: <<B>>", "B"),
        ("B. 40", "B"),
        ("<Answer>: <<C. 12>>", "C"),
        ("The answer is B", None),
        ("Answer: (C)", None),
        ("**Answer**: C", None),
        ("ANSWER: C", "A"),
        ("A circle has area 3", "A"),
        ("Because of that", "B"),
        ("", None),
    ],
)
def test_we_math_reads_a_letter(response: str, letter: str | None) -> None:
    assert choice(response) == letter


def test_we_math_scores_problems() -> None:
    problems = ["2 11 1", "2 11 0", "2 10 1", "3 000 1", "3 101 0"]
    rows = []
    for number, problem in enumerate(problems):
        kind, steps, multi = problem.split()
        rows += [(str(number), f"{kind}steps_{at}", right == "1") for at, right in enumerate(steps, 1)]
        rows.append((str(number), f"{kind}steps_multi", multi == "1"))
    found = we_math(rows)
    assert (found.problems, found.ik, found.ig) == (5, 1, 1)
    assert (found.cm_strict, found.cm_loose, found.rm_strict, found.rm_loose) == (1, 2, 2, 1)
    assert found.score() == pytest.approx(0.30)
    assert found.score(strict=False) == pytest.approx(0.50)
    assert found.rm_rate() == pytest.approx(2 / 3)
    assert found.rm_rate(strict=False) == pytest.approx(1 / 3)
    part = we_math(rows[:-1])
    assert (part.problems, part.incomplete) == (4, 1)
    assert we_math([]).score() == 0
    assert we_math([]).rm_rate() is None


@pytest.mark.parametrize(
    ("answer", "predicted", "kind", "wanted"),
    [
        ("4", "4.0", "Int", 1),
        ("4", "four", "Int", 0),
        ("18.29%", "0.1829", "Float", 1),
        ("18.29%", "18.4", "Float", 1),
        ("18.29%", "18.6", "Float", 0),
        ("12", "about 12", "Float", 0),
        ("92", "92%", "Float", 1),
        ("Harbour Street", "Harbor St", "Str", 0.642857),
        ("page 7", "Page 7", "Str", 1),
        ("page 7", "page 8", "Str", 0),
        ("5 miles", "5", "Str", 0),
        ("Blue (dark)", "blue", "Str", 1),
        ("['Red', 'Blue']", "['blue', 'red']", "List", 1),
        ("['Red', 'Blue']", "['blue']", "List", 0),
        ("['Red', 'Blue']", "['blue', 'rad']", "List", 0.666667),
        ("['Red', 'Blue']", "Red, Blue", "List", 0),
        ("['3', '10']", "['10', '3.0']", "List", 0),
        ("92", "92", "List", 1),
        ("3.50", "3.5", "Str", 0.75),
        ("12 34", "12 35", "Str", 0),
        ("['.5', '2']", "['2', '.5']", "List", 1),
        ("['1e5', '2']", "['2', '1e4']", "List", 0),
        ("Not answerable", "Not answerable", "None", 1),
        ("Not answerable", "Fail to answer", "None", 0),
        ("Not answerable", "not answerable.", "None", 0.933333),
    ],
)
def test_mmlongbench(answer: str, predicted: str, kind: str, wanted: float) -> None:
    assert mmlongbench.score(answer, predicted, kind) == pytest.approx(wanted, abs=1e-6)


def test_mmlongbench_adds_up() -> None:
    rows = [
        ("a", "a", 1.0),
        ("b", "Not answerable", 0.0),
        ("c", "d", 0.666667),
        ("Not answerable", "Not answerable", 1.0),
        ("Not answerable", "7", 0.0),
    ]
    accuracy, f1 = mmlongbench.accuracy_and_f1(rows)
    assert (accuracy, f1) == (pytest.approx(0.533333, abs=1e-6), pytest.approx(0.555556, abs=1e-6))
    assert mmlongbench.accuracy_and_f1([]) == (0, 0)


def test_mmlongbench_reads_what_it_is_given() -> None:
    assert mmlongbench.extracted("Extracted answer: [1, 2]\nAnswer format: List") == "[1, 2]"
    assert mmlongbench.extracted("I think it is 7") is None
    assert mmlongbench.last_answer("I see.\nAnswer: 18 %\n") == "18 %"
    assert mmlongbench.last_answer("It says\n\n42\n") == "42"
    assert mmlongbench.score("['a']", "[__import__('os')]", "List") == 0


def test_cc_ocr_tokens() -> None:
    scene = "multi_scene_ocr"
    found = [
        cc_ocr.tokens(scene, "IC15", "OPEN daily, 9-5", "open Daily 9-5 today"),
        cc_ocr.tokens(scene, "IC15", "Gate 12", "gate 12"),
    ]
    assert cc_ocr.macro_f1(found) == pytest.approx(0.928571, abs=1e-6)
    assert cc_ocr.micro_f1(found) == pytest.approx(0.909091, abs=1e-6)
    found[1] = cc_ocr.tokens(scene, "IC15", "Gate 12", "")
    assert cc_ocr.macro_f1(found) == pytest.approx(0.428571, abs=1e-6)
    assert cc_ocr.micro_f1(found) == pytest.approx(0.666667, abs=1e-6)
    assert cc_ocr.tokens(scene, "zh_scene", "小心地滑!", "小心 地滑").f1 == pytest.approx(0.888889, abs=1e-6)
    assert cc_ocr.tokens(scene, "zh_scene", "小心地滑", "小心\u3000地滑") == cc_ocr.Tokens(4, 4, 4)
    french = cc_ocr.tokens("multi_lan_ocr", "French", "Café fermé, le lundi", "Café fermé le lundi")
    assert french.f1 == pytest.approx(0.75)


def test_cc_ocr_adds_up_unweighted() -> None:
    whole, tracks = cc_ocr.total({("a", "x"): 1.0, ("a", "y"): 0.5, ("b", "z"): 0.25})
    assert tracks == {"a": 0.75, "b": 0.25}
    assert whole == 0.5


TABLE = '<table><tr><td colspan="2">Stock</td></tr><tr><td>Tea</td><td>4</td></tr></table>'


@pytest.mark.parametrize(
    ("predicted", "wanted"),
    [
        ("```html\n" + TABLE.replace("<table>", '<table class="a">') + "\n```", 1.0),
        (TABLE.replace("4", "5"), 0.8),
        (TABLE.replace(' colspan="2"', ""), 0.8),
        (TABLE.replace("<table>", "<table><tbody>").replace("</table>", "</tbody></table>"), 0.833333),
        ("no table", 0.0),
        ("", 0.0),
        ("```html\n" + TABLE.replace("<td>", "\n<td>\n ").replace("</td>", "\n</td>\n") + "\n```", 1.0),
        ("```html\n" + TABLE.replace("</tr></table>", ""), 1.0),
        (TABLE.replace("4", "４"), 1.0),
        (TABLE.replace("Tea", "<b>Tea</b>"), 0.933333),
        (TABLE.replace("<td>Tea</td>", "<th>Tea</th>"), 0.8),
    ],
)
def test_cc_ocr_tables(predicted: str, wanted: float) -> None:
    pytest.importorskip("apted", reason="tables need the environment of requirements/evalscope.txt")
    assert cc_ocr_document.table(TABLE, predicted) == pytest.approx(wanted, abs=1e-6)


def test_cc_ocr_formulas_and_documents() -> None:
    assert cc_ocr_document.formula(
        r"\frac{a}{b}+1", "```latex\n\\frac { a } { b } + 2\n```"
    ) == pytest.approx(0.923077, abs=1e-6)
    told = "It is ```latex\n\\frac{a}{b}```"
    assert cc_ocr_document.formula(r"\frac{a}{b}", told) == pytest.approx(0.733333, abs=1e-6)
    assert cc_ocr_document.molecule("CCO", "<smiles>C CO</smiles>") == 1
    assert cc_ocr_document.molecule("CCO", "```CCO```") == pytest.approx(1 / 3)
    page = "\\documentclass{article}\n\\begin{document}\nA b\n\\end{document}"
    assert cc_ocr_document.document("A b", page) == 1
    assert cc_ocr_document.document("Ab", "Here:\n```latex\nA b\n``` Done.") == 1
    assert cc_ocr_document.document("Ab", "```latex\nA b") == 1
    assert cc_ocr_document.document("Ab", "```\nA b\n```") == 0.25
    optional = r"\documentclass[12pt]{article}Ab"
    assert cc_ocr_document.document("Ab", optional) == pytest.approx(0.064516, abs=1e-6)
    assert cc_ocr_document.document("", "") == 1


FORM: dict[str, Any] = {
    "company": "NORTH PIER CAFE",
    "date": "12/03/2021",
    "total": "8.40",
    "menu": [{"nm": "Tea", "price": "2.40"}, {"nm": "Scone", "price": "6.00"}],
}


def test_cc_ocr_fields() -> None:
    pytest.importorskip("zss", reason="trees need the environment of requirements/evalscope.txt")
    read = FORM | {"total": "8.4", "menu": FORM["menu"][:1]}
    found = cc_ocr_fields.fields(json.dumps(FORM), "```json\n" + json.dumps(read) + "\n```")
    assert (found.right, found.extra, found.missed) == (4, 1, 3)
    assert cc_ocr_fields.f1([found]) == pytest.approx(0.666667, abs=1e-6)
    assert found.accuracy == pytest.approx(0.763636, abs=1e-6)
    none = cc_ocr_fields.fields(json.dumps(FORM), "It is a receipt.")
    assert (cc_ocr_fields.f1([none]), none.accuracy) == (0, 0)
    for answer, predicted, wanted in (
        ({"a": "共 5 元"}, {"a": "共5元"}, (1, 0, 0)),
        ({"a": ""}, {"a": ""}, (1, 0, 0)),
        ({"a": "x"}, {"a": "x", "b": ""}, (1, 1, 0)),
        ({"a": ["x", ""]}, {"a": ["x"]}, (1, 0, 0)),
        ({"a": "１２"}, {"a": "12"}, (1, 0, 0)),
        ({"a": "㎡"}, {"a": "m2"}, (0, 1, 1)),
        ({"a": "x"}, [{"a": "x"}], (1, 0, 0)),
    ):
        found = cc_ocr_fields.fields(json.dumps(answer), json.dumps(predicted))
        assert (found.right, found.extra, found.missed) == wanted, answer
    wide = cc_ocr_fields.fields('{"n": ["１２３"]}', '{"n": ["123"]}')
    assert cc_ocr_fields.f1([wide]) == 0


RESPONSE = """\
North Pier opens at nine.

Bring a coat; the wind is well-known.
\x20
Tickets cost 4.50 or 12% less online."""


@pytest.mark.parametrize(
    ("rule", "params", "kept"),
    [
        ("whether_response_paragraph_number_in_range", [3, 3], True),
        ("whether_response_word_count_in_range", [19, 19], True),
        ("whether_each_paragraph_word_count_in_range", [5, 7], True),
        ("whether_each_paragraph_word_count_in_range", [6, 7], False),
        ("whether_whole_response_not_contain_certain_substring", ["wind"], False),
        ("whether_whole_response_not_contain_certain_substring", ["Wind"], True),
        ("whether_whole_response_not_contain_certain_substrings", [["Wind", "sea"]], True),
        ("whether_each_keyword_in_list_metioned_in_range", [["WIND", "coat"], 1, 1], True),
        ("whether_total_keyword_in_list_metioned_in_range", [["coats"], 1, 9], False),
        ("percentage_number_precision_in_response", [2], False),
        ("number_precision_in_response", [2], False),
        ("whether_has_no_arabic_number_in_response", [], False),
        ("whether_whole_response_end_with_certain_substring", ["online."], True),
        ("whether_whole_response_begin_with_certain_substring", ["North"], True),
        ("whether_each_paragraph_end_with_certain_substring", ["."], True),
        ("whether_response_sentence_number_in_range", [3, 3], True),
        ("whether_each_paragraph_sentence_number_in_range_list", [[[1, 1], [1, 1], [1, 1]]], True),
        ("whether_each_paragraph_sentence_number_in_range_list", [[[1, 1]]], False),
    ],
)
def test_mm_ifeval_rules(rule: str, params: list[Any], kept: bool) -> None:
    assert keeps(RESPONSE, f"check_{rule}", params) is kept


def test_mm_ifeval_counts_as_the_official_rules_do() -> None:
    assert len(paragraphs(RESPONSE)) == 3
    assert len(words(RESPONSE)) == 19
    assert keeps("A4 paper", "check_whether_has_no_arabic_number_in_response", [])
    assert keeps("It is 7.", "check_whether_has_no_arabic_number_in_response", [])
    with pytest.raises(KeyError):
        keeps("a", "check_nothing", [])


@pytest.mark.parametrize(
    ("rule", "response", "params", "kept"),
    [
        ("percentage_number_precision_in_response", "12.50 % and 3.14%", [2], True),
        ("percentage_number_precision_in_response", "12.5 %", [2], False),
        ("percentage_number_precision_in_response", "12%", [0], False),
        ("number_precision_in_response", "1,234.56 and .50 and 2.25e-3", [2], True),
        ("number_precision_in_response", "1,234", [0], True),
        ("number_precision_in_response", "7.", [1], False),
        ("whether_has_no_arabic_number_in_response", "It costs 4.50 today", [], False),
        ("whether_has_no_arabic_number_in_response", "About 5e-3 of it", [], False),
        ("whether_has_no_arabic_number_in_response", "Version 3.14.", [], True),
    ],
)
def test_mm_ifeval_numbers(rule: str, response: str, params: list[Any], kept: bool) -> None:
    assert keeps(response, f"check_{rule}", params) is kept


CONSTRAINTS = [
    {
        "key": "paragraph_limit",
        "value": "Write exactly two paragraphs.",
        "judge": {
            "method": "rule_based",
            "verify_funcs": [{"func": "check_whether_response_paragraph_number_in_range", "params": [2, 2]}],
        },
    },
    {"key": "not_mention", "value": "Do not use the word sea.", "judge": {"method": "direct_gpt"}},
    {"key": "role_imitation", "value": "Speak as an old sailor.", "judge": {"method": "cmp_gpt"}},
]


def test_mm_ifeval_items() -> None:
    asked: list[tuple[bool, str]] = []

    def ask(prompt: str, with_image: bool) -> str:
        asked.append((with_image, prompt))
        return "**Score of constraint_1**: 0/1" if with_image else 'It is. Summary: "True"'

    found = mm_ifeval.compose_level(CONSTRAINTS, "Ahoy.\n\nThere.", {"role_imitation": "Hello."}, ask)
    assert found.score == pytest.approx(2 / 3)
    assert [image for image, _ in asked] == [True, False]
    assert "Do not use the word sea." in asked[0][1]
    assert "Hello." in asked[1][1]
    alone = mm_ifeval.compose_level(CONSTRAINTS, "Ahoy.\n\nThere.", {}, None)
    assert (alone.rule_score, sorted(alone.unjudged)) == (1.0, ["not_mention", "role_imitation"])
    assert alone.score == pytest.approx(1 / 3)
    assert mm_ifeval.perception_level("Which?", ["17"], "17", lambda *_: "Right").score == 1
    silent = mm_ifeval.perception_level("Which?", ["17"], "17", lambda *_: "hm")
    assert (silent.score, silent.unjudged) == (0, ["answer"])
    assert [mm_ifeval.compared(text) for text in ("True", 'So untrue. Summary: "False"', "summary: no")] == [
        None,
        0.0,
        None,
    ]
    assert mm_ifeval.after_thinking("<think>7</think> 8") == "8"


@pytest.mark.parametrize(
    ("a", "b", "wanted"), [("", "", 0), ("abc", "", 3), ("kitten", "sitting", 3), ("ab", "ba", 2)]
)
def test_edit_distance(a: str, b: str, wanted: int) -> None:
    assert distance._edit_distance(a, b) == distance.edit_distance(a, b) == wanted
