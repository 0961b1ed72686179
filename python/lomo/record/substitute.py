"""A prompt in, the prompt with its span as pictures out: the operator T(x) of the spec, section 2."""

from __future__ import annotations

import marshal
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lomo import _native
from lomo.config import PAPER, Config, Engine, File, FileFormat, Style
from lomo.errors import InputError, MissingGlyphError, PageLimitError
from lomo.record.boxes import Boxes, page_boxes
from lomo.record.draw import Drawn, draw_pages
from lomo.record.encode import coder, encoded
from lomo.record.screen import unfit
from lomo.render.look import Look, draw_look, with_look
from lomo.same import while_same
from lomo.span.locate import no_span_reason, segmented
from lomo.tokens.count import tokens
from lomo.tokens.read import processor_of

_PNG = File()


@dataclass(eq=False)
class Picture:
    """What takes a span's place: one distorted page.

    Attributes:
        image: uint8, height x width x channels.
        source: the characters of the prompt that it stands for.
        op: the distortion's name.
        parameters: the distortion's integers.
        page: the page's number within its span, from 0.
        file: how ``data`` keeps it.
        boxes: the polygons of its glyphs, words, lines and formulas, with code points of the prompt, where
            ``config.boxes`` asks for them.
    """

    image: NDArray[np.uint8]
    source: str
    op: str
    parameters: Mapping[str, Any]
    page: int
    boxes: Boxes | None = None
    file: File = _PNG

    def __repr__(self) -> str:
        height, width, _ = self.image.shape
        return f"Picture({width} x {height} px, op={self.op!r}, page={self.page}, source={self.source!r})"

    def data(self) -> bytes:
        """The picture as a file of the format that the configuration names (``file``)."""
        return encoded(self.image, self.file)

    def png(self) -> bytes:
        """The picture as PNG; equal pictures give equal bytes."""
        return _native.encode_png(self.image)


@dataclass(eq=False)
class Substitution:
    """The rewritten prompt.

    Attributes:
        parts: texts and Pictures in order; the texts and the Pictures' sources join to the prompt exactly.
        provenance: JSON-able; everything needed to make the pictures again (``lomo.record.remake``).
            ``reason`` says why nothing was rewritten, and is null when something was.
    """

    parts: list[str | Picture]
    provenance: dict[str, Any]

    @property
    def pictures(self) -> list[Picture]:
        """The pictures in order."""
        return [part for part in self.parts if isinstance(part, Picture)]


def substitute(text: str, *, key: str, seed: int = 0, config: Config | None = None) -> Substitution:
    """Replaces the span of ``text`` that ``config.position`` names by distorted pictures of it.

    Args:
        text: the prompt.
        key: the record's id: with ``seed`` it decides every random draw.
        seed: the corpus seed, 0 .. 2**64 - 1 (``config.seed`` is for whole corpora and is not read here).
        config: the paper's setting if None.

    A prompt that cannot be rewritten comes back as it is, with the reason: ``empty``, ``blank``, ``media``,
    ``too_long``, ``lone_surrogate``, ``control_character``, ``long_cluster``, ``missing_glyph`` (policy
    ``error``), ``page_limit``. Raises InputError where ``text`` or ``key`` is no text, or a font cannot be read.
    """
    for name, given in (("text", text), ("key", key)):
        if not isinstance(given, str):
            raise InputError(f"{name}: expected text (str), got {type(given).__name__}")
    config = config or PAPER
    if fault := unfit(text, config.max_prompt_chars):
        return _unchanged(text, key, seed, config, *fault)
    parts: list[str | Picture] = []
    told: list[dict[str, Any]] = []
    end = 0
    try:
        spans, found = segmented(text, config.position)
        for index, span in enumerate(spans):
            source = text[span.start : span.end]
            parsed = found if len(source) == len(text) else None  # the blocks of a part may be others
            look = draw_look(config.style, seed, key, f"look/{index}")
            looking = looking_so(config, look)
            drawn = draw_pages(source, looking, seed, key, f"distort/{index}", parsed)
            if span.start > end:
                parts.append(text[end : span.start])
            made = pictures(source, looking, drawn, offset=span.start)
            parts.extend(made)
            told.append(_describe(span.start, source, drawn, look, token_counts(made, looking)))
            end = span.end
    except MissingGlyphError as error:
        unchanged = _unchanged(text, key, seed, config, "missing_glyph", str(error))
        unchanged.provenance["missing"] = dict(sorted(error.counts.items()))
        return unchanged
    except PageLimitError as error:
        return _unchanged(text, key, seed, config, "page_limit", str(error))
    if not told:
        reason = no_span_reason(text, config.position) or "blank"
        return _unchanged(text, key, seed, config, reason, "the prompt has no span")
    if end < len(text):
        parts.append(text[end:])
    return Substitution(parts, _provenance(key, seed, config, told))


