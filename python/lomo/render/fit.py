"""A passage and a style -> the wrap width and the page height that keep every picture within its limits."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from math import ceil, isqrt, lcm

from lomo import _native
from lomo.colour import rgb
from lomo.config import Style
from lomo.processors import LONGEST, AnyProcessor, Processor
from lomo.tokens.count import tokens
from lomo.tokens.read import processor_of

UNITS_PER_PX = 65536
_NARROWEST_PX = 64

Grown = _native.Operation
"""What a page is distorted by, where that makes its picture larger."""


@lru_cache(maxsize=64)
def _ratio(value: float) -> Fraction:
    return Fraction(value).limit_denominator(1000)


def units(px: float) -> int:
    """A length in px as layout units (1/65536 px)."""
    return round(px * UNITS_PER_PX)


def wrap_widths(passage: _native.Passage, style: Style, grown: Grown | None) -> tuple[int, int]:
    """The wrap widths in layout units: of the text, and of lines of code and rows of tables.

    The text would fill a page of ``style.aspect`` at its width, within ``style.width_range``; words are not
    split and no formula, URL or path is broken while the range allows it; then the lines are evened out. Code
    may be wider, up to ``style.code_width_px``, so that it keeps its lines.
    A width whose distorted page would leave room for a ribbon only is made smaller.
    """
    if style.width_px is not None:
        return units(style.width_px), units(style.width_px)
    low, high = (units(bound) for bound in style.width_range)
    aspect = _ratio(style.aspect)
    area = passage.total_advance * units(style.line_height_px)
    width = isqrt(area * aspect.numerator // aspect.denominator)
    width = min(max(width, passage.longest_whole, passage.longest_code, low), high)
    width = _with_room(width, None, style, grown)
    code_width = min(passage.longest_code, units(style.code_width_px))
    if code_width > width:
        lines = passage.break_lines(width, code_width).count
        code_width = max(width, _with_room(code_width, lines * style.line_height_px, style, grown))
    return passage.balanced_width(width, code_width), max(width, code_width)


def _with_room(width: int, needed_px: float | None, style: Style, grown: Grown | None) -> int:
    """The width, made smaller until its distorted page leaves room for ``needed_px``, or for half of the height
    that suits the width."""
    while width > units(_NARROWEST_PX):
        width_px = width // UNITS_PER_PX
        height = round(width_px / (2 * style.aspect))
        if needed_px is not None:
            height = min(height, round(needed_px))
        height = max(round(style.line_height_px), height)
        around = 2 * style.margin_px + 2
        if fits(width_px + around, height + around, style, grown):
            break
        width = width * 3 // 4
    return width


def finish_of(style: Style) -> _native.Finish:
    """The style's colours, padding and bounds of pictures, as the core takes them.

    Pictures are padded with paper at the right and below, as the style and its processor ask: with one of the Qwen kind
    the sides are multiples of a token's, and the picture is neither too small nor too long for it.
    """
    return _finish(
        style.ink,
        style.paper,
        style.min_side_px,
        style.max_aspect,
        style.pad_to,
        style.max_pixels,
        style.processor,
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
) -> _native.Finish:
    aspect = _ratio(min(max_aspect, _ANY_ASPECT))
    least_pixels, most_padded = 0, most_pixels
    counting = None if processor is None else processor_of(processor)
    if isinstance(counting, Processor):
        # A side that is rounded up must not pass the processor's own limit.
        aspect, step = min(aspect, Fraction(LONGEST, 2)), lcm(step, counting.token_px)
        least_pixels, most_padded = counting.min_pixels, counting.max_pixels
    return _native.Finish(
        rgb(ink),
        rgb(paper),
        least_side,
        (aspect.numerator, aspect.denominator),
        step,
        least_pixels,
        most_pixels,
        most_padded,
    )


_ANY_ASPECT = 65536.0  # no picture is longer


def padded_size(width: int, height: int, style: Style) -> tuple[int, int]:
    """The size in px of a picture of this size once it is padded (``finish_of``)."""
    return finish_of(style).padded_size(width, height)


def fits(width: int, height: int, style: Style, grown: Grown | None) -> bool:
    """Whether a page of this size in px makes a final picture of at most ``style.max_pixels``, within
    ``style.token_budget``, that the style's processor need not shrink."""
    if not finish_of(style).fits(width, height, grown):
        return False
    if style.token_budget is None or style.processor is None:
        return True
    width, height = (width, height) if grown is None else grown.size(width, height)
    return tokens(*padded_size(width, height, style), processor_of(style.processor)) <= style.token_budget


