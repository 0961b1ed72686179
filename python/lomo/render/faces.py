"""A text and a style -> the ordered list of faces that may draw it, each with its SHA-256.

First the packaged faces, then those of ``style.fonts``, then, for characters that none of these covers, faces
installed on the system, and last those that draw emoji in colour, where the style asks for them. What is found for
one text depends on that text and the machine's fonts alone.
"""

from __future__ import annotations

import hashlib
import re
import subprocess
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from lomo import _native
from lomo.config import EmojiLook, Style
from lomo.errors import InputError

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

# Folders where distributions and users put fonts.
SYSTEM_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")

# Faces tried first for what the packaged ones lack, best first: file name -> index of the face for
# (Chinese, Japanese, Korean) in a collection, since one Han character is drawn differently in each.
_PREFERRED: tuple[tuple[str, tuple[int, int, int]], ...] = (
    ("NotoSansCJK-Regular.ttc", (2, 0, 1)),
    ("NotoSansCJKsc-Regular.otf", (0, 0, 0)),
    ("SourceHanSans-Regular.ttc", (2, 0, 1)),
    ("SourceHanSansSC-Regular.otf", (0, 0, 0)),
    ("wqy-microhei.ttc", (0, 0, 0)),
    ("wqy-zenhei.ttc", (0, 0, 0)),
    ("DroidSansFallbackFull.ttf", (0, 0, 0)),
    ("NotoEmoji-Regular.ttf", (0, 0, 0)),
    ("Symbola.ttf", (0, 0, 0)),
    ("Symbola_hint.ttf", (0, 0, 0)),
    ("unifont.otf", (0, 0, 0)),
)


_KANA = re.compile("[\u3041-\u30fa]")
_HANGUL = re.compile("[\uac00-\ud7a3]")


@dataclass(frozen=True, slots=True)
class Face:
    """One face: its file's name, the face's index in it, the file's SHA-256, and the native object."""

    file: str
    index: int
    sha256: str
    native: _native.FontFile

    @property
    def key(self) -> str:
        """``file`` or ``file#index``: how manifests and provenance name the face."""
        return f"{self.file}#{self.index}" if self.index else self.file


def font_bytes(path: str) -> bytes:
    """The file at ``path``; raises InputError naming it."""
    try:
        return Path(path).expanduser().read_bytes()
    except OSError as error:
        raise InputError(
            f"font {path}: cannot be read: {error.strerror}; style.fonts, style.text_face and style.variety.faces name "
            "font files, a relative path from the current folder (the latter two also those of the package, which "
            "lomo fonts lists)"
        ) from error


@lru_cache(maxsize=256)
def load(path: str, index: int = 0, *, in_colour: bool = False) -> Face:
    """The face at ``index`` of the font file at ``path``, for its outlines or for its colours; raises InputError
    naming the file."""
    data = font_bytes(path)
    try:
        native = _native.FontFile(data, index, in_colour)
    except ValueError as error:
        raise InputError(f"font {path}: {error}") from None
    return Face(Path(path).name, index, hashlib.sha256(data).hexdigest(), native)


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


def text_face(name: str) -> Face:
    """The face of a packaged file's name or of a font file; raises InputError naming it."""
    inside = PACKAGED_FOLDER / name
    if Path(name).name == name and inside.is_file() and not Path(name).is_file():
        return load(str(inside))
    return load(name)


def faces_for(text: str, style: Style) -> tuple[Face, ...]:
    """The faces that may draw ``text``, in order: plain text's, that of code, then what fills their gaps. Raises
    InputError for an unusable file in ``style.fonts`` or ``style.text_face``."""
    fixed, natives = _fixed(style.fonts, style.text_face, style.emoji)
    coloured = _colour_faces(style) if style.emoji == "colour" else ()
    if not style.system_fonts or text.isascii():
        return fixed + coloured
    rest = _native.lacking(natives, text)
    if rest and coloured and _TEXT_LOOK not in text:
        rest = "".join(c for c in rest if not _shown_by(coloured, c))
    return fixed + tuple(system_faces(rest, text)) + coloured if rest else fixed + coloured


_TEXT_LOOK = "\ufe0e"  # the selector that asks for an emoji in ink


def _shown_by(coloured: tuple[Face, ...], c: str) -> bool:
    return _native.asks_for_colour(c) and any(face.native.covers(ord(c)) for face in coloured)


def fixed_faces(style: Style) -> tuple[Face, ...]:
    """Those of ``faces_for`` that the style and the machine alone decide, whatever the text; raises InputError as it
    does."""
    fixed, _ = _fixed(style.fonts, style.text_face, style.emoji)
    return fixed + _colour_faces(style) if style.emoji == "colour" else fixed


def _colour_faces(style: Style) -> tuple[Face, ...]:
    from lomo.render.emoji_faces import colour_faces  # it looks for files with what stands here

    return colour_faces(style)


@lru_cache(maxsize=64)
def _fixed(
    fonts: tuple[str, ...], name: str | None, emoji: EmojiLook
) -> tuple[tuple[Face, ...], list[_native.FontFile]]:
    if emoji == "colour":
        from lomo.render.emoji_faces import has_colours, has_outlines

        fonts = tuple(path for path in fonts if has_outlines(path) or not has_colours(path))
    faces = packaged() + tuple(load(path) for path in fonts)
    if name is not None:
        usual, mono, *others = faces
        if (chosen := text_face(name)) is not usual:
            faces = (chosen, mono, usual, *others)
    return faces, [face.native for face in faces]


