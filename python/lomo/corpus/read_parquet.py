"""A Parquet file in, its rows as records out, a few at a time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

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
                for row in batch.to_pylist():
                    number += 1
                    yield Item(f"{name}:{number}", row, size)
    except (pa.ArrowException, UnicodeDecodeError) as error:
        fault = RecordError(
            "not_parquet", f"unreadable after {number} rows: {str(error).splitlines()[0][:200]}"
        )
        yield Item(f"{name}:{number + 1}", None, 0, fault)
    except OSError as error:
        raise InputError(f"{name}: cannot be read: {error.strerror or error}") from error
