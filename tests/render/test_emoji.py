"""Texts with emoji and fonts in colour made here -> which clusters take the colours, on pages of every look."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pytest

import lomo
from corpus.samples import build_from, conversation, write_jsonl
from lomo import _native
from lomo.colour import rgb
from lomo.config import Config, Style
from lomo.corpus.verify import verify
from lomo.errors import ConfigError, InputError
from lomo.record.draw import distorted_pages
from lomo.record.remake import remake
from lomo.render import emoji_faces, faces, installed
from lomo.render.face_file import Face, load
from lomo.render.faces import faces_for
from lomo.render.font_report import coverages, needs
from lomo.render.ledger import ledger
from reference import colour_fonts, colour_glyph

HUES = {name: (230 - 20 * at, 40 + 18 * at, (90 * at) % 250) for at, name in enumerate(colour_fonts.DRAWN)}
TEXT = "Hi \U0001f600, 1\ufe0f\u20e3 \U0001f1e9\U0001f1ea! \U0001f44d\U0001f3fd by \U0001f468\u200d\U0001f4bb 12."
CLUSTERS = ("\U0001f600", *colour_fonts.SEQUENCES)
WARPS = ("rotate", "blur", "shadow_or_stain", "wave")


def picture(hue: tuple[int, int, int]) -> np.ndarray[Any, np.dtype[np.uint8]]:
    """A disc in that colour with a dark bar, on nothing."""
    y, x = np.mgrid[:48, :56]
    made = np.zeros((48, 56, 4), np.uint8)
    made[(x - 28) ** 2 / 28**2 + (y - 24) ** 2 / 24**2 <= 1] = (*hue, 255)
    made[20:26, 12:44] = (30, 20, 20, 255)
    return made


@pytest.fixture(scope="session", params=["cbdt", "sbix", "colr"])
def font(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A font file of each kind."""
    if request.param == "colr":
        shapes = {f"{name}_box": (50, -150, 1150, 800) for name in HUES} | {"bar": (300, 300, 900, 450)}
        palette = [(red / 255, green / 255, blue / 255, 1.0) for red, green, blue in HUES.values()]
        layers = {name: [(f"{name}_box", at), ("bar", 0xFFFF)] for at, name in enumerate(HUES)}
        data = colour_fonts.colr(shapes, layers, palette)
    else:
        build = colour_fonts.cbdt if request.param == "cbdt" else colour_fonts.sbix
        pictures = {name: picture(hue) for name, hue in HUES.items()}
        data = build(pictures, 46, (0, 38) if request.param == "cbdt" else (0, -10))
    path = tmp_path_factory.mktemp("fonts") / f"tiny-{request.param}.ttf"
    path.write_bytes(data)
    return str(path)


def style_of(font: str, **more: Any) -> Style:
    return Style(emoji="colour", fonts=(font,), system_fonts=False, **more)


def in_colour(text: str, style: Style) -> list[str]:
    """The pieces of the text that glyphs in colour stand for, those that show nothing left out."""
    ids = {face.native.id for face in faces_for(text, style) if face.native.in_colour}
    pieces = []
    for page in lomo.render(text, style).pages:
        shown = _native.item_boxes(page.layout)[:, 1] < _native.item_boxes(page.layout)[:, 3]
        for (face, *_, start, end), inked in zip(page.layout.glyph_items(), shown, strict=False):
            pieces += [text[start:end]] * (face in ids and bool(inked))
    return pieces


def test_sequences_are_drawn_in_colour_as_one(font: str) -> None:
    style = style_of(font)
    assert in_colour(TEXT, style) == list(CLUSTERS)
    (page,) = lomo.render(TEXT, style).pages
    assert page.image.shape[2] == 3
    np.testing.assert_array_equal(colour_glyph.luma(page.image), page.grey)
    seen = {tuple(map(int, pixel)) for pixel in page.image.reshape(-1, 3)}
    names = ("smile", *colour_fonts.SEQUENCES.values())
    assert seen >= {HUES[name] for name in names}
    assert lomo.render(TEXT, style).fonts == {
        Path(font).name: hashlib.sha256(Path(font).read_bytes()).hexdigest()
    }


