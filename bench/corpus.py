"""N prompts -> a Parquet corpus by ``lomo build``: records a second, core-seconds, memory, beside the operator alone.

``python -m bench.corpus [COUNT] [WORKERS]`` (``make bench-corpus RECORDS=20000``). The prompts are those of spans-dev
(LOMO_CORPUS_DIR; the examples without it), shuffled by a seed and repeated under new ids, so that every picture is
drawn anew: nothing in lomo remembers a prompt, a formula or a span. All of them are rewritten.

The operator alone is ``lomo.substitute`` and the pictures' PNG bytes, thrown away, in as many processes at once as the
build has workers: half of its records before the build and half after it, out of the same file. What the build adds is
all the rest: reading, conversations, provenance, hashes, Parquet, the disk. The build's start is told apart: it is the
same for a hundred records and for a million.

A record takes about 20 kB in TMPDIR (a million: 20 GB), which is given back at the end, however that comes.
"""

from __future__ import annotations

import json
import os
import platform
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import lomo
from bench.processes import Watch
from bench.prompts import prompts, source
from lomo.corpus.read import read

FEWEST = 100
ALONE = 5_000
WARM = 50
RECORD_BYTES = 20_000
PAPER_S = 18.4  # 5,120 core-hours for a million records: two servers of 128 cores for 20 hours


@dataclass(frozen=True)
class Took:
    """What some records took: how many, processor seconds and wall time of all processes."""

    records: int
    cores_s: float
    wall_s: float

    @property
    def core_ms(self) -> float:
        """Processor milliseconds a record."""
        return 1000 * self.cores_s / self.records

    @property
    def rate(self) -> float:
        """Records a second."""
        return self.records / self.wall_s

    def without(self, other: Took) -> Took:
        """What is left when another is taken away."""
        return Took(
            self.records - other.records, self.cores_s - other.cores_s, max(self.wall_s - other.wall_s, 1e-9)
        )


def main(count: int, workers: int) -> int:
    """Builds and prints the figures."""
    if count < FEWEST:
        print(f"RECORDS={count}: expected at least {FEWEST}, to have something to time", file=sys.stderr)
        return 1
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the folder goes
    with tempfile.TemporaryDirectory(prefix="lomo-bench-") as name:
        folder = Path(name)
        free = shutil.disk_usage(folder).free
        if free < RECORD_BYTES * count:
            print(
                f"{folder}: {free / 1e9:.1f} GB are free, and {count:,} records take about "
                f"{RECORD_BYTES * count / 1e9:.1f}; set TMPDIR, or make fewer (RECORDS)",
                file=sys.stderr,
            )
            return 1
        texts = write_prompts(folder / "prompts.jsonl", count)
        write_prompts(folder / "one.jsonl", 1)
        half = min(count, ALONE) // 2
        before = alone(folder / "prompts.jsonl", 0, half, workers)
        start, _ = build(folder, "one", workers)
        took, watch = build(folder, "prompts", workers)
        after = alone(folder / "prompts.jsonl", half, half, workers)
        manifest = json.loads((folder / "prompts/manifest.json").read_text())
        on_disk = sum(one.stat().st_size for one in folder.rglob("*") if one.is_file())
    steady = took.without(start)
    operator_ms = (before.core_ms + after.core_ms) / 2
    rate = (before.rate + after.rate) / 2
    held_s = took.wall_s * (os.cpu_count() or 1) / count
    data = [one["bytes"] for one in manifest["files"].values() if "records" in one]
    lines = {
        "rewritten": f"{manifest['counts']['text']['rewritten']:,}, {manifest['counts']['pictures']:,} pictures",
        "on the disk": f"{sum(data) / 1e6:,.0f} MB in {len(data)} data files; {on_disk / 1e6:,.0f} MB with the prompts",
        "wall time": f"{took.wall_s:,.1f} s, {start.wall_s:.1f} s of it to start and end",
        "records a second": f"{took.rate:,.0f}; {steady.rate:,.0f} without it",
        "core-ms a record": f"{took.core_ms:.3f}; {steady.core_ms:.3f} without it",
        "the operator alone": f"{operator_ms:.3f} core-ms ({before.core_ms:.3f} before, {after.core_ms:.3f} after), "
        f"{rate:,.0f} records a second in {workers} processes",
        "core-ms / operator's": f"{took.core_ms / operator_ms:.2f}; {steady.core_ms / operator_ms:.2f} without it",
        "rate / operator's": f"{took.rate / rate:.2f}; {steady.rate / rate:.2f} without it",
        "peak memory": f"{watch.parent / 1e6:,.0f} MB parent, {watch.children / 1e6:,.0f} MB its workers, "
        f"{watch.whole / 1e6:,.0f} MB together (resident; shared pages count in each)",
        f"the paper's {PAPER_S} s": f"{1000 * PAPER_S / took.core_ms:,.0f} times the processor time used here; "
        f"{PAPER_S / held_s:,.0f} times the cores held here (wall time x CPUs), which is what the paper tells, "
        "of its own machine and prompts",
    }
    print(
        f"{platform.processor() or platform.machine()}, {os.cpu_count()} CPUs, load {os.getloadavg()[0]:.1f}; "
        f"{count:,} records of {texts:,} different prompts ({source()}), {workers} workers, Parquet, ratio 1"
    )
    for name, told in lines.items():
        print(f"{name:22}{told}")
    return 0


