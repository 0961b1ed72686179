"""A recipe in, how large its corpora would be and how long they would take out: from a sample, nothing written."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from math import sqrt
from pathlib import Path

from lomo.corpus.arms import arms, ranks_of
from lomo.corpus.inputs import Input, inputs
from lomo.corpus.pool import Ranks, wanted
from lomo.corpus.read import Item, read
from lomo.corpus.recipe import Recipe
from lomo.corpus.setting import Setting, setting_of
from lomo.corpus.work import Task, treat, worker_count
from lomo.randomness import Stream
from lomo.record.rewrite import Half
from lomo.render.engine import require

SAMPLE = 200
PROCESSOR = "qwen2.5-vl"


@dataclass(frozen=True)
class Estimate:
    """What a corpus would be.

    Attributes:
        name: the arm; "" where the recipe has none.
        records, rewritten, set_aside, pictures: numbers of them; pictures that lomo draws.
        bytes: what the corpus would take on the disk, about.
        bytes_error: two standard errors of ``bytes``, from how the sample scatters.
        visual_tokens: what ``processor`` makes of all pictures, the multimodal half's too.
        processor: which one.
        core_seconds: processor time, all cores together.
        workers: how many processes would run.
        sampled: from how many records this was reckoned.
    """

    name: str
    records: int
    rewritten: int
    set_aside: int
    pictures: int
    bytes: int
    bytes_error: int
    visual_tokens: int
    processor: str
    core_seconds: float
    workers: int
    sampled: int

    @property
    def minutes(self) -> float:
        """How long the build would take."""
        return self.core_seconds / self.workers / 60


def estimate(recipe: Recipe, base: Path, *, sample: int = SAMPLE) -> list[Estimate]:
    """An estimate for each arm, from ``sample`` records of each half, chosen by the seed.

    Raises ConfigError and InputError as the build would.
    """
    ranks = ranks_of(recipe, base)
    found = inputs(recipe, base)
    require(recipe.config.engine)
    counted = {one.name: _count(one) for one in found}
    samples = {half: list(_sampled(found, half, counted, recipe.config.seed, sample)) for half in _HALVES}
    made = []
    for name, arm in arms(recipe, ranks).items():
        total = _Total()
        setting = setting_of(arm, base, processor=PROCESSOR)
        for half in _HALVES:
            size = _size(arm, half, ranks, sum(counted[one.name] for one in found if one.half == half))
            if samples[half]:
                total.add(half, size, samples[half], setting)
        made.append(total.estimate(name, arm))
    return made


_HALVES: tuple[Half, ...] = ("text", "multimodal")


def _count(one: Input) -> int:
    """How many items a file holds, without parsing them."""
    count = 0

    def passes(number: int) -> bool:
        nonlocal count
        count = number + 1
        return False

    for _ in read(one.path, one.name, passes):
        pass
    return count


def _sampled(
    found: list[Input], half: Half, counted: dict[str, int], seed: int, sample: int
) -> Iterator[tuple[Input, Item]]:
    """``sample`` items of a half's files, any as likely as any other."""
    mine = [one for one in found if one.half == half]
    total = sum(counted[one.name] for one in mine)
    stream = Stream(seed, half, "estimate")
    chosen: set[int] = set(range(total)) if total <= sample else set()
    while len(chosen) < min(sample, total):
        chosen.add(stream.below(total))
    before = 0
    for one in mine:
        here = {number - before for number in chosen if before <= number < before + counted[one.name]}
        before += counted[one.name]
        if here:
            yield from ((one, item) for item in read(one.path, one.name, here.__contains__))


def _size(recipe: Recipe, half: Half, ranks: Ranks | None, items: int) -> int:
    count = wanted(recipe)[half]
    held = ranks.held(half) if ranks else items
    if ranks is not None:
        ranks.choice(wanted(recipe))  # raises where the pool holds too few
    return held if count is None else count


class _Total:
    """Adds up what a sample of each half came to, scaled to its size."""

    def __init__(self) -> None:
        self.sums = dict.fromkeys(("records", "rewritten", "set_aside", "pictures", "bytes", "tokens"), 0.0)
        self.seconds = self.variance = 0.0
        self.sampled = 0

    def add(self, half: Half, size: int, sample: list[tuple[Input, Item]], setting: Setting) -> None:
        scale = size / len(sample)
        self.sums["records"] += size
        self.sampled += len(sample)
        weights = []
        for one, item in sample:
            start = time.process_time()
            done = treat(Task((item,), half, one.media_dir), setting)
            self.seconds += (time.process_time() - start) * scale
            weights.append(
                done.encoded.weight + sum(len(data) for _, data in done.encoded.images) + len(done.boxes)
            )
            tally = done.tally
            self.sums["rewritten"] += tally.of("rewritten") * scale
            self.sums["set_aside"] += (tally.of("set_aside") + tally.of("lost")) * scale
            self.sums["pictures"] += tally.whole["pictures"] * scale
            self.sums["tokens"] += tally.whole["all_visual_tokens"] * scale
        mean = sum(weights) / len(weights)
        self.sums["bytes"] += mean * size
        scatter = sum((weight - mean) ** 2 for weight in weights) / max(len(weights) - 1, 1)
        self.variance += scatter / len(weights) * size * size * (1 - len(sample) / max(size, len(sample)))

    def estimate(self, name: str, recipe: Recipe) -> Estimate:
        """The whole."""
        total = {key: round(value) for key, value in self.sums.items()}
        return Estimate(
            name,
            total["records"],
            total["rewritten"],
            total["set_aside"],
            total["pictures"],
            total["bytes"],
            round(2 * sqrt(self.variance)),
            total["tokens"],
            recipe.processor or _named(recipe.config.style.processor) or PROCESSOR,
            self.seconds,
            worker_count(recipe.workers),
            self.sampled,
        )


def _named(processor: object) -> str | None:
    """What a processor of the style is called."""
    return processor if isinstance(processor, str) or processor is None else "style.processor"
