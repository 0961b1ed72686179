r"""A text and a place in it in; the range of the bare formula there out: a command with its arguments and
scripts.

``\frac{a}{b}``, ``\left[ .. \right)``, ``\sum_{i=1}^n``, ``x_{1}^{2}``. Arguments end where TeX ends them: at
the group's brace, or after one token for the commands that people write so (``\frac12``, ``\vec v``). Bare
formulas that touch are one (``\sin\theta``).
"""

from __future__ import annotations

import re

from reference.span.commands import ARGUMENTS, ESCAPES, OPTIONAL, UNBRACED
from reference.span.nesting import Nesting

_NAME = re.compile(r"\\([A-Za-z]+)(\*?)")
_SIZED = re.compile(r"\\(?:[bB]igg?[lrm]?)[ \t]*(?:\\[A-Za-z]+|\\[{}|]|[()\[\]|/.<>])")
_SPACES = re.compile(r"[ \t]*")
# A single token as an argument: a digit, a letter that begins no word, or a command.
_TOKEN = re.compile(r"[ \t]*(?:[0-9]|[A-Za-z](?![A-Za-z])|\\[A-Za-z]+)")
_OPTIONAL = re.compile(r"[ \t]*\[[^\[\]\n]{0,200}\]")
_SCRIPT = re.compile(r"(?:\\limits|\\nolimits)?(?:[_^](?=[0-9A-Za-z\\*+-])|[ \t]*[_^][ \t]*(?=\{))")
_SCRIPT_TOKEN = re.compile(r"[0-9A-Za-z*+-]|(\\[A-Za-z]+)")
_NEGATED = re.compile(r"[ \t]*(?:[=<>]|\\[A-Za-z]+)")
_ESCAPE_BEFORE = re.compile(r"\\[nrt](?:[A-Z\d\W]|$)")
_BASE = re.compile(r"[A-Za-z0-9]{1,8}\Z|[)\]|}]\Z")
_WORD_BEFORE = re.compile(r"[A-Za-z0-9_.-]{2}\Z")
_PATH_AFTER = re.compile(r"\\[A-Za-z]|\.[a-z]|_[A-Za-z]{2}")
_FORMAT_AFTER = re.compile(r"\.[a-z]|_[A-Za-z{]|[\"']|/[a-z]{2}|[A-Za-z]{3}")


