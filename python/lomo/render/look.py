"""A stream of chance and a style -> the look of one span's pages, and the style that has it.

What is drawn are integers and names, enough to give the same style again.
"""

from __future__ import annotations

from typing import Any

from lomo.colour import BLACK, WHITE, Rgb, contrast, named
from lomo.config import Style
from lomo.errors import InputError
from lomo.randomness import Stream
from lomo.same import while_same
from lomo.variety import AlignWeights, ColourWeights, Variety

Look = dict[str, Any]
"""``text_face``, ``text_size_px64``, ``line_height_px64`` and ``math_size_px64`` (1/64 px), ``align``, ``ink`` and
``paper`` ([red, green, blue]): those that were drawn."""

PX = 64
_LARGEST_PX = {"text_size_px": 200, "math_size_px": 200, "line_height_px": 400}
_SMALLEST_PX = 6
_TRIES = 64  # before black and white are taken


_NONE = Variety()


def draw_look(style: Style, seed: int, key: str, purpose: str) -> Look:
    """What ``style.variety`` asks for. Each part has a stream of its own (``purpose/face``, ...), so that asking for
    one more changes none of the others."""
    if not _varies(style):
        return {}
    variety = style.variety
    look: Look = {}
    if variety.faces:
        look["text_face"] = variety.faces[Stream(seed, key, f"{purpose}/face").below(len(variety.faces))]
    if variety.text_size_px_range is not None or variety.line_height_range is not None:
        look |= _sizes(Stream(seed, key, f"{purpose}/size"), Stream(seed, key, f"{purpose}/line"), style)
    if (align := _one_of(Stream(seed, key, f"{purpose}/align"), variety.align)) is not None:
        look["align"] = align
    colours = Stream(seed, key, f"{purpose}/colours")
    if (kind := _one_of(colours, variety.colours)) is not None:
        ink, paper = _colours(colours, kind, round(variety.min_contrast * 100))
        look |= {"ink": list(ink), "paper": list(paper)}
    return look


@while_same
def _varies(style: Style) -> bool:
    return style.variety != _NONE


def _one_of(stream: Stream, shares: AlignWeights | ColourWeights) -> str | None:
    """A name drawn by the weights; None for ``as_styled``."""
    names = list(type(shares).model_fields)
    drawn = names[stream.choose([getattr(shares, name) for name in names])]
    return None if drawn == "as_styled" else drawn


def _sizes(sizes: Stream, lines: Stream, style: Style) -> Look:
    """The text's size, and those of formulas and lines in proportion to it."""
    variety = style.variety
    usual = round(style.text_size_px * PX)
    text = _within(sizes, variety.text_size_px_range, PX) if variety.text_size_px_range else usual
    if variety.line_height_range is not None:
        line = text * _within(lines, variety.line_height_range, 1024) // 1024
    else:
        line = round(style.line_height_px * PX) * text // usual
    maths = round(style.math_size_px * PX) * text // usual
    drawn = {"text_size_px": text, "math_size_px": maths, "line_height_px": line}
    return {
        f"{name}64": min(max(value, _SMALLEST_PX * PX), _LARGEST_PX[name] * PX)
        for name, value in drawn.items()
    }


def _within(stream: Stream, bounds: tuple[float, float], unit: int) -> int:
    low, high = bounds
    return stream.between(round(low * unit), round(high * unit))


def _colours(stream: Stream, kind: str, least: int) -> tuple[Rgb, Rgb]:
    """Ink and paper with a contrast of at least ``least`` hundredths."""
    for _ in range(_TRIES):
        if kind == "tint":
            ink, paper = _near(stream, (0, 50), 12), _near(stream, (232, 250), 22)
        elif kind == "pair":
            ink, paper = _any(stream, (0, 150)), _any(stream, (150, 255))
        else:
            ink, paper = _near(stream, (190, 250), 25), _near(stream, (8, 50), 12)
        if contrast(ink, paper) >= least:
            return ink, paper
    return (WHITE, BLACK) if kind == "dark" else (BLACK, WHITE)


def _near(stream: Stream, level: tuple[int, int], hue: int) -> Rgb:
    """A nearly grey colour: each channel at most ``hue`` from the level."""
    grey = stream.between(*level)
    red, green, blue = (min(max(grey + stream.between(-hue, hue), 0), 255) for _ in range(3))
    return red, green, blue


def _any(stream: Stream, channel: tuple[int, int]) -> Rgb:
    red, green, blue = (stream.between(*channel) for _ in range(3))
    return red, green, blue


def with_look(style: Style, look: Look) -> Style:
    """The style that has this look, and draws nothing more; raises InputError for a look that was not drawn here."""
    given: dict[str, Any] = {}
    for name, value in look.items():
        if name.endswith("_px64"):
            given[name.removesuffix("64")] = value / PX
        elif name in ("ink", "paper"):
            red, green, blue = value
            given[name] = named((red, green, blue))
        elif name in ("text_face", "align"):
            given[name] = value
        else:
            raise InputError(f"a look has no {name!r}")
    return style.model_copy(update={**given, "variety": _NONE})
