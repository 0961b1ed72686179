r"""A text and a place in it in; the end of the code that starts there out, and whether a line is unfenced
code.

Fences and backticks follow CommonMark, with two departures that real prompts ask for: a fence may stand
behind any indentation, list marker or quotation mark, and three backticks or more that end their line open a
fence in mid-line. Unfenced code is no block of its own (it may be cut at a line break), but no formula is
sought in it: shell, PHP, PowerShell and template variables are the commonest false formulas of real prompts.
"""

from __future__ import annotations

import re

from reference.span.nesting import Nesting

_BEFORE_FENCE = re.compile(r"[ \t>]*(?:(?:[-*+]|[0-9]{1,9}[.)])[ \t]+)?[ \t]*")
# An info string ends its line and, behind backticks, holds none. Nobody writes 200 characters of it.
_FENCE = re.compile(r"(?:(`{3,}+)([^\n`]{0,200}+)|(~{3,}+)([^\n]{0,200}+))(?=\n|\Z)")
_INFO = re.compile(r"[ \t]*[\w+#.-]{0,20}[ \t]*\r?")
_RUN = re.compile(r"`++")
# Elements and drawings whose content is a program or a verbatim text.
_VERBATIM = re.compile(
    r"\[(asy)\]|<(pre|code|script|style)(?:\s[^<>]*+)?>|<\?(?:php\b|=)|"
    r"\\begin\{(tikzpicture|asy|verbatim\*?|lstlisting|minted|picture)\}",
    re.I,
)


def fenced(text: str, start: int, nesting: Nesting) -> int:
    """The end of the fenced code whose fence starts at ``start``; the end of the text when it is never
    closed; -1 when no fence starts there."""
    match = _FENCE.match(text, start)
    if match is None:
        return -1
    run, info = (match[1], match[2]) if match[1] else (match[3], match[4])
    line = text.rfind("\n", max(0, start - 200), start) + 1
    opens_line = (line > 0 or start <= 200) and _BEFORE_FENCE.fullmatch(text, line, start) is not None
    if not opens_line and (run[0] == "~" or not _INFO.fullmatch(info)):
        return -1
    end = nesting.closing_fence(run[0], len(run), match.end())
    return len(text) if end < 0 and opens_line else end


def inline(text: str, start: int, nesting: Nesting) -> tuple[int, int]:
    """(end of the inline code that starts at ``start`` or -1, end of its opening run of backticks)."""
    match = _RUN.match(text, start)
    run_end = match.end() if match else start
    closing = nesting.next_backticks(run_end - start, run_end)
    if closing < 0 or nesting.has_blank_line(start, closing):
        return -1, run_end
    return closing + run_end - start, run_end


def verbatim(text: str, start: int, absent: set[str]) -> int:
    r"""The end of ``[asy]..[/asy]``, ``<pre>``, ``<code>``, ``<script>``, ``<style>``, ``<?php..?>`` or of a
    verbatim environment that starts at ``start``; -1 when none does. ``absent`` keeps the closers known to be
    missing."""
    match = _VERBATIM.match(text, start)
    if match is None:
        return -1
    if match[1]:
        closer = "[/asy]"
    elif match[2]:
        closer = f"</{match[2]}>"
    elif match[3]:
        closer = rf"\end{{{match[3]}}}"
    else:
        closer = "?>"
    if closer in absent:
        return -1
    end = text.find(closer, match.end())
    if end < 0:
        absent.add(closer)
        return -1
    return end + len(closer)


# Most lines of prose and LaTeX hold none of these, and need no closer look. Each begins with a sign of its own: `re`
# then looks for these signs alone.
_SUSPICIOUS = re.compile(
    r""""|;|\#|'(?<![\w\\}]')|\(\)|->|::|==|&&|<[?%]|>>>|\{%|-[A-Z]|\$[({][a-z\#]|\$_|\|\s[a-z]{2}|\{\s*\Z|=\s*[\w.]+\s*\Z"""
)
_KEYWORDS = (
    "echo",
    "print",
    "import",
    "def ",
    "function",
    "SELECT",
    "$env",
    " -e",
    " -l",
    " -g",
    " do",
    ":\n",
)

