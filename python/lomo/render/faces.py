"""A text and a style -> the ordered list of faces that may draw it, each with its SHA-256.

First the packaged faces, then those of ``style.fonts``, then, for characters that none of these covers, faces
installed on the system, and last those that draw emoji in colour, where the style asks for them. What is found for
one text depends on that text and the machine's fonts alone.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from lomo import _native
from lomo.config import EmojiLook, Style
from lomo.errors import InputError
from lomo.render.emoji_faces import colour_faces, has_colours, has_outlines, installed_colour_files
from lomo.render.face_file import Face, load
from lomo.render.installed import east_asian_language, installed_files, preferred_files, system_faces
from lomo.same import while_same

PACKAGED_FOLDER = Path(__file__).resolve().parent.parent / "fonts"

TEXT_FACE = "DejaVuSans.ttf"
MONO_FACE = "DejaVuSansMono.ttf"
MATH_FACE = "latinmodern-math.otf"
STYLED_FACES = {
    TEXT_FACE: {
        "bold": "DejaVuSans-Bold.ttf",
        "italic": "DejaVuSans-Oblique.ttf",
        "bold_italic": "DejaVuSans-BoldOblique.ttf",
        "mono_bold": "DejaVuSansMono-Bold.ttf",
    },
    "lmroman10-regular.otf": {
        "bold": "lmroman10-bold.otf",
        "italic": "lmroman10-italic.otf",
        "bold_italic": "lmroman10-bolditalic.otf",
        "mono_bold": "DejaVuSansMono-Bold.ttf",
    },
}
"""The faces of marked-up text (``style.markup``) by that of its plain text; other faces have DejaVu's."""


@lru_cache(maxsize=1)
def packaged() -> tuple[Face, ...]:
    """The packaged faces in fallback order: text, mono, then the order of ``fonts.lock``."""
    lock = PACKAGED_FOLDER / "fonts.lock"
    if not lock.is_file():
        raise InputError(f"the packaged fonts are missing from {PACKAGED_FOLDER}: reinstall lomo")
    rows = [
        line.split() for line in lock.read_text("utf-8").splitlines() if line and not line.startswith("#")
    ]
    others = dict.fromkeys(row[1] for row in rows)
    names = [TEXT_FACE, MONO_FACE]
    # Faces of formulas and bold faces serve no plain text: a character they alone cover is found last.
    late = [n for n in others if n == MATH_FACE or n.startswith("lm") or "-Bold" in n or "-Oblique" in n]
    names += [n for n in others if n not in names and n not in late]
    names += [MATH_FACE]
    return tuple(load(str(PACKAGED_FOLDER / name)) for name in names)


_brought: dict[int, Face] = {}  # by native id; only the files of an engine's own package come in, a few dozen


def note_brought(face: Face) -> None:
    """Notes that an engine set a formula in this face of its own."""
    _brought[face.native.id] = face


def brought() -> tuple[Face, ...]:
    """The engines' own faces that formulas were set in so far, for the account of a page's fonts."""
    return tuple(_brought.values())


@while_same
def natives(faces: tuple[Face, ...]) -> _native.Faces:
    """What the core knows the faces by."""
    return _native.Faces([face.native for face in faces])


def text_face(name: str) -> Face:
    """The face of a packaged file's name or of a font file; raises InputError naming it."""
    inside = PACKAGED_FOLDER / name
    if Path(name).name == name and inside.is_file() and not Path(name).is_file():
        return load(str(inside))
    return load(name)


def faces_for(text: str, style: Style) -> tuple[Face, ...]:
    """The faces that may draw ``text``, in order: plain text's, that of code, then what fills their gaps. Raises
    InputError for an unusable file in ``style.fonts`` or ``style.text_face``."""
    fixed, coloured = _fixed_parts(style)
    if not style.system_fonts or text.isascii():
        return fixed + coloured
    rest = _native.lacking(natives(fixed), text)
    if rest and coloured and _TEXT_LOOK not in text:
        rest = "".join(c for c in rest if not _shown_by(coloured, c))
    return fixed + tuple(system_faces(rest, text)) + coloured if rest else fixed + coloured


