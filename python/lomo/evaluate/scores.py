"""Per-sample scores under two protocols in; accuracy, drop and bootstrap intervals out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from lomo.errors import InputError

RESAMPLES = 10_000


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean with its 95 % percentile bootstrap interval, all as shares (0 to 1, a drop -1 to 1)."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Paired:
    """Two protocols on the same samples.

    Attributes:
        samples: how many were scored under both; nothing else counts here.
        standard, rendered: their means.
        drop: standard - rendered; the interval resamples pairs.
        unpaired: samples that only one protocol has scored.
    """

    samples: int
    standard: Interval
    rendered: Interval
    drop: Interval
    unpaired: int


def paired(standard: Mapping[str, float], rendered: Mapping[str, float], *, seed: int = 0) -> Paired:
    """Pairs two protocols' scores by sample id; raises InputError where they share none."""
    ids = sorted(standard.keys() & rendered.keys())
    if not ids:
        raise InputError(
            f"no sample was scored under both protocols ({len(standard)} and {len(rendered)} scores)"
        )
    both = np.array([[standard[one], rendered[one]] for one in ids])
    chance = np.random.Generator(np.random.Philox(seed))
    means = np.empty((RESAMPLES, 2))
    for at in range(RESAMPLES):
        means[at] = both[chance.integers(0, len(ids), len(ids))].mean(axis=0)
    drops = means[:, 0] - means[:, 1]
    a, b = both.mean(axis=0)
    return Paired(
        len(ids),
        _interval(float(a), means[:, 0]),
        _interval(float(b), means[:, 1]),
        _interval(float(a - b), drops),
        len(standard.keys() ^ rendered.keys()),
    )


def _interval(value: float, resampled: np.ndarray) -> Interval:
    low, high = np.percentile(resampled, [2.5, 97.5])
    return Interval(value, float(low), float(high))
