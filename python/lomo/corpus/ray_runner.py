"""Tasks in, what came of them out, in order, rewritten by Ray Data on a machine or a cluster of them.

The driver reads and writes; the rewriting, which is nearly all of the work, is Ray's. Tasks go out in windows, the next
one while the last one is written, so that memory does not grow with the input.
"""

from __future__ import annotations

import os
import pickle
from collections import deque
from collections.abc import Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from typing import Any

from lomo.corpus.setting import Setting
from lomo.corpus.work import Done, Task, treat
from lomo.errors import InputError, LomoError

_TASKS_FOR_A_CPU = 32
_TASKS_IN_A_BLOCK = 4
_WINDOWS = 2
_STARTS = 4


def ray_results(
    tasks: Iterable[Task], setting: Setting, workers: int
) -> Generator[tuple[Task, Done], None, None]:
    """Each task with what came of it, in the tasks' order, by the Ray cluster that is connected to (``RAY_ADDRESS``),
    or by one on this machine with ``workers`` processes.

    lomo must be installed on every node. Raises InputError where Ray is missing or cannot be started.
    """
    try:
        import ray
    except ImportError as error:
        raise InputError("--runner ray needs Ray Data: pip install 'lomo[ray]'") from error
    started = not ray.is_initialized()
    if started:
        start(ray, workers)
    try:
        yield from _windows(tasks, setting, max(int(ray.cluster_resources().get("CPU", 1)), 1))
    finally:
        if started:
            ray.shutdown()


def start(ray: Any, workers: int) -> None:
    """Connects to the cluster of ``RAY_ADDRESS``, or starts one here with ``workers`` processes; raises InputError.

    Ray gives up on itself after 30 seconds, which a busy machine may need several times.
    """
    here = {} if os.environ.get("RAY_ADDRESS") else {"num_cpus": workers, "include_dashboard": False}
    for tries in range(_STARTS):
        try:
            ray.init(log_to_driver=False, **here)
        except Exception as error:  # it raises no class of its own where it gives up
            slow = "timed out" in str(error).lower()
            if not slow and not isinstance(error, (ConnectionError, RuntimeError, ValueError)):
                raise
            ray.shutdown()
            if not slow or tries == _STARTS - 1:
                raise InputError(f"Ray cannot be started or reached: {error}") from error
        else:
            return


def _windows(tasks: Iterable[Task], setting: Setting, cpus: int) -> Generator[tuple[Task, Done], None, None]:
    waiting = iter(tasks)
    under_way: deque[tuple[list[Task], Future[list[bytes]]]] = deque()
    with ThreadPoolExecutor(_WINDOWS) as threads:
        while True:
            while len(under_way) < _WINDOWS and (window := list(islice(waiting, cpus * _TASKS_FOR_A_CPU))):
                under_way.append((window, threads.submit(_window, window, setting)))
            if not under_way:
                return
            window, future = under_way.popleft()
            for task, made in zip(window, future.result(), strict=True):
                done = pickle.loads(made)
                if isinstance(done, LomoError):
                    raise done
                yield task, done


def _window(window: list[Task], setting: Setting) -> list[bytes]:
    import ray.data

    context = ray.data.DataContext.get_current()
    context.execution_options.preserve_order = True
    context.enable_progress_bars = False
    rows = [{"task": pickle.dumps(task)} for task in window]
    blocks = max(len(rows) // _TASKS_IN_A_BLOCK, 1)
    made = ray.data.from_items(rows, override_num_blocks=blocks).map_batches(
        _treat_rows, batch_size=_TASKS_IN_A_BLOCK, batch_format="pyarrow", fn_kwargs={"setting": setting}
    )
    return [row["done"] for row in made.iter_rows()]


def _treat_rows(batch: Any, setting: Setting) -> dict[str, list[bytes]]:
    made = []
    for task in batch.column("task").to_pylist():
        try:
            made.append(pickle.dumps(treat(pickle.loads(task), setting)))
        except LomoError as error:  # the recipe's fault: the driver tells it
            made.append(pickle.dumps(error))
    return {"done": made}
