"""``lomo eval``: an endpoint or a model and benchmarks in; results under both protocols, paired, out."""

from __future__ import annotations

import argparse
import json
import os
from pathlib import Path
from typing import Any

from lomo.config import Config
from lomo.errors import ConfigError
from lomo.evaluate.benchmarks import BENCHMARKS, GROUPS, chosen
from lomo.evaluate.outcome import faults
from lomo.evaluate.protocol import PROTOCOLS
from lomo.evaluate.run import CONTEXT, Endpoint, Settings, evaluate
from lomo.settings import override, validated

_EPILOG = (
    "benchmarks:\n"
    + "".join(f"  {one.name:17} {one.title}{' (needs a judge)' if one.judge else ''}\n" for one in BENCHMARKS)
    + f"  {', '.join(GROUPS)}: groups of them\n"
    + """
examples:
  lomo eval docvqa math_vista --url http://127.0.0.1:8000/v1 --model lomo-9b -o results
  lomo eval multimodal --protocol both --url URL --model NAME --judge-url URL --judge-model NAME -o results
  lomo eval we_math --model checkpoints/lomo --local we_math=data/We-Math -o results    # no server, no network

The question is drawn as one picture under the Rendered protocol, the original images follow it, and judges still
read the text. Data in --local folders is read from there; the rest comes from --hub. The exit code is 1 where samples
were not scored or the server refused questions. See docs/evaluation.md.
"""
)


def parser() -> argparse.ArgumentParser:
    """The parser of ``lomo eval``."""
    made = argparse.ArgumentParser(
        prog="lomo eval",
        description="Test a model with EvalScope, its questions as text and as pictures.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    made.add_argument(
        "words", nargs="+", metavar="BENCHMARK | KEY=VALUE", help="benchmarks, overrides of the page"
    )
    made.add_argument("--model", required=True, help="the model's name at the endpoint, or a folder")
    made.add_argument("-o", "--output", required=True, metavar="DIR", help="where the results go")
    made.add_argument("--url", help="an OpenAI-compatible endpoint; absent: the model is loaded here")
    made.add_argument("--device", default="cpu", help="where a local model runs (default: cpu)")
    made.add_argument("--trust-remote-code", action="store_true", help="let a local model's own code run")
    made.add_argument(
        "--api-key-env",
        metavar="NAME",
        default="OPENAI_API_KEY",
        help="the variable that holds the endpoint's key",
    )
    made.add_argument("--protocol", choices=tuple(PROTOCOLS), default="both", help="default: both")
    made.add_argument(
        "--local", action="append", default=[], metavar="NAME=DIR", help="a benchmark's data here"
    )
    made.add_argument(
        "--hub", choices=("modelscope", "huggingface"), default="modelscope", help="where the rest is"
    )
    made.add_argument("--limit", type=int, metavar="N", help="the first N samples of each subset")
    made.add_argument(
        "--repeats", type=int, default=1, metavar="N", help="answers for each sample (default: 1)"
    )
    made.add_argument("--batch-size", type=int, default=8, metavar="N", help="requests at once (default: 8)")
    made.add_argument(
        "--max-tokens", type=int, default=CONTEXT, metavar="N", help=f"of one answer (default: {CONTEXT:,})"
    )
    made.add_argument("--judge-url", metavar="URL", help="the judge's endpoint")
    made.add_argument("--judge-model", metavar="NAME", help="the judge's name there")
    made.add_argument(
        "--judge-key-env", metavar="NAME", default="JUDGE_API_KEY", help="the variable with its key"
    )
    made.add_argument("--arguments", metavar="JSON", help="benchmark -> EvalScope's dataset_args")
    made.add_argument(
        "--setting", default="LoMo", help="what tables call this model's training (default: LoMo)"
    )
    return made


def run(args: argparse.Namespace) -> int:
    """Runs the benchmarks and tells the pairs; 1 where a figure is no measurement."""
    words = [word for word in args.words if "=" not in word]
    page = validated(Config, override({}, [word for word in args.words if "=" in word]), "overrides")
    benchmarks = chosen(words)
    if bool(args.judge_url) != bool(args.judge_model):
        raise ConfigError("--judge-url and --judge-model: give both or neither")
    judge = None
    if args.judge_url:
        judge = Endpoint(args.judge_model, args.judge_url, os.environ.get(args.judge_key_env, "EMPTY"))
    settings = Settings(
        protocol=args.protocol,
        max_tokens=args.max_tokens,
        batch_size=args.batch_size,
        limit=args.limit,
        repeats=args.repeats,
        local=_local(args.local),
        hub=args.hub,
        arguments=_arguments(args.arguments),
        judge=judge,
        setting=args.setting,
        config=page,
    )
    output = Path(args.output)
    output.mkdir(parents=True, exist_ok=True)
    endpoint = Endpoint(
        args.model,
        args.url,
        os.environ.get(args.api_key_env, "EMPTY"),
        device=args.device,
        trust_remote_code=args.trust_remote_code,
    )
    results = evaluate(endpoint, benchmarks, settings, output)
    _tell(results, output)
    found = faults(results["benchmarks"])
    for fault in found:
        print(f"FAULT: {fault}")
    return 1 if found else 0


def _local(given: list[str]) -> dict[str, str]:
    found = {}
    for word in given:
        name, equals, folder = word.partition("=")
        if not equals or name not in GROUPS["all"]:
            raise ConfigError(f"--local {word}: expected BENCHMARK=DIR")
        if not Path(folder).is_dir():
            raise ConfigError(f"--local {word}: {folder} is not a folder")
        found[name] = folder
    return found


def _arguments(given: str | None) -> dict[str, dict[str, Any]]:
    try:
        found = json.loads(given) if given else {}
    except ValueError as error:
        raise ConfigError(f"--arguments: not JSON: {error}") from error
    if not isinstance(found, dict) or not all(isinstance(one, dict) for one in found.values()):
        raise ConfigError('--arguments: expected {"benchmark": {"key": value}}')
    return found


def _tell(results: dict[str, Any], output: Path) -> None:
    for entry in results["benchmarks"].values():
        told = [entry["title"]]
        for protocol in ("standard", "rendered"):
            if (one := entry.get(protocol)) and one["score"] is not None:
                told.append(f"{protocol} {100 * one['score']:.2f} ({one['samples']} samples)")
        if pair := entry.get("paired"):
            drop = pair["drop"]
            told.append(f"drop {100 * drop['value']:.2f} [{100 * drop['low']:.2f}, {100 * drop['high']:.2f}]")
        if "note" in entry:
            told.append(entry["note"])
        print(", ".join(told))
    print(f"{output / 'results.json'}, {output / 'samples.jsonl'}")