def limits(style: Style) -> str:
    """The keys that bound a picture's size, with their values: for messages."""
    told = f"style.max_pixels ({style.max_pixels})"
    if style.token_budget is not None:
        told += f" and style.token_budget ({style.token_budget})"
    return told


def broken_lines(passage: _native.Passage, style: Style, grown: Grown | None) -> _native.Lines:
    """The lines of the passage at the wrap width.

    Under a budget of tokens, which other widths may keep where that one does not: at the first width, from the usual
    one on to either side, at which the whole text is one page.
    """
    if style.token_budget is not None and style.width_px is None:
        usual, code = wrap_widths(passage, style.model_copy(update={"token_budget": None}), grown)
        widest = units(style.width_range[1])
        for eighths in range(_OTHER_WIDTHS + 1):
            for width in dict.fromkeys((usual * 8 // (8 + eighths), usual * (8 + eighths) // 8)):
                if width <= widest or width == usual:
                    lines = _broken_at(passage, (width, max(width, code)), style)
                    if _one_page(passage, lines, style, grown):
                        return lines
    return _broken_at(passage, wrap_widths(passage, style, grown), style)


def _broken_at(passage: _native.Passage, widths: tuple[int, int], style: Style) -> _native.Lines:
    lines = passage.break_lines(*widths)
    lines.align = style.align
    return lines


_OTHER_WIDTHS = 12


def _one_page(passage: _native.Passage, lines: _native.Lines, style: Style, grown: Grown | None) -> bool:
    # Of many lines a page of the least height they can have is tried first, which costs nothing.
    least = (lines.count - 2) * int(style.line_height_px)
    if (
        isinstance(processor_of(style.processor), Processor)
        and least > 0
        and not fits(max(1, lines.width // UNITS_PER_PX), least, style, None)
    ):
        return False
    pages = passage.pages(lines, units(65535))
    return len(pages) == 1 and fits(*box_px(lines, pages[0][0], style), style, grown)


def box_px(lines: _native.Lines, layout: _native.Layout, style: Style) -> tuple[int, int]:
    """The most that a page of these lines may take, in px, its margins included; ink may stand out of a line's box
    by two px. Under a budget of tokens, of which two px can cost a whole row, exactly what it takes."""
    if style.token_budget is not None:
        boxes = _native.item_boxes(layout)[:, 1:5]
        boxes = boxes[(boxes[:, 0] < boxes[:, 2]) & (boxes[:, 1] < boxes[:, 3])]
        if len(boxes):
            width, height = (
                boxes[:, 2:].max(axis=0) - boxes[:, :2].min(axis=0) + 2 * style.margin_px
            ).tolist()
            return width, height
    around = 2 * style.margin_px + 2
    return -(-lines.width // UNITS_PER_PX) + around, ceil(layout.height + layout.depth) + around


def page_height(width: int, style: Style, grown: Grown | None) -> int:
    """The greatest height in px of a page of this width that fits; at least 1."""
    low, high = 1, min(65535, max(1, style.max_pixels // width))
    while low < high:
        middle = (low + high + 1) // 2
        if fits(width, middle, style, grown):
            low = middle
        else:
            high = middle - 1
    return low
