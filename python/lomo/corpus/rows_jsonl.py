"""Rows in, JSON lines with pictures in a folder out.

The datasets library takes each column's type from the first 10 MB, and a list that is empty there has none: it then
refuses every later list that is not. Where a list first holds something beyond TYPED_BYTES, that row is moved to the
front of the first file.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, BinaryIO

from lomo.corpus.encoded import Encoded, Row
from lomo.record.picture_name import content_name

TYPED_BYTES = 4 << 20


def encode_jsonl(rows: Sequence[Row]) -> Encoded:
    """One line for each row, ``images`` as paths from the corpus folder."""
    lines: list[bytes] = []
    images: dict[str, bytes] = {}
    typed: dict[str, tuple[int, int]] = {}
    size = 0
    for row in rows:
        names = [f"images/{name[:2]}/{name}" for name in map(content_name, row.images)]
        images.update(zip(names, row.images, strict=True))
        columns = {**row.columns, "images": names}
        line = (json.dumps(columns, ensure_ascii=False) + "\n").encode()
        for name in _filled(columns):
            typed.setdefault(name, (size, size + len(line)))
        lines.append(line)
        size += len(line)
    return Encoded(b"".join(lines), len(lines), size, tuple(images.items()), typed=typed)


def encode_line(line: bytes, columns: dict[str, Any]) -> Encoded:
    """One line of a data file that this module wrote, with what it holds; its pictures are where they belong."""
    typed = dict.fromkeys(_filled(columns), (0, len(line)))
    return Encoded(line, 1, len(line), typed=typed)


def _filled(columns: dict[str, Any]) -> list[str]:
    """The columns whose value tells the type of a list."""
    return [name for name, value in columns.items() if value and isinstance(value, list)]


def move_to_front(
    sources: Sequence[Path], targets: Sequence[Path], rows: Sequence[tuple[int, int, int]]
) -> None:
    """Makes ``targets`` of ``sources``, with the rows (file, start, end) in order at the front of the first.

    Interrupted at any point, it can be called again: once the first source is gone, every target is whole.
    """
    if sources[0].exists():
        for number, (source, target) in enumerate(zip(sources, targets, strict=True)):
            mine = [(start, end) for file, start, end in rows if file == number]
            if number and not mine:
                if source.exists():
                    source.replace(target)
                continue
            made = target.with_name(f"{target.name}.moved")
            with made.open("wb") as into:
                for file, start, end in () if number else rows:
                    _copy(sources[file], start, end, into)
                ends = [0, *(end for _, end in mine)]
                starts = [*(start for start, _ in mine), source.stat().st_size]
                for start, end in zip(ends, starts, strict=True):
                    _copy(source, start, end, into)
                into.flush()
                os.fsync(into.fileno())
            made.replace(target)
    for source in sources:
        source.unlink(missing_ok=True)


def _copy(path: Path, start: int, end: int, into: BinaryIO) -> None:
    with path.open("rb") as source:
        source.seek(start)
        while start < end and (piece := source.read(min(1 << 20, end - start))):
            into.write(piece)
            start += len(piece)
