"""A corpus folder in, what its spans and pictures are like out: counts for the gallery's charts, in one pass."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from lomo.corpus.finished import rows
from lomo.corpus.image_header import pixel_size
from lomo.errors import InputError
from lomo.tokens.count import tokens
from lomo.tokens.read import processor_of

PROCESSOR = "qwen2.5-vl"
# Pictures whose headers are read: enough for a chart, and few enough for a corpus of millions.
_MEASURED = 4000
_CHARACTERS = (50, 100, 200, 400, 800, 1600)
_PIXELS = (25_000, 50_000, 100_000, 200_000, 400_000, 800_000, 1_600_000)
_TOKENS = (32, 64, 128, 256, 512, 1024, 2048)
_LEGIBLE = (0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95)
# The first word of a letter's Unicode name -> the language code that stands for its script; Han alone is zh, with
# kana ja.
_SCRIPTS = {
    "LATIN": "latin",
    "CJK": "zh",
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "HANGUL": "ko",
    "ARABIC": "ar",
    "DEVANAGARI": "hi",
    "CYRILLIC": "ru",
    "GREEK": "el",
    "HEBREW": "he",
    "THAI": "th",
    "BENGALI": "bn",
    "TAMIL": "ta",
}
LANGUAGES = (*dict.fromkeys(_SCRIPTS.values()), "other", "none")


@lru_cache(1 << 14)
def _script(letter: str) -> str:
    return _SCRIPTS.get(unicodedata.name(letter, "").partition(" ")[0].partition("-")[0], "other")


def language(text: str) -> str:
    """The script that most letters of ``text`` are of, as a language's code (``latin`` for all that write so; ``none``
    without a letter). Japanese needs some kana, not most."""
    counts = Counter(_script(char) for char in text[:2000] if char.isalpha())
    if not counts:
        return "none"
    if counts["ja"] and counts["zh"] + counts["ja"] >= counts.total() // 3:
        return "ja"
    # Chinese says in one character what takes a Latin word of five.
    counts["zh"] *= 3
    return max(sorted(counts), key=lambda name: counts[name])


@dataclass(frozen=True)
class Pick:
    """Which records a gallery shows; None: any.

    Attributes:
        route: ``math`` or ``text``.
        op: a distortion's name (``rotate_small``, ...) or the start of it (``rotate``).
        language: of the span, one of LANGUAGES.
        lowest: those with the lowest legibility, lowest first, instead of a sample.
    """

    route: str | None = None
    op: str | None = None
    language: str | None = None
    lowest: bool = False

    @property
    def filters(self) -> bool:
        """Whether it takes only some spans."""
        return self.lowest or any((self.route, self.op, self.language))

    def takes(self, span: dict[str, Any]) -> bool:
        """Whether a span is one of those looked for."""
        return (
            (self.route is None or span["route"] == self.route)
            and (self.op is None or str(span["op"]).startswith(self.op))
            and (self.language is None or language(span["source"]) == self.language)
            and (not self.lowest or span["legibility"] is not None)
        )


@dataclass
class Survey:
    """Counts by chart: the title, then label -> count in the order to show them in.

    Attributes:
        charts: every chart.
        measured: how many pictures the charts of sizes and tokens tell of.
        every: that these are every so-manieth picture.
    """

    charts: dict[str, dict[str, int]] = field(default_factory=dict)
    measured: int = 0
    every: int = 1


def survey(folder: Path, pictures: int, *, pick: Pick | None = None) -> Survey:
    """One pass over the rewritten records of a corpus with about so many ``pictures``.

    Args:
        folder: the corpus.
        pictures: as its manifest says.
        pick: tells of the spans that it takes, and of no others.
    """
    pick = pick or Pick()
    made = Survey(every=max(pictures // _MEASURED, 1))
    routes, ops, languages = Counter[str](), Counter[str](), Counter[str]()
    lengths, legible = [0] * (len(_CHARACTERS) + 1), [0] * (len(_LEGIBLE) + 1)
    sizes, visual = [0] * (len(_PIXELS) + 1), [0] * (len(_TOKENS) + 1)
    processor = processor_of(PROCESSOR)
    number = 0
    for row, told in rows(folder):
        images = iter(row.get("images") or [])
        for span in (span for turn in told["turns"] for span in turn["spans"]):
            mine = [next(images, None) for _ in span["pages"]]
            if not pick.takes(span):
                continue
            routes[span["route"]] += 1
            ops[span["op"]] += 1
            languages[language(span["source"])] += 1
            lengths[bisect_right(_CHARACTERS, len(span["source"]))] += 1
            if span["legibility"] is not None:
                legible[bisect_right(_LEGIBLE, span["legibility"])] += 1
            for image in mine:
                number += 1
                if number % made.every == 0 and (size := pixel_size(_head(image, folder))):
                    made.measured += 1
                    sizes[bisect_right(_PIXELS, size[0] * size[1])] += 1
                    visual[bisect_right(_TOKENS, _counted(size, processor))] += 1
    made.charts = {
        "Routes": _most_first(routes),
        "Distortions": _most_first(ops),
        "Languages": _most_first(languages),
        "Characters of a span": _binned(_CHARACTERS, lengths),
        "Pixels of a picture": _binned(_PIXELS, sizes, 1000, "k"),
        f"Tokens of a picture ({PROCESSOR})": _binned(_TOKENS, visual),
        "Legibility": _binned(_LEGIBLE, legible),
    }
    return made


def _head(image: Any, folder: Path) -> bytes:
    """The first bytes of a picture; none where it is missing."""
    if isinstance(image, dict):
        return bytes(image.get("bytes") or b"")[:64]
    try:
        with (folder / str(image)).open("rb") as source:
            return source.read(64)
    except OSError:
        return b""


def _counted(size: tuple[int, int], processor: Any) -> int:
    try:
        return tokens(*size, processor)
    except InputError:
        return 0


def _most_first(counts: Counter[str]) -> dict[str, int]:
    return {name: counts[name] for name in sorted(counts, key=lambda name: (-counts[name], name))}


def _binned(edges: Sequence[float], counts: list[int], unit: float = 1, mark: str = "") -> dict[str, int]:
    """Each bin by its bounds, without the empty ones at both ends."""
    shown = [f"{edge / unit:g}{mark}" for edge in edges]
    between = [f"{low} - {high}" for low, high in pairwise(shown)]
    labels = [f"under {shown[0]}", *between, f"{shown[-1]} and more"]
    full = [at for at, count in enumerate(counts) if count]
    if not full:
        return {}
    return {labels[at]: counts[at] for at in range(full[0], full[-1] + 1)}
