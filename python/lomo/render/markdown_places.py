"""Where the content of markdown-it's tokens stands in the text that was parsed: for each character its offset.

Blocks cut indentation and quotation marks off their lines, cells and headings stand inside one; what cannot be
found again character by character raises PlaceError, and is drawn as it stands.
"""

from __future__ import annotations

import re
from bisect import bisect_right

_MARGIN = re.compile(r"[ \t>]*")
_HASHES = re.compile(r"[ \t>]*#{1,6}[ \t]*")


class PlaceError(Exception):
    """The content of a token does not stand where it should."""


class Lines:
    """The lines of a text, as markdown-it counts them."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = [0, *(at + 1 for at, c in enumerate(text) if c == "\n")]

    def start(self, number: int) -> int:
        """Where a line starts; the text's end for one after the last."""
        return self.starts[number] if number < len(self.starts) else len(self.text)

    def end(self, number: int) -> int:
        """Where a line ends, its line feed left out."""
        return self.starts[number + 1] - 1 if number + 1 < len(self.starts) else len(self.text)

    def of(self, place: int) -> int:
        """The number of the line that holds a place."""
        return bisect_right(self.starts, place) - 1

    def margin(self, number: int, floor: int) -> int:
        """Where a line's content starts, past ``floor``, indentation and quotation marks."""
        match = _MARGIN.match(self.text, max(floor, self.start(number)), self.end(number))
        return match.end() if match else self.end(number)

    def paragraph(self, content: str, first: int) -> list[int]:
        """Of a paragraph or code that starts on line ``first``: the offset of each character and of the end."""
        places: list[int] = []
        for number, line in enumerate(content.split("\n"), first):
            places += self._line(line, number)
            places.append(self.end(number))
        return places

    def _line(self, line: str, number: int) -> list[int]:
        """The end of the content's line is that of the text's, white space apart."""
        start, end = self.start(number), self.end(number)
        whole = self.text[start:end]
        begin = start + len(whole.rstrip()) - len(line.rstrip())
        if begin >= start and self.text[begin : begin + len(line)] == line and begin + len(line) <= end:
            return list(range(begin, begin + len(line)))
        bare = line.lstrip(" \t")  # a tab that was cut in two has become spaces
        begin += len(line) - len(bare)
        if begin < start or self.text[begin : begin + len(bare)] != bare or begin + len(bare) > end:
            raise PlaceError(line)
        before = max(start, begin - 1)
        return [before] * (len(line) - len(bare)) + list(range(begin, begin + len(bare)))

    def heading(self, content: str, number: int, floor: int) -> list[int]:
        """Of a heading behind hashes."""
        match = _HASHES.match(self.text, max(floor, self.start(number)), self.end(number))
        begin = match.end() if match else -1
        if begin < 0 or not self.text.startswith(content, begin):
            raise PlaceError(content)
        return list(range(begin, begin + len(content) + 1))

    def cells(self, number: int, floor: int) -> list[tuple[str, list[int]]]:
        """The cells of a table's row: what markdown-it makes of each, and the offset of each character and of
        the end."""
        begin, end = self.margin(number, floor), self.end(number)
        while end > begin and self.text[end - 1] in " \t":
            end -= 1
        cells: list[list[int]] = [[]]
        escaped = False
        for at in range(begin, end):
            c = self.text[at]
            if c == "|" and not escaped:
                cells.append([])
            else:
                if c == "|":
                    cells[-1].pop()  # the backslash
                cells[-1].append(at)
            escaped = c == "\\"
        if not cells[0]:
            del cells[0]
        if cells and not cells[-1]:
            del cells[-1]
        return [self._trimmed(cell, end) for cell in cells]

    def _trimmed(self, cell: list[int], end: int) -> tuple[str, list[int]]:
        text = self.text
        first, last = 0, len(cell)
        while first < last and text[cell[first]] in " \t":
            first += 1
        while last > first and text[cell[last - 1]] in " \t":
            last -= 1
        kept = cell[first:last]
        return "".join(text[at] for at in kept), [
            *kept,
            kept[-1] + 1 if kept else cell[-1] + 1 if cell else end,
        ]
