"""A text with the paper's figures in, their numbers out: what stands beside ours in the drawings."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from lomo.errors import InputError

_PAIR = re.compile(r"([\w.-]+-\w*[\w.]*) (\d+\.\d+) -> (\d+\.\d+)")
_BIN = re.compile(r"(0\.\d+)-(0\.\d+) (-?\d+\.\d+)")
_MEAN = re.compile(r"\b(Standard SFT|LoMo) about (0\.\d+)")
_SCALE = re.compile(r"(\d+(?:\.\d+)?) M\b")
_SIGNED = re.compile(r"[+-]\d+\.\d+")
_MEASURES = ("average accuracy", "MIR difference", "distance difference")


@dataclass(frozen=True, slots=True)
class PaperFigures:
    """The paper's numbers, accuracies and drops in percent.

    Attributes:
        accuracy: 1a as (model, standard, rendered).
        drops: 1b as (low, high, drop).
        distances: 1c as (setting, mean distance).
        scales: 4 as (millions of records, differences of average accuracy, MIR and distance, None where not given).
    """

    accuracy: list[tuple[str, float, float]] = field(default_factory=list)
    drops: list[tuple[float, float, float]] = field(default_factory=list)
    distances: list[tuple[str, float]] = field(default_factory=list)
    scales: list[tuple[float, tuple[float | None, ...]]] = field(default_factory=list)


def load_paper_figures(path: Path) -> PaperFigures:
    """Reads the numbers wherever they stand in a text; raises InputError where the file cannot be read.

    1a: ``NAME 53.52 -> 41.84``; 1b: ``0.40-0.45 7.75``; 1c: ``LoMo about 0.49``; 4, in a line with ``training
    scale``: ``1 M, 2 M: gain in average accuracy +1.66, +1.30; MIR difference -0.088, -0.105; distance difference
    -0.013, -0.034``.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read: {error}") from error
    return PaperFigures(
        [(name, float(a), float(b)) for name, a, b in _PAIR.findall(text)],
        [(float(a), float(b), float(c)) for a, b, c in _BIN.findall(text)],
        [(name, float(value)) for name, value in _MEAN.findall(text)],
        _scales(text.partition("training scale")[2].lstrip(" :")),
    )


def _scales(text: str) -> list[tuple[float, tuple[float | None, ...]]]:
    head, _, rest = text.partition(":")
    scales = [float(found) for found in _SCALE.findall(head)]
    columns: list[list[float | None]] = []
    for name in _MEASURES:
        listed = [float(found) for found in _SIGNED.findall(rest.partition(name)[2].partition(";")[0])]
        columns.append([listed[at] if at < len(listed) else None for at in range(len(scales))])
    return list(zip(scales, zip(*columns, strict=True), strict=True))
