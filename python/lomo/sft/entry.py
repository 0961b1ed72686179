"""The text of ``train.py``, which a folder for LLaVA-OneVision-1.5 starts LLaMA-Factory with.

LLaMA-Factory 0.9.5 does not know this model, and its pinned transformers not all that the model's own code asks for:

- It freezes parts of the models that it knows, and trains all of any other without a word: the parts are registered.
- It gives three-dimensional positions to every model with a ``get_rope_index``; this one has that method, rotates by
  plain positions all the same, and stops at others: it is given plain ones.
- It tells packed samples apart for FlashAttention by positions alone; this model does not hand its positions on to
  FlashAttention, and the samples of a pack would see each other: they are handed on here.
- The model's code gives each picture after the first features of its neighbours, and imports ``flash_attn_varlen_func``
  from where transformers 4.57 no longer has it (``lomo.vlm.llava_code``).

``train.py`` stands alone, so that the folder runs where lomo is not installed.
"""

from __future__ import annotations

from lomo.sft.backbone import Backbone

_TEMPLATE = '''\
"""A YAML file of this folder in, a training run by LLaMA-Factory out, with the model made known to it.

python train.py train_lomo.yaml, or torchrun --nproc_per_node N train.py train_lomo.yaml
"""

import importlib.util

import torch

try:  # PyPI's torchvision beside a CPU build of torch
    import torchvision
except RuntimeError:
    _LIBRARY = torch.library.Library("torchvision", "FRAGMENT")
    for _name in ("nms", "qnms"):
        _LIBRARY.define(f"{{_name}}(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")

from llamafactory.data.collator import MultiModalDataCollatorForSeq2Seq as Collator
from llamafactory.model import loader
from llamafactory.model.model_utils.visual import _register_composite_model
from llamafactory.train.sft.trainer import CustomSeq2SeqTrainer as Trainer
from llamafactory.train.tuner import run_exp
from transformers import modeling_flash_attention_utils as flash

FAMILY = {family!r}
now = {{"positions": None}}

_register_composite_model(
    model_type=FAMILY,
    projector_keys={projector!r},
    vision_model_keys={vision!r},
    language_model_keys={language!r},
)


def is_family(model):
    return getattr(getattr(model, "config", None), "model_type", None) == FAMILY


def init_adapter(config, model, *rest, original=loader.init_adapter, **keys):
    """The model prepared for training, its vision tower seeing one picture, or frame, at a time."""
    visual = getattr(getattr(model, "model", None), "visual", None)
    if type(visual).__name__ == "RiceTransformerPretrainedModel":
        together = visual.forward

        def alone(hidden_states, grid_thw, *rest, **keys):
            sizes = [(h, w) for t, h, w in grid_thw.tolist() for _ in range(t)]
            parts = hidden_states.split([h * w for h, w in sizes])
            grids = [grid_thw.new_tensor([[1, h, w]]) for h, w in sizes]
            return torch.cat([together(part, grid, *rest, **keys) for part, grid in zip(parts, grids)])

        visual.forward = alone
    return original(config, model, *rest, **keys)


def positions(collator, features, mm_inputs, original=Collator._compute_rope_position_ids):
    """Plain positions, batch x length, counted from the first token; no offset for generation."""
    if not is_family(collator.model):
        return original(collator, features, mm_inputs)
    counted = (features["attention_mask"] >= 1).long().cumsum(-1) - 1
    features["position_ids"] = counted.clamp(min=0)
    features["rope_deltas"] = features["input_ids"].new_zeros(len(counted), 1)


def compute_loss(trainer, model, inputs, *rest, original=Trainer.compute_loss, **keys):
    """The loss, with the batch's positions kept for its forward and backward pass."""
    now["positions"] = inputs.get("position_ids") if is_family(trainer.model) else None
    return original(trainer, model, inputs, *rest, **keys)


def attention(query, *rest, original=flash._flash_attention_forward, **keys):
    """FlashAttention, told where the samples of a pack begin by a caller that does not tell it."""
    kept = now["positions"]
    if keys.get("position_ids") is None and kept is not None and kept.shape == query.shape[:2]:
        keys["position_ids"] = kept
    return original(query, *rest, **keys)


loader.init_adapter = init_adapter
Collator._compute_rope_position_ids = positions
Trainer.compute_loss = compute_loss
flash._flash_attention_forward = attention
if importlib.util.find_spec("flash_attn") and not hasattr(flash, "flash_attn_varlen_func"):
    import flash_attn

    flash.flash_attn_varlen_func = flash_attn.flash_attn_varlen_func

if __name__ == "__main__":
    run_exp()
'''


def entry(known: Backbone) -> str:
    """The source of ``train.py`` for a backbone that LLaMA-Factory does not know."""
    return _TEMPLATE.format(
        family=known.family,
        projector=list(known.projector),
        vision=list(known.vision),
        language=list(known.language),
    )


def launch(known: Backbone, yaml_name: str, devices: int) -> str:
    """The line that trains, to be run in the folder."""
    if known.remote_code:
        return f"torchrun --nproc_per_node {devices} train.py {yaml_name}"
    return f"FORCE_TORCHRUN=1 NPROC_PER_NODE={devices} llamafactory-cli train {yaml_name}"
