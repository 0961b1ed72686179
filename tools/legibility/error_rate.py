"""What stood on a page and what was read -> the character error rate."""

from __future__ import annotations

import unicodedata

# Signs that look alike, or that the engines write in one of several ways.
_ALIKE = str.maketrans(
    {"“": '"', "”": '"', "‘": "'", "’": "'", "—": "-", "–": "-", "。": ".", "、": ",", "…": "..."}
)


def plain(text: str) -> str:
    """The text without white space, in compatibility form: width and style of signs do not count."""
    text = unicodedata.normalize("NFKC", text.translate(_ALIKE))
    return "".join(sign for sign in text if not sign.isspace())


def distance(one: str, other: str) -> int:
    """Levenshtein's distance, a column of its table at a time in one integer (Myers 1999)."""
    if not one:
        return len(other)
    places: dict[str, int] = {}
    for at, sign in enumerate(one):
        places[sign] = places.get(sign, 0) | 1 << at
    whole, last = (1 << len(one)) - 1, 1 << (len(one) - 1)
    up, down, found = whole, 0, len(one)
    for sign in other:
        equal = places.get(sign, 0)
        cross = equal | down
        diagonal = (((equal & up) + up) ^ up) | equal
        rise = down | (whole & ~(diagonal | up))
        fall = up & diagonal
        found += bool(rise & last) - bool(fall & last)
        rise, fall = (rise << 1 | 1) & whole, fall << 1 & whole
        up, down = fall | (whole & ~(cross | rise)), rise & cross
    return found


def error_rate(truth: str, read: str) -> float:
    """Insertions, deletions and replacements for each character of the truth, white space aside."""
    wanted = plain(truth)
    return distance(wanted, plain(read)) / max(1, len(wanted))
