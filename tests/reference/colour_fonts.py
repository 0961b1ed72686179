"""Pictures or shapes in, the bytes of a small font of emoji out: as PNG files (CBDT, sbix) or as COLR layers.

The font maps a smile, a thumb, a man, a computer, the five skin tones' middle one, the letters D and E of flags and
the digit 1, and has a glyph of its own for each of ``SEQUENCES``. Digits and letters of flags show nothing alone.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from fontTools.feaLib.builder import addOpenTypeFeaturesFromString
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable
from fontTools.ttLib.tables.BitmapGlyphMetrics import SmallGlyphMetrics
from fontTools.ttLib.tables.C_B_D_T_ import cbdt_bitmap_format_17
from fontTools.ttLib.tables.E_B_L_C_ import BitmapSizeTable, SbitLineMetrics, Strike, eblc_index_sub_table_1
from fontTools.ttLib.tables.sbixGlyph import Glyph as SbixGlyph
from fontTools.ttLib.tables.sbixStrike import Strike as SbixStrike
from numpy.typing import NDArray
from PIL import Image

UPEM = 1000
ADVANCE = 1200
CMAP = {
    0x31: "one",
    0x200D: "joiner",
    0x20E3: "key",
    0xFE0F: "look",
    0x1F1E9: "flag_d",
    0x1F1EA: "flag_e",
    0x1F3FD: "tone",
    0x1F44D: "thumb",
    0x1F468: "man",
    0x1F4BB: "computer",
    0x1F600: "smile",
}
SEQUENCES = {
    "1\ufe0f\u20e3": "one_key",
    "\U0001f1e9\U0001f1ea": "germany",
    "\U0001f44d\U0001f3fd": "thumb_tone",
    "\U0001f468\u200d\U0001f4bb": "coder",
}
DRAWN = ("tone", "thumb", "man", "computer", "smile", *SEQUENCES.values())
"""The glyphs that show something."""
_LIGATURES = """
languagesystem DFLT dflt;
feature ccmp {
  sub one look key by one_key;
  sub flag_d flag_e by germany;
  sub thumb tone by thumb_tone;
  sub man joiner computer by coder;
} ccmp;
"""


def png(rgba: NDArray[np.uint8]) -> bytes:
    """The picture, height x width x 4, as a PNG file."""
    file = io.BytesIO()
    Image.fromarray(rgba).save(file, "PNG")
    return file.getvalue()


def _bare(name: str, shapes: Mapping[str, tuple[int, int, int, int]]) -> FontBuilder:
    """A font whose glyphs are boxes (x0, y0, x1, y1), empty where none is given."""
    extra = [shape for shape in shapes if shape not in {*CMAP.values(), *SEQUENCES.values()}]
    order = [".notdef", "space", *CMAP.values(), *SEQUENCES.values(), *extra]
    made = FontBuilder(UPEM, isTTF=True)
    made.setupGlyphOrder(order)
    made.setupCharacterMap({0x20: "space", **CMAP})
    glyphs = {}
    for glyph in order:
        pen = TTGlyphPen(None)
        if glyph in shapes:
            x0, y0, x1, y1 = shapes[glyph]
            pen.moveTo((x0, y0))
            for point in ((x0, y1), (x1, y1), (x1, y0)):
                pen.lineTo(point)
            pen.closePath()
        glyphs[glyph] = pen.glyph()
    made.setupGlyf(glyphs)
    hidden = {"joiner", "look"}
    made.setupHorizontalMetrics(
        {
            glyph: (0 if glyph in hidden else ADVANCE, shapes[glyph][0] if glyph in shapes else 0)
            for glyph in order
        }
    )
    made.setupHorizontalHeader(ascent=900, descent=-200)
    made.setupNameTable({"familyName": name, "styleName": "Regular", "psName": name})
    made.setupOS2()
    made.setupPost()
    addOpenTypeFeaturesFromString(made.font, _LIGATURES)
    return made


def _saved(font: TTFont) -> bytes:
    file = io.BytesIO()
    font.save(file)
    return file.getvalue()


def cbdt(pictures: Mapping[str, NDArray[np.uint8]], ppem: int, bearing: tuple[int, int] = (0, 90)) -> bytes:
    """A font of pictures without outlines; ``bearing``: px of a picture's left edge from the pen, and of its top from
    the baseline."""
    made = _bare("TinyCbdt", {})
    font = made.font
    names = sorted(pictures, key=font.getGlyphID)
    data = {}
    for name in names:
        one = cbdt_bitmap_format_17(b"", font)
        one.metrics = SmallGlyphMetrics()
        one.metrics.height, one.metrics.width = pictures[name].shape[:2]
        one.metrics.BearingX, one.metrics.BearingY = bearing
        one.metrics.Advance = ppem
        one.imageData = png(pictures[name])
        data[name] = one
    font["CBDT"] = newTable("CBDT")
    font["CBDT"].version = 3.0
    font["CBDT"].strikeData = [data]
    strike = Strike()
    size = strike.bitmapSizeTable = BitmapSizeTable()
    size.ppemX = size.ppemY = ppem
    size.bitDepth, size.flags, size.colorRef = 32, 1, 0
    for side in ("hori", "vert"):
        line = SbitLineMetrics()
        for field in (
            "ascender descender widthMax caretSlopeNumerator caretSlopeDenominator caretOffset minOriginSB "
            "minAdvanceSB maxBeforeBL minAfterBL pad1 pad2"
        ).split():
            setattr(line, field, 0)
        setattr(size, side, line)
    runs: list[list[str]] = []
    for name in names:
        if runs and font.getGlyphID(runs[-1][-1]) + 1 == font.getGlyphID(name):
            runs[-1].append(name)
        else:
            runs.append([name])
    for run in runs:
        index = eblc_index_sub_table_1(b"", font)
        index.indexFormat, index.imageFormat, index.imageDataOffset = 1, 17, 0
        index.names = run
        index.firstGlyphIndex, index.lastGlyphIndex = font.getGlyphID(run[0]), font.getGlyphID(run[-1])
        strike.indexSubTables.append(index)
    ids = [font.getGlyphID(name) for name in names]
    size.startGlyphIndex, size.endGlyphIndex = min(ids), max(ids)
    font["CBLC"] = newTable("CBLC")
    font["CBLC"].version = 3.0
    font["CBLC"].strikes = [strike]
    for table in ("glyf", "loca"):
        del font[table]
    return _saved(font)


def sbix(pictures: Mapping[str, NDArray[np.uint8]], ppem: int, offset: tuple[int, int] = (0, -10)) -> bytes:
    """A font of pictures beside empty outlines; ``offset``: px of a picture's left and lower edge from the pen."""
    font = _bare("TinySbix", {}).font
    strike = SbixStrike(ppem=ppem, resolution=72)
    for name in font.getGlyphOrder():
        if name in pictures:
            strike.glyphs[name] = SbixGlyph(
                glyphName=name,
                graphicType="png ",
                imageData=png(pictures[name]),
                originOffsetX=offset[0],
                originOffsetY=offset[1],
            )
        else:
            strike.glyphs[name] = SbixGlyph(glyphName=name)
    font["sbix"] = newTable("sbix")
    font["sbix"].strikes = {ppem: strike}
    return _saved(font)


