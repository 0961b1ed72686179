"""A face's coverage and boxes: what is kept of them is what the font says."""

from __future__ import annotations

import pytest

from lomo import _native
from lomo.render.face_file import Face, load
from lomo.render.faces import MATH_FACE, PACKAGED_FOLDER, packaged


@pytest.mark.parametrize("face", packaged(), ids=lambda face: face.key)
def test_covered_is_what_has_a_glyph(face: Face) -> None:
    wrong = [
        cp
        for cp in (*range(0x3200), *range(0xA000, 0x10000, 3), *range(0x1D400, 0x1F900), 0x110000, 0xFFFFFFFF)
        if face.native.covers(cp) != (face.native.glyph_index(cp) != 0)
    ]
    assert wrong == []


@pytest.mark.parametrize("name", ["DejaVuSans.ttf", MATH_FACE])
def test_a_box_is_the_same_at_each_question(name: str) -> None:
    kept = load(str(PACKAGED_FOLDER / name)).native
    fresh = _native.FontFile((PACKAGED_FOLDER / name).read_bytes(), 0, False)
    boxes = [fresh.glyph_box(glyph) for glyph in range(4000)]
    assert boxes == [kept.glyph_box(glyph) for glyph in range(4000)]
    assert boxes == [fresh.glyph_box(glyph) for glyph in range(4000)]
    assert len(set(boxes)) > 1000
    assert min(box[1] for box in boxes) < 0 < max(box[3] for box in boxes)
    assert fresh.glyph_box(10**6) == (0, 0, 0, 0)


def test_lacking_names_each_character_once_in_order() -> None:
    faces = [face.native for face in packaged()]
    assert _native.lacking(faces, "b\u6f22a \u5b57\u6f22\t\n\u200d\x07") == "\u5b57\u6f22"
    assert _native.lacking([], "ba b") == "ab"
    assert _native.lacking(faces, "\ud800") == "\ud800"
