"""Ids of rows in, how many of them stand more than once out: eight bytes for each, on the disk until all are known."""

from __future__ import annotations

from hashlib import blake2b
from pathlib import Path

import numpy as np

from lomo.record.rewrite import Half

_BYTES = 8


def id_mark(half: Half, ident: str) -> bytes:
    """What stands for an id of a data set."""
    told = f"{half} {ident}".encode("utf-8", "surrogatepass")
    return blake2b(told, digest_size=_BYTES).digest()


def repeated(path: Path) -> int:
    """How many of the file's marks stand in it already, before them."""
    marks = np.fromfile(path, np.dtype(f"u{_BYTES}"))
    marks.sort()
    return int(np.count_nonzero(marks[1:] == marks[:-1]))