def system_faces(characters: str, text: str) -> list[Face]:
    """Installed faces that cover ``characters``, as many as needed, best first."""
    found: list[Face] = []
    rest = characters
    language = _east_asian_language(text)
    for path, indices in _preferred_files():
        face = load(path, indices[language])
        left = _native.lacking([face.native], rest)
        if len(left) < len(rest):
            found.append(face)
            rest = left
        if not rest:
            return found
    for c in rest:
        if any(face.native.covers(ord(c)) for face in found):
            continue
        place = _installed_face(ord(c))
        if place is not None:
            found.append(load(*place))
    return found


def _east_asian_language(text: str) -> int:
    """0 Chinese, 1 Japanese, 2 Korean: by the scripts that only one of them writes."""
    if _KANA.search(text):
        return 1
    return 2 if _HANGUL.search(text) else 0


@lru_cache(maxsize=1)
def _preferred_files() -> tuple[tuple[str, tuple[int, int, int]], ...]:
    paths = files_named(name for name, _ in _PREFERRED)
    return tuple((paths[name], indices) for name, indices in _PREFERRED if name in paths)


def files_named(names: Iterable[str]) -> dict[str, str]:
    """Those of the names that a font file in the usual folders has, in their order -> the first such file."""
    paths: dict[str, str] = {}
    for folder in SYSTEM_FOLDERS:
        root = Path(folder).expanduser()
        for path in sorted(root.rglob("*.[ot]t[fc]")) if root.is_dir() else []:
            paths.setdefault(path.name, str(path))
    return {name: paths[name] for name in names if name in paths}


@lru_cache(maxsize=1 << 16)
def _installed_face(code_point: int) -> tuple[str, int] | None:
    """The first of the installed outline faces that fontconfig says covers the character."""
    for path, index, ranges in listed(_OUTLINES):
        at = bisect_right(ranges, (code_point, 0x110000)) - 1
        if at < 0 or ranges[at][1] < code_point:
            continue
        try:
            if load(path, index).native.glyph_index(code_point):
                return path, index
        except InputError:
            continue
    return None


_OUTLINES = ":outline=true:color=false"


@lru_cache(maxsize=2)
def listed(pattern: str) -> tuple[tuple[str, int, list[tuple[int, int]]], ...]:
    """Every installed face of fontconfig's pattern: (file, index, the ranges of characters it covers), the upright
    ones of regular weight and width first, then by path.

    Asked once: a text of a thousand uncovered characters must not start a thousand processes. Raises InputError
    when fontconfig is there and does not answer.
    """
    fields = "%{file}\t%{index}\t%{charset}\t%{weight}\t%{slant}\t%{width}\n"
    command = ["fc-list", pattern, "--format", fields]
    try:
        listed = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True).stdout
    except FileNotFoundError:  # a machine without fontconfig: the preferred files are all there is
        return ()
    # Silence here would draw boxes in one worker and characters in the next.
    except (OSError, subprocess.SubprocessError) as error:
        raise InputError(
            f"fc-list cannot list the installed fonts: {error}; set style.system_fonts=false"
        ) from error
    found: list[tuple[tuple[int, ...], str, int, list[tuple[int, int]]]] = []
    for line in listed.splitlines():
        path, index, covered, *look = [*line.split("\t"), "", "", "", "", ""][:6]
        # The upper half of fontconfig's index names an instance of a variable font: only defaults serve.
        if index.isdecimal() and int(index) < 1 << 16:
            bounds = (piece.partition("-") for piece in covered.split())
            ranges = sorted((int(low, 16), int(high or low, 16)) for low, _, high in bounds)
            found.append((_distance_from_plain(look), path, int(index), ranges))
    return tuple((path, index, ranges) for _, path, index, ranges in sorted(found))


def _distance_from_plain(look: list[str]) -> tuple[int, ...]:
    """How far fontconfig's (weight, slant, width) are from an upright, regular face's, the slant first."""
    # A variable font tells ranges ("[0 210]"): its default, which is what is drawn, is the regular face.
    weight, slant, width = (
        abs(int(told) - plain) if told.isdecimal() else 0
        for told, plain in zip(look, (80, 0, 100), strict=True)
    )
    return slant, weight, width


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
    for path, indices in _preferred_files() if rest else ():
        partner = Path(path.replace("-Regular", "-Bold"))
        if str(partner) == path or not partner.is_file():
            continue
        face = load(str(partner), indices[_east_asian_language(text)])
        if len(_native.lacking([face.native], rest)) < len(rest):
            return face
    return None


def preferred() -> tuple[Face, ...]:
    """The installed faces that are tried first for what the packaged ones lack, best first; of a collection the one
    for Chinese."""
    return tuple(load(path, indices[0]) for path, indices in _preferred_files())


def installed_files() -> list[str]:
    """The font files that fontconfig or the usual folders name, by path."""
    paths = {path for path, _ in _preferred_files()} | {path for path, _, _ in listed(_OUTLINES)}
    return sorted(paths)


def file_hash(key: str) -> str | None:
    """The SHA-256 of the file that a manifest's ``file`` or ``file#index`` is here; None where there is none.

    A packaged face is meant where there is one of that name, else the first installed file of it.
    """
    name = key.partition("#")[0]
    if (path := PACKAGED_FOLDER / name).is_file():
        return _sha256(str(path))
    from lomo.render.emoji_faces import installed_colour_files

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
