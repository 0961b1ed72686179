"""Microseconds of each engine on each formula -> the heading and the Markdown table that bench/formulas.py prints."""

from __future__ import annotations

import datetime
import os
import platform
import statistics
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CHUNK = 100


@dataclass(frozen=True)
class Row:
    """A line of the table: what it says, the worker that is timed, and whether typst does the rest of the work."""

    engine: str
    label: str
    runtime: str
    from_typst: bool = False
    only_mean: bool = False


LAYOUT, PAINT = "lomo", "lomo-paint"
ROWS = [
    Row(LAYOUT, "**lomo**, Layout", "lomo"),
    Row(PAINT, "**lomo**, Layout and grey picture", "lomo"),
    Row("mathtext-path", "matplotlib mathtext, glyphs and rules", "python"),
    Row("mathtext-agg", "matplotlib mathtext, grey picture", "python"),
    Row("ziamath", "ziamath, SVG", "python"),
    Row("typst-svg", "tex2typst + typst, SVG", "python", from_typst=True),
    Row("typst-png", "tex2typst + typst, PNG", "python", from_typst=True),
    Row(
        "typst-batch",
        f"the same, SVG, {CHUNK} formulas a document",
        "python",
        from_typst=True,
        only_mean=True,
    ),
    Row("mathjax", "MathJax, SVG", "node"),
    Row("katex", "KaTeX, HTML (no layout: the browser's)", "node"),
]
TEX2TYPST = Row("tex2typst", "tex2typst", "node")


def print_heading(command: str, source: str, count: int, hellos: dict[str, dict[str, Any]]) -> None:
    """What ran, where and when."""
    versions = {name: number for hello in hellos.values() for name, number in hello["versions"].items()}
    print(f"`{command}`, {count} formulas of {source}, {datetime.date.today()}; ", end="")
    print(f"{cpu_model()}, {os.cpu_count()} cores; Python {platform.python_version()}; ", end="")
    print("; ".join(f"{name} {number}" for name, number in sorted(versions.items())), end=".\n")
    clocks = {hello["clock"]: hello for hello in hellos.values()}
    said = (
        f"{name}'s {of['clock_costs_ns']} ns (it resolves {of['clock_ns']} ns)" for name, of in clocks.items()
    )
    print(f"A reading of the CPU clock costs: {', '.join(sorted(said))}; nothing is subtracted.\n")
    print("CPU microseconds a formula:\n")


def print_table(rows: list[Row], settled: dict[str, dict[int, float]], count: int) -> None:
    """A line for each row; ratios are of medians (of means, where there is no median) on what both set."""
    print("| engine | set % | median | mean | p99 | max | ÷ lomo, Layout | ÷ lomo, picture |")
    print("|---|--:|--:|--:|--:|--:|--:|--:|")
    for row in rows:
        values = sorted(settled.get(row.engine, {}).values())
        if len(values) < 2:
            print(f"| {row.label} | {100 * len(values) / count:.1f} | | | | | | |")
            continue
        cells = [f"{statistics.fmean(values):.1f}"]
        if row.only_mean:
            cells = ["", *cells, "", ""]
        else:
            upper = statistics.quantiles(values, n=100, method="inclusive")[98]
            cells = [f"{statistics.median(values):.1f}", *cells, f"{upper:.0f}", f"{values[-1]:.0f}"]
        cells += [ratio(row, settled, ours) for ours in (LAYOUT, PAINT)]
        print(f"| {row.label} | {100 * len(values) / count:.1f} | " + " | ".join(cells) + " |")


def ratio(row: Row, settled: dict[str, dict[int, float]], ours: str) -> str:
    """Theirs by ours, on the formulas that both set."""
    theirs, mine = settled[row.engine], settled.get(ours, {})
    both = theirs.keys() & mine.keys()
    if not both:
        return ""
    middle = statistics.fmean if row.only_mean else statistics.median
    quotient = middle([theirs[i] for i in both]) / middle([mine[i] for i in both])
    digits = 2 if quotient < 10 else 1 if quotient < 100 else 0
    return f"{quotient:.{digits}f}" + (" (means)" if row.only_mean else "")


def cpu_model() -> str:
    """The processor's own name where Linux tells it."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.machine()
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), "CPU")
