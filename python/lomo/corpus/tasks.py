"""Input files in, the tasks of a build out, from where it goes on: which records are read, passed over, counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from lomo.corpus.inputs import Input
from lomo.corpus.pool import Choice
from lomo.corpus.read import Item, read
from lomo.corpus.work import Task, batches


class Reader:
    """Turns the inputs' records into tasks, from a position on, and counts what it reads."""

    def __init__(
        self,
        found: list[Input],
        choice: Choice,
        shard: tuple[int, int] | None,
        position: tuple[int, int],
        state: dict[str, Any] | None,
    ) -> None:
        self._found, self._choice, self._shard, self._position = found, choice, shard, position
        before = (state or {}).get("read", {})
        self.read: Counter[str] = Counter(before.get("read", {}))
        self.outside: Counter[str] = Counter(before.get("outside", {}))

    def counted(self) -> dict[str, dict[str, int]]:
        """What was read and passed over so far, by half."""
        return {"read": dict(self.read), "outside": dict(self.outside)}

    def tasks(self) -> Iterator[Task]:
        """The tasks, in order."""
        before = 0
        for index, one in enumerate(self._found):
            for items, is_last in batches(self._items(index, one)):
                yield Task(
                    items,
                    one.half,
                    one.media_dir,
                    (index + 1, 0) if is_last else (index, items[-1].number + 1),
                    self.counted(),
                    before + (one.size if is_last else min(items[-1].at, one.size)),
                )
            before += one.size

    def _items(self, index: int, one: Input) -> Iterator[Item]:
        number, of = self._shard or (0, 1)
        first = self._position[1] if index == self._position[0] else 0
        if index < self._position[0] and self._choice.skips_nothing():
            return

        def mine(item: int) -> bool:
            return item >= first and item % of == number

        if self._choice.skips_nothing():
            for item in read(one.path, one.name, mine):
                self.read[one.half] += 1
                yield item
            return
        for item in read(one.path, one.name):
            chosen = self._choice.takes(one, item)
            if index < self._position[0] or not mine(item.number):
                continue
            (self.read if chosen else self.outside)[one.half] += 1
            if chosen:
                yield item
