"""Nothing in; a module that stands for flash-attn on the CPU out: causal attention, dense and of packed samples."""

from __future__ import annotations

import sys
from importlib.machinery import ModuleSpec
from itertools import pairwise
from types import ModuleType
from typing import Any

import pytest


def _dense(q: Any, k: Any, v: Any, *_: Any, causal: bool = False, **__: Any) -> Any:
    """Batch x length x heads x width."""
    import torch

    rows = (one.transpose(1, 2) for one in (q, k, v))
    return torch.nn.functional.scaled_dot_product_attention(*rows, is_causal=causal).transpose(1, 2)


def _packed(q: Any, k: Any, v: Any, *rest: Any, causal: bool = False, **keys: Any) -> Any:
    """Length x heads x width; the boundaries are the next argument, or have its name."""
    import torch

    ends = (rest[0] if rest else keys["cu_seqlens_q"]).tolist()
    made = [_dense(*(one[None, a:b] for one in (q, k, v)), causal=causal)[0] for a, b in pairwise(ends)]
    return torch.cat(made)


def install(monkeypatch: pytest.MonkeyPatch) -> None:
    """Makes transformers find it, as on a machine that has flash-attn and a GPU."""
    from transformers import modeling_flash_attention_utils as flash
    from transformers import modeling_utils

    module, padding = ModuleType("flash_attn"), ModuleType("flash_attn.bert_padding")
    module.__spec__ = ModuleSpec("flash_attn", None)
    vars(module).update(flash_attn_func=_dense, flash_attn_varlen_func=_packed)
    vars(padding).update(pad_input=None, unpad_input=None)
    monkeypatch.setitem(sys.modules, "flash_attn", module)
    monkeypatch.setitem(sys.modules, "flash_attn.bert_padding", padding)
    for place in (flash, modeling_utils):
        monkeypatch.setattr(place, "is_flash_attn_2_available", lambda: True)
    for name in ("_flash_fn", "_flash_varlen_fn", "_pad_fn", "_unpad_fn", "_process_flash_kwargs_fn"):
        monkeypatch.setattr(flash, name, None)
    monkeypatch.setattr(flash, "flash_attn_varlen_func", None, raising=False)
    del flash.flash_attn_varlen_func
