"""tools/math without LuaLaTeX: which formulas are chosen, how two pictures are laid over each other and judged."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tools.math.formulas import Formula, choose, read
from tools.math.lualatex import Drawn
from tools.math.overlay import difference, framed, overlaid, trimmed


def dot(x: int, y: int, size: int = 2) -> Drawn:
    """A picture of 20 x 20 px whose ink is one square; its origin is the middle."""
    image = np.full((20, 20), 255, np.uint8)
    image[y : y + size, x : x + size] = 0
    return Drawn(image, 10, 10)


@pytest.mark.parametrize(("shift", "score"), [(0, 0.0), (1, 0.0), (2, 0.5), (3, 1.0)])
def test_ink_within_a_pixel_of_its_counterpart_is_no_difference(shift: int, score: float) -> None:
    assert difference(dot(5, 5).image, dot(5 + shift, 5).image) == score


def test_a_white_picture_differs_in_all_its_ink_from_another() -> None:
    white = np.full((20, 20), 255, np.uint8)
    assert difference(white, white) == 0.0
    assert difference(white, dot(5, 5).image) == 1.0


def test_the_origins_of_both_pictures_coincide() -> None:
    first, second = trimmed(dot(3, 4), 1), trimmed(dot(6, 9), 5)
    frames = framed(first, second)
    assert frames[0].shape == frames[1].shape
    at = [np.argwhere(frame == 0)[0].tolist() for frame in frames]
    assert [at[1][0] - at[0][0], at[1][1] - at[0][1]] == [5, 3]


def test_the_overlay_shows_each_in_its_colour() -> None:
    both = overlaid(dot(2, 2).image, dot(3, 2).image)
    assert [both[2, x].tolist() for x in (1, 2, 3, 4)] == [
        [255, 255, 255],
        [255, 0, 0],
        [0, 0, 0],
        [0, 255, 255],
    ]


def test_half_of_the_chosen_formulas_bring_commands_that_no_other_has() -> None:
    plain = [Formula(f"plain/{n}", f"x_{n}", False) for n in range(50)]
    rich = [
        Formula("a", r"\alpha\beta\gamma", True),
        Formula("b", r"\delta\,\begin{matrix}\end{matrix}", True),
    ]
    chosen = choose([*plain, *rich], 6, seed=1)
    assert set(rich) <= set(chosen)
    assert len(set(chosen)) == 6
    assert choose([*rich, *plain], 6, seed=1)[:3] == chosen[:3]
    assert choose([*plain, *rich], 6, seed=2) != chosen


def test_formulas_are_read_from_lines_and_from_records(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("$x$\n\n\\[y\\]\nz\n")
    assert [f[1:] for f in read(tmp_path / "a.txt")] == [("x", False), ("y", True), ("z", False)]
    (tmp_path / "b.jsonl").write_text(
        '{"id": "1", "text": "x", "display": true}\n{"tex": "y", "style": "text"}\n'
    )
    assert read(tmp_path / "b.jsonl") == [Formula("1", "x", True), Formula("b:2", "y", False)]
