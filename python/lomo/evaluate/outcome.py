"""What EvalScope left in its folder in; each benchmark's figures and its samples, paired by protocol, out."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from lomo.evaluate.benchmarks import BENCHMARKS, Benchmark
from lomo.evaluate.protocol import Protocol
from lomo.evaluate.rendered import SUFFIX
from lomo.evaluate.scores import paired

_NAMES = sorted((one.name + end for one in BENCHMARKS for end in ("", SUFFIX)), key=len, reverse=True)


def _reviews(work: Path, shown: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """(subset, review) of each sample of a benchmark."""
    for path in sorted(work.glob(f"reviews/*/{shown}_*.jsonl")):
        # mmmu_pro_Art is no subset of mmmu: the longest name that fits is the benchmark's.
        if next(name for name in _NAMES if path.stem.startswith(f"{name}_")) == shown:
            subset = path.stem.removeprefix(f"{shown}_")
            for line in path.read_text(encoding="utf-8").splitlines():
                yield subset, json.loads(line)


def _scores(work: Path, shown: str) -> dict[str, float]:
    """Each sample's main score by ``subset/index``."""
    found: dict[str, float] = {}
    for subset, review in _reviews(work, shown):
        score = review["sample_score"]["score"]
        values = score.get("value") or {}
        main = score.get("main_score_name") or next(iter(values), None)
        if main in values and isinstance(values[main], (int, float)):
            found[f"{subset}/{review['index']}"] = float(values[main])
    return found


def _report(work: Path, shown: str) -> dict[str, Any] | None:
    paths = sorted(work.glob(f"reports/*/{shown}.json"))
    return json.loads(paths[0].read_text(encoding="utf-8")) if paths else None


def collect(work: Path, benchmarks: Sequence[Benchmark], protocols: Sequence[Protocol]) -> dict[str, Any]:
    """What EvalScope left in ``work``: for each benchmark the official figure and the paired samples."""
    results: dict[str, Any] = {}
    for one in benchmarks:
        entry: dict[str, Any] = {"title": one.title}
        scores: dict[str, dict[str, float]] = {}
        for protocol in protocols:
            shown = one.name if protocol == "standard" else f"{one.name}{SUFFIX}"
            scores[protocol] = _scores(work, shown)
            entry[protocol] = {"samples": len(scores[protocol]), **_figures(_report(work, shown))}
        if len(protocols) == 2 and scores["standard"].keys() & scores["rendered"].keys():
            entry["paired"] = asdict(paired(scores["standard"], scores["rendered"]))
        results[one.name] = entry
    return results


def _figures(report: dict[str, Any] | None) -> dict[str, Any]:
    """The headline, every metric (as shares), and how many samples were asked for and failed."""
    if report is None:
        return {"score": None, "metrics": {}}
    primary = report.get("primary_metric_identity")
    ran = report.get("execution_summary") or {}
    return {
        "score": next((one["score"] for one in report["metrics"] if one["identity"] == primary), None),
        "headline": _metric_name(primary) if primary else None,
        "metrics": {_metric_name(one["identity"]): one["score"] for one in report["metrics"]},
        "requested": ran.get("requested"),
        "errored": ran.get("errored"),
    }


def _metric_name(identity: dict[str, Any]) -> str:
    return "/".join(
        [identity["name"], *(str(value) for value in (identity.get("dimensions") or {}).values())]
    )


def sample_rows(
    work: Path, benchmarks: Sequence[Benchmark], protocols: Sequence[Protocol]
) -> Iterator[dict[str, Any]]:
    """A row for each sample: benchmark, id, prompt, and its score under each protocol; ``lomo align`` reads it."""
    for one in benchmarks:
        scores = {
            protocol: _scores(work, one.name if protocol == "standard" else f"{one.name}{SUFFIX}")
            for protocol in protocols
        }
        shown = one.name if "standard" in protocols else f"{one.name}{SUFFIX}"
        for subset, review in _reviews(work, shown):
            key = f"{subset}/{review['index']}"
            row = {"id": f"{one.name}/{key}", "benchmark": one.name, "prompt": _question(review)}
            yield row | {protocol: values[key] for protocol, values in scores.items() if key in values}


def _question(review: dict[str, Any]) -> str:
    """The text of the user's messages, as it was before it was drawn."""
    texts = []
    for message in review.get("messages") or []:
        if message.get("role") == "user":
            content = message["content"]
            parts = [content] if isinstance(content, str) else [part.get("text", "") for part in content]
            texts.append("".join(parts))
    return "\n".join(texts)
