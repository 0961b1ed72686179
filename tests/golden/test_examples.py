"""The corpus of examples/ -> the pictures that tests/golden/examples.json lists, which every wheel must draw."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reference.golden import require_build
from tools.wheel.check_drawn import differences, drawn

ROOT = Path(__file__).parents[2]
GOLDEN = json.loads((ROOT / "tests/golden/examples.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    require_build(
        GOLDEN["versions"], "python -m tools.wheel.check_drawn tests/golden/examples.json examples --write"
    )
    return drawn(ROOT / "examples", tmp_path_factory.mktemp("built") / "corpus")


def test_the_examples_are_drawn_as_ever(found: dict[str, object]) -> None:
    assert differences(GOLDEN, found) == []


def test_a_difference_is_told_with_its_cause(found: dict[str, object]) -> None:
    other = {
        "versions": {**GOLDEN["versions"], "harfbuzz": "1.0"},
        "fonts": {**GOLDEN["fonts"], "DejaVuSans.ttf": "f" * 64},
        "pictures": ["0.png", *GOLDEN["pictures"][1:]],
    }
    told = differences(other, found)
    assert told[0].startswith("versions: harfbuzz 1.0 in the golden file, ")
    assert told[1].startswith("fonts: DejaVuSans.ttf ff")
    assert told[2] == f"1 of {len(GOLDEN['pictures'])} pictures differ, e.g. 0.png"
