"""An image as a benchmark has it in, EvalScope's image content out."""

from __future__ import annotations

import base64
from typing import Any

from evalscope.api.messages import ContentImage

from lomo.errors import InputError
from lomo.record.picture_name import ending


def image_content(data: bytes, where: str) -> Any:
    """An image's bytes as a data URI; raises InputError naming the record for what is no image."""
    kind = ending(data)
    if kind is None:
        raise InputError(f"{where}: the image is none of PNG, JPEG, WebP, GIF, BMP, TIFF")
    name = {"jpg": "jpeg", "tif": "tiff"}.get(kind, kind)
    return ContentImage(image=f"data:image/{name};base64,{base64.b64encode(data).decode('ascii')}")


def cell_bytes(cell: Any, where: str) -> bytes:
    """The bytes of a Parquet image cell (``{"bytes", "path"}``) or of base64 text."""
    if isinstance(cell, dict):
        cell = cell.get("bytes")
    if isinstance(cell, str):
        try:
            return base64.b64decode(cell, validate=False)
        except ValueError as error:
            raise InputError(f"{where}: the image is not base64") from error
    if not isinstance(cell, bytes):
        raise InputError(f"{where}: there is no image")
    return cell
