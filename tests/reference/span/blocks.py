r"""The slow twin of the core's parser: a prompt in; its blocks out.

One regular expression finds the characters at which anything but text can start; each is handed to the file
that knows it (formulas, bare, code, markup), which answers with an end. What nobody wants is text. The scan
moves left to right and never back, so that whatever starts first wins.
"""

from __future__ import annotations

import re

from lomo.span.blocks import Block
from reference.span import code, markup
from reference.span.bare import Bare
from reference.span.formulas import Formulas
from reference.span.nesting import Nesting

# Everything but text starts at one of these characters. A colon stands for the URLs, whose scheme lies before
# it.
_CANDIDATE = re.compile(r"[$`\\]|<(?=[A-Za-z/!?])|[_^]\{|!\[|~~~|\[asy\]|://|(?<!\w)www\.")
_QUICK = ("$", "\\", "`", "<", "://", "_{", "^{", "![", "~~~", "www.", "[asy]", "WWW.", "|")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9]{1,9}\Z")
_DOLLARS = re.compile(r"\$++")
_COMMAND = re.compile(r"\\(?:[A-Za-z]++|.|\Z)", re.S)
_DRIVE = re.compile(r"(?<![A-Za-z])[A-Za-z]:\Z")
_WINDOWS_PATH = re.compile(r"\\[^\s\"'<>|*?]*+")


def blocks(text: str) -> list[Block]:
    """The blocks of ``text`` in order of start.

    They are disjoint and cover the text, except that a ``table`` is followed by the ``math`` blocks inside
    it. The list is empty for an empty text; otherwise at least one block. Works in time linear in the length
    of the text.
    """
    for sign in _QUICK:
        if sign in text:
            return _Scan(text).blocks()
    return [Block("text", 0, len(text))] if text else []


class _Scan:
    """One pass over one text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.nesting = Nesting(text)
        self.formulas = Formulas(text, self.nesting)
        self.bare = Bare(text, self.nesting)
        self.code_lines = code.CodeLines(text)
        self.absent: set[str] = set()
        self.found: list[Block] = []

    def blocks(self) -> list[Block]:
        text, found = self.text, self.found
        tables = markup.tables(text) if "|" in text and "-" in text else []
        position = 0
        for start, end in tables:
            position = self._region(position, start)
            if position <= start:
                rest = self._cells(start, end)
                position = end
                found.append(Block("table", start, end))
                found.extend(rest)
        self._region(position, len(text))
        covering: list[Block] = []
        position = 0
        for block in found:
            if block[1] > position:
                covering.append(Block("text", position, block[1]))
            covering.append(block)
            position = max(position, block[2])
        if position < len(text):
            covering.append(Block("text", position, len(text)))
        return covering

    def _cells(self, start: int, end: int) -> list[Block]:
        """The formulas in the rows of a table; none runs from one row into the next."""
        outside, self.found = self.found, []
        row = start
        while row < end:
            row_end = self.text.find("\n", row, end)
            row_end = end if row_end < 0 else row_end
            self._region(row, row_end, row_end)
            row = row_end + 1
        inside, self.found = self.found, outside
        return [block for block in inside if block[0] == "math" and block[2] <= end]

    def _region(self, position: int, stop: int, limit: int | None = None) -> int:
        """Finds the blocks that start in [position, stop) and end at most at ``limit``; returns where the
        scan is."""
        text = self.text
        limit = len(text) if limit is None else limit
        search = _CANDIDATE.search
        while position < stop:
            match = search(text, position, stop)
            if match is None:
                return stop
            position = self._at(match.start(), match[0], position, limit)
        return position

    def _at(self, at: int, sign: str, floor: int, limit: int) -> int:
        """Adds the block that starts at the candidate ``at``, if one does; returns where the scan goes on."""
        text = self.text
        if sign == "$":
            return self._dollar(at, limit)
        if sign == "\\":
            return self._backslash(at, limit)
        if sign == "`":
            return self._backtick(at)
        if sign == "<":
            end = code.verbatim(text, at, self.absent)
            if end > 0:
                return self._add("code", at, end)
            end, kind = markup.tag(text, at, self.absent)
            return self._add(kind, at, end) if end > 0 else at + 1
        if sign in ("://", "www."):
            scheme = _SCHEME.search(text, max(floor, at - 10), at) if sign == "://" else None
            start = scheme.start() if scheme else at
            end = markup.url(text, start)
            return self._add("url", start, end) if end > 0 else at + len(sign)
        if sign == "![":
            end = markup.image(text, at)
            return self._add("url", at, end) if end > 0 else at + 2
        if sign == "~~~":
            end = code.fenced(text, at, self.nesting)
            return self._add("code", at, end) if end > 0 else self._past_run(at, "~")
        if sign == "[asy]":
            end = code.verbatim(text, at, self.absent)
            return self._add("code", at, end) if end > 0 else at + 5
        start, end = self.bare.scripts(at, floor, limit)
        return self._add("math", start, end) if end > 0 and not self.code_lines.at(at) else at + 2

    def _dollar(self, at: int, limit: int) -> int:
        text = self.text
        if not text.startswith("$$", at):
            end = self.formulas.inline(at, limit)
            return self._add("math", at, end) if end > 0 and not self._in_code(at, end) else at + 1
        match = _DOLLARS.match(text, at, limit)
        run = match.end() - at if match else 1
        if run == 2:
            end = self.formulas.display(at, limit)
            if end > 0 and not self._in_code(at, end):
                return self._add("math", at, end, True)
        return at + run

    def _backslash(self, at: int, limit: int) -> int:
        text = self.text
        following = text[at + 1 : at + 2]
        if following in "([" and following:
            end = self.formulas.bracketed(at, limit)
            if end > 0 and not self._in_code(at, end):
                return self._add("math", at, end, following == "[")
            return at + 2
        if not following.isalpha() or not following.isascii():
            return at + 2
        if _DRIVE.search(text, max(0, at - 3), at):
            match = _WINDOWS_PATH.match(text, at, limit)
            return match.end() if match else at + 2
        match = _COMMAND.match(text, at, limit)
        end = match.end() if match else at + 1
        name = text[at + 1 : end]
        if name == "begin":
            drawing = code.verbatim(text, at, self.absent)
            if drawing > 0:
                return self._add("code", at, drawing)
            environment = self.formulas.environment(at, limit)
            return self._add("math", at, environment, True) if environment > 0 else end
        formula = self.bare.command(at, limit)
        return self._add("math", at, formula) if formula > 0 and not self.code_lines.at(at) else end

    def _backtick(self, at: int) -> int:
        end = code.fenced(self.text, at, self.nesting)
        if end > 0:
            return self._add("code", at, end)
        end, run_end = code.inline(self.text, at, self.nesting)
        return self._add("code", at, end) if end > 0 else run_end

    def _past_run(self, at: int, character: str) -> int:
        while self.text.startswith(character, at):
            at += 1
        return at

    def _in_code(self, start: int, end: int) -> bool:
        return self.code_lines.at(start) or self.code_lines.at(end - 1)

    def _add(self, kind: str, start: int, end: int, display: bool = False) -> int:
        self.found.append(Block(kind, start, end, display))  # type: ignore[arg-type]
        return end
