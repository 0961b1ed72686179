"""A corpus folder in, one self-contained HTML page of samples out, to look at before training on it."""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

from lomo.corpus.finished import read_manifest, rows
from lomo.corpus.gallery_page import Card, Excerpt, page
from lomo.corpus.media import load
from lomo.corpus.survey import Pick, survey
from lomo.errors import InputError, RecordError
from lomo.record.chat import parse
from lomo.record.placeholder import IMAGE

_KEPT_SHARE = 6


@dataclass(frozen=True)
class _Row:
    columns: dict[str, Any]
    provenance: dict[str, Any]


def gallery(folder: Path, *, count: int = 40, seed: int = 0, pick: Pick | None = None) -> str:
    """The page as text.

    Args:
        folder: a corpus that ``lomo build`` wrote.
        count: how many records are shown; about one in six of them is one that was left as text for a reason, unless
            ``pick`` looks for something.
        seed: which ones.
        pick: which records to show; the charts tell of them alone.

    Raises InputError for a folder that is no corpus, or no longer what ``lomo build`` wrote.
    """
    manifest = read_manifest(folder)
    pick = pick or Pick()
    try:
        told = survey(folder, manifest["counts"]["pictures"], pick=pick)
        shown = _sample(folder, "rewritten", count, seed, pick)
        if not pick.filters:
            kept = _sample(folder, "kept", max(count // _KEPT_SHARE, 1), seed, pick)
            shown = shown[: max(count - len(kept), 1)] + kept
        return page(
            folder.resolve().name, manifest, [_card(row, folder) for row in shown[:count]], told, pick
        )
    # A corpus is a folder of files that anyone may have edited.
    except (LookupError, TypeError, AttributeError, ValueError) as error:
        what = f"{type(error).__name__}: {error}"
        raise InputError(f"{folder}: is not as lomo build wrote it ({what}); build it again") from error


def _sample(folder: Path, status: str, count: int, seed: int, pick: Pick) -> list[_Row]:
    """The ``count`` rows whose hash (or legibility) is smallest; memory stays small."""
    held: list[tuple[float, int, _Row]] = []
    for number, (columns, provenance) in enumerate(rows(folder)):
        if provenance["status"] != status or provenance.get("reason") == "not_selected":
            continue
        spans = [span for turn in provenance["turns"] for span in turn["spans"] if pick.takes(span)]
        if pick.filters and not spans:
            continue
        mark = f"{seed}/{number}/{columns['id']}".encode("utf-8", "surrogatepass")
        rank: float = -int.from_bytes(blake2b(mark, digest_size=6).digest(), "big")
        if pick.lowest:
            rank = -min(span["legibility"] for span in spans)
        entry = (rank, -number, _Row(columns, provenance))
        if len(held) < count:
            heapq.heappush(held, entry)
        else:
            heapq.heappushpop(held, entry)
    # A sample comes in the corpus's order, the least legible lowest first.
    held.sort(key=lambda entry: (-entry[0] if pick.lowest else 0, -entry[1]))
    return [row for _, _, row in held]


def _card(row: _Row, folder: Path) -> Card:
    chat = parse(row.columns)
    spans = {turn["turn"]: turn["spans"] for turn in row.provenance["turns"]}
    pictures = iter(chat.images)
    excerpts = []
    for index, turn in enumerate(chat.turns):
        told = spans.get(index, [])
        sources = [
            (number, span["source"][first - span["start"] : last - span["start"]])
            for number, span in enumerate(told)
            for first, last in span["pages"]
        ]
        pieces = turn.text.split(IMAGE) if sources else [turn.text]
        marked: list[tuple[str, bool]] = []
        for at, piece in enumerate(pieces):
            marked.append((piece, False))
            if at < len(sources):
                marked.append((sources[at][1], True))
        images = [(number, _bytes(next(pictures, None), folder)) for number, _ in sources]
        excerpts.append(Excerpt(turn.role, marked, told, images))
    return Card(str(row.columns["id"]), row.provenance, excerpts)


def _bytes(reference: Any, folder: Path) -> bytes | None:
    try:
        return load(reference, folder)
    except RecordError:
        return None
