"""The presets, each the keys that it sets; and what of one yields to keys that are given beside it."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from lomo.settings import merged

PRESETS: dict[str, dict[str, Any]] = {
    "paper": {},
    "clean": {"ops": {"clean": 1, "rotate": 0, "blur": 0, "shadow_or_stain": 0, "wave": 0}},
    "mild": {
        "style": {
            "variety": {
                # The default stands twice: it has all letters of the Latin, Greek and Cyrillic scripts.
                "faces": (
                    "DejaVuSans.ttf",
                    "DejaVuSans.ttf",
                    "lmroman10-regular.otf",
                    "lmsans10-regular.otf",
                ),
                "text_size_px_range": (18.0, 24.0),
                "line_height_range": (1.1, 1.35),
                "align": {"as_styled": 3, "justified": 1},
                "colours": {"as_styled": 3, "tint": 1},
                "min_contrast": 7.0,
            }
        },
        "distort": {
            "small_angle_deg_range": (0.5, 4.0),
            "large_angle_deg_range": (10.0, 20.0),
            "quarter_turns": False,
            "gaussian_sigma_px_range": (0.4, 0.9),
            "box_px_range": (3, 3),
            "motion_px_range": (2.0, 4.0),
            "shadow_darkening_range": (0.10, 0.25),
            "stain_opacity_range": (0.05, 0.20),
            "wave_slope": 0.15,
            "wave_amplitude_px_range": (0.5, 2.0),
            "fold_px_range": (0.5, 2.0),
        },
    },
    "strong": {
        "style": {
            "variety": {
                "faces": (
                    "DejaVuSans.ttf",
                    "DejaVuSans.ttf",
                    "lmroman10-regular.otf",
                    "lmsans10-regular.otf",
                    "DejaVuSansMono.ttf",
                ),
                "text_size_px_range": (16.0, 28.0),
                "line_height_range": (1.1, 1.6),
                "align": {"as_styled": 3, "justified": 2, "centre": 1, "right": 1},
                "colours": {"as_styled": 3, "tint": 2, "pair": 1, "dark": 2},
                "min_contrast": 4.5,
            }
        },
        "distort": {
            "small_angle_deg_range": (2.0, 12.0),
            "gaussian_sigma_px_range": (1.0, 1.8),
            "box_px_range": (3, 5),
            "motion_px_range": (4.0, 7.0),
            "shadow_darkening_range": (0.30, 0.60),
            "stain_opacity_range": (0.20, 0.50),
            "wave_slope": 0.35,
            "wave_amplitude_px_range": (2.0, 5.0),
            "wave_length_px_range": (60.0, 200.0),
            "fold_px_range": (2.0, 6.0),
        },
    },
}

_DRAWN_FOR = {
    "text_face": ("faces",),
    "text_size_px": ("text_size_px_range",),
    "math_size_px": ("text_size_px_range",),
    "line_height_px": ("text_size_px_range", "line_height_range"),
    "align": ("align",),
    "ink": ("colours",),
    "paper": ("colours",),
}
"""For each key of ``style``, the parts of ``style.variety`` that would draw something else in its place."""


def laid_on(under: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    """``under``, a configuration's keys, with those of ``over`` laid on it: what ``over`` sets in ``style`` is not
    drawn by a variety that ``under`` asks for."""
    style = over.get("style")
    given = (
        style.model_fields_set if isinstance(style, BaseModel) else style if isinstance(style, dict) else ()
    )
    drawn = {part for key in given if key in _DRAWN_FOR for part in _DRAWN_FOR[key]}
    variety = under.get("style", {}).get("variety", {})
    if drawn & variety.keys():
        kept = {name: value for name, value in variety.items() if name not in drawn}
        under = {**under, "style": {**under["style"], "variety": kept}}
    return merged(under, over)
