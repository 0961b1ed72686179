"""``lomo build``: a recipe, or flags for the simple case, in; a corpus out."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import Any, get_args

from lomo.commands.progress import Reporter
from lomo.corpus.arms import build_arms
from lomo.corpus.build import Built, Runner
from lomo.corpus.estimate import Estimate, estimate
from lomo.corpus.recipe import Container, Recipe, load_recipe
from lomo.corpus.work import results
from lomo.errors import ConfigError
from lomo.processors import PROCESSORS
from lomo.record.compose import Format

_EPILOG = """\
examples:
  lomo build recipe.yaml
  lomo build recipe.yaml config.seed=3 config.style.margin_px=16 container=parquet
  lomo build --text prompts.jsonl -o corpus --seed 3 --ratio 1

a recipe:
  text: [prompts.jsonl]
  multimodal: [{file: vqa.jsonl, media_dir: pictures}]
  output: corpus
  format: messages          # or sharegpt, alpaca
  container: jsonl          # or parquet, webdataset
  config: {seed: 0, rewrite_ratio: 0.5, position: middle, preset: paper}

Every record read is rewritten, kept or set aside with a reason (errors.jsonl). The exit code is 0 when all
are accounted for, 1 when one was lost or none was fit to use, 2 when the recipe or an input cannot be used.
"""


def parser() -> argparse.ArgumentParser:
    """The parser of ``lomo build``."""
    made = argparse.ArgumentParser(
        prog="lomo build",
        description="Build a LoMo corpus that LLaMA-Factory loads as it is.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    made.add_argument(
        "words", nargs="*", metavar="RECIPE | KEY=VALUE", help="a YAML recipe, then dotted overrides"
    )
    made.add_argument(
        "--text", action="append", default=[], metavar="FILE", help="text-only records (repeatable)"
    )
    made.add_argument(
        "--multimodal", action="append", default=[], metavar="FILE", help="multimodal records (repeatable)"
    )
    made.add_argument("--media-dir", metavar="DIR", help="where the multimodal records' picture paths start")
    made.add_argument("-o", "--output", metavar="DIR", help="the folder of the corpus")
    made.add_argument("--format", choices=get_args(Format), help="the records' format")
    made.add_argument(
        "--container",
        choices=get_args(Container),
        help="JSONL with an image folder, Parquet, or tar",
    )
    made.add_argument("--workers", type=int, metavar="N", help="worker processes (default: one for each CPU)")
    made.add_argument("--seed", type=int, metavar="N", help="the corpus seed (config.seed)")
    made.add_argument(
        "--ratio", type=float, metavar="R", help="share of the text records rewritten (config.rewrite_ratio)"
    )
    made.add_argument("--position", help="prefix, middle, suffix, multi or full (config.position)")
    made.add_argument(
        "--preset", help="page style and distortions: paper, clean, mild or strong (config.preset)"
    )
    made.add_argument(
        "--boxes", action="store_true", help="write boxes.jsonl: polygons of glyphs, words, lines, formulas"
    )
    made.add_argument("--overwrite", action="store_true", help="replace a corpus that is already there")
    made.add_argument(
        "--resume", action="store_true", help="go on with a build that was killed; the same bytes as without"
    )
    made.add_argument(
        "--shard", metavar="I/N", help="only the I-th of N parts of the records, I from 0; then lomo join"
    )
    made.add_argument(
        "--runner", choices=("local", "ray"), default="local", help="processes here, or Ray Data (lomo[ray])"
    )
    made.add_argument(
        "--dry-run", action="store_true", help="write nothing; say how large the corpus would be"
    )
    made.add_argument(
        "--max-tokens",
        type=int,
        metavar="N",
        help="set aside records of more tokens than N (needs --processor)",
    )
    made.add_argument(
        "--processor", metavar="NAME|PATH", help="what counts the pictures' tokens, for example qwen2.5-vl"
    )
    made.add_argument(
        "--exclude",
        action="append",
        default=[],
        metavar="FILE",
        help="set aside prompts that overlap the questions in FILE (repeatable)",
    )
    made.add_argument("--quiet", action="store_true", help="no progress")
    return made


def run(args: argparse.Namespace) -> int:
    """Builds; 0, or 1 when a record was lost or the corpus is empty."""
    recipe, base = _recipe(args)
    shard = _shard(args.shard)
    if shard:
        recipe = recipe.model_copy(update={"output": f"{recipe.output}/{shard_name(*shard)}"})
    if args.dry_run:
        for one in estimate(recipe, base):
            print(os.path.normpath(base / recipe.output / one.name) + ": " + told(one))
        return 0
    with Reporter("build", quiet=args.quiet) as reporter:
        made = build_arms(
            recipe,
            base,
            overwrite=args.overwrite,
            resume=args.resume,
            shard=shard,
            runner=_runner(args.runner),
            progress=reporter.show_arm,
        )
    failed = [_tell(os.path.normpath(base / recipe.output / name), built) for name, built in made.items()]
    return int(any(failed))


def _tell(shown: str, built: Built) -> bool:
    """Says what a corpus came to; whether it is a failure."""
    counts = built.manifest["counts"]
    text, other = counts["text"], counts["multimodal"]
    print(
        f"{shown}: {text['read'] + other['read']} records read: {text['rewritten']} rewritten "
        f"({counts['pictures']} pictures), {text['kept'] + other['kept']} kept, "
        f"{text['set_aside'] + other['set_aside']} set aside" + (f", {built.lost} LOST" if built.lost else "")
    )
    if text["set_aside"] + other["set_aside"]:
        reasons = ", ".join(f"{name} {count}" for name, count in counts["set_aside_by_reason"].items())
        print(f"set aside: {reasons}; see {os.path.join(shown, 'errors.jsonl')}")
    if refused := counts["by_route_reason"].get("math_refused", 0):
        print(
            f"drawn as plain text: {refused} spans with a refused formula; their records' provenance says why"
        )
    if twice := counts["duplicate_ids"]:
        print(
            f"one id, several records: {twice} have the id of an earlier one, or no id and its content; equal ids draw "
            "equal numbers, and lomo verify names each as a fault"
        )
    for policy, done in (("box", "drawn as boxes"), ("skip", "left out"), ("error", "kept as text")):
        if missing := counts["missing_glyphs"][policy]:
            print(
                f"no face covers {len(missing)} characters, {sum(missing.values())} times: {done} (lomo fonts FILE "
                "says what to install)"
            )
    if built.lost:
        print(
            f"lomo: {built.lost} records were lost to a bug in lomo; errors.jsonl has them", file=sys.stderr
        )
    if empty := not any(
        counts[half][what] for half in ("text", "multimodal") for what in ("rewritten", "kept")
    ):
        why = "every record was set aside" if text["read"] + other["read"] else "the inputs hold no records"
        print(f"lomo: the corpus is empty: {why}", file=sys.stderr)
    return bool(built.lost) or empty


def told(one: Estimate) -> str:
    """An estimate in a line."""
    size, error = one.bytes / 1e6, one.bytes_error / 1e6
    share = f" +- {error:,.0f}" if error >= 1 else ""
    return (
        f"about {one.records:,} records, {one.rewritten:,} of them rewritten, {one.set_aside:,} set aside; "
        f"{one.pictures:,} pictures; {size:,.0f}{share} MB; {one.visual_tokens:,} visual tokens ({one.processor}); "
        f"{one.minutes:,.1f} minutes with {one.workers} processes (from {one.sampled:,} records; nothing written)"
    )


def _shard(words: str | None) -> tuple[int, int] | None:
    if words is None:
        return None
    number, slash, of = words.partition("/")
    if slash and number.isdecimal() and of.isdecimal() and int(number) < int(of):
        return int(number), int(of)
    raise ConfigError(f"--shard {words!r}: expected I/N with I from 0 to N - 1, for example 0/64")


def shard_name(number: int, of: int) -> str:
    """The folder of a shard's corpus in the output."""
    return f"shard-{number:05d}-of-{of:05d}"


