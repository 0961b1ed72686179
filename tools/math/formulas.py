r"""A file of formulas, or the corpus of real ones -> the formulas to set, each with its name and style.

A ``.jsonl`` file holds ``text`` or ``tex``, ``display`` or ``style`` ("display", "text"), and perhaps ``id``; any
other file one formula a line, with or without delimiters (``$..$`` is set in the line, ``\[..\]`` displayed).
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from pathlib import Path
from typing import NamedTuple

from lomo.render.engine import formula_source

_COMMAND = re.compile(r"\\begin\s*\{[^{}]*\}|\\(?:[A-Za-z]+|.)", re.DOTALL)


class Formula(NamedTuple):
    """One formula without its delimiters."""

    name: str
    tex: str
    display: bool


def read(path: Path) -> list[Formula]:
    """Every formula of a file; empty lines are passed over."""
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        name = f"{path.stem}:{number}"
        if path.suffix == ".jsonl":
            record = json.loads(line)
            display = record.get("display", record.get("style") == "display")
            found.append(
                Formula(str(record.get("id", name)), record.get("tex", record.get("text")), bool(display))
            )
        else:
            source = formula_source(line.strip())
            found.append(Formula(name, source.tex, source.display))
    return found


def corpus() -> Path | None:
    """The corpus of real formulas, where LOMO_CORPUS_DIR names its folder."""
    folder = os.environ.get("LOMO_CORPUS_DIR")
    return Path(folder) / "formulas-dev.jsonl" if folder else None


def choose(formulas: list[Formula], count: int, seed: int) -> list[Formula]:
    """``count`` formulas: half by chance, half so that together they hold as many different commands as may be.

    The order of chance is that of SHA-256 over seed and name: the same on every machine.
    """
    shuffled = sorted(formulas, key=lambda f: hashlib.sha256(f"{seed}/{f.name}".encode()).digest())
    if len(shuffled) <= count:
        return shuffled
    chosen, rest = shuffled[: count // 2], shuffled[count // 2 :]
    seen = set().union(*(_commands(f) for f in chosen))
    unseen = {f: _commands(f) for f in rest}
    while len(chosen) < count:
        best = max(unseen, key=lambda f: len(unseen[f] - seen))
        chosen.append(best)
        seen |= unseen.pop(best)
    return chosen


def _commands(formula: Formula) -> set[str]:
    return set(_COMMAND.findall(formula.tex))
