"""An input file in, a stream of (place, record or fault) out: a bad record stops none of its neighbours.

JSONL and JSON arrays are read in pieces and Parquet by row groups, so that memory does not grow with the
input.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, NoReturn

from lomo.errors import InputError, RecordError

MAX_RECORD_BYTES = 64 * 1024 * 1024
_PIECE = 1 << 20
_BOMS = {b"\xff\xfe\x00\x00": "UTF-32", b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}
_SPACE = b" \t\r\n"


@dataclass(frozen=True)
class Item:
    """One record of an input, or what is wrong with it.

    Attributes:
        where: "file:line" (JSONL) or "file:number of the record" (JSON array, Parquet), counted from 1.
        record: the record; None when it cannot be read.
        size: its length in bytes, roughly.
        fault: why it cannot be read.
    """

    where: str
    record: dict[str, Any] | None
    size: int = 0
    fault: RecordError | None = None


def read(path: Path, name: str) -> Iterator[Item]:
    """The records of a JSONL, JSON or Parquet file; ``name`` is what stands in ``where``.

    The ending decides: ``.parquet``; ``.json`` may hold an array or JSONL; anything else is JSONL. Raises
    InputError for a file that cannot be opened.
    """
    if path.suffix == ".parquet":
        from lomo.corpus.read_parquet import read_parquet

        yield from read_parquet(path, name)
        return
    try:
        source = path.open("rb")
    except OSError as error:
        raise InputError(f"{name}: cannot be read: {error.strerror}") from error
    with source:
        start = source.read(4)
        bom = next((code for mark, code in _BOMS.items() if start.startswith(mark)), None)
        if bom:
            fault = RecordError("encoding", f"the file is {bom}; save it as UTF-8")
            yield Item(f"{name}:1", None, 0, fault)
            return
        source.seek(3 if start.startswith(b"\xef\xbb\xbf") else 0)
        pieces = (
            _elements(source) if path.suffix == ".json" and _first_byte(source) == b"[" else _lines(source)
        )
        for number, piece in pieces:
            yield _item(f"{name}:{number}", piece)


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
                    return
        element += piece[start:]
        if len(element) > MAX_RECORD_BYTES:
            oversized = True
            element.clear()
    if oversized or element.strip(_SPACE):
        yield number, _oversized() if oversized else bytes(element.strip(_SPACE))


def _oversized() -> RecordError:
    return RecordError("oversized", f"the record is longer than {MAX_RECORD_BYTES} bytes")


def _item(where: str, piece: bytes | RecordError) -> Item:
    if isinstance(piece, RecordError):
        return Item(where, None, 0, piece)
    try:
        return Item(where, parse_record(piece), len(piece))
    except RecordError as error:
        return Item(where, None, len(piece), error)


def parse_record(piece: bytes) -> dict[str, Any]:
    """The object that one piece of JSON holds; raises RecordError (``encoding``, ``not_json``,
    ``not_an_object``)."""
    try:
        text = piece.decode("utf-8")
    except UnicodeDecodeError as error:
        raise RecordError(
            "encoding", f"not UTF-8: byte {error.start + 1} is 0x{piece[error.start]:02x}"
        ) from error
    try:
        value = json.loads(text, parse_constant=_refuse)
    except json.JSONDecodeError as error:
        raise RecordError("not_json", f"{error.msg} at character {error.pos + 1} of {len(text)}") from error
    except RecursionError as error:
        raise RecordError("not_json", "nested too deeply") from error
    except ValueError as error:
        raise RecordError("not_json", str(error)) from error
    if not isinstance(value, dict):
        raise RecordError("not_an_object", f"a record must be an object, found {type(value).__name__}")
    return value


def _refuse(word: str) -> NoReturn:
    raise ValueError(f"{word} is not JSON")
