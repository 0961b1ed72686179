"""Real formulas (LOMO_CORPUS_DIR) -> nearly all are set, as LuaLaTeX sets them, and damaged ones are refused."""

from __future__ import annotations

import importlib.util
import json
import os
import random
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import lomo
from lomo.errors import MathError

FOLDER = os.environ.get("LOMO_CORPUS_DIR")
pytestmark = pytest.mark.skipif(not FOLDER, reason="LOMO_CORPUS_DIR is not set: no real formulas to set")
COVERED = 99.5
FAITHFUL, FAITHFUL_WITHOUT_TEXT = 93.0, 97.0
DAMAGED = 1200
DEFINES = re.compile(
    r"(?<!\\)%|\\(verb|def|let|newcommand|renewcommand|providecommand|DeclareMathOperator)\b"
)
"""Where a brace or a name may be missing without a fault."""
OTHERWISE = {r"\hat{\mathbf{x}}", r"A\setminus B", r"{\cal L}"}
"""Small formulas that LuaLaTeX draws off centre, drops a sign of or leaves in italics, and lomo does not."""


@cache
def formulas() -> list[dict[str, Any]]:
    path = Path(FOLDER or "") / "formulas-dev.jsonl"
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def outcome(tex: str, *, display: bool) -> MathError | dict[str, Any]:
    try:
        return lomo.typeset(tex, display=display).dump()
    except MathError as error:
        return error


@cache
def accepted() -> list[tuple[str, bool]]:
    return [
        (item["text"], item["display"])
        for item in formulas()
        if not isinstance(outcome(item["text"], display=item["display"]), MathError)
    ]


def test_what_other_engines_set_is_set() -> None:
    wanted = [item for item in formulas() if item["engines"] >= 1]
    refused = [
        f"{item['text']!r}: {error}"
        for item in wanted
        if isinstance(error := outcome(item["text"], display=item["display"]), MathError)
    ]
    assert 100 * (1 - len(refused) / len(wanted)) >= COVERED, refused[:20]


def test_every_formula_has_ink_or_a_place_for_its_fault() -> None:
    for item in formulas():
        for display in (True, False):
            result = outcome(item["text"], display=display)
            if isinstance(result, MathError):
                assert 0 <= result.offset <= result.offset + result.length <= len(item["text"])
                assert result.message
            else:
                assert result["glyphs"] or result["rules"], item["text"]


def without(text: str, pattern: str, chance: random.Random) -> str | None:
    """The text without one of the places where the pattern stands."""
    places = [match.span() for match in re.finditer(pattern, text)]
    if not places:
        return None
    start, end = chance.choice(places)
    return text[:start] + text[end:]


def misspelt(text: str, chance: random.Random) -> str | None:
    """The text with a command that nobody defines in place of one of its own."""
    commands = [match.span() for match in re.finditer(r"(?<!\\)\\[A-Za-z]+", text)]
    if not commands:
        return None
    start, end = chance.choice(commands)
    letters = list(text[start + 1 : end])
    letters.insert(chance.randrange(len(letters) + 1), chance.choice("qzQZ"))
    return text[: start + 1] + "".join(letters) + "qz" + text[end:]


DAMAGES = {
    "a brace dropped": lambda text, chance: without(text, r"(?<!\\)[{}]", chance),
    "a command misspelt": misspelt,
    "a \\right dropped": lambda text, chance: without(
        text, r"\\right(?![A-Za-z])\s*(\\[A-Za-z]+|\\?.)", chance
    ),
    "an \\end dropped": lambda text, chance: without(text, r"\\end\{[^{}]*\}", chance),
}


@pytest.mark.parametrize("damage", list(DAMAGES))
def test_damaged_formulas_are_refused(damage: str) -> None:
    chance = random.Random(f"lomo {damage}")
    sample = [(tex, display) for tex, display in accepted() if not DEFINES.search(tex)]
    chance.shuffle(sample)
    set_all_the_same, tried = [], 0
    for tex, display in sample:
        damaged = DAMAGES[damage](tex, chance)
        if damaged is None or tried == DAMAGED:
            continue
        tried += 1
        error = outcome(damaged, display=display)
        if not isinstance(error, MathError):
            set_all_the_same.append(damaged)
            continue
        assert error.message
        assert 0 <= error.offset <= error.offset + error.length <= len(damaged), (damaged, str(error))
    assert tried >= 30
    assert not set_all_the_same, set_all_the_same[:20]


def judge() -> tuple[Any, Path]:
    """The reference's own judge, and the folder it lies in."""
    folder = Path(FOLDER or "").parent / "reference"
    if not (folder / "compare.py").is_file():
        pytest.skip("no reference beside LOMO_CORPUS_DIR: nothing to compare with")
    spec = importlib.util.spec_from_file_location("compare", folder / "compare.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.judge, folder


@pytest.mark.parametrize("name", ["lualatex-dev.jsonl", "rules.jsonl"])
def test_positions_are_those_of_lualatex(name: str) -> None:
    judged, folder = judge()
    counts = {False: [0, 0], True: [0, 0]}  # by whether a text face is used: faithful ones, all
    faults = []
    for line in (folder / name).read_text(encoding="utf-8").splitlines():
        reference = json.loads(line)
        if "error" in reference or reference["tex"] in OTHERWISE:
            continue
        layout = outcome(reference["tex"], display=reference["style"] == "display")
        if isinstance(layout, MathError):
            found, text = [f"refused: {layout}"], any(glyph[0] < 0 for glyph in reference["glyphs"])
        else:
            found, text = judged(reference, layout)
        counts[text][0] += not found
        counts[text][1] += 1
        if found:
            faults.append((reference["tex"], found))
    pure, total = counts[False], [sum(pair) for pair in zip(*counts.values(), strict=True)]
    assert 100 * total[0] / total[1] >= FAITHFUL, faults[:20]
    assert 100 * pure[0] / pure[1] >= FAITHFUL_WITHOUT_TEXT, faults[:20]
