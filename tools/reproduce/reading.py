"""A random stream in, drawn pages with a class for each patch out: what the reader learns from and is tested on.

The classes come from the polygons that lomo gives for every glyph, mapped through the distortion as the pixels were.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from random import Random

import numpy as np
from numpy.typing import NDArray

from lomo.config import Config
from lomo.record.substitute import substitute
from tools.reproduce.classes import character_of, class_of, class_of_shape
from tools.reproduce.patches import labels
from tools.reproduce.tasks import held_out_task, training_task
from tools.reproduce.visual import SHAPE_PX, grey, shapes
from tools.reproduce.words import word

_PLAIN = re.compile(r"[A-Za-z0-9 ,.;:'()?!-]{20,90}[.?!,]")


@dataclass(frozen=True, slots=True)
class ReadPage:
    """A picture (height x width, grey), the class of each of its patches, and the characters with ink on it."""

    image: NDArray[np.uint8]
    classes: NDArray[np.int64]
    text: str


def page(text: str, key: str, config: Config) -> ReadPage:
    """A text drawn whole as ``config`` says, with its glyphs' classes."""
    whole = config.model_copy(update={"position": "full", "boxes": True})
    picture = substitute(text, key=key, seed=config.seed, config=whole).pictures[0]
    image = grey(picture.image)
    marks: list[tuple[int, float, float]] = []
    for box in picture.boxes.glyphs if picture.boxes else ():
        inner = [one for one in text[box.start : box.end] if not one.isspace()]
        left, right = box.polygon[:, 0].min(), box.polygon[:, 0].max()
        for number, one in enumerate(inner):  # a ligature is one box
            x = left + (right - left) * (number + 0.5) / len(inner)
            marks.append((class_of(one), x, float(box.polygon[:, 1].mean())))
    return ReadPage(image, labels(image, marks), "".join(text.split()))


def shape_page(chance: Random) -> ReadPage:
    """A row of shapes; no text."""
    image, shown = shapes(chance)
    columns = np.flatnonzero((image < 128).any(axis=0))
    starts = [columns[0], *(b for a, b in pairwise(columns) if b - a > 1)]
    half = SHAPE_PX / 2
    marks = [(class_of_shape(name), x + half, 2 + half) for name, x in zip(shown, starts, strict=False)]
    return ReadPage(image, labels(image, marks), "")


def practice(seed: int, clean: Config, distorted: Config) -> Iterator[ReadPage]:
    """Pages without end: instructions, words, characters at random, shapes; half of them distorted."""
    chance, number = Random(f"reader {seed}"), 0
    while True:
        number += 1
        kind = chance.random()
        if kind < 0.05:
            yield shape_page(chance)
            continue
        if kind < 0.45:
            text = training_task(chance)[1][0]
        elif kind < 0.7:
            text = " ".join(word(chance) for _ in range(chance.randint(1, 9)))
        else:
            text = " ".join(
                "".join(chr(chance.randint(33, 126)) for _ in range(chance.randint(1, 7)))
                for _ in range(chance.randint(1, 8))
            )
        yield page(text, f"reader-{number}", distorted if chance.random() < 0.5 else clean)


def instructions(count: int) -> list[str]:
    """Prompts of the held-out tasks."""
    chance = Random("reader's test")
    return [held_out_task(chance)[1][0] for _ in range(count)]


def shipped(count: int, examples: Path) -> list[str]:
    """Plain clauses of the prompts in examples/, which the reader never learns from."""
    found: list[str] = []
    for line in examples.read_text(encoding="utf-8").splitlines():
        for value in _strings(json.loads(line)):
            found += [one for piece in re.split(r"[$\\`\n]", value) for one in _PLAIN.findall(piece)]
    return sorted(set(found))[:count]


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)


def read_out(kinds: Sequence[int]) -> str:
    """The characters of a page's classes, row by row."""
    return "".join(character_of(kind) for kind in kinds)


def by_rows(one: ReadPage) -> str:
    """What a perfect reader would read out of a page: its labels, row by row."""
    return read_out(one.classes.tolist())