# One sign makes a line code. Each is rare in prose and in LaTeX; English words that are also keywords need
# their punctuation beside them, and so do dollars: `$f:X \to Y$`, `$h[n]$`, `$(x, y)$`, `${n}$` are formulas.
_LINE_SIGNS = re.compile(
    r"""[ \t]*(?:
      \#!/ | \#[ \t]*(?:include|define|ifn?def|pragma)\b
    | (?:import|from)\s+[\w.]+(?:\s+import\b|\s*;|\s+as\s+\w+\s*$) | function\s+\w+\s*$
    | (?:public|private|protected)\s+[\w<]+\s+\w+ | let\s+\w+\s*=.*;\s*$
    | (?:\}\s*)?(?:if|else|elsif|while|for|foreach|switch|catch)\b.*\{\s*$ | (?:if|while)\s+\[
    | for\s+\w+(?:\s*,\s*\w+)*\s+in\s.*(?::\s*$|;\s*do\b)
    | (?:if|elif|while)\s.*(?:[=!<>]=|\bin\b|\bnot\b|\)).*:\s*$
    | echo\s+["'$\w-] | export\s+\w+= | (?:printf|sudo|chmod|mkdir|wget)\s | curl\s+(?:-|http)
    | (?:fi|done|esac)\s*(?:$|[<|>;]) | return\b(?:.*;\s*$|\s+[a-z]?["'\[{]) | [}\])]+[;,]\s*$ | //\s | >>>\s
    | \$[A-Za-z_]\w+\s*[-+.*/]?=\s*[^=$\n]*$ | \$[A-Za-z_]\w+\s*[-+.*/]?=[^=\n].*[^$\s]\s*;\s*$
    )""",
    re.X,
)
_CODE_SIGNS = re.compile(
    r"""
      \b(?:
        (?:def|func|fn|sub|function)\s+\w+\s*[({] | function\s*\(
      | class\s+[A-Z_]\w*\s*(?:\([^)\n]*\)\s*:|[^.,;:\n]{0,60}\{)
      | (?:var|const|my|our|local|declare)\s+[-$@%]?\w+\s*=
      | (?:awk|sed|grep|perl|jq|echo)\s+(?:-\w+\s+)*["'$]
      | (?:Get|Set|New|Remove|Write|Start|Stop|Clear|Import|Export|Invoke|Out|Select|Where|ForEach|Add|Test)
        -[A-Z][a-z]+[A-Za-z]*\b | (?:write-host|foreach-object)\b
      | console\.log | System\.out | std:: | s?printf\( | print\( | println
      | document\.\w | window\.\w | require\(
      | [fF]r?"[^"\n]*\{[^"\n]*" | [fF]r?'[^'\n]*\{[^'\n]*' | SELECT\s.*\sFROM\s | INSERT\s+INTO\s
      | [A-Za-z_]\w*(?:::\w|->\w+\(|\(\)(?:\s*[;{]|\.\w))
      )
    | <(?:\?(?:php|=|\s)|%[=@ ]) | \?> | \{%\s | %\}\s*\Z
    | ;\s*(?:then|do)\s*$
    | \|\s*(?:awk|sed|grep|head|tail|sort|uniq|wc|xargs|cut|tee|jq|perl|bash)\b
    | \$(?:\([a-z][\w-]+\s+(?:["'$/]|-[A-Za-z-]) | \w+\[["'$@] | \{\w+\[
          | \{[\w.]+(?::[-+=?]|\#|%|\}["']) | \{\#
          | \w{2,}->\w | (?:env|script|global):\w | _[.\[A-Z])
    | [!=]== | [\w)\]"]\s&&\s[\w!("$] | [!=]=\s["'$\w]
    | -(?:eq|ne|lt|gt|le|ge|notmatch|ComObject|Minimum|Maximum)\s
    """,
    re.X,
)
_WINDOW = 1000
_LINES_ABOVE = 40


class CodeLines:
    """Tells whether a place lies in unfenced code; remembers its answer for each line (or 1,000 characters of
    one)."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._known: dict[int, bool] = {}
        self._start = self._end = 0
        self._verdict = False

    def at(self, position: int) -> bool:
        """Whether the line that holds ``position`` looks like source code rather than prose."""
        if self._start <= position < self._end:
            return self._verdict
        text = self.text
        start = text.rfind("\n", 0, position) + 1
        end = text.find("\n", position)
        end = len(text) if end < 0 else end + 1
        if end - start > _WINDOW:
            start += (position - start) // _WINDOW * _WINDOW
            self._start, self._end = start, min(end, start + _WINDOW)
            self._verdict = self._looks_like_code(start, min(end, start + _WINDOW + _WINDOW // 2))
        else:
            self._start, self._end = start, end
            self._verdict = self._looks_like_code(start, end) or self._continues_code(start)
        return self._verdict

    def _looks_like_code(self, start: int, end: int) -> bool:
        known = self._known.get(start)
        if known is None:
            line = self.text[start:end]
            known = _SUSPICIOUS.search(line) is not None or any(word in line for word in _KEYWORDS)
            known = known and (_LINE_SIGNS.match(line) is not None or _CODE_SIGNS.search(line) is not None)
            self._known[start] = known
        return known

    def _continues_code(self, start: int) -> bool:
        """Whether the line at ``start`` is indented, and so (or blank) is every line up to one above that is
        code."""
        text = self.text
        for _ in range(_LINES_ABOVE):
            if start == 0 or text[start] not in " \t{}\n":
                return False
            end = start
            start = text.rfind("\n", max(0, end - 1 - _WINDOW), end - 1) + 1
            if start == 0 and end > _WINDOW:
                return False
            if self._looks_like_code(start, end):
                return True
        return False
