"""A span of text -> pages: by the math route where it holds formulas that the engine sets, else as plain text.

Spec, section 2.2. The route and its reason are kept; a refused formula never costs a character.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from lomo import _native
from lomo.colour import BLACK, WHITE, Rgb, rgb
from lomo.config import PAPER, Config, Engine, Policy, Style
from lomo.errors import InputError, MathError, MissingGlyphError, PageLimitError
from lomo.render import native
from lomo.render.colours import coloured
from lomo.render.engine import typeset
from lomo.render.face_file import Face
from lomo.render.faces import brought, faces_for, natives, packaged, packaged_ids, styled_ids
from lomo.render.fit import Grown, limits, page_fit, units
from lomo.render.ledger import Ledger, ledger
from lomo.render.manuscript import Manuscript, Placed
from lomo.render.manuscript_passage import manuscript_faces, passage_of
from lomo.render.marked_ledger import Account, marked_ledger
from lomo.same import while_same
from lomo.span.blocks import Block

Route = Literal["math", "text"]
Reason = Literal["no_math", "math", "math_refused"]
_ENGINES, _POLICIES = get_args(Engine), get_args(Policy)
# A few seconds of work; a prompt that holds more is a list of numbers, not a question.
MAX_FORMULAS = 1000


@dataclass(slots=True, eq=False)
class Page:
    """One picture of a span.

    Attributes:
        image: uint8, height x width x 1, black on white, the ink and ``style.margin_px`` around it; in the style's
            colours where it has others, x 3 where one of them is not grey or an emoji is in colour.
        layout: where every glyph and rule stands, in px, origin on the first baseline, y upward.
        source: [start, end) of the span that this page stands for, in code points.
        origin: the pixel (x, y) of the image where the layout's origin lies.
        grey: the same picture in black on white, height x width x 1; an emoji in colour by its luma.
        passage: what the page was cut from: the whole span, set.
        account: with ``style.markup``, what its ledger needs beside these.
        colours: ink and paper of the image.
    """

    image: NDArray[np.uint8]
    layout: _native.Layout
    source: tuple[int, int]
    origin: tuple[int, int]
    grey: NDArray[np.uint8]
    passage: _native.Passage
    account: Account | None = None
    colours: tuple[Rgb, Rgb] = (BLACK, WHITE)

    def __repr__(self) -> str:
        height, width, _ = self.image.shape
        return f"Page({width} x {height} px, source={self.source})"

    def png(self) -> bytes:
        """The picture as a PNG file."""
        return _native.encode_png(self.image)

    def ledger(self) -> Ledger:
        """What became of every character of the page, checked against the picture's own pixels."""
        shown = self.grey
        if self.layout.in_colour:  # where the image is painted by itself, not made of the grey one
            shown = _native.agreed(self.layout, shown, self.image, *self.colours, *self.origin)
        if self.account is not None:
            return marked_ledger(self.account, self.passage, self.layout, self.source, shown, self.origin)
        return ledger(self.passage, self.layout, self.source, shown, self.origin)


@dataclass(slots=True, eq=False)
class Rendering:
    """The pages of a span and how they came about.

    Attributes:
        pages: at least one; their sources partition the span.
        route: ``math`` when formulas were typeset, ``text`` when every character was drawn as it stands.
        engine: what typeset the formulas, or ``none``.
        reason: ``math``; ``no_math``; ``math_refused`` when the engine refused a formula of the span.
        detail: the engine's words when it refused one, else empty.
        missing: characters that no face covers, with their counts.
        fonts: faces used beyond the packaged ones, ``file`` or ``file#index`` -> SHA-256.
        markup: with ``style.markup``, the ranges of the span whose characters stand for markup and are not drawn;
            every other character is drawn or is white space.
    """

    pages: tuple[Page, ...]
    route: Route
    engine: Engine | Literal["none"]
    reason: Reason
    detail: str = ""
    missing: dict[str, int] = field(default_factory=dict)
    fonts: dict[str, str] = field(default_factory=dict)
    markup: tuple[tuple[int, int], ...] = ()


