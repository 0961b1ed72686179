"""A size in, a reader that has learned to read lomo's pages out, and how well it reads others."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from lomo.config import Config
from tools.legibility.error_rate import distance
from tools.reproduce.descent import TOLD, Curve, Descent
from tools.reproduce.patches import windows
from tools.reproduce.reader import Reader, best_classes
from tools.reproduce.reading import instructions, page, practice, read_out, shipped
from tools.reproduce.settings import Size, page_config


def learn_reader(size: Size, seed: int, device: str) -> tuple[Reader, Curve]:
    """Learns the class of each patch of drawn pages."""
    torch.manual_seed(seed)
    made = Reader(size.reader_width, size.feature_width).to(device)
    descent = Descent(list(made.parameters()), size.reader_rate, size.reader_steps, size.warm_up)
    pages = practice(seed, page_config(seed, preset="clean"), page_config(seed))
    curve: Curve = []
    for step in range(1, size.reader_steps + 1):
        some = list(itertools.islice(pages, size.reader_pages))
        seen = torch.from_numpy(np.concatenate([windows(one.image) for one in some])).to(device)
        there = torch.from_numpy(np.concatenate([one.classes for one in some])).to(device)
        descent.step([nn.functional.cross_entropy(made(seen), there)])
        if step % TOLD == 0:
            curve.append({"step": step, "loss": descent.mean_loss()})
    return made, curve


def character_accuracy(made: Reader, size: Size, examples: Path, device: str) -> dict[str, Any]:
    """1 - edit distance / characters, white space aside, on pages that the reader has not learned from."""
    sets: dict[str, tuple[list[str], Config]] = {
        "held-out instructions, clean": (instructions(size.read), page_config(preset="clean")),
        "held-out instructions, distorted": (instructions(size.read), page_config()),
        "clauses of examples/prompts.jsonl, clean": (
            shipped(size.read, examples),
            page_config(preset="clean"),
        ),
    }
    found: dict[str, Any] = {}
    for name, (texts, config) in sets.items():
        wrong = there = 0
        for number, text in enumerate(texts):
            one = page(text, f"reading-{number}", config)
            read = read_out(best_classes(made, torch.from_numpy(windows(one.image)).to(device)))
            wrong, there = wrong + distance(read, one.text), there + len(one.text)
        found[name] = {"accuracy": 1 - wrong / there, "characters": there, "pages": len(texts)}
    return found
