"""The real corpus, or the project's own examples -> the prompts and spans that every bench measures.

With LOMO_CORPUS_DIR set, prompts come from spans-dev.jsonl there; else from examples/prompts.jsonl.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from lomo.span.locate import locate

EXAMPLES = Path(__file__).parents[1] / "examples/prompts.jsonl"


def prompts(count: int) -> list[tuple[str, str]]:
    """At most ``count`` prompts as (id, text), spread evenly over the file; the same ones in every run."""
    folder = os.environ.get("LOMO_CORPUS_DIR")
    path = Path(folder) / "spans-dev.jsonl" if folder else EXAMPLES
    records = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    step = max(1, len(records) // count)
    return [(record["id"], record.get("text") or _user_turn(record)) for record in records[::step][:count]]


def source() -> str:
    """Where the prompts come from, for the heading of a report."""
    return "spans-dev" if os.environ.get("LOMO_CORPUS_DIR") else "examples/prompts.jsonl"


def spans(count: int) -> list[tuple[str, str]]:
    """The middle span of each of these prompts, as (id, text): what becomes a picture."""
    found = []
    for key, text in prompts(count):
        found += [(key, text[span.start : span.end]) for span in locate(text)[:1]]
    return found


def _user_turn(record: dict[str, Any]) -> str:
    if "instruction" in record:
        return "\n".join(part for part in (record["instruction"], record["input"]) if part)
    turn = (record.get("conversations") or [m for m in record["messages"] if m["role"] == "user"])[0]
    text: str = turn.get("value") or turn["content"]
    return text
