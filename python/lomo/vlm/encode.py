"""Prompts of texts and pictures in, a model's inputs out, with answers appended as tokens and labels."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lomo.errors import InputError
from lomo.vlm.load import Vlm

Part = str | NDArray[np.uint8]
"""A stretch of text, or a picture: uint8, height x width x (1 or 3)."""

IGNORED = -100


def prompt_inputs(vlm: Vlm, prompts: Sequence[Sequence[Part]]) -> dict[str, Any]:
    """The inputs of a batch of prompts, each one user turn, up to where the answer begins; padded on the left.

    Raises InputError for an empty batch or a processor without a chat template.
    """
    if not prompts:
        raise InputError("no prompt to encode")
    texts = [_templated(vlm, parts) for parts in prompts]
    pictures = [[_picture(part) for part in parts if not isinstance(part, str)] for parts in prompts]
    made = vlm.processor(
        text=texts,
        # Processors want one list for each text, and none at all where no text has a picture.
        images=[one for row in pictures for one in row] or None,
        padding=True,
        padding_side="left",
        return_tensors="pt",
    )
    return dict(made.to(vlm.model.device))


def answered_inputs(
    vlm: Vlm, prompts: Sequence[Sequence[Part]], answers: Sequence[Sequence[int]]
) -> tuple[dict[str, Any], Any]:
    """The inputs of prompts and their answers (token ids), and the labels: the answers' ids, -100 elsewhere.

    Both have batch x length; prompts are padded on the left, answers on the right.
    """
    import torch

    if len(prompts) != len(answers) or not all(answers):
        raise InputError(
            f"{len(prompts)} prompts and {len(answers)} answers: expected a non-empty one for each"
        )
    inputs = prompt_inputs(vlm, prompts)
    longest = max(len(answer) for answer in answers)
    ids = inputs["input_ids"]
    tail = torch.zeros((len(answers), longest), dtype=ids.dtype, device=ids.device)
    known = torch.zeros_like(tail, dtype=torch.bool)
    for row, answer in enumerate(answers):
        tail[row, : len(answer)] = torch.tensor(list(answer), dtype=ids.dtype)
        known[row, : len(answer)] = True
    labels = torch.cat([torch.full_like(ids, IGNORED), tail.masked_fill(~known, IGNORED)], dim=1)
    inputs["input_ids"] = torch.cat([ids, tail], dim=1)
    mask = inputs["attention_mask"]
    inputs["attention_mask"] = torch.cat([mask, known.to(mask.dtype)], dim=1)
    for name in ("mm_token_type_ids", "token_type_ids"):
        if name in inputs:
            inputs[name] = torch.cat([inputs[name], torch.zeros_like(tail, dtype=inputs[name].dtype)], dim=1)
    return inputs, labels


def answer_ids(vlm: Vlm, answer: str) -> list[int]:
    """An answer's tokens and the token that ends a turn: the same whatever prompt stands before it."""
    tokenizer = vlm.processor.tokenizer
    found: list[int] = tokenizer(answer, add_special_tokens=False)["input_ids"]
    return [*found, tokenizer.eos_token_id] if tokenizer.eos_token_id is not None else found


def _templated(vlm: Vlm, parts: Sequence[Part]) -> str:
    content = [
        {"type": "text", "text": part} if isinstance(part, str) else {"type": "image"} for part in parts
    ]
    try:
        made: str = vlm.processor.apply_chat_template(
            [{"role": "user", "content": content}], tokenize=False, add_generation_prompt=True
        )
    except ValueError as error:
        raise InputError(f"{vlm.name}: its chat template cannot be used: {error}") from error
    return made


def _picture(pixels: NDArray[np.uint8]) -> Any:
    from PIL import Image

    flat = pixels[:, :, 0] if pixels.ndim == 3 and pixels.shape[2] == 1 else pixels
    return Image.fromarray(flat).convert("RGB")
