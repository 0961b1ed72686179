"""Outcomes in, the manifest of a corpus out: what was read, what became of every record, and what made it.

The schema is described in docs/manifest.md.
"""

from __future__ import annotations

from collections import Counter
from typing import Any, get_args

from lomo.config import Policy
from lomo.corpus.recipe import Recipe
from lomo.record.rewrite import Half, Outcome

SCHEMA = "lomo.manifest/1"
HALVES: tuple[Half, ...] = ("text", "multimodal")
DATA_SETS: tuple[tuple[str, Half], ...] = (("lomo_text", "text"), ("lomo_multimodal", "multimodal"))
_COUNTERS = (
    "status",
    "unrewritten",
    "set_aside",
    "routes",
    "route_reasons",
    "engines",
    "ops",
    "draws",
    "refused",
    "pages",
    "missing",
    "whole",
)


class Tally:
    """Counts outcomes: made for each batch where it is rewritten, and merged where it is written.

    ``read`` is counted by the reader, apart from what became of the records.
    """

    def __init__(self) -> None:
        self.read: Counter[str] = Counter()
        self.outside: Counter[str] = Counter()
        self.status: Counter[str] = Counter()
        self.unrewritten: Counter[str] = Counter()
        self.set_aside: Counter[str] = Counter()
        self.routes: Counter[str] = Counter()
        self.route_reasons: Counter[str] = Counter()
        self.engines: Counter[str] = Counter()
        self.ops: Counter[str] = Counter()
        self.draws: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self.pages: Counter[str] = Counter()
        self.missing: Counter[str] = Counter()
        self.whole: Counter[str] = Counter()
        self.fonts: dict[str, str] = {}

    def add(self, half: Half, outcome: Outcome) -> None:
        """Counts one outcome."""
        self.status[f"{half} {outcome.status}"] += 1
        if outcome.columns is None:
            self.set_aside[outcome.reason] += 1
            return
        self.whole["unanswered"] += not outcome.answered
        self.whole["image_bearing" if outcome.images else "text_only"] += 1
        if outcome.status == "kept" and half == "text":
            self.unrewritten[outcome.provenance.get("reason") or "unknown"] += 1
        for turn in outcome.provenance.get("turns", ()):
            for text, count in turn.get("missing", {}).items():
                self.missing[f"error {text}"] += count
            for span in turn["spans"]:
                self.whole["spans"] += 1
                self.routes[span["route"]] += 1
                self.engines[span["engine"]] += 1
                self.route_reasons[span["reason"]] += 1
                self.ops[span["op"]] += 1
                self.draws[str(span["draws"])] += 1
                if span["refused"]:
                    self.refused[span["refused"]] += 1
                self.whole["pictures"] += len(span["pages"])
                self.pages[str(len(span["pages"]))] += 1
                if span["visual_tokens"] is not None:
                    self.whole["visual_tokens"] += sum(span["visual_tokens"])
                for text, count in span["missing"].items():
                    self.missing[f"{turn['on_missing_glyph']} {text}"] += count
                self.fonts.update(span["fonts"])

    def merge(self, other: Tally) -> None:
        """Adds another tally's outcomes; what was read stays the reader's."""
        for name in _COUNTERS:
            getattr(self, name).update(getattr(other, name))
        self.fonts.update(other.fonts)

    def state(self) -> dict[str, Any]:
        """The outcomes' counts, JSON-able; ``restore`` takes them."""
        return {**{name: dict(getattr(self, name)) for name in _COUNTERS}, "fonts": self.fonts}

    def restore(self, state: dict[str, Any]) -> None:
        """Puts back what ``state`` gave."""
        for name in _COUNTERS:
            setattr(self, name, Counter(state[name]))
        self.fonts = dict(state["fonts"])

    def of(self, status: str) -> int:
        """How many records of both halves came to a status."""
        return sum(self.status[f"{half} {status}"] for half in HALVES)

    def totals(self, half: str) -> dict[str, int]:
        """read, rewritten, kept, set_aside and lost; read is the sum of the others, lost what is left
        over."""
        came = {status: self.status[f"{half} {status}"] for status in ("rewritten", "kept", "set_aside")}
        return {"read": self.read[half], **came, "lost": self.read[half] - sum(came.values())}

    @property
    def lost(self) -> int:
        """How many records went in and did not come out with a reason."""
        return sum(abs(self.totals(half)["lost"]) for half in HALVES)

    def _missing(self, policy: str) -> dict[str, int]:
        found = ((name.partition(" "), count) for name, count in sorted(self.missing.items()))
        return {code_points(text): count for (of, _, text), count in found if of == policy}

    def in_corpus(self, half: str) -> int:
        """How many records the half's data set holds."""
        return self.status[f"{half} rewritten"] + self.status[f"{half} kept"]

    def counts(self) -> dict[str, Any]:
        """The manifest's ``counts``."""
        text = self.totals("text")
        chosen_from = text["rewritten"] + text["kept"]
        return {
            **{half: self.totals(half) for half in HALVES},
            "rewritten_share": round(text["rewritten"] / chosen_from, 6) if chosen_from else 0.0,
            "outside_pool": {half: self.outside[half] for half in HALVES},
            "image_bearing": self.whole["image_bearing"],
            "text_only": self.whole["text_only"],
            "unanswered": self.whole["unanswered"],
            "duplicate_ids": self.whole["duplicate_ids"],
            "spans": self.whole["spans"],
            "pictures": self.whole["pictures"],
            "visual_tokens": self.whole.get("visual_tokens"),
            "all_visual_tokens": self.whole.get("all_visual_tokens"),
            "by_route": ordered(self.routes),
            "by_route_reason": ordered(self.route_reasons),
            "by_engine": ordered(self.engines),
            "by_op": ordered(self.ops),
            "by_draws": _by_number(self.draws),
            "refused_ops": ordered(self.refused),
            "by_pages": _by_number(self.pages),
            "kept_by_reason": ordered(self.unrewritten),
            "set_aside_by_reason": ordered(self.set_aside),
            "missing_glyphs": {policy: self._missing(policy) for policy in sorted(get_args(Policy))},
        }


