"""What the look of a page may be drawn from: weights and ranges, all of which draw nothing by default."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from lomo.settings import Section

Align = Literal["left", "justified", "centre", "right"]
Weight = Annotated[int, Field(ge=0, le=1_000_000)]
Size = Annotated[float, Field(ge=6, le=200)]
Ems = Annotated[float, Field(ge=0.8, le=4)]


class Shares(Section):
    """Integer weights of a choice; they need not sum to one, and one of them is positive."""

    @model_validator(mode="after")
    def _some_weight(self) -> Self:
        if not any(getattr(self, name) for name in type(self).model_fields):
            raise ValueError("at least one weight must be positive")
        return self


class AlignWeights(Shares):
    """How often lines are aligned in each way; ``style.align`` itself while only the first weighs anything. (ours)"""

    as_styled: Weight = 1
    """As ``style.align`` says."""
    left: Weight = 0
    """Flush left, ragged right (lines of right-to-left scripts flush right)."""
    justified: Weight = 0
    """Flush on both sides, by the white space between words."""
    centre: Weight = 0
    """Centred."""
    right: Weight = 0
    """Flush right, ragged left (lines of right-to-left scripts flush left)."""


class ColourWeights(Shares):
    """How often each kind of colour pair is drawn. (ours)"""

    as_styled: Weight = 1
    """``style.ink`` on ``style.paper``."""
    tint: Weight = 0
    """Nearly black ink on pale, tinted paper."""
    pair: Weight = 0
    """Coloured ink on lighter paper of another colour."""
    dark: Weight = 0
    """Dark mode: pale ink on nearly black paper."""


class Variety(Section):
    """What the look of a span's pages is drawn from, by seed and record; nothing is drawn by default. (ours)"""

    faces: tuple[str, ...] = ()
    """Faces of plain text, as in ``style.text_face``, each as likely; one may stand twice. (ours)"""
    text_size_px_range: tuple[Size, Size] | None = None
    """Em size of text in px; formulas and lines grow with it. (ours)"""
    line_height_range: tuple[Ems, Ems] | None = None
    """Distance between baselines in em of the text. (ours)"""
    align: AlignWeights = AlignWeights()
    """How lines are aligned."""
    colours: ColourWeights = ColourWeights()
    """Colours of ink and paper."""
    min_contrast: Annotated[float, Field(ge=2, le=15)] = 4.5
    """The least contrast of drawn colours, as WCAG 2.1 counts it (its level AA asks for 4.5). (ours)"""
