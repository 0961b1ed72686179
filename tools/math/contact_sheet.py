"""Formulas -> a folder with sheet.html and page-NN.png: lomo's picture of each, LuaLaTeX's, and one over the other.

``python -m tools.math.contact_sheet OUT`` (``make contact-sheet``) draws 100 formulas of the real ones in
LOMO_CORPUS_DIR; ``--formulas FILE`` takes others. Worst first, by the share of ink that has no counterpart; the
same list is printed. In the overlay lomo is red, LuaLaTeX cyan, and black what both have.
"""

from __future__ import annotations

import argparse
import base64
import functools
import html
import io
import sys
import textwrap
from collections.abc import Callable, Sequence
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from PIL import Image, ImageDraw, ImageFont

import lomo
from lomo import _native
from tools.math import formulas, lualatex, overlay

MARGIN_PX, MAX_PIXELS = 10, 1 << 26
PAGE_PX, PAGE_MAX_PX, PAD_PX, LABEL_PX, LINE_PX = 1600, 1800, 16, 84, 20
PAPER, INK, FAINT, EDGE = "#f2f4f6", "#101820", "#5a6b7b", "#c9d2da"
PICTURE_PX = PAGE_PX - 2 * PAD_PX - LABEL_PX
LABELS = ("lomo", "LuaLaTeX", "overlay")


class Entry(NamedTuple):
    """One formula on the sheet; ``pictures`` in the order of LABELS, the third only where both are there."""

    formula: formulas.Formula
    score: float | None
    notes: list[str]
    pictures: list[Image.Image | None]


def entry(
    formula: formulas.Formula, answer: lualatex.Answer, typeset: Callable[..., _native.Layout]
) -> Entry:
    """lomo's picture beside LuaLaTeX's. The score is 1 where lomo refuses, None where LuaLaTeX does."""
    notes = [f"LuaLaTeX: {answer.note}"] if answer.note else []
    theirs = answer.drawn and overlay.trimmed(answer.drawn, MARGIN_PX)
    ours = None
    try:
        layout = typeset(formula.tex, display=formula.display, size_px=lualatex.SIZE_PX)
        image, x, y = _native.paint(layout, MARGIN_PX, MAX_PIXELS)
        ours = lualatex.Drawn(image[:, :, 0], x, y)
    except Exception as error:  # a fault of lomo is to stand on the sheet, not to hide it
        notes.insert(0, f"lomo: {type(error).__name__}: {error}")
    if ours is None or theirs is None:
        single = [drawn and Image.fromarray(drawn.image) for drawn in (ours, theirs)]
        return Entry(formula, None if theirs is None else 1.0, notes, [*single, None])
    frames = overlay.framed(ours, theirs)
    both = Image.fromarray(overlay.overlaid(*frames))
    return Entry(formula, overlay.difference(*frames), notes, [*map(Image.fromarray, frames), both])


def heading(number: int, item: Entry) -> str:
    """Which formula it is, and how far the pictures differ."""
    score = "not compared" if item.score is None else f"{100 * item.score:.2f} %"
    style = "display" if item.formula.display else "text"
    return f"{number}.  {score}   {item.formula.name}   ({style})"


def drawn_entry(number: int, item: Entry, fonts: Callable[[str, int], ImageFont.FreeTypeFont]) -> Image.Image:
    """A formula's part of a page: heading, source, pictures below each other or, where they are narrow, in a row."""
    source = textwrap.wrap(" ".join(item.formula.tex.split()), 170, break_on_hyphens=False) or [""]
    notes = [line for note in item.notes for line in textwrap.wrap(note, 170)]
    pictures = [(label, fitted(p)) for label, p in zip(LABELS, item.pictures, strict=True) if p is not None]
    in_a_row = sum(p.width + LABEL_PX + PAD_PX for _, p in pictures) <= PAGE_PX - 2 * PAD_PX
    heights = [p.height for _, p in pictures] or [0]
    body = max(heights) if in_a_row else sum(heights) + 6 * (len(heights) - 1)
    text = LINE_PX * (1 + len(source) + len(notes)) + 8
    canvas = Image.new("RGB", (PAGE_PX, text + body + PAD_PX + 10), PAPER)
    pen = ImageDraw.Draw(canvas)
    pen.line((0, 0, PAGE_PX, 0), fill=EDGE, width=2)
    y = 10
    for line, name, colour in [
        (heading(number, item), "DejaVuSans-Bold", INK),
        *((line, "DejaVuSansMono", INK) for line in source),
        *((line, "DejaVuSans", "#b00020") for line in notes),
    ]:
        pen.text((PAD_PX, y), line, fill=colour, font=fonts(name, 14))
        y += LINE_PX
    x, y = PAD_PX, y + 8
    for label, picture in pictures:
        pen.text((x, y + 4), label, fill=FAINT, font=fonts("DejaVuSans", 14))
        canvas.paste(picture, (x + LABEL_PX, y))
        if in_a_row:
            x += LABEL_PX + picture.width + PAD_PX
        else:
            y += picture.height + 6
    return canvas


