"""Ids and pictures in, next-token scores out: a small transformer that sees pictures through the frozen reader.

Pictures become features of the reader, features become embeddings in the projector, which is trained with the decoder
(the paper trains projector and language model, and freezes the vision tower).
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from tools.reproduce.patches import MERGED
from tools.reproduce.reader import Reader
from tools.reproduce.symbols import PICTURE, VOCABULARY

_SHIFTS = 5


@dataclass(frozen=True, slots=True)
class Batch:
    """Sequences padded on the right.

    Attributes:
        ids: tokens, batch x length; PICTURE where a visual token stands.
        targets: the token that each place should give, -100 where nothing is asked; batch x length.
        windows: the patches of all pictures in the order of their tokens, n x WINDOW_SIZE (uint8), or None.
    """

    ids: Tensor
    targets: Tensor
    windows: Tensor | None

    def to(self, device: str) -> Batch:
        """The same on a device."""
        windows = None if self.windows is None else self.windows.to(device)
        return Batch(self.ids.to(device), self.targets.to(device), windows)


class Attention(nn.Module):
    """Causal self-attention; it knows the order of what it sees from the mask and the convolution alone."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.inner = nn.Linear(width, 3 * width, bias=False)
        self.outer = nn.Linear(width, width, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        """x: batch x length x width."""
        batch, length, width = x.shape
        query, key, value = self.inner(x).view(batch, length, 3, self.heads, -1).permute(2, 0, 3, 1, 4)
        mixed = nn.functional.scaled_dot_product_attention(query, key, value, is_causal=True)
        out: Tensor = self.outer(mixed.transpose(1, 2).reshape(batch, length, width))
        return out


class Shift(nn.Module):
    """A causal convolution over the last few places, channel by channel: it lets a character know its neighbours."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.empty(_SHIFTS, width))
        nn.init.normal_(self.weight, std=0.5)

    def forward(self, x: Tensor) -> Tensor:
        """x: batch x length x width."""
        out = x
        for back, weight in enumerate(self.weight, 1):
            out = out + nn.functional.pad(x, (0, 0, back, 0))[:, : x.shape[1]] * weight
        return out


class Layer(nn.Module):
    """One decoder layer, normalised before each part."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.self_attn = Attention(width, heads)
        self.mlp = nn.Sequential(nn.Linear(width, 4 * width), nn.GELU(), nn.Linear(4 * width, width))
        self.shift = Shift(width)
        self.norm_attn, self.norm_mlp = nn.LayerNorm(width), nn.LayerNorm(width)

    def forward(self, x: Tensor) -> Tensor:
        """x: batch x length x width."""
        x = x + self.self_attn(self.shift(self.norm_attn(x)))
        out: Tensor = x + self.mlp(self.norm_mlp(x))
        return out


class SmallVlm(nn.Module):
    """Frozen reader, projector, decoder."""

    def __init__(self, reader: Reader, width: int, layers: int, heads: int) -> None:
        super().__init__()
        self.reader = reader
        seen = MERGED * reader.classes.in_features
        self.projector = nn.Sequential(nn.Linear(seen, width), nn.GELU(), nn.Linear(width, width))
        self.embedding = nn.Embedding(VOCABULARY, width)
        self.layers = nn.ModuleList(Layer(width, heads) for _ in range(layers))
        self.norm = nn.LayerNorm(width)
        nn.init.normal_(self.embedding.weight, std=0.02)

    def trained(self) -> list[nn.Parameter]:
        """What the arms train: everything but the reader."""
        return [weight for name, weight in self.named_parameters() if not name.startswith("reader.")]

    def states(self, batch: Batch) -> list[Tensor]:
        """The output of each decoder layer (the last one's after the final norm), batch x length x width."""
        x = self.embedding(batch.ids)
        if batch.windows is not None:
            with torch.no_grad():
                features = self.reader.features(batch.windows)
            merged = self.projector(features.view(len(features) // MERGED, -1))
            x = x.masked_scatter((batch.ids == PICTURE).unsqueeze(-1), merged)
        found = []
        for layer in self.layers:
            x = layer(x)
            found.append(x)
        found[-1] = self.norm(x)
        return found

    def forward(self, batch: Batch) -> Tensor:
        """The scores of the places where something is asked, n x VOCABULARY."""
        asked = self.states(batch)[-1][batch.targets >= 0]
        return asked @ self.embedding.weight.T


def loss(scores: Tensor, batch: Batch) -> Tensor:
    """The mean cross-entropy of what is asked, in nats a token."""
    return nn.functional.cross_entropy(scores, batch.targets[batch.targets >= 0])
