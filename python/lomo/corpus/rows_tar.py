"""Rows in, members of a WebDataset tar out: without a clock, a user or a place in them, named by their content."""

from __future__ import annotations

import json
import tarfile
from collections.abc import Sequence
from hashlib import sha256

from lomo.corpus.encoded import Encoded, Row
from lomo.record.picture_name import ending

END = bytes(2 * tarfile.BLOCKSIZE)


def encode_tar(rows: Sequence[Row]) -> Encoded:
    """``KEY.json`` for each row, then its pictures ``KEY.0.png``, ``KEY.1.png``, ... as its ``images`` name them."""
    blocks: list[bytes] = []
    for row in rows:
        told = json.dumps(row.columns, ensure_ascii=False).encode()
        content = sha256(row.where.encode() + b"\0" + told)
        for image in row.images:
            content.update(sha256(image).digest())
        # Equal records keep apart: a reader would take two samples of one name in a row for one.
        key = content.hexdigest()[:32]
        names = [f"{key}.{number}.{ending(image)}" for number, image in enumerate(row.images)]
        line = json.dumps({**row.columns, "images": names}, ensure_ascii=False).encode()
        for name, data in ((f"{key}.json", line), *zip(names, row.images, strict=True)):
            blocks += _member(name, data)
    payload = b"".join(blocks)
    inside = sum(len(row.images) for row in rows), sum(len(image) for row in rows for image in row.images)
    return Encoded(payload, len(rows), len(payload), inside=inside)


def _member(name: str, data: bytes) -> list[bytes]:
    told = tarfile.TarInfo(name)
    told.size = len(data)
    told.mode = 0o644
    header = told.tobuf(tarfile.USTAR_FORMAT, "utf-8", "strict")
    return [header, data, bytes(-len(data) % tarfile.BLOCKSIZE)]
