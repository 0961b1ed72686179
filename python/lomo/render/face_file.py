"""The path of a font file in, one of its faces out, with the file's SHA-256."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from lomo import _native
from lomo.errors import InputError


@dataclass(frozen=True, slots=True)
class Face:
    """One face: its file's name, the face's index in it, the file's SHA-256, and the native object."""

    file: str
    index: int
    sha256: str
    native: _native.FontFile

    @property
    def key(self) -> str:
        """``file`` or ``file#index``: how manifests and provenance name the face."""
        return f"{self.file}#{self.index}" if self.index else self.file


def font_bytes(path: str) -> bytes:
    """The file at ``path``; raises InputError naming it."""
    try:
        return Path(path).expanduser().read_bytes()
    except OSError as error:
        raise InputError(
            f"font {path}: cannot be read: {error.strerror}; style.fonts, style.text_face and style.variety.faces name "
            "font files, a relative path from the current folder (the latter two also those of the package, which "
            "lomo fonts lists)"
        ) from error


@lru_cache(maxsize=256)
def load(path: str, index: int = 0, *, in_colour: bool = False) -> Face:
    """The face at ``index`` of the font file at ``path``, for its outlines or for its colours; raises InputError
    naming the file."""
    data = font_bytes(path)
    try:
        native = _native.FontFile(data, index, in_colour)
    except ValueError as error:
        raise InputError(f"font {path}: {error}") from None
    return Face(Path(path).name, index, hashlib.sha256(data).hexdigest(), native)
