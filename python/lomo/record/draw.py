"""A span and a stream of chance in, its pages distorted above the floor of legibility out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

from lomo.colour import rgb
from lomo.config import Config, Style
from lomo.distort.apply import Distorted, apply, apply_on_paper, grown_size, keeps_size
from lomo.distort.choose import Operation, again, choose
from lomo.distort.legibility import ONE, page_score
from lomo.randomness import Stream
from lomo.render.colours import coloured, is_plain
from lomo.render.fit import pad
from lomo.render.render import Page, Rendering, render
from lomo.span.blocks import Block

DRAWS = 4
"""How often the numbers of a distortion are drawn before the page stays clean."""
JUDGED_GLYPHS = 32
"""How many glyphs of a page are judged at most, evenly spread: so that it costs little."""


@dataclass(frozen=True, eq=False)
class Drawn:
    """A span's pages and how they were distorted.

    Attributes:
        rendering: the clean pages.
        operation: the distortion of all of them.
        distorted: each page distorted, coloured and padded, in order.
        draws: how many times numbers were drawn.
        refused: the operation that stayed below the floor in every draw and gave way to ``clean``, or None.
        score: the lowest page's legibility, 0 .. 1; None where no floor is set.
    """

    rendering: Rendering
    operation: Operation
    distorted: tuple[Distorted, ...]
    draws: int = 1
    refused: str | None = None
    score: float | None = None


def draw_pages(
    source: str, config: Config, seed: int, key: str, purpose: str, parsed: list[Block] | None = None
) -> Drawn:
    """The pages of ``source``, distorted as the stream (seed, key, purpose) says and as ``above_floor`` allows.

    ``parsed`` are the blocks of ``source``, where they are known. Raises MissingGlyphError, PageLimitError.
    """
    operation = choose(Stream(seed, key, purpose), config)
    return above_floor(source, config, operation, seed, key, purpose, parsed)


def above_floor(
    source: str,
    config: Config,
    operation: Operation,
    seed: int,
    key: str,
    purpose: str,
    parsed: list[Block] | None = None,
) -> Drawn:
    """The pages of ``source`` distorted by ``operation``, or by a milder one.

    Where the legibility of a page stays below ``config.distort.legibility_floor``, the numbers of the same
    operation are drawn again from a stream of their own (``purpose/1``, ``purpose/2``, ...), at most DRAWS times in
    all; a page that no draw leaves legible is not distorted. Raises MissingGlyphError, PageLimitError.
    """
    floor = config.distort.legibility_floor
    drawn = distorted_pages(source, config, operation, parsed)
    if floor <= 0:
        return drawn
    refused: str | None = None
    draws = 1
    while (score := lowest_score(drawn)) < floor * ONE and operation.op != "clean":
        if draws < DRAWS:
            operation = again(Stream(seed, key, f"{purpose}/{draws}"), config, operation)
            draws += 1
        else:
            refused, operation = operation.op, Operation("clean", {})
        # Pages depend on a distortion by its size alone: a blur's need not be set again.
        same = keeps_size(drawn.operation) and keeps_size(operation)
        drawn = (
            _distorted(drawn.rendering, config.style, operation)
            if same
            else distorted_pages(source, config, operation, parsed)
        )
    return Drawn(drawn.rendering, operation, drawn.distorted, draws, refused, score / ONE)


def distorted_pages(
    source: str, config: Config, operation: Operation, parsed: list[Block] | None = None
) -> Drawn:
    """The pages of ``source``, each distorted by ``operation``; raises MissingGlyphError, PageLimitError."""
    grown = None if keeps_size(operation) else partial(grown_size, operation)
    rendering = render(source, config, grown=grown, parsed=parsed)
    return _distorted(rendering, config.style, operation)


def _distorted(rendering: Rendering, style: Style, operation: Operation) -> Drawn:
    return Drawn(rendering, operation, tuple(_picture(page, style, operation) for page in rendering.pages))


def _picture(page: Page, style: Style, operation: Operation) -> Distorted:
    """The page distorted, in its colours, padded.

    What moves and blends pixels does so in black on white, and the result is coloured: a blend of colours is the
    colour of the blend, the canvas grows in paper, and the kernels need not know. What takes light away takes it from
    the coloured page: a shadow darkens dark paper, too, where one on black ink would have brightened it. Where the
    canvas does not grow, the page is padded first: no stain ends in a straight line. A page with emoji in colour has
    no black and white to come from: it is distorted as it is.
    """
    in_colour = page.layout.in_colour
    if keeps_size(operation):
        size = page.image.shape[1], page.image.shape[0]
        lit = in_colour or is_plain(style) or operation.set == "shadow_or_stain"
        made = apply(pad(page.image if lit else page.grey, style, plain=not lit), operation)
        if lit and made.source_size == size:
            return made
        return replace(made, image=made.image if lit else coloured(made.image, style), source_size=size)
    if in_colour:
        moved = apply_on_paper(page.image, operation, rgb(style.paper))
        return replace(moved, image=pad(moved.image, style))
    moved = apply(page.grey, operation)
    return replace(moved, image=pad(coloured(moved.image, style), style))


def lowest_score(drawn: Drawn) -> int:
    """The legibility of the least legible page, in 1/65536."""
    return min(
        page_score(page, distorted, JUDGED_GLYPHS)
        for page, distorted in zip(drawn.rendering.pages, drawn.distorted, strict=True)
    )
