"""Samples of text and pictures with answers in, padded batches for the model out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from tools.reproduce.decoder import Batch
from tools.reproduce.patches import tokens, windows
from tools.reproduce.symbols import ANSWER, CLOSE, END, OPEN, PAD, PICTURE, START, ids

Part = str | NDArray[np.uint8]
_NOTHING = -100


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


def batch(samples: Sequence[Sample], *, whole: bool = False) -> Batch:
    """Padded sequences whose answers are asked for; ``whole``: whose every token is (text alone)."""
    rows, targets = [], []
    for sample in samples:
        prompt, answer = prompt_ids(sample.parts), [*ids(sample.answer), END]
        row = [*prompt, ANSWER, *answer]
        rows.append(row[:-1])
        targets.append(row[1:] if whole else [_NOTHING] * len(prompt) + answer)
    longest = max(len(row) for row in rows)
    seen = [windows(part) for one in samples for part in one.parts if not isinstance(part, str)]
    return Batch(
        torch.tensor([row + [PAD] * (longest - len(row)) for row in rows]),
        torch.tensor([row + [_NOTHING] * (longest - len(row)) for row in targets]),
        torch.from_numpy(np.concatenate(seen)) if seen else None,
    )


def prompt_batch(parts: Sequence[Part]) -> Batch:
    """One prompt without a question for an answer: what hidden states are read from."""
    row = torch.tensor([prompt_ids(parts)])
    seen = [windows(part) for part in parts if not isinstance(part, str)]
    return Batch(
        row, torch.full_like(row, _NOTHING), torch.from_numpy(np.concatenate(seen)) if seen else None
    )
