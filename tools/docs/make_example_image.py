"""One record of examples/prompts.jsonl -> docs/images/example.png: its prompt before and after the substitution.

``python tools/docs/make_example_image.py docs/images/example.png`` (``make readme-image``). The texts are drawn by
Pillow, as a page about lomo would show them; the picture in the middle is lomo's own, unscaled.
"""

from __future__ import annotations

import json
import sys
from importlib.resources import files
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from lomo.record.substitute import Picture, substitute

RECORD, SEED = "math-bayes", 77
CARD_PX, PAD_PX, GAP_PX, LINE_PX = 600, 20, 24, 25
PAPER, CARD, INK, FAINT, MARK, EDGE = "#eef1f4", "#ffffff", "#1c2733", "#66788a", "#ffe9a8", "#c9d2da"


def face(name: str, size_px: int) -> ImageFont.FreeTypeFont:
    """A packaged face."""
    return ImageFont.truetype(str(files("lomo").joinpath(f"fonts/{name}.ttf")), size_px)


TEXT, TITLE = face("DejaVuSans", 16), face("DejaVuSans-Bold", 15)


def wrap(runs: list[tuple[str, bool]]) -> list[list[tuple[str, bool]]]:
    """Runs of (text, marked) -> lines of (word, marked) that fit a card."""
    lines: list[list[tuple[str, bool]]] = [[]]
    used = 0.0
    for text, marked in runs:
        for word in (piece + " " for piece in text.split()):
            if used + TEXT.getlength(word.rstrip()) > CARD_PX - 2 * PAD_PX:
                lines.append([])
                used = 0.0
            lines[-1].append((word, marked))
            used += TEXT.getlength(word)
    return lines


def draw_lines(pen: ImageDraw.ImageDraw, lines: list[list[tuple[str, bool]]], x: int, y: int) -> int:
    """Draws the lines; returns where the next one would start."""
    for line in lines:
        at = float(x)
        for word, marked in line:
            length = TEXT.getlength(word)
            if marked:
                pen.rectangle((at - 2, y - 1, at + length, y + LINE_PX - 3), fill=MARK)
            pen.text((at, y), word, fill=INK, font=TEXT)
            at += length
        y += LINE_PX
    return y


def before(parts: list[str | Picture]) -> Image.Image:
    """The prompt as it was, the span marked."""
    lines = wrap([(part, False) if isinstance(part, str) else (part.source, True) for part in parts])
    image = Image.new("RGB", (CARD_PX, 2 * PAD_PX + LINE_PX * (len(lines) + 1)), CARD)
    pen = ImageDraw.Draw(image)
    pen.text((PAD_PX, PAD_PX - 4), "The prompt, as text", fill=FAINT, font=TITLE)
    draw_lines(pen, lines, PAD_PX, PAD_PX + LINE_PX)
    return image


def after(parts: list[str | Picture]) -> Image.Image:
    """The prompt as the model is given it: text, picture, text."""
    image = Image.new("RGB", (CARD_PX, 4096), CARD)
    pen = ImageDraw.Draw(image)
    pen.text((PAD_PX, PAD_PX - 4), "The same prompt, after lomo", fill=FAINT, font=TITLE)
    y = PAD_PX + LINE_PX
    for part in parts:
        if isinstance(part, str):
            y = draw_lines(pen, wrap([(part, False)]), PAD_PX, y)
            continue
        height, width, channels = part.image.shape
        picture = Image.fromarray(part.image if channels == 3 else part.image[:, :, 0])
        image.paste(picture.convert("RGB"), (PAD_PX, y + 4))
        pen.rectangle((PAD_PX - 1, y + 3, PAD_PX + width, y + 4 + height), outline=EDGE)
        y += height + 14
    return image.crop((0, 0, CARD_PX, y + PAD_PX))


def main(path: Path) -> None:
    """Writes the image."""
    lines = Path("examples/prompts.jsonl").read_text(encoding="utf-8").splitlines()
    record = next(record for record in map(json.loads, lines) if record["id"] == RECORD)
    parts = substitute(record["conversations"][0]["value"], key=RECORD, seed=SEED).parts
    cards = [before(parts), after(parts)]
    height = max(card.height for card in cards)
    sheet = Image.new("RGB", (2 * CARD_PX + 3 * GAP_PX, height + 2 * GAP_PX), PAPER)
    for number, card in enumerate(cards):
        whole = Image.new("RGB", (CARD_PX, height), CARD)
        whole.paste(card)
        sheet.paste(whole, (GAP_PX + number * (CARD_PX + GAP_PX), GAP_PX))
    path.parent.mkdir(parents=True, exist_ok=True)
    sheet.quantize(128).save(path, optimize=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
