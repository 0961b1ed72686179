"""The score equals its slow twin, falls where reading gets harder, and needs no more than the page and its map."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import lomo
from lomo import _native
from lomo.config import Config
from lomo.distort.apply import apply
from lomo.distort.legibility import page_score
from lomo.distort.operations import OPERATIONS, Operation
from lomo.errors import InputError
from lomo.randomness import Stream
from lomo.render.render import render
from reference import legibility as twin
from reference.pictures import SIZES, noise, strokes

DEGREE = 1024
TEXT = "Six boxes of quick jugs: how vexing, my daft zebra! Pack 12 or 13 of them; the rest (7) stays. 你好，世界。"
WAVE = [200, 3300, 40000, 100, 2560, 60000]
FOLDED = {"position_share": [20000, 45000], "shift_px64": [256, -384]}


def wave(numbers: list[int]) -> Operation:
    return Operation("wave_sine", dict(zip(OPERATIONS["wave_sine"].scalars, numbers, strict=True)))


UNDONE = {
    "still": (Operation("clean", {}), lambda w, h: twin.still, ()),
    "rotate": (Operation("rotate_small", {"angle_deg1024": -8513}), twin.turned, (-8513,)),
    "quarter": (Operation("rotate_large", {"angle_deg1024": 270 * DEGREE}), twin.turned, (270 * DEGREE,)),
    "wave": (wave(WAVE), twin.waved, (WAVE,)),
    "steep": (wave(STEEP := [4096, 9000, 1, 1000, 512, 0]), twin.waved, (STEEP,)),
    "fold": (Operation("wave_fold", {"axis": 0, **FOLDED}), twin.folded, (0, *FOLDED.values())),
    "rows": (
        Operation("wave_fold", {"axis": 1, "position_share": [33333], "shift_px64": [-256]}),
        twin.folded,
        (1, [33333], [-256]),
    ),
}


def boxes(width: int, height: int, seed: int) -> list[list[int]]:
    """Boxes in, across and beside a picture; some empty, some without a size."""
    draw = np.random.default_rng(seed)
    made = []
    for _ in range(9):
        x, y = int(draw.integers(-3, width + 3)), int(draw.integers(-3, height + 3))
        w, h = int(draw.integers(0, 18)), int(draw.integers(0, 18))
        made.append([x, y, x + w, y + h, int(draw.choice([0, 8, 13, 20])) * 65536 + int(draw.integers(2))])
    return [*made, [0, 0, width, height, 20 * 65536]]


def check(kind: str, page: np.ndarray, seed: int, channels: int) -> None:
    operation, place, parameters = UNDONE[kind]
    height, width = page.shape[:2]
    distorted = operation.native.apply(page)
    if channels == 3:
        tint = noise(distorted.shape[1], distorted.shape[0], 3, seed) // 4
        distorted = np.minimum(distorted, 255 - tint)
    where = boxes(width, height, seed)
    score, rows = _native.legibility_of_boxes(page, distorted, operation.native.undo(width, height), where)
    expected, told = twin.legibility(page, distorted, place(width, height, *parameters), where)
    assert [tuple(row) for row in rows.tolist()] == told
    assert score == expected


@pytest.mark.parametrize("channels", [1, 3])
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("kind", UNDONE)
def test_the_score_equals_its_twin(kind: str, size: tuple[int, int], channels: int) -> None:
    for seed, make in enumerate((strokes, noise)):
        check(kind, make(*size, 1, seed), seed, channels)


@pytest.mark.parametrize("channels", [1, 3])
@pytest.mark.parametrize("kind", UNDONE)
def test_rows_longer_than_what_is_held_at_once_equal_the_twins(kind: str, channels: int) -> None:
    check(kind, strokes(2331, 3, 1, 5), 5, channels)
    check(kind, strokes(701, 12, 1, 6), 6, channels)


@settings(max_examples=30, deadline=None, derandomize=True)
@given(
    st.integers(1, 60), st.integers(1, 40), st.integers(-360 * DEGREE, 360 * DEGREE), st.integers(0, 1 << 30)
)
def test_any_turn_equals_its_twin(width: int, height: int, angle: int, seed: int) -> None:
    page = strokes(width, height, 1, seed)
    operation = Operation("rotate_large", {"angle_deg1024": angle}).native
    turned = operation.apply(page)
    where = boxes(width, height, seed)
    score, rows = _native.legibility_of_boxes(page, turned, operation.undo(width, height), where)
    assert (score, [tuple(row) for row in rows.tolist()]) == twin.legibility(
        page, turned, twin.turned(width, height, angle), where
    )


def test_a_page_of_any_size_and_value_is_judged() -> None:
    still = Operation("clean", {}).native
    white = np.full((3, 3, 1), 255, np.uint8)
    assert _native.legibility_of_boxes(white, white, still.undo(3, 3), [[0, 0, 3, 3, 0]])[0] == 65536
    line = np.arange(65535, dtype=np.uint32).astype(np.uint8).reshape(1, -1, 1)
    where = [[0, 0, 65535, 1, 0]]
    assert _native.legibility_of_boxes(line, line, still.undo(65535, 1), where)[0] == 65536
    tall = np.tile(line, (300, 1, 1))
    assert _native.legibility_of_boxes(tall, tall, still.undo(65535, 300), [[0, 0, 65535, 300, 0]])[
        0
    ] == pytest.approx(65536, abs=2)


@pytest.fixture(scope="module")
def page() -> lomo.Page:
    return render(TEXT, Config.from_dict({"style": {"width_px": 400}})).pages[0]


def score(page: lomo.Page, op: str, **parameters: object) -> float:
    return lomo.legibility(page, apply(page.image, Operation(op, parameters))).page  # type: ignore[arg-type]


def test_what_is_clean_is_legible(page: lomo.Page) -> None:
    made = lomo.legibility(page, apply(page.image, Operation("clean", {})))
    assert made.page == 1
    assert (made.glyphs == 1).all()
    assert len(made.sources) == len(made.glyphs) == len(page.layout.dump()["glyphs"])
    assert {TEXT[start:end] for start, end in made.sources.tolist()} >= set("Sixboxes你好")


def test_more_of_a_distortion_is_less_legible(page: lomo.Page) -> None:
    falling = [
        [score(page, "blur_gaussian", sigma_px64=sigma) for sigma in (16, 60, 120, 200, 400)],
        [score(page, "blur_box", side_px=side) for side in (1, 3, 5, 7, 11)],
        [score(page, "blur_motion", length_px64=64 * px, angle_deg1024=9000) for px in (1, 4, 7, 12, 20)],
        [
            score(
                page,
                "wave_sine",
                **dict(zip(OPERATIONS["wave_sine"].scalars, (0, 6400, 0, a, 7000, 0), strict=True)),
            )
            for a in (64, 200, 300, 380, 500)
        ],
        [
            score(
                page,
                "shadow_edge",
                edge=[0, 2],
                depth_share=[65536] * 2,
                slant_share=[0, 0],
                darkening_share=[d] * 2,
            )
            for d in (0, 60000, 65000, 65536)
        ],
    ]
    for scores in falling:
        assert scores == sorted(scores, reverse=True)
        assert scores[0] > 0.8
        assert scores[-1] < 0.45


def test_the_angle_of_a_rotation_counts_nothing(page: lomo.Page) -> None:
    scores = [score(page, "rotate_large", angle_deg1024=angle) for angle in range(3000, 360 * DEGREE, 40_000)]
    assert min(scores) > 0.75
    assert [score(page, "rotate_large", angle_deg1024=turn * 90 * DEGREE) for turn in range(4)] == [1.0] * 4


def test_small_letters_are_less_legible() -> None:
    scores = []
    for size in (7, 10, 14, 20):
        small = render(
            TEXT, Config.from_dict({"style": {"text_size_px": size, "line_height_px": size}})
        ).pages[0]
        scores.append(score(small, "clean"))
    assert scores == pytest.approx([0.5, 10 / 14, 1, 1], abs=1e-4)


def test_a_stain_is_seen_where_it_lies(page: lomo.Page) -> None:
    blob = {name: [0] for name in OPERATIONS["stain_blobs"].lists}
    blob |= {
        "x_share": [6000],
        "y_share": [32768],
        "radius_share": [6000],
        "opacity_share": [65536],
        "hardness": [64],
    }
    made = lomo.legibility(page, apply(page.image, Operation("stain_blobs", blob)))
    assert made.glyphs.min() < 0.3
    assert np.median(made.glyphs) == 1


def test_few_glyphs_are_enough_for_a_page(page: lomo.Page) -> None:
    for number, (op, row) in enumerate(OPERATIONS.items()):
        distorted = apply(page.image, Operation(op, row.draw(Stream(1, str(number), "x"), Config().distort)))
        whole = lomo.legibility(page, distorted).page
        assert page_score(page, distorted, 32) / 65536 == pytest.approx(whole, abs=0.2)
        assert page_score(page, distorted, 0) / 65536 == whole


def test_the_picture_of_another_page_is_refused(page: lomo.Page) -> None:
    other = render("Another text", Config()).pages[0]
    with pytest.raises(InputError, match="is not the picture of"):
        lomo.legibility(page, apply(other.image, Operation("clean", {})))
