"""A formula -> a Layout by the native engine: LaTeX set by TeX's rules in Latin Modern.

All the work is done in C++; here are its faces, and those of the page that stand in for what Latin Modern lacks.
"""

from __future__ import annotations

from functools import lru_cache

from lomo import _native
from lomo.config import Style
from lomo.errors import InputError
from lomo.render.face_file import Face, load
from lomo.render.faces import MATH_FACE, PACKAGED_FOLDER, TEXT_FACE, faces_for, natives, packaged

MATH_FACES = (
    MATH_FACE,
    "lmroman10-regular.otf",
    "lmroman7-regular.otf",
    "lmroman5-regular.otf",
    "lmroman10-bold.otf",
    "lmroman7-bold.otf",
    "lmroman5-bold.otf",
    "lmroman10-italic.otf",
    "lmroman7-italic.otf",
    "lmroman10-bolditalic.otf",
    "lmsans10-regular.otf",
    "lmsans8-regular.otf",
    "lmsans10-bold.otf",
    "lmmono10-regular.otf",
    "lmmono8-regular.otf",
    "lmromancaps10-regular.otf",
)
"""The faces that formulas are set in, in the order that ``_native.MathFonts`` expects."""

_SYMBOL_FACES = (
    TEXT_FACE,
    "NotoSansSymbols-Regular.ttf",
    "NotoSansSymbols2-Regular.ttf",
    "NotoSansMath-Regular.ttf",
)
"""What may draw a symbol that a command names and Latin Modern lacks; a longer list costs time at each call."""
_UNIT = 65536
_STYLE = Style()


def typeset(
    tex: str, *, display: bool, size_px: float, faces: tuple[Face, ...] | None = None
) -> _native.Layout:
    """The layout of one formula.

    Args:
        tex: the formula without its delimiters; an environment whole.
        display: display style, else text style.
        size_px: em size in px, 1 to 1000.
        faces: the page's, tried in order for characters that Latin Modern lacks; those that the default style
            has for ``tex`` if None.

    Returns:
        A Layout with its origin on the baseline at the left; each glyph and rule knows which code points of
        ``tex`` it stands for.

    Raises:
        MathError: the formula is not LaTeX, uses a command that is not known, holds a character that no face
            covers, or is too large.
        InputError: the packaged fonts are missing, or ``size_px`` is out of range.
    """
    if not 1 <= size_px <= 1000:
        raise InputError(f"size_px: expected 1 to 1000, got {size_px}")
    fallbacks = _symbols() if tex.isascii() else natives(faces_for(tex, _STYLE) if faces is None else faces)
    return _native.typeset(_fonts(), fallbacks, tex, display, round(size_px * _UNIT))


def set_formulas(
    text: str, blocks: list[tuple[int, int, bool]], *, sizes: list[int], faces: tuple[Face, ...], most: int
) -> list[tuple[int, int, int, _native.Layout, bool]]:
    """The formulas of a text, each set once however often it stands there.

    Args:
        text: the page's.
        blocks: (start, end, display) of its formulas, delimiters included, in order.
        sizes: em size of each in 1/65536 px.
        faces: the page's, tried in order for characters that Latin Modern lacks.
        most: how many different ones there may be.

    Returns:
        (start, end, where the TeX starts, layout, whether it is a display on a line of its own) for each.

    Raises MathError, placed in ``text``, at the first formula that is refused.
    """
    return _native.set_formulas(_fonts(), _symbols(), natives(faces), text, blocks, sizes, most)


def require() -> None:
    """Raises InputError at once where the packaged fonts are missing."""
    _fonts()


def font_hashes() -> dict[str, str]:
    """The files of the faces that formulas are set in -> SHA-256, for manifests."""
    return {face.key: face.sha256 for face in math_faces()}


@lru_cache(maxsize=1)
def _fonts() -> _native.MathFonts:
    return _native.MathFonts(natives(math_faces()))


@lru_cache(maxsize=1)
def math_faces() -> tuple[Face, ...]:
    """The faces that formulas are set in, in the order of ``MATH_FACES``; raises InputError where they are missing."""
    packaged()  # says so where all fonts are missing
    return tuple(load(str(PACKAGED_FOLDER / name)) for name in MATH_FACES)


@lru_cache(maxsize=1)
def _symbols() -> _native.Faces:
    return _native.Faces([face.native for face in packaged() if face.file in _SYMBOL_FACES])
