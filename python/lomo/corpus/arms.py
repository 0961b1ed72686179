"""A recipe with arms in, one corpus for each out: from one pool, with the same records rewritten in each."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from lomo.config import Config
from lomo.corpus.build import Built, Progress, Runner, build
from lomo.corpus.inputs import inputs
from lomo.corpus.pool import Ranks, has_counts
from lomo.corpus.recipe import Arm, Kind, Recipe
from lomo.corpus.work import results
from lomo.corpus.write import write_json
from lomo.errors import ConfigError, InputError
from lomo.presets import PRESETS, laid_on
from lomo.settings import merged

ARMS = "arms.json"
_CLEAN: dict[str, Any] = {"preset": "clean", **PRESETS["clean"]}
_KINDS: dict[Kind, dict[str, Any]] = {
    "sft": {"rewrite_ratio": 0.0},
    "full": {"position": "full", **_CLEAN},
    "lomo-clean": _CLEAN,
    "lomo": {},
}


def build_arms(
    recipe: Recipe,
    base: Path,
    *,
    overwrite: bool = False,
    resume: bool = False,
    shard: tuple[int, int] | None = None,
    runner: Runner = results,
    progress: Callable[[str, Progress], None] | None = None,
) -> dict[str, Built]:
    """Builds every arm of the recipe into ``output/NAME`` (the corpus itself, named "", where it has none), and
    writes ``output/arms.json``. The arguments, and what is raised, are those of ``lomo.corpus.build.build``."""
    ranks = ranks_of(recipe, base)
    made: dict[str, Built] = {}
    for name, arm in arms(recipe, ranks).items():
        made[name] = build(
            arm,
            base,
            overwrite=overwrite,
            resume=resume,
            shard=shard,
            ranks=ranks,
            runner=runner,
            siblings=[one.folder for one in made.values()],
            progress=partial(progress, name) if progress else None,
        )
    if recipe.arms:
        write_json(base / recipe.output / ARMS, {name: _told(one) for name, one in made.items()})
    return made


def ranks_of(recipe: Recipe, base: Path) -> Ranks | None:
    """The ranks of the pool's records, where a count of the recipe or of an arm needs them; raises InputError."""
    counted = any(a.text_records or a.multimodal_records or a.matched for a in recipe.arms.values())
    return Ranks(recipe, inputs(recipe, base)) if counted or has_counts(recipe) else None


def arms(recipe: Recipe, ranks: Ranks | None = None) -> dict[str, Recipe]:
    """The recipe of each arm; of the recipe itself, named "", where it has none. Raises ConfigError, InputError."""
    if not recipe.arms:
        return {"": recipe}
    return {name: _arm(recipe, name, arm, ranks) for name, arm in recipe.arms.items()}


def _arm(recipe: Recipe, name: str, arm: Arm, ranks: Ranks | None) -> Recipe:
    given = recipe.config.model_dump(exclude_unset=True)
    config = Config.from_dict(
        laid_on(merged(given, _KINDS[arm.kind]), arm.config), where=f"recipe: arms.{name}.config"
    )
    if config.seed != recipe.config.seed:
        raise ConfigError(
            f"recipe: arms.{name}.config.seed: the arms share one seed, so that they choose the same records; "
            "set config.seed"
        )
    update: dict[str, Any] = {
        "arms": {},
        "output": f"{recipe.output}/{name}",
        "config": config,
        "text_records": arm.text_records or recipe.text_records,
        "multimodal_records": arm.multimodal_records or recipe.multimodal_records,
    }
    if arm.matched and ranks is not None:
        update |= _matched(name, update, config, ranks)
    return recipe.model_copy(update=update)


def _matched(name: str, sizes: dict[str, Any], config: Config, ranks: Ranks) -> dict[str, Any]:
    """Sizes and ratio that rewrite as many records of as many in all, with half of them bearing pictures."""
    text = sizes["text_records"] or ranks.held("text")
    multimodal = sizes["multimodal_records"] or ranks.held("multimodal")
    rewritten = round(text * config.rewrite_ratio)
    half = (text + multimodal) // 2
    if rewritten > half or half + rewritten > ranks.held("text"):
        raise InputError(
            f"recipe: arms.{name}.matched: half of {2 * half:,} records are to bear pictures and {rewritten:,} of "
            f"these to be rewritten: that takes {half + rewritten:,} text-only records, and the pool holds "
            f"{ranks.held('text'):,}; add files, or set smaller text_records and multimodal_records"
        )
    return {
        "text_records": half + rewritten,
        "multimodal_records": max(half - rewritten, 0),
        "config": config.model_copy(update={"rewrite_ratio": rewritten / (half + rewritten)}),
    }


def _told(built: Built) -> dict[str, Any]:
    config, counts = built.manifest["config"], built.manifest["counts"]
    return {
        **{name: config[name] for name in ("preset", "position", "rewrite_ratio", "seed")},
        **{name: counts[name] for name in ("text", "multimodal", "image_bearing", "text_only", "pictures")},
    }
