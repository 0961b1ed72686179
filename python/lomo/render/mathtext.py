r"""A formula -> a Layout through matplotlib's mathtext: Computer Modern glyphs and rules at exact positions.

mathtext has no environments, boxes or colours, and no display style (limits stand above and below a sum in
either style, fractions are always in text style), so that ``display`` changes nothing. What it cannot set
rightly is refused: the source is rewritten into words it surely knows (``mathtext_rewrite``), and glyphs
that stand for missing ones are found out here.
"""

from __future__ import annotations

import functools
import importlib
import logging
import os
import re
import threading
import warnings
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar

from lomo import _native
from lomo.errors import InputError, MathError
from lomo.render.face_file import load
from lomo.render.faces import note_brought
from lomo.render.mathtext_rewrite import rewrite
from lomo.render.mathtext_words import Rewritten

_EM = 1024
"""Units of an em in mathtext's own coordinates: it rounds sizes up to whole units and glue to the nearest."""
_UNIT = 65536
MAX_EXTENT_EM = 400
"""No formula may be wider or higher than this."""
_DUMMY = 0xA4
"""mathtext draws STIX's currency sign for what it has no glyph for."""
_AT = re.compile(r"\(at char (\d+)\)")
_PINNED = (
    "mathtext.default",
    "text.kerning_factor",
    "font.style",
    "font.variant",
    "font.weight",
    "font.stretch",
)
_LOGGERS = ("matplotlib", "matplotlib.font_manager", "matplotlib.mathtext")

_lock = threading.Lock()
_quiet_threads: set[int] = set()


def _unlock_child() -> None:
    global _lock
    _lock = threading.Lock()


os.register_at_fork(after_in_child=_unlock_child)


def typeset(tex: str, *, display: bool, size_px: float) -> _native.Layout:
    """The layout of one formula.

    Args:
        tex: the formula without its delimiters.
        display: accepted for the engines' common signature; mathtext has no display style.
        size_px: em size in px, 1 to 1000.

    Returns:
        A Layout with its origin on the baseline at the left. Every glyph and rule stands for all of ``tex``:
        mathtext does not say which characters a glyph came from.

    Raises:
        MathError: mathtext cannot set this formula, or not rightly.
        InputError: matplotlib is missing, or its own fonts are.
    """
    if not 1 <= size_px <= 1000:
        raise InputError(f"size_px: expected 1 to 1000, got {size_px}")
    rewritten = rewrite(tex)
    parsed = _parse(rewritten)
    return _layout(parsed, round(size_px * _UNIT), len(tex))


def require() -> None:
    """Raises InputError at once where matplotlib is not installed."""
    with _lock:
        _mathtext()


def _parse(rewritten: Rewritten) -> Any:
    """mathtext's VectorParse of the formula at 1,024 units to the em."""
    with _lock:
        thread = threading.get_ident()
        _quiet_threads.add(thread)
        try:
            try:
                return _parse_here(rewritten)
            except RecursionError:
                # What is left of the caller's stack must not decide which formulas are refused.
                return _parse_on_empty_stack(rewritten)
        except RecursionError:
            raise MathError("the formula is nested too deep for mathtext") from None
        finally:
            _quiet_threads.discard(thread)


def _parse_on_empty_stack(rewritten: Rewritten) -> Any:
    outcome: list[Any] = []

    def run() -> None:
        thread = threading.get_ident()
        _quiet_threads.add(thread)
        try:
            outcome.append(_parse_here(rewritten))
        except BaseException as error:
            outcome.append(error)
        finally:
            _quiet_threads.discard(thread)

    worker = threading.Thread(target=run, name="lomo-mathtext")
    worker.start()
    worker.join()
    if isinstance(outcome[0], BaseException):
        raise outcome[0]
    return outcome[0]


def _parse_here(rewritten: Rewritten) -> Any:
    matplotlib, parser, properties = _mathtext()
    pinned = {
        key: matplotlib.rcParamsDefault[key]
        for key in _PINNED
        if key in matplotlib.rcParamsDefault and matplotlib.rcParams[key] != matplotlib.rcParamsDefault[key]
    }
    if pinned:
        with warnings.catch_warnings(), matplotlib.rc_context():
            warnings.simplefilter("ignore")  # some of these keys are deprecated in some versions
            matplotlib.rcParams.update(pinned)
            return _parse_pinned(rewritten, parser, properties)
    return _parse_pinned(rewritten, parser, properties)


def _parse_pinned(rewritten: Rewritten, parser: Any, properties: Any) -> Any:
    if parser._parser is not None:
        # A formula that failed leaves this set, and the next one would get another space.
        parser._parser._needs_space_after_subsuper = False
    try:
        return parser.parse(f"${rewritten.text}$", 72, properties)
    except (RecursionError, MemoryError):
        raise
    except Exception as error:
        # mathtext raises ValueError on purpose, and whatever its parse actions run into on odd input.
        text = str(error).strip()
        at = _AT.search(text)
        message = text.splitlines()[-1] if text else type(error).__name__
        offset = rewritten.source_offset(int(at.group(1))) if at else 0
        raise MathError(f"mathtext: {message}", offset) from None
    finally:
        for fontset in parser.fontsets:
            _forget_glyphs(fontset)
        parser.fontsets.clear()


