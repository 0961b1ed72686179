"""The OCR audit's arithmetic: error rates, rank correlation, the table and the promises it checks."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lomo.distort.operations import Operation
from tools.legibility.draw import upright
from tools.legibility.error_rate import distance, error_rate
from tools.legibility.report import rank_correlation, report


def slow_distance(one: str, other: str) -> int:
    """Levenshtein's table, row by row."""
    row = list(range(len(other) + 1))
    for at, sign in enumerate(one, 1):
        before, row[0] = row[0], at
        for to, against in enumerate(other, 1):
            before, row[to] = row[to], min(row[to] + 1, row[to - 1] + 1, before + (sign != against))
    return row[-1]


@settings(max_examples=300, deadline=None)
@given(st.text("abc", max_size=80), st.text("abc", max_size=80))
def test_the_distance_is_levenshteins(one: str, other: str) -> None:
    assert distance(one, other) == slow_distance(one, other)


def test_white_space_and_width_do_not_count() -> None:
    assert error_rate("“你好，世界。” is it", '"你好,世\n界." i s it ') == 0
    assert error_rate("abcd", "abed") == 0.25
    assert error_rate("abcd", "") == 1
    assert error_rate("", "") == 0


def test_ranks_share_a_place() -> None:
    assert rank_correlation([1, 2, 3, 4], [10, 20, 30, 40]) == pytest.approx(1)
    assert rank_correlation([1, 2, 3, 4], [4, 3, 2, 1]) == pytest.approx(-1)
    assert rank_correlation([1, 2, 3], [5, 5, 5]) == 0
    assert rank_correlation([0.1, 0.2, 0.3, 0.4], [1, 0, 0, 0]) == pytest.approx(-0.7746, abs=1e-4)


def test_rotations_alone_are_turned_back() -> None:
    assert upright(Operation("rotate_large", {"angle_deg1024": 5})).parameters == {"angle_deg1024": -5}
    assert upright(Operation("blur_box", {"side_px": 3})) == Operation("clean", {})


def page(op: str, cer: float, *, kept: bool = True, score: float = 0.9, draws: int = 1) -> dict[str, Any]:
    return {
        "id": "a",
        "language": "en",
        "op": op,
        "made": op,
        "kept": kept,
        "draws": draws,
        "score": score,
        "cer": {"one": cer, "two": 1.0},
    }


def test_the_report_tells_what_is_broken(tmp_path: Path) -> None:
    rows = [
        page("clean", 0.02),
        page("blur_box", 0.3, kept=False, score=0.4),
        page("blur_box", 0.0, draws=2),
        page("wave_sine", 0.25),
    ]
    (tmp_path / "read.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    (tmp_path / "versions.json").write_text('{"one": "1.0"}')
    section, faults = report(tmp_path)
    assert [fault.partition(":")[0] for fault in faults] == ["clean", "wave_sine", "wave_sine"]
    assert "| blur_box | 1 | 0.0% | 0.0% | 0.0% | 0.0% | 0.0% | 1 | 1 |" in section
    assert "1 of the 2 pages over 20% lie below the floor" in section
