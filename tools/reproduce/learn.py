"""Data and a size in, a decoder that knows the tasks as text and an arm trained from it out, each with its curve."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random

from tools.reproduce.corpora import steps
from tools.reproduce.decoder import Batch, SmallVlm, loss
from tools.reproduce.descent import TOLD, Curve, Descent
from tools.reproduce.samples import Sample
from tools.reproduce.sequences import batch
from tools.reproduce.settings import Size
from tools.reproduce.tasks import training_task


def learn_base(made: SmallVlm, size: Size, seed: int, device: str) -> Curve:
    """Teaches the decoder the tasks as text: what the paper's base models know before SFT."""
    descent = Descent(made.trained(), size.base_rate, size.base_steps, size.warm_up)
    chance, curve = Random(f"base {seed}"), Curve()
    for step in range(1, size.base_steps + 1):
        tasks = (training_task(chance)[1] for _ in range(size.base_batch))
        one = batch([Sample("", (prompt,), answer) for prompt, answer in tasks]).to(device)
        descent.step([loss(made(one), one)])
        if step % TOLD == 0:
            curve.append({"step": step, "loss": descent.mean_loss()})
    return curve


def learn_arm(
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
