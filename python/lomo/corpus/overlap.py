"""Evaluation questions in, which prompts overlap them out: n-gram decontamination with the place of what was found.

Words are compared without case, punctuation and the width of characters; Chinese, Japanese and Korean count by
character. A question shorter than n words excludes only a prompt that is it, word for word.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np

from lomo.corpus.inputs import file_sha256, files, shown_names
from lomo.corpus.read import read
from lomo.errors import InputError, RecordError
from lomo.record.chat import parse
from lomo.record.placeholder import MEDIA

_WORD = re.compile(
    r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff]"
    r"|[^\W_\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff]+"
)
_KEYS = ("question", "problem", "query", "prompt", "text", "input", "instruction")
_PRIME = (1 << 61) - 1
_BASE = 0x1F3D5B79A2C4E687 % _PRIME


def words(text: str) -> list[str]:
    """The words that are compared."""
    for mark in MEDIA:
        text = text.replace(mark, " ")
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold())


@lru_cache(1 << 16)
def _value(word: str) -> int:
    return int.from_bytes(blake2b(word.encode("utf-8", "surrogatepass"), digest_size=7).digest(), "big") + 1


def grams(found: list[str], n: int) -> list[int]:
    """A 61-bit hash of each n words in a row."""
    if len(found) < n:
        return []
    values = [_value(word) for word in found]
    drop = pow(_BASE, n, _PRIME)
    hashed, made = 0, []
    for at, value in enumerate(values):
        hashed = (hashed * _BASE + value) % _PRIME
        if at >= n:
            hashed = (hashed - values[at - n] * drop) % _PRIME
        if at >= n - 1:
            made.append(hashed)
    return made


@dataclass(frozen=True)
class Overlap:
    """The n-grams of evaluation questions; ``find`` looks a prompt up in them.

    Attributes:
        n: how many words in a row.
        hashes: sorted uint64: of every n words in a row of a question, or of a whole shorter question.
        owners: which question each is of.
        places: where each question stands, "file:number".
        described: name, SHA-256 and number of questions of each file, for the manifest.
    """

    n: int
    hashes: Any
    owners: Any
    places: tuple[str, ...]
    described: tuple[dict[str, Any], ...]

    def check(self, record: dict[str, Any]) -> None:
        """Raises RecordError (``overlap``) for a record with a prompt that ``find`` finds."""
        for text in prompts(record):
            if told := self.find(text):
                raise RecordError("overlap", told)

    def find(self, text: str) -> str | None:
        """What ``text`` has in common with which question, in a sentence; None for nothing."""
        found = words(text)
        size = min(self.n, len(found))
        hashed = grams(found, size) if size else []
        if not hashed or not len(self.hashes):
            return None
        looked = np.array(hashed, np.uint64)
        at = np.minimum(np.searchsorted(self.hashes, looked), len(self.hashes) - 1)
        hits = np.flatnonzero(self.hashes[at] == looked)
        if not len(hits):
            return None
        first = int(hits[0])
        place = self.places[int(self.owners[at[first]])]
        shown = " ".join(found[first : first + size])
        return f"{size} words in a row stand in {place} too: {shown[:160]!r}"


def overlap(given: tuple[str, ...], base: Path, n: int) -> Overlap:
    """Reads the files (as a recipe names them; ``.txt``: a question a line); raises InputError."""
    hashes, owners = array("Q"), array("L")
    places: list[str] = []
    described = []
    found = [one for name in given for one in files(base / name, name)]
    names = shown_names([name for _, name in found])
    for (path, _), name in zip(found, names, strict=True):
        before = len(places)
        for where, question in _questions(path, name):
            if said := words(question):
                made = grams(said, min(n, len(said)))
                hashes.extend(made)
                owners.extend([len(places)] * len(made))
                places.append(where)
        if len(places) == before:
            raise InputError(f"{name}: holds no question (looked for {', '.join(_KEYS)}, or a conversation)")
        described.append({"name": name, "sha256": file_sha256(path), "questions": len(places) - before})
    every, of = np.array(hashes, np.uint64), np.array(owners, np.uint32)
    every, first = np.unique(every, return_index=True)
    return Overlap(n, every, of[first], tuple(places), tuple(described))


def _questions(path: Path, name: str) -> Iterator[tuple[str, str]]:
    if path.suffix == ".txt":
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            yield f"{name}:{number}", line
        return
    for item in read(path, name):
        if item.record is None:
            continue
        for text in prompts(item.record) or [
            item.record[k] for k in _KEYS if isinstance(item.record.get(k), str)
        ]:
            yield item.where, text


def prompts(record: dict[str, Any]) -> list[str]:
    """The user's turns of a record; none where it is no conversation."""
    try:
        chat = parse(record)
    except RecordError:
        return []
    return [chat.turns[at].text for at in chat.user_turns()]
