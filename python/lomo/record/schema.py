"""A format in, the columns of its data sets out, as Arrow and as the datasets library know them."""

from __future__ import annotations

import json
from typing import Any

from lomo.record.compose import Format


def parquet_schema(format: Format, *, boxes: bool = False, set_aside: bool = False) -> Any:
    """The columns of a data set in the given format, as a pyarrow schema; ``boxes`` and ``set_aside`` add these.

    Its metadata declare ``images`` as a list of the datasets library's ``Image``, so that ``load_dataset`` gives
    pictures instead of bytes.
    """
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
    if boxes:
        rest.append(("boxes", pa.list_(text)))
    if set_aside:
        rest.append(("set_aside", text))
    schema = pa.schema([("id", text), *columns, *rest])
    features = {field.name: _feature(field.type) for field in schema}
    features["images"] = [{"_type": "Image"}]
    return schema.with_metadata({"huggingface": json.dumps({"info": {"features": features}})})


def _feature(kind: Any) -> Any:
    """The datasets library's word for an Arrow type (a list is written as a list of one in every version)."""
    import pyarrow as pa

    if pa.types.is_list(kind):
        return [_feature(kind.value_type)]
    if pa.types.is_struct(kind):
        return {field.name: _feature(field.type) for field in kind}
    return {"dtype": str(kind), "_type": "Value"}
