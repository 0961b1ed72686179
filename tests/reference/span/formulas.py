r"""A text and the place of a delimiter in; the end of the formula that starts there out.

``$..$``, ``$$..$$``, ``\(..\)``, ``\[..\]`` and ``\begin{name}..\end{name}``. Offsets are code points; -1
means that no formula starts there, and the delimiter is text.
"""

from __future__ import annotations

import re

from reference.span import dollars
from reference.span.commands import ENVIRONMENTS
from reference.span.nesting import Nesting

_TO_DOLLAR = re.compile(r"(?>(?:[^\\$]++|\\.)*)\$", re.S)
_TO_DOLLARS = re.compile(r"(?>(?:[^\\$]++|\\.|\$(?!\$))*)\$\$", re.S)
_GROUP = re.compile(r"\\(?:text\w*|[mhf]box|tag)\*?\s*(\{)|(\{)|\\.|\}", re.S)
_ENVIRONMENT_ALIEN = re.compile(r"```|<(?:image|video|audio)>")


class Formulas:
    """Finds the ends of delimited formulas in one text, up to ``limit``; keeps what makes repeated searches
    linear."""

    def __init__(self, text: str, nesting: Nesting) -> None:
        self.text = text
        self.nesting = nesting
        self._closers: dict[str, int] = {}

    def inline(self, start: int, limit: int) -> int:
        """The end of the ``$..$`` that starts at ``start``, its closing dollar before ``limit``; -1 when none
        does."""
        end = self._dollar(start, limit)
        return end if end > 0 and dollars.is_inline(self.text, start, end) else -1

    def _dollar(self, start: int, limit: int) -> int:
        r"""The end of the first dollar after ``start`` that is not escaped and not in a ``\text`` group."""
        text, at = self.text, start + 1
        limit = min(limit, start + dollars.LIMIT)
        while True:
            match = _TO_DOLLAR.match(text, at, limit)
            if match is None:
                return -1
            end = match.end()
            group = self._open_text_group(at, end - 1) if text.find("{", at, end) >= 0 else -1
            closed = self.nesting.braces.get(group, -1) if group >= 0 else -1
            if closed < end:
                return end
            if closed > limit:
                return -1
            at = closed

    def _open_text_group(self, start: int, end: int) -> int:
        r"""Offset of the ``{`` of the outermost ``\text`` group still open at ``end``, -1 when none is."""
        opened: list[int] = []
        for match in _GROUP.finditer(self.text, start, end):
            if match[1]:
                opened.append(match.start(1))
            elif match[2]:
                opened.append(-1)
            elif match[0] == "}" and opened:
                opened.pop()
        return next((at for at in opened if at >= 0), -1)

    def display(self, start: int, limit: int) -> int:
        """The end of the ``$$..$$`` that starts at ``start``; -1 when none does."""
        match = _TO_DOLLARS.match(self.text, start + 2, limit)
        if match is None:
            return -1
        content = self.text[start + 2 : match.end() - 2]
        if "$" in content.replace(r"\$", "") and "\\text" not in content and "box" not in content:
            return -1
        return match.end() if content and dollars.is_display(content) else -1

    def bracketed(self, start: int, limit: int) -> int:
        r"""The end of the ``\(..\)`` or ``\[..\]`` that starts at ``start``; -1 when none does."""
        text = self.text
        opener = text[start : start + 2]
        closer = r"\)" if opener == r"\(" else r"\]"
        end = self._next(closer, start + 2)
        if (
            end < 0
            or end + 2 > limit
            or end - start > dollars.LIMIT
            or text.find(opener, start + 2, end) >= 0
        ):
            return -1
        return end + 2 if dollars.is_bracketed(text[start + 2 : end]) else -1

    def _next(self, closer: str, position: int) -> int:
        """Offset of the next ``closer`` whose backslash is not itself escaped, searched for once and
        remembered."""
        at = self._closers.get(closer, -2)
        if at == -1 or at >= position:
            return at
        at = self.text.find(closer, position)
        while at > 0 and self._is_escaped(at, position):
            at = self.text.find(closer, at + 1)
        self._closers[closer] = at
        return at

    def _is_escaped(self, at: int, start: int) -> bool:
        run = at
        while run > start and self.text[run - 1] == "\\":
            run -= 1
        return (at - run) % 2 == 1

    def environment(self, start: int, limit: int) -> int:
        r"""The end of the environment of mathematics whose ``\begin`` is at ``start``; -1 when none starts
        there."""
        name, end = self.nesting.environments.get(start, ("", -1))
        if name not in ENVIRONMENTS or end > limit or end - start > dollars.LIMIT:
            return -1
        return -1 if _ENVIRONMENT_ALIEN.search(self.text, start, end) else end
