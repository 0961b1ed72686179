"""``lomo sft``: a recipe in; a folder that LLaMA-Factory trains from, its check and a trial of it out."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import yaml

from lomo.commands.progress import Reporter
from lomo.errors import InputError
from lomo.sft.folder import LAUNCH, Written, read_folder, write_folder
from lomo.sft.recipe import SftRecipe, load_sft_recipe
from lomo.sft.share import trainable_share
from lomo.sft.smoke import STEPS, tiny_model, trial
from lomo.vlm.load import require

_EPILOG = """\
examples:
  lomo sft recipes/sft-qwen3_5.yaml                       # write the folder
  lomo sft recipes/sft-qwen3_5.yaml --check               # look at the folder that was written
  lomo sft recipes/sft-qwen3_5.yaml --overwrite --check --smoke
  lomo sft recipes/sft-llava_onevision1_5.yaml --smoke --model-code CHECKPOINT

--check needs the trainer's environment (docs/training.md) for the trainable share, and does the rest without it.
--smoke trains a tiny random model of the same class on the CPU, a few steps an arm. The exit code is 1 when a check
or a trial found a fault.
"""


def parser() -> argparse.ArgumentParser:
    """The parser of ``lomo sft``."""
    made = argparse.ArgumentParser(
        prog="lomo sft",
        description="Write a ready LLaMA-Factory folder in the paper's setting, check it, try it.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    made.add_argument("recipe", metavar="RECIPE", help="a YAML recipe")
    made.add_argument("words", nargs="*", default=[], metavar="KEY=VALUE", help="dotted overrides")
    made.add_argument(
        "--check", action="store_true", help="check placeholders, trainable share, pixels, lengths"
    )
    made.add_argument("--smoke", action="store_true", help=f"train a tiny model for {STEPS} steps an arm")
    made.add_argument(
        "--model-code", metavar="DIR", help="a checkpoint with LLaVA-OneVision-1.5's remote code"
    )
    made.add_argument("--overwrite", action="store_true", help="build corpora again that are already there")
    made.add_argument("--quiet", action="store_true", help="no progress")
    return made


def run(args: argparse.Namespace) -> int:
    """Writes the folder, or with --check or --smoke takes the one that is there; 1 when a fault was found."""
    path = Path(args.recipe)
    recipe, base = load_sft_recipe(path, args.words)
    there = all(
        (base / recipe.output / f"train_{arm}.yaml").is_file() for arm in recipe.corpora or recipe.arms
    )
    if (args.check or args.smoke) and there and not args.overwrite:
        written = read_folder(recipe, base)
    else:
        with Reporter("sft", quiet=args.quiet) as reporter:
            written = write_folder(recipe, base, str(path), overwrite=args.overwrite, progress=reporter.show)
        _tell(written)
    code = Path(args.model_code) if args.model_code else None
    faults = _check(recipe, written, code) if args.check else []
    faults += _smoke(recipe, written, code) if args.smoke else []
    for fault in faults:
        print(f"FAULT: {fault}")
    if written.lost:
        print(f"FAULT: {written.lost} records were lost to a bug in lomo; see errors.jsonl")
    return 1 if faults or written.lost else 0


def _tell(written: Written) -> None:
    for arm in written.arms:
        facts = arm.facts
        print(
            f"{arm.name}: {facts.records} records, {facts.pictures} pictures, {facts.without_picture} records "
            f"without one; {arm.yaml}"
        )
    print(f"train with: {written.folder / LAUNCH}")
    for arm in written.arms:
        print(f"  {arm.launch}")


def _check(recipe: SftRecipe, written: Written, code: Path | None) -> list[str]:
    faults = []
    for arm in written.arms:
        keys = _keys(arm.yaml)
        facts = arm.facts
        faults += [f"{arm.name}: {fault}" for fault in facts.faults]
        if keys["neat_packing"] and facts.without_picture:
            faults.append(
                f"{arm.name}: neat_packing is on and {facts.without_picture} records have no picture: LLaMA-Factory "
                "stops at a pack without one; set neat_packing: false"
            )
        if not facts.faults:
            print(f"{arm.name}: placeholders and pictures agree in {facts.records} records")
        limit = f"{keys['image_max_pixels']:,} px"
        print(f"{arm.name}: {facts.scaled} pictures above {limit} (the trainer scales them down)")
        print(
            f"{arm.name}: at most {facts.longest:,} tokens a record; {facts.long} records may exceed cutoff_len "
            f"{keys['cutoff_len']:,} and be cut"
        )
    return faults + _share(recipe, written, code)


def _share(recipe: SftRecipe, written: Written, code: Path | None) -> list[str]:
    """The trainable share of the recipe's own model where it is a folder, else of a tiny one of its class."""
    known = recipe.known
    try:
        require("torch", "transformers", "llamafactory")
        own = recipe.model if recipe.model and Path(recipe.model).is_dir() else None
        model = own or tiny_model(known, written.folder, code)
    except InputError as error:
        return _not_done("the trainable share was not checked", error)
    keys = _keys(written.arms[0].yaml)
    share = trainable_share(known, keys, model, written.folder)
    print(f"{share.told()}; asked of {'the model itself' if own else 'a tiny model of its class'}")
    return share.faults()


def _smoke(recipe: SftRecipe, written: Written, code: Path | None) -> list[str]:
    known = recipe.known
    try:
        model = tiny_model(known, written.folder, code)
    except InputError as error:
        return _not_done("nothing was trained", error)
    faults = []
    for arm in written.arms:
        share = trainable_share(known, _keys(arm.yaml), model, written.folder)
        done = trial(known, written.folder, arm)
        first, last = done.thirds
        print(
            f"{arm.name}: {len(done.losses)} steps, loss {first:.3f} -> {last:.3f}; trained {done.trained:,} of "
            f"{done.total:,} parameters"
        )
        faults += done.faults() + share.faults()
        if done.trained != sum(share.trained.values()):
            faults.append(
                f"{arm.name}: {done.trained:,} parameters were trained, expected {sum(share.trained.values()):,}"
            )
    return faults


def _not_done(what: str, error: InputError) -> list[str]:
    """Says what could not be done; it is no fault of the folder."""
    print(f"NOT DONE: {what}: {error}")
    return []


def _keys(path: Path) -> dict[str, Any]:
    keys: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return keys