_TEXT_LOOK = "\ufe0e"  # the selector that asks for an emoji in ink


def _shown_by(coloured: tuple[Face, ...], c: str) -> bool:
    return _native.asks_for_colour(c) and any(face.native.covers(ord(c)) for face in coloured)


def fixed_faces(style: Style) -> tuple[Face, ...]:
    """Those of ``faces_for`` that the style and the machine alone decide, whatever the text; raises InputError as it
    does."""
    fixed, coloured = _fixed_parts(style)
    return fixed + coloured


@while_same
def _fixed_parts(style: Style) -> tuple[tuple[Face, ...], tuple[Face, ...]]:
    return _fixed(style.fonts, style.text_face, style.emoji), colour_faces(style)


@lru_cache(maxsize=64)
def _fixed(fonts: tuple[str, ...], name: str | None, emoji: EmojiLook) -> tuple[Face, ...]:
    if emoji == "colour":
        fonts = tuple(path for path in fonts if has_outlines(path) or not has_colours(path))
    faces = packaged() + tuple(load(path) for path in fonts)
    if name is not None:
        usual, mono, *others = faces
        if (chosen := text_face(name)) is not usual:
            faces = (chosen, mono, usual, *others)
    return faces


@lru_cache(maxsize=64)
def styled(text_face: str | None = None) -> dict[str, Face]:
    """The packaged faces of marked-up text beside a face of plain text, by what they are for."""
    packaged()  # says so where all fonts are missing
    names = STYLED_FACES.get(text_face or TEXT_FACE, STYLED_FACES[TEXT_FACE])
    return {role: load(str(PACKAGED_FOLDER / name)) for role, name in names.items()}


@lru_cache(maxsize=1)
def packaged_ids() -> frozenset[int]:
    """The native ids of the packaged faces of plain text."""
    return frozenset(face.native.id for face in packaged())


@lru_cache(maxsize=1)
def styled_ids() -> frozenset[int]:
    """The native ids of the packaged faces of marked-up text, which are loaded by the first who asks."""
    return frozenset(face.native.id for face in _all_styled())


def _all_styled() -> list[Face]:
    return [face for name in STYLED_FACES for face in styled(name).values()]


def bold_for(characters: str, text: str, style: Style) -> Face | None:
    """The bold partner of the installed face that draws what the packaged faces lack; None without one.

    ``text``: all of the page's, which tells Chinese from Japanese and Korean.
    """
    if not style.system_fonts or characters.isascii():
        return None
    rest = _native.lacking([face.native for face in packaged()], characters)
    for path, indices in preferred_files() if rest else ():
        partner = Path(path.replace("-Regular", "-Bold"))
        if str(partner) == path or not partner.is_file():
            continue
        face = load(str(partner), indices[east_asian_language(text)])
        if len(_native.lacking([face.native], rest)) < len(rest):
            return face
    return None


def file_hash(key: str) -> str | None:
    """The SHA-256 of the file that a manifest's ``file`` or ``file#index`` is here; None where there is none.

    A packaged face is meant where there is one of that name, else the first installed file of it.
    """
    name = key.partition("#")[0]
    if (path := PACKAGED_FOLDER / name).is_file():
        return _sha256(str(path))
    installed = (*installed_files(), *installed_colour_files())
    return next((_sha256(path) for path in installed if Path(path).name == name), None)


@lru_cache(maxsize=256)
def _sha256(path: str) -> str:
    with open(path, "rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()


def font_hashes() -> dict[str, str]:
    """The files of the packaged faces that draw plain text -> SHA-256, for manifests."""
    return {face.key: face.sha256 for face in packaged()}


def styled_hashes() -> dict[str, str]:
    """The files of the packaged faces that draw marked-up text beside those of plain text -> SHA-256."""
    return {face.key: face.sha256 for face in _all_styled()}
