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
        self._arm = ""
        self._first_share: float | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def _end(self) -> None:
        if self._latest and not self._quiet:
            self._tell(self._latest)
            if self._bar:
                sys.stderr.write("\n")
                sys.stderr.flush()
        self._latest = None

    def show_arm(self, name: str, progress: Progress) -> None:
        """Takes the latest state of one of several corpora; each has a bar of its own."""
        if name != self._arm:
            self._end()
            self._arm, self._start, self._first_share = name, time.monotonic(), None
        self.show(progress)

    def show(self, progress: Progress) -> None:
        """Takes the latest state; writes at most ten times a second (every five seconds off a terminal)."""
        self._latest = progress
        now = time.monotonic()
        if not self._quiet and now - self._last >= (_TERMINAL_EVERY_S if self._bar else _LINES_EVERY_S):
            self._last = now
            self._tell(progress)

    def _tell(self, at: Progress) -> None:
        seconds = max(time.monotonic() - self._start, 1e-9)
        here = at.done - at.resumed
        rate = here / seconds
        share = min(at.bytes_read / at.bytes_total, 1.0) if at.bytes_total else 1.0
        # A resumed build started at some share; the time left is told by what this run did of the rest.
        if self._first_share is None:
            self._first_share = share * at.resumed / at.done if at.done else 0.0
        gained = share - self._first_share
        left = seconds * (1 - share) / gained if gained > 0 else None
        if not self._bar:
            state = {
                "task": self._task,
                **({"arm": self._arm} if self._arm else {}),
                "records": at.done,
                "rewritten": at.rewritten,
                "set_aside": at.set_aside,
                "fallbacks": at.fallbacks,
                "bytes_read": at.bytes_read,
                "bytes_total": at.bytes_total,
                "records_per_s": round(rate, 1),
                "seconds_left": None if left is None else round(left),
            }
            print(json.dumps(state), file=sys.stderr, flush=True)
            return
        told = f" {at.done:,} records, {rate:,.0f}/s, {_clock(left)} left"
        if at.fallbacks:
            told += f", {at.fallbacks:,} fallbacks"
        if at.set_aside:
            told += f", {at.set_aside:,} set aside"
        name = f"{self._task} {self._arm}".rstrip()
        width = max(min(shutil.get_terminal_size().columns - len(name) - len(told) - 10, 40), 5)
        filled = round(share * width)
        # A line that has become shorter must not leave the end of the one before.
        sys.stderr.write(f"\r{name} [{'#' * filled}{'.' * (width - filled)}] {share:4.0%}{told}\x1b[K")
        sys.stderr.flush()


def _clock(seconds: float | None) -> str:
    if seconds is None:
        return "?"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"