def render(
    text: str,
    style: Style | Config | None = None,
    *,
    engine: Engine | None = None,
    on_missing_glyph: Policy | None = None,
    grown: Grown | None = None,
    parsed: _native.Blocks | None = None,
) -> Rendering:
    """Draws ``text``, a whole span, on as many pages as it needs (spec, section 2.2).

    Args:
        text: the span; formulas are typeset, Markdown stands as it is written unless ``style.markup`` says otherwise.
        style: a page style, or a whole configuration, whose ``engine`` and ``on_missing_glyph`` then are the
            defaults of the next two arguments; the paper's style when absent.
        engine: what sets formulas.
        on_missing_glyph: what happens to a character that no face covers.
        grown: what the pages will be distorted by; the text is split so that each stays within
            ``style.max_pixels``.
        parsed: the blocks of ``text``, where the caller has them.

    Raises:
        MissingGlyphError: under the policy ``error``.
        PageLimitError: when more than ``style.max_pages`` pages would be needed, or a line does not fit one.
        InputError: for an empty text, something that is no text, an unusable font file, or an engine that is unknown
            or not installed.
    """
    config = style if isinstance(style, Config) else Config(style=style) if style else PAPER
    style = config.style
    engine = engine or config.engine
    policy = on_missing_glyph or config.on_missing_glyph
    if not isinstance(text, str):
        raise InputError(f"expected a text (str) to render, got {type(text).__name__}")
    if not text:
        raise InputError("the text is empty: there is nothing to render")
    if engine not in _ENGINES:
        raise InputError(f"engine: expected one of {', '.join(_ENGINES)}, got {engine!r}")
    if policy not in _POLICIES:
        raise InputError(f"on_missing_glyph: expected one of {', '.join(_POLICIES)}, got {policy!r}")
    parsed = _native.Blocks(text) if parsed is None else parsed
    math = parsed.formulas
    script = _manuscript(text, parsed) if style.markup == "markdown" else None
    faces = faces_for(script.text if script else text, style)
    page = _Page(text, parsed.unwrapped, script, style, faces, policy, grown)
    if not math:
        return page.compose([], "none", "no_math", "")
    try:
        sizes = {formula.block.start: formula.size for formula in script.formulas} if script else {}
        return page.compose(_formulas(text, math, style, engine, faces, sizes), engine, "math", "")
    except MathError as error:
        return page.compose([], "none", "math_refused", str(error))


def _manuscript(text: str, parsed: _native.Blocks) -> Manuscript:
    from lomo.render.markdown import manuscript_of  # whoever does not ask for Markdown is spared its parser

    return manuscript_of(text, parsed.listed(Block))


def _formulas(
    text: str,
    blocks: list[tuple[int, int, bool]],
    style: Style,
    engine: Engine,
    faces: tuple[Face, ...],
    sizes: dict[int, int],
) -> list[Placed]:
    """Each formula set once, however often it stands in the span; raises MathError at the first refused.

    ``blocks``: start, end, whether it is a display. ``sizes``: of formulas that are larger or smaller than others,
    by their start, in thousandths.
    """
    usual = style.math_size_px
    ems = [usual * sizes[start] / 1000 if sizes.get(start, 1000) != 1000 else usual for start, _, _ in blocks]
    if engine == "native":
        return native.set_formulas(
            text, blocks, sizes=[units(em) for em in ems], faces=faces, most=MAX_FORMULAS
        )
    formulas: list[Placed] = []
    layouts: dict[tuple[str, bool, float], _native.Layout] = {}
    for (start, end, at, tex_end, alone), em in zip(_native.formula_places(text, blocks), ems, strict=True):
        tex = text[at:tex_end]
        key = (tex, alone, em)
        if key not in layouts:
            if len(layouts) == MAX_FORMULAS:
                raise MathError(f"the span holds more than {MAX_FORMULAS} different formulas", at)
            try:
                layouts[key] = typeset(tex, display=alone, size_px=em, engine=engine, faces=faces)
            except MathError as error:
                place = at + error.offset
                message = f"{error.message} (at character {place} of the span)"
                raise MathError(message, place, error.length) from None
        formulas.append((start, end, at, layouts[key], alone))
    return formulas


