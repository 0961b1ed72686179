"""Windows around patches in, a feature for each out: the patch encoder that learns to read and is then frozen."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from tools.reproduce.classes import CLASSES
from tools.reproduce.patches import WINDOW_SIZE


class Reader(nn.Module):
    """A perceptron on each window: WINDOW_SIZE -> hidden -> feature -> classes."""

    def __init__(self, hidden: int, feature: int) -> None:
        super().__init__()
        self.see = nn.Sequential(
            nn.Linear(WINDOW_SIZE, hidden), nn.GELU(), nn.Linear(hidden, hidden), nn.GELU()
        )
        self.feature = nn.Sequential(nn.Linear(hidden, feature), nn.LayerNorm(feature))
        self.classes = nn.Linear(feature, CLASSES)

    def features(self, windows: Tensor) -> Tensor:
        """Windows (n x WINDOW_SIZE, uint8) to features (n x feature)."""
        found: Tensor = self.feature(self.see(windows.float() / 255.0))
        return found

    def forward(self, windows: Tensor) -> Tensor:
        """The class scores of each patch, n x CLASSES."""
        scores: Tensor = self.classes(nn.functional.gelu(self.features(windows)))
        return scores


def frozen(reader: Reader) -> Reader:
    """The reader in the state that the arms use: no gradient reaches it."""
    for weight in reader.parameters():
        weight.requires_grad_(False)
    return reader.eval()


def best_classes(reader: Reader, windows: Tensor) -> list[int]:
    """The likeliest class of each patch."""
    with torch.no_grad():
        kinds: list[int] = reader(windows).argmax(dim=1).tolist()
    return kinds
