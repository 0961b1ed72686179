"""A row of a corpus in, what is wrong with it out, by what the row itself holds: nothing is drawn again."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from lomo.corpus.faults import Fault
from lomo.corpus.image_file import checked_size
from lomo.corpus.media import load
from lomo.errors import RecordError
from lomo.record.chat import Chat, parse
from lomo.record.picture_name import content_name
from lomo.record.placeholder import IMAGE, count, mentions_media
from lomo.record.rewrite import Half, Outcome, Status

Size = tuple[int, int] | None
Tell = Callable[[str, str], None]
_IN_TAR = re.compile(r"[0-9a-f]{32}\.\d+\.[a-z]+")


@dataclass(frozen=True)
class Checked:
    """One row, and its faults.

    Attributes:
        outcome: what the build made of the record, as far as the row tells; None where the row cannot be read.
        images: the pictures' bytes, as many as could be read.
        names: their names in the corpus, ``images/...`` or the ``path`` of a table.
        faults: what is wrong.
    """

    outcome: Outcome | None
    images: tuple[bytes, ...]
    names: tuple[str, ...]
    faults: tuple[Fault, ...]


def check_row(where: str, record: dict[str, Any], half: Half, folder: Path) -> Checked:
    """Checks provenance, conversation, placeholders, pictures and the cap on their pixels.

    Args:
        where: ``file:number``.
        record: the row, pictures as paths from ``folder`` or as {"bytes", "path"}.
        half: of the corpus.
        folder: the corpus.
    """
    faults: list[Fault] = []

    def fault(kind: str, detail: str) -> None:
        faults.append(Fault(kind, f"{where} (id {record.get('id')!r})", detail))

    images, sizes, names = _images(record.get("images") or [], folder, fault)
    try:
        provenance = json.loads(record["lomo"])
        chat = parse({key: value for key, value in record.items() if key not in ("id", "extra", "lomo")})
        status: Status = provenance["status"]
        if status not in ("rewritten", "kept") or provenance["half"] != half:
            fault(
                "provenance",
                f"status {status!r}, half {provenance['half']!r} in the data set of half {half!r}",
            )
            return Checked(None, images, names, tuple(faults))
        _check_placeholders(chat, len(record.get("images") or []), fault)
        _check_spans(chat, provenance, sizes, fault)
    except (RecordError, LookupError, TypeError, ValueError, AttributeError) as error:
        fault("unreadable_row", f"not as lomo build writes it: {type(error).__name__}: {error}")
        return Checked(None, images, names, tuple(faults))
    outcome = Outcome(
        str(record.get("id")),
        status,
        provenance.get("reason") or "",
        columns={},
        images=images,
        provenance=provenance,
        answered=chat.is_answered(),
    )
    return Checked(outcome, images, names, tuple(faults))


def _images(
    references: list[Any], folder: Path, fault: Tell
) -> tuple[tuple[bytes, ...], tuple[Size, ...], tuple[str, ...]]:
    """The pictures that can be read, their sizes (None where they cannot be told), and the names of all."""
    images: list[bytes] = []
    sizes: list[Size] = []
    names: list[str] = []
    for number, reference in enumerate(references):
        name = str(reference.get("path") if isinstance(reference, dict) else reference)
        names.append(name)
        try:
            data = load(reference, folder)
        except RecordError as error:
            fault(error.reason, f"picture {number}: {error.detail}")
            continue
        images.append(data)
        try:
            sizes.append(checked_size(data))
        except RecordError as error:
            sizes.append(None)
            fault(error.reason, f"picture {number}: {error.detail}")
        # lomo names pictures by their content, except in a tar, where the whole sample is.
        if _IN_TAR.fullmatch(name):
            continue
        named = content_name(data)
        if PurePosixPath(name).name != named:
            fault("picture_changed", f"picture {number} is named {name}, and its content {named}")
    return tuple(images), tuple(sizes), tuple(names)


def _check_placeholders(chat: Chat, given: int, fault: Tell) -> None:
    found = sum(count(turn.text) for turn in chat.turns)
    if found != given:
        fault("placeholder_count", f"{found} {IMAGE} in the text, {given} pictures")
    if any(mentions_media(turn.text.replace(IMAGE, "")) for turn in chat.turns):
        fault("placeholder_count", "a placeholder of a video or of sound, and a corpus holds none")


def _check_spans(chat: Chat, provenance: dict[str, Any], sizes: tuple[Size, ...], fault: Tell) -> None:
    """Pictures stand where the provenance says, one for each page, none over its style's cap."""
    caps: list[int] = []
    for turn in provenance["turns"]:
        text, moved = chat.turns[turn["turn"]].text, 0
        for span in turn["spans"]:
            start, end, pages = span["start"], span["end"], span["pages"]
            bounds = [start, *(last for _, last in pages)]
            if (
                len(span["source"]) != end - start
                or bounds[-1] != end
                or bounds[:-1] != [a for a, _ in pages]
            ):
                fault("provenance", f"the pages of the span {start} to {end} do not add up to it")
            marks = IMAGE * len(pages)
            if not text.startswith(marks, start + moved):
                fault("placeholder_place", f"no picture stands where the span {start} to {end} was")
            moved += len(marks) - (end - start)
            caps += [turn["style"]["max_pixels"]] * len(pages)
    rewritten = provenance["status"] == "rewritten"
    if len(caps) != (len(sizes) if rewritten else 0):
        detail = f"{len(caps)} pages in the provenance, {len(sizes)} pictures that can be read"
        fault("picture_count", detail)
    for number, (size, cap) in enumerate(zip(sizes, caps, strict=False)):
        if size and size[0] * size[1] > cap:
            fault("pixel_cap", f"picture {number} has {size[0]} x {size[1]} pixels, more than {cap}")
