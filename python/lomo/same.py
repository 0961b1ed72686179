"""A function of one immutable object -> the same function, which answers at once while it is asked about the same one.

Records of a corpus share their configuration: what follows from it is worked out once. Nothing but the object last
asked about is kept, and it is known by identity alone, since to compare or hash a style takes longer than a line of
text takes to set.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

A = TypeVar("A")
B = TypeVar("B")


def while_same(make: Callable[[A], B]) -> Callable[[A], B]:
    """``make``, which must be a pure function, with its last answer kept; any number of threads may call it."""
    last: tuple[A, B] | None = None

    @wraps(make)
    def answer(given: A) -> B:
        nonlocal last
        kept = last
        if kept is None or kept[0] is not given:
            last = kept = given, make(given)
        return kept[1]

    return answer
