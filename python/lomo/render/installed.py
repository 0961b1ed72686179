"""Characters in, the faces installed on the machine that draw them out: those of known files first, then fontconfig's.

What is found depends on the characters, their text and the machine's fonts alone.
"""

from __future__ import annotations

import re
import subprocess
from bisect import bisect_right
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from lomo import _native
from lomo.errors import InputError
from lomo.render.face_file import Face, load

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


def system_faces(characters: str, text: str) -> list[Face]:
    """Installed faces that cover ``characters``, as many as needed, best first."""
    found: list[Face] = []
    rest = characters
    language = east_asian_language(text)
    for path, indices in preferred_files():
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


def east_asian_language(text: str) -> int:
    """0 Chinese, 1 Japanese, 2 Korean: by the scripts that only one of them writes."""
    if _KANA.search(text):
        return 1
    return 2 if _HANGUL.search(text) else 0


@lru_cache(maxsize=1)
def preferred_files() -> tuple[tuple[str, tuple[int, int, int]], ...]:
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


def preferred() -> tuple[Face, ...]:
    """The installed faces that are tried first for what the packaged ones lack, best first; of a collection the one
    for Chinese."""
    return tuple(load(path, indices[0]) for path, indices in preferred_files())


def installed_files() -> list[str]:
    """The font files that fontconfig or the usual folders name, by path."""
    paths = {path for path, _ in preferred_files()} | {path for path, _, _ in listed(_OUTLINES)}
    return sorted(paths)
