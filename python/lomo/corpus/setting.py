"""A recipe in, what holds for every record of its build out: the operator's setting, the format, what excludes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from lomo.config import Config
from lomo.corpus.length import Length, length
from lomo.corpus.overlap import Overlap, overlap
from lomo.corpus.recipe import Container, Recipe
from lomo.record.compose import Format


@dataclass(frozen=True)
class Setting:
    """What holds for every task of a build; it goes to each worker once."""

    config: Config
    format: Format = "messages"
    container: Container = "jsonl"
    length: Length | None = None
    overlap: Overlap | None = None


def setting_of(recipe: Recipe, base: Path, *, processor: str | None = None) -> Setting:
    """The setting of a recipe; ``processor`` counts tokens where the recipe names none. Raises InputError."""
    return Setting(
        recipe.config,
        recipe.format,
        recipe.container,
        length(recipe, base, default=processor),
        overlap(recipe.exclude, base, recipe.exclude_words) if recipe.exclude else None,
    )