def colr(
    shapes: Mapping[str, tuple[int, int, int, int]],
    layers: Mapping[str, list[tuple[str, int]]],
    palette: list[tuple[float, float, float, float]],
    *,
    version: int = 0,
) -> bytes:
    """A font of layers: each of ``layers`` lays ``shapes`` over each other, in colours of the palette (0xFFFF: of the
    text); with ``version`` 1, one that has no layers, but the paint graphs of the later version."""
    made = _bare("TinyColr", shapes)
    if version == 0:
        made.setupCOLR(dict(layers), version=0)
    else:
        made.setupCOLR(
            {
                name: (
                    1,
                    [{"Format": 10, "Glyph": shape, "Paint": {"Format": 2, "PaletteIndex": 0, "Alpha": 1}}],
                )
                for name, ((shape, _), *_) in layers.items()
            },
            version=1,
        )
    made.setupCPAL([palette])
    return _saved(made.font)


def main(folder: str) -> None:
    """Writes a font of each kind into ``folder``: where fuzzing starts."""
    pictures = {name: np.full((5, 6, 4), 20 * at + 30, np.uint8) for at, name in enumerate(DRAWN)}
    shapes = {"box": (0, -100, 900, 800), "bar": (200, 300, 800, 500)}
    layers = {name: [("box", 0), ("bar", 0xFFFF)] for name in DRAWN}
    fonts = {
        "cbdt": cbdt(pictures, 6, (0, 5)),
        "sbix": sbix(pictures, 6),
        "colr": colr(shapes, layers, [(1.0, 0.5, 0.0, 0.8)]),
    }
    for name, data in fonts.items():
        (Path(folder) / f"{name}.ttf").write_bytes(data)


if __name__ == "__main__":
    main(sys.argv[1])
