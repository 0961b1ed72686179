"""A model and prompts in, one report of its alignment out: MIR, pairwise distance, carrier sensitivity."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lomo.config import Config
from lomo.errors import InputError
from lomo.evaluate.alignment import Mir, pairwise_distance, sensitivity_curve
from lomo.evaluate.hidden import Where, first_attention, layers, text_and_picture
from lomo.render.render import render
from lomo.vlm.load import Vlm


@dataclass(frozen=True, slots=True)
class Sample:
    """A text to show as text and as a picture.

    Attributes:
        id: its name in the report.
        text: the prompt.
        standard, rendered: its scores under the two protocols, 0 to 1, where it has been tested; else None.
    """

    id: str
    text: str
    standard: float | None = None
    rendered: float | None = None


def align(
    vlm: Vlm,
    samples: Iterable[Sample],
    *,
    pictures: Sequence[NDArray[np.uint8]] = (),
    config: Config | None = None,
    at: Where = "layer",
    mir_pairs: int = 100,
    bins: int = 7,
    edges: Sequence[float] | None = None,
    progress: Callable[[int], None] | None = None,
) -> dict[str, Any]:
    """Measures ``vlm``, sample by sample; memory does not grow with them, but for one distance each.

    Args:
        samples: the prompts; each is drawn whole, undistorted.
        pictures: those of MIR's pairs; absent: the drawing of the sample before, so that text and picture do not
            belong together.
        config: the page style.
        at: see ``lomo.evaluate.hidden.FirstAttention``.
        mir_pairs: how many pairs of a picture and an unrelated text MIR is taken over.
        bins, edges: of the curve (``sensitivity_curve``).
        progress: called with the number of samples done.

    Returns ``{"model", "pairwise": {"mean", "standard_error", "samples", "first_self_attention"}, "mir": {...},
    "curve": [...] or None, "distances": {id: d}}``. Raises InputError for no sample.
    """
    where = first_attention(vlm, at)
    measured: list[tuple[Sample, float]] = []
    pairs = 0
    before: NDArray[np.uint8] | None = None
    with Mir() as mir:
        for number, sample in enumerate(samples):
            pages = [page.image for page in render(sample.text, config).pages]
            told, seen = text_and_picture(vlm, where, sample.text, pages)
            measured.append((sample, pairwise_distance(told, seen)))
            picture = pictures[number % len(pictures)] if pictures else before
            if picture is not None and pairs < mir_pairs:
                for layer, vision, text in layers(vlm, picture, sample.text):
                    mir.add(layer, vision, text)
                pairs += 1
            before = pages[0]
            if progress:
                progress(number + 1)
        if not measured:
            raise InputError("there is no sample to measure")
        found = mir.result() if pairs else None
    distances = np.array([d for _, d in measured])
    report: dict[str, Any] = {
        "model": vlm.name,
        "pairwise": {
            "mean": float(distances.mean()),
            "standard_error": _standard_error(distances),
            "samples": len(distances),
            "first_self_attention": where.told(),
        },
        "mir": None,
        "curve": _curve(measured, bins, edges),
        "distances": {sample.id: d for sample, d in measured},
    }
    if found:
        source = "given pictures" if pictures else "the drawing of another prompt"
        report["mir"] = {
            **found.named(),
            "pairs": pairs,
            "pictures": source,
            "layers": [asdict(layer) for layer in found.layers],
        }
    return report


def _standard_error(values: NDArray[np.float64]) -> float | None:
    return float(values.std(ddof=1) / np.sqrt(len(values))) if len(values) > 1 else None


def _curve(
    measured: list[tuple[Sample, float]], bins: int, edges: Sequence[float] | None
) -> list[dict[str, Any]] | None:
    tested = [
        (d, sample.standard, sample.rendered)
        for sample, d in measured
        if sample.standard is not None and sample.rendered is not None
    ]
    if not tested:
        return None
    distances, standard, rendered = zip(*tested, strict=True)
    curve = sensitivity_curve(distances, standard, rendered, bins=bins, edges=edges)
    return [{**asdict(one), "drop": one.drop} for one in curve]
