"""Runs in, the paper's Figures 1a, 1b, 1c, 3 and 4 as PNG out, its own numbers beside ours where they are given."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from lomo.errors import InputError
from lomo.evaluate.benchmarks import BENCHMARKS
from lomo.evaluate.paper_figures import PaperFigures
from lomo.evaluate.report import Paper, Run, average

_OURS, _PAPER, _LIGHT = "#1f6fb2", "#999999", "#a8cdea"


def draw_figures(
    runs: Sequence[Run], folder: Path, paper: PaperFigures | None = None, results: Paper | None = None
) -> list[tuple[str, Path]]:
    """Writes each figure that there is something of ours for; (title, path) of each.

    ``results`` are the paper's tables: its Figure 3 is drawn from the first of them.

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
        ("figure-3", "Figure 3: gain of LoMo over Standard SFT by benchmark", partial(_gains, results or {})),
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
    theirs = range(len(means), len(means) + len(paper.distances))
    axes.bar(theirs, [distance for _, distance in paper.distances], 0.6, color=_PAPER)
    names = [*(_name(run) for run in measured), *(f"paper\n{setting}" for setting, _ in paper.distances)]
    axes.set_xticks(range(len(names)), names, fontsize=8)
    axes.set_ylabel("mean distance (bar: standard error)")
    return True


def _gains(results: Paper, figure: Any, runs: Sequence[Run], paper: PaperFigures) -> bool:
    """LoMo minus Standard SFT of the same model and scale, standard protocol, a bar for each benchmark."""
    titles = [one.title for one in BENCHMARKS if one.multimodal]
    series: list[tuple[str, list[float | None], bool]] = []
    for run in runs:
        partner = next((one for one in runs if _partners(run, one)), None)
        if run.entry.setting == "LoMo" and partner:
            series.append((_name(run), _differences(run.scores, partner.scores, titles), True))
    if not any(value is not None for _, values, _ in series for value in values):
        return False
    for model in dict.fromkeys(model for table, _, model, _ in results if table == 1):
        arms = [
            {"standard": results.get((1, "standard", model, arm), {})} for arm in ("LoMo", "Standard SFT")
        ]
        series.append((f"paper\n{model}", _differences(arms[0], arms[1], titles), False))
    axes = figure.subplots()
    width = 0.8 / len(series)
    for number, (name, values, ours) in enumerate(series):
        some = [(at, value) for at, value in enumerate(values) if value is not None]
        places = [at + (number - (len(series) - 1) / 2) * width for at, _ in some]
        colour = ("C0", "C1", "C2", "C3")[number % 4] if ours else str(0.55 + 0.2 * (number % 2))
        axes.bar(places, [value for _, value in some], width, color=colour, label=name.replace("\n", ", "))
    axes.axhline(0, color="#888888", linewidth=0.8)
    axes.set_xticks(range(len(titles)), titles, fontsize=7, rotation=35, ha="right")
    axes.set_ylabel("points, standard protocol")
    axes.legend(fontsize=8)
    return True


def _differences(
    upper: dict[str, dict[str, float]], lower: dict[str, dict[str, float]], titles: Sequence[str]
) -> list[float | None]:
    pairs = [(upper["standard"].get(title), lower["standard"].get(title)) for title in titles]
    return [None if a is None or b is None else a - b for a, b in pairs]


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
        axes.plot(*zip(*some, strict=True), "o-", color=_OURS, label="ours")
        theirs = [(scale, values[at]) for scale, values in paper.scales if values[at] is not None]
        if theirs:
            axes.plot(*zip(*theirs, strict=True), "s--", color=_PAPER, label="paper")
            axes.legend(fontsize=8)
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
