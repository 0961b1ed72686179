"""Formulas -> a table of CPU microseconds a formula: lomo's typesetting, with and without paint, beside its peers.

``python -m bench.formulas [FORMULAS.jsonl]`` (``make bench-formulas``); formulas-dev.jsonl of LOMO_CORPUS_DIR when no
file is named. Each engine has a process of its own, is warmed by the formulas of WARM_UP, and then sets every
formula once, in an order shuffled by a fixed seed; chunk by chunk the engines take turns, so that a busy machine
touches all alike. That is a pass; the next one has new processes and another order. docs/benchmarks.md says how to
read the table.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.formula_table import CHUNK, ROWS, TEX2TYPST, Row, print_heading, print_table
from bench.installed import FOLDER, PeersMissingError, node_peers, python_peers

SEED = 1
WARM_UP = [
    (r"\frac{a_1 + b^2}{\sqrt{c}} = \left( \sum_{k=0}^{m} \binom{m}{k} q^k \right)", True),
    (r"\int_0^\infty e^{-\lambda t} \cos \omega t \, dt \leq \prod_{p} \zeta(p)", True),
    (
        r"\mathbb{N} \subset \mathbf{V} \cup \mathcal{L} \cap \mathfrak{h}, \quad \mathrm{rank}\, A \neq 7",
        False,
    ),
    (r"\begin{pmatrix} u & v \\ w & 3 \end{pmatrix} \cdot \vec{r} \approx \overline{z} + \hat{y}'", True),
    (r"f(x) = \begin{cases} 8x - 4 & \text{if } x > 0 \\ 5 & \text{otherwise} \end{cases}", True),
    (r"\begin{aligned} 9 i &= j + 6 \\ &= \{ \alpha, \beta, \gamma \} \end{aligned}", True),
    (r"\sqrt[3]{\frac{\partial \phi}{\partial x}} \to \lim_{h \to 0} \frac{g(h)}{\Delta}", False),
    (r"\widehat{PQR} = 90^\circ, \; \underbrace{x + \cdots + x}_{n} \in \left[ 0, \tfrac12 \right)", False),
]
Source = Sequence[tuple[str, bool] | None]
Spent = list[int | None]
Times = dict[str, dict[int, int]]


class Worker:
    """A process of formula_worker.py or .mjs; it is asked by chunks."""

    def __init__(self, row: Row, command: list[str]) -> None:
        self.log = FOLDER / f"{row.engine}.log"
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [*command, row.engine],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                encoding="utf-8",
                cwd=FOLDER.parents[1],
            )
        self.hello = self._answer()

    def ask(self, items: Source) -> dict[str, Any]:
        """The worker's answer to one chunk."""
        assert self.process.stdin is not None
        print(json.dumps(items), file=self.process.stdin, flush=True)
        return self._answer()

    def stop(self) -> None:
        """Ends the process by ending its input."""
        self.process.communicate()

    def _answer(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            self.process.wait()
            sys.exit(f"bench.formulas: {self.log.stem} died: {self.log.read_text(errors='replace')[-2000:]}")
        answer: dict[str, Any] = json.loads(line)
        return answer


def main() -> None:
    """Reads the command line, measures, prints the table."""
    arguments = parse_arguments()
    formulas = read_formulas(arguments.formulas, arguments.count)
    rows, commands, reasons = runnable(arguments.only)
    times: dict[str, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    hellos: dict[str, dict[str, Any]] = {}
    by_pass: list[Times] = []
    for number in range(arguments.passes):
        print(f"Pass {number + 1} of {arguments.passes}", file=sys.stderr)
        by_pass.append(run_pass(number, rows, commands, formulas, hellos))
        for engine, spent in by_pass[-1].items():
            for index, value in spent.items():
                times[engine][index].append(value)
    # A formula's time is the median of its passes; one that was refused in a pass counts as refused.
    settled = {
        engine: {
            i: statistics.median(values) / 1000 for i, values in of.items() if len(values) == arguments.passes
        }
        for engine, of in times.items()
    }
    command = [arguments.formulas.name if Path(word) == arguments.formulas else word for word in sys.argv[1:]]
    print_heading(
        " ".join(["python -m bench.formulas", *command]), arguments.formulas.name, len(formulas), hellos
    )
    print_table(rows, settled, len(formulas))
    for row in rows:
        if row.runtime == "lomo":
            medians = [statistics.median(run[row.engine].values()) / 1000 for run in by_pass]
            print(f"\nMedians of the passes, {row.label}: " + ", ".join(f"{value:.1f}" for value in medians))
    for reason in reasons:
        print(f"\nRows left out: {reason}")


def parse_arguments() -> argparse.Namespace:
    """The file is looked for in LOMO_CORPUS_DIR when none is named."""
    folder = os.environ.get("LOMO_CORPUS_DIR")
    parser = argparse.ArgumentParser(prog="python -m bench.formulas", description=__doc__)
    parser.add_argument("formulas", type=Path, nargs="?", help="JSON lines with text and display")
    parser.add_argument("--count", type=int, default=0, help="so many of them, spread evenly (default: all)")
    parser.add_argument("--passes", type=int, default=3, help="new processes so many times (default: 3)")
    parser.add_argument(
        "--only", default="", help="engines, by commas: " + ",".join(row.engine for row in ROWS)
    )
    arguments = parser.parse_args()
    if arguments.formulas is None and folder is None:
        parser.error("name a file of formulas, or set LOMO_CORPUS_DIR to the folder of formulas-dev.jsonl")
    arguments.formulas = arguments.formulas or Path(str(folder)) / "formulas-dev.jsonl"
    if not arguments.formulas.is_file():
        parser.error(f"no such file: {arguments.formulas}")
    unknown = set(filter(None, arguments.only.split(","))) - {row.engine for row in ROWS}
    if unknown:
        parser.error(f"no such engine: {', '.join(sorted(unknown))}")
    return arguments


def read_formulas(path: Path, count: int) -> list[tuple[str, bool]]:
    """Different sources only, none of them a warm-up's, in the order of the file."""
    found: dict[str, bool] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        found.setdefault(record["text"], bool(record.get("display")))
    for tex, _ in WARM_UP:
        found.pop(tex, None)
    formulas = list(found.items())
    if count:
        formulas = formulas[:: max(1, len(formulas) // count)][:count]
    return formulas


def runnable(only: str) -> tuple[list[Row], dict[str, list[str]], list[str]]:
    """The rows that can run here, the command of each runtime, and why others cannot."""
    wanted = set(only.split(",")) | ({"typst-svg"} if "typst-batch" in only else set())
    rows = [row for row in ROWS if not only or row.engine in wanted]
    commands = {"lomo": [sys.executable, "-m", "bench.formula_worker"]}
    reasons = []
    if any(row.runtime == "python" for row in rows):
        try:
            commands["python"] = [str(python_peers()), "-m", "bench.formula_worker"]
        except PeersMissingError as error:
            reasons.append(f"ziamath, mathtext and typst: {error}")
    if any(row.runtime == "node" or row.from_typst for row in rows):
        try:
            node, folder = node_peers()
            commands["node"] = [str(node), str(folder / "formula_worker.mjs")]
        except PeersMissingError as error:
            reasons.append(f"tex2typst + typst, MathJax and KaTeX: {error}")
    kept = [row for row in rows if row.runtime in commands and ("node" in commands or not row.from_typst)]
    return kept, commands, reasons


def run_pass(
    number: int,
    rows: list[Row],
    commands: dict[str, list[str]],
    formulas: list[tuple[str, bool]],
    hellos: dict[str, dict[str, Any]],
) -> Times:
    """Each row's nanoseconds by the formula's number, in processes that end with the pass."""
    times: Times = defaultdict(dict)
    # A process finds cold processor caches at the start of its turn: never twice at the same formulas.
    order = random.Random(SEED + number).sample(range(len(formulas)), len(formulas))
    needed = ([TEX2TYPST] if any(row.from_typst for row in rows) else []) + rows
    workers = {row.engine: Worker(row, commands[row.runtime]) for row in needed}
    hellos.update({engine: worker.hello for engine, worker in workers.items()})
    ask_all(rows, workers, WARM_UP)
    for start in range(0, len(order), CHUNK):
        indices = order[start : start + CHUNK]
        for engine, spent in ask_all(rows, workers, [formulas[index] for index in indices]).items():
            pairs = zip(indices, spent, strict=True)
            times[engine].update({index: value for index, value in pairs if value is not None})
    for worker in workers.values():
        worker.stop()
    return times


def ask_all(rows: list[Row], workers: dict[str, Worker], chunk: list[tuple[str, bool]]) -> dict[str, Spent]:
    """One chunk through every engine; where typst does the rest, tex2typst's time is added to its own."""
    spent: dict[str, Spent] = {}
    typst: Source = []
    if TEX2TYPST.engine in workers:
        answer = workers[TEX2TYPST.engine].ask(chunk)
        spent[TEX2TYPST.engine] = answer["ns"]
        pairs = zip(answer["made"], chunk, strict=True)
        typst = [None if made is None else (made, display) for made, (_, display) in pairs]
    for row in rows:
        items = typst if row.from_typst else chunk
        if row.only_mean:
            # One page that typst refuses costs a whole document, so only those go in that it sets.
            alone = zip(items, spent["typst-svg"], strict=True)
            items = [None if ns is None else item for item, ns in alone]
        spent[row.engine] = workers[row.engine].ask(items)["ns"]
        if row.from_typst:
            both = zip(spent[TEX2TYPST.engine], spent[row.engine], strict=True)
            spent[row.engine] = [None if a is None or b is None else a + b for a, b in both]
    spent.pop(TEX2TYPST.engine, None)
    return spent


if __name__ == "__main__":
    main()
