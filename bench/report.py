"""Prompts -> a table of CPU milliseconds a prompt: every stage of lomo, and Pillow and matplotlib beside it.

``python -m bench.report [COUNT]`` (``make bench``). All is measured in one process, prompt by prompt, the
programs in turn, so that a busy machine touches all alike; process time, user and system. After a warm-up on
other prompts every second one goes through the whole operator, and the others stage by stage and through the
other programs: no cache has seen a prompt before.
"""

from __future__ import annotations

import os
import platform
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from typing import TypeVar

from bench.peers import WIDTH_PX, matplotlib_png, pillow_png
from bench.prompts import prompts, source
from lomo import _native
from lomo.config import Config, Style
from lomo.distort.apply import apply
from lomo.distort.choose import choose
from lomo.distort.legibility import page_score
from lomo.randomness import Stream
from lomo.record.draw import JUDGED_GLYPHS
from lomo.record.substitute import substitute
from lomo.render.render import render
from lomo.span.locate import locate

T = TypeVar("T")
WARM_UP = 20
OPERATOR = "the whole operator, PNG included"
ORDER = [
    "locate",
    "render",
    "choose",
    "distort",
    "legibility",
    "encode",
    "the",
    "lomo",
    "Pillow",
    "matplotlib",
]
STYLE = Style(width_px=WIDTH_PX)
Times = dict[str, dict[str, float]]


def main(count: int) -> None:
    """Measures ``count`` prompts and prints the table."""
    taken: Times = defaultdict(dict)
    routes: dict[str, str] = {}
    chosen = prompts(count)
    step = max(3, len(chosen) // WARM_UP)
    for key, text in chosen[::step]:
        measure(key, text, defaultdict(dict), {})
        whole(text, key)
    chosen = [prompt for number, prompt in enumerate(chosen) if number % step]
    for key, text in chosen[::2]:
        measure(key, text, taken, routes)
    for key, text in chosen[1::2]:
        start = time.process_time_ns()
        whole(text, key)
        taken[OPERATOR][key] = (time.process_time_ns() - start) / 1e6

    print(f"{len(chosen)} prompts of {source()}; Python {platform.python_version()}, ", end="")
    print(f"{os.cpu_count()} CPUs, {platform.machine()}. CPU ms a prompt:\n")
    print(f"{'':34}{'prompts':>8}{'median':>9}{'mean':>9}{'95 %':>9}")
    for name in sorted(taken, key=lambda name: (ORDER.index(name.split()[0].rstrip(",")), name)):
        row(name, list(taken[name].values()))
    print(f"\nThe same spans, wrapped at {WIDTH_PX} px, drawn and written as PNG, without distortion:\n")
    print(f"{'':34}{'prompts':>8}{'median':>9}{'lomo':>9}{'ratio':>9}")
    for peer in ("Pillow", "matplotlib"):
        for route in ("text", "math"):
            compare(peer, route, taken, routes)


def measure(key: str, text: str, taken: Times, routes: dict[str, str]) -> None:
    """Adds one prompt's times to ``taken`` and its route to ``routes``."""

    def timed(name: str, work: Callable[[], T]) -> T:
        start = time.process_time_ns()
        result = work()
        taken[name][key] = (time.process_time_ns() - start) / 1e6
        return result

    spans = timed("locate", lambda: locate(text))
    if not spans:
        return
    span = text[spans[0].start : spans[0].end]
    start = time.process_time_ns()
    rendering = render(span, STYLE)
    spent = (time.process_time_ns() - start) / 1e6
    routes[key] = rendering.route
    taken[f"render, {rendering.route} route"][key] = spent
    image = rendering.pages[0].image
    encode_start = time.process_time_ns()
    for page in rendering.pages:
        page.png()
    spent += (time.process_time_ns() - encode_start) / 1e6
    operation = timed("choose an operation", lambda: choose(Stream(0, key, "distort"), Config()))
    made = timed(f"distort, {operation.set}", lambda: apply(image, operation))
    timed("legibility", lambda: page_score(rendering.pages[0], made, JUDGED_GLYPHS))
    distorted = made.image
    timed("encode PNG", lambda: _native.encode_png(distorted))
    taken["lomo, span to clean PNG"][key] = spent
    timed("Pillow, span to PNG", lambda: pillow_png(span))
    start = time.process_time_ns()
    try:
        matplotlib_png(span)
    except ValueError:
        taken["matplotlib, refused spans"][key] = (time.process_time_ns() - start) / 1e6
    else:
        taken["matplotlib, span to PNG"][key] = (time.process_time_ns() - start) / 1e6


def whole(text: str, key: str) -> list[bytes]:
    """What a corpus build does with a prompt, short of writing files."""
    return [picture.png() for picture in substitute(text, key=key).pictures]


def row(name: str, values: list[float]) -> None:
    """One line of the first table."""
    upper = statistics.quantiles(values, n=20)[-1] if len(values) > 1 else values[0]
    middle, mean = statistics.median(values), statistics.fmean(values)
    print(f"{name:34}{len(values):8}{middle:9.3f}{mean:9.3f}{upper:9.3f}")


def compare(peer: str, route: str, taken: Times, routes: dict[str, str]) -> None:
    """One line of the second table: peer and lomo on the spans of this route that the peer did not refuse."""
    theirs, ours = taken[f"{peer}, span to PNG"], taken["lomo, span to clean PNG"]
    keys = [key for key in theirs if routes[key] == route]
    if keys:
        them = statistics.median(theirs[key] for key in keys)
        us = statistics.median(ours[key] for key in keys)
        print(f"{f'{peer}, {route} route':34}{len(keys):8}{them:9.3f}{us:9.3f}{them / us:9.1f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 300)
