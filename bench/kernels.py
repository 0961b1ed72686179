"""Pages of three sizes -> a Markdown table: microseconds of each distortion, lomo's and OpenCV's, in one run.

``python -m bench.kernels [--sets] [--rgb] [--rounds N]`` (``make bench-kernels``). One thread, pages of text drawn by
lomo, grey or RGB. Peer and lomo take turns, and each shows the least time of many rounds, which a busy machine spoils
least. lomo is called as bound: array in, new array out. The peer is called as its users would, maps and kernels made
beforehand and not counted where they do not depend on the page. ``--sets`` adds lomo's slower sets of kernels.
"""

from __future__ import annotations

import argparse
import importlib
import platform
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

import lomo
from bench.installed import packages
from lomo import _native
from lomo.config import Style

SIZES = [(600, 200), (1000, 600), (1600, 1600)]
DEGREE = 1024
BLOBS = 6
WHITE = (255, 255, 255)
WORDS = "a line of plain words that a page would hold and some longer ones between them so that its ends are ragged"
Call = Callable[[], object]
Page = NDArray[np.uint8]


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(prog="python -m bench.kernels", description=__doc__)
    parser.add_argument("--sets", action="store_true", help="also the sets for other processors")
    parser.add_argument("--rgb", action="store_true", help="pages in RGB instead of grey ones")
    parser.add_argument("--rounds", type=int, default=60, help="at the smallest size (default: 60)")
    arguments = parser.parse_args()
    sys.path.append(str(packages("kernels")))
    cv2 = importlib.import_module("cv2")
    cv2.setNumThreads(1)
    names = _native.kernel_sets()
    shown = names[::-1] if arguments.sets else names[-1:]
    print(f"{datetime.now(UTC):%d %B %Y}; {_processor()}; Python {platform.python_version()}, ", end="")
    print(f"NumPy {np.__version__}, OpenCV {cv2.__version__}; lomo's kernels: {names[-1]}.")
    for width, height in SIZES:
        page = text_page(width, height, 3 if arguments.rgb else 1)
        rounds = max(12, arguments.rounds * 120_000 // (width * height))
        white = (page == 255).mean()
        print(
            f"\n{width} x {height}, {'RGB' if arguments.rgb else 'grey'}, {white:.0%} white, microseconds:\n"
        )
        print("| operation | OpenCV |" + "".join(f" {name} | ratio |" for name in shown))
        print("|---|---|" + "---|---|" * len(shown))
        for label, theirs, ours in cases(cv2, page):
            calls = [theirs, *(chosen(name, ours) for name in shown)]
            peer, *own = least(calls, rounds)
            columns = "".join(f" {each:.1f} | {peer / each:.1f} |" for each in own)
            print(f"| {label} | {peer:.1f} |{columns}")
    _native.choose_kernels(names[-1])


def chosen(name: str, call: Call) -> Call:
    """The call by a set of kernels."""

    def with_set() -> object:
        _native.choose_kernels(name)
        return call()

    return with_set


def least(calls: list[Call], rounds: int) -> list[float]:
    """The shortest time of each call, in microseconds; in every round each is called a few times."""
    best = [float("inf")] * len(calls)
    for _ in range(rounds):
        for k, call in enumerate(calls):
            for _ in range(4):
                start = time.perf_counter_ns()
                call()
                best[k] = min(best[k], (time.perf_counter_ns() - start) / 1e3)
    return best


def text_page(width: int, height: int, channels: int) -> Page:
    """A page of plain text of this very size, on yellowish paper if it is RGB."""
    words = (WORDS.split() * (width * height // 9000 + 20))[: width * height // 900]
    lines = lomo.render(" ".join(words), Style(width_px=width)).pages[0].image[:height, :width, :1]
    page = np.full((height, width, 1), 255, np.uint8)
    page[: lines.shape[0], : lines.shape[1]] = lines
    if channels == 3:
        page = np.minimum(page, np.array([255, 250, 230], np.uint8))
    return page


def cases(cv2: Any, page: Page) -> list[tuple[str, Call, Call]]:
    """Label, OpenCV's way, lomo's way."""
    grey = page[:, :, 0] if page.shape[2] == 1 else page  # as OpenCV wants it
    height, width = grey.shape[:2]
    streak = motion_kernel(cv2, 9, 30)
    maps = wave_maps(width, height)
    sine = [192, 8000, 0, 192, 8000, 0]
    return [
        *(
            (
                f"rotate {angle} deg",
                turning(cv2, grey, angle),
                lambda a=angle: _native.rotate(page, a * DEGREE),
            )
            for angle in (5, 30, 45, 86)
        ),
        (
            "Gaussian, sigma 1.5",
            lambda: cv2.GaussianBlur(grey, (0, 0), 1.5, borderType=cv2.BORDER_REPLICATE),
            lambda: _native.blur_gaussian(page, 96),
        ),
        (
            "box 5",
            lambda: cv2.blur(grey, (5, 5), borderType=cv2.BORDER_REPLICATE),
            lambda: _native.blur_box(page, 5),
        ),
        (
            "motion 9 px at 30 deg",
            lambda: cv2.filter2D(grey, -1, streak, borderType=cv2.BORDER_REPLICATE),
            lambda: _native.blur_motion(page, 9 * 64, 30 * DEGREE),
        ),
        (
            "shadow from the left, whole page",
            lambda: shaded(cv2, grey),
            lambda: _native.shadow(page, [[0, 65536, 0, 20000]]),
        ),
        (
            "shadow, slanted (OpenCV: level)",
            lambda: shaded(cv2, grey),
            lambda: _native.shadow(page, [[0, 65536, 30000, 20000]]),
        ),
        (
            "stain, 6 soft blobs",
            lambda: stained(cv2, grey, 1),
            lambda: _native.stain(page, blobs()),
        ),
        (
            "stain (OpenCV: mask at 1/8 scale)",
            lambda: stained(cv2, grey, 8),
            lambda: _native.stain(page, blobs()),
        ),
        (
            "wave along x and y",
            lambda: cv2.remap(
                grey, *maps, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=WHITE
            ),
            lambda: _native.wave(page, sine),
        ),
    ]


def turning(cv2: Any, grey: Page, angle: int) -> Call:
    """A rotation onto a grown canvas."""
    height, width = grey.shape[:2]
    size = _native.rotated_size(width, height, angle * DEGREE)

    def turn() -> object:
        matrix = cv2.getRotationMatrix2D(((width - 1) / 2, (height - 1) / 2), angle, 1)
        matrix[:, 2] += (size[0] - width) / 2, (size[1] - height) / 2
        return cv2.warpAffine(
            grey, matrix, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=WHITE
        )

    return turn


def motion_kernel(cv2: Any, length: int, angle: int) -> NDArray[np.float32]:
    """A line of this length through a square kernel."""
    kernel = np.zeros((length, length), np.float32)
    kernel[length // 2] = 1
    middle = (length - 1) / 2
    turned = cv2.warpAffine(kernel, cv2.getRotationMatrix2D((middle, middle), angle, 1), (length, length))
    return np.asarray(turned / turned.sum(), np.float32)


def shaded(cv2: Any, grey: Page) -> object:
    """A smooth gradient across the page, made as one row."""
    line = np.linspace(1, 0, grey.shape[1], dtype=np.float32)
    row = (255 - 78 * line * line * (3 - 2 * line)).astype(np.uint8)[None, :]
    return _multiplied(cv2, grey, cv2.repeat(row, grey.shape[0], 1))


def stained(cv2: Any, grey: Page, scale: int) -> object:
    """Discs on a mask, blurred, taken off the page."""
    height, width = grey.shape[:2]
    mask = np.full((-(-height // scale), -(-width // scale)), 255, np.uint8)
    side = max(width, height)
    for x, y, radius, *_ in blobs():
        centre = (x * width // 65536 // scale, y * height // 65536 // scale)
        cv2.circle(mask, centre, radius * side // 65536 // scale, 200, cv2.FILLED)
    mask = cv2.GaussianBlur(mask, (0, 0), side / 100 / scale)
    if scale > 1:
        mask = cv2.resize(mask, (width, height), interpolation=cv2.INTER_LINEAR)
    return _multiplied(cv2, grey, mask)


def _multiplied(cv2: Any, page: Page, mask: Page) -> object:
    return cv2.multiply(page, mask if page.ndim == 2 else cv2.merge([mask] * 3), scale=1 / 255)


def blobs() -> list[list[int]]:
    """Six grey blobs, a tenth of the longer side in radius."""
    return [
        [9000 + 9500 * k, 14000 + 37000 * (k % 2), 6900, 20000, 4000, 9, 5000, 11000 * k, 130, 130, 130]
        for k in range(BLOBS)
    ]


def wave_maps(width: int, height: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Maps of a wave along both axes, on a canvas 3 px wider on every side."""
    across, down = np.meshgrid(
        np.arange(width + 6, dtype=np.float32) - 3, np.arange(height + 6, dtype=np.float32) - 3
    )
    pace = np.float32(2 * np.pi / 125)
    return across - 3 * np.sin(down * pace), down - 3 * np.sin(across * pace)


def _processor() -> str:
    names = Path("/proc/cpuinfo")
    lines = names.read_text().splitlines() if names.exists() else []
    found = [line.split(":")[1].strip() for line in lines if line.startswith("model name")]
    return f"one core of {found[0]}" if found else platform.machine()


if __name__ == "__main__":
    main()
