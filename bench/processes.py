"""A running process in, the resident memory of it and of those below it out: the largest that was seen."""

from __future__ import annotations

import os
import threading
from pathlib import Path
from types import TracebackType
from typing import Self

_EVERY_S = 0.5


class Watch:
    """Looks at a process and all below it twice a second, while it is entered.

    Attributes (bytes; pages that processes share count in each of them):
        parent: the largest resident memory of the process itself.
        children: the largest sum of those below it.
        whole: the largest sum of all.
    """

    def __init__(self, root: int) -> None:
        self._root = root
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._look)
        self.parent = self.children = self.whole = 0

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._done.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._done.wait(_EVERY_S):
            parent, *children = [_resident(pid) for pid in _family(self._root)]
            self.parent = max(self.parent, parent)
            self.children = max(self.children, sum(children))
            self.whole = max(self.whole, parent + sum(children))


def _family(root: int) -> list[int]:
    """The process and all below it."""
    found = [root]
    for pid in found:
        try:
            told = Path(f"/proc/{pid}/task/{pid}/children").read_text()
        except OSError:
            continue
        found += map(int, told.split())
    return found


def _resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError):
        return 0
