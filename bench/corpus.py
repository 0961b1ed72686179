"""N prompts -> a Parquet corpus by ``lomo build``: records a second, core-seconds, memory, beside the operator alone.

``python -m bench.corpus [COUNT] [WORKERS]`` (``make bench-corpus``). The prompts are those of spans-dev
(LOMO_CORPUS_DIR; the examples without it), shuffled by a seed and repeated under new ids, so that every picture is
drawn anew: nothing in lomo remembers a prompt, a formula or a span. All of them are rewritten. The operator's own rate
is measured in the same run, half of it before the build and half after it, on records of the same file.
"""

from __future__ import annotations

import json
import os
import platform
import random
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from bench.prompts import prompts, source
from lomo.config import Config
from lomo.corpus.read import read
from lomo.record.rewrite import rewrite_record

ALONE = 600
PAPER_S = 18.4  # 5,120 core-hours for a million records


def main(count: int, workers: int) -> None:
    """Builds and prints the figures."""
    with tempfile.TemporaryDirectory(prefix="lomo-bench-") as name:
        folder = Path(name)
        texts = write_prompts(folder / "prompts.jsonl", count)
        alone = operator_s(folder / "prompts.jsonl", 0)
        start = time.monotonic()
        cores, peak, largest = built(folder, workers)
        wall = time.monotonic() - start
        alone = (alone + operator_s(folder / "prompts.jsonl", ALONE // 2)) / 2
        manifest = json.loads((folder / "corpus/manifest.json").read_text())
        size = sum(one["bytes"] for one in manifest["files"].values())
    counts = manifest["counts"]
    print(
        f"{platform.processor() or platform.machine()}, {os.cpu_count()} CPUs, load {os.getloadavg()[0]:.1f}"
    )
    print(
        f"{count:,} records of {texts:,} different prompts ({source()}), {workers} workers, Parquet, ratio 1"
    )
    print(f"rewritten                    {counts['text']['rewritten']:,}, {counts['pictures']:,} pictures")
    print(f"on the disk                  {size / 1e6:,.0f} MB in {len(manifest['files']) - 2} files")
    print(f"wall time                    {wall:,.1f} s: {count / wall:,.0f} records/s")
    print(f"core-seconds a record        {1000 * cores / count:.2f} ms, start and manifest included")
    print(f"the operator alone           {1000 * alone:.2f} ms, measured in the same run")
    print(f"core-seconds / operator      {cores / count / alone:.2f}")
    print(f"rate / {workers} operators alone    {count / wall / (workers / alone):.2f}")
    print(f"the paper / core-seconds     {PAPER_S / (cores / count):,.0f}")
    print(
        f"peak memory                  {peak / 1e6:,.0f} MB, all processes; the largest {largest / 1e6:,.0f} MB"
    )


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


def operator_s(path: Path, skip: int) -> float:
    """Processor seconds a record of the operator alone, pictures encoded; ``skip`` records are passed over."""
    config = Config(rewrite_ratio=1.0)
    records = []
    for item in read(path, path.name, lambda number: number >= skip):
        records.append(item.checked())
        if len(records) > ALONE // 2:
            break
    rewrite_record(records.pop(0), config)
    start = time.process_time()
    for record in records:
        rewrite_record(record, config)
    return (time.process_time() - start) / len(records)


def built(folder: Path, workers: int) -> tuple[float, int, int]:
    """Runs the build; its processor seconds, and the memory in bytes of all its processes and of the largest."""
    command = [sys.executable, "-m", "lomo", "build", "--text", str(folder / "prompts.jsonl"), "--ratio", "1"]
    command += ["-o", str(folder / "corpus"), "--container", "parquet", "--workers", str(workers)]
    before = os.times()
    process = subprocess.Popen(command)
    seen = [0, 0]
    done = threading.Event()
    watch = threading.Thread(target=_watch, args=(process.pid, seen, done))
    watch.start()
    code = process.wait()
    done.set()
    watch.join()
    if code:
        sys.exit(code)
    after = os.times()
    cores = after.children_user + after.children_system - before.children_user - before.children_system
    return cores, seen[0], seen[1]


def _watch(root: int, seen: list[int], done: threading.Event) -> None:
    while not done.wait(0.5):
        sizes = [_resident(pid) for pid in _family(root)]
        seen[0] = max(seen[0], sum(sizes))
        seen[1] = max(seen[1], *sizes, 0)


def _family(root: int) -> list[int]:
    """The process and all below it."""
    found = [root]
    for pid in found:
        try:
            told = Path(f"/proc/{pid}/task/{pid}/children").read_text()
        except OSError:
            continue
        found += map(int, told.split())
    return found


def _resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError):
        return 0


if __name__ == "__main__":
    words = [int(word) for word in sys.argv[1:]]
    main(words[0] if words else 20_000, words[1] if len(words) > 1 else 2)
