"""Columns in, rewritten columns out: the operator for engines that hold tables (datasets, Ray, pandas, Arrow)."""

from __future__ import annotations

import json
from typing import Any

from lomo.config import Config
from lomo.record.chat import plain
from lomo.record.compose import Format, fields
from lomo.record.picture_name import content_name
from lomo.record.rewrite import Half, Outcome, rewrite_batch
from lomo.record.schema import parquet_schema
from lomo.record.substitute import versions


class Rewrite:
    """The operator over a batch of columns: ``datasets.Dataset.map(lomo.Rewrite(config), batched=True)``, Ray Data's
    ``map_batches(lomo.Rewrite(config))``.

    A batch goes in: {column: values} with lists or NumPy arrays, a pandas DataFrame, a pyarrow Table or RecordBatch.
    The same kind comes out, with the columns of the chosen format, ``extra``, ``images`` ([{"bytes", "path"}]),
    ``lomo`` (provenance as JSON) and, with ``config.boxes``, ``boxes`` (a list of JSON, one for each picture): each
    record as ``lomo build`` writes it to Parquet, byte for byte. Pass ``remove_columns=data.column_names`` to ``map``,
    and ``features=lomo.Rewrite(config).features()`` where a first batch could hold no picture.

    Records that are set aside are left out: fewer come out than go in. With ``keep_set_aside`` every record comes out,
    in order, and there is one column more: ``set_aside`` is null, or the reason and the detail that ``lomo build``
    writes to errors.jsonl (``no_user_turn: ...``); such a row holds its id, the record as JSON in ``extra`` (bytes by
    their hash), and null or nothing elsewhere. Filter and count them before training.

    It is pickled by its configuration and the versions that decide its pictures, so that fingerprints of datasets are
    the same in every process and change when the pictures could.
    """

    def __init__(
        self,
        config: Config | None = None,
        *,
        half: Half = "text",
        format: Format = "messages",
        keep_set_aside: bool = False,
    ) -> None:
        self.config = config or Config()
        self.half: Half = half
        self.format: Format = format
        self.keep_set_aside = keep_set_aside

    def __reduce__(self) -> tuple[Any, tuple[Any, ...]]:
        told = json.dumps(versions(self.config.engine, self.config.file.format), sort_keys=True)
        given: tuple[Any, ...] = (self.config.model_dump_json(), self.half, self.format, told)
        return _restored, (*given, True) if self.keep_set_aside else given

    def __call__(self, batch: Any) -> Any:
        """The rewritten batch."""
        if hasattr(batch, "to_pylist"):
            rows = self._rows(batch.to_pylist())
            return type(batch).from_pylist(rows, schema=self.schema())
        if hasattr(batch, "to_dict") and hasattr(batch, "columns"):
            rows = self._rows(_plain(batch.to_dict("records")))
            return type(batch)(rows, columns=self.schema().names)
        names = list(batch)
        columns = [_plain(batch[name]) for name in names]
        rows = self._rows([dict(zip(names, values, strict=True)) for values in zip(*columns, strict=True)])
        return {name: [row[name] for row in rows] for name in self._names()}

    def _names(self) -> list[str]:
        boxes = ["boxes"] if self.config.boxes else []
        kept = ["set_aside"] if self.keep_set_aside else []
        return ["id", *fields(self.format), "extra", "images", "lomo", *boxes, *kept]

    def _rows(self, records: list[dict[str, Any]]) -> list[dict[str, Any]]:
        outcomes = rewrite_batch(records, self.config, half=self.half, format=self.format)
        if not self.keep_set_aside:
            return [self._row(one) for one in outcomes if one.columns is not None]
        return [
            self._left_out(record, one) if one.columns is None else {**self._row(one), "set_aside": None}
            for record, one in zip(records, outcomes, strict=True)
        ]

    def _row(self, outcome: Outcome) -> dict[str, Any]:
        images = [
            {"bytes": one, "path": content_name(one)} if isinstance(one, bytes) else one
            for one in outcome.images
        ]
        row = {**(outcome.columns or {}), "images": images, "lomo": outcome.told()}
        return {**row, "boxes": list(outcome.boxes)} if self.config.boxes else row

    def _left_out(self, record: dict[str, Any], outcome: Outcome) -> dict[str, Any]:
        row: dict[str, Any] = dict.fromkeys(self._names())
        told = _utf8(f"{outcome.reason}: {outcome.detail}")
        return {
            **row,
            "id": _utf8(outcome.id),
            "extra": json.dumps(record, default=plain),
            "images": [],
            "set_aside": told,
        }

    def schema(self) -> Any:
        """What comes out, as a pyarrow schema with the metadata that the datasets library reads."""
        return parquet_schema(self.format, boxes=self.config.boxes, set_aside=self.keep_set_aside)

    def features(self) -> Any:
        """What comes out, as ``datasets.Features``."""
        import datasets

        return datasets.Features.from_arrow_schema(self.schema())


def _restored(
    config: str, half: Half, format: Format, drawn_with: str, keep_set_aside: bool = False
) -> Rewrite:
    """Unpickles; the versions are there to be part of a hash."""
    return Rewrite(
        Config.model_validate_json(config), half=half, format=format, keep_set_aside=keep_set_aside
    )


def _utf8(text: str) -> str:
    """The text with lone surrogates spelled out, which no table can hold."""
    return text.encode("utf-8", "backslashreplace").decode()


def _plain(value: Any) -> Any:
    """Lists and dictionaries instead of arrays, however deep they lie."""
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    return None if isinstance(value, float) and value != value else value
