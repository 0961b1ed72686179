"""A character or a shape in, the class that the reader gives its patch out, and back."""

from __future__ import annotations

from tools.reproduce.visual import SHAPES

_FIRST, _LAST = 33, 126
CLASSES = 1 + _LAST - _FIRST + 1 + len(SHAPES)
"""Nothing; each printable ASCII character with ink; each shape."""


def class_of(character: str) -> int:
    """A character's class; 0 for one that has none (a space)."""
    return ord(character) - _FIRST + 1 if _FIRST <= ord(character) <= _LAST else 0


def class_of_shape(name: str) -> int:
    """A shape's class."""
    return CLASSES - len(SHAPES) + SHAPES.index(name)


def character_of(kind: int) -> str:
    """The character of a class; nothing for the others."""
    return chr(kind - 1 + _FIRST) if 0 < kind <= _LAST - _FIRST + 1 else ""
