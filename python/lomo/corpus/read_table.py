"""A Parquet file or an Arrow file of a saved data set in, its rows as records out, a few at a time."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from lomo.corpus.read import Place
from lomo.errors import InputError, RecordError

_ROWS = 64


def table_rows(path: Path, name: str) -> Iterator[Place]:
    """Each row as {column: value}; a damaged file ends with one fault. Raises InputError if it cannot be
    opened."""
    import pyarrow as pa

    number = 0
    try:
        for batch, at in _batches(path):
            size = batch.nbytes // max(batch.num_rows, 1)
            for row in range(batch.num_rows):
                number += 1
                yield number, partial(_record, batch, row, size), at
    except OSError as error:
        if error.errno is not None:
            raise InputError(f"{name}: cannot be read: {error.strerror}") from error
        yield _end(path, number, error)  # Arrow's word for pages that do not unpack
    except (pa.ArrowException, ValueError) as error:
        yield _end(path, number, error)


def _batches(path: Path) -> Iterator[tuple[Any, int]]:
    """Batches of rows, and how many bytes of the file are read with each."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    length = path.stat().st_size
    with path.open("rb") as source:
        if path.suffix == ".parquet":
            with pq.ParquetFile(source) as table:
                done, rows = 0, table.metadata.num_rows
                for batch in table.iter_batches(batch_size=_ROWS):
                    done += batch.num_rows
                    yield batch, length * done // max(rows, 1)
            return
        # The datasets library writes streams; others who call a file .arrow mostly write the file format.
        is_file = source.read(6) == b"ARROW1"
        source.seek(0)
        if is_file:
            whole = pa.ipc.open_file(source)
            for index in range(whole.num_record_batches):
                yield from _slices(whole.get_batch(index), length * (index + 1) // whole.num_record_batches)
            return
        with pa.ipc.open_stream(source) as stream:
            for batch in stream:
                yield from _slices(batch, source.tell())


def _slices(batch: Any, at: int) -> Iterator[tuple[Any, int]]:
    for start in range(0, batch.num_rows, _ROWS):
        yield batch.slice(start, _ROWS), at


def _record(batch: Any, row: int, size: int) -> tuple[dict[str, Any], int]:
    try:
        (record,) = batch.slice(row, 1).to_pylist()
    # Arrow holds dates, times and texts that Python does not.
    except (ValueError, OverflowError) as error:
        raise RecordError(
            "not_parquet", f"a value cannot be read: {_line(error)}; cast its column"
        ) from error
    return record, size


def _end(path: Path, number: int, error: Exception) -> Place:
    told = f"unreadable after {number} rows: {_line(error)}; fetch or write the file again"
    fault = RecordError("not_parquet", told)
    return number + 1, fault, path.stat().st_size


def _line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:200]
