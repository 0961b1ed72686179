"""Prompts -> records a second of the whole operator in one thread, in several of one process, and in processes.

``python -m bench.threads [THREADS] [COUNT]`` (2 threads, 2,000 prompts). Native work holds no lock of Python's, so
threads share the cores while it lasts; what Python does in between takes turns. As many processes, which share
nothing, show what the cores have to give.
"""

from __future__ import annotations

import multiprocessing
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import lomo
from bench.prompts import prompts, source

ROUNDS = 5


def main() -> None:
    """Prints the best of a few rounds, all ways in turn."""
    given = [int(word) for word in sys.argv[1:]]
    number, count = (*given, *(2, 2000)[len(given) :])
    pool = prompts(count)
    parts = [pool[k::number] for k in range(number)]
    ways: dict[str, Callable[[], float]] = {
        "1 thread": lambda: _in_threads(one, [pool]),
        f"{number} threads": lambda: _in_threads(several, parts),
        f"{number} processes": lambda: _in_processes(parts),
    }
    # Each thread has glyphs of its own: those of a pool that lives, as a server's or a loader's does, know them.
    one, several = ThreadPoolExecutor(1), ThreadPoolExecutor(number)
    _some(pool)
    for executor in (one, several):
        _in_threads(executor, [pool] * number)
    least = dict.fromkeys(ways, float("inf"))
    for _ in range(ROUNDS):
        for way, run in ways.items():
            least[way] = min(least[way], run())
    print(f"{len(pool)} prompts of {source()}; records a second, the best of {ROUNDS} rounds:")
    for way, seconds in least.items():
        print(f"{way:12} {len(pool) / seconds:8.0f}   {least['1 thread'] / seconds:.2f}")


def _in_threads(threads: ThreadPoolExecutor, parts: list[list[tuple[str, str]]]) -> float:
    """Seconds."""
    start = time.perf_counter()
    for _made in threads.map(_some, parts):
        pass
    return time.perf_counter() - start


def _in_processes(parts: list[list[tuple[str, str]]]) -> float:
    """Seconds from the first start to the last end, the processes' own start-up left out."""
    context = multiprocessing.get_context("fork")
    ready, ends = context.Barrier(len(parts)), context.SimpleQueue()
    workers = [context.Process(target=_timed, args=(part, ready, ends)) for part in parts]
    for worker in workers:
        worker.start()
    spans: list[tuple[float, float]] = [ends.get() for _ in workers]
    for worker in workers:
        worker.join()
    return max(end for _, end in spans) - min(start for start, _ in spans)


def _timed(records: list[tuple[str, str]], ready: Any, ends: Any) -> None:
    ready.wait()
    start = time.monotonic()
    _some(records)
    ends.put((start, time.monotonic()))


def _some(records: list[tuple[str, str]]) -> None:
    for key, text in records:
        for picture in lomo.substitute(text, key=key).pictures:
            picture.png()


if __name__ == "__main__":
    main()
