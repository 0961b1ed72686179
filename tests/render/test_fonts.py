"""Characters and styles -> faces, coverage, and packages to install."""

from __future__ import annotations

import hashlib
import unicodedata

import pytest

from lomo import _native
from lomo.config import Style
from lomo.render.faces import PACKAGED_FOLDER, file_hash, packaged
from lomo.render.font_packages import SCRIPTS, package_for, script_name
from lomo.render.font_report import coverages, needs

PACKAGED = Style(system_fonts=False)


def test_a_face_tells_what_it_covers() -> None:
    face = packaged()[0].native
    counted: dict[str, int] = {}
    for point in range(0x110000):
        if face.glyph_index(point) and _native.needs_glyph(chr(point)):
            tag = _native.script_of(point)
            counted[tag] = counted.get(tag, 0) + 1
    assert dict(face.scripts()) == counted
    shown = coverages(PACKAGED)
    assert [one.face for one in shown if one.origin == "packaged"] == [one.key for one in packaged()]
    assert next(one for one in shown if one.face == "DejaVuSans.ttf").scripts == counted
    assert {one.origin for one in shown} == {"packaged", "formulas"}


def test_every_script_of_unicode_has_a_row() -> None:
    tags = {_native.script_of(point) for point in range(0x110000) if unicodedata.category(chr(point)) != "Cn"}
    assert tags <= SCRIPTS.keys()
    assert script_name("Deva") == "Devanagari"
    assert script_name("Qaaa") == "Qaaa"


@pytest.mark.parametrize(
    ("character", "package"),
    [
        ("\u4e2d", "fonts-noto-cjk"),
        ("\uff0c", "fonts-noto-cjk"),
        ("\uac00", "fonts-noto-cjk"),
        ("\U00020000", "fonts-hanazono"),
        ("\u0915", "fonts-noto-core"),
        ("\U0001f600", "fonts-symbola"),
        ("\U00010fb0", ""),
        ("\ue000", ""),
    ],
)
def test_what_to_install(character: str, package: str) -> None:
    assert package_for(character) == package


def test_what_texts_need() -> None:
    asked = needs(["ab \u4e2d", "\u4e2d\u200b\n\ue000"], PACKAGED)
    assert asked.characters == 5
    assert asked.by_face == {"DejaVuSans.ttf": 2}
    assert asked.missing == {"\u4e2d": 2, "\ue000": 1}
    assert asked.install() == {"": {"Zzzz": 1}, "fonts-noto-cjk": {"Hani": 2}}
    path = PACKAGED_FOLDER / "DejaVuSans.ttf"
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    assert asked.hashes == {"DejaVuSans.ttf": digest}
    assert file_hash("DejaVuSans.ttf") == digest
    assert file_hash("NoSuchFace.ttf#3") is None
    # A given face serves what the packaged ones lack.
    assert not needs(["a"], Style(system_fonts=False, fonts=(str(path),))).missing