def test_what_is_text_stays_in_ink(font: str) -> None:
    style = style_of(font)
    for text in ("\U0001f600\ufe0e", "1\u20e3", "1", "x\ufe0f", "\u00a9", "\u2764", "1\ufe0f"):
        assert in_colour(f"a{text}b", style) == [], text
        (page,) = lomo.render(f"a{text}b", style).pages
        assert page.image.shape[2] == 1
    # A flag and a family that the face has not, drawn of parts: letters of flags show nothing alone.
    assert in_colour("a\U0001f1ea\U0001f1ea", style) == []
    assert in_colour("\U0001f600\u200d\U0001f4bb", style) == ["\U0001f600\u200d\U0001f4bb"] * 2


def test_no_text_changes_without_an_emoji(font: str) -> None:
    for text in ("Plain words, 1 2 3.", "$x^2$ and \u4e2d\u6587 \u2192 \u2713"):
        plain = lomo.render(text, Style(system_fonts=False)).pages
        for here, there in zip(plain, lomo.render(text, style_of(font)).pages, strict=True):
            np.testing.assert_array_equal(here.image, there.image)


def test_formulas_and_code_take_the_colours(font: str) -> None:
    text = "So $x + \\text{\U0001f600 a}$ and `y = \U0001f600`\n```\n# \U0001f600\n```"
    made = lomo.render(text, style_of(font))
    assert made.route == "math"
    assert in_colour(text, style_of(font)) == ["\U0001f600"] * 3
    assert all(page.ledger().complete for page in made.pages)
    marked = lomo.render("# Big \U0001f600\n> quoted \U0001f600", style_of(font, markup="markdown"))
    assert all(page.layout.in_colour and page.ledger().complete for page in marked.pages)


def test_the_ledger_misses_no_glyph_in_colour(font: str) -> None:
    style = style_of(font)
    (page,) = lomo.render(TEXT, style).pages
    account = page.ledger()
    assert account.complete
    assert (account.counts["drawn"], account.counts["shared"]) == (10, 8)
    items = page.layout.glyph_items()
    ids = {face.native.id for face in faces_for(TEXT, style) if face.native.in_colour}
    for index in [at for at, (face, *_) in enumerate(items) if face in ids]:
        without = _native.without_item(page.layout, 0, index)
        grey, x, y = _native.paint(without, 10, 1 << 24)
        assert not ledger(page.passage, without, page.source, grey, (x, y)).complete
        assert not ledger(page.passage, page.layout, page.source, grey, (x, y)).complete
        start = items[index][5]
        lost = ledger(page.passage, page.layout, page.source, grey, (x, y)).faults
        assert any(fault.start == start for fault in lost)


LOOKS: list[dict[str, str]] = [{}, {"ink": "#e0e0f0", "paper": "#102038"}, {"paper": "#dddddd"}]


@pytest.mark.parametrize("colours", LOOKS)
def test_the_ledger_misses_what_is_lost_in_colour_alone(font: str, colours: dict[str, str]) -> None:
    style = style_of(font, **colours)
    ink, paper = rgb(style.ink), rgb(style.paper)
    (page,) = lomo.render(TEXT, style).pages
    assert page.ledger().complete
    boxes = _native.item_boxes(page.layout)
    missed = 0
    for index, (*_, start, _) in enumerate(page.layout.glyph_items()):
        image = _native.paint_in_colour(_native.without_item(page.layout, 0, index), 10, 1 << 24, ink, paper)
        if image.shape == page.image.shape and boxes[index, 1] < boxes[index, 3]:
            faults = replace(page, image=image).ledger().faults
            assert {fault.start for fault in faults} >= {start}
            missed += 1
    assert missed > 10
    ids = {face.native.id for face in faces_for(TEXT, style) if face.native.in_colour}
    first = next(at for at, item in enumerate(page.layout.glyph_items()) if item[0] in ids)
    x, y = page.origin
    _, x0, y0, x1, y1, start, *_ = boxes[first].tolist()
    wiped = page.image.copy()
    wiped[y + y0 : y + y1, x + x0 : x + x1] = paper
    assert any(fault.start == start for fault in replace(page, image=wiped).ledger().faults)


