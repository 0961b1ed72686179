"""The first bytes of an image file in, its size in pixels out: the header is believed, whatever follows.

``lomo.corpus.image_file`` reads a file to its end and says what is wrong with it.
"""

from __future__ import annotations

import struct

# Markers of JPEG frames; C4, C8 and CC are tables.
_FRAMES = set(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


def pixel_size(data: bytes) -> tuple[int, int] | None:
    """(width, height) of a PNG, JPEG, GIF, BMP, WebP or TIFF file; None where the header does not tell."""
    try:
        if data[:8] == b"\x89PNG\r\n\x1a\n":
            return _two(">II", data, 16)
        if data[:4] == b"GIF8":
            return _two("<HH", data, 6)
        if data[:2] == b"BM":
            width, height = struct.unpack_from("<ii", data, 18)
            return abs(width), abs(height)
        if data[:3] == b"\xff\xd8\xff":
            return _jpeg(data)
        if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
            return _webp(data)
        if data[:4] in (b"II*\0", b"MM\0*"):
            return _tiff(data)
    except struct.error:
        return None
    return None


def _two(layout: str, data: bytes, at: int) -> tuple[int, int]:
    first, second = struct.unpack_from(layout, data, at)
    return first, second


def _jpeg(data: bytes) -> tuple[int, int] | None:
    at = 2
    while at + 9 <= len(data):
        if data[at] != 0xFF:
            return None
        marker = data[at + 1]
        if marker in _FRAMES:
            height, width = _two(">HH", data, at + 5)
            return width, height
        # A fill byte, or a marker without a length.
        if marker == 0xFF:
            at += 1
        elif marker == 0x01 or 0xD0 <= marker <= 0xD8:
            at += 2
        else:
            at += 2 + int(struct.unpack_from(">H", data, at + 2)[0])
    return None


def _webp(data: bytes) -> tuple[int, int] | None:
    if data[12:16] == b"VP8X":
        sides = (int.from_bytes(data[at : at + 3], "little") + 1 for at in (24, 27))
        return next(sides), next(sides)
    if data[12:16] == b"VP8L":
        (bits,) = struct.unpack_from("<I", data, 21)
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if data[12:16] == b"VP8 ":
        width, height = _two("<HH", data, 26)
        return width & 0x3FFF, height & 0x3FFF
    return None


def _tiff(data: bytes) -> tuple[int, int] | None:
    order = "<" if data[:2] == b"II" else ">"
    (at,) = struct.unpack_from(f"{order}I", data, 4)
    (entries,) = struct.unpack_from(f"{order}H", data, at)
    sides: dict[int, int] = {}
    for number in range(min(entries, 512)):
        tag, kind = _two(f"{order}HH", data, at + 2 + 12 * number)
        if tag in (256, 257):
            layout = f"{order}H" if kind == 3 else f"{order}I"
            (sides[tag],) = struct.unpack_from(layout, data, at + 10 + 12 * number)
    return (sides[256], sides[257]) if len(sides) == 2 else None
