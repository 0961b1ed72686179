"""Texts, pictures and an answer in, a sample and its tokens out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tools.reproduce.patches import tokens
from tools.reproduce.symbols import CLOSE, OPEN, PICTURE, START, ids

Part = str | NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Sample:
    """A prompt of texts and pictures (height x width, grey) and its answer."""

    id: str
    parts: tuple[Part, ...]
    answer: str


def prompt_ids(parts: Sequence[Part]) -> list[int]:
    """A prompt's tokens, from the start mark to the last part's end."""
    found = [START]
    for part in parts:
        if isinstance(part, str):
            found += ids(part)
        else:
            found += [OPEN, *[PICTURE] * tokens(part), CLOSE]
    return found


def length(sample: Sample) -> int:
    """How many tokens a sample takes."""
    return len(prompt_ids(sample.parts)) + len(sample.answer) + 2
