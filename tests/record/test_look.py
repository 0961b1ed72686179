"""Looks drawn by seed and record: off by default, told in the record, made again from it, and legible."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import numpy as np
import pytest

import lomo
from lomo.colour import contrast, rgb
from lomo.config import Config, Style
from lomo.distort.apply import apply
from lomo.distort.operations import OPERATIONS, Operation
from lomo.presets import PRESETS
from lomo.randomness import Stream
from lomo.record.draw import distorted_pages
from lomo.record.remake import remake
from lomo.record.substitute import Picture, substitute
from lomo.render.look import draw_look, with_look
from reference.colour import coloured

TEXT = (
    "A train leaves at noon and travels for two hours at $v = \\frac{90}{2}$ km/h. Then it stops for lunch, "
    "which takes an hour. How far has it come by six in the evening?"
)
VARIED: dict[str, Any] = {
    "faces": ["DejaVuSans.ttf", "lmroman10-regular.otf"],
    "text_size_px_range": [16, 28],
    "line_height_range": [1.1, 1.7],
    "align": {"as_styled": 0, "left": 1, "justified": 1, "centre": 1, "right": 1},
    "colours": {"as_styled": 1, "tint": 1, "pair": 1, "dark": 1},
}
DARK = {"ink": "#f0e8d8", "paper": "#101828"}


def varied(**more: Any) -> Config:
    """A configuration that draws everything."""
    return Config.from_dict({"position": "full", "style": {"variety": VARIED}, **more})


def look(made: lomo.Substitution) -> dict[str, Any]:
    """The look of the only span."""
    (span,) = made.provenance["spans"]
    found: dict[str, Any] = span["look"]
    return found


@pytest.mark.parametrize("preset", ["paper", "clean"])
def test_pages_look_alike_in_the_papers_setting(preset: str) -> None:
    made = substitute(TEXT, key="k", config=Config.from_dict({"preset": preset}))
    assert look(made) == {}
    assert Config.from_dict({"preset": preset}).style == Style()


@pytest.mark.parametrize("preset", ["mild", "strong"])
def test_the_other_presets_draw_all_that_they_ask_for(preset: str) -> None:
    config = Config.from_dict({"preset": preset, "position": "full"})
    asked = PRESETS[preset]["style"]["variety"]
    faces, ways, kinds = set(), set(), set()
    for key in range(60):
        drawn = draw_look(config.style, 0, str(key), "look/0")
        faces.add(drawn["text_face"])
        ways.add(drawn.get("align", "as_styled"))
        dark = "ink" in drawn and drawn["paper"] < drawn["ink"]
        kinds.add("as_styled" if "ink" not in drawn else "dark" if dark else "light")
        low, high = asked["text_size_px_range"]
        assert low * 64 <= drawn["text_size_px64"] <= high * 64
        if "ink" in drawn:
            assert contrast(tuple(drawn["ink"]), tuple(drawn["paper"])) >= 100 * asked["min_contrast"]
    assert faces == set(asked["faces"])
    assert ways == set(asked["align"])
    assert kinds == ({"as_styled", "light", "dark"} if preset == "strong" else {"as_styled", "light"})
    for key in range(12):
        made = substitute(TEXT, key=str(key), config=config)
        told = json.loads(json.dumps(made.provenance))
        assert remake(told) == [picture.png() for picture in made.pictures]
        assert told["spans"][0]["legibility"] >= config.distort.legibility_floor


def test_records_tell_their_look_and_are_made_again() -> None:
    config = varied()
    ways, kinds, faces = Counter[str](), Counter[str](), Counter[str]()
    for key in range(48):
        made = substitute(TEXT, key=str(key), seed=5, config=config)
        told = json.loads(json.dumps(made.provenance))
        assert "variety" not in told["style"]
        assert remake(told) == [picture.png() for picture in made.pictures]
        assert substitute(TEXT, key=str(key), seed=5, config=config).provenance == made.provenance
        drawn = look(made)
        ways[drawn["align"]] += 1
        faces[drawn["text_face"]] += 1
        kinds["plain" if "ink" not in drawn else "dark" if drawn["paper"] < drawn["ink"] else "light"] += 1
        assert 16 * 64 <= drawn["text_size_px64"] <= 28 * 64
        assert 1.099 <= drawn["line_height_px64"] / drawn["text_size_px64"] <= 1.7
        assert drawn["math_size_px64"] == 26 * drawn["text_size_px64"] // 20
    assert set(ways) == {"left", "justified", "centre", "right"}
    assert set(kinds) == {"plain", "dark", "light"}
    assert set(faces) == set(VARIED["faces"])


def test_drawn_colours_stand_apart() -> None:
    for least in (2.0, 4.5, 12.0, 15.0):
        style = Style.model_validate(
            {"variety": {"colours": {**VARIED["colours"], "as_styled": 0}, "min_contrast": least}}
        )
        for key in range(60):
            drawn = draw_look(style, 0, str(key), "look/0")
            assert contrast(tuple(drawn["ink"]), tuple(drawn["paper"])) >= 100 * least
            assert with_look(style, drawn).variety == Style().variety


def test_one_part_more_changes_no_other() -> None:
    every = Style.model_validate({"variety": VARIED})
    whole = draw_look(every, 1, "k", "look/0")
    for part in VARIED:
        some = draw_look(Style.model_validate({"variety": {part: VARIED[part]}}), 1, "k", "look/0")
        # Sizes stand for each other: lines are as high as the text's size says.
        sizes = {"text_size_px64", "line_height_px64", "math_size_px64"}
        same = some.keys() - sizes | ({"text_size_px64"} if part == "text_size_px_range" else set())
        assert same or part == "line_height_range"
        assert {name: some[name] for name in same} == {name: whole[name] for name in same}
    assert draw_look(every, 1, "k", "look/1") != whole
    assert draw_look(every, 2, "k", "look/0") != whole


def test_the_distortion_is_drawn_as_without_a_look() -> None:
    plain = substitute(
        TEXT, key="k", config=Config.from_dict({"position": "full", "distort": {"legibility_floor": 0}})
    )
    made = substitute(TEXT, key="k", config=varied(distort={"legibility_floor": 0}))
    assert made.provenance["spans"][0]["parameters"] == plain.provenance["spans"][0]["parameters"]


@pytest.mark.parametrize("op", OPERATIONS)
def test_a_page_in_colours_is_the_plain_one_coloured(op: str) -> None:
    operation = Operation(op, OPERATIONS[op].draw(Stream(3, op, "x"), Config().distort))
    plain, dark = (
        distorted_pages(TEXT, Config.from_dict({"style": style}), operation) for style in ({}, DARK)
    )
    (before,), (after,) = plain.rendering.pages, dark.rendering.pages
    (grey,), (made,) = plain.distorted, dark.distorted
    ink, paper = rgb(DARK["ink"]), rgb(DARK["paper"])
    np.testing.assert_array_equal(after.grey, before.image)
    np.testing.assert_array_equal(after.image, coloured(before.image, ink, paper))
    if operation.set == "shadow_or_stain":  # takes light from the coloured page
        np.testing.assert_array_equal(made.image, apply(after.image, operation).image)
        assert (made.image <= after.image).all()
    else:
        np.testing.assert_array_equal(made.image, coloured(grey.image, ink, paper))
    if op.startswith("rotate"):
        corners = made.image[[0, 0, -1, -1], [0, -1, 0, -1]]
        assert (corners == paper).all()
    # The score is what the distortion takes, whatever the colours.
    scores = lomo.legibility(before, grey), lomo.legibility(after, made)
    assert scores[1].page == pytest.approx(scores[0].page, abs=0.05)
    assert (scores[0].sources == scores[1].sources).all()


def test_two_greys_need_one_channel() -> None:
    page = lomo.render(TEXT, Style(ink="#eeeeee", paper="#222222")).pages[0]
    assert page.image.shape[2] == 1
    assert (page.image.min(), page.image.max()) == (0x22, 0xEE)


def test_padding_is_paper() -> None:
    style = {**DARK, "pad_to": 64}
    config = Config.from_dict({"preset": "clean", "position": "full", "style": style})
    (picture,) = substitute(TEXT, key="k", config=config).pictures
    assert picture.image.shape[0] % 64 == picture.image.shape[1] % 64 == 0
    assert (picture.image[-1] == rgb(DARK["paper"])).all()
    assert (picture.image[:, -1] == rgb(DARK["paper"])).all()


@pytest.mark.parametrize("style", [{}, DARK])
def test_light_is_taken_from_the_padding_too(style: dict[str, str]) -> None:
    blob = {name: [0] for name in OPERATIONS["stain_blobs"].lists} | {
        "x_share": [32768],
        "y_share": [65536],
        "radius_share": [30000],
        "opacity_share": [40000],
        "hardness": [64],
    }
    config = Config.from_dict({"style": {**style, "pad_to": 256}})
    drawn = distorted_pages(TEXT, config, Operation("stain_blobs", blob))
    (page,), (made,) = drawn.rendering.pages, drawn.distorted
    height, width, _ = page.image.shape
    assert made.image.shape[0] % 256 == 0
    assert made.source_size == (width, height)
    below = made.image[height:]
    assert below.min() < min(rgb(style.get("paper", "#ffffff")))
    assert lomo.legibility(page, made).page > 0.5


def test_boxes_are_those_of_the_plain_page() -> None:
    def boxes(style: dict[str, str]) -> list[Any]:
        config = Config.from_dict({"boxes": True, "position": "full", "style": style})
        return [p.boxes.to_json() for p in substitute(TEXT, key="k", config=config).pictures if p.boxes]

    assert boxes(DARK) == boxes({})
    assert boxes({})


def test_a_public_distortion_grows_in_paper() -> None:
    config = Config.from_dict(
        {"style": DARK, "ops": {"clean": 0, "rotate": 1, "blur": 0, "shadow_or_stain": 0, "wave": 1}}
    )
    page = lomo.render(TEXT, config).pages[0]
    for key in range(8):
        made = lomo.distort(page.image, key=str(key), config=config)
        exact = coloured(apply(page.grey, made.operation).image, rgb(DARK["ink"]), rgb(DARK["paper"]))
        assert np.abs(made.image.astype(int) - exact.astype(int)).max() <= 2
        assert (made.image[0, 0] == rgb(DARK["paper"])).all()


def test_a_face_from_a_file_is_recorded(tmp_path: Any) -> None:
    from lomo.render.faces import PACKAGED_FOLDER

    data = (PACKAGED_FOLDER / "lmsans10-regular.otf").read_bytes()
    other = tmp_path / "other.otf"
    other.write_bytes(data)
    config = Config.from_dict({"position": "full", "style": {"text_face": str(other)}})
    made = substitute(TEXT, key="k", config=config)
    (span,) = made.provenance["spans"]
    assert list(span["fonts"]) == ["other.otf"]
    packaged = substitute(
        TEXT,
        key="k",
        config=Config.from_dict({"position": "full", "style": {"text_face": "lmsans10-regular.otf"}}),
    )
    assert list(packaged.provenance["spans"][0]["fonts"]) == ["lmsans10-regular.otf"]
    assert [p.png() for p in packaged.pictures] == [p.png() for p in made.pictures]
    with pytest.raises(lomo.InputError, match=r"none\.ttf: cannot be read"):
        lomo.render("a", Style(text_face="none.ttf"))


def test_every_character_is_drawn_in_every_face() -> None:
    text = "Latin, Ελληνικά, русский, עברית, ∑ and ü."
    for face in ("lmroman10-regular.otf", "lmsans10-regular.otf", "DejaVuSansMono.ttf", None):
        rendering = lomo.render(text, Style(text_face=face))
        assert rendering.missing == {}
        drawn = {start for start, _ in rendering.pages[0].layout.dump()["sources"]}
        assert {at for at, c in enumerate(text) if not c.isspace()} == drawn


def test_pictures_of_varied_looks_decode(tmp_path: Any) -> None:
    image = pytest.importorskip("PIL.Image")
    for key in range(8):
        for part in substitute(TEXT, key=str(key), config=varied()).parts:
            assert isinstance(part, Picture)
            path = tmp_path / "x.png"
            path.write_bytes(part.png())
            with image.open(path) as read:
                np.testing.assert_array_equal(np.asarray(read), part.image.squeeze())