@pytest.mark.parametrize("colours", LOOKS)
def test_what_crosses_an_emoji_hides_no_letter(font: str, colours: dict[str, str]) -> None:
    for text, markup in (("~~a \U0001f600 b~~", "markdown"), ("$\\cancel{\\text{\U0001f600}}$", "none")):
        (page,) = lomo.render(text, style_of(font, markup=markup, **colours)).pages
        assert page.layout.in_colour
        assert page.ledger().complete


@pytest.mark.parametrize("colours", LOOKS)
def test_colours_hold_on_paper_and_through_distortions(font: str, colours: dict[str, str]) -> None:
    style = style_of(font, pad_to=28, **colours)
    paper = [int(style.paper[at : at + 2], 16) for at in (1, 3, 5)]
    (page,) = lomo.render(TEXT, style).pages
    assert page.image[0, 0].tolist() == paper
    assert {tuple(map(int, pixel)) for pixel in page.image.reshape(-1, 3)} >= {HUES["smile"]}
    for warp in WARPS:
        weights = {name: int(name == warp) for name in ("clean", *WARPS)}
        config = Config(style=style, ops=weights, distort={"legibility_floor": 0.0})
        for seed in range(3):
            made = lomo.substitute(TEXT, key=f"{warp}{seed}", seed=seed, config=config)
            assert remake(made.provenance) == [one.png() for one in made.pictures]
            for one in made.pictures:
                assert one.image.shape[2] == 3
                assert not one.image.shape[0] % 28
                if warp in ("rotate", "wave"):  # what the canvas grew by is paper
                    assert one.image[0, 0].tolist() == paper
                    assert one.image[-1, -1].tolist() == paper


def test_legibility_judges_emoji_by_their_looks(font: str) -> None:
    for colours in ({}, {"ink": "#e0e0f0", "paper": "#102038"}):
        style = style_of(font, **colours)
        drawn = distorted_pages(
            TEXT, Config(style=style), lomo.distort(np.full((9, 9, 1), 255, np.uint8), key="k").operation
        )
        (page,), (moved,) = drawn.rendering.pages, drawn.distorted
        told = lomo.legibility(page, moved)
        assert len(told.glyphs) == len([1 for box in _native.item_boxes(page.layout) if box[1] < box[3]])
        assert told.correlation.min() > 0.5


def test_monochrome_is_the_default_and_hides_no_font(font: str) -> None:
    assert Style().emoji == "monochrome"
    named = Style(fonts=(font,), system_fonts=False)
    if "colr" in font:  # its plain outlines serve as any face's
        assert not lomo.render(TEXT, named).pages[0].layout.in_colour
    else:
        with pytest.raises(InputError, match=r"font .*tiny-.*style\.emoji=colour"):
            lomo.render(TEXT, named)
    with pytest.raises(ConfigError, match="emoji"):
        Style(emoji="color")  # type: ignore[arg-type]


@pytest.mark.parametrize("look", ["monochrome", "colour"])
def test_colours_of_a_kind_not_drawn_lose_nothing(
    font: str, look: Literal["monochrome", "colour"], tmp_path: Path
) -> None:
    """Glyphs of COLR version 1 have empty outlines: a face of such does not cover their characters."""
    boxes = {f"{name}_box": (50, -150, 1150, 800) for name in colour_fonts.DRAWN}
    layers = {name: [(f"{name}_box", 0)] for name in colour_fonts.DRAWN}
    path = tmp_path / "later.ttf"
    path.write_bytes(colour_fonts.colr(boxes, layers, [(1.0, 0.0, 0.0, 1.0)], version=1))
    fonts = (str(path),) if look == "monochrome" else (str(path), font)
    rendering = lomo.render("a \U0001f468.", Style(emoji=look, fonts=fonts, system_fonts=False))
    ledger = rendering.pages[0].ledger()
    assert ledger.complete
    assert ledger.counts["box"] == int(look == "monochrome")


def test_colour_without_a_face_says_what_to_do() -> None:
    style = Style(emoji="colour", system_fonts=False)
    with pytest.raises(InputError, match=r"style\.fonts names no face in colour: .*style\.emoji=monochrome"):
        lomo.render("No emoji at all", style)
    assert lomo.render("No emoji at all", Style(system_fonts=False)).pages


