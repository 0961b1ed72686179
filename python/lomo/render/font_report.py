"""A style and texts in, the faces that draw them and the characters that none draws out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lomo import _native
from lomo.config import Style
from lomo.render import native
from lomo.render.face_file import Face
from lomo.render.faces import fixed_faces, packaged_ids
from lomo.render.font_packages import package_for
from lomo.render.installed import installed_files, preferred, system_faces


@dataclass(frozen=True)
class Coverage:
    """A face and what it draws.

    Attributes:
        face: ``file`` or ``file#index``.
        sha256: of the file.
        origin: ``packaged``, ``given`` (``style.fonts``, ``style.text_face``), ``installed``, ``emoji`` (in colour)
            or ``formulas``.
        scripts: ISO 15924 tag -> characters of that script, most first.
    """

    face: str
    sha256: str
    origin: str
    scripts: dict[str, int]

    def to_json(self) -> dict[str, Any]:
        """As JSON holds it."""
        return {
            "face": self.face,
            "sha256": self.sha256,
            "origin": self.origin,
            "characters": sum(self.scripts.values()),
            "scripts": self.scripts,
        }


@dataclass
class Needs:
    """What texts ask of the faces.

    Attributes:
        characters: how many characters need a glyph.
        by_face: face -> how many of them it draws.
        hashes: face -> SHA-256 of its file.
        missing: character -> how often it stands where no face has it.
    """

    characters: int = 0
    by_face: Counter[str] = field(default_factory=Counter)
    hashes: dict[str, str] = field(default_factory=dict)
    missing: Counter[str] = field(default_factory=Counter)

    def install(self) -> dict[str, Counter[str]]:
        """Debian package -> the scripts that it is for and how many characters of each; "" where none is known."""
        found: dict[str, Counter[str]] = {}
        for character, count in self.missing.items():
            scripts = found.setdefault(package_for(character), Counter())
            scripts[_native.script_of(ord(character))] += count
        return dict(sorted(found.items()))

    def to_json(self) -> dict[str, Any]:
        """As JSON holds it; characters as ``U+0041``."""
        return {
            "characters": self.characters,
            "by_face": dict(self.by_face.most_common()),
            "sha256": self.hashes,
            "missing": {f"U+{ord(c):04X}": count for c, count in sorted(self.missing.items())},
            "install": {name: dict(scripts.most_common()) for name, scripts in self.install().items()},
        }


def coverages(style: Style) -> list[Coverage]:
    """The faces in the order in which they are tried: those of emoji in colour, packaged, given, and the installed
    ones tried first; then those that the native engine sets formulas in."""
    found = [_coverage(face, _origin(face)) for face in _coloured_first(fixed_faces(style))]
    if style.system_fonts:
        found += [_coverage(face, "installed") for face in preferred()]
    known = {one.face for one in found}
    return found + [_coverage(face, "formulas") for face in native.math_faces() if face.key not in known]


def others_installed(style: Style) -> int:
    """How many more installed font files may serve what none of ``coverages`` draws."""
    if not style.system_fonts:
        return 0
    first = {face.file for face in preferred()}
    return sum(Path(path).name not in first for path in installed_files())


def needs(texts: Iterable[str], style: Style) -> Needs:
    """What the texts ask of the faces; raises InputError for an unusable file in ``style.fonts``.

    The face of a character is the first that has it. Within a word another may be chosen: one that draws the whole
    cluster, or the face of the neighbours.
    """
    counted: Counter[str] = Counter()
    for text in texts:
        counted.update(text)
    made = Needs()
    tried = _coloured_first(fixed_faces(style))
    outlines = [face for face in tried if not face.native.in_colour]
    for character, count in sorted(counted.items()):
        if not _native.needs_glyph(character):
            continue
        made.characters += count
        face = _first(tried if _native.asks_for_colour(character) else outlines, character)
        if face is None and style.system_fonts:
            face = next(iter(system_faces(character, character)), None)
        face = face or _first(tried, character)
        if face is None:
            made.missing[character] += count
        else:
            made.by_face[face.key] += count
            made.hashes[face.key] = face.sha256
    return made


def _first(faces: list[Face], character: str) -> Face | None:
    return next((face for face in faces if face.native.glyph_index(ord(character))), None)


def _coloured_first(faces: tuple[Face, ...]) -> list[Face]:
    return sorted(faces, key=lambda face: not face.native.in_colour)


def _origin(face: Face) -> str:
    if face.native.in_colour:
        return "emoji"
    return "packaged" if face.native.id in packaged_ids() else "given"


def _coverage(face: Face, origin: str) -> Coverage:
    scripts = sorted(face.native.scripts(), key=lambda one: (-one[1], one[0]))
    return Coverage(face.key, face.sha256, origin, dict(scripts))
