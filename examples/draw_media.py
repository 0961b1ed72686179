"""Nothing -> the four small pictures in examples/media that examples/multimodal.jsonl asks about.

Run it as ``python examples/draw_media.py`` after a change; the pictures are committed.
"""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageDraw

FOLDER = Path(__file__).parent / "media"
WHITE, BLACK, GREY = (255, 255, 255), (20, 20, 20), (170, 170, 170)
RED, GREEN, BLUE, GOLD = (200, 60, 50), (60, 150, 90), (50, 90, 190), (225, 170, 40)


def canvas(width: int, height: int) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    """A white picture of this size in px, and a pen for it."""
    image = Image.new("RGB", (width, height), WHITE)
    return image, ImageDraw.Draw(image)


def bars() -> Image.Image:
    """Five bars on an axis; the third is the tallest, the last the only red one."""
    image, pen = canvas(240, 160)
    for index, (height, colour) in enumerate([(50, BLUE), (80, BLUE), (120, BLUE), (95, BLUE), (30, RED)]):
        left = 24 + 42 * index
        pen.rectangle((left, 140 - height, left + 28, 140), fill=colour)
    pen.line((14, 10, 14, 140, 230, 140), fill=BLACK, width=2)
    return image


def shapes() -> Image.Image:
    """A gold circle above a green square, a blue triangle on their right."""
    image, pen = canvas(200, 160)
    pen.ellipse((30, 12, 84, 66), fill=GOLD)
    pen.rectangle((30, 90, 84, 144), fill=GREEN)
    pen.polygon([(150, 40), (184, 120), (116, 120)], fill=BLUE)
    return image


def clock() -> Image.Image:
    """A clock face without figures that shows twenty past eight."""
    image, pen = canvas(160, 160)
    pen.ellipse((8, 8, 152, 152), outline=BLACK, width=4)
    for x, y in [(80, 20), (140, 80), (80, 140), (20, 80)]:
        pen.ellipse((x - 4, y - 4, x + 4, y + 4), fill=GREY)
    pen.line((80, 80, 42, 94), fill=BLACK, width=5)
    pen.line((80, 80, 129, 108), fill=RED, width=3)
    return image


def board() -> Image.Image:
    """A board of four by four squares with three discs on the falling diagonal."""
    image, pen = canvas(160, 160)
    for row in range(4):
        for column in range(4):
            corner = (40 * column, 40 * row, 40 * column + 39, 40 * row + 39)
            pen.rectangle(corner, fill=GREY if (row + column) % 2 else WHITE)
    for step, colour in enumerate([RED, GREEN, BLUE]):
        pen.ellipse((40 * step + 8, 40 * step + 8, 40 * step + 31, 40 * step + 31), fill=colour)
    return image


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for draw in (bars, shapes, clock, board):
        draw().save(FOLDER / f"{draw.__name__}.png", optimize=True)
