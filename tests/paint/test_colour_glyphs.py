"""Glyphs in colour against slow twins: pictures brought to size, layers laid over each other, and their darkness."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from lomo import _native
from reference import colour_fonts, colour_glyph

UNIT = 65536
BLACK, WHITE = (0, 0, 0), (255, 255, 255)
SMILE = 0x1F600


@lru_cache(maxsize=64)
def font_of(kind: str, seed: int, width: int, height: int) -> tuple[_native.FontFile, NDArray[np.uint8]]:
    """A font of one random picture, and the picture."""
    rng = np.random.default_rng(seed)
    picture = rng.integers(0, 256, (height, width, 4), dtype=np.uint8)
    picture[..., 3] = np.where(rng.random((height, width)) < 0.3, 0, picture[..., 3])
    build = colour_fonts.cbdt if kind == "cbdt" else colour_fonts.sbix
    place = (3, height - 7) if kind == "cbdt" else (3, -7)
    return _native.FontFile(build({"smile": picture}, 40, place), 0, True), picture


def layout_of(face: _native.FontFile, size: int, x: int, y: int, glyph: int | None = None) -> _native.Layout:
    glyph = face.glyph_index(SMILE) if glyph is None else glyph
    return _native.make_layout([face], [(0, glyph, size, x, y, 0, 1)], [], 0, 0, 0)


def in_units(box: tuple[int, int, int, int], size: int, phase: tuple[int, int]) -> tuple[int, int, int, int]:
    """A box in font units at an em size, moved by quarters of a pixel."""
    size = (size + 512) // 1024 * 1024
    scaled = [colour_glyph._divided(side * size, colour_fonts.UPEM) for side in box]
    return (
        scaled[0] + phase[0] * UNIT // 4,
        scaled[1] + phase[1] * UNIT // 4,
        scaled[2] + phase[0] * UNIT // 4,
        scaled[3] + phase[1] * UNIT // 4,
    )


@settings(max_examples=80)
@given(
    st.sampled_from(["cbdt", "sbix"]),
    st.integers(0, 3),
    st.sampled_from([(1, 1), (7, 3), (40, 44), (51, 29), (3, 60)]),
    st.integers(6 * UNIT, 90 * UNIT),
    st.tuples(st.integers(0, 3), st.integers(0, 3)),
    st.sampled_from([(BLACK, WHITE), ((224, 224, 240), (16, 24, 40))]),
)
def test_a_picture_is_brought_to_size_as_its_twin(
    kind: str,
    seed: int,
    shape: tuple[int, int],
    size: int,
    phase: tuple[int, int],
    colours: tuple[tuple[int, int, int], tuple[int, int, int]],
) -> None:
    face, picture = font_of(kind, seed, *shape)
    box = face.glyph_box(face.glyph_index(SMILE))
    column, row, pixels = colour_glyph.resample(picture, in_units(box, size, phase))
    seen = np.argwhere(pixels[..., 3] > 0)
    layout = layout_of(face, size, phase[0] * UNIT // 4, phase[1] * UNIT // 4)
    got = _native.paint_in_colour(layout, 0, 1 << 24, *colours)
    if not len(seen):
        assert got.shape == (1, 1, 3)
        return
    (top, left), (bottom, right) = seen.min(axis=0), seen.max(axis=0) + 1
    paper = np.broadcast_to(np.array(colours[1]), (*pixels.shape[:2], 3))
    expected = colour_glyph.on_page(paper, pixels, 0, colours[0])[top:bottom, left:right]
    np.testing.assert_array_equal(got, expected)
    if colours == (BLACK, WHITE):
        np.testing.assert_array_equal(colour_glyph.luma(got), _native.paint(layout, 0, 1 << 24)[0])
    x0, y0, x1, y1 = _native.item_boxes(layout)[0, 1:5]
    assert (x0, -y0, x1, -y1) == (column + left, row - top, column + right, row - bottom)


SHAPES = {"low": (0, -100, 700, 600), "high": (300, 200, 1100, 800), "thin": (500, -50, 520, 850)}
PALETTE = [(1.0, 0.0, 0.0, 1.0), (0.0, 0.5, 1.0, 0.4), (1.0, 0.9, 0.0, 1.0)]
LAYERS = {"smile": [("low", 0), ("high", 1), ("thin", 0xFFFF), ("low", 9)], "man": [("thin", 2)]}


def of_255(colour: tuple[float, ...]) -> list[int]:
    return [round(255 * part) for part in colour]


@settings(max_examples=40)
@given(
    st.integers(6 * UNIT, 80 * UNIT),
    st.integers(0, 3 * UNIT),
    st.integers(0, 3 * UNIT),
    st.sampled_from([(BLACK, WHITE), ((250, 240, 200), (20, 30, 60))]),
)
def test_layers_are_laid_over_each_other_as_their_twin(
    size: int, x: int, y: int, colours: tuple[tuple[int, int, int], tuple[int, int, int]]
) -> None:
    data = colour_fonts.colr(SHAPES, LAYERS, PALETTE)
    face, plain = _native.FontFile(data, 0, True), _native.FontFile(data, 0, False)
    order = [".notdef", "space", *colour_fonts.CMAP.values(), *colour_fonts.SEQUENCES.values(), *SHAPES]
    layout = layout_of(face, size, x, y)
    got = _native.paint_in_colour(layout, 0, 1 << 24, *colours)
    _, left, top = _native.paint(layout, 0, 1 << 24)
    pixels = np.zeros((*got.shape[:2], 4), np.int64)
    ink = np.zeros(got.shape[:2], np.int64)
    for name, index in LAYERS["smile"]:
        shape, shape_left, shape_top = _native.paint(
            layout_of(plain, size, x, y, order.index(name)), 0, 1 << 24
        )
        coverage = np.zeros(got.shape[:2], np.int64)
        row, column = top - shape_top, left - shape_left
        coverage[row : row + shape.shape[0], column : column + shape.shape[1]] = 255 - shape[..., 0]
        # A colour that the palette lacks draws nothing.
        named = (0, 0, 0, 1.0) if index == 0xFFFF else (PALETTE + [(0.0,) * 4] * 9)[index]
        *rgb, whole = of_255(named)
        alpha = colour_glyph.share(coverage, whole)
        above = np.stack([*(colour_glyph.share(part, alpha) for part in rgb), alpha], axis=-1)
        rest = 255 - alpha
        pixels = np.minimum(255, above + colour_glyph.share(pixels, rest[..., None]))
        ink = np.minimum(255, (alpha if index == 0xFFFF else 0) + colour_glyph.share(ink, rest))
    paper = np.broadcast_to(np.array(colours[1]), (*pixels.shape[:2], 3))
    np.testing.assert_array_equal(got, colour_glyph.on_page(paper, pixels, ink, colours[0]))


def test_a_page_without_glyphs_in_colour_is_the_coloured_grey() -> None:
    data = colour_fonts.colr(SHAPES, LAYERS, PALETTE)
    plain = _native.FontFile(data, 0, False)
    layout = layout_of(plain, 30 * UNIT, 0, 0, 17)
    assert not layout.in_colour
    for ink, paper in ((BLACK, WHITE), ((200, 220, 250), (10, 20, 30))):
        made = _native.paint_in_colour(layout, 3, 1 << 24, ink, paper)
        grey = _native.coloured(_native.paint(layout, 3, 1 << 24)[0], ink, paper)
        np.testing.assert_array_equal(made, np.broadcast_to(grey, made.shape))


def test_only_what_shows_is_covered() -> None:
    pictures = {name: np.full((4, 4, 4), 200, np.uint8) for name in colour_fonts.DRAWN}
    shapes = {f"{name}_box": (0, 0, 900, 800) for name in colour_fonts.DRAWN}
    layers = {name: [(f"{name}_box", 0)] for name in colour_fonts.DRAWN}
    for data in (
        colour_fonts.cbdt(pictures, 10, (0, 4)),
        colour_fonts.sbix(pictures, 10),
        colour_fonts.colr(shapes, layers, PALETTE),
    ):
        face = _native.FontFile(data, 0, True)
        assert face.in_colour
        covered = {point for point in colour_fonts.CMAP if face.covers(point)}
        assert covered == {point for point, name in colour_fonts.CMAP.items() if name in colour_fonts.DRAWN}
        assert sum(count for _, count in face.scripts()) == len(covered)


def test_fonts_that_cannot_be_drawn_say_why() -> None:
    pictures = {"smile": np.full((4, 4, 4), 200, np.uint8)}
    for build in (colour_fonts.cbdt, colour_fonts.sbix):
        with pytest.raises(ValueError, match="style.emoji=colour"):
            _native.FontFile(build(pictures, 10), 0, False)
    later = colour_fonts.colr(SHAPES, LAYERS, PALETTE, version=1)
    assert _native.face_tables(later, 0) == (True, False, True)
    _native.FontFile(later, 0, False)  # its outlines serve as any
    with pytest.raises(ValueError, match="COLR version 1"):
        _native.FontFile(later, 0, True)
    assert _native.face_tables(b"no font", 0) == (False, False, False)
    assert _native.face_tables(later, 1) == (False, False, False)


def test_a_picture_that_is_no_png_is_an_error_that_names_it() -> None:
    data = colour_fonts.cbdt({"smile": np.full((9, 9, 4), 200, np.uint8)}, 10)
    face = _native.FontFile(data.replace(b"IHDR", b"IHDX"), 0, True)
    with pytest.raises(ValueError, match=r"glyph 12 of TinyCbdt: the PNG picture"):
        _native.paint(layout_of(face, 20 * UNIT, 0, 0), 0, 1 << 24)