def write_prompts(path: Path, count: int) -> int:
    """``count`` records in the file; how many different prompts they hold."""
    chosen = prompts(1 << 30)
    order = list(range(len(chosen)))
    random.Random(0).shuffle(order)
    with path.open("w", encoding="utf-8") as into:
        for number in range(count):
            key, text = chosen[order[number % len(order)]]
            record = {"id": f"{key}/{number // len(order)}", "prompt": text, "answer": "Yes."}
            into.write(json.dumps(record, ensure_ascii=False) + "\n")
    return min(count, len(chosen))


def alone(path: Path, first: int, count: int, workers: int) -> Took:
    """The operator alone on ``count`` records from ``first`` on, in ``workers`` processes at once."""
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        parts = [pool.submit(operate, path, first + k, first + count, workers) for k in range(workers)]
        made = [one.result() for one in parts]
    return Took(
        sum(one.records for one in made),
        sum(one.cores_s for one in made),
        sum(one.wall_s for one in made) / len(made),
    )


def operate(path: Path, first: int, end: int, step: int) -> Took:
    """The operator on every ``step``-th record from ``first`` to ``end``; some are done first without a clock."""
    wanted = range(first, end, step)
    records = [item.checked() for item in islice(read(path, path.name, wanted.__contains__), len(wanted))]
    config = lomo.Config()

    def drawn(some: list[dict[str, Any]]) -> None:
        for record in some:
            for picture in lomo.substitute(record["prompt"], key=record["id"], config=config).pictures:
                picture.data()

    drawn(records[:WARM])
    wall, cores = time.perf_counter(), time.process_time()
    drawn(records)
    wall, cores = time.perf_counter() - wall, time.process_time() - cores
    return Took(len(records), cores, wall)


def build(folder: Path, name: str, workers: int) -> tuple[Took, Watch]:
    """Runs ``lomo build`` on one of the files, and watches its memory; ends where it fails."""
    command = [sys.executable, "-m", "lomo", "build", "--text", str(folder / f"{name}.jsonl"), "--ratio", "1"]
    command += ["-o", str(folder / name), "--container", "parquet", "--workers", str(workers)]
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    process = subprocess.Popen(command)
    try:
        with Watch(process.pid) as watch:
            if code := process.wait():
                sys.exit(code)
    finally:
        process.terminate()
        process.wait()
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    cores = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    count = json.loads((folder / name / "manifest.json").read_text())["counts"]["text"]["read"]
    return Took(count, cores, wall), watch


if __name__ == "__main__":
    words = [int(word) for word in sys.argv[1:]]
    raise SystemExit(main(words[0] if words else 20_000, words[1] if len(words) > 1 else 2))
