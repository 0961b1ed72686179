"""A span -> the PNG that other programs make of it at the same width: what lomo is measured against."""

from __future__ import annotations

import io
import logging
import re
import warnings
from functools import cache
from importlib.resources import files
from pathlib import Path

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image, ImageDraw, ImageFont

WIDTH_PX, SIZE_PX, LINE_PX, MARGIN_PX = 640, 20, 22, 10
CJK_FACE = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")
CJK = re.compile("[\u2e80-\u9fff\uac00-\ud7af\uff00-\uffef]")
logging.getLogger("matplotlib").setLevel(logging.ERROR)  # a line for each character its math face lacks
FORMULA = re.compile(r"\$\$.+?\$\$|\$[^$\n]+\$|\\\[.+?\\\]|\\\(.+?\\\)", re.S)


def pillow_png(text: str) -> bytes:
    """Greedy wrapping and Pillow's basic layout; formulas stay as their source, no font fallback."""
    font = _font(bool(CJK.search(text)) and CJK_FACE.exists())
    limit = WIDTH_PX - 2 * MARGIN_PX
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in re.findall(r"\S+\s*|\s+", paragraph):
            pieces = [word] if font.getlength(word.rstrip()) <= limit and not CJK.search(word) else list(word)
            for piece in pieces:
                if line and font.getlength((line + piece).rstrip()) > limit:
                    lines.append(line)
                    line = ""
                line += piece
        lines.append(line)
    image = Image.new("L", (WIDTH_PX, LINE_PX * len(lines) + 2 * MARGIN_PX), 255)
    pen = ImageDraw.Draw(image)
    for number, line in enumerate(lines):
        pen.text((MARGIN_PX, MARGIN_PX + LINE_PX * number), line.rstrip(), fill=0, font=font)
    out = io.BytesIO()
    image.save(out, "PNG", compress_level=6)
    return out.getvalue()


@cache
def _font(cjk: bool) -> ImageFont.FreeTypeFont:
    path = str(CJK_FACE) if cjk else str(files("lomo").joinpath("fonts/DejaVuSans.ttf"))
    return ImageFont.truetype(path, SIZE_PX, layout_engine=ImageFont.Layout.BASIC)


def matplotlib_png(text: str) -> bytes:
    """The whole span as one text of matplotlib, formulas in mathtext; raises ValueError where it refuses."""
    figure = Figure(figsize=(WIDTH_PX / 100, 1), dpi=100)
    FigureCanvasAgg(figure)
    families = (
        ["DejaVu Sans", "Noto Sans CJK JP"] if CJK.search(text) and CJK_FACE.exists() else ["DejaVu Sans"]
    )
    size_pt = SIZE_PX * 0.72
    figure.text(0, 1, _wrapped(text), va="top", family=families, fontsize=size_pt, parse_math=True)
    out = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # characters that its face does not have
        figure.savefig(out, bbox_inches="tight", pad_inches=MARGIN_PX / 100)
    return out.getvalue()


def _wrapped(text: str, columns: int = 60) -> str:
    """Formulas in single dollars, each kept on one line; the rest broken at white space."""
    atoms: list[str] = []
    at = 0
    for formula in FORMULA.finditer(text):
        atoms += re.findall(r"\n|[^\s]+|[ \t]+", text[at : formula.start()].replace("$", r"\$"))
        atoms.append(
            "$" + " ".join(formula[0].strip("$").removeprefix("\\[").removesuffix("\\]").split()) + "$"
        )
        at = formula.end()
    atoms += re.findall(r"\n|[^\s]+|[ \t]+", text[at:].replace("$", r"\$"))
    lines = [""]
    for atom in atoms:
        if atom == "\n" or len(lines[-1]) + len(atom) > columns:
            lines.append("")
        if atom != "\n":
            lines[-1] += atom
    return "\n".join(lines)