def pictures(source: str, config: Config, drawn: Drawn, *, offset: int = 0) -> list[Picture]:
    """The pictures of one span, which starts at code point ``offset`` of its prompt."""
    made = []
    rendering = drawn.rendering
    for number, (page, distorted) in enumerate(zip(rendering.pages, drawn.distorted, strict=True)):
        start, end = page.source
        boxes = None
        if config.boxes:
            boxes = page_boxes(source, page, distorted, typeset=rendering.route == "math", offset=offset)
        parameters = dict(distorted.parameters)
        image, op = distorted.image, distorted.op
        made.append(Picture(image, source[start:end], op, parameters, number, boxes, config.file))
    return made


def looking_so(config: Config, look: Look) -> Config:
    """The configuration whose pages have this look (``lomo.render.look``)."""
    return config.model_copy(update={"style": with_look(config.style, look)}) if look else config


def token_counts(made: list[Picture], config: Config) -> list[int] | None:
    """What each picture costs a model with the style's processor; None without one."""
    if config.style.processor is None:
        return None
    processor = processor_of(config.style.processor)
    return [tokens(one.image.shape[1], one.image.shape[0], processor) for one in made]


def _describe(
    start: int, source: str, drawn: Drawn, look: Look, visual_tokens: list[int] | None
) -> dict[str, Any]:
    rendering, operation = drawn.rendering, drawn.operation
    return {
        "start": start,
        "end": start + len(source),
        "source": source,
        "pages": [[start + first, start + last] for first, last in (page.source for page in rendering.pages)],
        "route": rendering.route,
        "engine": rendering.engine,
        "reason": rendering.reason,
        "detail": rendering.detail,
        "op": operation.op,
        "parameters": dict(operation.parameters),
        "draws": drawn.draws,
        "refused": drawn.refused,
        "legibility": None if drawn.score is None else round(drawn.score, 4),
        "look": look,
        "visual_tokens": visual_tokens,
        "missing": dict(rendering.missing),
        "fonts": dict(rendering.fonts),
    }


def _unchanged(text: str, key: str, seed: int, config: Config, reason: str, detail: str) -> Substitution:
    provenance = _provenance(key, seed, config, [])
    provenance["reason"], provenance["detail"] = reason, detail
    return Substitution([text], provenance)


def _provenance(key: str, seed: int, config: Config, spans: list[dict[str, Any]]) -> dict[str, Any]:
    made = {
        "key": key,
        "seed": seed,
        "position": config.position,
        "preset": config.preset,
        "reason": None,
        "detail": "",
        "spans": spans,
    }
    if spans:
        made["engine"] = config.engine
        made["on_missing_glyph"] = config.on_missing_glyph
        made["style"] = _told_style(config.style)
        made["versions"] = dict(versions(config.engine, config.file.format))
        if config.file.format != "png":
            made["file"] = config.file.model_dump()
    return made


def _told_style(style: Style) -> dict[str, Any]:
    """The style as JSON, a new dictionary of new lists."""
    told, nested = _dumped(style)
    copies: dict[str, Any] = marshal.loads(nested)
    return told | copies


@while_same
def _dumped(style: Style) -> tuple[dict[str, Any], bytes]:
    told = style.model_dump(mode="json", exclude={"variety"})
    return told, marshal.dumps(
        {name: value for name, value in told.items() if isinstance(value, (list, dict))}
    )


@cache
def versions(engine: Engine, form: FileFormat = "png") -> dict[str, str]:
    """The versions that decide a picture's bytes: lomo, the native libraries, with mathtext matplotlib, and what
    writes another format than PNG."""
    from importlib.metadata import PackageNotFoundError, version

    from lomo.version import __version__

    found = {"lomo": __version__, **_native.versions()}
    if engine == "mathtext":
        with suppress(PackageNotFoundError):  # no formula was set then
            found["matplotlib"] = version("matplotlib")
    if (writer := coder(form)) is not None:
        found["pillow"] = writer
    return found
