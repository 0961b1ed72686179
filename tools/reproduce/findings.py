"""The runs' figures in, what of the paper's claims they bear out: differences with intervals, and a verdict of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lomo.evaluate.scores import Interval, paired

Run = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Claim:
    """One of the paper's: ``kind`` of ``better`` minus that of ``worse`` is above 0 (``sign`` 1) or below (-1), or
    about 0 (0)."""

    told: str
    kind: str
    better: str
    worse: str
    sign: int


CLAIMS = (
    Claim("LoMo reads drawn questions better than Standard SFT", "rendered", "lomo", "sft", 1),
    Claim("LoMo brings text and picture nearer than Standard SFT does", "distance", "lomo", "sft", -1),
    Claim("MIR is lower under LoMo", "mir", "lomo", "sft", -1),
    Claim("LoMo costs no standard accuracy", "standard", "lomo", "sft", 0),
    Claim("Full-Text Rendering reads drawn questions better than Standard SFT", "rendered", "full", "sft", 1),
    Claim("a local picture teaches more than a whole one, standard", "standard", "lomo-clean", "full", 1),
    Claim("a local picture teaches more than a whole one, rendered", "rendered", "lomo-clean", "full", 1),
    Claim("distortion adds to it, standard", "standard", "lomo", "lomo-clean", 1),
    Claim("distortion adds to it, rendered", "rendered", "lomo", "lomo-clean", 1),
    Claim("multimodal questions gain, standard", "multimodal", "lomo", "sft", 1),
)
_EQUAL = 0.02
"""A difference of at most two points is called no cost, and only where the interval stays within it."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A claim, the difference with its interval over held-out samples (None for MIR), each seed's, the verdict."""

    claim: Claim
    difference: float
    interval: Interval | None
    seeds: tuple[float, ...]
    verdict: str


def findings(runs: Sequence[Run]) -> list[Finding]:
    """Each claim, judged by all seeds together."""
    return [_finding(claim, runs) for claim in CLAIMS]


def _finding(claim: Claim, runs: Sequence[Run]) -> Finding:
    if claim.kind == "mir":
        each = tuple(_mir(run, claim.better) - _mir(run, claim.worse) for run in runs)
        return Finding(claim, sum(each) / len(each), None, each, _verdict_of_seeds(claim, each))
    samples = [(values(run, claim.better, claim.kind), values(run, claim.worse, claim.kind)) for run in runs]
    each = tuple(sum(a.values()) / len(a) - sum(b.values()) / len(b) for a, b in samples)
    better, worse = (pooled_samples([pair[side] for pair in samples]) for side in (0, 1))
    drop = paired(better, worse).drop
    return Finding(claim, drop.value, drop, each, _verdict(claim, drop, each))


def values(run: Run, arm: str, kind: str) -> dict[str, float]:
    """Each held-out sample's value: a score of text tasks (standard, rendered), of multimodal ones, or a distance."""
    found = run[f"arm {arm}"]["measured"]
    if kind == "distance":
        return dict(found["distances"])
    if kind in ("multimodal", "multimodal rendered"):
        return dict(found["multimodal"]["rendered" if kind.endswith("rendered") else "standard"])
    return dict(found["text"][kind])


def pooled(runs: Sequence[Run], arm: str, kind: str) -> Interval:
    """An arm's mean over samples and seeds, with its interval."""
    every = pooled_samples([values(run, arm, kind) for run in runs])
    return paired(every, every).standard


def pooled_samples(each: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """A sample's mean over the seeds, which share their tests: the interval is of the samples, not of the seeds."""
    return {ident: sum(one[ident] for one in each) / len(each) for ident in each[0]}


def _mir(run: Run, arm: str) -> float:
    return float(run[f"arm {arm}"]["measured"]["mir"]["mir_layer_mean"])


def _verdict(claim: Claim, drop: Interval, seeds: Sequence[float]) -> str:
    if claim.sign == 0:
        if drop.low >= -_EQUAL:
            return "borne out"
        return (
            "not borne out: there is a cost" if drop.high < 0 else "open: the interval allows a cost and none"
        )
    if drop.low <= 0 <= drop.high:
        return "within the noise"
    agrees = claim.sign * drop.value > 0
    if any((one > 0) != (drop.value > 0) for one in seeds):
        return "the seeds disagree"
    return "borne out" if agrees else "the opposite"


def _verdict_of_seeds(claim: Claim, seeds: Sequence[float]) -> str:
    right = sum(claim.sign * one > 0 for one in seeds)
    if len(seeds) == 1:
        return f"{'as the paper says' if right else 'the opposite'}, by one number without an interval"
    if right in (0, len(seeds)):
        return f"{'borne out' if right else 'the opposite'} in each of {len(seeds)} seeds"
    return "the seeds disagree"