class Bare:
    """Finds bare formulas in one text."""

    def __init__(self, text: str, nesting: Nesting) -> None:
        self.text = text
        self.nesting = nesting
        # Where line feeds are written out, `\not`, `\to`, `\rho` may be an escape and a word.
        self._escapes = "\\n" in text and _ESCAPE_BEFORE.search(text) is not None

    def command(self, start: int, limit: int) -> int:
        """The end of the bare formula whose backslash is at ``start``; -1 when it is no command of
        mathematics."""
        text = self.text
        end = self._element(start, limit)
        if end < 0:
            return -1
        if text.find("{", start, end) < 0 and _PATH_AFTER.match(text, end):
            # `src\alpha\beta`, `\alpha.txt`, `\alpha\Users` are paths; `\alpha\beta` by itself is not.
            name = _NAME.match(text, end)
            if (
                name is None
                or name[1] not in ARGUMENTS
                or _WORD_BEFORE.search(text, max(0, start - 2), start)
            ):
                return -1
        return self._chain(end, limit)

    def scripts(self, mark: int, floor: int, limit: int) -> tuple[int, int]:
        """The range of the formula whose ``_{`` or ``^{`` is at ``mark``, not before ``floor``; (-1, -1) when
        none is.

        The base is what stands before the mark: a short run of letters and digits, or a bracketed group.
        """
        text = self.text
        base = _BASE.search(text, max(floor, mark - 9), mark)
        end = self._scripts(mark, limit)
        if base is None or end <= mark:
            return -1, -1
        start, name = base.start(), base[0]
        before = text[start - 1] if start > floor else " "
        if before in "_^" and len(name) == 1 and start - 2 >= floor and text[start - 2].isalnum():
            start -= 2
            before = text[start - 1] if start > floor else " "
        if name.isalnum():
            if before in "_\\$" or (before.isalnum() and before.isascii()):
                return -1, -1
            inside = text[mark + 2 : end - 1]
            if len(name) > (4 if inside.isdigit() else 3):
                return -1, -1
            if (
                text[mark] == "_"
                and len(name) > 1
                and len(inside) > 1
                and not name[-1].isdigit()
                and not inside.isdigit()
            ):
                return -1, -1
        else:
            start = self._group_start(start, floor)
        if _FORMAT_AFTER.match(text, end):
            return -1, -1
        return start, self._chain(end, limit)

    def _group_start(self, close: int, floor: int) -> int:
        """Where the bracketed group that ends at ``close`` starts, looking back 60 characters; else
        ``close``."""
        text, closing = self.text, self.text[close]
        if closing not in ")]":
            return close
        opening = "(" if closing == ")" else "["
        depth = 0
        for at in range(close, max(floor - 1, close - 60), -1):
            if text[at] == closing:
                depth += 1
            elif text[at] == opening:
                depth -= 1
                if depth == 0:
                    return at
            elif text[at] in "\n$`":
                break
        return close

    def _chain(self, end: int, limit: int) -> int:
        """``end``, moved past the bare formulas that follow without a gap."""
        text = self.text
        while end < limit and text[end] == "\\":
            following = self._element(end, limit)
            if following < 0:
                break
            end = following
        return end

    def _element(self, start: int, limit: int) -> int:
        """The end of one command with its arguments and scripts; -1 when it is none of ``ARGUMENTS``."""
        text = self.text
        sized = _SIZED.match(text, start, limit)
        if sized:
            return sized.end()
        match = _NAME.match(text, start, limit)
        if match is None:
            return -1
        name, end = match[1], match.end(1)
        if name == "left":
            end = self.nesting.delimiters.get(start, -1)
            return self._scripts(end, limit) if 0 < end <= limit else -1
        if name == "not":
            negated = _NEGATED.match(text, end, limit)
            return negated.end() if negated and not (self._escapes and negated[0][0] in " \t") else -1
        count = ARGUMENTS.get(name)
        if count is None:
            return -1
        if count == 0:
            if self._escapes and name in ESCAPES and text[end : end + 1] not in ("_", "^"):
                return -1
            return self._scripts(end, limit)
        if name == "operatorname":
            end = match.end()
        if name in OPTIONAL:
            optional = _OPTIONAL.match(text, end, limit)
            end = optional.end() if optional else end
        for _ in range(count):
            end = self._argument(end, limit, name in UNBRACED)
            if end < 0:
                return -1
        return self._scripts(end, limit)

    def _argument(self, start: int, limit: int, unbraced: bool) -> int:
        """The end of the argument at ``start``; -1 when there is none."""
        text = self.text
        spaces = _SPACES.match(text, start, limit)
        at = spaces.end() if spaces else start
        if at < limit and text[at] == "{":
            end = self.nesting.braces.get(at, -1)
            return end if end <= limit else -1
        if not unbraced:
            return -1
        token = _TOKEN.match(text, start, limit)
        return token.end() if token else -1

    def _scripts(self, end: int, limit: int) -> int:
        """``end``, moved past the primes, sub- and superscripts that follow."""
        text = self.text
        while end < limit:
            mark = _SCRIPT.match(text, end, limit)
            if mark is None:
                return end
            at = mark.end()
            if text[at : at + 1] == "{":
                closed = self.nesting.braces.get(at, -1)
                if closed < 0 or closed > limit:
                    return end
                end = closed
                continue
            token = _SCRIPT_TOKEN.match(text, at, limit)
            if token is None:
                return end
            if token[1] is None:
                end = token.end()
                continue
            script = self._script_command(token.start(1), limit)
            if script < 0:
                return end
            end = script
        return end

    def _script_command(self, start: int, limit: int) -> int:
        """The end of a command that is a script by itself, with its arguments but without scripts of its
        own."""
        match = _NAME.match(self.text, start, limit)
        if match is None:
            return -1
        count = ARGUMENTS.get(match[1])
        if count is None:
            return -1
        end = match.end(1)
        for _ in range(count):
            end = self._argument(end, limit, match[1] in UNBRACED)
            if end < 0:
                return -1
        return end