def code_points(text: str) -> str:
    """``U+0041`` for each character, with ``+`` between."""
    return "+".join(f"U+{ord(char):04X}" for char in text)


def ordered(counts: Counter[str]) -> dict[str, int]:
    """The counts in order of name, so that equal counts are equal text."""
    return {name: counts[name] for name in sorted(counts)}


def _by_number(counts: Counter[str]) -> dict[str, int]:
    return {name: counts[name] for name in sorted(counts, key=int)}


def manifest(
    recipe: Recipe,
    tally: Tally,
    *,
    versions: dict[str, str],
    fonts: dict[str, str],
    inputs: list[dict[str, Any]],
    shard: tuple[int, int] | None,
    excluded: list[dict[str, Any]],
    images: dict[str, int],
    files: dict[str, dict[str, Any]],
) -> dict[str, Any]:
    """The whole manifest (docs/manifest.md)."""
    return {
        "schema": SCHEMA,
        "versions": versions,
        "format": recipe.format,
        "container": recipe.container,
        "shard_mb": recipe.shard_mb,
        **({"shard": f"{shard[0]}/{shard[1]}"} if shard else {}),
        "config": recipe.config.model_dump(mode="json"),
        "pool": pool_described(recipe, excluded),
        "inputs": inputs,
        "counts": tally.counts(),
        "files": files,
        "images": images,
        "fonts": dict(sorted({**fonts, **tally.fonts}.items())),
    }


def pool_described(recipe: Recipe, excluded: list[dict[str, Any]]) -> dict[str, Any]:
    """What of the recipe chose the records, apart from ``config``."""
    return {
        "text_records": recipe.text_records,
        "multimodal_records": recipe.multimodal_records,
        "sources": {
            half: [{"count": one.count, "share": one.share} for one in sources]
            for half, sources in (("text", recipe.text), ("multimodal", recipe.multimodal))
        },
        "exclude": {"words": recipe.exclude_words, "files": excluded} if excluded else None,
        "length": {name: getattr(recipe, name) for name in ("max_tokens", "processor", "tokenizer")}
        if recipe.processor or recipe.max_tokens
        else None,
    }
