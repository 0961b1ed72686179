"""A corpus of lomo's in, samples for the model out, in the order in which every arm takes them."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from random import Random

import numpy as np
import pyarrow.parquet as pq
from numpy.typing import NDArray
from PIL import Image

from tools.reproduce.samples import Part, Sample
from tools.reproduce.visual import grey

_MARK = "<image>"
HALVES = ("lomo_text", "lomo_multimodal")


def decoded(png: bytes) -> NDArray[np.uint8]:
    """A PNG's picture, height x width, grey."""
    with Image.open(io.BytesIO(png)) as image:
        return grey(np.asarray(image))


def samples(corpus: Path, half: str) -> list[Sample]:
    """The samples of one half of a corpus, in order of id."""
    files = sorted((corpus / half).glob("*.parquet")) or [corpus / f"{half}.parquet"]
    found = []
    for file in files:
        for row in pq.read_table(file, columns=["id", "messages", "images"]).to_pylist():
            prompt, answer = (turn["content"] for turn in row["messages"][-2:])
            pictures = [decoded(image["bytes"]) for image in row["images"] or ()]
            found.append(Sample(row["id"], _parts(prompt, pictures), answer))
    return sorted(found, key=lambda one: one.id)


def _parts(prompt: str, pictures: list[NDArray[np.uint8]]) -> tuple[Part, ...]:
    texts = prompt.split(_MARK)
    if len(texts) != len(pictures) + 1:
        raise ValueError(f"{prompt!r} has {len(texts) - 1} places for {len(pictures)} pictures")
    parts: list[Part] = []
    for at, text in enumerate(texts):
        parts += [text] if text else []
        parts += [pictures[at]] if at < len(pictures) else []
    return tuple(parts)


def steps(halves: list[list[Sample]], count: int, seed: int) -> Iterator[list[list[Sample]]]:
    """``count`` steps of one epoch: for each, its share of each half, drawn by the seed.

    Two arms with the same ids get the same ids in each step.
    """
    orders = []
    for number, half in enumerate(halves):
        order = list(range(len(half)))
        Random(f"order {seed} {number}").shuffle(order)
        orders.append(order)
    for step in range(count):
        yield [
            [half[at] for at in order[len(half) * step // count : len(half) * (step + 1) // count]]
            for half, order in zip(halves, orders, strict=True)
        ]
