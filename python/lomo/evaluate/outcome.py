"""What EvalScope left in its folder in; each benchmark's figures and its samples, paired by protocol, out."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from lomo.evaluate.benchmarks import BENCHMARKS, Benchmark
from lomo.evaluate.protocol import PROTOCOLS, Protocol
from lomo.evaluate.rendered import SUFFIX
from lomo.evaluate.scores import paired

_NAMES = sorted((one.name + end for one in BENCHMARKS for end in ("", SUFFIX)), key=len, reverse=True)


_REFUSED = {"model_length", "content_filter"}
"""Why an answer ended where EvalScope has put the server's refusal in its place."""


@dataclass(frozen=True, slots=True)
class Work:
    """EvalScope's folder, and the name that one model has there: a folder may hold several."""

    folder: Path
    model: str

    def rows(self, kind: str, shown: str) -> Iterator[tuple[str, dict[str, Any]]]:
        """(subset, row) of each sample of a benchmark; ``kind``: reviews or predictions."""
        for path in sorted((self.folder / kind / self.model).glob(f"{shown}_*.jsonl")):
            # mmmu_pro_Art is no subset of mmmu: the longest name that fits is the benchmark's.
            if next(name for name in _NAMES if path.stem.startswith(f"{name}_")) == shown:
                subset = path.stem.removeprefix(f"{shown}_")
                with path.open(encoding="utf-8") as file:  # not splitlines, which ends a line at U+2028
                    for line in file:
                        yield subset, json.loads(line)

    def report(self, shown: str) -> dict[str, Any] | None:
        """A benchmark's report."""
        path = self.folder / "reports" / self.model / f"{shown}.json"
        return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else None


def _shown(one: Benchmark, protocol: Protocol) -> str:
    return one.name if protocol == "standard" else f"{one.name}{SUFFIX}"


def _scores(work: Work, shown: str) -> dict[str, float]:
    """Each sample's main score by ``subset/index``."""
    found: dict[str, float] = {}
    for subset, review in work.rows("reviews", shown):
        score = review["sample_score"]["score"]
        values = score.get("value") or {}
        main = score.get("main_score_name") or next(iter(values), None)
        if main in values and isinstance(values[main], (int, float)):
            found[f"{subset}/{review['index']}"] = float(values[main])
    return found


def _refused(work: Work, shown: str) -> int:
    """How many questions the server has refused: too long for its context, or filtered."""
    answers = (row["model_output"]["choices"] for _, row in work.rows("predictions", shown))
    return sum(bool(choices) and choices[0]["stop_reason"] in _REFUSED for choices in answers)


def collect(work: Work, benchmarks: Sequence[Benchmark], protocols: Sequence[Protocol]) -> dict[str, Any]:
    """What EvalScope left in ``work``: for each benchmark the official figure and the paired samples."""
    results: dict[str, Any] = {}
    for one in benchmarks:
        entry: dict[str, Any] = {"title": one.title}
        scores: dict[str, dict[str, float]] = {}
        for protocol in protocols:
            shown = _shown(one, protocol)
            scores[protocol] = _scores(work, shown)
            entry[protocol] = {"samples": len(scores[protocol]), **_figures(work.report(shown))}
            entry[protocol]["refused"] = _refused(work, shown)
        if len(protocols) == 2 and scores["standard"].keys() & scores["rendered"].keys():
            entry["paired"] = asdict(paired(scores["standard"], scores["rendered"]))
        results[one.name] = entry
    return results


def faults(results: dict[str, Any]) -> list[str]:
    """What of ``collect``'s entries is no measurement, a line each."""
    found = []
    for name, entry in results.items():
        for protocol in PROTOCOLS["both"]:
            if (one := entry.get(protocol)) is None:
                continue
            where = f"{name}, {protocol}"
            if not one["metrics"]:
                found.append(f"{where}: no sample could be scored; see EvalScope's log")
            elif "note" not in entry and one["samples"] < (one["requested"] or 0):
                found.append(f"{where}: {one['samples']} of {one['requested']} samples were scored")
            if one["refused"]:
                found.append(
                    f"{where}: the server refused {one['refused']} questions, too long for its context or filtered; "
                    "its message was scored as the answer; give less --max-tokens or a larger context"
                )
    return found


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
    work: Work, benchmarks: Sequence[Benchmark], protocols: Sequence[Protocol]
) -> Iterator[dict[str, Any]]:
    """A row for each sample: benchmark, id, prompt, and its score under each protocol; ``lomo align`` reads it."""
    for one in benchmarks:
        scores = {protocol: _scores(work, _shown(one, protocol)) for protocol in protocols}
        for subset, review in work.rows("reviews", _shown(one, protocols[0])):
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
