"""A WebDataset tar in, its samples as records out: members in a row whose names agree up to the first dot.

A sample's ``.json`` is the record, or its ``.txt`` the text of one; the pictures beside it become ``images``,
in the order that the record names them in, else in that of the tar.
"""

from __future__ import annotations

import tarfile
import zlib
from collections.abc import Iterator
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

from lomo.corpus.read import MAX_RECORD_BYTES, Place, parse_record
from lomo.errors import InputError, RecordError
from lomo.record.placeholder import IMAGE, mentions_media

_PICTURES = ("png", "jpg", "jpeg", "webp", "gif", "bmp", "tif", "tiff")
_Members = dict[str, bytes | RecordError]


def tar_samples(path: Path, name: str) -> Iterator[Place]:
    """Each sample; a damaged file ends with one fault. Raises InputError if it cannot be opened."""
    number = 0
    try:
        with path.open("rb") as source:
            try:
                for key, members in _samples(source):
                    number += 1
                    yield number, partial(_record, key, members), source.tell()
            except (tarfile.TarError, EOFError, zlib.error) as error:
                detail = f"unreadable after {number} samples: {error}; fetch or write the file again"
                fault = RecordError("not_tar", detail)
                yield number + 1, fault, path.stat().st_size
    except OSError as error:
        raise InputError(f"{name}: cannot be read: {error.strerror or error}") from error


def _samples(source: BinaryIO) -> Iterator[tuple[str, _Members]]:
    key, members = "", _Members()
    with tarfile.open(fileobj=source, mode="r|*") as archive:
        for member in archive:
            file = PurePosixPath(member.name)
            if not member.isfile() or file.name.startswith("."):
                continue
            stem, _, ending = file.name.partition(".")
            this = str(file.parent / stem)
            if members and (this != key or ending in members):
                yield key, members
                members = {}
            key = this
            if member.size > MAX_RECORD_BYTES:
                members[ending] = RecordError("oversized", f"{file.name} has {member.size} bytes")
                continue
            content = archive.extractfile(member)
            members[ending] = content.read() if content else b""
    if members:
        yield key, members


def _record(key: str, members: _Members) -> tuple[dict[str, Any], int]:
    size = 0
    told: dict[str, bytes] = {}
    pictures: dict[str, bytes] = {}
    for ending, data in members.items():
        if isinstance(data, RecordError):
            raise data
        size += len(data)
        kind = ending.rpartition(".")[2].lower()
        if kind in _PICTURES:
            pictures[f"{PurePosixPath(key).name}.{ending}"] = data
        elif kind in ("json", "txt", "cls", "id"):
            told[kind] = data
        else:
            raise RecordError(
                "unsupported_media", f"{key} holds a member .{ending}; json, txt and pictures are read"
            )
    if "json" in told:
        record = parse_record(told["json"])
    elif "txt" in told:
        record = {"text": _text(key, told["txt"])}
        if pictures and not mentions_media(record["text"]):
            record["text"] = IMAGE * len(pictures) + "\n" + record["text"]
    else:
        raise RecordError("unknown_format", f"{key} has neither a .json nor a .txt member")
    record.setdefault("id", key)
    if pictures:
        record["images"] = _named(record, pictures)
        record.pop("image", None)
    return record, size


def _text(key: str, data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise RecordError("encoding", f"{key}.txt is not UTF-8 (byte {error.start + 1})") from error


def _named(record: dict[str, Any], pictures: dict[str, bytes]) -> list[dict[str, Any]]:
    """The sample's pictures in the record's own order where it names them."""
    given = record.get("images") or record.get("image") or []
    names = given if isinstance(given, list) else [given]
    order = list(pictures)
    if names and all(isinstance(one, str) and PurePosixPath(one).name in pictures for one in names):
        order = [PurePosixPath(one).name for one in names]
    return [{"bytes": pictures[name], "path": name} for name in order]
