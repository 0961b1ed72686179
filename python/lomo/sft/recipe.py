"""A recipe (YAML) in, a checked description of one supervised fine-tuning out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from lomo.corpus.recipe import PathText, Recipe
from lomo.errors import ConfigError
from lomo.settings import Section, load_yaml, merged, override, validated
from lomo.sft.backbone import BACKBONES, Backbone, Name

Arm = Literal["lomo", "standard", "lomo_clean", "full"]

ARMS: dict[Arm, dict[str, Any]] = {
    "lomo": {},
    "standard": {"rewrite_ratio": 0.0},
    "lomo_clean": {"preset": "clean"},
    "full": {"position": "full"},
}
"""What each arm of the paper's Table 2 changes in the corpus's ``config``."""


class SftRecipe(Section):
    """What ``lomo sft`` writes."""

    backbone: Name
    """Which of the paper's two models: ``qwen3_5`` or ``llava_onevision1_5``."""
    model: PathText | None = None
    """The checkpoint to start from, a folder or a name on the hub; null: the paper's."""
    corpus: dict[str, Any] | None = None
    """A recipe of ``lomo build`` without ``output``; each arm's corpus is built from it."""
    corpora: dict[str, PathText] = Field(default_factory=dict)
    """Corpora built before, by the arm's name, instead of ``corpus``; they stay where they are."""
    arms: tuple[Arm, ...] = ("lomo",)
    """Which arms are built from ``corpus``: ``lomo``, ``standard`` (the same pool, unrendered), ``lomo_clean``
    (without distortion), ``full`` (whole questions rendered)."""
    output: PathText
    """The folder to write; relative to the recipe."""
    devices: Annotated[int, Field(ge=1, le=1024)] = 8
    """Processes of one node in the launch line."""
    packing: bool = True
    """Several samples in one sequence."""
    neat_packing: bool | None = None
    """Packed samples do not see each other. null: where every record has a picture; LLaMA-Factory 0.9.5 stops at
    a pack without one."""
    trainer: dict[str, Any] = Field(default_factory=dict)
    """LLaMA-Factory keys laid over the paper's."""

    @model_validator(mode="after")
    def _some_data(self) -> Self:
        if (self.corpus is None) == (not self.corpora):
            raise ValueError("give either corpus (to build from) or corpora (built before)")
        if self.corpus is not None and (not self.arms or len(set(self.arms)) < len(self.arms)):
            raise ValueError("arms: expected at least one, and none twice")
        return self

    @property
    def known(self) -> Backbone:
        """The backbone's facts."""
        return BACKBONES[self.backbone]


def load_sft_recipe(path: Path, assignments: list[str]) -> tuple[SftRecipe, Path]:
    """The recipe and the folder that its relative paths start from; raises ConfigError.

    A ``model`` that is a folder there becomes absolute: training starts in another one.
    """
    recipe = validated(SftRecipe, override(load_yaml(path), assignments), str(path))
    if recipe.corpus is not None and "output" in recipe.corpus:
        raise ConfigError(
            f"{path}: corpus.output: leave it out; each arm's corpus goes into the folder of output"
        )
    if recipe.model is not None and (folder := path.parent / recipe.model).is_dir():
        recipe = recipe.model_copy(update={"model": str(folder.resolve())})
    return recipe, path.parent


def corpus_recipe(recipe: SftRecipe, arm: Arm, output: Path, where: str) -> Recipe:
    """The recipe of one arm's corpus; raises ConfigError."""
    assert recipe.corpus is not None
    changed = merged(recipe.corpus, {"output": str(output), "config": ARMS[arm]})
    return validated(Recipe, changed, f"{where}: corpus")
