"""Untrusted TeX source -> the same source, fit to stand in a document as one formula; or MathError."""

from __future__ import annotations

import re
import unicodedata

from lomo.errors import MathError
from lomo.render.latex_commands import COMMANDS, ENVIRONMENTS, STARRED, TEXT_COMMANDS

MAX_CHARS = 5000
MAX_DEPTH = 40
MAX_TEXT_DEPTH = 4
r"""``\text`` sets its argument four times, once for each style, and so on inside it."""

_TOKEN = re.compile(r"\\(?:[A-Za-z]+|.)|.", re.DOTALL)
_NAME = re.compile(r"\s*\{\s*([A-Za-z]+\*?)\s*\}")


def guarded(tex: str) -> str:
    r"""``tex`` as one line that TeX reads in math mode, of the same length but for a wrapper around rows.

    Braces, environments and inner ``$`` pairs balance, every control sequence is on the list, and nothing in
    it changes how TeX reads what follows. Raises MathError with the offset of what is not so.
    """
    if len(tex) > MAX_CHARS:
        raise MathError(f"the formula is longer than {MAX_CHARS} characters", MAX_CHARS, len(tex) - MAX_CHARS)
    # TeX reads ^^5c as a backslash even inside the name of a command (\^^69nput): before any token is looked at.
    if (carets := tex.find("^^")) >= 0:
        raise MathError("^^ cannot stand in a formula", carets, 2)
    groups: list[tuple[str, bool, int]] = []
    mode_text = False
    text_next = False
    rows = columns = False
    skip = 0
    for match in _TOKEN.finditer(tex):
        token, start = match.group(), match.start()
        if start < skip:
            continue
        opens_text, text_next = text_next and (token == "{" or token.isspace()), False
        if token.isspace():
            text_next = opens_text
        elif token == "{":
            groups.append(("{", mode_text, start))
            mode_text = mode_text or opens_text
        elif token == "}":
            mode_text = _close(groups, "{", token, start)
        elif token == "$":
            if groups and groups[-1][0] == "$":
                if groups[-1][2] == start - 1:
                    raise MathError("a display inside a formula", start - 1, 2)
                mode_text = _close(groups, "$", token, start)
            elif mode_text:
                groups.append(("$", mode_text, start))
                mode_text = False
            else:
                raise MathError("a $ inside a formula", start, 1)
        elif token[0] == "\\":
            name = token[1:]
            if name not in COMMANDS and not (name in ("\n", "\t") or name.isspace()):
                raise MathError(f"the engine latex does not allow {token}", start, len(token))
            if name in ("begin", "end"):
                skip = _environment(groups, tex, name, match.end(), start)
            text_next = name in TEXT_COMMANDS
            skip = match.end() + 1 if name in STARRED and tex[match.end() : match.end() + 1] == "*" else skip
            rows = rows or (name == "\\" and not groups)
        else:
            columns = columns or (token == "&" and not groups)
            _check_character(tex, token, start)
        if len(groups) > MAX_DEPTH or sum(kind == "$" for kind, _, _ in groups) > MAX_TEXT_DEPTH:
            raise MathError("groups are nested too deep", start, len(token))
    if groups:
        raise MathError("this is not closed", groups[-1][2], 1)
    line = re.sub(r"\s", " ", tex)
    if line.endswith("\\"):
        raise MathError("a lone backslash", len(tex) - 1, 1)
    if not rows:
        return line
    body = "aligned" if columns else "gathered"
    return rf"\begin{{{body}}}{line}\end{{{body}}}"


def _close(groups: list[tuple[str, bool, int]], kind: str, token: str, start: int) -> bool:
    if not groups or groups[-1][0] != kind:
        raise MathError(f"{token} closes nothing", start, len(token))
    return groups.pop()[1]


def _environment(groups: list[tuple[str, bool, int]], tex: str, which: str, after: int, start: int) -> int:
    r"""Opens or closes the environment named behind ``after``; returns where its name ends."""
    match = _NAME.match(tex, after)
    if match is None or match.group(1) not in ENVIRONMENTS:
        raise MathError(f"the engine latex does not allow this \\{which}", start, len(which) + 1)
    kind = "env:" + match.group(1)
    if which == "begin":
        groups.append((kind, False, start))
    else:
        _close(groups, kind, f"\\end{{{match.group(1)}}}", start)
    return match.end()


def _check_character(tex: str, token: str, start: int) -> None:
    if token in "%#":
        raise MathError(f"{token} cannot stand in a formula", start, 1)
    if unicodedata.category(token)[0] == "C":
        raise MathError(f"U+{ord(token):04X} cannot stand in a formula", start, 1)
