"""The slow twin of line breaking for a face of fixed width: first fit, by counting columns."""

from __future__ import annotations


def first_fit(text: str, breaks: bytes, columns: int) -> list[tuple[int, int]]:
    """Lines as [start, end) of ``text``.

    Args:
        text: one column a character.
        breaks: 0, 1 or 2 a character: no break, a break allowed, a break required before it.
        columns: how many characters a line holds; white space at its end does not count.
    """
    lines = []
    start = 0
    while start < len(text):
        required = next((i for i in range(start + 1, len(text)) if breaks[i] == 2), len(text))
        end = required
        if len(text[start:required].rstrip()) > columns:
            allowed = [i for i in range(start + 1, required) if breaks[i] == 1]
            fitting = [i for i in allowed if len(text[start:i].rstrip()) <= columns]
            end = max(fitting, default=0)
            if not fitting:
                end = start + max(1, columns)
                while end < required and text[end].isspace():
                    end += 1
        lines.append((start, end))
        start = end
    return lines
