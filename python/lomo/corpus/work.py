"""Batches of items in, their outcomes with pictures loaded out, in order, by one process or many.

The batches' bounds depend on the input alone and each outcome on its record alone, so that any number of
workers gives the same corpus. Few batches are under way at once: memory does not grow with the input.
"""

from __future__ import annotations

import os
import signal
import traceback
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path

from lomo.config import Config
from lomo.corpus.media import load
from lomo.corpus.read import Item
from lomo.errors import InputError, LomoError, RecordError
from lomo.record.chat import record_id
from lomo.record.compose import Format
from lomo.record.rewrite import Half, Outcome, rewrite_batch

BATCH_RECORDS = 32
BATCH_BYTES = 1 << 20
_AHEAD = 2


@dataclass(frozen=True)
class Task:
    """What a worker gets: items of one input, and how to treat them."""

    items: tuple[Item, ...]
    half: Half
    media_dir: Path


@dataclass(frozen=True)
class Result:
    """One record's outcome and where it came from; its images are bytes."""

    where: str
    half: Half
    outcome: Outcome


def batches(items: Iterable[Item], half: Half, media_dir: Path) -> Iterator[Task]:
    """The items in tasks of at most BATCH_RECORDS records and about BATCH_BYTES bytes."""
    waiting: list[Item] = []
    size = 0
    for item in items:
        waiting.append(item)
        size += item.size
        if len(waiting) >= BATCH_RECORDS or size >= BATCH_BYTES:
            yield Task(tuple(waiting), half, media_dir)
            waiting, size = [], 0
    if waiting:
        yield Task(tuple(waiting), half, media_dir)


def worker_count(asked: int | None) -> int:
    """How many processes to use: one for each CPU unless told otherwise, and never more than two for each.

    More would only take memory; the corpus does not depend on the number.
    """
    cpus = len(os.sched_getaffinity(0))
    return min(asked, 2 * cpus) if asked else cpus


def results(
    tasks: Iterable[Task], config: Config, format: Format, workers: int
) -> Generator[list[Result], None, None]:
    """Each task's results, in the tasks' order; raises LomoError when a worker process dies, InputError when
    this machine lets none start."""
    if workers == 1:
        for task in tasks:
            yield treat(task, config, format)
        return
    try:
        pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"))
    except OSError as error:
        raise InputError(
            f"no worker processes can be started here ({error.strerror}): they need a /dev/shm that can be "
            "written to; one process does without (workers: 1)"
        ) from error
    under_way: deque[tuple[Task, Future[list[Result]]]] = deque()
    try:
        for task in tasks:
            with _interrupts_held():
                under_way.append((task, pool.submit(treat, task, config, format)))
            if len(under_way) > workers * _AHEAD:
                yield _finished(*under_way.popleft())
        while under_way:
            yield _finished(*under_way.popleft())
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _finished(task: Task, future: Future[list[Result]]) -> list[Result]:
    try:
        return future.result()
    except BrokenProcessPool as error:
        first, last = task.items[0].where, task.items[-1].where
        raise LomoError(
            f"a worker process died while {first} to {last} or the records after them were rewritten: "
            "out of memory, or a bug in lomo; try fewer workers"
        ) from error


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Ctrl-C waits until the block is left; processes started in it never see one: the parent ends them."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def treat(task: Task, config: Config, format: Format) -> list[Result]:
    """The outcomes of one task, in order, with every picture as bytes."""
    made: list[Result] = []
    for item in task.items:
        made.append(Result(item.where, task.half, _outcome(item, config, task, format)))
    return made


def _outcome(item: Item, config: Config, task: Task, format: Format) -> Outcome:
    record = item.record or {}
    try:
        record = item.checked()
        (outcome,) = rewrite_batch([record], config, half=task.half, format=format)
        return replace(outcome, images=tuple(load(image, task.media_dir) for image in outcome.images))
    except RecordError as error:
        return Outcome(_id(record), "set_aside", error.reason, error.detail)
    # An engine or a font that cannot be used is the recipe's fault, not the record's: it ends the build.
    except InputError:
        raise
    # A bug must surface, and one record must not take a corpus of a million with it: the record counts as
    # lost, its traceback goes to the error file, and the build exits with 1.
    except Exception:
        return Outcome(_id(record), "lost", "internal_error", traceback.format_exc(limit=-4))


def _id(record: dict[str, object]) -> str:
    """The record's id where it has one; the hash of its content could meet the same bug again."""
    given = record.get("id")
    return record_id(record) if given else ""
