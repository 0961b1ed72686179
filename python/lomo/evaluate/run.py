"""A model and benchmarks in; EvalScope run under one protocol or both, and its scores paired by sample, out."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from lomo.config import Config
from lomo.errors import InputError
from lomo.evaluate.benchmarks import Benchmark
from lomo.evaluate.protocol import PROTOCOLS, Protocol
from lomo.evaluate.rendered import SUFFIX, register_rendered
from lomo.evaluate.scores import paired
from lomo.vlm.load import require

SCHEMA = "lomo.results/1"
CONTEXT = 32_768


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An OpenAI-compatible server (vLLM, SGLang) or a local model.

    Attributes:
        model: its name for the server, or a local model's folder.
        url: the server's address, ending in /v1; None: the model is loaded here.
        api_key: what the server asks for.
    """

    model: str
    url: str | None = None
    api_key: str = "EMPTY"


@dataclass(frozen=True, slots=True)
class Settings:
    """How the benchmarks are run.

    Attributes:
        protocol: standard, rendered or both.
        max_tokens: of one answer; the context is the server's to set (32 K in the paper).
        batch_size: requests at once.
        limit: samples of each subset; None: all.
        repeats: answers for each sample.
        local: benchmark -> the folder with its data; the others come from a hub.
        hub: modelscope or huggingface.
        arguments: benchmark -> EvalScope's dataset_args, over everything else.
        judge: the judge's endpoint; None: benchmarks that need one are refused.
        setting: a name for tables, such as ``LoMo`` or ``Standard SFT``.
        config: the page of the Rendered protocol.
    """

    protocol: str = "both"
    max_tokens: int = CONTEXT
    batch_size: int = 8
    limit: int | None = None
    repeats: int = 1
    local: dict[str, str] = field(default_factory=dict)
    hub: str = "modelscope"
    arguments: dict[str, dict[str, Any]] = field(default_factory=dict)
    judge: Endpoint | None = None
    setting: str = "LoMo"
    config: Config | None = None


def evaluate(
    endpoint: Endpoint, benchmarks: Sequence[Benchmark], settings: Settings, output: Path
) -> dict[str, Any]:
    """Runs the benchmarks with EvalScope in ``output/evalscope`` and writes ``results.json`` and ``samples.jsonl``.

    Returns the content of results.json: ``{"schema", "model", "setting", "benchmarks": {name: {...}}}``, see
    docs/evaluation.md. Raises InputError where EvalScope is missing or a judge is needed and none is given.
    """
    require("evalscope")
    if settings.judge is None and (needy := [one.name for one in benchmarks if one.judge]):
        raise InputError(f"{', '.join(needy)}: the score needs a judge; give --judge-url and --judge-model")
    from evalscope.run import run_task

    if any(one.ours for one in benchmarks):
        from lomo.evaluate.adapters import register

        register()
    protocols = PROTOCOLS[settings.protocol]
    names = {
        (one.name, protocol): one.name
        if protocol == "standard"
        else register_rendered(one.name, settings.config)
        for one in benchmarks
        for protocol in protocols
    }
    work = output / "evalscope"
    run_task(_task(endpoint, benchmarks, settings, names, work))
    results = collect(work, benchmarks, protocols)
    whole = {"schema": SCHEMA, "model": endpoint.model, "setting": settings.setting, "benchmarks": results}
    (output / "results.json").write_text(
        json.dumps(whole, indent=2, ensure_ascii=False) + "\n", encoding="utf-8"
    )
    with (output / "samples.jsonl").open("w", encoding="utf-8", newline="\n") as file:
        for row in sample_rows(work, benchmarks, protocols):
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    return whole


def _task(
    endpoint: Endpoint,
    benchmarks: Sequence[Benchmark],
    settings: Settings,
    names: dict[tuple[str, Protocol], str],
    work: Path,
) -> Any:
    from evalscope.config import TaskConfig

    arguments: dict[str, Any] = {}
    for (name, _), shown in names.items():
        known = next(one.arguments for one in benchmarks if one.name == name)
        local = {"local_path": settings.local[name]} if name in settings.local else {}
        arguments[shown] = {**known, **local, **settings.arguments.get(name, {})}
    generation: dict[str, Any] = {"temperature": 0.0, "max_tokens": settings.max_tokens}
    where: dict[str, Any] = {"eval_type": "llm_ckpt" if endpoint.url is None else "openai_api"}
    if endpoint.url is not None:
        where |= {"api_url": endpoint.url, "api_key": endpoint.api_key}
    else:
        generation["do_sample"] = False
    judge: dict[str, Any] = {"strategy": "rule" if settings.judge is None else "auto"}
    if settings.judge is not None:
        judge["models"] = [
            {
                "model_id": settings.judge.model,
                "api_url": settings.judge.url,
                "api_key": settings.judge.api_key,
                "generation_config": {"temperature": 0.0, "max_tokens": 4096},
            }
        ]
    return TaskConfig(
        model=endpoint.model,
        model_id=model_id(endpoint.model),
        datasets=list(names.values()),
        dataset_args=arguments,
        dataset_hub=settings.hub,
        generation_config=generation,
        eval_batch_size=settings.batch_size,
        limit=settings.limit,
        repeats=settings.repeats,
        judge=judge,
        work_dir=str(work),
        no_timestamp=True,
        use_cache=str(work) if (work / "configs").is_dir() else None,
        **where,
    )


def model_id(model: str) -> str:
    """The model's name without folders: EvalScope makes a folder of it."""
    return Path(model).name or "model"


def _reviews(work: Path, shown: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """(subset, review) of each sample of a benchmark."""
    for path in sorted(work.glob(f"reviews/*/{shown}_*.jsonl")):
        subset = path.stem.removeprefix(f"{shown}_")
        if shown.endswith(SUFFIX) or not subset.startswith(f"{SUFFIX[1:]}_"):
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
    """The report's headline score and every metric of it, as shares."""
    if report is None:
        return {"score": None, "metrics": {}}
    metrics = {_metric_name(metric): metric.get("score") for metric in report.get("metrics") or []}
    return {"score": report.get("score"), "metrics": metrics}


def _metric_name(metric: dict[str, Any]) -> str:
    identity = metric.get("identity") or {}
    name = metric.get("name") or identity.get("metric_name") or identity.get("name") or "score"
    axes = metric.get("dimensions") or identity.get("dimensions") or {}
    return name + "".join(f"/{value}" for value in axes.values())


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
