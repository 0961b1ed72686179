"""Runs in, the paper's Figures 1a, 1b, 1c and 4 as PNG out, its own numbers beside ours where they are given."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lomo.errors import InputError
from lomo.evaluate.benchmarks import BENCHMARKS
from lomo.evaluate.report import Run, average

_OURS, _PAPER, _LIGHT = "#1f6fb2", "#999999", "#a8cdea"
_PAIR = re.compile(r"([\w.-]+-\w*[\w.]*) (\d+\.\d+) -> (\d+\.\d+)")
_BIN = re.compile(r"(0\.\d+)-(0\.\d+) (-?\d+\.\d+)")


@dataclass(frozen=True, slots=True)
class PaperFigures:
    """The paper's numbers: 1a as (model, standard, rendered), 1b as (low, high, drop), both in percent."""

    accuracy: list[tuple[str, float, float]] = field(default_factory=list)
    drops: list[tuple[float, float, float]] = field(default_factory=list)


def load_paper_figures(path: Path) -> PaperFigures:
    """Reads ``NAME 53.52 -> 41.84`` (1a) and ``0.40-0.45 7.75`` (1b) wherever they stand in a text."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read: {error}") from error
    accuracy = [(name, float(a), float(b)) for name, a, b in _PAIR.findall(text)]
    drops = [(float(a), float(b), float(c)) for a, b, c in _BIN.findall(text)]
    return PaperFigures(accuracy, drops)


def draw_figures(
    runs: Sequence[Run], folder: Path, paper: PaperFigures | None = None
) -> list[tuple[str, Path]]:
    """Writes each figure that there is something of ours for; (title, path) of each.

    Raises InputError where matplotlib is not installed.
    """
    try:
        from matplotlib.figure import Figure
    except ImportError as error:
        raise InputError("figures need matplotlib: pip install 'lomo[mathtext]'") from error
    known = paper or PaperFigures()
    made = []
    for name, title, draw in (
        ("figure-1a", "Figure 1a: accuracy, standard and rendered", _accuracy),
        ("figure-1b", "Figure 1b: accuracy drop by cross-modal distance", _drops),
        ("figure-1c", "Figure 1c: pairwise cross-modal distance", _distances),
        ("figure-4", "Figure 4: training scale", _scales),
    ):
        figure = Figure(figsize=(8, 4.2), dpi=120, layout="constrained")
        if draw(figure, runs, known):
            figure.suptitle(title)
            path = folder / f"{name}.png"
            figure.savefig(path, metadata={"Software": None})
            made.append((title, path))
    return made


def _name(run: Run) -> str:
    scale = f", {run.entry.scale_m:g} M" if run.entry.scale_m else ""
    return f"{run.entry.model}\n{run.entry.setting}{scale}"


def _accuracy(figure: Any, runs: Sequence[Run], paper: PaperFigures) -> bool:
    titles = [one.title for one in BENCHMARKS if one.multimodal]
    rows = []
    for run in runs:
        both = [title for title in titles if all(title in run.scores[p] for p in ("standard", "rendered"))]
        means = [average([run.scores[p][title] for title in both]) for p in ("standard", "rendered")]
        if means[0] is not None and means[1] is not None:
            rows.append((f"{_name(run)}\n{len(both)} of {len(titles)}", means[0], means[1], True))
    if not rows:
        return False
    rows += [(f"{name}\npaper", a, b, False) for name, a, b in paper.accuracy]
    axes = figure.subplots()
    for at, (_, standard, rendered, ours) in enumerate(rows):
        axes.bar(at - 0.2, standard, 0.38, color=_OURS if ours else _PAPER)
        axes.bar(at + 0.2, rendered, 0.38, color=_LIGHT if ours else "#d0d0d0")
        for x, value in ((at - 0.2, standard), (at + 0.2, rendered)):
            axes.text(x, value, f"{value:.1f}", ha="center", va="bottom", fontsize=8)
    axes.set_xticks(range(len(rows)), [name for name, *_ in rows], fontsize=8)
    axes.set_ylabel("mean accuracy, % (left: standard, right: rendered)")
    return True


def _drops(figure: Any, runs: Sequence[Run], paper: PaperFigures) -> bool:
    curves = [
        (run, [one for one in run.align["curve"] if one["count"]])
        for run in runs
        if run.align is not None and run.align.get("curve")
    ]
    if not curves:
        return False
    axes = figure.subplots()
    for run, bins in curves:
        middles = [(one["low"] + one["high"]) / 2 for one in bins]
        axes.plot(middles, [100 * one["drop"] for one in bins], "o-", label=_name(run).replace("\n", ", "))
    if paper.drops:
        middles = [(low + high) / 2 for low, high, _ in paper.drops]
        axes.plot(middles, [drop for *_, drop in paper.drops], "s--", color=_PAPER, label="paper")
    axes.set_xlabel("pairwise cross-modal distance")
    axes.set_ylabel("accuracy drop, points")
    axes.legend(fontsize=8)
    return True


def _distances(figure: Any, runs: Sequence[Run], paper: PaperFigures) -> bool:
    measured = [run for run in runs if run.align]
    if not measured:
        return False
    axes = figure.subplots()
    means = [run.align["pairwise"]["mean"] for run in measured if run.align]
    errors = [run.align["pairwise"]["standard_error"] or 0.0 for run in measured if run.align]
    axes.bar(range(len(means)), means, 0.6, yerr=errors, color=_OURS)
    axes.set_xticks(range(len(means)), [_name(run) for run in measured], fontsize=8)
    axes.set_ylabel("mean distance (bar: standard error)")
    return True


def _scales(figure: Any, runs: Sequence[Run], paper: PaperFigures) -> bool:
    """LoMo minus Standard SFT of the same model and scale: average accuracy, MIR, distance."""
    points: list[tuple[float, list[float | None]]] = []
    for run in runs:
        partner = next((one for one in runs if _partners(run, one)), None)
        if run.entry.setting == "LoMo" and run.entry.scale_m and partner:
            differences = [
                None if a is None or b is None else a - b
                for a, b in zip(_measures(run), _measures(partner), strict=True)
            ]
            points.append((run.entry.scale_m, differences))
    points.sort(key=lambda point: point[0])
    drawn = [at for at in range(3) if sum(values[at] is not None for _, values in points) > 1]
    if not drawn:
        return False
    titles = ("average accuracy, points", "MIR, layer mean", "pairwise distance")
    for axes, at in zip(figure.subplots(1, len(drawn), squeeze=False)[0], drawn, strict=True):
        some = [(scale, values[at]) for scale, values in points if values[at] is not None]
        axes.plot(*zip(*some, strict=True), "o-", color=_OURS)
        axes.axhline(0, color="#888888", linewidth=0.8)
        axes.set_xlabel("training records, millions")
        axes.set_title(f"LoMo - Standard SFT: {titles[at]}", fontsize=8)
    return True


def _partners(run: Run, other: Run) -> bool:
    a, b = run.entry, other.entry
    return b.setting == "Standard SFT" and (a.model, a.scale_m) == (b.model, b.scale_m)


def _measures(run: Run) -> list[float | None]:
    titles = [one.title for one in BENCHMARKS if one.multimodal]
    mir = run.align["mir"]["mir_layer_mean"] if run.align and run.align["mir"] else None
    distance = run.align["pairwise"]["mean"] if run.align else None
    return [average([run.scores["standard"].get(title) for title in titles]), mir, distance]
