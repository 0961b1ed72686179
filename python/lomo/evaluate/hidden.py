"""A vision-language model and prompts in, the hidden states of texts and of their pictures out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from lomo.errors import InputError
from lomo.vlm.encode import Part, prompt_inputs
from lomo.vlm.load import Vlm

Where = Literal["layer", "attention"]
_NOT_LANGUAGE = ("visual", "vision", "audio", "image")


@dataclass(frozen=True, slots=True)
class FirstAttention:
    """Which part of a model "the first self-attention layer" is: the paper does not say it for hybrid models.

    Attributes:
        module: the part whose output is read.
        name: its name in the model, such as ``model.language_model.layers.3``.
        index: which decoder layer, from 0. It is 3 in Qwen3.5, whose layers 0 to 2 are linear attention.
        where: ``layer``: the output of the whole decoder layer; ``attention``: of its attention alone.
    """

    module: Any
    name: str
    index: int
    where: Where

    def told(self) -> dict[str, Any]:
        """What a result says about it."""
        return {
            "module": self.name,
            "class": type(self.module).__name__,
            "layer": self.index,
            "at": self.where,
        }


def first_attention(vlm: Vlm, where: Where = "layer") -> FirstAttention:
    """The first decoder layer with full self-attention; raises InputError where the model has none to be found."""
    import torch

    for name, module in vlm.model.named_modules():
        if not isinstance(module, torch.nn.ModuleList) or any(word in name.lower() for word in _NOT_LANGUAGE):
            continue
        for index, layer in enumerate(module):
            if (attention := getattr(layer, "self_attn", None)) is not None:
                whole = f"{name}.{index}"
                if where == "layer":
                    return FirstAttention(layer, whole, index, where)
                return FirstAttention(attention, f"{whole}.self_attn", index, where)
    raise InputError(
        f"{vlm.name}: no decoder layer has a part called self_attn; lomo cannot tell where to look"
    )


def text_and_picture(
    vlm: Vlm, at: FirstAttention, text: str, pictures: Sequence[NDArray[np.uint8]]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The hidden states at ``at`` of a text's tokens (n x d) and of its pictures' tokens (m x d), each shown alone.

    The chat template's own tokens are left out of both.
    """
    with _recorded(at.module) as states:
        ids = _run(vlm, [text])
        told, blank = states.pop(), _ids(vlm, ["\n"])
        start, end = _inner(ids, blank)
        if end <= start:
            raise InputError(f"the text {text[:40]!r} has no token of its own")
        ids_of_picture = _run(vlm, list(pictures))
        seen = states.pop()
        return told[start:end], seen[np.asarray(ids_of_picture) == vlm.image_token_id]


def layers(vlm: Vlm, picture: NDArray[np.uint8], text: str) -> Iterator[tuple[int, Any, Any]]:
    """(layer from 1, vision tokens n x d, text tokens m x d) for a picture and the text after it.

    Vision is the picture's tokens, text everything after them, as in the MIR paper. The last layer's states come
    after the model's final norm, as Hugging Face gives them.
    """
    import torch

    inputs = prompt_inputs(vlm, [[picture, text]])
    with torch.no_grad():
        made = vlm.model(**inputs, output_hidden_states=True, use_cache=False)
    vision = (inputs["input_ids"][0] == vlm.image_token_id).cpu().numpy()
    if not vision.any():
        raise InputError(f"{vlm.name}: a picture became no token of id {vlm.image_token_id}")
    last = int(np.flatnonzero(vision)[-1])
    for layer, states in enumerate(made.hidden_states[1:], 1):
        rows = states[0].float().cpu().numpy()
        yield layer, rows[vision], rows[last + 1 :]


@contextmanager
def _recorded(module: Any) -> Iterator[list[NDArray[np.float32]]]:
    """While open, the first sample's output of ``module`` is added to the list at each run of the model."""
    states: list[NDArray[np.float32]] = []

    def keep(_: Any, __: Any, output: Any) -> None:
        rows = output[0] if isinstance(output, tuple) else output
        states.append(rows[0].detach().float().cpu().numpy())

    handle = module.register_forward_hook(keep)
    try:
        yield states
    finally:
        handle.remove()


def _run(vlm: Vlm, parts: list[Part]) -> list[int]:
    import torch

    inputs = prompt_inputs(vlm, [parts])
    with torch.no_grad():
        vlm.model(**inputs, use_cache=False)
    ids: list[int] = inputs["input_ids"][0].tolist()
    return ids


def _ids(vlm: Vlm, parts: list[Part]) -> list[int]:
    ids: list[int] = prompt_inputs(vlm, [parts])["input_ids"][0].tolist()
    return ids


def _inner(ids: list[int], blank: list[int]) -> tuple[int, int]:
    """What of ``ids`` lies between the beginning and the end that it shares with another prompt in one template."""
    start = 0
    while start < min(len(ids), len(blank)) and ids[start] == blank[start]:
        start += 1
    back = 0
    while back < min(len(ids), len(blank)) - start and ids[-1 - back] == blank[-1 - back]:
        back += 1
    return start, len(ids) - back
