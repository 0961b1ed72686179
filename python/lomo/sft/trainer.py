"""A recipe and a corpus in, LLaMA-Factory's configuration out: every hyperparameter that the paper names."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from lomo.sft.recipe import SftRecipe

MAX_PIXELS = 2_560_000
CUTOFF = 32_768
DEEPSPEED = "ds_z1.json"

PAPER: dict[str, Any] = {
    "stage": "sft",
    "do_train": True,
    "finetuning_type": "full",
    "freeze_vision_tower": True,
    "freeze_multi_modal_projector": False,
    "freeze_language_model": False,
    "image_max_pixels": MAX_PIXELS,
    "cutoff_len": CUTOFF,
    "flash_attn": "fa2",
    "enable_liger_kernel": True,
    "bf16": True,
    "deepspeed": DEEPSPEED,
    "optim": "adamw_torch",
    "learning_rate": 4.0e-5,
    "lr_scheduler_type": "cosine_with_min_lr",
    "lr_scheduler_kwargs": {"min_lr": 1.0e-6},
    "warmup_ratio": 0.002,
    "adam_beta1": 0.9,
    "adam_beta2": 0.99,
    "weight_decay": 0.01,
    "num_train_epochs": 1.0,
    "per_device_train_batch_size": 1,
    "gradient_accumulation_steps": 4,
}
"""The paper's setting in LLaMA-Factory's words (spec, section 4)."""

_OURS: dict[str, Any] = {
    "mix_strategy": "concat",
    "preprocessing_num_workers": 16,
    "dataloader_num_workers": 4,
    "logging_steps": 10,
    "save_steps": 500,
    "save_only_model": False,
    "plot_loss": True,
    "report_to": "none",
    "ddp_timeout": 180_000_000,
    "seed": 42,
}

ZERO_1: dict[str, Any] = {
    "train_batch_size": "auto",
    "train_micro_batch_size_per_gpu": "auto",
    "gradient_accumulation_steps": "auto",
    "gradient_clipping": "auto",
    "zero_allow_untested_optimizer": True,
    "bf16": {"enabled": "auto"},
    "fp16": {"enabled": "auto"},
    "zero_optimization": {"stage": 1, "overlap_comm": True, "reduce_bucket_size": 5e8},
}
"""DeepSpeed's ZeRO-1; LLaMA-Factory ships the stages 0, 2 and 3 alone."""


def trainer_keys(
    recipe: SftRecipe, arm: str, corpus: str, *, neat_packing: bool, names: list[str]
) -> dict[str, Any]:
    """The YAML of one arm.

    Args:
        recipe: with ``trainer`` laid over everything else.
        arm: its name, for the output.
        corpus: the corpus's folder as the trainer is to find it.
        neat_packing: whether packed samples are kept apart.
        names: the data sets in that folder.
    """
    known = recipe.known
    return {
        "model_name_or_path": recipe.model or known.model,
        "trust_remote_code": known.remote_code,
        "template": known.template,
        "dataset": ",".join(names),
        "dataset_dir": corpus,
        "media_dir": corpus,
        "output_dir": f"saves/{arm}",
        **PAPER,
        "packing": recipe.packing,
        "neat_packing": recipe.packing and neat_packing,
        **_OURS,
        **recipe.trainer,
    }


def datasets(corpus: Path) -> list[str]:
    """The names in a corpus's dataset_info.json, in order."""
    return list(json.loads((corpus / "dataset_info.json").read_text(encoding="utf-8")))
