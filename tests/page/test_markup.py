"""Runs, blocks and frames set by the core: places, inks, the map back to the source, and what it refuses."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from lomo import _native
from lomo.config import Style
from lomo.render.faces import faces_for
from lomo.render.fit import units

PX = 65536
SIZE = 20 * PX


def run(start: int, end: int, **changes: Any) -> tuple[Any, ...]:
    values = {
        "face": 0,
        "second": 0,
        "size": SIZE,
        "rise": 0,
        "ink": 255,
        "strike": False,
        "underline": False,
        "shade": 0,
    }
    return (start, end, *(values | changes).values())


def block(start: int, end: int, **changes: Any) -> tuple[Any, ...]:
    values = {
        "left": 0,
        "right": 0,
        "label_end": 0,
        "above": 0,
        "pad": 0,
        "table": -1,
        "column": 0,
        "align": 0,
        "rule": False,
        "keep": False,
    }
    return (start, end, *(values | changes).values())


def passage(
    text: str,
    blocks: list[Any],
    *,
    stretches: list[Any] | None = None,
    runs: list[Any] | None = None,
    frames: list[Any] | None = None,
) -> _native.Passage:
    faces = [face.native for face in faces_for(text, Style(system_fonts=False))]
    markup = _native.Markup(stretches or [(0, 0, len(text))], runs or [], blocks, frames or [])
    return _native.Passage(faces, text, [], [], SIZE, 22 * PX, 4, True, markup)


def layout(made: _native.Passage, width: float = 400) -> _native.Layout:
    ((found, _, _),) = made.pages(made.break_lines(units(width), units(width)), units(100_000))
    return found


def dumped(made: _native.Passage, width: float = 400) -> dict[str, Any]:
    return layout(made, width).dump()


def test_blocks_stand_where_they_are_told() -> None:
    found = dumped(passage("ab\ncd\n", [block(0, 3), block(3, 6, left=30 * PX, above=7 * PX)]))
    (x, first, *_), (other_x, second, *_) = found["lines"]
    assert (x, other_x) == (0, 30)
    assert first - second == 22 + 7


def test_a_label_hangs_out_and_the_lines_below_do_not() -> None:
    text = "1. aaaa bbbb cccc dddd\n"
    found = dumped(passage(text, [block(0, len(text), left=60 * PX, label_end=3)]), 160)
    xs = [line[0] for line in found["lines"]]
    assert len(xs) > 1
    assert xs[0] < 60
    assert xs[1:] == [60] * (len(xs) - 1)


def test_sources_are_those_of_the_stretches() -> None:
    text = "ab&c\n"
    stretches = [(0, 2, 4), (2, 4, 9), (3, 9, 10), (4, 12, 12)]
    found = dumped(passage(text, [block(0, 5)], stretches=stretches))
    assert found["sources"] == [(2, 3), (3, 4), (4, 9), (9, 10)]
    assert found["lines"][0][5:] == (2, 12)


def test_cells_of_a_row_stand_beside_each_other() -> None:
    text = "a\nbb bb bb bb\nc\nd\n"
    cells = [
        block(0, 2, table=0, pad=4 * PX),
        block(2, 14, table=0, column=1, pad=4 * PX),
        block(14, 16, table=0, pad=4 * PX),
        block(16, 18, table=0, column=1, pad=4 * PX, align=2),
    ]
    found = dumped(passage(text, cells), 90)
    (a, b, *further, c, d) = found["lines"]
    assert a[1] == b[1]  # one baseline
    assert c[1] == d[1]
    assert c[1] < min(line[1] for line in further)
    assert a[0] == c[0] == 4
    assert d[0] > b[0] > a[0]  # the last one is set to the right
    assert len(found["rules"]) == 2 * (3 + 1) + 1


def test_frames_reach_around_their_blocks_alone() -> None:
    frames = [(2, 6, 5 * PX, 0, 3 * PX, 60), (4, 6, 20 * PX, 0, 0, 20)]
    blocks = [block(0, 2), block(2, 4, left=10 * PX), block(4, 6, left=26 * PX, pad=6 * PX), block(6, 8)]
    found = dumped(passage("a\nb\nc\nd\n", blocks, frames=frames))
    (bar_x, bar_y, bar_width, bar_height), (box_x, box_y, _, box_height) = found["rules"]
    assert (bar_x, bar_width, box_x) == (5, 3, 20)
    assert bar_y == box_y
    assert bar_y + bar_height > box_y + box_height
    baselines = [line[1] for line in found["lines"]]
    assert baselines[0] > bar_y + bar_height > baselines[1] > baselines[2] > box_y > baselines[3]


def test_ink_is_a_share_of_black() -> None:
    grey = layout(passage("M\n", [block(0, 2)], runs=[run(0, 1, ink=100)]))
    image, _, _ = _native.paint(grey, 2, 1 << 20)
    assert image.min() == 255 - 100
    black, _, _ = _native.paint(layout(passage("M\n", [block(0, 2)])), 2, 1 << 20)
    assert black.min() == 0
    assert np.array_equal(255 - image, ((255 - black.astype(int)) * 100 + 127) // 255)


def test_a_raised_run_stands_higher_and_needs_room() -> None:
    flat, raised = (
        dumped(passage("ab\n", [block(0, 3)], runs=[run(1, 2, rise=rise)])) for rise in (0, 9 * PX)
    )
    assert raised["glyphs"][1][3] == flat["glyphs"][1][3] + 9
    assert raised["height"] == pytest.approx(flat["height"] + 9)


def test_lines_under_and_through_a_run_are_as_long_as_it() -> None:
    made = passage("aa bb cc\n", [block(0, 9)], runs=[run(3, 5, underline=True, strike=True)])
    found = dumped(made)
    (x, low, width, _), (same_x, high, same_width, _) = sorted(found["rules"], key=lambda rule: rule[1])
    assert (x, width) == (same_x, same_width)
    assert low < 0 < high
    assert x == pytest.approx(found["glyphs"][2][2], abs=2)


@pytest.mark.parametrize(
    ("told", "arguments"),
    [
        ("cover the text", {"blocks": [block(0, 2)]}),
        ("start a line", {"blocks": [block(0, 1), block(1, 4)]}),
        ("length", {"blocks": [block(0, 4, left=-1)]}),
        ("length", {"blocks": [block(0, 4, above=1 << 40)]}),
        ("label", {"blocks": [block(0, 4, label_end=5)]}),
        ("in order", {"blocks": [block(0, 2, table=0), block(2, 4, table=0, column=2)]}),
        ("alignment", {"blocks": [block(0, 4, align=3)]}),
        ("disjoint", {"runs": [run(0, 2), run(1, 3)]}),
        ("not in the list", {"runs": [run(0, 2, face=5000)]}),
        ("size", {"runs": [run(0, 2, size=0)]}),
        ("rise", {"runs": [run(0, 2, rise=1 << 40)]}),
        ("stretch must start", {"stretches": [(1, 0, 2)]}),
        ("stretches", {"stretches": [(0, 3, 4), (2, 1, 2)]}),
        ("ordered by start", {"frames": [(2, 4, 0, 0, 0, 9), (0, 2, 0, 0, 0, 9)]}),
        ("64 frames", {"frames": [(0, 4, 0, 0, 0, 9)] * 65}),
        ("need blocks", {"blocks": []}),
    ],
)
def test_what_does_not_fit_is_refused(told: str, arguments: dict[str, Any]) -> None:
    with pytest.raises(_native.NativeInputError, match=told):
        passage("a\nb\n", **({"blocks": [block(0, 4)]} | arguments))