def _runner(name: str) -> Runner:
    if name == "ray":
        from lomo.corpus.ray_runner import ray_results

        return ray_results
    return results


def _recipe(args: argparse.Namespace) -> tuple[Recipe, Path]:
    words: list[str] = list(args.words)
    path = Path(words.pop(0)) if words and "=" not in words[0] else None
    if stray := [word for word in words if "=" not in word]:
        raise ConfigError(f"{stray[0]!r}: expected key=value after the recipe (one recipe a build)")
    for option, key in (
        ("seed", "seed"),
        ("ratio", "rewrite_ratio"),
        ("position", "position"),
        ("preset", "preset"),
    ):
        if getattr(args, option) is not None:
            words.append(f"config.{key}={getattr(args, option)}")
    if args.boxes:
        words.append("config.boxes=true")
    flags: dict[str, Any] = {}
    if args.text:
        flags["text"] = [str(Path(name).absolute()) for name in args.text] if path else args.text
    if args.multimodal:
        media = str(Path(args.media_dir).absolute()) if args.media_dir else None
        files = [str(Path(name).absolute()) if path else name for name in args.multimodal]
        flags["multimodal"] = [{"file": name, "media_dir": media} for name in files]
    if args.output:
        flags["output"] = str(Path(args.output).absolute()) if path else args.output
    if args.exclude:
        flags["exclude"] = [str(Path(name).absolute()) if path else name for name in args.exclude]
    if args.processor:
        known = args.processor in PROCESSORS or path is None
        flags["processor"] = args.processor if known else str(Path(args.processor).absolute())
    for option in ("format", "container", "workers", "max_tokens"):
        if getattr(args, option) is not None:
            flags[option] = getattr(args, option)
    if path is None and "output" not in flags and not any(word.startswith("output=") for word in words):
        raise ConfigError("name a recipe, or give --text FILE and -o DIR (see lomo build --help)")
    return load_recipe(path, words, flags)
