"""A recipe in, a folder that LLaMA-Factory trains from out: corpora, YAML, DeepSpeed's file, the launch lines."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from lomo.corpus.build import Progress, build
from lomo.corpus.unfinished import MANIFEST
from lomo.corpus.write import INFO, write_json
from lomo.errors import InputError
from lomo.sft.data import DataFacts, look
from lomo.sft.entry import entry, launch
from lomo.sft.recipe import SftRecipe, corpus_recipe
from lomo.sft.trainer import CUTOFF, DEEPSPEED, MAX_PIXELS, ZERO_1, datasets, trainer_keys

LAUNCH = "launch.sh"
ENTRY = "train.py"


@dataclass(frozen=True, slots=True)
class WrittenArm:
    """One arm of a written folder.

    Attributes:
        name: the arm's.
        corpus: its corpus's folder.
        yaml: its configuration.
        launch: the line that trains it, run in the folder.
        facts: what its records hold.
    """

    name: str
    corpus: Path
    yaml: Path
    launch: str
    facts: DataFacts


@dataclass(frozen=True, slots=True)
class Written:
    """A written folder and its arms; ``lost``: records lost to a bug in lomo."""

    folder: Path
    arms: tuple[WrittenArm, ...]
    lost: int = 0


def write_folder(
    recipe: SftRecipe,
    base: Path,
    where: str,
    *,
    overwrite: bool = False,
    progress: Callable[[Progress], None] | None = None,
) -> Written:
    """Builds the corpora and writes everything that the training needs.

    Args:
        recipe: what to write.
        base: the folder that the recipe's relative paths start from.
        where: the recipe's name, for messages.
        overwrite: whether corpora that are already there are built again; else they must not be there.
        progress: called while a corpus is built.

    Raises ConfigError, InputError, OSError.
    """
    folder = base / recipe.output
    folder.mkdir(parents=True, exist_ok=True)
    corpora: dict[str, Path] = {name: base / path for name, path in recipe.corpora.items()}
    lost = 0
    for arm in recipe.arms if recipe.corpus is not None else ():
        corpora[arm] = folder / "data" / arm
        one = corpus_recipe(recipe, arm, Path(os.path.relpath(corpora[arm], base)), where)
        lost += build(one, base, overwrite=overwrite, progress=progress).lost
    write_json(folder / DEEPSPEED, ZERO_1)
    if recipe.known.remote_code:
        (folder / ENTRY).write_text(entry(recipe.known), encoding="utf-8")
    arms = tuple(_write_arm(recipe, folder, name, corpus) for name, corpus in corpora.items())
    lines = [
        "#!/usr/bin/env bash",
        "# One line an arm; see docs/training.md for the environment.",
        "set -euo pipefail",
    ]
    lines += ['cd "$(dirname "$0")"', *(arm.launch for arm in arms)]
    (folder / LAUNCH).write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / LAUNCH).chmod(0o755)
    return Written(folder, arms, lost)


def _write_arm(recipe: SftRecipe, folder: Path, name: str, corpus: Path) -> WrittenArm:
    if not (corpus / INFO).is_file():
        raise InputError(f"corpora.{name}: {corpus}: holds no {INFO}; name a corpus of lomo build")
    facts = look(corpus, token_px=recipe.known.token_px, max_pixels=MAX_PIXELS, cutoff=CUTOFF)
    neat = recipe.neat_packing if recipe.neat_packing is not None else not facts.without_picture
    inside = corpus.resolve().is_relative_to(folder.resolve())
    shown = os.path.relpath(corpus, folder) if inside else str(corpus.resolve())
    keys = trainer_keys(recipe, name, shown, neat_packing=neat, names=datasets(corpus))
    path = folder / f"train_{name}.yaml"
    path.write_text(_header(recipe, name) + yaml.safe_dump(keys, sort_keys=False), encoding="utf-8")
    return WrittenArm(name, corpus, path, launch(recipe.known, path.name, recipe.devices), facts)


def _header(recipe: SftRecipe, name: str) -> str:
    return (
        f"# {recipe.known.family}, arm {name}: the setting of arXiv 2605.30265 for LLaMA-Factory 0.9.5.\n"
        f"# Environment: {recipe.known.requirements}. Run from this folder: {LAUNCH}.\n"
    )


def read_folder(recipe: SftRecipe, base: Path) -> Written:
    """The folder that ``write_folder`` has written; raises InputError where it has not."""
    folder = base / recipe.output
    arms = []
    for name in recipe.corpora or recipe.arms:
        path = folder / f"train_{name}.yaml"
        if not path.is_file():
            raise InputError(f"{folder}: holds no {path.name}; run `lomo sft` without --check first")
        keys: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
        corpus = folder / keys["dataset_dir"]
        facts = look(
            corpus,
            token_px=recipe.known.token_px,
            max_pixels=keys["image_max_pixels"],
            cutoff=keys["cutoff_len"],
        )
        arms.append(WrittenArm(name, corpus, path, launch(recipe.known, path.name, recipe.devices), facts))
    return Written(folder, tuple(arms))


def manifest_counts(corpus: Path) -> dict[str, Any]:
    """The counts of a corpus's manifest."""
    counts: dict[str, Any] = json.loads((corpus / MANIFEST).read_text(encoding="utf-8"))["counts"]
    return counts
