"""The name of a backbone in, what LLaMA-Factory has to be told about it out: the two that the paper trains."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from lomo.vlm.tiny import Family

Name = Literal["qwen3_5", "llava_onevision1_5"]


@dataclass(frozen=True, slots=True)
class Backbone:
    """One model family as a trainer sees it.

    Attributes:
        family: its class, also that of the tiny model of a trial.
        model: the checkpoint that the paper starts from.
        template: LLaMA-Factory's name of its conversation format.
        token_px: the side of the square that becomes one visual token: patch size times merge size.
        remote_code: whether the class comes with the checkpoint instead of transformers.
        projector, vision, language: what a parameter's name holds when it belongs to that part, the projector
            looked for first.
        requirements: the file that pins its environment.
    """

    family: Family
    model: str
    template: str
    token_px: int
    remote_code: bool
    projector: tuple[str, ...]
    vision: tuple[str, ...]
    language: tuple[str, ...]
    requirements: str

    def part(self, parameter: str) -> str:
        """``projector``, ``vision`` or ``language`` for a parameter's name."""
        if any(mark in parameter for mark in self.projector):
            return "projector"
        return "vision" if "visual." in parameter else "language"


BACKBONES: dict[Name, Backbone] = {
    "qwen3_5": Backbone(
        family="qwen3_5",
        model="Qwen/Qwen3.5-9B-Base",
        template="qwen3_5_nothink",
        token_px=32,
        remote_code=False,
        projector=("visual.merger",),
        vision=("visual.patch_embed", "visual.pos_embed", "visual.blocks"),
        language=("language_model", "lm_head"),
        requirements="requirements/qwen3_5.txt",
    ),
    "llava_onevision1_5": Backbone(
        family="llavaonevision1_5",
        model="lmms-lab/LLaVA-OneVision-1.5-8B-Base",
        template="qwen2_vl",
        token_px=28,
        remote_code=True,
        projector=("visual.merger",),
        vision=(
            "visual.patch_embed",
            "visual.blocks",
            "visual.pre_layernorm",
            "visual.class_embedding",
            "visual.class_pos_emb",
        ),
        language=("language_model", "lm_head"),
        requirements="requirements/llava_onevision1_5.txt",
    ),
}
"""What the paper trains. LLaMA-Factory does not know the second one's parts: ``entry.py`` tells it."""
