"""The slow twin of line breaking for code in a face of fixed width: first fit, by counting columns."""

from __future__ import annotations


def first_fit(text: str, breaks: bytes, columns: int) -> list[tuple[int, int]]:
    """Lines as [start, end) of ``text``.

    Args:
        text: one column a character.
        breaks: a character: 0 no break before it; 1 one is allowed, 2 required, 4 allowed in a token that is
            wider than a line.
        columns: how many characters a line holds; white space at its end does not count.
    """
    ends = [i for i in range(1, len(text)) if breaks[i] == 2]
    hard = zip([0, *ends], [*ends, len(text)], strict=True)
    return [line for start, end in hard for line in _wrapped(text, breaks, start, end, columns)]


def _wrapped(text: str, breaks: bytes, start: int, stop: int, columns: int) -> list[tuple[int, int]]:
    """The lines of one line of the text; the further ones are indented like the first, at most to the middle."""
    line = text[start:stop]
    indent = len(line) - len(line.lstrip()) if line.strip() else 0
    further = int(columns - min(indent, columns / 2))
    lines = []
    room = columns
    while start < stop:
        end = stop
        if _columns(text, start, stop) > room:
            fitting = [i for i in range(start + 1, stop) if _columns(text, start, i) <= room]
            word = max((i for i in fitting if breaks[i] == 1), default=0)
            token = max((i for i in fitting if breaks[i] == 4), default=0)
            if token > word and (not word or _columns(text, word, _next(breaks, word, stop)) > further):
                end = token
            elif word:
                end = word
            else:
                end = start + max(1, room)
                while end < stop and text[end].isspace():
                    end += 1
        lines.append((start, end))
        start, room = end, further
    return lines


def _columns(text: str, start: int, end: int) -> int:
    return len(text[start:end].rstrip())


def _next(breaks: bytes, start: int, stop: int) -> int:
    """Where the piece that begins at ``start`` ends: at the next break between words."""
    return next((i for i in range(start + 1, stop) if breaks[i] == 1), stop)
