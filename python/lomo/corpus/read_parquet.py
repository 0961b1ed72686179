"""A Parquet file in, its rows as records out, a few at a time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lomo.corpus.read import Item
from lomo.errors import InputError, RecordError

_ROWS = 64


def read_parquet(path: Path, name: str) -> Iterator[Item]:
    """Each row as {column: value}; a damaged file ends with one fault. Raises InputError if it cannot be
    opened."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    number = 0
    try:
        with path.open("rb") as source, pq.ParquetFile(source) as table:
            for batch in table.iter_batches(batch_size=_ROWS):
                size = batch.nbytes // max(batch.num_rows, 1)
                for row in range(batch.num_rows):
                    number += 1
                    yield _item(f"{name}:{number}", batch.slice(row, 1), size)
    except OSError as error:
        if error.errno is not None:
            raise InputError(f"{name}: cannot be read: {error.strerror}") from error
        yield _end(name, number, error)  # Arrow's word for pages that do not unpack
    except (pa.ArrowException, ValueError) as error:
        yield _end(name, number, error)


def _item(where: str, row: Any, size: int) -> Item:
    try:
        (record,) = row.to_pylist()
    # Arrow holds dates, times and texts that Python does not.
    except (ValueError, OverflowError) as error:
        fault = RecordError("not_parquet", f"a value cannot be read: {_line(error)}; cast its column")
        return Item(where, None, size, fault)
    return Item(where, record, size)


def _end(name: str, number: int, error: Exception) -> Item:
    fault = RecordError(
        "not_parquet", f"unreadable after {number} rows: {_line(error)}; fetch or write the file again"
    )
    return Item(f"{name}:{number + 1}", None, 0, fault)


def _line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:200]
