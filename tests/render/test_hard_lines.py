"""Lines that text engines get wrong: each against HarfBuzz run by run, and as golden hashes of what was looked at.

``python tests/render/test_hard_lines.py`` writes the hashes anew; look at the pictures then.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
import uharfbuzz
from hypothesis import given, settings
from hypothesis import strategies as st

from lomo import _native, render
from lomo.config import Style
from lomo.render.face_file import Face
from lomo.render.faces import PACKAGED_FOLDER, faces_for, packaged
from reference.golden import require_build
from reference.itemise import FontPlace, Ink, set_line

HERE = Path(__file__).parent
CASES = HERE / "cases" / "hard_lines.txt"
GOLDEN = HERE / "cases" / "hard_lines.json"
STYLE = Style(width_px=2000)
UNIT = 65536


def cases() -> dict[str, str]:
    _, *sections = ("\n" + CASES.read_text(encoding="utf-8")).split("\n=== ")
    pairs = (section.rstrip("\n").partition("\n") for section in sections)
    return {name: text for name, _, text in pairs}


def golden() -> dict[str, Any]:
    made: dict[str, Any] = json.loads(GOLDEN.read_text(encoding="utf-8"))
    return made


def hashed(text: str) -> dict[str, Any]:
    """What is kept of a line: the faces used beyond the packaged ones, and hashes of glyphs and pixels."""
    rendering = render(text, STYLE)
    faces = {face.native.id: face for face in faces_for(text, STYLE)}
    glyphs = hashlib.sha256()
    picture = hashlib.sha256()
    for page in rendering.pages:
        for face, glyph, *place in page.layout.glyph_items():
            if face not in faces:  # of a formula
                glyphs.update(repr((glyph, *place)).encode())
            elif has_ink(faces[face].native, glyph):
                glyphs.update(repr((faces[face].key, glyph, *place)).encode())
        picture.update(repr(page.image.shape).encode() + page.image.tobytes())
    return {
        "fonts": rendering.fonts,
        "missing": rendering.missing,
        "glyphs": glyphs.hexdigest(),
        "picture": picture.hexdigest(),
    }


def has_ink(face: _native.FontFile, glyph: int) -> bool:
    left, bottom, right, top = face.glyph_box(glyph)
    return left < right and bottom < top


def require_fonts(text: str, wanted: dict[str, str]) -> None:
    """Skips where the faces that the golden line was set with are not the machine's."""
    found = render(text, STYLE).fonts
    if found != wanted:
        lacking = ", ".join(sorted(wanted.keys() - found.keys())) or "other builds of them"
        pytest.skip(f"the line was looked at in {', '.join(wanted)}; here are {lacking or 'others'}")


@pytest.mark.parametrize("name", cases())
def test_golden(name: str) -> None:
    text, kept = cases()[name], golden()["lines"][name]
    require_build(golden()["versions"], "python tests/render/test_hard_lines.py")
    require_fonts(text, kept["fonts"])
    found = hashed(text)
    assert found["missing"] == {}
    assert found["glyphs"] == kept["glyphs"]
    assert found["picture"] == kept["picture"]


def places(faces: tuple[Face, ...]) -> list[FontPlace]:
    installed = {}
    if len(faces) > len(packaged()):
        listed = subprocess.run(
            ["fc-list", "--format", "%{file}\n"], capture_output=True, text=True, check=True
        )
        installed = {Path(line).name: Path(line) for line in listed.stdout.splitlines()}
    return [
        FontPlace(
            f.key, PACKAGED_FOLDER / f.file if f in packaged() else installed[f.file], f.index, f.native
        )
        for f in faces
    ]


def inks_of(layout: _native.Layout, faces: list[FontPlace]) -> list[Ink]:
    by_id = {face.native.id: face for face in faces}
    return [
        (by_id[face].key, glyph, x / UNIT, y / UNIT)
        for face, glyph, _, x, y, _, _ in layout.glyph_items()
        if has_ink(by_id[face].native, glyph)
    ]


@pytest.mark.parametrize("name", [name for name, text in cases().items() if "$" not in text])
def test_against_uharfbuzz(name: str) -> None:
    version = uharfbuzz.version_string()
    if version != _native.versions()["harfbuzz"]:
        pytest.skip(f"uharfbuzz holds HarfBuzz {version}, the module {_native.versions()['harfbuzz']}")
    compare(cases()[name])


MARKS = "\u201c\u201d\u2018\u2019\u2014\u2026\u00b7 ,\uff0c\u3002\u4e2d\u6587ab1-"
MARKED = st.text(st.sampled_from(MARKS), min_size=1)


@settings(max_examples=150)
@given(MARKED.map(str.strip).filter(bool))
def test_marks_shared_with_east_asian_text(text: str) -> None:
    if uharfbuzz.version_string() != _native.versions()["harfbuzz"] or render("\u4e2d", STYLE).missing:
        pytest.skip("there is no Chinese face, or uharfbuzz holds another HarfBuzz")
    compare(text)


def compare(text: str) -> None:
    """The line as it is drawn against the twin's."""
    faces = places(faces_for(text, STYLE))
    (page,) = render(text, STYLE).pages
    assert len(page.layout.dump()["lines"]) == 1
    drawn, wanted = inks_of(page.layout, faces), set_line(text, faces, STYLE.text_size_px)
    assert [ink[:2] for ink in drawn] == [ink[:2] for ink in wanted]
    for (_, _, x, y), (_, _, wanted_x, wanted_y) in zip(drawn, wanted, strict=True):
        assert (x, y) == pytest.approx((wanted_x, wanted_y), abs=0.01)


def main() -> None:
    made = {"versions": _native.versions(), "lines": {name: hashed(text) for name, text in cases().items()}}
    GOLDEN.write_text(json.dumps(made, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
