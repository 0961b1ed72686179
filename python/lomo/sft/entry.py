"""The text of ``train.py``, which a folder for LLaVA-OneVision-1.5 starts LLaMA-Factory with.

LLaMA-Factory 0.9.5 freezes parts of the models that it knows, and trains all of any other without a word: the parts of
this one are registered first. ``train.py`` stands alone, so that the folder runs where lomo is not installed.
"""

from __future__ import annotations

from lomo.sft.backbone import Backbone

_TEMPLATE = '''\
"""A YAML file of this folder in, a training run by LLaMA-Factory out, with the model's parts made known to it.

python train.py train_lomo.yaml, or torchrun --nproc_per_node N train.py train_lomo.yaml
"""

try:  # PyPI's torchvision beside a CPU build of torch
    import torchvision
except RuntimeError:
    import torch

    _LIBRARY = torch.library.Library("torchvision", "FRAGMENT")
    for _name in ("nms", "qnms"):
        _LIBRARY.define(f"{{_name}}(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")

from llamafactory.model.model_utils.visual import _register_composite_model
from llamafactory.train.tuner import run_exp

_register_composite_model(
    model_type={family!r},
    projector_keys={projector!r},
    vision_model_keys={vision!r},
    language_model_keys={language!r},
)

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
