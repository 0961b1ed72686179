"""The bytes of a whole image file in, its size in pixels out, or what is wrong with them.

PNG, all that lomo writes, is read to its last byte by what Python brings. Other formats, and pixels, need Pillow:
without it their headers are believed.
"""

from __future__ import annotations

import io
import struct
import zlib
from importlib import import_module
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lomo.corpus.image_header import pixel_size
from lomo.errors import RecordError
from lomo.record.picture_name import ending

_PNG_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_MOST_BYTES = 1 << 30  # of a PNG's unpacked pixels


def checked_size(data: bytes) -> tuple[int, int] | None:
    """(width, height) in px; None where nothing here tells it. Raises RecordError (``unreadable_image``)."""
    kind = ending(data)
    if kind is None:
        raise RecordError("unreadable_image", "none of PNG, JPEG, WebP, GIF, BMP, TIFF")
    if kind == "png":
        return _png_size(data)
    opened = _opened(data)
    return pixel_size(data) if opened is None else (opened.width, opened.height)


def pixels(data: bytes) -> NDArray[np.uint8] | None:
    """The pixels, height x width x channels; None without Pillow. Raises RecordError (``unreadable_image``)."""
    opened = _opened(data)
    if opened is None:
        return None
    array = np.asarray(opened, np.uint8)
    return array if array.ndim == 3 else array[:, :, None]


def _opened(data: bytes) -> Any:
    """Pillow's image, decoded; None without Pillow."""
    try:
        pillow = import_module("PIL.Image")
    except ImportError:
        return None
    try:
        with pillow.open(io.BytesIO(data)) as opened:
            opened.load()
            return opened
    # Pillow's decoders raise what they like at a damaged file.
    except Exception as error:
        what = (str(error).splitlines() or [type(error).__name__])[0][:200]
        raise RecordError("unreadable_image", what) from error


def _png_size(data: bytes) -> tuple[int, int]:
    header: bytes = b""
    packed: list[bytes] = []
    at, kind = 8, b""
    while kind != b"IEND":
        if at + 12 > len(data):
            raise RecordError(
                "unreadable_image", f"the PNG ends after {len(data)} bytes, before its end mark"
            )
        (length,) = struct.unpack_from(">I", data, at)
        kind, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        checked = data[at + 8 + length : at + 12 + length]
        if len(checked) < 4 or struct.unpack(">I", checked)[0] != zlib.crc32(kind + body):
            raise RecordError("unreadable_image", f"the PNG is damaged at byte {at}: a checksum is wrong")
        if kind == b"IHDR":
            header = body
        elif kind == b"IDAT":
            packed.append(body)
        at += 12 + length
    if len(header) != 13:
        raise RecordError("unreadable_image", "the PNG has no header")
    width, height, depth, colour, _, _, interlaced = struct.unpack(">IIBBBBB", header)
    if not width or not height or colour not in _PNG_CHANNELS:
        raise RecordError("unreadable_image", "the PNG's header says nothing that can be drawn")
    row = 1 + (width * depth * _PNG_CHANNELS[colour] + 7) // 8
    if row * height <= _MOST_BYTES and not interlaced and _unpacked(packed, row * height) != row * height:
        raise RecordError("unreadable_image", "the PNG's pixels are not as many as its header says")
    return width, height


def _unpacked(packed: list[bytes], most: int) -> int:
    """How many bytes the stream unpacks to, or a number above ``most``; -1 where it breaks off."""
    stream, count = zlib.decompressobj(), 0
    try:
        for piece in packed:
            rest = piece
            while rest and count <= most:
                count += len(stream.decompress(rest, 1 << 20))
                rest = stream.unconsumed_tail
        return count if stream.eof or count > most else -1
    except zlib.error:
        return -1
