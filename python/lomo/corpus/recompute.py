"""A rewritten row in, its pictures drawn again and held against the corpus's own out, with their content
ledgers."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from lomo.corpus.faults import Fault
from lomo.corpus.image_file import pixels
from lomo.errors import LomoError, RecordError
from lomo.record.remake import Redrawn, file_format, other_versions, redraw
from lomo.record.substitute import Picture


@dataclass
class Recomputed:
    """What drawing rows again showed.

    Attributes:
        records: how many rows.
        pictures: by what came of them: ``same`` bytes; ``same_pixels`` (in other bytes, by another encoder);
            ``not_comparable`` (other pixels, and other versions or faces than those that drew them); ``differ``.
        characters: of the pages drawn again, by their fate in the content ledger.
        reasons: why pictures were not comparable, and how many.
        faults: pictures that differ, pages that lost something, provenance that does not hold.
    """

    records: int = 0
    pictures: Counter[str] = field(default_factory=Counter)
    characters: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    faults: list[Fault] = field(default_factory=list)

    def add(self, other: Recomputed) -> None:
        """Adds what another row showed."""
        self.records += other.records
        self.pictures.update(other.pictures)
        self.characters.update(other.characters)
        self.reasons.update(other.reasons)

    def to_json(self) -> dict[str, Any]:
        """``{"records", "pictures", "characters", "reasons"}``; the faults are the report's."""
        names = ("same", "same_pixels", "not_comparable", "differ")
        return {
            "records": self.records,
            "pictures": {name: self.pictures[name] for name in names},
            "characters": dict(self.characters),
            "reasons": dict(sorted(self.reasons.items())),
        }


def recompute(
    where: str, provenance: dict[str, Any], images: tuple[bytes, ...], other_faces: tuple[str, ...]
) -> Recomputed:
    """Draws the spans of one row again.

    Args:
        where: ``file:number (id)``, for the faults.
        provenance: the row's column ``lomo``.
        images: the row's pictures.
        other_faces: packaged faces that are others here than where the corpus was built.
    """
    made = Recomputed(records=1)
    left = list(images)
    for turn in provenance["turns"]:
        if not turn["spans"]:
            continue
        why = [*other_versions(turn["versions"], turn["engine"], file_format(turn)), *other_faces]
        try:
            for span in redraw(turn):
                _compare(where, span, left, why, made)
        # Anyone may have edited the provenance: whatever does not fit it is its fault.
        except (LomoError, LookupError, TypeError, ValueError, AttributeError, OverflowError) as error:
            made.pictures["not_comparable" if why else "differ"] += len(left)
            if why:
                made.reasons.update(why)
            else:
                made.faults.append(Fault("not_redrawn", where, f"{type(error).__name__}: {error}"))
            break
    return made


def _compare(where: str, span: Redrawn, left: list[bytes], why: list[str], made: Recomputed) -> None:
    rendering, told = span.drawn.rendering, span.told
    faces = rendering.fonts
    why = why + [
        f"face {key} {'is another file' if key in faces else 'does not draw this text'} here"
        for key, digest in told["fonts"].items()
        if faces.get(key) != digest
    ]
    why += [f"face {key} draws it here, and did not there" for key in faces if key not in told["fonts"]]
    for page in rendering.pages:
        account = page.ledger()
        made.characters.update(account.counts)
        for fault in account.faults:
            text = told["source"][fault.start : fault.end]
            made.faults.append(Fault(f"ledger_{fault.kind}", where, f"{text!r} at {fault.start} of the span"))
    start = told["start"]
    pages = [[start + first, start + last] for first, last in (page.source for page in rendering.pages)]
    same = (rendering.route, pages, dict(rendering.missing)) == (
        told["route"],
        told["pages"],
        told["missing"],
    )
    if not same and not why:
        made.faults.append(
            Fault("provenance", where, "route, pages or missing characters come out otherwise")
        )
    here, there = span.pictures, left[: len(told["pages"])]
    del left[: len(told["pages"])]
    for number, data in enumerate(there):
        try:
            found = _same(here[number], data) if number < len(here) else "differ"
        except RecordError as error:
            found = "differ"
            made.faults.append(Fault(error.reason, where, error.detail))
        if found == "differ" and why:
            found = "not_comparable"
            made.reasons.update(why)
        made.pictures[found] += 1
        if found == "differ":
            detail = f"picture {number} of the span {told['start']} to {told['end']} comes out otherwise"
            made.faults.append(Fault("picture_differs", where, detail))


def _same(here: Picture, data: bytes) -> str:
    kept = here.data()
    if kept == data:
        return "same"
    there, image = pixels(data), here.image if here.file.format == "png" else pixels(kept)
    if there is None or image is None:
        return "differ"
    return "same_pixels" if np.array_equal(there, image) else "differ"
