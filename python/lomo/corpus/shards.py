"""Encoded batches in, the files of one data set out: appended to, begun anew past a size, resumed where a
checkpoint left them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from lomo.corpus.appended import Appended
from lomo.corpus.encoded import Encoded
from lomo.corpus.parquet_file import ParquetFile
from lomo.corpus.recipe import Container
from lomo.corpus.rows_jsonl import TYPED_BYTES, move_to_front
from lomo.corpus.rows_tar import END
from lomo.record.compose import Format

ENDINGS: dict[Container, str] = {"jsonl": ".jsonl", "parquet": ".parquet", "webdataset": ".tar"}
_SHARD_MB = 512
_megabyte = 1_000_000


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
        told = state or {
            "rows": [],
            "open": None,
            "first": {},
            "inside": [0, 0],
            "closed": False,
            "sha256": [],
        }
        self.rows: list[int] = list(told["rows"])
        self.sha256: list[str | None] = list(told["sha256"])
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
        if isinstance(self._open, Appended) and self._container == "webdataset":
            self._open.write(END)
        if self._open is not None:
            self._open.sync()
            self.sha256.append(self._open.sha256())
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
            "sha256": self.sha256,
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
        """Moves the closed files to their places in the corpus; their names in it. Can be repeated.

        ``sha256`` then tells of each what is known of it, and None of one that rows were moved in or that an earlier
        build began.
        """
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
            moved = {0, *(file for file, _, _ in late)}
            self.sha256 = [None if at in moved else one for at, one in enumerate(self.sha256)]
        for source, target in zip(sources, targets, strict=True):
            if source.exists():
                source.replace(target)
        return names

    @property
    def file_name(self) -> str:
        """What ``dataset_info.json`` calls the data set: its file, or the folder of its files."""
        return self._data_set if len(self.rows) > 1 else f"{self._data_set}{self._ending}"
