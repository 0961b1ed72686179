"""A script, a style, faces and formulas in, the core's passage of them out."""

from __future__ import annotations

from lomo import _native
from lomo.config import Style
from lomo.render.face_file import Face
from lomo.render.faces import bold_for, styled
from lomo.render.fit import units
from lomo.render.manuscript import Look, Manuscript, Placed, Role

_THOUSAND = 1000
_MONO_FACE = 1


def manuscript_faces(
    script: Manuscript, style: Style, faces: tuple[Face, ...]
) -> tuple[tuple[Face, ...], dict[Role, int]]:
    """``faces`` with those of bold and italic text behind them, and the place of each role's.

    The role ``bold`` has two: a face for what its own lacks stands behind it, where one is installed.
    """
    roles: dict[Role, int] = {"text": 0, "mono": _MONO_FACE}
    used = {look.role for _, _, look in script.runs} - set(roles)
    if not used:
        return faces, roles
    text = script.text
    for role, face in styled(style.text_face).items():
        if role in used:
            roles[role] = len(faces)
            faces = (*faces, face)
    bold = "".join(
        text[start:end] for start, end, look in script.runs if look.role in ("bold", "bold_italic")
    )
    if heavy := bold_for(bold, text, style):
        roles["heavy"] = len(faces)
        faces = (*faces, heavy)
    return faces, roles


def passage_of(
    script: Manuscript,
    formulas: list[Placed],
    style: Style,
    faces: tuple[Face, ...],
    roles: dict[Role, int],
    box_missing: bool,
) -> _native.Passage:
    """The passage of a script; ``formulas`` count its visible text."""
    return _native.Passage(
        [face.native for face in faces],
        script.text,
        script.code,
        formulas,
        units(style.text_size_px),
        units(style.line_height_px),
        style.tab_width,
        box_missing,
        _markup(script, style, roles),
    )


def _markup(script: Manuscript, style: Style, roles: dict[Role, int]) -> _native.Markup:
    em = units(style.text_size_px)

    def length(share: int) -> int:
        return em * share // _THOUSAND

    def run(start: int, end: int, look: Look) -> tuple[int, int, int, int, int, int, int, bool, bool, int]:
        heavy = roles.get("heavy", 0) if look.role in ("bold", "bold_italic") else 0
        size = max(length(look.size), units(4))
        face, rise = roles[look.role], length(look.rise)
        return start, end, face, heavy, size, rise, look.ink, look.strike, look.underline, look.shade

    blocks = []
    for row in script.rows:
        place = row.place
        table, column, align = place.cell or (-1, 0, 0)
        blocks.append(
            (
                row.start,
                row.end,
                length(place.left),
                length(place.right),
                row.label_end,
                length(row.above),
                length(place.pad),
                table,
                column,
                align,
                place.rule,
                place.keep,
            )
        )
    bars = sorted(script.bars, key=lambda bar: (bar.start, -bar.end))
    frames = [
        (bar.start, bar.end, length(bar.left), length(bar.right), length(bar.width), bar.ink) for bar in bars
    ]
    return _native.Markup(script.stretches, [run(*one) for one in script.runs], blocks, frames)
