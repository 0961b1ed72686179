"""A record's own picture (a path, a data URI or bytes) in, its bytes and file ending out."""

from __future__ import annotations

import base64
import binascii
from pathlib import Path
from typing import Any

from lomo.errors import RecordError
from lomo.record.picture_name import ending


def load(reference: Any, media_dir: Path) -> bytes:
    """The picture's bytes; raises RecordError (``missing_image``, ``remote_image``, ``not_an_image``).

    Args:
        reference: PNG bytes, {"bytes", "path"}, a path from ``media_dir``, or a data URI.
        media_dir: where relative paths start.
    """
    if isinstance(reference, dict):
        reference = reference.get("bytes") or reference.get("path")
    if isinstance(reference, str):
        reference = _from_name(reference, media_dir)
    if not isinstance(reference, bytes):
        raise RecordError(
            "not_an_image", f"a picture is given as {type(reference).__name__}; give a path or bytes"
        )
    if ending(reference) is None:
        raise RecordError("not_an_image", "a picture is none of PNG, JPEG, WebP, GIF, BMP, TIFF; convert it")
    return reference


def _from_name(name: str, media_dir: Path) -> bytes:
    if name.startswith("data:"):
        try:
            return base64.b64decode(name.partition(",")[2], validate=True)
        except binascii.Error as error:
            raise RecordError(
                "not_an_image", "a picture's data URI is not base64; encode it again"
            ) from error
    if "://" in name and not name.startswith("file://"):
        raise RecordError("remote_image", f"{name[:80]}: pictures are not fetched; give a file")
    path = media_dir / name.removeprefix("file://")
    try:
        # A device or a pipe may never end.
        if path.exists() and not path.is_file():
            raise RecordError("missing_image", f"{name[:200]}: not a file")
        return path.read_bytes()
    except (OSError, ValueError) as error:
        detail = f"{name[:200]}: {getattr(error, 'strerror', error)}; media_dir says where paths start"
        raise RecordError("missing_image", detail) from error
