"""``lomo build``: a recipe, or flags for the simple case, in; a corpus out."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import Any

from lomo.commands.progress import Reporter
from lomo.corpus.build import build
from lomo.corpus.recipe import Recipe, load_recipe
from lomo.errors import ConfigError

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
  container: jsonl          # or parquet
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
    made.add_argument("--format", choices=("messages", "sharegpt", "alpaca"), help="the records' format")
    made.add_argument(
        "--container", choices=("jsonl", "parquet"), help="JSONL with an image folder, or Parquet"
    )
    made.add_argument("--workers", type=int, metavar="N", help="worker processes (default: one for each CPU)")
    made.add_argument("--seed", type=int, metavar="N", help="the corpus seed (config.seed)")
    made.add_argument(
        "--ratio", type=float, metavar="R", help="share of the text records rewritten (config.rewrite_ratio)"
    )
    made.add_argument("--position", help="prefix, middle, suffix, multi or full (config.position)")
    made.add_argument("--preset", help="paper, clean, mild or strong (config.preset)")
    made.add_argument(
        "--boxes", action="store_true", help="write boxes.jsonl: polygons of glyphs, words, lines, formulas"
    )
    made.add_argument("--overwrite", action="store_true", help="replace a corpus that is already there")
    made.add_argument("--quiet", action="store_true", help="no progress")
    return made


def run(args: argparse.Namespace) -> int:
    """Builds; 0, or 1 when a record was lost or the corpus is empty."""
    recipe, base = _recipe(args)
    with Reporter("build", quiet=args.quiet) as reporter:
        built = build(recipe, base, overwrite=args.overwrite, progress=reporter.show)
    counts = built.manifest["counts"]
    text, other = counts["text"], counts["multimodal"]
    shown = os.path.normpath(base / recipe.output)
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
        return 1
    if not any(counts[half][what] for half in ("text", "multimodal") for what in ("rewritten", "kept")):
        why = "every record was set aside" if text["read"] + other["read"] else "the inputs hold no records"
        print(f"lomo: the corpus is empty: {why}", file=sys.stderr)
        return 1
    return 0


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
    for option in ("format", "container", "workers"):
        if getattr(args, option) is not None:
            flags[option] = getattr(args, option)
    if path is None and "output" not in flags and not any(word.startswith("output=") for word in words):
        raise ConfigError("name a recipe, or give --text FILE and -o DIR (see lomo build --help)")
    return load_recipe(path, words, flags)
