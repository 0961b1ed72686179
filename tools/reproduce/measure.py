"""A trained arm and held-out tests in, its figures by lomo.evaluate's own functions out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from itertools import pairwise
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from lomo.evaluate.alignment import Mir, pairwise_distance
from lomo.evaluate.scores import paired
from tools.reproduce.decoder import SmallVlm
from tools.reproduce.held_out import Held
from tools.reproduce.samples import Part, Sample, length
from tools.reproduce.sequences import batch, prompt_batch
from tools.reproduce.symbols import CLOSE, OPEN, PICTURE, START

_BATCH = 50


def scores(made: SmallVlm, tests: Sequence[Sample], device: str) -> dict[str, float]:
    """1 for each sample whose answer the model gives exactly at temperature 0, else 0.

    Greedy decoding gives an answer if and only if each of its tokens, and its end, is the likeliest after those
    before it: one pass tells.
    """
    found: dict[str, float] = {}
    order = sorted(tests, key=length)
    with torch.no_grad():
        for start in range(0, len(order), _BATCH):
            some = order[start : start + _BATCH]
            one = batch(some).to(device)
            right = (made(one).argmax(dim=1) == one.targets[one.targets >= 0]).tolist()
            at = 0
            for sample in some:
                tokens = len(sample.answer) + 1
                found[sample.id] = float(all(right[at : at + tokens]))
                at += tokens
    return found


def distances(made: SmallVlm, tests: Sequence[Held], device: str) -> dict[str, float]:
    """Each question's pairwise distance at the output of the first decoder layer, text and picture shown alone."""
    found = {}
    for one in tests:
        (text, ids) = _states(made, one.standard.parts, device, first=True)
        (picture, seen) = _states(made, one.rendered.parts, device, first=True)
        told = text[0][~np.isin(ids, (START, OPEN, CLOSE, PICTURE))]
        found[one.standard.id] = pairwise_distance(told, picture[0][seen == PICTURE])
    return found


def mir(made: SmallVlm, tests: Sequence[Held], pairs: int, device: str) -> dict[str, float]:
    """MIR over pairs of a question's drawing and the text of the next one, as lomo.evaluate.align pairs them."""
    with Mir() as collected:
        for before, one in pairwise(tests[: pairs + 1]):
            states, ids = _states(made, (*before.rendered.parts, *one.standard.parts), device)
            last = int(np.flatnonzero(ids == PICTURE)[-1])
            for layer, rows in enumerate(states, 1):
                collected.add(layer, rows[ids == PICTURE], rows[last + 1 :])
        return collected.result().named()


def _states(
    made: SmallVlm, parts: Sequence[Part], device: str, *, first: bool = False
) -> tuple[list[NDArray[np.float32]], NDArray[np.int64]]:
    one = prompt_batch(parts).to(device)
    with torch.no_grad():
        states = made.states(one)
    return [layer[0].cpu().numpy() for layer in states[: 1 if first else None]], one.ids[0].cpu().numpy()


def measured(
    made: SmallVlm, text: Sequence[Held], multimodal: Sequence[Held], pairs: int, device: str
) -> dict[str, Any]:
    """Every figure of an arm, and each sample's own."""
    found: dict[str, Any] = {}
    for name, tests in (("text", text), ("multimodal", multimodal)):
        standard = scores(made, [one.standard for one in tests], device)
        rendered = scores(made, [one.rendered for one in tests], device)
        found[name] = {
            "paired": asdict(paired(standard, rendered)),
            "standard": standard,
            "rendered": rendered,
        }
    found["distances"] = distances(made, text, device)
    found["mir"] = mir(made, text, min(pairs, len(text) - 1), device)
    return found
