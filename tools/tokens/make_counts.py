"""Real image processors -> tests/tokens/counts.csv: what pictures of many sizes cost, as they count it.

Run it where torch, torchvision and transformers 5 are installed; nothing is downloaded:

    PYTHONPATH=tests python tools/tokens/make_counts.py tests/tokens/counts.csv

An empty field: the processor refuses the size.
"""

from __future__ import annotations

import csv
import random
import sys

import transformers

from reference.processors import NAMES, processed_count, real_count, real_processor

_FIXED = [
    *((1, 1), (27, 28), (28, 28), (42, 42), (56, 56), (70, 14), (200, 1), (201, 1), (1, 200), (1, 201)),
    *((255, 257), (256, 256), (384, 384), (385, 384), (600, 200), (1000, 600), (1600, 1600), (1601, 1600)),
    *((2304, 2304), (3584, 3584), (4096, 4096), (4097, 4096), (5000, 25), (25, 5000), (65535, 400)),
]
_RANDOM = 175


def main(path: str) -> None:
    """Writes the table."""
    stream = random.Random(0)
    sizes = list(_FIXED)
    for _ in range(_RANDOM):
        width = int(2 ** stream.uniform(3, 13))
        aspect = 2 ** stream.uniform(-8, 8) if stream.random() < 0.3 else 2 ** stream.uniform(-2, 2)
        sizes.append((width, max(1, round(width / aspect))))
    sizes = sorted(set(sizes))
    processors = [real_processor(name) for name in NAMES]
    rows = []
    for width, height in sizes:
        counts = [real_count(processor, width, height) for processor in processors]
        if min(width, height) >= 28 and width * height < 1 << 20:  # small enough to be processed for good
            for processor, count in zip(processors, counts, strict=True):
                if count is not None and processed_count(processor, width, height) != count:
                    raise SystemExit(f"{width} x {height}: a processor does not do what it says")
        rows.append([width, height, *counts])
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.write(f"# made by tools/tokens/make_counts.py with transformers {transformers.__version__}\n")
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["width", "height", *NAMES])
        writer.writerows(rows)


if __name__ == "__main__":
    main(sys.argv[1])
