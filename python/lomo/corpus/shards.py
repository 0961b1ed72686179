"""Encoded batches in, the files of one data set out: appended to, begun anew past a size, resumed where a
checkpoint left them."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

from lomo.corpus.encoded import Encoded
from lomo.corpus.recipe import Container
from lomo.corpus.rows_jsonl import TYPED_BYTES, move_to_front
from lomo.corpus.rows_tar import END
from lomo.errors import InputError
from lomo.record.compose import Format
from lomo.record.schema import parquet_schema

ENDINGS: dict[Container, str] = {"jsonl": ".jsonl", "parquet": ".parquet", "webdataset": ".tar"}
_SHARD_MB = 512
_megabyte = 1_000_000
_GROUP_BYTES = 32 << 20
_GROUP_ROWS = 1024


class Appended:
    """A file that only grows; ``size`` is where a checkpoint may cut it."""

    def __init__(self, path: Path, size: int | None = None) -> None:
        """Begins the file, or goes on after its first ``size`` bytes; raises InputError if it has fewer."""
        self._path = path
        self.size = size or 0
        if size is None:
            self._file: BinaryIO = path.open("wb", buffering=0)
            return
        self._file = path.open("r+b", buffering=0)
        if path.stat().st_size < size:
            raise InputError(f"{path}: has lost what was written to it; start anew with --overwrite")
        self._file.truncate(size)
        self._file.seek(size)

    def write(self, data: bytes) -> None:
        """Adds bytes; raises OSError."""
        left = memoryview(data)
        try:
            while left:
                left = left[self._file.write(left) :]
        except OSError as error:
            raise OSError(error.errno, error.strerror, str(self._path)) from error
        self.size += len(data)

    def sync(self) -> None:
        """What was written survives the machine's end, too."""
        os.fsync(self._file.fileno())

    def close(self) -> None:
        """Ends the file."""
        self._file.close()


class ParquetFile:
    """A Parquet file in groups of rows of a fixed size; it is whole only once it is closed."""

    def __init__(self, path: Path, format: Format) -> None:
        import pyarrow.parquet as pq

        self._path = path
        self._schema = parquet_schema(format)
        # A dictionary of pictures, all of them different, costs five times what writing them does.
        self._writer = pq.ParquetWriter(
            path, self._schema, compression="zstd", use_dictionary=False, write_statistics=["id"]
        )
        self._batches: list[Any] = []
        self._rows = self._bytes = 0
        self.size = 0

    def write(self, encoded: Encoded) -> None:
        """Adds a batch; raises OSError."""
        self._batches.append(encoded.payload)
        self._rows += encoded.rows
        self._bytes += encoded.weight
        self.size += encoded.weight
        if self._rows >= _GROUP_ROWS or self._bytes >= _GROUP_BYTES:
            self._flush()

    def _flush(self) -> None:
        import pyarrow as pa

        if self._rows:
            table = pa.Table.from_batches(self._batches, schema=self._schema)
            try:
                self._writer.write_table(table, row_group_size=self._rows)
            except OSError as error:
                raise OSError(error.errno, error.strerror or str(error), str(self._path)) from error
        self._batches, self._rows, self._bytes = [], 0, 0

    def close(self) -> None:
        """Ends the file."""
        self._flush()
        self._writer.close()
        with self._path.open("rb") as written:
            os.fsync(written.fileno())

    def abandon(self) -> None:
        """Lets go of the file without making it whole."""
        with suppress(OSError):
            self._writer.close()


class Shards:
    """The files of one data set on their way: in a work folder, until ``settle`` gives them their names."""

    def __init__(
        self,
        work: Path,
        data_set: str,
        *,
        container: Container,
        format: Format,
        shard_mb: int | None,
        state: dict[str, Any] | None = None,
    ) -> None:
        self._work, self._data_set, self._format = work, data_set, format
        self._container = container
        self._ending = ENDINGS[container]
        whole = None if container == "jsonl" else _SHARD_MB
        megabytes = shard_mb or whole
        self._limit = megabytes * _megabyte if megabytes else None
        told = state or {"rows": [], "open": None, "first": {}, "inside": [0, 0], "closed": False}
        self.rows: list[int] = list(told["rows"])
        self.inside: tuple[int, int] = (told["inside"][0], told["inside"][1])
        self._first: dict[str, tuple[int, int, int]] = {
            k: (v[0], v[1], v[2]) for k, v in told["first"].items()
        }
        self._closed: bool = told["closed"]
        self._open: Appended | ParquetFile | None = None
        if told["open"] is not None:
            self._open = Appended(self._path(len(self.rows) - 1), told["open"])

    def _path(self, number: int) -> Path:
        return self._work / f"{self._data_set}-{number:05d}{self._ending}"

    def write(self, encoded: Encoded) -> None:
        """Adds a batch; raises OSError."""
        if not encoded.rows:
            return
        if self._open is None:
            self._begin()
        file = self._open
        if isinstance(file, Appended):
            for name, (start, end) in encoded.typed.items():
                self._first.setdefault(name, (len(self.rows) - 1, file.size + start, file.size + end))
            file.write(encoded.payload)
        elif file is not None:
            file.write(encoded)
        self.rows[-1] += encoded.rows
        self.inside = (self.inside[0] + encoded.inside[0], self.inside[1] + encoded.inside[1])
        if file is not None and self._limit is not None and file.size >= self._limit:
            self._end()

    def _begin(self) -> None:
        path = self._path(len(self.rows))
        self.rows.append(0)
        self._open = ParquetFile(path, self._format) if self._container == "parquet" else Appended(path)

    def _end(self) -> None:
        if isinstance(self._open, Appended):
            if self._container == "webdataset":
                self._open.write(END)
            self._open.sync()
        if self._open is not None:
            self._open.close()
        self._open = None

    def checkpoint(self) -> dict[str, Any] | None:
        """What ``state`` takes to go on from here, all of it on the disk; None while a Parquet file is open."""
        if isinstance(self._open, ParquetFile):
            return None
        if self._open is not None:
            self._open.sync()
        return {
            "rows": self.rows,
            "open": self._open.size if self._open else None,
            "first": self._first,
            "inside": self.inside,
            "closed": self._closed,
        }

    def close(self) -> None:
        """Ends the last file; a data set without a row has one empty file."""
        if self._closed:
            return
        if not self.rows:
            self._begin()
        self._end()
        self._closed = True

    def abandon(self) -> None:
        """Lets go of the open file after a failure."""
        if isinstance(self._open, ParquetFile):
            self._open.abandon()
        elif self._open is not None:
            self._open.close()

    def settle(self, folder: Path) -> list[str]:
        """Moves the closed files to their places in the corpus; their names in it. Can be repeated."""
        count = len(self.rows)
        names = [f"{self._data_set}{self._ending}"]
        if count > 1:
            names = [f"{self._data_set}/{number:05d}{self._ending}" for number in range(count)]
            (folder / self._data_set).mkdir(exist_ok=True)
        late = sorted({row for row in self._first.values() if row[0] > 0 or row[1] > TYPED_BYTES})
        sources = [self._path(number) for number in range(count)]
        targets = [folder / name for name in names]
        if late:
            move_to_front(sources, targets, late)
        for source, target in zip(sources, targets, strict=True):
            if source.exists():
                source.replace(target)
        return names

    @property
    def file_name(self) -> str:
        """What ``dataset_info.json`` calls the data set: its file, or the folder of its files."""
        return self._data_set if len(self.rows) > 1 else f"{self._data_set}{self._ending}"
