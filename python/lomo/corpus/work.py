"""Batches of items in, their outcomes with pictures loaded out, in order, by one process or many.

The batches' bounds depend on the input alone and each outcome on its record alone, so that any number of
workers gives the same corpus. Few batches are under way at once: memory does not grow with the input.
"""

from __future__ import annotations

import json
import os
import threading
import traceback
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from multiprocessing import get_context, parent_process
from pathlib import Path

from lomo.corpus.encoded import Encoded, Row
from lomo.corpus.ids import id_mark
from lomo.corpus.interrupts import interrupts_held
from lomo.corpus.manifest import Tally
from lomo.corpus.media import load
from lomo.corpus.read import Item
from lomo.corpus.rows_jsonl import encode_jsonl
from lomo.corpus.rows_parquet import encode_parquet
from lomo.corpus.rows_tar import encode_tar
from lomo.corpus.setting import Setting
from lomo.errors import InputError, LomoError, RecordError
from lomo.record.chat import record_id
from lomo.record.rewrite import Half, Outcome, rewrite_batch

BATCH_RECORDS = 32
BATCH_BYTES = 1 << 20
_AHEAD = 2


@dataclass(frozen=True)
class Task:
    """What a worker gets: items of one input, how to treat them, and what the build knows when they are done.

    Attributes:
        items: the items.
        half: of which half they are.
        media_dir: where their picture paths start.
        position: (input, number of the next item) after them.
        read: how many records were read and passed over up to here, by half.
        at: how many bytes of all inputs were read up to here.
    """

    items: tuple[Item, ...]
    half: Half
    media_dir: Path
    position: tuple[int, int] = (0, 0)
    read: dict[str, dict[str, int]] | None = None
    at: int = 0


@dataclass(frozen=True)
class Done:
    """What a worker hands back: a task's rows as the corpus holds them, the marks of their ids, its lines of errors and
    polygons, counts."""

    half: Half
    position: tuple[int, int]
    encoded: Encoded
    ids: bytes
    errors: bytes
    boxes: bytes
    tally: Tally


def batches(items: Iterable[Item]) -> Iterator[tuple[tuple[Item, ...], bool]]:
    """The items in batches of at most BATCH_RECORDS records and about BATCH_BYTES bytes, and whether none is left."""
    waiting: list[Item] = []
    size = 0
    for item in items:
        waiting.append(item)
        size += item.size
        if len(waiting) >= BATCH_RECORDS or size >= BATCH_BYTES:
            yield tuple(waiting), False
            waiting, size = [], 0
    if waiting:
        yield tuple(waiting), True


def worker_count(asked: int | None) -> int:
    """How many processes to use: one for each CPU unless told otherwise, and never more than two for each.

    More would only take memory; the corpus does not depend on the number.
    """
    cpus = len(os.sched_getaffinity(0))
    return min(asked, 2 * cpus) if asked else cpus


def results(
    tasks: Iterable[Task], setting: Setting, workers: int
) -> Generator[tuple[Task, Done], None, None]:
    """Each task with what came of it, in the tasks' order; raises LomoError when a worker process dies, InputError
    when this machine lets none start."""
    if workers == 1:
        for task in tasks:
            yield task, treat(task, setting)
        return
    try:
        pool = ProcessPoolExecutor(
            workers, mp_context=get_context("spawn"), initializer=_start, initargs=(setting,)
        )
    except OSError as error:
        raise InputError(
            f"no worker processes can be started here ({error.strerror}): they need a /dev/shm that can be "
            "written to; one process does without (workers: 1)"
        ) from error
    under_way: deque[tuple[Task, Future[Done]]] = deque()
    try:
        for task in tasks:
            with interrupts_held():
                under_way.append((task, pool.submit(_work, task)))
            if len(under_way) > workers * _AHEAD:
                yield _finished(*under_way.popleft())
        while under_way:
            yield _finished(*under_way.popleft())
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


_setting: Setting | None = None


def _start(setting: Setting) -> None:
    """In a worker process: what holds for every task, and an end with the parent, however that ends."""
    global _setting
    _setting = setting
    if (parent := parent_process()) is not None:

        def follow() -> None:
            parent.join()
            os._exit(1)

        threading.Thread(target=follow, daemon=True, name="lomo-follow").start()


def _work(task: Task) -> Done:
    assert _setting is not None
    return treat(task, _setting)


def _finished(task: Task, future: Future[Done]) -> tuple[Task, Done]:
    try:
        return task, future.result()
    except BrokenProcessPool as error:
        first, last = task.items[0].where, task.items[-1].where
        raise LomoError(
            f"a worker process died while {first} to {last} or the records after them were rewritten: "
            "out of memory, or a bug in lomo; try fewer workers"
        ) from error


def treat(task: Task, setting: Setting) -> Done:
    """What becomes of one task's records, in order."""
    tally = Tally()
    rows: list[Row] = []
    ids: list[bytes] = []
    errors: list[str] = []
    boxes: list[str] = []
    for item in task.items:
        outcome = _outcome(item, setting, task)
        tally.add(task.half, outcome)
        if setting.length is not None and outcome.columns is not None:
            tally.whole["all_visual_tokens"] += setting.length.visual(outcome)
        if outcome.reason:
            errors.append(_error_line(item.where, outcome))
        boxes += [_boxes_line(item.where, outcome, one) for one in outcome.boxes]
        if outcome.columns is not None:
            rows.append(Row(item.where, {**outcome.columns, "lomo": outcome.told()}, outcome.images))
            ids.append(id_mark(task.half, outcome.id))
    encoded = {
        "jsonl": lambda: encode_jsonl(rows),
        "parquet": lambda: encode_parquet(rows, setting.format),
        "webdataset": lambda: encode_tar(rows),
    }[setting.container]()
    # Lone surrogates become \udxxx spelled out: the file must be UTF-8 whatever the record held.
    told = "".join(errors).encode("utf-8", "backslashreplace")
    return Done(task.half, task.position, encoded, b"".join(ids), told, "".join(boxes).encode(), tally)


def _error_line(where: str, outcome: Outcome) -> str:
    line = {
        "where": where,
        "id": outcome.id,
        "reason": outcome.reason,
        "detail": outcome.detail,
        "kept": outcome.columns is not None,
    }
    return json.dumps(line, ensure_ascii=False) + "\n"


def _boxes_line(where: str, outcome: Outcome, polygons: str) -> str:
    named = json.dumps({"where": where, "id": outcome.id}, ensure_ascii=False)
    return f"{named[:-1]}, {polygons[1:]}\n"


def _outcome(item: Item, setting: Setting, task: Task) -> Outcome:
    record = item.record or {}
    try:
        record = item.checked()
        if setting.overlap is not None:
            setting.overlap.check(record)
        (outcome,) = rewrite_batch([record], setting.config, half=task.half, format=setting.format)
        if not outcome.provenance.get("turns"):  # pictures of its own; new ones are bytes already
            outcome = replace(outcome, images=tuple(load(image, task.media_dir) for image in outcome.images))
        if setting.length is not None and outcome.columns is not None:
            setting.length.check(outcome)
        return outcome
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