def _forget_glyphs(fontset: Any) -> None:
    """An FT2Font keeps every glyph it ever loaded, and matplotlib keeps the FT2Font: 0.8 KB a glyph."""
    for fonts in (fontset, getattr(fontset, "_stix_fallback", None)):
        for font in {id(font): font for font in getattr(fonts, "_fonts", {}).values() if font}.values():
            font.clear()


@functools.cache
def _mathtext() -> tuple[Any, Any, Any]:
    """matplotlib, a parser of our own, and the font properties; matplotlib is first imported here."""
    for name in _LOGGERS:
        logging.getLogger(name).addFilter(_is_loud)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            matplotlib: Any = importlib.import_module("matplotlib")
            fonts: Any = importlib.import_module("matplotlib._mathtext")
            manager: Any = importlib.import_module("matplotlib.font_manager")
            base: Any = importlib.import_module("matplotlib.mathtext").MathTextParser
        except ImportError as error:
            raise InputError(
                f'the engine mathtext needs matplotlib: {error}; pip install "lomo[mathtext]"'
            ) from error

        class Fonts(fonts.BakomaFonts):  # type: ignore[misc]
            """Computer Modern, known to the parser below as long as a parse lasts."""

            def __init__(self, *args: Any, **kwargs: Any) -> None:
                parser.fontsets.append(self)
                super().__init__(*args, **kwargs)

        class Parser(base):  # type: ignore[misc]
            """A parser that shares no state with the user's own and keeps no formula."""

            _parser = None
            _font_type_mapping: ClassVar[dict[str, Any]] = {**base._font_type_mapping, "cm": Fonts}
            _parse_cached = getattr(base._parse_cached, "__wrapped__", base._parse_cached)

        parser: Any = Parser("path")
        parser.fontsets = []
        properties = manager.FontProperties(
            family="DejaVu Sans",
            style="normal",
            variant="normal",
            weight="normal",
            stretch="normal",
            size=_EM,
            math_fontfamily="cm",
        )
        parser.parse("$x$", 72, properties)
        parser.fontsets.clear()
    return matplotlib, parser, properties


def _is_loud(record: logging.LogRecord) -> bool:
    """Whether a record of matplotlib's loggers is someone else's: ours repeat what MathError says."""
    return record.thread not in _quiet_threads


def _layout(parsed: Any, size: int, length: int) -> _native.Layout:
    """Glyphs (font, size, number, [index,] x, y) and rules (x, y, w, h) in 1/1024 em -> 1/65536 px."""
    if max(parsed.width, parsed.height) > MAX_EXTENT_EM * _EM:
        raise MathError(f"the formula is wider or higher than {MAX_EXTENT_EM} em")

    def units(value: float) -> int:
        return round(float(value) * size / _EM)

    faces: list[_native.FontFile] = []
    places: dict[str, int] = {}
    glyphs = []
    width = units(parsed.width)
    for entry in parsed.glyphs:
        (font, font_size, number), (x, y) = entry[:3], entry[-2:]
        # matplotlib 3.11 gives the glyph's index, older ones its number in the font's own character map.
        index = entry[3] if len(entry) == 6 else font.get_char_index(number)
        path = os.fsdecode(font.fname)
        if index == 0 or (number == _DUMMY and "STIX" in Path(path).name):
            raise MathError("mathtext has no glyph for a symbol of this formula")
        if path not in places:
            places[path] = len(faces)
            faces.append(_face(path))
        glyphs.append((places[path], int(index), units(font_size), units(x), units(y), 0, length))
        # mathtext ends a formula at its last letter's advance, and a slanted V leans over the next word.
        face = faces[places[path]]
        right = face.glyph_box(int(index))[2]
        width = max(width, units(x) + right * units(font_size) // face.units_per_em)
    rules = [
        (units(x), units(y), units(w), units(h), 0, length) for x, y, w, h in parsed.rects if w > 0 and h > 0
    ]
    height, depth = parsed.height - parsed.depth, parsed.depth
    return _native.make_layout(faces, glyphs, rules, width, units(height), units(depth))


@functools.lru_cache(maxsize=64)
def _face(path: str) -> _native.FontFile:
    matplotlib = _mathtext()[0]
    if not Path(path).is_relative_to(matplotlib.get_data_path()):
        raise InputError(
            f"matplotlib takes {path} for Computer Modern instead of its own file: remove that font"
        )
    face = load(path)
    note_brought(replace(face, file=f"matplotlib/{face.file}"))
    return face.native
