"""The pages that the operator makes -> a table of what encoding them costs, beside Pillow and other programs.

``python -m bench.png [PROMPTS]`` (``make bench-png``). Pages are those of ``lomo.substitute`` with the paper preset
over that many prompts; a row for each operation. Every program goes over all pages in turn, ROUNDS times, so that a
busy machine touches all alike; a page is copied just before it is encoded, as the operator has just made it, and
its time is the least of the rounds. Process time, one thread. No page is encoded twice in a row: a processor that
has learnt a page by heart is a third faster.
"""

from __future__ import annotations

import io
import os
import platform
import sys
import time
from collections import defaultdict
from datetime import date
from typing import Any, NamedTuple

import cv2
import numpy as np
import PIL
from PIL import Image, features

from bench.png_peers import Maker, Pixels, installed, opencv, pillow
from bench.prompts import prompts, source
from lomo import _native
from lomo.record.substitute import substitute

ROUNDS = 3
ALL = "all pages"
BASE = "Pillow"


class Cost(NamedTuple):
    """Of one page by one program: nanoseconds and bytes."""

    time: int
    size: int


def main(count: int) -> None:
    """Measures the pages of ``count`` prompts and prints the tables."""
    pages = [
        (picture.op, np.ascontiguousarray(picture.image))
        for key, text in prompts(count)
        for picture in substitute(text, key=key).pictures
    ]
    for _, image in pages:
        check(image)
    others, missing = installed()
    makers: dict[str, Maker] = {
        "lomo": lambda image: lambda: _native.encode_png(image),
        BASE: pillow,
        "OpenCV default": opencv(),
        "OpenCV level 1": opencv(cv2.IMWRITE_PNG_COMPRESSION, 1),
        **others,
    }
    costs = measure(pages, makers)
    rows: dict[str, list[int]] = defaultdict(list)
    for number, (op, _) in enumerate(pages):
        rows[op].append(number)
    rows = {**dict(sorted(rows.items())), ALL: list(range(len(pages)))}

    print(
        f"{date.today()}; {os.cpu_count()} CPUs, {processor()}; Python {platform.python_version()}, ", end=""
    )
    print(
        f"Pillow {PIL.__version__} (zlib-ng {features.version_feature('zlib_ng')}), OpenCV {cv2.__version__}."
    )
    print(
        f"{len(pages)} pages of {count} prompts of {source()}, all read back exactly. CPU ms and bytes a page:\n"
    )
    print(
        f"{'':16}{'pages':>6}{'kpx':>6}{'lomo ms':>9}{'Pillow':>8}{'ratio':>7}"
        f"{'lomo bytes':>12}{'Pillow':>8}{'ratio':>7}"
    )
    for op, numbers in rows.items():
        ours, theirs = total(costs["lomo"], numbers), total(costs[BASE], numbers)
        kpx = sum(pages[i][1].shape[0] * pages[i][1].shape[1] for i in numbers) / 1e3 / len(numbers)
        print(
            f"{op:16}{len(numbers):6}{kpx:6.0f}{ours.time / len(numbers) / 1e6:9.3f}"
            f"{theirs.time / len(numbers) / 1e6:8.3f}{theirs.time / ours.time:7.1f}"
            f"{ours.size / len(numbers):12.0f}{theirs.size / len(numbers):8.0f}"
            f"{ours.size / theirs.size:7.3f}"
        )
    print(
        "\nTimes as fast as Pillow's default / its bytes; libdeflate and ISA-L deflate ready rows, no more:\n"
    )
    named = {f"({letter})": name for letter, name in zip("abcdefghijk", makers, strict=False)}
    for letter, name in named.items():
        print(f"  {letter} {name}")
    print("\n" + f"{'':16}" + "".join(f"{letter:>13}" for letter in named))
    for op, numbers in rows.items():
        base = total(costs[BASE], numbers)
        cells = [total(costs[name], numbers) for name in named.values()]
        print(f"{op:16}" + "".join(f"{base.time / c.time:7.1f} / {c.size / base.size:.2f}" for c in cells))
    for line in missing:
        print(f"left out: {line}")


def measure(pages: list[tuple[str, Pixels]], makers: dict[str, Maker]) -> dict[str, list[Cost]]:
    """By program, the cost of every page."""
    costs: dict[str, list[Cost]] = {}
    for _ in range(ROUNDS):
        for name, maker in makers.items():
            taken = []
            for _, image in pages:
                work = maker(image.copy())
                start = time.process_time_ns()
                made = work()
                taken.append(Cost(time.process_time_ns() - start, len(made)))
            costs[name] = list(map(min, costs.get(name, taken), taken))
    return costs


def total(costs: list[Cost], numbers: list[int]) -> Cost:
    """The costs of these pages, summed."""
    return Cost(sum(costs[i].time for i in numbers), sum(costs[i].size for i in numbers))


def check(image: Pixels) -> None:
    """Raises ValueError unless Pillow and OpenCV read lomo's file back exactly."""
    file = _native.encode_png(image)
    grey = image.shape[2] == 1
    by_pillow = np.array(Image.open(io.BytesIO(file)).convert("L" if grey else "RGB")).reshape(image.shape)
    by_opencv: Any = cv2.imdecode(
        np.frombuffer(file, np.uint8), cv2.IMREAD_GRAYSCALE if grey else cv2.IMREAD_COLOR_RGB
    )
    if not (np.array_equal(by_pillow, image) and np.array_equal(np.reshape(by_opencv, image.shape), image)):
        raise ValueError("a page is not read back as it was")


def processor() -> str:
    """The processor's name where the system tells it."""
    info = "/proc/cpuinfo"
    if os.path.exists(info):
        with open(info, encoding="utf-8") as lines:
            for line in lines:
                if line.startswith("model name"):
                    return line.partition(":")[2].strip()
    return platform.machine()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 400)