def test_an_installed_face_is_found(font: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "NotoColorEmoji.ttf").write_bytes(Path(font).read_bytes())
    monkeypatch.setattr(installed, "SYSTEM_FOLDERS", (str(tmp_path),))
    found = (emoji_faces.installed_colour_files, emoji_faces._found, installed.preferred_files)
    for cached in found:
        cached.cache_clear()
    try:
        style = Style(emoji="colour")
        assert in_colour("\U0001f600", style) == ["\U0001f600"]
        assert lomo.render("\U0001f600", style).fonts.keys() == {"NotoColorEmoji.ttf"}
        # A face that the configuration names is the only one.
        assert lomo.render("\U0001f600", Style(emoji="colour", fonts=(font,))).fonts.keys() == {
            Path(font).name
        }
    finally:
        for cached in found:
            cached.cache_clear()


def test_an_installed_outline_draws_what_asks_for_ink(
    font: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shapes = {"man": (0, 0, 900, 800), "box": (0, 0, 900, 800)}
    plain = tmp_path / "outlines.ttf"
    plain.write_bytes(colour_fonts.colr(shapes, {"smile": [("box", 0)]}, [(1.0, 0.0, 0.0, 1.0)]))

    def found(characters: str, _: str) -> list[Face]:
        return [load(str(plain))] if "\U0001f468" in characters else []

    monkeypatch.setattr(faces, "system_faces", found)
    style = Style(emoji="colour", fonts=(font,))
    assert in_colour("a\U0001f468b", style) == ["\U0001f468"]
    for text in ("a\U0001f468\ufe0eb", "$a\\text{\U0001f468\ufe0e}$"):
        assert in_colour(text, style) == []
        assert lomo.render(text, style).fonts.keys() == {"outlines.ttf"}


def test_lomo_fonts_lists_the_face(font: str) -> None:
    style = style_of(font)
    first = coverages(style)[0]
    assert (first.face, first.origin) == (Path(font).name, "emoji")
    asked = needs([TEXT], style)
    assert asked.by_face[Path(font).name] == 5  # the smile, thumb, tone, man and computer
    assert load(font, in_colour=True).sha256 == asked.hashes[Path(font).name]


def test_a_corpus_records_the_face_and_is_made_again(font: str, tmp_path: Path) -> None:
    texts = [f"{n} pears. Say \U0001f600 {TEXT} now. More {n}." for n in range(6)]
    write_jsonl(tmp_path / "text.jsonl", [conversation(f"r{n}", text) for n, text in enumerate(texts)])
    config = {
        "rewrite_ratio": 1.0,
        "boxes": True,
        "position": "full",
        "style": {"emoji": "colour", "fonts": [font], "system_fonts": False},
    }
    built = build_from(tmp_path, text="text.jsonl", config=config)
    manifest = json.loads((built.folder / "manifest.json").read_text())
    assert manifest["fonts"][Path(font).name] == hashlib.sha256(Path(font).read_bytes()).hexdigest()
    report = verify(built.folder, workers=1, sample=6)
    assert report.recomputed.pictures["same"] >= 6
    assert not report.faults.counts


INSTALLED = next((path for path in emoji_faces.installed_colour_files() if "NotoColorEmoji" in path), None)


@pytest.mark.skipif(INSTALLED is None, reason="Noto Color Emoji is not installed: fonts-noto-color-emoji")
def test_a_real_face_draws_what_unicode_recommends() -> None:
    style = Style(emoji="colour", fonts=(str(INSTALLED),), system_fonts=False)
    sequences = ["\u2764\ufe0f", "#\ufe0f\u20e3", "\U0001f1ef\U0001f1f5", "\U0001f44d\U0001f3ff"]
    sequences += ["\U0001f3f3\ufe0f\u200d\U0001f308", "\U0001f9d1\U0001f3ff\u200d\U0001f680"]
    sequences += ["\U0001f3f4" + "".join(chr(0xE0000 + ord(c)) for c in "gbeng") + "\U000e007f"]
    text = "x" + " ".join(sequences) + " 123"
    assert in_colour(text, style) == sequences
    assert lomo.render(text, style).pages[0].ledger().complete
