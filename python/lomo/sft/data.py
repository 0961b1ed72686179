"""A corpus's folder in, what a trainer would stumble over out: placeholders, picture sizes, lengths."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from lomo.corpus.read import read
from lomo.errors import InputError

Size = tuple[int, int]
_MARK = "<image>"
_OTHER_MARKS = ("<video>", "<audio>")
_SHOWN = 5
_KNOWN_SIZES = 65_536


@dataclass(frozen=True, slots=True)
class DataFacts:
    """What the records of a corpus hold.

    Attributes:
        records: how many.
        pictures: how many, counted in each record that shows them.
        without_picture: records without one.
        faults: what would stop the training or spoil a record, a line each; at most five of a kind are spelled out.
        scaled: pictures above the pixel limit: the trainer scales them down.
        long: records that may not fit the length limit, by a bound that no byte-level tokenizer exceeds.
        longest: the largest such bound, in tokens.
    """

    records: int = 0
    pictures: int = 0
    without_picture: int = 0
    faults: tuple[str, ...] = ()
    scaled: int = 0
    long: int = 0
    longest: int = 0


@dataclass(slots=True)
class _Faults:
    lines: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)

    def add(self, kind: str, where: str, what: str) -> None:
        self.counts[kind] = self.counts.get(kind, 0) + 1
        if self.counts[kind] <= _SHOWN:
            self.lines.append(f"{where}: {what}")

    def told(self) -> tuple[str, ...]:
        more = [f"{kind}: {n - _SHOWN} more records" for kind, n in self.counts.items() if n > _SHOWN]
        return (*self.lines, *more)


def look(corpus: Path, *, token_px: int, max_pixels: int, cutoff: int) -> DataFacts:
    """Reads every record and the header of every picture.

    Args:
        corpus: a folder with ``dataset_info.json``.
        token_px: the side of the square that becomes one visual token.
        max_pixels: above that the trainer scales a picture down.
        cutoff: the trainer's length limit in tokens.

    Raises InputError for a folder that holds no corpus.
    """
    faults = _Faults()
    sizes = lru_cache(_KNOWN_SIZES)(_opened)  # records share pictures
    records = pictures = without = scaled = long = longest = 0
    for where, texts, images in _rows(corpus):
        records += 1
        pictures += len(images)
        without += not images
        marks = sum(text.count(_MARK) for text in texts)
        if marks != len(images):
            faults.add("placeholders", where, f"{marks} {_MARK} in the text and {len(images)} pictures")
        for mark in _OTHER_MARKS:
            if any(mark in text for text in texts):
                faults.add(
                    "placeholders", where, f"the text holds {mark}, which the trainer replaces by media"
                )
        # The template adds some tokens to each turn.
        tokens = sum(len(text.encode("utf-8", "surrogatepass")) + 16 for text in texts)
        for image in images:
            size = _size(image, corpus, sizes)
            if size is None:
                faults.add("pictures", where, "a picture is missing or cannot be read")
                continue
            width, height = size
            scaled += width * height > max_pixels
            whole = -(-width // token_px) * -(-height // token_px)
            tokens += min(whole, max_pixels // token_px**2 + 1) + 2
        longest = max(longest, tokens)
        long += tokens > cutoff
    if not records:
        raise InputError(f"{corpus}: the corpus is empty")
    return DataFacts(records, pictures, without, faults.told(), scaled, long, longest)


def _rows(corpus: Path) -> Iterator[tuple[str, list[str], list[Any]]]:
    """(where, every text that the trainer sees, pictures) of each record of each data set."""
    try:
        info = json.loads((corpus / "dataset_info.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(f"{corpus}: dataset_info.json cannot be read: {error}") from error
    for entry in info.values():
        columns = entry["columns"]
        for item in read(corpus / entry["file_name"], entry["file_name"]):
            row = item.checked()
            if entry["formatting"] == "alpaca":
                texts = [row.get(columns[key]) or "" for key in ("system", "prompt", "query", "response")]
                texts += [text for pair in row.get(columns["history"]) or [] for text in pair]
            else:
                content = entry["tags"]["content_tag"]
                texts = [turn[content] for turn in row[columns["messages"]]]
            yield item.where, [text for text in texts if text], list(row.get(columns["images"]) or [])


def _size(image: Any, corpus: Path, opened: Callable[[Path], Size | None]) -> Size | None:
    """Width and height from the picture's header; None where there is none."""
    if isinstance(image, str):
        return opened(corpus / image)
    data = image.get("bytes") if isinstance(image, dict) else image
    return _opened(io.BytesIO(data)) if isinstance(data, bytes) else None


def _opened(source: Any) -> Size | None:
    head = source.read(24) if isinstance(source, io.BytesIO) else _head(source)
    if head[:8] == b"\x89PNG\r\n\x1a\n" and len(head) == 24:
        return int.from_bytes(head[16:20], "big"), int.from_bytes(head[20:24], "big")
    try:
        from PIL import Image
    except ImportError as error:
        raise InputError("pictures that are no PNG need Pillow: pip install pillow") from error
    if isinstance(source, io.BytesIO):
        source.seek(0)
    try:
        with Image.open(source) as opened:
            width, height = opened.size
            return width, height
    except OSError:
        return None


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(24)
    except OSError:
        return b""
