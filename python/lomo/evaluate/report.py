"""Results of runs in, the paper's Tables 1 to 6 out, the paper's own numbers beside ours where they are given."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field

from lomo.errors import InputError
from lomo.evaluate.benchmarks import BENCHMARKS
from lomo.evaluate.run import SCHEMA
from lomo.settings import Section

SETTINGS: dict[int, tuple[str, ...]] = {
    1: ("Standard SFT", "LoMo"),
    2: ("Standard SFT", "Full-Text Rendering", "LoMo w/o PD", "LoMo"),
    3: ("Standard SFT", *(f"LoMo, rewrite ratio {share} %" for share in (25, 50, 75, 100))),
    4: ("Standard SFT", *(f"LoMo, {place}" for place in ("prefix", "middle", "suffix", "multi-span"))),
    5: ("Standard SFT, 1:1", "LoMo, 3:1 (Original)", "LoMo, 1:1 (Matched)"),
    6: ("Standard SFT", "LoMo"),
}
"""What each of the paper's tables compares; a run's ``setting`` is one of these names."""

TITLES = {
    1: "Main result, standard and rendered",
    2: "Arms from one pool",
    3: "Rewrite ratio",
    4: "Position of the span",
    5: "Image-bearing to text-only records",
    6: "Text benchmarks",
}
_ALSO = {
    "LoMo, rewrite ratio 50 %": "LoMo",
    "LoMo, middle": "LoMo",
    "LoMo, 3:1 (Original)": "LoMo",
    "Standard SFT, 1:1": "Standard SFT",
}
"""Rows that a run of the default setting fills, too."""
AVERAGE = "Average"


class RunEntry(Section):
    """One trained model's measurements."""

    model: str
    """What tables call the backbone, such as ``Qwen3.5-9B``."""
    setting: str
    """How it was trained: ``Standard SFT``, ``LoMo``, ``LoMo, prefix``, ..."""
    results: str | None = None
    """results.json of ``lomo eval``."""
    align: str | None = None
    """The report of ``lomo align``."""
    scale_m: Annotated[float, Field(gt=0)] | None = None
    """Training records in millions, for Figure 4."""


class ReportRecipe(Section):
    """What ``lomo report`` puts together; paths are relative to the recipe."""

    runs: tuple[RunEntry, ...] = Field(min_length=1)
    """The runs, in the order of the rows."""
    paper_results: str | None = None
    """A CSV of the paper's numbers: table, protocol, model, setting, benchmark, value (in percent)."""
    paper_figures: str | None = None
    """A text with the numbers of the paper's figures 1a, 1b, 1c and 4 (docs/evaluation.md has its form)."""


@dataclass(frozen=True, slots=True)
class Run:
    """A run's entry with what its files hold: benchmark title -> percent, by protocol."""

    entry: RunEntry
    scores: dict[str, dict[str, float]]
    results: dict[str, Any] | None
    align: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: whose it is, and a value or None for each column, in percent."""

    source: str
    protocol: str
    model: str
    setting: str
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """One of the paper's tables."""

    number: int
    title: str
    columns: tuple[str, ...]
    rows: list[Row] = field(default_factory=list)


def load_runs(recipe: ReportRecipe, base: Path) -> list[Run]:
    """Reads the runs' files; raises InputError for one that is missing or of another kind."""
    runs = []
    for entry in recipe.runs:
        results = _json(base / entry.results) if entry.results else None
        if results is not None and results.get("schema") != SCHEMA:
            raise InputError(f"{entry.results}: is no results.json of lomo eval ({SCHEMA})")
        align = _json(base / entry.align) if entry.align else None
        if align is not None and "pairwise" not in align:
            raise InputError(f"{entry.align}: is no report of lomo align")
        scores = {protocol: _percent(results, protocol) for protocol in ("standard", "rendered")}
        runs.append(Run(entry, scores, results, align))
    return runs


def _percent(results: dict[str, Any] | None, protocol: str) -> dict[str, float]:
    found = {}
    for entry in (results or {}).get("benchmarks", {}).values():
        # What was scored without its judge is another figure: it does not go into a table.
        if "note" not in entry and (score := (entry.get(protocol) or {}).get("score")) is not None:
            found[entry["title"]] = 100.0 * score
    return found


def _json(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(f"{path}: cannot be read: {error}") from error
    if not isinstance(found, dict):
        raise InputError(f"{path}: expected a JSON object")
    return found


Paper = dict[tuple[int, str, str, str], dict[str, float]]


def load_paper(path: Path) -> Paper:
    """(table, protocol, model, setting) -> benchmark -> percent; raises InputError."""
    found: Paper = {}
    try:
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                key = (int(row["table"]), row["protocol"], row["model"], row["setting"])
                found.setdefault(key, {})[row["benchmark"]] = float(row["value"])
    except (OSError, KeyError, ValueError) as error:
        raise InputError(f"{path}: is no table of the paper's results: {error}") from error
    return found


def tables(runs: Sequence[Run], paper: Paper | None = None) -> list[Table]:
    """The tables that there is something of ours for; the paper's rows beside them."""
    made = []
    for number, settings in SETTINGS.items():
        titles = tuple(one.title for one in BENCHMARKS if one.multimodal == (number != 6))
        table = Table(number, TITLES[number], (*titles, AVERAGE))
        for protocol in ("standard", "rendered"):
            for setting in settings:
                ours = [run for run in runs if _fills(run.entry.setting, setting)]
                for run in ours:
                    values = [run.scores[protocol].get(title) for title in titles]
                    if any(value is not None for value in values):
                        table.rows.append(
                            Row("ours", protocol, run.entry.model, setting, (*values, average(values)))
                        )
                for (at, kind, model, name), values_of in (paper or {}).items():
                    if (at, kind, name) == (number, protocol, setting):
                        shown = tuple(values_of.get(title) for title in table.columns)
                        table.rows.append(Row("paper", protocol, model, setting, shown))
        if any(row.source == "ours" for row in table.rows):
            made.append(table)
    return made


def _fills(run: str, row: str) -> bool:
    return run == row or _ALSO.get(row) == run


def average(values: Sequence[float | None]) -> float | None:
    """The mean, where every column has a value: an average over fewer would be another figure."""
    found = [value for value in values if value is not None]
    return sum(found) / len(found) if found and len(found) == len(values) else None
