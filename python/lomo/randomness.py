"""(seed, record id, purpose) -> a stable stream of integers: the only source of chance in lomo.

The stream is BLAKE2b in counter mode over ("lomo1", seed, id, purpose), so that a record's draws depend on
nothing else: not on the order, the worker or the machine (design, promise 1).
"""

from __future__ import annotations

import struct
from hashlib import blake2b

_TWO_64 = 1 << 64
_HEAD = struct.Struct("<QII").pack
_EIGHT_WORDS = struct.Struct("<8Q").unpack


class Stream:
    """A stream of uniform integers for one record and one purpose.

    Args:
        seed: the corpus seed, 0 <= seed < 2**64.
        key: the record's id; any text, lone surrogates included.
        purpose: what the numbers are for ("select", "distort", ...); different purposes are independent.
    """

    def __init__(self, seed: int, key: str, purpose: str) -> None:
        if not 0 <= seed < _TWO_64:
            raise ValueError(f"seed must be in 0 .. 2**64 - 1, not {seed}")
        name = key.encode("utf-8", "surrogatepass")
        what = purpose.encode("utf-8")
        self._prefix = b"lomo1" + _HEAD(seed, len(name), len(what)) + name + what
        self._counter = 0
        self._words: list[int] = []

    def word(self) -> int:
        """The next 64-bit word, uniform in 0 .. 2**64 - 1."""
        if not self._words:
            block = blake2b(self._prefix + self._counter.to_bytes(8, "little")).digest()
            self._counter += 1
            self._words = list(_EIGHT_WORDS(block))
            self._words.reverse()
        return self._words.pop()

    def below(self, n: int) -> int:
        """A uniform integer in 0 .. n - 1, without modulo bias; n >= 1."""
        if n < 1:
            raise ValueError(f"n must be at least 1, not {n}")
        last = _TWO_64 - n  # the words of the last, incomplete round of n would favour small numbers
        while True:
            word = self._words.pop() if self._words else self.word()
            rest = word % n
            if word - rest <= last:
                return rest

    def between(self, low: int, high: int) -> int:
        """A uniform integer in low .. high, both included."""
        return low + self.below(high - low + 1)

    def several(self, low: int, high: int, count: int) -> list[int]:
        """``count`` uniform integers in low .. high, one after the other."""
        n, below = high - low + 1, self.below
        return [low + below(n) for _ in range(count)]

    def choose(self, weights: list[int]) -> int:
        """An index drawn with probability proportional to its integer weight; the sum must be positive."""
        at = self.below(sum(weights))
        for index, weight in enumerate(weights):
            if at < weight:
                return index
            at -= weight
        raise AssertionError("unreachable: below() returns less than the sum of the weights")


def selected(seed: int, key: str, ratio: float) -> bool:
    """Whether the record ``key`` is rewritten at this ratio (spec, section 3).

    The set chosen at a ratio contains the set chosen at any smaller one; 0 chooses none and 1 all.
    """
    return Stream(seed, key, "select").word() < int(ratio * _TWO_64)
