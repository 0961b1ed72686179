"""build/audit/read.jsonl -> the table of docs/legibility.md: error rates by operation, and what the score foretold.

``python -m tools.legibility.report build/audit [docs/legibility.md]``: written between the page's marks, or shown.
Exits with 1 where a promise of the project is broken.
"""

from __future__ import annotations

import json
import platform
import sys
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

from lomo.config import Config
from lomo.distort.operations import OPERATIONS
from lomo.record.substitute import versions

START, END = "<!-- audit: start -->", "<!-- audit: end -->"
CLEAN, MIDDLE, WORST = 0.01, 0.05, 0.20
"""The most that the median of clean pages, that of an operation, and any page may come to."""

Row = dict[str, Any]


def best(row: Row) -> float:
    """The character error rate of the better engine."""
    return float(min(row["cer"].values()))


def ranks(values: Sequence[float]) -> list[float]:
    """Each value's rank; equal ones share the mean of theirs."""
    order = sorted(values)
    first: dict[float, int] = {}
    count: dict[float, int] = {}
    for at, value in enumerate(order):
        first.setdefault(value, at)
        count[value] = count.get(value, 0) + 1
    return [first[value] + (count[value] - 1) / 2 for value in values]


def rank_correlation(one: Sequence[float], other: Sequence[float]) -> float:
    """Spearman's."""
    a, b = ranks(one), ranks(other)
    mean = (len(a) - 1) / 2
    both = sum((x - mean) * (y - mean) for x, y in zip(a, b, strict=True))
    spread = sum((x - mean) ** 2 for x in a) * sum((y - mean) ** 2 for y in b)
    return both / spread**0.5 if spread else 0.0


def table(rows: list[Row]) -> Iterable[str]:
    """A line for each operation."""
    yield "| operation | pages | median | mean | worst | en worst | zh worst | refused | of these over 20 % |"
    yield "|---|--:|--:|--:|--:|--:|--:|--:|--:|"
    for op in [*OPERATIONS, "all"]:
        mine = [row for row in rows if op in (row["op"], "all")]
        kept = [row for row in mine if row["kept"]]
        refused = [row for row in mine if not row["kept"]]
        if not kept:
            continue
        worst = {
            name: max((best(r) for r in kept if r["language"] == name), default=0.0) for name in ("en", "zh")
        }
        errors = [best(row) for row in kept]
        yield (
            f"| {op} | {len(kept)} | {median(errors):.1%} | {sum(errors) / len(errors):.1%} | {max(errors):.1%} | "
            f"{worst['en']:.1%} | {worst['zh']:.1%} | {len(refused)} | {sum(best(r) > WORST for r in refused)} |"
        )


def broken(rows: list[Row]) -> Iterable[str]:
    """Each promise that the pages of the operator do not keep."""
    kept = [row for row in rows if row["kept"]]
    for op in OPERATIONS:
        errors = [best(row) for row in kept if row["op"] == op]
        limit = CLEAN if op == "clean" else MIDDLE
        if errors and median(errors) > limit:
            yield f"{op}: {median(errors):.1%} in the median, more than {limit:.0%}"
        for row in kept:
            if row["op"] == op and best(row) > WORST:
                yield f"{op}: {row['id']} ({row['language']}) is read with {best(row):.1%} errors"


def report(folder: Path) -> tuple[str, list[str]]:
    """The section of the page, and the promises that are broken."""
    rows = [
        json.loads(line) for line in (folder / "read.jsonl").read_text(encoding="utf-8").split("\n") if line
    ]
    engines = json.loads((folder / "versions.json").read_text())
    first = [row for row in rows if row["draws"] == 1 and (not row["kept"] or row["made"] == row["op"])]
    over = [row for row in first if best(row) > WORST]
    faults = list(broken(rows))
    counts = {name: sum(row["language"] == name and row["kept"] for row in rows) for name in ("en", "zh")}
    used = ", ".join(f"{name} {number}" for name, number in {**engines, **versions("native")}.items())
    foretold = rank_correlation([row["score"] for row in first], [best(row) for row in first])
    setting = (
        f"{datetime.now(tz=UTC):%Y-%m-%d}, {_machine()}; {used}. {counts['en']} English and {counts['zh']} Chinese "
        f"pages, preset `paper`, floor {Config().distort.legibility_floor}; character error rates of the better "
        "engine on each page."
    )
    prediction = (
        f"Over the {len(first)} first draws, refused ones included, Spearman's rank correlation of score and error "
        f"rate is {foretold:.2f} (of blurs alone {_of(first, 'blur'):.2f}, of waves {_of(first, 'wave'):.2f}; most "
        "pages are read without an error, and equal error rates share a rank). "
        f"{sum(not row['kept'] for row in over)} of the {len(over)} pages over {WORST:.0%} lie below the floor."
    )
    engine = f"By engine, median / mean over all pages that stay: {_by_engine(rows)}."
    promises = "Broken promises: " + ("; ".join(faults) if faults else "none") + "."
    told = [START, setting, "", *table(rows), "", engine, "", prediction, "", promises, END]
    return "\n".join(told), faults


def _of(rows: list[Row], kind: str) -> float:
    mine = [row for row in rows if row["op"].startswith(kind)]
    return rank_correlation([row["score"] for row in mine], [best(row) for row in mine])


def _by_engine(rows: list[Row]) -> str:
    kept = [row for row in rows if row["kept"]]
    told = []
    for name in kept[0]["cer"]:
        for language in ("en", "zh"):
            errors = [row["cer"][name] for row in kept if row["language"] == language]
            if errors:
                told.append(f"{name} {language} {median(errors):.1%} / {sum(errors) / len(errors):.1%}")
    return ", ".join(told)


def _machine() -> str:
    model = next(
        (
            line.split(":")[1].strip()
            for line in _lines(Path("/proc/cpuinfo"))
            if line.startswith("model name")
        ),
        platform.processor(),
    )
    return f"{model}, Python {platform.python_version()}"


def _lines(path: Path) -> list[str]:
    return path.read_text().splitlines() if path.exists() else []


def main() -> None:
    """Writes or shows the section."""
    section, faults = report(Path(sys.argv[1]))
    if len(sys.argv) > 2:
        page = Path(sys.argv[2])
        text = page.read_text(encoding="utf-8")
        before, _, rest = text.partition(START)
        page.write_text(before + section + rest.partition(END)[2], encoding="utf-8")
    print(section)
    if faults:
        sys.exit(1)


if __name__ == "__main__":
    main()
