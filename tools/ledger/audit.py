"""All texts of a corpus of prompts, rendered and accounted for -> the figures in docs/ledger.md.

``python -m tools.ledger.audit docs/ledger.md`` writes them between the page's marks (``make ledger-audit``), else they
are shown. Ends with 1 when a character is unaccounted for. The texts are ``spans-dev.jsonl`` in LOMO_CORPUS_DIR.
"""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import lomo
from lomo.config import Style
from lomo.errors import LomoError
from lomo.render.font_packages import script_name
from lomo.render.font_report import Needs, needs
from lomo.render.ledger import FATES

_MARKS = ("<!-- audit -->\n", "<!-- end of the audit -->\n")


@dataclass
class Account:
    """What became of the texts under one style."""

    texts: int = 0
    refused: int = 0
    pages: int = 0
    fates: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)

    @property
    def lost(self) -> int:
        """Faults of any kind, and texts that were not drawn at all."""
        return sum(self.faults.values()) + self.refused


def account(texts: list[str], style: Style) -> Account:
    """Renders and accounts for each text."""
    made = Account(len(texts))
    for text in texts:
        try:
            pages = lomo.render(text, style).pages
        except LomoError:
            made.refused += 1
            continue
        for page in pages:
            ledger = page.ledger()
            made.pages += 1
            made.fates.update(ledger.counts)
            made.faults.update(fault.kind for fault in ledger.faults)
    return made


def report(whole: Account, alone: Account, asked: Needs) -> str:
    """The figures as Markdown: with the installed faces, with the packaged ones alone, and what those lack."""
    lines = ["| | with installed faces | packaged faces alone |", "|---|--:|--:|"]
    rows = [("texts", whole.texts, alone.texts), ("pages", whole.pages, alone.pages)]
    rows += [(name, whole.fates[name], alone.fates[name]) for name in FATES]
    rows += [("faults", whole.lost, alone.lost)]
    lines += [f"| {name} | {one:,} | {other:,} |" for name, one, other in rows]
    lines += ["", "What the packaged faces alone lack, and what to install for it:", ""]
    lines += ["| package | characters |", "|---|---|"]
    for package, scripts in asked.install().items():
        named = ", ".join(f"{script_name(tag)} {count:,}" for tag, count in scripts.most_common())
        lines.append(f"| {f'`{package}`' if package else 'none is known'} | {named} |")
    return "\n".join(lines) + "\n"


def main(words: list[str]) -> int:
    """Writes or shows the figures."""
    if "LOMO_CORPUS_DIR" not in os.environ:
        print("set LOMO_CORPUS_DIR to the folder of spans-dev.jsonl", file=sys.stderr)
        return 2
    source = Path(os.environ["LOMO_CORPUS_DIR"]) / "spans-dev.jsonl"
    texts = [json.loads(line)["text"] for line in source.read_text(encoding="utf-8").splitlines()]
    packaged = Style(system_fonts=False)
    whole, alone = account(texts, Style()), account(texts, packaged)
    figures = report(whole, alone, needs(texts, packaged))
    if words:
        page = Path(words[0])
        before, _, rest = page.read_text(encoding="utf-8").partition(_MARKS[0])
        _, _, after = rest.partition(_MARKS[1])
        page.write_text(before + _MARKS[0] + figures + _MARKS[1] + after, encoding="utf-8")
    else:
        print(figures)
    return 1 if whole.lost or alone.lost else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
