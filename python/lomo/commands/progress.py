"""A build's progress in, a bar on a terminal or JSON lines elsewhere out (always on standard error)."""

from __future__ import annotations

import json
import shutil
import sys
import time
from types import TracebackType
from typing import Self

from lomo.corpus.build import Progress

_TERMINAL_EVERY_S = 0.1
_LINES_EVERY_S = 5.0


class Reporter:
    """Shows progress now and then; a context manager that ends with the last state."""

    def __init__(self, task: str, *, quiet: bool = False) -> None:
        self._task = task
        self._quiet = quiet
        self._bar = sys.stderr.isatty()
        self._start = self._last = time.monotonic()
        self._latest: Progress | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._latest and not self._quiet:
            self._tell(self._latest)
            if self._bar:
                sys.stderr.write("\n")
                sys.stderr.flush()

    def show(self, progress: Progress) -> None:
        """Takes the latest state; writes at most ten times a second (every five seconds off a terminal)."""
        self._latest = progress
        now = time.monotonic()
        if not self._quiet and now - self._last >= (_TERMINAL_EVERY_S if self._bar else _LINES_EVERY_S):
            self._last = now
            self._tell(progress)

    def _tell(self, at: Progress) -> None:
        seconds = max(time.monotonic() - self._start, 1e-9)
        rate = at.done / seconds
        if not self._bar:
            state = {
                "task": self._task,
                "records": at.done,
                "rewritten": at.rewritten,
                "set_aside": at.set_aside,
                "bytes_read": at.bytes_read,
                "bytes_total": at.bytes_total,
                "records_per_s": round(rate, 1),
            }
            print(json.dumps(state), file=sys.stderr, flush=True)
            return
        share = min(at.bytes_read / at.bytes_total, 1.0) if at.bytes_total else 1.0
        told = f" {at.done:,} records, {at.rewritten:,} rewritten, {at.set_aside:,} set aside, {rate:,.0f}/s"
        width = max(min(shutil.get_terminal_size().columns - len(told) - 10, 40), 5)
        filled = round(share * width)
        sys.stderr.write(f"\r{self._task} [{'#' * filled}{'.' * (width - filled)}] {share:4.0%}{told}")
        sys.stderr.flush()
