"""The slow twin of setting a line of text: its runs by Unicode's algorithms and the faces' coverage, each
shaped through uharfbuzz, HarfBuzz's own binding.
"""

from __future__ import annotations

import itertools
import unicodedata
from functools import cache
from pathlib import Path
from typing import NamedTuple

import uharfbuzz

from lomo import _native

Ink = tuple[str, int, float, float]
"""A glyph with ink: its face's key, its index, and where it stands, in px."""


class FontPlace(NamedTuple):
    """A face: what it is called, where HarfBuzz finds it, and the native object that knows its coverage."""

    key: str
    path: Path
    index: int
    native: _native.FontFile


class Run(NamedTuple):
    """[start, end) of the line, set in one face, script and direction."""

    start: int
    end: int
    face: int
    script: str
    level: int


def runs_of(line: str, faces: list[FontPlace]) -> list[Run]:
    """The runs of a line without tabs or formulas, from left to right."""
    _, levels = _native.bidi_levels(line, -1)
    scripts = [tag for start, end, tag in _native.script_runs(line) for _ in range(start, end)]
    chosen = _faces_of(line, faces)
    kinds = list(zip(chosen, scripts, levels, strict=True))
    starts = [0, *(i for i in range(1, len(line)) if kinds[i] != kinds[i - 1]), len(line)]
    runs = [Run(start, end, *kinds[start]) for start, end in itertools.pairwise(starts)]
    return [runs[i] for i in _native.bidi_order(bytes(run.level for run in runs))]


def _faces_of(line: str, faces: list[FontPlace]) -> list[int]:
    """The face of each character: for a cluster the first that covers it, the latest fallback before others."""
    chosen = []
    latest = 0
    for start, end in itertools.pairwise(_native.grapheme_boundaries(line)):
        wanted = [ord(c) for c in line[start:end] if _native.needs_glyph(c)]
        order = [0, *([latest] if latest else []), *range(2, len(faces))]
        face = next(f for f in order if all(faces[f].native.glyph_index(cp) for cp in wanted))
        latest = face or latest
        chosen += [face] * (end - start)
    for at in _eastern_marks(line):
        near = min((i for i, c in enumerate(line) if _is_eastern(c)), key=lambda i: (abs(i - at), i))
        if faces[chosen[near]].native.glyph_index(ord(line[at])):
            chosen[at] = chosen[near]
    return chosen


_MARKS = "\u2018\u2019\u201c\u201d\u2014\u2015\u2025\u2026\u00b7"
_CLOSING = {"\u201d": "\u201c", "\u2019": "\u2018"}


def _is_eastern(c: str) -> bool:
    name = unicodedata.name(c, "")
    wide = unicodedata.east_asian_width(c) in "WF"
    return (
        wide
        and not c.isspace()
        and not name.startswith(("HANGUL", "EMOJI"))
        and c < "\U0003fffe"
        and (c < "\ufff0" or c >= "\U00020000")
    )


def _eastern_marks(line: str) -> set[int]:
    """The marks of Western and East Asian text that here belong to the latter (page/shared_marks.h)."""
    found: set[int] = set()
    unpaired = {at for at, c in enumerate(line) if c in _MARKS}
    opened: dict[str, list[int]] = {"\u201c": [], "\u2018": []}
    for at in sorted(unpaired):
        c = line[at]
        beside = (line[at - 1 : at], line[at + 1 : at + 2])
        if c == "\u2019" and all(s.isalnum() and not _is_eastern(s) for s in beside):
            unpaired.discard(at)
        elif c in opened:
            opened[c].append(at)
        elif c in _CLOSING and opened[_CLOSING[c]]:
            first = opened[_CLOSING[c]].pop()
            unpaired -= {first, at}
            around = [line[:first].rstrip(_MARKS + " ")[-1:], line[at + 1 :].lstrip(_MARKS + " ")[:1]]
            inside = line[first + 1 : at].strip(_MARKS + " ")
            if not any(s and s.isalnum() for s in around):
                around += [inside[:1], inside[-1:]]
            if any(s and _is_eastern(s) for s in around):
                found |= {first, at}
    for at in unpaired:
        beside = (line[:at].rstrip(_MARKS)[-1:], line[at + 1 :].lstrip(_MARKS)[:1])
        if any(s and _is_eastern(s) for s in beside):
            found.add(at)
    return found


def set_line(line: str, faces: list[FontPlace], size_px: float) -> list[Ink]:
    """The glyphs of a line, from left to right, the pen starting at 0 on the baseline."""
    inks: list[Ink] = []
    pen = 0.0
    for run in runs_of(line, faces):
        face = faces[run.face]
        scale = size_px / face.native.units_per_em
        for glyph in _shaped(line, run, face):
            box = face.native.glyph_box(glyph["g"])
            if box[0] < box[2] and box[1] < box[3]:
                inks.append((face.key, glyph["g"], pen + glyph["dx"] * scale, glyph["dy"] * scale))
            pen += glyph["ax"] * scale
    return inks


def _shaped(line: str, run: Run, face: FontPlace) -> list[dict[str, int]]:
    buffer = uharfbuzz.Buffer()
    buffer.add_codepoints([ord(c) for c in line], run.start, run.end - run.start)
    buffer.script, buffer.language = run.script, "und"
    buffer.direction = "rtl" if run.level % 2 else "ltr"
    uharfbuzz.shape(_font(face.path, face.index), buffer, {}, shapers=["ot"])
    return [
        {"g": info.codepoint, "ax": place.x_advance, "dx": place.x_offset, "dy": place.y_offset}
        for info, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)
    ]


@cache
def _font(path: Path, index: int) -> uharfbuzz.Font:
    return uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(path)), index))
