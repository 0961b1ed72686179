"""A model and benchmarks in; EvalScope run under one protocol or both, and its scores paired by sample, out."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lomo.config import Config
from lomo.errors import InputError
from lomo.evaluate.benchmarks import Benchmark
from lomo.evaluate.outcome import Work, collect, sample_rows
from lomo.evaluate.protocol import PROTOCOLS, Protocol
from lomo.evaluate.rendered import register_rendered
from lomo.vlm.load import load, require

SCHEMA = "lomo.results/1"
CONTEXT = 32_768


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An OpenAI-compatible server (vLLM, SGLang) or a local model.

    Attributes:
        model: its name for the server, or a local model's folder.
        url: the server's address, ending in /v1; None: the model is loaded here.
        api_key: what the server asks for.
        device: where a local model runs.
        trust_remote_code: whether a local model's own code may run.
    """

    model: str
    url: str | None = None
    api_key: str = "EMPTY"
    device: str = "cpu"
    trust_remote_code: bool = False


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
    docs/evaluation.md. Raises InputError where EvalScope is missing, a judge is needed and none is given, or the folder
    holds another run.
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
    work = Work(output / "evalscope", model_id(endpoint.model))
    try:
        run_task(_task(endpoint, benchmarks, settings, names, work.folder))
    except ValueError as error:
        if "Cannot reuse cache" not in str(error):
            raise
        raise InputError(f"{output}: holds answers of another model or setting; give another -o") from error
    results = collect(work, benchmarks, protocols)
    for one in benchmarks if settings.judge is None else ():
        if one.without_judge:
            results[one.name]["note"] = f"no judge: {one.without_judge}"
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
    where: dict[str, Any] = {"model": endpoint.model, "eval_type": "openai_api", "api_url": endpoint.url}
    where["api_key"] = endpoint.api_key
    if endpoint.url is None:
        from lomo.evaluate.adapters.local_model import LocalModel

        vlm = load(endpoint.model, device=endpoint.device, trust_remote_code=endpoint.trust_remote_code)
        where = {"model": LocalModel(vlm), "eval_type": "custom"}
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
