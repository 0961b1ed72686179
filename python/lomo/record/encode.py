"""A picture's pixels and a format in, the bytes of its file out."""

from __future__ import annotations

from importlib import import_module
from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lomo import _native
from lomo.config import File, FileFormat
from lomo.errors import InputError, RecordError


def encoded(image: NDArray[np.uint8], file: File) -> bytes:
    """The picture (uint8, height x width x 1 or 3) as a file.

    Raises InputError where Pillow is not installed, and RecordError (``picture_too_large``) for a picture that the
    format cannot hold: a side of WebP has at most 16,383 px, one of JPEG 65,500.
    """
    if file.format == "png":
        return _native.encode_png(image)
    pillow = _pillow(file.format).Image
    kept = pillow.fromarray(image[:, :, 0] if image.shape[2] == 1 else image)
    out = BytesIO()
    options: dict[str, Any] = {"quality": file.quality}
    if file.format == "webp":
        options = (
            {"lossless": True, "method": 0} if file.quality == 100 else {"quality": file.quality, "method": 2}
        )
    try:
        kept.save(out, file.format, **options)
    except (OSError, ValueError) as error:
        height, width, _ = image.shape
        detail = f"{file.format} cannot hold {width} x {height} px ({error}); set file.format to png"
        raise RecordError("picture_too_large", detail) from error
    return out.getvalue()


def coder(form: FileFormat) -> str | None:
    """What writes the format and its version, where that is not lomo: ``13.0.0, libjpeg-turbo 3.1.2``."""
    if form == "png":
        return None
    pillow = _pillow(form)
    if form == "jpeg":
        return f"{pillow.__version__}, libjpeg {import_module('PIL.features').version('jpg')}"
    return f"{pillow.__version__}, libwebp {import_module('PIL.features').version('webp')}"


def _pillow(form: FileFormat) -> Any:
    try:
        import_module("PIL.Image")
        return import_module("PIL")
    except ImportError as error:
        raise InputError(f"file.format: {form} needs Pillow: pip install 'lomo[formats]'") from error
