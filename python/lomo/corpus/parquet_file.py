"""Record batches in, a Parquet file out, in groups of rows whose bounds depend on the rows alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from lomo.corpus.appended import Appended
from lomo.corpus.encoded import Encoded
from lomo.record.compose import Format
from lomo.record.schema import parquet_schema

_GROUP_BYTES = 32 << 20
_GROUP_ROWS = 1024


class ParquetFile:
    """A Parquet file in groups of rows of a fixed size; it is whole only once it is closed."""

    def __init__(self, path: Path, format: Format) -> None:
        import pyarrow.parquet as pq

        self._schema = parquet_schema(format)
        self._file = Appended(path)
        # A dictionary of pictures, all of them different, costs five times what writing them does; compressing
        # them again makes them no smaller and costs more than all the rest of writing.
        self._writer = pq.ParquetWriter(
            self._file,
            self._schema,
            compression={
                path: "none" if path.endswith(".bytes") else "zstd"
                for field in self._schema
                for path in _leaves(field.name, field.type)
            },
            use_dictionary=False,
            write_statistics=["id"],
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
            self._writer.write_table(table, row_group_size=self._rows)
        self._batches, self._rows, self._bytes = [], 0, 0

    def sync(self) -> None:
        """Makes the file whole, and forces it to the disk."""
        self._flush()
        self._writer.close()
        self._file.sync()

    def sha256(self) -> str | None:
        """The SHA-256 of the whole file in hex."""
        return self._file.sha256()

    def close(self) -> None:
        """Ends the file."""
        self._file.close()

    def abandon(self) -> None:
        """Lets go of the file without making it whole."""
        with suppress(OSError):
            self._writer.close()
        self._file.close()


def _leaves(path: str, kind: Any) -> Iterator[str]:
    """The Parquet columns that an Arrow type becomes, by their paths."""
    import pyarrow as pa

    if pa.types.is_list(kind):
        yield from _leaves(f"{path}.list.element", kind.value_type)
    elif pa.types.is_struct(kind):
        for field in kind:
            yield from _leaves(f"{path}.{field.name}", field.type)
    else:
        yield path
