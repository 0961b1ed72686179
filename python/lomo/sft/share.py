"""A folder's configuration and a model's in, which of its parts LLaMA-Factory would train out.

Asked of LLaMA-Factory's own code, on a model without storage, because a switch that it does not understand for a
model is no error there: all of the model is trained.
"""

from __future__ import annotations

import runpy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lomo.errors import InputError
from lomo.sft.backbone import Backbone
from lomo.vlm.load import allow_cpu_torchvision, require

WANTED = {"vision": False, "projector": True, "language": True}
"""Which parts the paper trains."""


@dataclass(frozen=True, slots=True)
class Share:
    """Parameters that are trained and parameters in all, for each part of the model."""

    trained: dict[str, int]
    total: dict[str, int]

    def faults(self) -> list[str]:
        """What is not as the paper has it, a line each."""
        found = []
        for part, wanted in WANTED.items():
            trained, total = self.trained[part], self.total[part]
            if not total:
                found.append(f"{part}: the model has no such part, by the names of its parameters")
            elif trained != (total if wanted else 0):
                word = "trained" if wanted else "frozen"
                found.append(
                    f"{part}: {trained:,} of {total:,} parameters would be trained; expected it {word}"
                )
        return found

    def told(self) -> str:
        """One line."""
        parts = ", ".join(f"{part} {self.trained[part]:,} of {self.total[part]:,}" for part in WANTED)
        whole = sum(self.trained.values()) / max(1, sum(self.total.values()))
        return f"trained: {parts} ({whole:.2%} of all)"


def trainable_share(known: Backbone, keys: dict[str, Any], model: str | Path, folder: Path) -> Share:
    """What LLaMA-Factory would train of ``model`` under ``keys``, after ``folder``'s train.py where it has one.

    Raises InputError when the packages are missing or the model's configuration cannot be had.
    """
    require("torch", "transformers", "llamafactory")
    allow_cpu_torchvision()
    import torch
    from llamafactory.hparams import FinetuningArguments, ModelArguments
    from llamafactory.model.adapter import init_adapter
    from transformers import AutoConfig, AutoModelForCausalLM, AutoModelForImageTextToText

    if (folder / "train.py").is_file():
        runpy.run_path(str(folder / "train.py"))
    try:
        config = AutoConfig.from_pretrained(str(model), trust_remote_code=known.remote_code)
    except (OSError, ValueError) as error:
        raise InputError(f"{model}: its configuration cannot be read: {error}") from error
    kinds = AutoModelForCausalLM if known.remote_code else AutoModelForImageTextToText
    remote = {"trust_remote_code": True} if known.remote_code else {}
    with torch.device("meta"):
        made = kinds.from_config(config, **remote)
    freezing = ("freeze_vision_tower", "freeze_multi_modal_projector", "freeze_language_model")
    tuning = FinetuningArguments(
        stage="sft", finetuning_type=keys["finetuning_type"], **{key: keys[key] for key in freezing}
    )
    made = init_adapter(config, made, ModelArguments(model_name_or_path=str(model)), tuning, True)
    return counted(known, made)


def counted(known: Backbone, model: Any) -> Share:
    """The share of a model as it stands."""
    trained, total = dict.fromkeys(WANTED, 0), dict.fromkeys(WANTED, 0)
    for name, parameter in model.named_parameters():
        part = known.part(name)
        total[part] += parameter.numel()
        trained[part] += parameter.numel() if parameter.requires_grad else 0
    return Share(trained, total)
