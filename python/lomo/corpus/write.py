"""Rows and pictures in, the files of a corpus out: JSONL with an image folder, or Parquet with the bytes.

Everything is written into a folder beside the output and takes the output's place in one rename, so that a
corpus is either whole or not there.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self

from lomo.corpus.media import ending
from lomo.errors import InputError
from lomo.record.compose import Format

MANIFEST = "manifest.json"
_MARK = ".lomo-unfinished"
_GROUP_BYTES = 32 << 20
_TYPED_BYTES = 4 << 20
_GROUP_ROWS = 1000


class Sink(Protocol):
    """Takes a data set's rows in order; ``images`` are the pictures' bytes."""

    name: str

    def write(self, row: dict[str, Any], images: tuple[bytes, ...]) -> None:
        """Adds one row."""

    def close(self) -> None:
        """Ends the file."""


class Folder:
    """The unfinished corpus: a folder beside ``output`` that replaces it when all went well.

    Raises InputError where ``output`` holds something already and ``overwrite`` is false, or is no corpus of
    lomo, or where one of the ``inputs`` lies in it and would go with it.
    """

    def __init__(self, output: Path, *, overwrite: bool, inputs: Sequence[Path] = ()) -> None:
        # A link to a folder stays a link: what it leads to is replaced.
        self.output = Path(os.path.realpath(output))
        if not self.output.name:
            raise InputError(f"{output}: cannot be a corpus; name a folder below it")
        self.path = self.output.with_name(f".{self.output.name}.unfinished")
        self._replaces = self.output.is_dir() and any(self.output.iterdir())
        if self.output.exists() and not self.output.is_dir():
            raise InputError(f"{output}: is a file; name a folder")
        if self._replaces and not overwrite:
            raise InputError(
                f"{output}: the folder is not empty; pass --overwrite to replace the corpus in it"
            )
        if self._replaces and not (self.output / MANIFEST).is_file():
            raise InputError(
                f"{output}: holds no {MANIFEST}, so it is not a corpus of lomo and is not replaced"
            )
        for one in inputs if self._replaces else ():
            if Path(os.path.realpath(one)).is_relative_to(self.output):
                raise InputError(f"{one}: lies in {output}, which would be replaced; name another output")

    def __enter__(self) -> Self:
        if (self.path / _MARK).is_file():
            shutil.rmtree(self.path)
        elif self.path.exists():
            raise InputError(f"{self.path}: is in the way of the unfinished corpus; move it or delete it")
        self.path.mkdir(parents=True)
        (self.path / _MARK).touch()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            shutil.rmtree(self.path, ignore_errors=True)

    def finish(self) -> None:
        """Puts the corpus in its place."""
        (self.path / _MARK).unlink()
        if self._replaces:
            old = self.output.with_name(f".{self.output.name}.replaced")
            self.output.rename(old)
            self.path.rename(self.output)
            shutil.rmtree(old)
        else:
            self.path.replace(self.output)


class ImageStore:
    """Pictures as files named by their content, ``images/ab/abcd....png``: equal pictures are stored once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.files = 0
        self.bytes = 0

    def add(self, data: bytes) -> str:
        """The picture's path from the corpus folder; writes it unless it is there."""
        digest = sha256(data).hexdigest()[:40]
        name = f"images/{digest[:2]}/{digest}.{ending(data)}"
        path = self._folder / name
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
            self.files += 1
            self.bytes += len(data)
        return name