@dataclass(slots=True, eq=False)
class _Page:
    """A span and all that decides how it looks, but for its formulas."""

    text: str
    code: list[tuple[int, int]]
    script: Manuscript | None
    style: Style
    faces: tuple[Face, ...]
    policy: Policy
    grown: Grown | None

    def compose(
        self, formulas: list[Placed], engine: Engine | Literal["none"], reason: Reason, detail: str
    ) -> Rendering:
        """The pages with these formulas, which count the span."""
        text, style, faces = self.text, self.style, self.faces
        shown, box = text, self.policy != "skip"
        if self.script:
            faces, roles = manuscript_faces(self.script, style, faces)
            shown = self.script.text
            passage = passage_of(self.script, self.script.placed(formulas), style, faces, roles, box)
        else:
            passage = _native.Passage(
                natives(faces),
                text,
                self.code,
                formulas,
                units(style.text_size_px),
                units(style.line_height_px),
                style.tab_width,
                box,
                None,
            )
        missing = Counter(shown[i] for i in absent) if (absent := passage.missing) else None
        if missing and self.policy == "error":
            raise MissingGlyphError("".join(missing), missing)
        pages = _pages(passage, style, self.grown, bool(formulas))
        markup = self.script.markup() if self.script else ()
        if self.script:
            lacking = frozenset(self.script.source_of(passage.missing))
            typeset = tuple((start, end) for start, end, *_ in formulas)
            account = Account(text, markup, typeset, lacking, box)
            pages = _covering(pages, len(text), account)
        return Rendering(
            pages=pages,
            route="math" if reason == "math" else "text",
            engine=engine,
            reason=reason,
            detail=detail,
            missing=dict(sorted(missing.items())) if missing else {},
            fonts=_beyond_packaged(faces, pages),
            markup=markup,
        )


def _covering(pages: tuple[Page, ...], length: int, account: Account) -> tuple[Page, ...]:
    """The pages with sources that take in the markup between and around them."""
    ends = [*(page.source[0] for page in pages[1:]), length]
    starts = [0, *ends]
    return tuple(
        replace(page, source=(start, end), account=account)
        for page, start, end in zip(pages, starts, ends, strict=False)
    )


def _beyond_packaged(faces: tuple[Face, ...], pages: tuple[Page, ...]) -> dict[str, str]:
    if faces is packaged() and not brought():
        return {}
    used = {face for page in pages for face in page.layout.face_ids()} - packaged_ids()
    if not used:
        return {}
    others = (face for face in (*faces, *brought()) if face.native.id in used)
    extra = [face for face in others if face.native.id not in styled_ids()]
    return {face.key: face.sha256 for face in sorted(extra, key=lambda face: face.key)}


def _pages(
    passage: _native.Passage, style: Style, grown: Grown | None, has_formulas: bool
) -> tuple[Page, ...]:
    try:
        made, needed = page_fit(style).pages(passage, grown)
    except _native.NativeInputError as error:
        raise InputError(f"a font of the page cannot be drawn: {error}") from None
    if made:
        colours = _colours(style)
        return tuple(
            Page(_image(layout, grey, style), layout, (start, end), origin, grey, passage, colours=colours)
            for layout, start, end, grey, origin in made
        )
    if needed == 0:
        what = "formula" if has_formulas else "line of text"
        message = f"a {what} does not fit a picture of {limits(style)}"
        raise MathError(message) if has_formulas else PageLimitError(message)
    raise PageLimitError(
        f"the span needs {needed} pages, more than style.max_pages ({style.max_pages}): raise the limit or "
        "shorten the prompt"
    )


@while_same
def _colours(style: Style) -> tuple[Rgb, Rgb]:
    return rgb(style.ink), rgb(style.paper)


def _image(layout: _native.Layout, grey: NDArray[np.uint8], style: Style) -> NDArray[np.uint8]:
    if not layout.in_colour:
        return coloured(grey, style)
    return _native.paint_in_colour(
        layout, style.margin_px, style.max_pixels, rgb(style.ink), rgb(style.paper)
    )