def fitted(picture: Image.Image) -> Image.Image:
    """The picture in colour, made smaller only where it is wider than a page."""
    picture = picture.convert("RGB")
    if picture.width <= PICTURE_PX:
        return picture
    return picture.resize((PICTURE_PX, max(1, picture.height * PICTURE_PX // picture.width)))


def write_pages(entries: Sequence[Entry], folder: Path, per_page: int) -> int:
    """Writes page-01.png and so on; returns how many."""
    loaded: dict[tuple[str, int], ImageFont.FreeTypeFont] = {}

    def fonts(name: str, size_px: int) -> ImageFont.FreeTypeFont:
        if (name, size_px) not in loaded:
            path = files("lomo").joinpath(f"fonts/{name}.ttf")
            loaded[name, size_px] = ImageFont.truetype(str(path), size_px)
        return loaded[name, size_px]

    pages: list[list[Image.Image]] = [[]]
    for number, item in enumerate(entries, 1):
        part = drawn_entry(number, item, fonts)
        height = sum(other.height for other in pages[-1]) + part.height
        if pages[-1] and (len(pages[-1]) == per_page or height > PAGE_MAX_PX):
            pages.append([])
        pages[-1].append(part)
    for page, parts in enumerate(pages, 1):
        sheet = Image.new("RGB", (PAGE_PX, sum(part.height for part in parts)), PAPER)
        y = 0
        for part in parts:
            sheet.paste(part, (0, y))
            y += part.height
        sheet.save(folder / f"page-{page:02}.png", optimize=True)
    return len(pages)


def write_html(entries: Sequence[Entry], path: Path, title: str) -> None:
    """Writes the sheet as one file, its pictures inside."""
    head = (
        f"<!doctype html><meta charset=utf-8><title>{html.escape(title)}</title><style>"
        f"body{{font:14px sans-serif;background:{PAPER};color:{INK};margin:24px}} img{{display:block;margin:4px 0}}"
        f"section{{border-top:2px solid {EDGE};padding:10px 0;overflow-x:auto}} code{{white-space:pre-wrap}}"
        f".note{{color:#b00020}} figcaption{{color:{FAINT}}} figure{{margin:6px 0}}</style>"
        f"<h1>{html.escape(title)}</h1><p>Overlay: lomo red, LuaLaTeX cyan, both black.</p>"
    )
    parts = [head]
    for number, item in enumerate(entries, 1):
        parts.append(f"<section><b>{html.escape(heading(number, item))}</b>")
        parts.append(f"<p><code>{html.escape(item.formula.tex)}</code></p>")
        parts += [f"<p class=note>{html.escape(note)}</p>" for note in item.notes]
        for label, picture in zip(LABELS, item.pictures, strict=True):
            if picture is not None:
                file = io.BytesIO()
                picture.save(file, "PNG")
                data = base64.b64encode(file.getvalue()).decode()
                parts.append(f"<figure><figcaption>{label}</figcaption>")
                parts.append(f'<img alt="{label}" src="data:image/png;base64,{data}"></figure>')
        parts.append("</section>")
    path.write_text("\n".join(parts), encoding="utf-8")


def main() -> None:
    """Chooses, sets, compares, writes, prints."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("out", type=Path, help="folder to write")
    parser.add_argument("--formulas", type=Path, help="a file of formulas; default: those in LOMO_CORPUS_DIR")
    parser.add_argument("--count", type=int, default=100, help="how many to choose of them")
    parser.add_argument("--seed", type=int, default=1, help="which ones")
    parser.add_argument("--per-page", type=int, default=10, help="at most")
    parser.add_argument("--engine", help="lomo's engine; default: its default")
    args = parser.parse_args()
    path = args.formulas or formulas.corpus()
    if path is None:
        sys.exit(
            "contact_sheet: name a file with --formulas, or the folder of formulas-dev.jsonl in LOMO_CORPUS_DIR"
        )
    chosen = formulas.choose(formulas.read(path), args.count, args.seed)
    answers = lualatex.draw(chosen)
    typeset = functools.partial(lomo.typeset, engine=args.engine) if args.engine else lomo.typeset
    entries = [entry(formula, answer, typeset) for formula, answer in zip(chosen, answers, strict=True)]
    entries.sort(key=lambda item: -1.0 if item.score is None else item.score, reverse=True)
    args.out.mkdir(parents=True, exist_ok=True)
    for old in args.out.glob("page-*.png"):
        old.unlink()
    for number, item in enumerate(entries, 1):
        print(heading(number, item), " ".join(item.formula.tex.split())[:90], sep="   ")
    pages = write_pages(entries, args.out, args.per_page)
    write_html(
        entries, args.out / "sheet.html", f"{len(entries)} formulas of {path.name}: lomo beside LuaLaTeX"
    )
    scores = [item.score for item in entries if item.score is not None]
    close = sum(score < 0.01 for score in scores)
    print(
        f"\n{close} of {len(scores)} differ in less than 1 % of their ink; {pages} pages and sheet.html in {args.out}"
    )


if __name__ == "__main__":
    main()
