"""Samples in, padded batches for the model out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch

from tools.reproduce.decoder import Batch
from tools.reproduce.patches import windows
from tools.reproduce.samples import Part, Sample, prompt_ids
from tools.reproduce.symbols import ANSWER, END, PAD, ids

_NOTHING = -100


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
