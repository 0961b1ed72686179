"""Two strings or lists of tokens in, their edit distance and what is made of it out; by rapidfuzz where it is there."""

from __future__ import annotations

from collections.abc import Sequence


def edit_distance(a: Sequence[str], b: Sequence[str]) -> int:
    """Insertions, deletions and replacements from one to the other."""
    try:
        from rapidfuzz.distance import Levenshtein
    except ImportError:
        return _edit_distance(a, b)
    return int(Levenshtein.distance(a, b))


def _edit_distance(a: Sequence[str], b: Sequence[str]) -> int:
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        left, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            left, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, left + (x != y))
    return row[-1]


def similarity(a: Sequence[str], b: Sequence[str]) -> float:
    """1 - distance / length of the longer: 1 for equal ones, two empty ones included."""
    longest = max(len(a), len(b))
    return 1.0 - edit_distance(a, b) / longest if longest else 1.0


def anls(a: str, b: str, floor: float = 0.5) -> float:
    """The similarity, or 0 where it is not above ``floor``."""
    value = similarity(a, b)
    return value if value > floor else 0.0
