"""What a batch of rows has become on its way from a worker to a data file."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Row:
    """One record of a corpus: where it came from, its columns with the provenance, its pictures' bytes."""

    where: str
    columns: dict[str, Any]
    images: tuple[bytes, ...]


@dataclass(frozen=True)
class Encoded:
    """A batch as its data file takes it.

    Attributes:
        payload: bytes to append (JSONL, WebDataset), or a pyarrow RecordBatch.
        rows: how many rows it holds.
        weight: about how many bytes it takes before compression.
        images: pictures for the image folder, (name, bytes).
        inside: how many pictures, and bytes of them, lie in the payload itself.
        typed: JSONL: for each column of lists, where in the payload its first row with something in it lies.
    """

    payload: Any
    rows: int
    weight: int
    images: tuple[tuple[str, bytes], ...] = ()
    inside: tuple[int, int] = (0, 0)
    typed: dict[str, tuple[int, int]] = field(default_factory=dict)
