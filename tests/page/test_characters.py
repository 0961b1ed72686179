"""Characters without a shape of their own: controls, invisible ones, variation selectors, emoji of many parts."""

from __future__ import annotations

import unicodedata

import pytest

from lomo import _native, render
from lomo.config import Style
from lomo.render.faces import faces_for
from lomo.render.fit import units

STYLE = Style()
EMOJI = ["👩\u200d👩\u200d👧\u200d👦", "👍🏽", "🏳\ufe0f\u200d🌈", "🇩🇪"]
EMOJI += ["1\ufe0f\u20e3", "❤\ufe0f", "❤\ufe0e", "🧑🏿\u200d🚀"]


def drawn(text: str) -> tuple[_native.Passage, list[tuple[int, int, int]]]:
    """The passage and its inked glyphs: (the face's id, start, end)."""
    faces = {face.native.id: face.native for face in faces_for(text, STYLE)}
    made = _native.Passage(list(faces.values()), text, [], [], units(20), units(22), 4, True, None)
    inked = []
    for layout, _, _ in made.pages(made.break_lines(units(800), units(800)), units(10_000)):
        for face, glyph, _, _, _, start, end in layout.glyph_items():
            left, _, right, _ = faces[face].glyph_box(glyph)
            if left < right:
                inked.append((face, start, end))
    return made, inked


@pytest.mark.parametrize("block", ["C0", "C1"])
def test_controls_are_drawn_and_are_not_missing(block: str) -> None:
    codes = range(1, 0x20) if block == "C0" else range(0x7F, 0xA0)
    for control in (chr(code) for code in codes if not chr(code).isspace()):
        made, inked = drawn(f"a{control}b")
        assert made.missing == [], f"{control!r}"
        assert sorted(start for _, start, _ in inked) == [0, 1, 2], f"{control!r}"


def test_invisible_characters_are_never_boxes() -> None:
    invisible = [chr(cp) for cp in range(0x110000) if unicodedata.category(chr(cp)) == "Cf"]
    invisible = [c for c in invisible if not _native.needs_glyph(c)]
    assert len(invisible) > 100
    for c in (*invisible, "\ufe00", "\ufe0f", "\u034f", "\u115f", "\u17b4", "\u3164", "\U000e0100"):
        made, inked = drawn(f"a{c}b {c} c")
        assert made.missing == [], f"{c!r}"
        assert all(any(start <= place < end for _, start, end in inked) for place in (0, 2, 6)), f"{c!r}"


@pytest.mark.parametrize("emoji", EMOJI)
def test_an_emoji_sequence_is_one_cluster_in_one_face(emoji: str) -> None:
    text = f"x{emoji}y"
    if render(text).missing:
        pytest.skip("no face of emoji is installed: tools/setup/system.sh fonts installs fonts-symbola")
    made, inked = drawn(text)
    parts = [glyph for glyph in inked if 1 <= glyph[1] <= len(emoji)]
    assert parts
    assert len({face for face, _, _ in parts}) == 1
    for width in range(1, 200, 7):
        starts = {start for _, start, _ in made.pages(made.break_lines(units(width), units(width)), 1)}
        assert starts <= {0, 1, 1 + len(emoji)}
