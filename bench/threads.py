"""Prompts -> records a second of the whole operator in one thread and in several of one process.

``python -m bench.threads [THREADS] [COUNT]`` (2 threads, 2,000 prompts). Native work holds no lock of Python's but
for short texts, so threads share the cores while it lasts; what Python does in between takes turns.
"""

from __future__ import annotations

import sys
import time
from concurrent.futures import ThreadPoolExecutor

import lomo
from bench.prompts import prompts, source

ROUNDS = 5


def main() -> None:
    """Prints the best of a few rounds, one thread and all of them in turn."""
    given = [int(word) for word in sys.argv[1:]]
    threads, count = (*given, *(2, 2000)[len(given) :])
    pool = prompts(count)
    best = {1: 0.0, threads: 0.0}
    for _ in range(ROUNDS):
        for number in best:
            start = time.perf_counter()
            with ThreadPoolExecutor(number) as workers:
                for _made in workers.map(_some, [pool[k::number] for k in range(number)]):
                    pass
            best[number] = max(best[number], len(pool) / (time.perf_counter() - start))
    print(f"{len(pool)} prompts of {source()}; records a second, the best of {ROUNDS} rounds:")
    for number, rate in best.items():
        print(f"{number} thread(s) {rate:8.0f}   {rate / best[1]:.2f}")


def _some(records: list[tuple[str, str]]) -> None:
    for key, text in records:
        for picture in lomo.substitute(text, key=key).pictures:
            picture.png()


if __name__ == "__main__":
    main()
