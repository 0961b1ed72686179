"""An input file in, a stream of (place, record or fault) out: a bad record stops none of its neighbours.

JSONL, JSON arrays and tar files are read in pieces, Parquet and Arrow files by batches of rows, so that memory
does not grow with the input.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, NoReturn

from lomo.errors import InputError, RecordError

MAX_RECORD_BYTES = 64 * 1024 * 1024
_PIECE = 1 << 20
MAX_DEPTH = 128
# First bytes of what is often given for JSON lines, each told once instead of at every line. Text in UTF-16
# and UTF-32 without a mark starts with an ASCII character and NULs.
_NOT_UTF8 = (
    (re.compile(rb"\xff\xfe\x00\x00|\x00\x00\xfe\xff|\x00\x00\x00[^\x00]|[^\x00]\x00\x00\x00"), "UTF-32"),
    (re.compile(rb"\xff\xfe|\xfe\xff|\x00[^\x00]|[^\x00]\x00"), "UTF-16"),
    (re.compile(rb"\x1f\x8b"), "compressed by gzip"),
    (re.compile(rb"\x28\xb5\x2f\xfd"), "compressed by zstd"),
    (re.compile(rb"PAR1"), "Parquet"),
)
_WAY_OUT = {
    "compressed by gzip": "unpack it",
    "compressed by zstd": "unpack it",
    "Parquet": "let its name end in .parquet",
}
_SPACE = b" \t\r\n"
TABLES = (".parquet", ".arrow")
ARCHIVES = (".tar", ".tar.gz", ".tgz")

# A record not yet unpacked: its JSON, what is wrong with it, or what makes (record, size in bytes).
Piece = bytes | RecordError | Callable[[], tuple[dict[str, Any], int]]
# Its number in the file as people count (the line, the row), itself, and how many bytes of the file are read.
Place = tuple[int, Piece, int]


@dataclass(frozen=True)
class Item:
    """One record of an input, or what is wrong with it.

    Attributes:
        where: "file:line" (JSONL) or "file:number of the record" (all else), counted from 1.
        record: the record; None when it cannot be read.
        size: its length in bytes, roughly.
        fault: why it cannot be read.
        number: which item of the file it is, counted from 0.
        at: how many bytes of the file were read for it and those before it.
    """

    where: str
    record: dict[str, Any] | None
    size: int = 0
    fault: RecordError | None = None
    number: int = 0
    at: int = 0

    def checked(self) -> dict[str, Any]:
        """The record; raises the RecordError that says why there is none."""
        if self.record is None:
            raise self.fault or RecordError("not_json", "no record")
        return self.record


def read(path: Path, name: str, wanted: Callable[[int], bool] | None = None) -> Iterator[Item]:
    """The records of a file; ``name`` is what stands in ``where``.

    The ending decides: ``.parquet``; ``.arrow`` (a file of a data set that ``datasets`` saved); ``.tar``
    (WebDataset; ``.tar.gz`` and ``.tgz`` too); ``.json`` may hold an array or JSONL; anything else is JSONL.
    Items whose number ``wanted`` refuses are passed over without being parsed. Raises InputError for a file
    that cannot be opened.
    """
    for number, (label, piece, at) in enumerate(_places(path, name)):
        if wanted is None or wanted(number):
            yield _item(f"{name}:{label}", piece, number, at)


def _places(path: Path, name: str) -> Iterator[Place]:
    if path.suffix in TABLES:
        from lomo.corpus.read_table import table_rows

        yield from table_rows(path, name)
        return
    if path.name.endswith(ARCHIVES):
        from lomo.corpus.read_tar import tar_samples

        yield from tar_samples(path, name)
        return
    try:
        source = path.open("rb")
    except OSError as error:
        raise InputError(f"{name}: cannot be read: {error.strerror}") from error
    with source:
        start = source.read(4)
        found = next((name for mark, name in _NOT_UTF8 if mark.match(start)), None)
        if found:
            way_out = _WAY_OUT.get(found, "save it as UTF-8")
            yield 1, RecordError("encoding", f"the file is {found}; {way_out}"), 0
            return
        source.seek(3 if start.startswith(b"\xef\xbb\xbf") else 0)
        is_array = path.suffix == ".json" and _first_byte(source) == b"["
        for label, piece in _elements(source) if is_array else _lines(source):
            yield label, piece, source.tell()


def _first_byte(source: BinaryIO) -> bytes:
    at = source.tell()
    found = b""
    while piece := source.read(_PIECE):
        if rest := piece.lstrip(_SPACE):
            found = rest[:1]
            break
    source.seek(at)
    return found


def _lines(source: BinaryIO) -> Iterator[tuple[int, bytes | RecordError]]:
    number = 0
    while line := source.readline(MAX_RECORD_BYTES):
        number += 1
        if len(line) == MAX_RECORD_BYTES and not line.endswith(b"\n"):
            while (rest := source.readline(_PIECE)) and not rest.endswith(b"\n"):
                pass
            yield number, _oversized()
        elif stripped := line.strip(_SPACE):
            yield number, stripped


_OUTSIDE = re.compile(rb'["\[\]{},]')
_INSIDE = re.compile(rb'\\.|["\\]', re.DOTALL)


def _elements(source: BinaryIO) -> Iterator[tuple[int, bytes | RecordError]]:
    """The elements of a JSON array as bytes, found by brackets and quotes alone, so that a bad one stays
    alone."""
    number, depth, quoted, oversized, escaped = 1, 0, False, False, False
    element = bytearray()
    while piece := source.read(_PIECE):
        start = at = 0
        if escaped:
            at, escaped = 1, False
        while found := (_INSIDE if quoted else _OUTSIDE).search(piece, at):
            mark, at = found[0], found.end()
            if mark == b'"':
                quoted = not quoted
            elif mark == b"\\":
                escaped = True
            elif mark in b"[{":
                depth += 1
                if depth == 1:
                    start = at
            elif mark in b"]}" or (mark == b"," and depth == 1):
                if depth == 1:
                    element += piece[start : at - 1]
                    start = at
                    if oversized or element.strip(_SPACE):
                        yield number, _oversized() if oversized else bytes(element.strip(_SPACE))
                    number += 1
                    oversized = False
                    element.clear()
                if mark != b"," and (depth := depth - 1) <= 0:
                    if rest := (piece[at:] + source.read(_PIECE)).strip(_SPACE):
                        yield number, _stray(rest)
                    return
        element += piece[start:]
        if len(element) > MAX_RECORD_BYTES:
            oversized = True
            element.clear()
    if oversized or element.strip(_SPACE):
        yield number, _oversized() if oversized else bytes(element.strip(_SPACE))
        number += 1
    yield (
        number,
        RecordError("not_json", "the file ends inside the array: records may be missing; write it again"),
    )


def _stray(rest: bytes) -> RecordError:
    shown = rest[:20].decode("utf-8", "backslashreplace")
    return RecordError(
        "not_json", f"the array ends here, but {shown!r} follows unread; write one array, or JSONL"
    )


def _oversized() -> RecordError:
    return RecordError(
        "oversized", f"the record is longer than {MAX_RECORD_BYTES} bytes; give its pictures as files"
    )


def _item(where: str, piece: Piece, number: int, at: int) -> Item:
    if isinstance(piece, RecordError):
        return Item(where, None, 0, piece, number, at)
    size = len(piece) if isinstance(piece, bytes) else 0
    try:
        record, size = (parse_record(piece), size) if isinstance(piece, bytes) else piece()
    except RecordError as error:
        return Item(where, None, size, error, number, at)
    return Item(where, record, size, None, number, at)


def parse_record(piece: bytes) -> dict[str, Any]:
    """The object that one piece of JSON holds; raises RecordError (``encoding``, ``not_json``,
    ``not_an_object``, ``duplicate_key``, ``too_deep``)."""
    try:
        text = piece.decode("utf-8")
    except UnicodeDecodeError as error:
        raise RecordError(
            "encoding",
            f"not UTF-8: byte {error.start + 1} is 0x{piece[error.start]:02x}; save the file as UTF-8",
        ) from error
    try:
        value = _DECODER.decode(text)
    except json.JSONDecodeError as error:
        what = error.msg.removesuffix(" starting at")
        detail = f"{what} at character {error.pos + 1} of {len(text)}; write one JSON object for each record"
        raise RecordError("not_json", detail) from error
    except RecursionError as error:
        raise _too_deep() from error
    except ValueError as error:
        raise RecordError("not_json", str(error)) from error
    if not isinstance(value, dict):
        raise RecordError(
            "not_an_object", f"found {type(value).__name__}; a record is an object with named fields"
        )
    if text.count("[") + text.count("{") > MAX_DEPTH and _is_deep(value):
        raise _too_deep()
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for at, key in enumerate(keys) if key in keys[:at])
        raise RecordError("duplicate_key", f"the key {twice!r} stands twice in one object; keep one")
    return made


def _is_deep(value: Any) -> bool:
    """Whether lists and objects nest more than MAX_DEPTH deep (seen level by level, without recursion)."""
    level = [value]
    for _ in range(MAX_DEPTH):
        inner: list[Any] = []
        for one in level:
            inner.extend(one.values() if isinstance(one, dict) else one)
        level = [one for one in inner if isinstance(one, (dict, list))]
        if not level:
            return False
    return True


def _too_deep() -> RecordError:
    return RecordError("too_deep", f"lists and objects nest more than {MAX_DEPTH} deep; keep them as text")


def _refuse(word: str) -> NoReturn:
    raise ValueError(f"{word} is not JSON; write null or text")


_DECODER = json.JSONDecoder(parse_constant=_refuse, object_pairs_hook=_object)
