"""A 300-character English prompt and a 125-character Chinese one -> what drawing each as a picture costs, beside
skia-python, Pillow and Pango in the same run.

``python -m bench.text`` (``make bench-text``). Every program shapes, wraps at the width that lomo chose and paints,
at 20 px, in DejaVu Sans and Noto Sans CJK, warm, on one thread; none keeps a text's result for its next turn. lomo's
own time is told twice: its core, from the text to the pixels (faces, shaping, the choice of the width, lines, page,
paint), and the whole of ``lomo.render``, which also looks for formulas and code. The programs take turns, so that a
busy machine touches all alike; a time is the median of the rounds.
"""

from __future__ import annotations

import platform
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
import PIL
from PIL import Image

import lomo
from bench.png import processor
from bench.text_peers import CJK_FACE, Maker, Pixels, installed, pillow
from lomo import _native
from lomo.config import Style
from lomo.render.faces import faces_for
from lomo.render.fit import UNITS_PER_PX, page_fit, units

ROUNDS, TURNS = 41, 50
STYLE = Style()
TEXTS = {
    "English, 300 characters": (
        "In the following question, you are asked to think about a train that leaves the station at noon and "
        "travels east at sixty miles per hour, while another one leaves two hours later and travels at eighty. "
        "When does the second train catch up with the first, and how far have they gone by then? Explain all."
    )[:300],
    "Chinese, 125 characters": (
        "小明和小红一起去商店买东西，小明带了一百二十元，小红带的钱比小明多三十元。他们先买了一个书包，用去了八十五元，"
        "又买了三本练习本，每本四元五角。请问：两个人现在一共还剩下多少钱？如果把剩下的钱平均分给两个人，每个人可以得到"
        "多少元？请写出详细的计算过程，并检查你的答案是否正确，谢谢。"
    )[:125],
}


def core(text: str) -> Pixels:
    """Everything from the text to the pixels of its first page but the search for formulas and code."""
    faces = [face.native for face in faces_for(text, STYLE)]
    size, line = units(STYLE.text_size_px), units(STYLE.line_height_px)
    passage = _native.Passage(faces, text, [], [], size, line, STYLE.tab_width, True, None)
    lines = passage.break_lines(*page_fit(STYLE).wrap_widths(passage, None))
    ((layout, _, _),) = passage.pages(lines, units(65535))
    image, _, _ = _native.paint(layout, STYLE.margin_px, STYLE.max_pixels)
    return image


def main(folder: Path | None) -> None:
    """Prints the table; writes each program's picture to ``folder`` when one is given, to be looked at."""
    others, missing = installed()
    makers: dict[str, Maker] = {
        "lomo, core": lambda text, _: lambda: core(text),
        "lomo.render": lambda text, _: lambda: lomo.render(text).pages[0].image,
        **others,
        "Pillow, raqm": pillow,
    }
    print(
        f"{date.today()}; {processor()}; Python {platform.python_version()}, Pillow {PIL.__version__}, ",
        end="",
    )
    print(f"HarfBuzz {_native.versions()['harfbuzz']}, FreeType {_native.versions()['freetype']}.")
    print("Microseconds of process time a text, one thread, warm; times as long as lomo's core.\n")
    print(f"{'':26}" + "".join(f"{name:>20}" for name in makers))
    for number, (title, text) in enumerate(TEXTS.items()):
        if not text.isascii() and not CJK_FACE.exists():
            print(f"{title}: left out, {CJK_FACE} is not installed (fonts-noto-cjk)")
            continue
        width = chosen_width(text)
        draws = {name: make(text, width) for name, make in makers.items()}
        times = measure(draws)
        base = times["lomo, core"]
        print(f"{title:26}" + "".join(f"{t:12.1f} /{t / base:6.2f}" for t in times.values()))
        for name, draw in draws.items() if folder else ():
            Image.fromarray(np.squeeze(draw())).save(f"{folder}/{number}-{name.replace(', ', '-')}.png")
    for line in missing:
        print(f"left out: {line}")


def chosen_width(text: str) -> int:
    """The wrap width that lomo chooses, in px."""
    faces = [face.native for face in faces_for(text, STYLE)]
    passage = _native.Passage(faces, text, [], [], units(20), units(22), 4, True, None)
    return -(-page_fit(STYLE).wrap_widths(passage, None)[0] // UNITS_PER_PX)


def measure(draws: dict[str, Callable[[], Pixels]]) -> dict[str, float]:
    """Microseconds by program: the median of the rounds, each of TURNS pictures."""
    rounds: dict[str, list[float]] = {name: [] for name in draws}
    for _ in range(ROUNDS):
        for name, draw in draws.items():
            start = time.process_time_ns()
            for _ in range(TURNS):
                draw()
            rounds[name].append((time.process_time_ns() - start) / TURNS / 1000)
    return {name: statistics.median(taken) for name, taken in rounds.items()}


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
