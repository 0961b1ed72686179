"""A style -> the faces that draw emoji in colour, each with its SHA-256.

Those of ``style.fonts`` that have colours, in their order; without one, the first that is installed.
"""

from __future__ import annotations

from functools import lru_cache

from lomo import _native
from lomo.config import Style
from lomo.errors import InputError
from lomo.render.face_file import Face, font_bytes, load
from lomo.render.installed import files_named, listed

# Tried first, best first; others that fontconfig lists by path.
_PREFERRED = (
    "NotoColorEmoji.ttf",
    "AppleColorEmoji.ttf",
    "Apple Color Emoji.ttc",
    "TwitterColorEmoji.ttf",
    "TwemojiMozilla.ttf",
    "seguiemj.ttf",
)
_SMILE = 0x1F600


def colour_faces(style: Style) -> tuple[Face, ...]:
    """The faces in colour that ``style`` names or allows; none unless it asks for them.

    Raises InputError where it asks and there is none: a corpus must not turn black and white in silence.
    """
    return _found(style.fonts, style.system_fonts) if style.emoji == "colour" else ()


@lru_cache(maxsize=64)
def _found(fonts: tuple[str, ...], system: bool) -> tuple[Face, ...]:
    if given := tuple(load(path, in_colour=True) for path in fonts if has_colours(path)):
        return given
    if system:
        for path in installed_colour_files():
            if has_colours(path) and (face := load(path, in_colour=True)).native.covers(_SMILE):
                return (face,)
    where = "style.fonts names no face in colour" + (" and none is installed" if system else "")
    raise InputError(
        f"style.emoji is colour, but {where}: name one with PNG pictures (CBDT, sbix) or COLR version 0 in "
        "style.fonts, install one (Debian: fonts-noto-color-emoji), or set style.emoji=monochrome"
    )


@lru_cache(maxsize=256)
def has_colours(path: str) -> bool:
    """Whether the font file's first face has colours of a kind that is drawn; raises InputError."""
    _, colour, _ = _native.face_tables(font_bytes(path), 0)
    return colour


@lru_cache(maxsize=256)
def has_outlines(path: str) -> bool:
    """Whether the font file's first face has outlines; raises InputError."""
    outlines, _, _ = _native.face_tables(font_bytes(path), 0)
    return outlines


@lru_cache(maxsize=1)
def installed_colour_files() -> tuple[str, ...]:
    """The installed font files with colours, best first."""
    first = files_named(_PREFERRED).values()
    others = sorted({path for path, index, _ in listed(":color=true") if index == 0} - set(first))
    return (*first, *others)
