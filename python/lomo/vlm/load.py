"""A model's folder or hub name in, its model and processor out, ready to measure: eval mode, no gradients asked."""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from typing import Any

from lomo.errors import InputError
from lomo.vlm.llava_code import lend_flash_attention, see_each_picture_alone

# What the CUDA build of torchvision declares from its library; beside a CPU torch its import dies without them.
_VISION_OPERATORS = ("nms", "qnms")
_held: list[Any] = []


@dataclass(frozen=True, slots=True)
class Vlm:
    """A vision-language model with its processor.

    Attributes:
        model: a Hugging Face model that takes pictures and gives ``logits``.
        processor: its processor, with a chat template.
        name: what it was loaded from.
    """

    model: Any
    processor: Any
    name: str

    @property
    def image_token_id(self) -> int:
        """The id that stands in ``input_ids`` for each token of a picture."""
        for key in ("image_token_id", "image_token_index"):
            if isinstance(found := getattr(self.model.config, key, None), int):
                return found
        raise InputError(
            f"{self.name}: its configuration names no image_token_id; not a model that lomo can read"
        )


def load(name: str, *, device: str = "cpu", dtype: str = "auto", trust_remote_code: bool = False) -> Vlm:
    """Loads a vision-language model.

    Args:
        name: a folder, or a name on the hub.
        device: where it runs: ``cpu``, ``cuda``, ``cuda:1``.
        dtype: ``auto`` (as stored), ``float32``, ``bfloat16``, ``float16``.
        trust_remote_code: whether code that comes with the weights may run (LLaVA-OneVision-1.5 needs it).

    Raises InputError when the packages are missing or the model cannot be loaded.
    """
    require("torch", "transformers")
    import torch

    allow_cpu_torchvision()
    if trust_remote_code:
        lend_flash_attention()
    from transformers import AutoConfig, AutoModelForCausalLM, AutoModelForImageTextToText, AutoProcessor

    kind = dtype if dtype == "auto" else getattr(torch, dtype)
    try:
        processor = AutoProcessor.from_pretrained(name, trust_remote_code=trust_remote_code)
        config = AutoConfig.from_pretrained(name, trust_remote_code=trust_remote_code)
        # Remote code names itself a causal model.
        remote = "AutoModelForCausalLM" in (getattr(config, "auto_map", None) or {})
        kinds = AutoModelForCausalLM if remote else AutoModelForImageTextToText
        model = kinds.from_pretrained(name, dtype=kind, trust_remote_code=trust_remote_code)
    except (OSError, ValueError, KeyError, ImportError) as error:
        raise InputError(f"{name}: cannot be loaded as a vision-language model: {error}") from error
    see_each_picture_alone(model)
    return Vlm(model.to(device).eval(), processor, name)


def require(*packages: str) -> None:
    """Raises InputError naming the packages that are not installed."""
    if missing := [name for name in packages if importlib.util.find_spec(name) is None]:
        raise InputError(
            f"{', '.join(missing)}: not installed; make an environment from requirements/ (docs/training.md)"
        )


def allow_cpu_torchvision() -> None:
    """Makes PyPI's torchvision importable under a CPU torch, by declaring the operators that it looks up."""
    import torch

    if _held or importlib.util.find_spec("torchvision") is None or torch.version.cuda is not None:
        return
    library = torch.library.Library("torchvision", "FRAGMENT")
    for name in _VISION_OPERATORS:
        library.define(f"{name}(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
    _held.append(library)
