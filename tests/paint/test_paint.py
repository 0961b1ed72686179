"""Painting against freetype-py and a slow twin: glyph bitmaps, sub-pixel phases, rules, ink box, threads."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import freetype
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lomo import _native
from lomo.config import Style
from lomo.render.face_file import load
from lomo.render.faces import PACKAGED_FOLDER
from lomo.render.fit import page_fit
from reference import paint as twin

UNIT = 65536
FILES = ("DejaVuSans.ttf", "latinmodern-math.otf", "NotoSansArabic-Regular.ttf")
PATHS = [str(PACKAGED_FOLDER / name) for name in FILES]
NATIVE = [load(path).native for path in PATHS]
COUNTS = [freetype.Face(path).num_glyphs for path in PATHS]

needs_same_freetype = pytest.mark.skipif(
    freetype.version() < (2, 10),
    reason=f"freetype-py carries FreeType {freetype.version()}, too old to compare with",
)

length = st.integers(-200 * UNIT, 200 * UNIT)
glyph = st.integers(0, len(FILES) - 1).flatmap(
    lambda face: st.tuples(
        st.just(face), st.integers(0, COUNTS[face] - 1), st.integers(4 * UNIT, 60 * UNIT), length, length
    )
)
rule = st.tuples(length, length, st.integers(1, 99 * UNIT), st.integers(1, 9 * UNIT)) | st.tuples(
    length, length, st.integers(1, 9 * UNIT), st.integers(1, 99 * UNIT)
)


def paint(glyphs: list[tuple[int, ...]], rules: list[tuple[int, ...]], margin: int) -> np.ndarray:
    layout = _native.make_layout(NATIVE, [(*g, 0, 1) for g in glyphs], [(*r, 0, 1) for r in rules], 0, 0, 0)
    return _native.paint(layout, margin, 1 << 28)[0]


@needs_same_freetype
@settings(max_examples=150, deadline=None)
@given(st.lists(glyph, max_size=6), st.lists(rule, max_size=3), st.integers(0, 12))
def test_every_pixel_is_the_twins(
    glyphs: list[tuple[int, ...]], rules: list[tuple[int, ...]], margin: int
) -> None:
    expected = twin.paint(PATHS, glyphs, rules, margin)
    got = paint(glyphs, rules, margin)
    assert got.shape == (*expected.shape, 1)
    np.testing.assert_array_equal(got[:, :, 0], expected)


@needs_same_freetype
@pytest.mark.parametrize("index", range(len(FILES)))
def test_metrics_agree_with_freetype(index: int) -> None:
    face = freetype.Face(PATHS[index])
    assert NATIVE[index].units_per_em == face.units_per_EM
    for char in "Aaé∫=ب9":
        assert NATIVE[index].glyph_index(ord(char)) == face.get_char_index(char)


def test_ink_is_never_cut_and_the_margin_is_exact() -> None:
    image = paint([(0, NATIVE[0].glyph_index(ord("Q")), 33 * UNIT, 7777, -3333)], [], 5)[:, :, 0]
    ink = image < 255
    assert ink[5].any()
    assert ink[-6].any()
    assert ink[:, 5].any()
    assert ink[:, -6].any()
    assert not ink[:5].any()
    assert not ink[-5:].any()
    assert not ink[:, :5].any()
    assert not ink[:, -5:].any()


def test_a_layout_without_ink_is_a_white_square() -> None:
    assert paint([], [], 10).shape == (20, 20, 1)
    assert paint([], [], 0).shape == (1, 1, 1)
    assert (paint([], [], 10) == 255).all()


def test_a_page_that_is_too_large_is_refused_with_its_size() -> None:
    layout = _native.make_layout(NATIVE, [], [(0, 0, 5000 * UNIT, 5000 * UNIT, 0, 1)], 0, 0, 0)
    with pytest.raises(_native.NativeInputError, match="5020 x 5020 px, more than 1000000"):
        _native.paint(layout, 10, 1_000_000)


def test_a_picture_item_is_drawn_with_its_baseline() -> None:
    picture = np.full((4, 3, 1), 255, np.uint8)
    picture[0, 0] = picture[3, 2] = 40
    image, x, y = _native.paint(_native.make_picture_layout(picture, 1, 0, 1), 2, 10_000)
    np.testing.assert_array_equal(image[2:6, 2:5], picture)
    assert (x, y) == (2, 5)


def test_the_white_around_a_picture_item_is_trimmed_to_the_margin() -> None:
    picture = np.full((30, 40, 1), 255, np.uint8)
    picture[10:14, 5:9] = 0
    image, x, y = _native.paint(_native.make_picture_layout(picture, 18, 0, 1), 3, 10_000)
    assert image.shape == (10, 10, 1)
    assert (image[3:7, 3:7] == 0).all()
    assert (x, y) == (-2, 5)
    white, _, _ = _native.paint(
        _native.make_picture_layout(np.full((5, 5, 1), 255, np.uint8), 0, 0, 1), 3, 100
    )
    assert white.shape == (6, 6, 1)


@needs_same_freetype
@pytest.mark.parametrize("size_px", [4, 5, 7, 9, 12, 15, 19, 25, 33, 61])
def test_rows_of_every_width_and_what_overlaps_equal_the_twin(size_px: int) -> None:
    glyphs = [(0, 36 + i, size_px * UNIT, i * size_px * UNIT // 4, (i % 3) * 9000) for i in range(60)]
    np.testing.assert_array_equal(paint(glyphs, [], 0)[:, :, 0], twin.paint(PATHS, glyphs, [], 0))


def test_a_page_with_more_bitmaps_than_a_thread_keeps() -> None:
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    fit = page_fit(Style(width_px=8192, max_pixels=200_000_000))
    passage = _native.Passage([NATIVE[0]] * 2, letters, [], [], 1200 * UNIT, 1300 * UNIT, 4, True, None)
    ((layout, _, _, image, origin),), _ = fit.pages(passage, None)
    again, *corner = _native.paint(layout, 10, 200_000_000)
    assert tuple(corner) == origin
    assert bytes(image) == bytes(again)


def test_threads_paint_the_same_bytes() -> None:
    glyphs = [
        (face, (i * 37) % COUNTS[face], (8 + i % 40) * UNIT, i * 9000, (i % 7) * 8000)
        for i in range(300)
        for face in range(len(FILES))
    ]
    alone = paint(glyphs, [], 3)
    with ThreadPoolExecutor(4) as pool:
        for image in pool.map(lambda _: paint(glyphs, [], 3), range(16)):
            np.testing.assert_array_equal(image, alone)


@pytest.mark.parametrize("data", [b"", b"not a font", b"\x00\x01\x00\x00" + bytes(200), b"OTTO" + bytes(99)])
def test_bytes_that_are_no_font_are_refused(data: bytes) -> None:
    with pytest.raises(_native.NativeInputError, match="font"):
        _native.FontFile(data, 0, False)


@pytest.mark.parametrize("margin", [-1, 4097, 2**31 - 1])
def test_a_margin_out_of_range_is_refused(margin: int) -> None:
    with pytest.raises(_native.NativeInputError, match="margin_px"):
        paint([], [(0, 0, UNIT, UNIT)], margin)


@pytest.mark.parametrize("far", [-(2**47), 2**47])
def test_ink_far_from_the_origin_is_refused(far: int) -> None:
    with pytest.raises(_native.NativeInputError):
        paint([], [(far, 0, UNIT, UNIT)], 1)


def test_the_environment_does_not_change_a_glyph() -> None:
    code = (
        "import hashlib, sys; from lomo import _native as n;"
        "face = n.FontFile(open(sys.argv[1], 'rb').read(), 0, False);"
        "made = n.Passage([face, face], 'office AV', [], [], 20 << 16, 22 << 16, 4, True, None);"
        "((layout, _, _),) = made.pages(made.break_lines(500 << 16, 500 << 16), 500 << 16);"
        "print(hashlib.sha256(n.paint(layout, 1, 1 << 20)[0].tobytes()).hexdigest())"
    )
    latin_modern = str(PACKAGED_FOLDER / "lmroman10-regular.otf")
    settings = {"FREETYPE_PROPERTIES": "cff:no-stem-darkening=0", "HB_SHAPER_LIST": "fallback"}
    found = {
        subprocess.run(
            [sys.executable, "-c", code, latin_modern],
            env={**os.environ, **extra},
            capture_output=True,
            check=True,
        ).stdout
        for extra in ({}, settings)
    }
    assert len(found) == 1
