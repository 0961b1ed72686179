"""Prompts -> the process's resident memory while it rewrites many of them: it must not grow.

``python -m bench.memory [RECORDS]`` (100,000): the prompts of bench/prompts.py again and again under new ids, so that
every record is drawn anew; PNG bytes included and thrown away.
"""

from __future__ import annotations

import sys
from pathlib import Path

import lomo
from bench.prompts import prompts, source

EVERY = 5_000


def main() -> None:
    """Prints the resident memory every EVERY records."""
    records = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    pool = prompts(10_000)
    print(f"{records} records from {len(pool)} prompts of {source()}; resident memory in MB:", flush=True)
    for number in range(records):
        key, text = pool[number % len(pool)]
        for picture in lomo.substitute(text, key=f"{key}#{number}").pictures:
            picture.png()
        if (number + 1) % EVERY == 0:
            print(f"{number + 1:>8} {resident_mb():8.1f}", flush=True)


def resident_mb() -> float:
    """What the system says that this process holds in memory now."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


if __name__ == "__main__":
    main()
