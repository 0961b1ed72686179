"""A formula as it stands in a text -> its TeX without delimiters; that and an engine's name -> its Layout."""

from __future__ import annotations

from importlib import import_module
from typing import NamedTuple, Protocol, cast, get_args

from lomo import _native
from lomo.config import Engine
from lomo.errors import InputError
from lomo.render import native
from lomo.render.face_file import Face


class _Module(Protocol):
    """What the modules of all engines have in common."""

    def typeset(self, tex: str, *, display: bool, size_px: float) -> _native.Layout:
        """The layout; raises MathError for a formula that it refuses."""
        ...

    def require(self) -> None:
        """Raises InputError where it cannot run."""
        ...


class FormulaSource(NamedTuple):
    """A formula without its delimiters: ``tex`` starts at code point ``offset`` of the block."""

    tex: str
    offset: int
    display: bool


def typeset(
    tex: str,
    *,
    display: bool = False,
    size_px: float = 26.0,
    engine: Engine = "native",
    faces: tuple[Face, ...] | None = None,
) -> _native.Layout:
    r"""The layout of one formula, given without delimiters, by the named engine.

    Args:
        tex: the formula.
        display: display style, else text style.
        size_px: em size in px, 1 to 1000.
        engine: what sets it.
        faces: the page's faces, by which ``native`` draws what Latin Modern lacks (Chinese in ``\text``); those
            of the default style if None. The other engines bring their own.

    Raises MathError where the engine refuses the formula, and InputError where the engine itself cannot run
    (it is not installed): that is no formula's fault, and must not turn a corpus into text.
    """
    if engine == "native":
        return native.typeset(tex, display=display, size_px=size_px, faces=faces)
    return _module(engine).typeset(tex, display=display, size_px=size_px)


def require(engine: Engine) -> None:
    """Raises InputError, with what to install, unless the engine can run; ask before any work."""
    _module(engine).require()


def formula_source(block: str) -> FormulaSource:
    r"""The formula of a math block: ``$..$``, ``$$..$$``, ``\(..\)``, ``\[..\]``, an environment, a command.

    An environment that only says "a formula" (``equation``, ``displaymath``, ``math``) is taken off like a
    delimiter; any other is passed whole and set as a display. A bare command is set in the line.
    """
    start, end, display = _native.formula_source(block)
    return FormulaSource(block[start:end], start, display)


def _module(engine: str) -> _Module:
    if engine not in get_args(Engine):
        raise InputError(f"engine: expected one of {', '.join(get_args(Engine))}, got {engine!r}")
    # Only the engine that is asked for is loaded: the others would cost every process a part of its start.
    return cast(_Module, import_module(f"lomo.render.{engine}"))
