"""Outcomes in, the manifest of a corpus out: what was read, what became of every record, and what made it.

The schema is described in docs/manifest.md.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any, get_args

from lomo.config import Policy
from lomo.corpus.recipe import Recipe
from lomo.corpus.work import Result
from lomo.corpus.write import file_sha256

SCHEMA = "lomo.manifest/1"
HALVES = ("text", "multimodal")


class Tally:
    """Counts outcomes as they pass; ``read`` is counted by the reader, apart from what became of the
    records."""

    def __init__(self) -> None:
        self.read: Counter[str] = Counter()
        self.status: dict[str, Counter[str]] = {half: Counter() for half in HALVES}
        self.reasons: Counter[str] = Counter()
        self.set_aside: Counter[str] = Counter()
        self.routes: Counter[str] = Counter()
        self.route_reasons: Counter[str] = Counter()
        self.engines: Counter[str] = Counter()
        self.ops: Counter[str] = Counter()
        self.missing: dict[str, Counter[str]] = {policy: Counter() for policy in get_args(Policy)}
        self.draws: Counter[int] = Counter()
        self.refused: Counter[str] = Counter()
        self.pages: Counter[int] = Counter()
        self.fonts: dict[str, str] = {}
        self.spans = 0
        self.pictures = 0
        self.visual_tokens: int | None = None
        self.unanswered = 0

    def add(self, result: Result) -> None:
        """Counts one outcome."""
        outcome = result.outcome
        self.status[result.half][outcome.status] += 1
        if outcome.status in ("set_aside", "lost"):
            self.set_aside[outcome.reason] += 1
            return
        self.unanswered += not outcome.answered
        if outcome.status == "kept" and result.half == "text":
            self.reasons[outcome.provenance.get("reason") or "unknown"] += 1
        for turn in outcome.provenance.get("turns", ()):
            self.missing["error"].update(turn.get("missing", {}))
            for span in turn["spans"]:
                self.spans += 1
                self.routes[span["route"]] += 1
                self.engines[span["engine"]] += 1
                self.route_reasons[span["reason"]] += 1
                self.ops[span["op"]] += 1
                self.draws[span["draws"]] += 1
                if span["refused"]:
                    self.refused[span["refused"]] += 1
                self.pictures += len(span["pages"])
                self.pages[len(span["pages"])] += 1
                if span["visual_tokens"] is not None:
                    self.visual_tokens = (self.visual_tokens or 0) + sum(span["visual_tokens"])
                if span["missing"]:
                    self.missing[turn["on_missing_glyph"]].update(span["missing"])
                self.fonts.update(span["fonts"])

    def totals(self, half: str) -> dict[str, int]:
        """read, rewritten, kept, set_aside and lost; read is the sum of the others, lost what is left
        over."""
        counted = self.status[half]
        done = counted["rewritten"] + counted["kept"] + counted["set_aside"]
        return {
            "read": self.read[half],
            "rewritten": counted["rewritten"],
            "kept": counted["kept"],
            "set_aside": counted["set_aside"],
            "lost": self.read[half] - done,
        }

    @property
    def lost(self) -> int:
        """How many records went in and did not come out with a reason."""
        return sum(abs(self.totals(half)["lost"]) for half in HALVES)

    def in_corpus(self, half: str) -> int:
        """How many records the half's data set holds."""
        return self.status[half]["rewritten"] + self.status[half]["kept"]

    def counts(self) -> dict[str, Any]:
        """The manifest's ``counts``."""
        text = self.totals("text")
        chosen_from = text["rewritten"] + text["kept"]
        return {
            **{half: self.totals(half) for half in HALVES},
            "rewritten_share": round(text["rewritten"] / chosen_from, 6) if chosen_from else 0.0,
            "unanswered": self.unanswered,
            "spans": self.spans,
            "pictures": self.pictures,
            "visual_tokens": self.visual_tokens,
            "by_route": ordered(self.routes),
            "by_route_reason": ordered(self.route_reasons),
            "by_engine": ordered(self.engines),
            "by_op": ordered(self.ops),
            "by_draws": {str(draws): count for draws, count in sorted(self.draws.items())},
            "refused_ops": ordered(self.refused),
            "by_pages": {str(pages): count for pages, count in sorted(self.pages.items())},
            "kept_by_reason": ordered(self.reasons),
            "set_aside_by_reason": ordered(self.set_aside),
            "missing_glyphs": {
                policy: {code_points(text): n for text, n in sorted(counted.items())}
                for policy, counted in sorted(self.missing.items())
            },
        }


def code_points(text: str) -> str:
    """``U+0041`` for each character, with ``+`` between."""
    return "+".join(f"U+{ord(char):04X}" for char in text)


def ordered(counts: Counter[str]) -> dict[str, int]:
    """The counts in order of name, so that equal counts are equal text."""
    return {name: counts[name] for name in sorted(counts)}


def manifest(
    recipe: Recipe,
    tally: Tally,
    *,
    versions: dict[str, str],
    fonts: dict[str, str],
    inputs: list[dict[str, Any]],
    image_files: dict[str, int],
    files: list[tuple[str, int | None]],
    folder: Path,
) -> dict[str, Any]:
    """The whole manifest (docs/manifest.md); ``files`` are (name, records or None) in ``folder``."""
    return {
        "schema": SCHEMA,
        "versions": versions,
        "format": recipe.format,
        "container": recipe.container,
        "config": recipe.config.model_dump(mode="json"),
        "inputs": inputs,
        "counts": tally.counts(),
        "files": {
            name: {
                **({} if records is None else {"records": records}),
                "bytes": (folder / name).stat().st_size,
                "sha256": file_sha256(folder / name),
            }
            for name, records in files
        },
        "images": image_files,
        "fonts": dict(sorted({**fonts, **tally.fonts}.items())),
    }
