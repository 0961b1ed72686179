"""Prompts -> a table: CPU milliseconds a record of the whole operator, beside what a user would assemble instead.

``python -m bench.substitution [COUNT]`` (``make bench-substitution``); spans-dev of LOMO_CORPUS_DIR, or the examples.
lomo goes from the prompt to PNG bytes (``lomo.substitute`` with its defaults, the legibility floor included). The
assemblies of bench/assemblies.py are given the span, its formulas and the drawn distortion, and make its PNG. All take
turns, each record once; the clock is the process's CPU time, and Node's for tex2typst.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any, NamedTuple

import lomo
from bench.assemblies import Strongest, common, typst_document
from bench.installed import PeersMissingError, node_peers, packages
from bench.prompts import prompts, source
from lomo.distort.operations import Operation
from lomo.render.engine import formula_source
from lomo.span.blocks import blocks

WARM_UP = 20
CHUNK = 50  # records that one program makes before the next has its turn: a corpus is made in a row too


class Task(NamedTuple):
    """One record, and what its peers are told."""

    key: str
    prompt: str
    span: str
    operation: Operation
    document: str | None  # in typst's language, where the span holds formulas
    converted_ns: int  # what tex2typst took


def main() -> None:
    """Measures and prints."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 400
    sys.path.append(str(packages("substitution")))
    strongest = Strongest()
    tasks = list(_tasks(prompts(count)))
    rows: dict[str, Callable[[Task], object]] = {
        "lomo": lambda task: [p.png() for p in lomo.substitute(task.prompt, key=task.key).pictures],
        "strongest": lambda task: strongest(task.span, task.document, task.operation),
        "common": lambda task: common(task.span, task.operation),
    }
    spent: dict[str, list[float | None]] = {name: [] for name in rows}
    for name, work in rows.items():
        for task in tasks[:WARM_UP]:
            _timed(name, work, task)
    for first in range(0, len(tasks), CHUNK):
        for name, work in rows.items():
            spent[name] += [_timed(name, work, task) for task in tasks[first : first + CHUNK]]
    _report(tasks, spent)


def _timed(name: str, work: Callable[[Task], object], task: Task) -> float | None:
    """Milliseconds, or None where a peer refuses; lomo refuses nothing."""
    start = time.process_time_ns()
    try:
        made = work(task)
    except Exception:
        if name == "lomo":
            raise
        return None
    taken = time.process_time_ns() - start
    del made
    if name == "strongest":
        taken += task.converted_ns
    return taken / 1e6


def _tasks(records: list[tuple[str, str]]) -> list[Task]:
    """The records that lomo rewrites into one picture, with their formulas in typst's language."""
    made = []
    for key, prompt in records:
        spans = lomo.substitute(prompt, key=key).provenance["spans"]
        if len(spans) != 1 or len(spans[0]["pages"]) != 1:
            continue
        span = spans[0]["source"]
        operation = Operation(spans[0]["op"], spans[0]["parameters"])
        made.append((key, prompt, span, operation, [b for b in blocks(span) if b.kind == "math"]))
    wanted = [
        (formula_source(span[b.start : b.end]).tex, b.display) for _, _, span, _, found in made for b in found
    ]
    answers = iter(_converted(wanted))
    tasks = []
    for key, prompt, span, operation, found in made:
        told = [(b, *next(answers)) for b in found]
        formulas = [(b.start, b.end, source, b.display) for b, source, _ in told if source is not None]
        whole = typst_document(span, formulas) if len(formulas) == len(found) > 0 else None
        if found and whole is None:
            whole = "#panic()"  # tex2typst refuses one of its formulas
        tasks.append(Task(key, prompt, span, operation, whole, sum(ns or 0 for *_, ns in told)))
    return tasks


def _converted(formulas: list[tuple[str, bool]]) -> list[tuple[str | None, int | None]]:
    """Each formula in typst's language and the CPU nanoseconds that took; warm, since each is asked for twice."""
    node, folder = node_peers()
    lines = "".join(json.dumps([formula]) + "\n" for formula in formulas)
    command = [str(node), str(folder / "formula_worker.mjs"), "tex2typst"]
    done = subprocess.run(command, input=lines + lines, capture_output=True, text=True, check=True)
    answers: list[dict[str, Any]] = [json.loads(line) for line in done.stdout.splitlines()[1:]]
    return [(answer["made"][0], answer["ns"][0]) for answer in answers[len(formulas) :]]


def _report(tasks: list[Task], spent: dict[str, list[float | None]]) -> None:
    peers = ", ".join(
        f"{name} {version(name)}"
        for name in ("skia-python", "typst", "opencv-python-headless", "isal", "matplotlib", "pillow")
    )
    with_math = [task.document is not None for task in tasks]
    print(
        f"{datetime.now(UTC):%d %B %Y}; {len(tasks)} prompts of {source()}; lomo {lomo.__version__}, {peers}."
    )
    print("CPU milliseconds a record; ratios are of means over the records that both made.\n")
    print("| prompts | | made | median | mean | ÷ lomo |\n|---|---|--:|--:|--:|--:|")
    for label, chosen in (
        ("all", [True] * len(tasks)),
        ("without formulas", [not math for math in with_math]),
        ("with formulas", with_math),
    ):
        for name, times in spent.items():
            pairs = [
                (own, theirs)
                for own, theirs, wanted in zip(spent["lomo"], times, chosen, strict=True)
                if wanted and own is not None and theirs is not None
            ]
            if not pairs:
                continue
            theirs = [b for _, b in pairs]
            ratio = sum(theirs) / sum(a for a, _ in pairs)
            print(
                f"| {label} | {name} | {len(pairs)}/{sum(chosen)} | {statistics.median(theirs):.2f} | "
                f"{statistics.mean(theirs):.2f} | {ratio:.1f} |"
            )


if __name__ == "__main__":
    try:
        main()
    except PeersMissingError as error:
        sys.exit(f"bench.substitution: {error}")
