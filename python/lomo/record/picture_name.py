"""A picture's bytes in, the name that its content gives it out."""

from __future__ import annotations

from hashlib import sha256

_SIGNATURES = ((b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpg"), (b"GIF8", "gif"), (b"BM", "bmp"))


def ending(data: bytes) -> str | None:
    """The file ending that the first bytes call for, without the dot; None when they are no picture's."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    if data[:4] in (b"II*\x00", b"MM\x00*"):
        return "tif"
    return next((name for signature, name in _SIGNATURES if data.startswith(signature)), None)


def content_name(data: bytes) -> str:
    """40 hex digits of the SHA-256, and the ending: ``abcd....png``."""
    return f"{sha256(data).hexdigest()[:40]}.{ending(data)}"
