"""A recipe's inputs, counts and shares in, the choice of the pool's records out: the same for every arm.

A record's rank is a hash of (seed, id): a smaller count takes fewer of the same records, and the order of the files
changes nothing but ties. What cannot be read is always in the pool, so that it is told.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from lomo.corpus.inputs import Input
from lomo.corpus.read import Item, read
from lomo.corpus.recipe import Recipe, Source
from lomo.errors import InputError
from lomo.randomness import Stream
from lomo.record.chat import record_id

_TWO_64 = 1 << 64


def rank(seed: int, ident: str) -> int:
    """A record's place in the order that a pool is taken in: a 64-bit number."""
    return Stream(seed, ident, "pool").word()


@dataclass
class Limit:
    """The ranks below ``below`` are in, and the first ``ties`` records of exactly that rank."""

    below: int = _TWO_64
    ties: int = 0

    def takes(self, rank: int) -> bool:
        """Whether the next record, of this rank, is in."""
        if rank == self.below and self.ties > 0:
            self.ties -= 1
            return True
        return rank < self.below


@dataclass
class Choice:
    """Which records of which input are in the pool, told in the order of the inputs.

    Attributes:
        seed: the seed of the ranks.
        by_source: a limit for (half, source) where the source has a count or a share.
        by_half: a limit for a half that has a count.
    """

    seed: int = 0
    by_source: dict[tuple[str, int], Limit] = field(default_factory=dict)
    by_half: dict[str, Limit] = field(default_factory=dict)

    def takes(self, one: Input, item: Item) -> bool:
        """Whether ``item`` of input ``one`` is in the pool; to be asked for every item in order."""
        limits = [
            limit
            for limit in (self.by_source.get((one.half, one.source)), self.by_half.get(one.half))
            if limit is not None
        ]
        if not limits or item.record is None:
            return True
        place = rank(self.seed, record_id(item.record))
        return all(limit.takes(place) for limit in limits)

    def skips_nothing(self) -> bool:
        """Whether every record is in."""
        return not self.by_source and not self.by_half


def wanted(recipe: Recipe) -> dict[str, int | None]:
    """How many records of each half the recipe asks for; None: all."""
    return {"text": recipe.text_records, "multimodal": recipe.multimodal_records}


def has_counts(recipe: Recipe) -> bool:
    """Whether the recipe takes only a part of its files."""
    sources = (*recipe.text, *recipe.multimodal)
    return any(count is not None for count in wanted(recipe).values()) or any(
        one.count is not None or one.share is not None for one in sources
    )


class Ranks:
    """The ranks of every record of some inputs, read once; choices for several arms are made from them."""

    def __init__(self, recipe: Recipe, found: list[Input]) -> None:
        self._seed = recipe.config.seed
        ranks: dict[tuple[str, int], array[int]] = {}
        for one in found:
            held = ranks.setdefault((one.half, one.source), array("Q"))
            for item in read(one.path, one.name):
                if item.record is not None:
                    held.append(rank(self._seed, record_id(item.record)))
        self._by_source: dict[tuple[str, int], Limit] = {}
        self._left: dict[str, Any] = {}
        for half, sources in (("text", recipe.text), ("multimodal", recipe.multimodal)):
            kept = []
            for index, source in enumerate(sources):
                these = np.frombuffer(ranks.get((half, index), array("Q")), np.uint64)
                if (limit := _limit(source, these)) is not None:
                    self._by_source[half, index] = limit
                    these = _inside(these, limit)
                kept.append(these)
            self._left[half] = np.concatenate(kept) if kept else np.zeros(0, np.uint64)

    def held(self, half: str) -> int:
        """How many records a half has, after the counts and shares of its sources."""
        return len(self._left[half])

    def choice(self, wanted: dict[str, int | None]) -> Choice:
        """The pool with so many records of each half (None: all); raises InputError where there are fewer."""
        made = Choice(self._seed, {key: replace(limit) for key, limit in self._by_source.items()})
        for half, count in wanted.items():
            if count is None:
                continue
            if count > self.held(half):
                raise InputError(
                    f"{half}_records: {count:,} are wanted, but the pool holds {self.held(half):,}; "
                    "name more files or a smaller number"
                )
            made.by_half[half] = _smallest(self._left[half], count)
        return made


def _limit(source: Source, ranks: Any) -> Limit | None:
    if source.share is not None:
        return Limit(int(source.share * _TWO_64))
    if source.count is None:
        return None
    if source.count > len(ranks):
        raise InputError(
            f"{source.file}: count: {source.count:,} are wanted, but {len(ranks):,} records can be read"
        )
    return _smallest(ranks, source.count)


def _smallest(ranks: Any, count: int) -> Limit:
    if count == 0:
        return Limit(0)
    last = int(np.partition(ranks, count - 1)[count - 1])
    return Limit(last, count - int(np.count_nonzero(ranks < np.uint64(last))))


def _inside(ranks: Any, limit: Limit) -> Any:
    if limit.below >= _TWO_64:
        return ranks
    below = np.uint64(limit.below)
    return np.concatenate((ranks[ranks < below], np.full(limit.ties, below, np.uint64)))
