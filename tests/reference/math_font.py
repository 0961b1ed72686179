"""A font file -> its glyphs' measures and its MATH constants, in thousandths of the em, read by fontTools.

What the engine computes with HarfBuzz is computed here again from the file, so that a test may state a position as
the rule that gives it.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from fontTools.pens.boundsPen import BoundsPen
from fontTools.ttLib import TTFont

from lomo.render.faces import PACKAGED_FOLDER

MATH = "latinmodern-math.otf"
TEXT = {
    "roman": "lmroman10-regular.otf",
    "roman7": "lmroman7-regular.otf",
    "roman5": "lmroman5-regular.otf",
    "bold": "lmroman10-bold.otf",
    "italic": "lmroman10-italic.otf",
    "sans": "lmsans10-regular.otf",
    "mono": "lmmono10-regular.otf",
}


class MathFont:
    """One font of 1000 units an em. A glyph is named by its character (a Latin letter: the italic of mathematics),
    as ``U+2211`` or as in the font (``summation``), each with a suffix if need be: ``.st .sts`` of the script sizes,
    ``.v1 .v2`` of the larger variants."""

    def __init__(self, path: Path) -> None:
        self._font = TTFont(path)
        assert self._font["head"].unitsPerEm == 1000
        self._cmap = self._font.getBestCmap()
        self._glyphs = self._font.getGlyphSet()
        self._italic = "MATH" in self._font
        self.measure = lru_cache(maxsize=None)(self._measure)

    def name(self, glyph: str) -> str:
        """The font's own name of a glyph."""
        base, dot, suffix = glyph.partition(".") if len(glyph) > 1 else (glyph, "", "")
        if match := re.fullmatch(r"U\+([0-9A-F]{4,6})", base):
            base = chr(int(match[1], 16))
        if len(base) == 1:
            if self._italic and base.isascii() and base.isalpha():
                place = ord(base) - ord("A") if base.isupper() else ord(base) - ord("a") + 26
                base = chr(0x210E if base == "h" else 0x1D434 + place)
            base = self._cmap[ord(base)]
        name: str = base + dot + suffix
        self._font.getGlyphID(name)
        return name

    def index(self, glyph: str) -> int:
        """Its number in the file."""
        number: int = self._font.getGlyphID(self.name(glyph))
        return number

    def _measure(self, glyph: str) -> tuple[float, float, float]:
        name = self.name(glyph)
        pen = BoundsPen(self._glyphs)
        self._glyphs[name].draw(pen)
        low, high = (pen.bounds[1], pen.bounds[3]) if pen.bounds else (0, 0)
        return self._glyphs[name].width, max(high, 0), max(-low, 0)

    def kern(self, what: str, glyph: str) -> float:
        """Of the MATH table: ``italic`` correction or ``accent`` attachment; half the advance without the latter."""
        info = self._font["MATH"].table.MathGlyphInfo
        name = self.name(glyph)
        if what == "italic":
            table, values = info.MathItalicsCorrectionInfo, info.MathItalicsCorrectionInfo.ItalicsCorrection
        else:
            table, values = info.MathTopAccentAttachment, info.MathTopAccentAttachment.TopAccentAttachment
        coverage = getattr(table, "Coverage", None) or table.TopAccentCoverage
        if name in coverage.glyphs:
            value: float = values[coverage.glyphs.index(name)].Value
            return value
        return 0 if what == "italic" else self.measure(glyph)[0] / 2

    def constants(self) -> dict[str, float]:
        """The MATH constants by the names of the specification."""
        table: Any = self._font["MATH"].table.MathConstants
        return {
            name: value.Value if hasattr(value, "Value") else value for name, value in vars(table).items()
        }


@cache
def math_font() -> MathFont:
    """Latin Modern Math as it is packaged."""
    return MathFont(PACKAGED_FOLDER / MATH)


@cache
def text_font(face: str) -> MathFont:
    """A text face by its short name."""
    return MathFont(PACKAGED_FOLDER / TEXT[face])
