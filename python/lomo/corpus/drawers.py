"""Rewritten rows in, what drawing them again showed out: by one process or many, a bounded number of rows ahead."""

from __future__ import annotations

from collections import deque
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any, Self

from lomo.corpus.faults import Faults
from lomo.corpus.interrupts import interrupts_held
from lomo.corpus.recompute import Recomputed, recompute

_AHEAD = 4


class Drawers:
    """Processes that draw rows again, a bounded number of rows ahead; one process does without others."""

    def __init__(self, workers: int, recomputed: Recomputed, faults: Faults) -> None:
        """``recomputed`` and ``faults`` take what comes of the rows."""
        self._workers, self._recomputed, self._faults = workers, recomputed, faults
        self._under_way: deque[Future[Recomputed]] = deque()
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        if self._workers > 1:
            self._pool = ProcessPoolExecutor(self._workers, mp_context=get_context("spawn"))
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            while self._under_way and kind is None:
                self._take(self._under_way.popleft().result())
        finally:
            if self._pool is not None:
                self._pool.shutdown(wait=True, cancel_futures=True)

    def draw(
        self, where: str, provenance: dict[str, Any], images: tuple[bytes, ...], other_faces: tuple[str, ...]
    ) -> None:
        """Has a row drawn again, and takes what has become of earlier ones."""
        if self._pool is None:
            self._take(recompute(where, provenance, images, other_faces))
            return
        with interrupts_held():
            self._under_way.append(self._pool.submit(recompute, where, provenance, images, other_faces))
        if len(self._under_way) > self._workers * _AHEAD:
            self._take(self._under_way.popleft().result())

    def _take(self, made: Recomputed) -> None:
        self._recomputed.add(made)
        self._faults.extend(made.faults)
