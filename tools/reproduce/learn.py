"""Data and a size in; the frozen reader, the decoder that knows text, and a trained arm out, each with its curve."""

from __future__ import annotations

import itertools
import math
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from lomo.config import Config
from tools.legibility.error_rate import distance
from tools.reproduce.corpora import steps
from tools.reproduce.decoder import Batch, SmallVlm, loss
from tools.reproduce.patches import windows
from tools.reproduce.reader import Reader, best_classes
from tools.reproduce.reading import instructions, page, practice, read_out, shipped
from tools.reproduce.samples import Sample
from tools.reproduce.sequences import batch
from tools.reproduce.settings import Size, page_config
from tools.reproduce.tasks import training_task

Curve = list[dict[str, Any]]
_BETAS, _DECAY, _CLIP = (0.9, 0.99), 0.01, 1.0
_LEAST = 0.1
_TOLD = 25


class Descent:
    """AdamW with the paper's betas and decay; the rate rises, then falls along a cosine to a tenth."""

    def __init__(self, weights: list[nn.Parameter], rate: float, steps: int, warm_up: int) -> None:
        self._weights, self._losses = weights, list[float]()
        self._optimizer = torch.optim.AdamW(weights, lr=rate, betas=_BETAS, weight_decay=_DECAY)

        def share(step: int) -> float:
            if step < warm_up:
                return (step + 1) / warm_up
            along = (step - warm_up) / max(1, steps - warm_up)
            return _LEAST + (1 - _LEAST) * 0.5 * (1 + math.cos(math.pi * min(1.0, along)))

        self._schedule = torch.optim.lr_scheduler.LambdaLR(self._optimizer, share)

    def step(self, losses: list[Tensor]) -> None:
        """One step down the mean of the losses."""
        mean = torch.stack(losses).mean()
        self._optimizer.zero_grad()
        mean.backward()
        nn.utils.clip_grad_norm_(self._weights, _CLIP)
        self._optimizer.step()
        self._schedule.step()
        self._losses.append(float(mean.detach()))

    def mean_loss(self) -> float:
        """The mean loss since this was last asked."""
        mean = sum(self._losses) / len(self._losses)
        self._losses.clear()
        return mean


def reader(size: Size, seed: int, device: str) -> tuple[Reader, Curve]:
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
        if step % _TOLD == 0:
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


def base(made: SmallVlm, size: Size, seed: int, device: str) -> Curve:
    """Teaches the decoder the tasks as text: what the paper's base models know before SFT."""
    descent = Descent(made.trained(), size.base_rate, size.base_steps, size.warm_up)
    chance, curve = Random(f"base {seed}"), Curve()
    for step in range(1, size.base_steps + 1):
        tasks = (training_task(chance)[1] for _ in range(size.base_batch))
        one = batch([Sample("", (prompt,), answer) for prompt, answer in tasks]).to(device)
        descent.step([loss(made(one), one)])
        if step % _TOLD == 0:
            curve.append({"step": step, "loss": descent.mean_loss()})
    return curve


def arm(
    made: SmallVlm,
    halves: list[list[Sample]],
    size: Size,
    seed: int,
    device: str,
    check: Callable[[], dict[str, float]],
) -> Curve:
    """SFT on one arm's corpus: every record once, answers alone asked for."""
    descent = Descent(made.trained(), size.rate, size.steps, size.warm_up)
    curve: Curve = [{"step": 0, **check()}]
    every = max(1, size.steps // size.checks)
    for step, some in enumerate(steps(halves, size.steps, seed), 1):
        descent.step([loss(made(one), one) for one in _batches(some, device)])
        if step % every == 0:
            curve.append({"step": step, "loss": descent.mean_loss(), **check()})
    return curve


def _batches(some: list[list[Sample]], device: str) -> Iterator[Batch]:
    for half in some:
        if half:
            yield batch(half).to(device)


def timed(work: Callable[[], Any]) -> tuple[Any, dict[str, float]]:
    """What the work gives, and its seconds on the clock and on the CPUs."""
    wall, cpu = time.monotonic(), time.process_time()
    made = work()
    return made, {"wall_s": time.monotonic() - wall, "cpu_s": time.process_time() - cpu}
