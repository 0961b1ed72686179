"""Text in, token ids out and back: one id for each printable ASCII character, and a few marks."""

from __future__ import annotations

PAD, START, ANSWER, END, OPEN, CLOSE, PICTURE = range(7)
_FIRST = 7
_SPACE, _LAST = 32, 126
VOCABULARY = _FIRST + _LAST - _SPACE + 1


def ids(text: str) -> list[int]:
    """A text's ids; a line break is a space; raises ValueError for what is not ASCII."""
    found = [ord(one) for one in text.replace("\n", " ")]
    if any(not _SPACE <= one <= _LAST for one in found):
        raise ValueError(f"{text!r}: the small model's vocabulary is printable ASCII")
    return [one - _SPACE + _FIRST for one in found]


def text(tokens: list[int]) -> str:
    """The characters of ids; marks are left out."""
    return "".join(chr(one + _SPACE - _FIRST) for one in tokens if one >= _FIRST)
