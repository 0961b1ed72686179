"""A size's name in, every number of a run out: model, steps, corpora, and how pages look."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Any

from lomo.config import Config

ARMS = {
    "sft": "Standard SFT",
    "full": "Full-Text Rendering",
    "lomo-clean": "LoMo w/o distortion",
    "lomo": "LoMo",
}
MATCHED = {"lomo-matched": "LoMo, matched 1:1"}


@dataclass(frozen=True, slots=True)
class Size:
    """One setting of the experiment; times are of two CPU cores that nothing else uses.

    Attributes:
        width, layers, heads: the decoder's.
        reader_width, feature_width: the patch encoder's hidden layer and what it hands to the projector.
        reader_steps, reader_pages: steps of the reader, pages a step.
        base_steps, base_batch: steps of the decoder on text alone, prompts a step.
        steps, batch: steps of every arm; a step takes ``batch`` records of each half of the pool.
        warm_up: steps over which each rate rises; then it falls to a tenth along a cosine.
        reader_rate, base_rate, rate: the three stages' highest learning rates.
        tested, read: held-out records of each half; pages on which the reader is tested.
        checks: how often an arm is tested on the way.
        checked: held-out prompts of such a test.
        mir_pairs: pairs of a picture and an unrelated text for MIR.
    """

    width: int = 64
    layers: int = 3
    heads: int = 4
    reader_width: int = 192
    feature_width: int = 64
    reader_steps: int = 1500
    reader_pages: int = 16
    base_steps: int = 2000
    base_batch: int = 32
    steps: int = 2500
    batch: int = 24
    warm_up: int = 50
    reader_rate: float = 2e-3
    base_rate: float = 4e-3
    rate: float = 2e-3
    tested: int = 600
    read: int = 200
    checks: int = 10
    checked: int = 200
    mir_pairs: int = 100

    @property
    def records(self) -> int:
        """How many records of each half one epoch takes."""
        return self.steps * self.batch


SIZES = {
    "small": Size(),
    "quick": Size(
        width=32,
        layers=2,
        reader_width=64,
        feature_width=32,
        reader_steps=60,
        base_steps=60,
        base_batch=16,
        steps=30,
        batch=8,
        warm_up=10,
        tested=60,
        read=20,
        checks=2,
        checked=30,
        mir_pairs=20,
    ),
    "large": Size(
        width=256,
        layers=6,
        heads=8,
        reader_width=512,
        feature_width=128,
        reader_steps=6000,
        reader_pages=32,
        base_steps=8000,
        base_batch=128,
        steps=4000,
        batch=64,
        warm_up=200,
        reader_rate=1e-3,
        base_rate=6e-4,
        rate=3e-4,
        tested=3000,
        read=500,
        checks=10,
        checked=500,
    ),
}


def operator(seed: int) -> dict[str, Any]:
    """The operator's configuration: the paper's but for a narrow page and distortions that fit its smaller text.

    The paper draws text of 20 px, which a model of a million parameters on a CPU cannot afford: here it is 14 px in
    lines of 16, the height of a patch. Angles are small because the decoder sees patches in one order, row by row.
    """
    return {
        "seed": seed,
        "preset": "mild",
        "style": {  # the look that `mild` would draw is given: a reader so small learns one
            "text_face": "DejaVuSans.ttf",
            "align": "left",
            "ink": "#000000",
            "paper": "#ffffff",
            "text_size_px": 14,
            "line_height_px": 16,
            "math_size_px": 14,
            "margin_px": 2,
            "width_px": 184,
        },
        "distort": {
            "small_angle_deg_range": [0.5, 2.0],
            "large_angle_deg_range": [2.0, 5.0],
            "stain_tint": False,
        },
    }


def page_config(seed: int = 0, **changes: Any) -> Config:
    """``operator`` as a checked configuration, with ``changes`` laid over it."""
    return Config.from_dict({**operator(seed), **changes})


def fingerprint(*parts: Any) -> str:
    """What a stage's cache is named by: it changes with every number that the stage depends on."""
    told = [asdict(one) if isinstance(one, Size) else one for one in parts]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:16]
