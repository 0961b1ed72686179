"""A text and a width -> the picture that other programs draw of it: what bench/text.py measures.

The programs of requirements-text.txt are installed into build/bench-peers/text, beside the bench's own
environment, and imported from there; a second call finds them. One that cannot be had is left out with the reason.
"""

from __future__ import annotations

import importlib
import re
import sys
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont, features

from bench.installed import PeersMissingError, packages

Pixels = NDArray[np.uint8]
Draw = Callable[[], Pixels]
Maker = Callable[[str, int], Draw]
"""(text, wrap width in px) -> what draws it, everything that is not the text's made ready."""

SIZE_PX, LINE_PX, MARGIN_PX = 20, 22, 10
CJK_FACE = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")
CJK = re.compile("[\u2e80-\u9fff\uac00-\ud7af\uff00-\uffef]")
FAMILIES = ["DejaVu Sans", "Noto Sans CJK SC"]


def pillow(text: str, width: int) -> Draw:
    """Pillow, shaped by raqm (HarfBuzz): words put on a line while they fit, Chinese by the character; one face."""
    font = _font(bool(CJK.search(text)))
    pieces = list(text) if CJK.search(text) else re.findall(r"\S+\s*", text)

    def draw() -> Pixels:
        lines, reach = [""], 0.0
        for piece in pieces:  # each measured once: a line measured anew for each word takes ten times as long
            length = font.getlength(piece)
            if lines[-1] and reach + length > width:
                lines.append("")
                reach = 0.0
            lines[-1] += piece
            reach += length
        size = (width + 2 * MARGIN_PX, LINE_PX * len(lines) + 2 * MARGIN_PX)
        image = Image.new("L", size, 255)
        pen = ImageDraw.Draw(image)
        for number, line in enumerate(lines):
            pen.text((MARGIN_PX, MARGIN_PX + LINE_PX * number), line.rstrip(), fill=0, font=font)
        return np.asarray(image)

    return draw


@cache
def _font(cjk: bool) -> ImageFont.FreeTypeFont:
    path = str(CJK_FACE) if cjk else str(files("lomo").joinpath("fonts/DejaVuSans.ttf"))
    raqm = features.check("raqm")
    layout = ImageFont.Layout.RAQM if raqm else ImageFont.Layout.BASIC
    return ImageFont.truetype(path, SIZE_PX, index=2 if cjk else 0, layout_engine=layout)


def installed() -> tuple[dict[str, Maker], list[str]]:
    """The makers of the programs that can be had, by name, and a line for each that cannot."""
    missing: list[str] = []
    try:
        sys.path.append(str(packages("text")))
    except PeersMissingError as error:
        missing.append(str(error))
    makers: dict[str, Maker] = {}
    for name, module, made in (("skia-python", "skia", _skia), ("Pango, cairo", "pangocairocffi", _pango)):
        try:
            makers[name] = made(importlib.import_module(module))
        except (ImportError, OSError, AttributeError) as error:
            missing.append(f"{name}: {error}")
    return makers, missing


def _skia(skia: Any) -> Maker:
    """SkParagraph: ICU's line breaks, HarfBuzz, fallback between the two families, a grey surface."""
    layout = skia.textlayout
    fonts = layout.FontCollection()
    fonts.setDefaultFontManager(skia.FontMgr())
    unicode = skia.Unicode.ICU_Make() if hasattr(skia, "Unicode") else skia.Unicodes.ICU.Make()
    paint = skia.Paint(Color=skia.ColorBLACK)
    words = layout.TextStyle()
    words.setFontSize(SIZE_PX)
    words.setForegroundPaint(paint)
    words.setFontFamilies(FAMILIES)
    style = layout.ParagraphStyle()
    style.setTextStyle(words)

    def maker(text: str, width: int) -> Draw:
        def draw() -> Pixels:
            builder = layout.ParagraphBuilder.make(style, fonts, unicode)
            builder.addText(text)
            paragraph = builder.Build()
            paragraph.layout(width)
            pixels = np.full((int(paragraph.Height) + 2 * MARGIN_PX, width + 2 * MARGIN_PX), 255, np.uint8)
            surface = skia.Surface(pixels, colorType=skia.kGray_8_ColorType, alphaType=skia.kOpaque_AlphaType)
            paragraph.paint(surface.getCanvas(), MARGIN_PX, MARGIN_PX)
            return pixels

        return draw

    return maker


def _pango(pangocairo: Any) -> Maker:
    """Pango with fontconfig's fallback, drawn by cairo on an 8-bit surface."""
    cairo, pango = importlib.import_module("cairocffi"), importlib.import_module("pangocffi")
    font = pango.FontDescription()
    font.family = ",".join(FAMILIES)
    font.size = pango.units_from_double(SIZE_PX * 0.75)

    def maker(text: str, width: int) -> Draw:
        def draw() -> Pixels:
            measure = cairo.Context(cairo.ImageSurface(cairo.FORMAT_A8, 1, 1))
            layout = pangocairo.create_layout(measure)
            layout.font_description = font
            layout.width = pango.units_from_double(width)
            layout.wrap = pango.WrapMode.WORD_CHAR
            layout.text = text
            _, extents = layout.get_extents()
            height = int(pango.units_to_double(extents.height)) + 2 * MARGIN_PX
            surface = cairo.ImageSurface(cairo.FORMAT_A8, width + 2 * MARGIN_PX, height)
            context = cairo.Context(surface)
            context.translate(MARGIN_PX, MARGIN_PX)
            pangocairo.show_layout(context, layout)
            surface.flush()
            rows = np.frombuffer(surface.get_data(), np.uint8).reshape(height, surface.get_stride())
            return 255 - rows[:, : width + 2 * MARGIN_PX]

        return draw

    return maker
