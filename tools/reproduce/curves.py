"""The runs' curves in, one small PNG out: loss, and accuracy on drawn and on plain questions over the steps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

_COLOURS = ("#555555", "#c0392b", "#2980b9", "#16a085", "#8e44ad")


def draw(path: Path, runs: Sequence[Mapping[str, Any]], arms: Mapping[str, str]) -> None:
    """Three panels; a line for each arm, the mean of the seeds, the seeds themselves thin."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    panels = {
        "loss": "SFT loss, nats a token",
        "rendered": "rendered accuracy",
        "standard": "standard accuracy",
    }
    figure, axes = pyplot.subplots(1, len(panels), figsize=(9.6, 2.9), dpi=90)
    for axis, (kind, title) in zip(axes, panels.items(), strict=True):
        for colour, (arm, name) in zip(_COLOURS, arms.items(), strict=False):
            lines = [[point for point in run[f"arm {arm}"]["curve"] if kind in point] for run in runs]
            at = [point["step"] for point in lines[0]]
            if len(lines) > 1:
                for line in lines:
                    axis.plot(at, [point[kind] for point in line], color=colour, linewidth=0.5, alpha=0.5)
            mean = [sum(point[kind] for point in same) / len(same) for same in zip(*lines, strict=True)]
            axis.plot(at, mean, color=colour, label=name, marker=".")
        axis.set_title(title, fontsize=9)
        axis.set_xlabel("step", fontsize=8)
        axis.tick_params(labelsize=7)
        if kind != "loss":
            axis.set_ylim(0, 1)
    axes[0].legend(fontsize=6)
    figure.tight_layout()
    figure.savefig(path, metadata={"Software": None})
    pyplot.close(figure)
