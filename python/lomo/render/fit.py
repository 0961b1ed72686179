"""A style -> what the core keeps pages within: colours, padding, bounds of pictures, widths of lines."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from math import lcm

from lomo import _native
from lomo.colour import rgb
from lomo.config import Style
from lomo.processors import LONGEST, AnyProcessor, Processor
from lomo.same import while_same
from lomo.tokens.count import tokens
from lomo.tokens.read import processor_of

UNITS_PER_PX = 65536

Grown = _native.Operation
"""What a page is distorted by, where that makes its picture larger."""

_ANY_ASPECT = 65536.0  # no picture is longer


def units(px: float) -> int:
    """A length in px as layout units (1/65536 px)."""
    return round(px * UNITS_PER_PX)


@while_same
def finish_of(style: Style) -> _native.Finish:
    """The style's colours, padding and bounds of pictures.

    Pictures are padded with paper at the right and below, as the style and its processor ask: with one of the Qwen
    kind the sides are multiples of a token's, and the picture is neither too small nor too long for it.
    """
    return _finish(
        style.ink,
        style.paper,
        style.min_side_px,
        style.max_aspect,
        style.pad_to,
        style.max_pixels,
        style.processor,
        style.token_budget,
    )


@lru_cache(maxsize=64)
def _finish(
    ink: str,
    paper: str,
    least_side: int,
    max_aspect: float,
    step: int,
    most_pixels: int,
    processor: AnyProcessor | None,
    budget: int | None,
) -> _native.Finish:
    aspect = _ratio(min(max_aspect, _ANY_ASPECT))
    least_pixels, most_padded, most_paid = 0, most_pixels, most_pixels
    affordable = None
    counting = None if processor is None else processor_of(processor)
    if isinstance(counting, Processor):
        # A side that is rounded up must not pass the processor's own limit.
        aspect, step = min(aspect, Fraction(LONGEST, 2)), lcm(step, counting.token_px)
        least_pixels, most_padded = counting.min_pixels, counting.max_pixels
        if budget is not None:  # a picture so padded costs its pixels
            most_paid = budget * counting.token_px**2
    elif counting is not None and budget is not None:
        most = budget

        def affordable(width: int, height: int) -> bool:
            return tokens(width, height, counting) <= most

    return _native.Finish(
        rgb(ink),
        rgb(paper),
        least_side,
        (aspect.numerator, aspect.denominator),
        step,
        least_pixels,
        most_pixels,
        most_padded,
        min(most_paid, most_pixels),
        affordable,
    )


@while_same
def page_fit(style: Style) -> _native.PageFit:
    """How wide and how high the style lets pages be."""
    return _page_fit(
        finish_of(style),
        style.width_px,
        style.width_range,
        style.code_width_px,
        style.aspect,
        style.line_height_px,
        style.margin_px,
        style.max_pages,
        style.align,
        style.token_budget is not None,
        style.processor,
    )


@lru_cache(maxsize=64)
def _page_fit(
    finish: _native.Finish,
    width_px: int | None,
    width_range: tuple[int, int],
    code_width_px: int,
    aspect: float,
    line_height_px: float,
    margin_px: int,
    most_pages: int,
    align: str,
    budgeted: bool,
    processor: AnyProcessor | None,
) -> _native.PageFit:
    ratio = _ratio(aspect)
    return _native.PageFit(
        finish,
        None if width_px is None else units(width_px),
        (units(width_range[0]), units(width_range[1])),
        units(code_width_px),
        (ratio.numerator, ratio.denominator),
        aspect,
        line_height_px,
        margin_px,
        most_pages,
        align,
        budgeted,
        processor is not None and isinstance(processor_of(processor), Processor),
    )


def _ratio(value: float) -> Fraction:
    return Fraction(value).limit_denominator(1000)


def limits(style: Style) -> str:
    """The keys that bound a picture's size, with their values: for messages."""
    told = f"style.max_pixels ({style.max_pixels})"
    if style.token_budget is not None:
        told += f" and style.token_budget ({style.token_budget})"
    return told
