"""The floor of legibility: what lies below is drawn again, at most a few times, and the record says so."""

from __future__ import annotations

import json

import numpy as np
import pytest

from lomo.colour import WHITE, rgb
from lomo.config import Config, Style
from lomo.distort.apply import apply, keeps_size
from lomo.distort.legibility import page_score
from lomo.distort.operations import OPERATIONS, Operation
from lomo.randomness import Stream
from lomo.record.draw import DRAWS, JUDGED_GLYPHS, above_floor, distorted_pages, draw_pages
from lomo.record.remake import remake
from lomo.record.substitute import substitute
from lomo.render.colours import coloured, is_plain
from lomo.render.fit import finish_of
from lomo.render.render import Page

TEXT = (
    "A train leaves at noon and travels for two hours at $v = \\frac{90}{2}$ km/h. Then it stops for lunch."
)


def only(name: str, **strength: object) -> Config:
    weights = dict.fromkeys(("clean", "rotate", "blur", "shadow_or_stain", "wave"), 0) | {name: 1}
    return Config.from_dict({"ops": weights, "distort": strength, "position": "full"})


def test_a_legible_draw_stays_as_it_was() -> None:
    floored, free = only("rotate"), only("rotate", legibility_floor=0)
    one, other = (draw_pages(TEXT, config, 3, "k", "distort/0") for config in (floored, free))
    assert one.operation == other.operation
    assert (one.draws, one.refused, other.score) == (1, None, None)
    assert one.score is not None
    assert one.score > floored.distort.legibility_floor
    assert np.array_equal(one.distorted[0].image, other.distorted[0].image)


def test_numbers_below_the_floor_are_drawn_again() -> None:
    config = only(
        "blur", gaussian_sigma_px_range=(0.5, 3.0), box_px_range=(3, 7), motion_px_range=(2.0, 12.0)
    )
    drawn = [draw_pages(TEXT, config, 0, str(key), "distort/0") for key in range(60)]
    floor = config.distort.legibility_floor
    assert {one.draws for one in drawn} == set(range(1, DRAWS + 1))
    for one in drawn:
        (page,) = one.rendering.pages
        assert one.score == page_score(page, one.distorted[0], JUDGED_GLYPHS) / 65536
        assert one.score >= floor
        if one.refused:
            assert (one.operation, one.draws) == (Operation("clean", {}), DRAWS)
        else:
            assert one.operation.op.startswith("blur")
    again = [draw_pages(TEXT, config, 0, str(key), "distort/0") for key in range(60)]
    assert [one.operation for one in again] == [one.operation for one in drawn]


def test_what_no_draw_leaves_legible_stays_clean() -> None:
    config = only(
        "blur", gaussian_sigma_px_range=(7.0, 8.0), box_px_range=(25, 31), motion_px_range=(28.0, 31.0)
    )
    made = substitute(TEXT, key="k", config=config)
    (span,) = made.provenance["spans"]
    assert (span["op"], span["parameters"], span["draws"], span["legibility"]) == ("clean", {}, DRAWS, 1.0)
    assert span["refused"].startswith("blur")
    clean = substitute(TEXT, key="k", config=only("clean"))
    assert [one.png() for one in made.pictures] == [one.png() for one in clean.pictures]


def test_small_text_is_not_refused_for_ever() -> None:
    config = Config.from_dict({"style": {"text_size_px": 6, "line_height_px": 7}, "position": "full"})
    made = above_floor("Small letters.", config, Operation("blur_box", {"side_px": 5}), 0, "k", "distort/0")
    assert (made.operation.op, made.refused, made.draws) == ("clean", "blur_box", DRAWS)
    assert made.score is not None
    assert made.score < config.distort.legibility_floor


@pytest.mark.parametrize("preset", ["paper", "strong"])
def test_records_tell_their_draws_and_are_made_again(preset: str) -> None:
    config = Config.from_dict({"preset": preset, "position": "full"})
    draws = set()
    for key in range(25):
        made = substitute(TEXT, key=str(key), config=config)
        provenance = json.loads(json.dumps(made.provenance))
        (span,) = provenance["spans"]
        draws.add(span["draws"])
        assert config.distort.legibility_floor <= span["legibility"] <= 1
        assert remake(provenance) == [picture.png() for picture in made.pictures]
    assert len(draws) > 1


def test_every_page_of_a_span_must_be_legible() -> None:
    config = Config.from_dict({"style": {"max_pixels": 30_000, "width_px": 300}})
    drawn = distorted_pages(TEXT * 4, config, Operation("blur_gaussian", {"sigma_px64": 60}))
    assert len(drawn.rendering.pages) > 1
    made = above_floor(TEXT * 4, config, drawn.operation, 0, "k", "distort/0")
    assert made.score == min(
        page_score(page, distorted, JUDGED_GLYPHS) / 65536
        for page, distorted in zip(made.rendering.pages, made.distorted, strict=True)
    )


def in_steps(page: Page, style: Style, operation: Operation) -> np.ndarray:
    """The slow twin of ``_native.final_picture``: one thing after the other."""

    def padded(image: np.ndarray, paper: tuple[int, ...]) -> np.ndarray:
        height, width, channels = image.shape
        full_width, full_height = finish_of(style).padded_size(width, height)
        full = np.empty((full_height, full_width, channels), np.uint8)
        full[:] = paper[:channels]
        full[:height, :width] = image
        return full

    paper = rgb(style.paper)
    if not keeps_size(operation):
        return padded(coloured(apply(page.grey, operation).image, style), paper)
    if is_plain(style) or operation.set == "shadow_or_stain":
        return apply(padded(page.image, paper), operation).image
    return coloured(apply(padded(page.grey, WHITE), operation).image, style)


@pytest.mark.parametrize("pad_to", [1, 96])
@pytest.mark.parametrize(
    "colours",
    [{}, {"paper": "#ffeecc"}, {"ink": "#eeeeee", "paper": "#111111"}],
    ids=("plain", "tint", "dark"),
)
@pytest.mark.parametrize("op", OPERATIONS)
def test_a_final_picture_is_made_as_in_steps(op: str, colours: dict[str, str], pad_to: int) -> None:
    style = Style.model_validate({"pad_to": pad_to, **colours})
    operation = Operation(op, OPERATIONS[op].draw(Stream(5, op, "x"), Config().distort))
    drawn = distorted_pages(TEXT, Config(style=style), operation, judged=True)
    (page,), (made,) = drawn.rendering.pages, drawn.distorted
    assert np.array_equal(made.image, in_steps(page, style, operation))
    assert drawn.score == page_score(page, made, JUDGED_GLYPHS) / 65536
