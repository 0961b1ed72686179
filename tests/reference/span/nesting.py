r"""A text in; where each ``{``, ``\begin{name}`` and ``\left`` is closed out, found in one pass each.

Every search for a partner would otherwise be a scan to the end of the text, and a text of unclosed openers
would cost its length squared. The maps are made on first use: most prompts need none.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cached_property

_BRACES = re.compile(r"\\.|[{}]|\n[ \t]*\n", re.S)
_ENVIRONMENTS = re.compile(r"\\\\|\\(begin|end)[ \t]*\{([A-Za-z]+\*?)\}")
_LEFT_RIGHT = re.compile(r"\\\\|\\(left|right)(?![A-Za-z])|\n[ \t]*\n")
_BLANK_LINES = re.compile(r"\n[ \t\r]*\n")
_CLOSING_FENCE = re.compile(r"^[ \t>]*+(`{3,}+|~{3,}+)[ \t]*+\r?$", re.M)
_BACKTICKS = re.compile(r"`+")

# What may follow \left and \right: a command, or one character.
_DELIMITER = re.compile(r"[ \t]*\n?[ \t]*(?:\\(?:[A-Za-z]+(?:\{\})?|[^A-Za-z\s])|[()\[\]|/.<>])")


class Nesting:
    """The partners of every opener of ``text``; each property is computed once, in linear time."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._unclosed: dict[str, int] = {}

    @cached_property
    def braces(self) -> dict[int, int]:
        """Offset of ``{`` -> offset just past its ``}``; a group holds no blank line."""
        closed: dict[int, int] = {}
        stack: list[int] = []
        for match in _BRACES.finditer(self.text):
            token = match[0]
            if token == "{":
                stack.append(match.start())
            elif token == "}":
                if stack:
                    closed[stack.pop()] = match.end()
            elif token[0] == "\n":
                stack.clear()
        return closed

    @cached_property
    def environments(self) -> dict[int, tuple[str, int]]:
        r"""Offset of ``\begin`` -> (name, offset just past its own ``\end{name}``)."""
        closed: dict[int, tuple[str, int]] = {}
        stack: list[tuple[int, str]] = []
        open_names: dict[str, int] = {}
        for match in _ENVIRONMENTS.finditer(self.text):
            name = match[2]
            if name is None:
                continue
            if match[1] == "begin":
                stack.append((match.start(), name))
                open_names[name] = open_names.get(name, 0) + 1
            elif open_names.get(name):
                while stack:
                    start, inner = stack.pop()
                    open_names[inner] -= 1
                    if inner == name:
                        closed[start] = name, match.end()
                        break
        return closed

    @cached_property
    def delimiters(self) -> dict[int, int]:
        r"""Offset of ``\left`` -> offset just past its ``\right`` and that one's delimiter."""
        closed: dict[int, int] = {}
        stack: list[int] = []
        for match in _LEFT_RIGHT.finditer(self.text):
            if match[1] == "left":
                stack.append(match.start())
            elif match[1] == "right":
                if stack:
                    delimiter = _DELIMITER.match(self.text, match.end())
                    start = stack.pop()
                    if delimiter:
                        closed[start] = delimiter.end()
            elif match[0][0] == "\n":
                stack.clear()
        return closed

    @cached_property
    def blank_lines(self) -> list[int]:
        """Offsets of the line feeds that a blank line follows."""
        return [match.start() for match in _BLANK_LINES.finditer(self.text)]

    def has_blank_line(self, start: int, end: int) -> bool:
        """Whether a blank line lies in [start, end)."""
        at = bisect_left(self.blank_lines, start)
        return at < len(self.blank_lines) and self.blank_lines[at] < end

    @cached_property
    def backticks(self) -> dict[int, list[int]]:
        """Length of a run of backticks -> the offsets where runs of that length start."""
        runs: dict[int, list[int]] = {}
        for match in _BACKTICKS.finditer(self.text):
            runs.setdefault(match.end() - match.start(), []).append(match.start())
        return runs

    @cached_property
    def _closing_fences(self) -> list[tuple[int, str, int]]:
        """(offset, character, length) of each run of backticks or tildes that has a line to itself."""
        fences = _CLOSING_FENCE.finditer(self.text)
        return [(match.start(1), match[1][0], len(match[1])) for match in fences]

    def closing_fence(self, character: str, length: int, position: int) -> int:
        """The end of the first fence at or after ``position`` that closes one of ``length`` characters; -1
        when none does. That none does is remembered: a later search for as many cannot succeed either."""
        if length >= self._unclosed.get(character, length + 1):
            return -1
        fences = self._closing_fences
        for at in range(bisect_left(fences, (position, "", 0)), len(fences)):
            start, closing, run = fences[at]
            if closing == character and run >= length:
                return start + run
        self._unclosed[character] = length
        return -1

    def next_backticks(self, length: int, position: int) -> int:
        """Offset of the first run of exactly ``length`` backticks at or after ``position``; -1 when there is
        none."""
        starts = self.backticks.get(length, [])
        at = bisect_left(starts, position)
        return starts[at] if at < len(starts) else -1
