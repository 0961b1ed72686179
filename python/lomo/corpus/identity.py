"""A recipe and its inputs in, what makes a build the same build out: its parts, versions, fonts and files."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from lomo import _native
from lomo.corpus.inputs import Input, file_sha256
from lomo.corpus.manifest import HALVES, pool_described
from lomo.corpus.recipe import Recipe
from lomo.corpus.setting import Setting, setting_of
from lomo.record.substitute import versions
from lomo.render import native
from lomo.render.faces import font_hashes, styled_hashes


def identity_of(recipe: Recipe, found: list[Input], shard: tuple[int, int] | None) -> dict[str, Any]:
    """What must not change between the begin of a build and its end, by the name that a message calls it."""
    return {
        "the recipe": recipe.model_dump(mode="json", exclude={"workers", "output", "arms"}),
        "the version of lomo or of a library": all_versions(recipe),
        "an input file": [[one.name, one.size, one.path.stat().st_mtime_ns] for one in found],
        "the shard": shard,
    }


def is_same(
    made: dict[str, Any], recipe: Recipe, found: list[Input], shard: tuple[int, int] | None, base: Path
) -> bool:
    """Whether a finished corpus is what this build would make."""
    wanted: dict[str, Any] = {
        "versions": all_versions(recipe),
        "format": recipe.format,
        "container": recipe.container,
        "shard_mb": recipe.shard_mb,
        "config": recipe.config.model_dump(mode="json"),
        "pool": pool_described(recipe, excluded(setting_of(recipe, base))),
        "shard": f"{shard[0]}/{shard[1]}" if shard else None,
    }
    if any(made.get(name) != value for name, value in json.loads(json.dumps(wanted)).items()):
        return False
    return bool(made.get("inputs") == [described(one) for one in found])


def excluded(setting: Setting) -> list[dict[str, Any]]:
    """The files whose questions are set aside, as the manifest tells them."""
    return list(setting.overlap.described) if setting.overlap else []


def lost(made: dict[str, Any]) -> int:
    """How many records a manifest says were lost."""
    return sum(abs(made["counts"][half]["lost"]) for half in HALVES)


def all_versions(recipe: Recipe) -> dict[str, str]:
    """The versions that decide the bytes of a corpus."""
    found = {
        **versions(recipe.config.engine, recipe.config.file.format),
        "libdeflate": _native.linked()["libdeflate"],
    }
    if recipe.container == "parquet":
        import pyarrow

        found["pyarrow"] = pyarrow.__version__
    return found


def all_fonts(recipe: Recipe) -> dict[str, str]:
    """The SHA-256 of each packaged face that the recipe may draw with."""
    fonts = font_hashes()
    if recipe.config.style.markup != "none":
        fonts |= styled_hashes()
    return fonts | (native.font_hashes() if recipe.config.engine == "native" else {})


def described(one: Input) -> dict[str, Any]:
    """What the manifest says of an input."""
    digest = _input_sha256(one.path, one.size, one.path.stat().st_mtime_ns)
    return {"name": one.name, "half": one.half, "bytes": one.size, "sha256": digest}


@lru_cache(1 << 12)
def _input_sha256(path: Path, size: int, changed_ns: int) -> str:
    """The file's SHA-256, once for all arms of a pool."""
    return file_sha256(path)
