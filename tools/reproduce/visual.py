"""A random stream in, pictures with questions and answers out: the multimodal half of the pool.

Pictures hold words, numbers or simple shapes, never an instruction: images and text have different jobs, as in the
corpora that the paper starts from.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lomo.config import Config
from lomo.distort.apply import distort
from lomo.render.render import render
from tools.reproduce.words import COLOURS, NAMES, several, word

SHAPES = ("square", "disc", "cross")
SHAPE_PX = 11
_PITCH_PX, _ROW_PX = 20, 16


@dataclass(frozen=True, slots=True)
class Question:
    """A picture (height x width, grey), the text of the question and its answer."""

    image: NDArray[np.uint8]
    question: str
    answer: str


def question(chance: Random, page: Config, key: str) -> Question:
    """One multimodal task; its picture is distorted as ``page`` says, drawn by ``key``."""
    kind = chance.randrange(4)
    if kind == 0:
        asked = chance.choice(("What does it say?", "Read the picture.", "What is written here?"))
        text = " ".join(several(chance, chance.choice((1, 1, 2))))
        return Question(_drawn(text, page, key), asked, text)
    if kind == 1:
        words = several(chance, 2) if chance.random() < 0.5 else [chance.choice(NAMES), word(chance)]
        at, asked = chance.choice(((0, "first"), (1, "last")))
        return Question(_drawn(" ".join(words), page, key), f"What is the {asked} word?", words[at])
    if kind == 2:
        number, colour = str(chance.randrange(100)), chance.choice(COLOURS)
        asked, answer = chance.choice((("Which number is it?", number), ("Which colour is it?", colour)))
        both = [number, colour] if chance.random() < 0.5 else [colour, number]
        return Question(_drawn(" ".join(both), page, key), asked, answer)
    image, shown = shapes(chance)
    if chance.random() < 0.5:
        asked = chance.choice(SHAPES)
        return Question(image, f"How many of the shapes are a {asked}?", str(shown.count(asked)))
    return Question(image, "What is the first shape?", shown[0])


def _drawn(text: str, page: Config, key: str) -> NDArray[np.uint8]:
    drawn = distort(render(text, page).pages[0].image, key=key, seed=page.seed, config=page)
    return grey(drawn.image)


def grey(image: NDArray[Any]) -> NDArray[np.uint8]:
    """A picture of height x width x channels as one of height x width."""
    return np.asarray(image, dtype=np.uint8) if image.ndim == 2 else image[:, :, :3].mean(2).astype(np.uint8)


def shapes(chance: Random) -> tuple[NDArray[np.uint8], list[str]]:
    """A row of one to four shapes, black on white, and their names from the left."""
    shown = [chance.choice(SHAPES) for _ in range(chance.randint(1, 4))]
    image = np.full((_ROW_PX + 4, 4 + _PITCH_PX * len(shown)), 255, dtype=np.uint8)
    for number, name in enumerate(shown):
        left = 2 + _PITCH_PX * number + chance.randrange(_PITCH_PX - SHAPE_PX)
        image[2 : 2 + SHAPE_PX, left : left + SHAPE_PX][_shape(name)] = 0
    return image, shown


def _shape(name: str) -> NDArray[np.bool_]:
    at = np.arange(SHAPE_PX) - SHAPE_PX // 2
    x, y = np.meshgrid(at, at)
    if name == "square":
        return np.ones((SHAPE_PX, SHAPE_PX), dtype=bool)
    return x**2 + y**2 <= (SHAPE_PX // 2) ** 2 if name == "disc" else (abs(x) <= 1) | (abs(y) <= 1)
