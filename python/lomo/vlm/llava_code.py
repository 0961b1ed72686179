"""The own code of LLaVA-OneVision-1.5 in, two of its faults mended out; ``lomo.sft.entry`` has them for training.

Both were found by running that code on transformers 4.57.6.
"""

from __future__ import annotations

import importlib.util
from typing import Any

_TOWER = "RiceTransformerPretrainedModel"


def lend_flash_attention() -> None:
    """Puts ``flash_attn_varlen_func`` where that code imports it from, on a machine that has it.

    transformers had it there up to 4.53; beside flash-attn the code cannot be imported without.
    """
    from transformers import modeling_flash_attention_utils as flash

    if importlib.util.find_spec("flash_attn") is None or hasattr(flash, "flash_attn_varlen_func"):
        return
    import flash_attn

    flash.flash_attn_varlen_func = flash_attn.flash_attn_varlen_func


def see_each_picture_alone(model: Any) -> None:
    """Makes that vision tower, where ``model`` has it, take its pictures, or frames, one after the other.

    It puts a class token before each one's patches, and takes the n-th picture's features n - 1 places too early when
    it drops these tokens again: pictures after the first get features of their neighbours. One alone is right.
    """
    visual: Any = getattr(getattr(model, "model", None), "visual", None)
    if type(visual).__name__ != _TOWER:
        return
    together = visual.forward

    def alone(hidden_states: Any, grid_thw: Any, *rest: Any, **keys: Any) -> Any:
        import torch

        sizes = [(h, w) for t, h, w in grid_thw.tolist() for _ in range(t)]
        parts = hidden_states.split([h * w for h, w in sizes])
        grids = [grid_thw.new_tensor([[1, h, w]]) for h, w in sizes]
        made = [together(part, grid, *rest, **keys) for part, grid in zip(parts, grids, strict=True)]
        return torch.cat(made)

    visual.forward = alone
