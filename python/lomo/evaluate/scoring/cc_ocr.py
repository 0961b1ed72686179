"""A picture's text and a model's reading of it in, CC-OCR's token scores out (arXiv 2412.02210)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

_BY_CHARACTER = {"Arabic", "Japanese", "Korean"}
_SCENE = "multi_scene_ocr"
HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
"""For ``str.translate``: the full-width forms of ASCII. NFKC would change much more."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """Tokens right, predicted and wanted in one picture, or in many added up."""

    right: int
    predicted: int
    wanted: int

    @property
    def f1(self) -> float:
        """2 right / (predicted + wanted); 0 where there is none of either."""
        return 2 * self.right / (self.predicted + self.wanted) if self.predicted + self.wanted else 0.0


def tokens(track: str, subset: str, answer: str, predicted: str) -> Tokens:
    """The multiset intersection of words, or of characters in scripts without spaces."""
    single = subset in _BY_CHARACTER or "zh" in subset
    plain = track == _SCENE and not single
    wanted, got = (_counted(text, by_character=single, plain=plain) for text in (answer, predicted))
    return Tokens((wanted & got).total(), got.total(), wanted.total())


def _counted(text: str, *, by_character: bool, plain: bool) -> Counter[str]:
    words = text.lower().replace("###", "").replace("***", "").split()
    if by_character:
        return Counter("".join(words))
    if plain:
        words = [bare for word in words if (bare := re.sub(r"[^A-Za-z0-9]", "", word))]
    return Counter(words)


def macro_f1(pictures: Iterable[Tokens]) -> float:
    """The mean of the pictures' F1."""
    found = [one.f1 for one in pictures]
    return sum(found) / len(found) if found else 0.0


def micro_f1(pictures: Iterable[Tokens]) -> float:
    """The F1 of all pictures' tokens together."""
    found = list(pictures)
    return Tokens(
        sum(one.right for one in found), sum(one.predicted for one in found), sum(one.wanted for one in found)
    ).f1


def total(subsets: Mapping[tuple[str, str], float]) -> tuple[float, dict[str, float]]:
    """(the mean of the tracks, each track's mean over its subsets) of (track, subset) -> score; unweighted."""
    tracks: dict[str, list[float]] = {}
    for (track, _), value in subsets.items():
        tracks.setdefault(track, []).append(value)
    means = {track: sum(values) / len(values) for track, values in tracks.items()}
    return (sum(means.values()) / len(means) if means else 0.0), means
