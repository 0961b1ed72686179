"""A span and a stream of chance in, its pages distorted above the floor of legibility out."""

from __future__ import annotations

from dataclasses import dataclass

from lomo import _native
from lomo.config import Config, Style
from lomo.distort.apply import Distorted, keeps_size
from lomo.distort.choose import Operation, again, choose
from lomo.distort.legibility import ONE
from lomo.errors import InputError
from lomo.randomness import Stream
from lomo.render.fit import finish_of
from lomo.render.render import Rendering, render

DRAWS = 4
"""How often the numbers of a distortion are drawn before the page stays clean."""
JUDGED_GLYPHS = 32
"""How many glyphs of a page are judged at most, evenly spread: so that it costs little."""


@dataclass(slots=True, eq=False)
class Drawn:
    """A span's pages and how they were distorted.

    Attributes:
        rendering: the clean pages.
        operation: the distortion of all of them.
        distorted: each page distorted, coloured and padded, in order.
        draws: how many times numbers were drawn.
        refused: the operation that stayed below the floor in every draw and gave way to ``clean``, or None.
        score: the lowest page's legibility, 0 .. 1; None where it was not judged.
    """

    rendering: Rendering
    operation: Operation
    distorted: tuple[Distorted, ...]
    draws: int = 1
    refused: str | None = None
    score: float | None = None


def draw_pages(
    source: str, config: Config, seed: int, key: str, purpose: str, parsed: _native.Blocks | None = None
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
    parsed: _native.Blocks | None = None,
) -> Drawn:
    """The pages of ``source`` distorted by ``operation``, or by a milder one.

    Where the legibility of a page stays below ``config.distort.legibility_floor``, the numbers of the same
    operation are drawn again from a stream of their own (``purpose/1``, ``purpose/2``, ...), at most DRAWS times in
    all; a page that no draw leaves legible is not distorted. Raises MissingGlyphError, PageLimitError.
    """
    floor = config.distort.legibility_floor
    if floor <= 0:
        return distorted_pages(source, config, operation, parsed)
    drawn = distorted_pages(source, config, operation, parsed, judged=True)
    refused: str | None = None
    draws = 1
    while (score := drawn.score or 0) < floor and operation.op != "clean":
        if draws < DRAWS:
            operation = again(Stream(seed, key, f"{purpose}/{draws}"), config, operation)
            draws += 1
        else:
            refused, operation = operation.op, Operation("clean", {})
        # Pages depend on a distortion by its size alone: a blur's need not be set again.
        same = keeps_size(drawn.operation) and keeps_size(operation)
        drawn = (
            _distorted(drawn.rendering, config.style, operation, judged=True)
            if same
            else distorted_pages(source, config, operation, parsed, judged=True)
        )
    return Drawn(drawn.rendering, operation, drawn.distorted, draws, refused, score)


def distorted_pages(
    source: str,
    config: Config,
    operation: Operation,
    parsed: _native.Blocks | None = None,
    *,
    judged: bool = False,
) -> Drawn:
    """The pages of ``source``, each distorted by ``operation``; raises MissingGlyphError, PageLimitError."""
    grown = None if keeps_size(operation) else operation.native
    rendering = render(source, config, grown=grown, parsed=parsed)
    return _distorted(rendering, config.style, operation, judged=judged)


def _distorted(rendering: Rendering, style: Style, operation: Operation, *, judged: bool) -> Drawn:
    finish = finish_of(style)
    made: list[Distorted] = []
    scores: list[int] = []
    for page in rendering.pages:
        try:
            image, score = _native.final_picture(
                page.layout,
                page.origin,
                page.image,
                page.grey,
                operation.native,
                finish,
                JUDGED_GLYPHS if judged else None,
            )
        except _native.NativeInputError as error:
            raise InputError(f"{operation.op}: {error}") from None
        height, width, _ = page.image.shape
        made.append(Distorted(image, operation, (width, height)))
        if score is not None:
            scores.append(score)
    return Drawn(rendering, operation, tuple(made), score=min(scores) / ONE if scores else None)
