"""Weights and losses in, smaller losses out: the optimizer of every stage, with the paper's betas and decay."""

from __future__ import annotations

import math
from typing import Any

import torch
from torch import Tensor, nn

Curve = list[dict[str, Any]]
TOLD = 25
"""A curve has a point for each so many steps."""
_BETAS, _DECAY, _CLIP = (0.9, 0.99), 0.01, 1.0
_LEAST = 0.1


class Descent:
    """AdamW with the paper's betas and decay; the rate rises, then falls along a cosine to a tenth."""

    def __init__(self, weights: list[nn.Parameter], rate: float, steps: int, warm_up: int) -> None:
        self._weights, self._losses = weights, list[float]()
        self._optimizer = torch.optim.AdamW(weights, lr=rate, betas=_BETAS, weight_decay=_DECAY)

        def share(step: int) -> float:
            if step < warm_up:
                return (step + 1) / warm_up
            along = (step - warm_up) / max(1, steps - warm_up)
            return _LEAST + (1 - _LEAST) * 0.5 * (1 + math.cos(math.pi * min(1.0, along)))

        self._schedule = torch.optim.lr_scheduler.LambdaLR(self._optimizer, share)

    def step(self, losses: list[Tensor]) -> None:
        """One step down the mean of the losses."""
        mean = torch.stack(losses).mean()
        self._optimizer.zero_grad()
        mean.backward()
        nn.utils.clip_grad_norm_(self._weights, _CLIP)
        self._optimizer.step()
        self._schedule.step()
        self._losses.append(float(mean.detach()))

    def mean_loss(self) -> float:
        """The mean loss since this was last asked."""
        mean = sum(self._losses) / len(self._losses)
        self._losses.clear()
        return mean
