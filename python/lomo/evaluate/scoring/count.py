"""A response and a number in, whether the count is right out: strictly, leniently, and by its digits alone."""

from __future__ import annotations

import re

_WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
).split()
_NUMBER = {word: number for number, word in enumerate(_WORDS)} | {"none": 0}
_ANY = re.compile(r"(?<![\w.])-?\d+(?![\w])|\b(?:" + "|".join(_NUMBER) + r")\b", re.IGNORECASE)


def strict(response: str, number: int) -> float:
    """1 where the response is the number or its word and nothing else but space."""
    bare = response.strip().lower()
    return float(str(_NUMBER.get(bare, bare)) == str(number))


def substring(response: str, number: int) -> float:
    """1 where the number's digits stand anywhere in the response (2 is found in 12)."""
    return float(str(number) in response)


def lenient(response: str, number: int) -> float:
    """1 where the last whole number or number word in the response is the number."""
    found = _ANY.findall(response)
    if not found:
        return 0.0
    last = found[-1].lower()
    return float(_NUMBER.get(last, int(last) if last.lstrip("-").isdigit() else -1) == number)
