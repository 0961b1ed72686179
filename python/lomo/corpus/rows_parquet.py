"""Rows in, a pyarrow RecordBatch out."""

from __future__ import annotations

from collections.abc import Sequence

from lomo.corpus.encoded import Encoded, Row
from lomo.record.compose import Format
from lomo.record.picture_name import content_name
from lomo.record.schema import parquet_schema


def encode_parquet(rows: Sequence[Row], format: Format) -> Encoded:
    """The rows as one RecordBatch, ``images`` as list<struct<bytes, path>>."""
    import pyarrow as pa

    records = []
    for row in rows:
        named = [{"bytes": image, "path": content_name(image)} for image in row.images]
        records.append({**row.columns, "images": named})
    batch = pa.RecordBatch.from_pylist(records, schema=parquet_schema(format))
    inside = sum(len(row.images) for row in rows), sum(len(image) for row in rows for image in row.images)
    return Encoded(batch, len(rows), batch.nbytes, inside=inside)
