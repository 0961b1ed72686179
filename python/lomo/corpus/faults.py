"""Faults of a corpus in, their counts and the first of each kind out: a report that stays small whatever the
corpus."""

from __future__ import annotations

from collections import Counter
from typing import Any, NamedTuple

KEPT = 1000
"""How many faults are told one by one; all of them are counted."""


class Fault(NamedTuple):
    """What is wrong: one word, where (``file:number`` of a row, a file, or a key of the manifest), and one
    sentence."""

    kind: str
    where: str
    detail: str


class Faults:
    """Counts faults and keeps the first ``KEPT``."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.told: list[Fault] = []

    def add(self, kind: str, where: str, detail: str) -> None:
        """Adds one fault."""
        self.counts[kind] += 1
        if len(self.told) < KEPT:
            self.told.append(Fault(kind, where, detail))

    def extend(self, faults: list[Fault]) -> None:
        """Adds several."""
        for one in faults:
            self.add(*one)

    def __len__(self) -> int:
        return sum(self.counts.values())

    def to_json(self) -> dict[str, Any]:
        """``{"counts": {kind: n}, "told": [{"kind", "where", "detail"}, ...]}``."""
        return {"counts": dict(sorted(self.counts.items())), "told": [one._asdict() for one in self.told]}