class JsonlSink:
    """One JSON object a line, ``images`` as paths.

    The datasets library takes each column's type from the first 10 MB, and a list that is empty there has
    none: it then refuses every later list that is not. Where a list first holds something beyond _TYPED_BYTES,
    that row is moved to the front.
    """

    def __init__(self, folder: Path, data_set: str, store: ImageStore) -> None:
        self.name = f"{data_set}.jsonl"
        self._path = folder / self.name
        self._file = self._path.open("wb")
        self._store = store
        self._first: dict[str, tuple[int, int]] = {}
        self._size = 0

    def write(self, row: dict[str, Any], images: tuple[bytes, ...]) -> None:
        """Adds one row and its pictures' files."""
        columns = {**row, "images": [self._store.add(image) for image in images]}
        line = (json.dumps(columns, ensure_ascii=False) + "\n").encode()
        self._file.write(line)
        for name, value in columns.items():
            if name not in self._first and value and isinstance(value, list):
                self._first[name] = (self._size, self._size + len(line))
        self._size += len(line)

    def close(self) -> None:
        """Ends the file."""
        self._file.close()
        if late := sorted({row for row in self._first.values() if row[0] > _TYPED_BYTES}):
            self._move_to_front(late)

    def _move_to_front(self, rows: list[tuple[int, int]]) -> None:
        ends = [0, *(end for _, end in rows)]
        rest = zip(ends, [*(start for start, _ in rows), self._size], strict=True)
        moved = self._path.with_suffix(".moved")
        with self._path.open("rb") as source, moved.open("wb") as target:
            for start, end in (*rows, *rest):
                source.seek(start)
                while start < end and (piece := source.read(min(1 << 20, end - start))):
                    target.write(piece)
                    start += len(piece)
        moved.replace(self._path)


class ParquetSink:
    """Rows in groups of a fixed size, ``images`` as list<struct<bytes, path>>."""

    def __init__(self, folder: Path, data_set: str, store: ImageStore, format: Format) -> None:
        import pyarrow.parquet as pq

        self.name = f"{data_set}.parquet"
        self._store = store
        self._schema = parquet_schema(format)
        self._writer = pq.ParquetWriter(folder / self.name, self._schema, compression="zstd")
        self._rows: list[dict[str, Any]] = []
        self._size = 0

    def write(self, row: dict[str, Any], images: tuple[bytes, ...]) -> None:
        """Adds one row with its pictures."""
        named = [
            {"bytes": image, "path": f"{sha256(image).hexdigest()[:40]}.{ending(image)}"} for image in images
        ]
        self._rows.append({**row, "images": named})
        self._store.files += len(images)
        self._store.bytes += sum(map(len, images))
        self._size += sum(map(len, images)) + _weight(row)
        if len(self._rows) >= _GROUP_ROWS or self._size >= _GROUP_BYTES:
            self._flush()

    def _flush(self) -> None:
        import pyarrow as pa

        if self._rows:
            self._writer.write_table(pa.Table.from_pylist(self._rows, schema=self._schema))
            self._rows, self._size = [], 0

    def close(self) -> None:
        """Ends the file."""
        self._flush()
        self._writer.close()


def _weight(value: Any) -> int:
    """About how many bytes a row's texts take."""
    if isinstance(value, str):
        return len(value)
    if isinstance(value, dict):
        return sum(map(_weight, value.values()))
    return sum(map(_weight, value)) if isinstance(value, list) else 0


def parquet_schema(format: Format) -> Any:
    """The columns of a data set in the given format, as a pyarrow schema."""
    import pyarrow as pa

    text = pa.string()
    if format == "alpaca":
        columns = [("instruction", text), ("input", text), ("output", text), ("system", text)]
        columns.append(("history", pa.list_(pa.list_(text))))
    elif format == "sharegpt":
        columns = [("conversations", pa.list_(pa.struct([("from", text), ("value", text)])))]
    else:
        columns = [("messages", pa.list_(pa.struct([("role", text), ("content", text)])))]
    images = pa.list_(pa.struct([("bytes", pa.binary()), ("path", text)]))
    rest = [("tools", text), ("extra", text), ("lomo", text), ("images", images)]
    return pa.schema([("id", text), *columns, *rest])


def write_json(path: Path, value: Any) -> None:
    """``value`` as indented JSON with a final line end."""
    path.write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def file_sha256(path: Path) -> str:
    """The file's SHA-256 in hex, read in pieces."""
    digest = sha256()
    with path.open("rb") as source:
        while piece := source.read(1 << 20):
            digest.update(piece)
    return digest.hexdigest()
