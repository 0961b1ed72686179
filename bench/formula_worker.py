"""One engine, formulas on standard input in chunks -> CPU nanoseconds of each on standard output, as JSON lines.

``python -m bench.formula_worker ENGINE``, started by bench/formulas.py, with lomo's interpreter or the peers'.
The first line out names versions and what the clock costs; then each line in, a list of [source, display] or
null, is answered by a list of nanoseconds, null where the engine refused. The clock is the process's, so that
threads of an engine count too. What is returned is freed after the clock has stopped.
"""

from __future__ import annotations

import itertools
import json
import os
import re
import statistics
import sys
import time
from collections.abc import Callable
from importlib.metadata import version
from typing import Any, cast

SIZE_PX = 26
MARGIN_PX = 10
MAX_PIXELS = 1 << 26
Work = Callable[[str, bool], object]
Item = tuple[str, bool]


class RefusedError(Exception):
    """This engine does not set this formula."""


def lomo_layout() -> tuple[Work, dict[str, str]]:
    """``lomo.typeset`` with its default engine: source -> Layout."""
    import inspect

    import lomo

    def work(tex: str, display: bool) -> object:
        try:
            return lomo.typeset(tex, display=display, size_px=SIZE_PX)
        except lomo.MathError as error:
            raise RefusedError from error

    engine = inspect.signature(lomo.typeset).parameters["engine"].default
    return work, {"lomo": f"{lomo.__version__} (engine {engine})"}


def lomo_paint() -> tuple[Work, dict[str, str]]:
    """The same and its picture, grey, as lomo.render paints a page; glyph bitmaps seen before are cached."""
    from lomo import _native

    layout, versions = lomo_layout()

    def work(tex: str, display: bool) -> object:
        try:
            return _native.paint(cast(_native.Layout, layout(tex, display)), MARGIN_PX, MAX_PIXELS)
        except _native.NativeSizeError as error:
            raise RefusedError from error

    return work, versions


def mathtext(output: str) -> tuple[Work, dict[str, str]]:
    """matplotlib's own parser, in Computer Modern: ``path`` places glyphs and rules, ``agg`` draws them too."""
    import logging

    from matplotlib.font_manager import FontProperties
    from matplotlib.mathtext import MathTextParser

    logging.getLogger("matplotlib").setLevel(logging.ERROR)
    maker: Any = MathTextParser
    parser = maker(output)
    properties = FontProperties(family="DejaVu Sans", size=SIZE_PX, math_fontfamily="cm")

    def work(tex: str, display: bool) -> object:
        return parser.parse(f"${tex}$", 72, properties)

    return work, {"matplotlib": version("matplotlib")}


def ziamath() -> tuple[Work, dict[str, str]]:
    """LaTeX -> MathML (latex2mathml) -> an SVG string with outlines."""
    import ziamath

    def work(tex: str, display: bool) -> object:
        return ziamath.Latex(tex, size=SIZE_PX, inline=not display).svg()

    return work, {name: version(name) for name in ("ziamath", "latex2mathml")}


def typst(output: str) -> tuple[Work, dict[str, str]]:
    """A formula in typst's language -> one page, by one compiler that is made once and kept."""
    compile_pages, versions = typst_document(output)
    return lambda source, display: compile_pages(typst_formula(source, display), display), versions


def typst_document(output: str) -> tuple[Work, dict[str, str]]:
    """A document in typst's language -> its pages, each as large as its formula."""
    import typst

    compiler = typst.Compiler()
    head = f"#set page(width: auto, height: auto, margin: {MARGIN_PX}pt)\n#set text(size: {SIZE_PX}pt)\n"

    def work(document: str, display: bool) -> object:
        return compiler.compile(input=(head + document).encode(), format=output, ppi=72.0)

    return work, {"typst": version("typst")}


def typst_formula(source: str, display: bool) -> str:
    """Blanks inside the dollars make a display."""
    return f"$ {source} $" if display else f"${source}$"


def timed_batch(work: Work, items: list[Item | None]) -> list[int | None]:
    """All formulas as pages of one document; each is given the same share of its time."""
    pages = [typst_formula(*item) for item in items if item is not None]
    start = time.process_time_ns()
    result = work("\n#pagebreak()\n".join(pages), False)
    share = (time.process_time_ns() - start) // max(1, len(pages))
    del result
    return [None if item is None else share for item in items]


def leaves_commands(tex: str) -> bool:
    """Whether latex2mathml writes a command that it does not know as text, instead of refusing."""
    from latex2mathml.converter import convert

    return re.search(r">[^<]*\\[A-Za-z]", convert(tex)) is not None


ENGINES: dict[str, Callable[[], tuple[Work, dict[str, str]]]] = {
    "lomo": lomo_layout,
    "lomo-paint": lomo_paint,
    "mathtext-path": lambda: mathtext("path"),
    "mathtext-agg": lambda: mathtext("agg"),
    "ziamath": ziamath,
    "typst-svg": lambda: typst("svg"),
    "typst-png": lambda: typst("png"),
    "typst-batch": lambda: typst_document("svg"),
}


def timed(name: str, work: Work, tex: str, display: bool) -> int | None:
    """CPU nanoseconds of one formula, or None: lomo refuses by MathError alone, a peer by any exception."""
    if name.startswith("mathtext"):
        tex = " ".join(tex.split())  # it takes no line breaks
    start = time.process_time_ns()
    try:
        result = work(tex, display)
    except RefusedError:
        return None
    except Exception:
        if name.startswith("lomo"):
            raise
        return None
    spent = time.process_time_ns() - start
    del result
    return None if name == "ziamath" and leaves_commands(tex) else spent


def clock_cost() -> int:
    """What two readings of the clock, one after the other, differ by."""
    readings = [time.process_time_ns() for _ in range(10_001)]
    return int(statistics.median(b - a for a, b in itertools.pairwise(readings)))


def main(name: str) -> None:
    """Answers each line of standard input; what an engine itself prints goes to standard error."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    work, versions = ENGINES[name]()
    resolution = round(time.get_clock_info("process_time").resolution * 1e9)
    clock = {"clock": "Python", "clock_costs_ns": clock_cost(), "clock_ns": resolution}
    print(json.dumps({"versions": versions, **clock}), file=answers, flush=True)
    for line in sys.stdin:
        items = json.loads(line)
        if name == "typst-batch":
            spent = timed_batch(work, items)
        else:
            spent = [None if item is None else timed(name, work, *item) for item in items]
        print(json.dumps({"ns": spent}), file=answers, flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
