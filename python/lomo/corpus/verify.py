"""A finished corpus in, a report out: every row checked, a sample drawn again, all held against the manifest."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lomo.corpus.check_row import Checked, check_row
from lomo.corpus.drawers import Drawers
from lomo.corpus.faults import Faults
from lomo.corpus.finished import read_manifest, told_files
from lomo.corpus.ids import id_mark
from lomo.corpus.inputs import file_sha256
from lomo.corpus.manifest import HALVES, Tally
from lomo.corpus.read import read
from lomo.corpus.recompute import Recomputed
from lomo.corpus.work import worker_count
from lomo.errors import InputError
from lomo.record.rewrite import Half, Outcome
from lomo.record.substitute import versions
from lomo.render.faces import file_hash

SAMPLE = 200


@dataclass
class Report:
    """What ``verify`` found.

    Attributes:
        folder: the corpus, as it was named.
        rows: rows read, by half.
        images: pictures read, and their bytes; in a folder, each different one once.
        recomputed: what drawing a sample again showed.
        notes: how this machine differs from the one that built the corpus: versions and faces. No fault.
        faults: what is wrong.
    """

    folder: str
    rows: dict[str, int] = field(default_factory=dict)
    images: dict[str, int] = field(default_factory=lambda: {"files": 0, "bytes": 0})
    recomputed: Recomputed = field(default_factory=Recomputed)
    notes: list[str] = field(default_factory=list)
    faults: Faults = field(default_factory=Faults)

    def to_json(self) -> dict[str, Any]:
        """The report as JSON holds it."""
        return {
            "folder": self.folder,
            "rows": self.rows,
            "images": self.images,
            "recomputed": self.recomputed.to_json(),
            "notes": self.notes,
            "faults": self.faults.to_json(),
        }


def verify(
    folder: Path,
    *,
    sample: int | None = SAMPLE,
    workers: int | None = None,
    strict: bool = False,
    progress: Callable[[int], None] | None = None,
) -> Report:
    """Checks a corpus that ``lomo build`` wrote.

    Every row: that it reads, its id is no other's, its placeholders and pictures agree, its pictures read, are what
    their names say and keep the cap on pixels. Files, counts and pictures: that the manifest tells them as they are.
    A sample of the rewritten rows, evenly spread: that the pictures come out again, byte for byte, and that no
    character of their pages is unaccounted for.

    Args:
        folder: the corpus.
        sample: how many rewritten rows are drawn again; None: all.
        workers: processes that draw; None: one for each CPU.
        strict: whether a picture that cannot be compared here (other versions, other faces) is a fault.
        progress: called with the number of rows done, now and then.

    Raises InputError for a folder that is no corpus.
    """
    manifest = read_manifest(folder)
    report = Report(str(folder))
    try:
        other_faces = _compare_environment(manifest, report)
        _check_files(folder, manifest, report)
        tally = Tally()
        with Drawers(worker_count(workers), report.recomputed, report.faults) as drawers:
            _check_rows(folder, manifest, sample, other_faces, report, tally, drawers, progress)
        _read_errors(folder, manifest, tally, report)
        _compare_counts(manifest, tally, report)
    # A corpus is a folder of files that anyone may have edited.
    except (LookupError, TypeError, AttributeError) as error:
        what = f"{type(error).__name__}: {error}"
        raise InputError(
            f"{folder}: its manifest is not as lomo build wrote it ({what}); build it again"
        ) from error
    if strict and (count := report.recomputed.pictures["not_comparable"]):
        reasons = ", ".join(sorted(report.recomputed.reasons))
        report.faults.add(
            "not_comparable", str(folder), f"{count} pictures cannot be compared here: {reasons}"
        )
    return report


def _compare_environment(manifest: dict[str, Any], report: Report) -> tuple[str, ...]:
    """Notes what differs from here; returns the faces, since any of them may draw any page."""
    config = manifest["config"]
    here = dict(versions(config["engine"], config.get("file", {}).get("format", "png")))
    for name, there in manifest["versions"].items():
        if name in here and here[name] != there:
            report.notes.append(f"{name} {there} built it, {name} {here[name]} is here")
    other = []
    for key, digest in manifest["fonts"].items():
        if "/" in key:  # a face of mathtext's: its package's version tells
            continue
        found = file_hash(key)
        if found is None:
            report.notes.append(f"face {key} ({digest[:12]}) is not here")
        elif found != digest:
            report.notes.append(f"face {key} is another file here ({found[:12]}, not {digest[:12]})")
            other.append(f"face {key} is another file here")
    return tuple(other)


def _check_files(folder: Path, manifest: dict[str, Any], report: Report) -> None:
    for name, told in manifest["files"].items():
        path = folder / name
        if not path.is_file():
            report.faults.add("missing_file", name, "the manifest names it, and it is not there")
        elif path.stat().st_size != told["bytes"]:
            detail = f"{path.stat().st_size} bytes, not {told['bytes']} as the manifest says"
            report.faults.add("changed_file", name, detail)
        elif file_sha256(path) != told["sha256"]:
            report.faults.add("changed_file", name, "its SHA-256 is not the manifest's")


def _check_rows(
    folder: Path,
    manifest: dict[str, Any],
    sample: int | None,
    other_faces: tuple[str, ...],
    report: Report,
    tally: Tally,
    drawers: Drawers,
    progress: Callable[[int], None] | None,
) -> None:
    stored = _Stored(manifest, report)
    rewritten = int(manifest["counts"]["text"]["rewritten"])
    drawn = done = seen = 0
    ids: set[bytes] = set()
    for name, told, half in told_files(manifest):
        rows = 0
        for item in read(folder / name, name) if (folder / name).is_file() else ():
            rows += 1
            done += 1
            if item.record is None:
                report.faults.add("unreadable_row", item.where, str(item.fault))
                continue
            checked = check_row(item.where, item.record, half, folder)
            report.faults.extend(list(checked.faults))
            stored.add(checked)
            mark = id_mark(half, str(item.record.get("id")))
            if mark in ids:
                tally.whole["duplicate_ids"] += 1
                report.faults.add(
                    "duplicate_id", item.where, f"the id {item.record.get('id')!r} stands twice"
                )
            ids.add(mark)
            if checked.outcome is None:
                continue
            tally.add(half, checked.outcome)
            if checked.outcome.status == "rewritten":
                # Evenly spread: the k-th of n is drawn where k * sample / n passes a whole number.
                take = sample is None or sample * (seen + 1) // max(rewritten, 1) > sample * seen // max(
                    rewritten, 1
                )
                seen += 1
                if take and (sample is None or drawn < sample):
                    drawn += 1
                    where = f"{item.where} (id {checked.outcome.id!r})"
                    drawers.draw(where, checked.outcome.provenance, checked.images, other_faces)
            if progress is not None:
                progress(done)
        report.rows[half] = report.rows.get(half, 0) + rows
        if rows != (records := told["records"]):
            report.faults.add("row_count", name, f"{rows} rows, not {records} as the manifest says")
    stored.compare()


class _Stored:
    """Counts the pictures of a corpus as its manifest does."""

    def __init__(self, manifest: dict[str, Any], report: Report) -> None:
        self._told, self._report = manifest["images"], report
        self._once = manifest["container"] == "jsonl"  # each different picture is one file
        self._seen: set[str] = set()

    def add(self, row: Checked) -> None:
        for name, data in zip(row.names, row.images, strict=False):
            if self._once and name in self._seen:
                continue
            self._seen.add(name) if self._once else None
            self._report.images["files"] += 1
            self._report.images["bytes"] += len(data)

    def compare(self) -> None:
        if self._report.images != self._told:
            detail = f"{self._report.images} in the rows, {self._told} in the manifest"
            self._report.faults.add("image_count", "images", detail)


def _read_errors(folder: Path, manifest: dict[str, Any], tally: Tally, report: Report) -> None:
    """Adds the records that were left out."""
    halves: dict[str, Half] = {one["name"]: one["half"] for one in manifest["inputs"]}
    path = folder / "errors.jsonl"
    for item in read(path, path.name) if path.is_file() else ():
        if item.record is None:
            report.faults.add("unreadable_row", item.where, str(item.fault))
            continue
        told = item.record
        if told["kept"]:  # a row of the corpus
            continue
        half = halves.get(told["where"].rpartition(":")[0], "text")
        status = "lost" if told["reason"] == "internal_error" else "set_aside"
        tally.add(half, Outcome(told["id"], status, told["reason"]))  # type: ignore[arg-type]


def _compare_counts(manifest: dict[str, Any], tally: Tally, report: Report) -> None:
    for half in HALVES:
        tally.read[half] = sum(count for name, count in tally.status.items() if name.split()[0] == half)
    # What was passed over leaves no trace, and tokens are counted by the recipe's processor.
    told = {
        key: n for key, n in manifest["counts"].items() if key not in ("outside_pool", "all_visual_tokens")
    }
    # As JSON holds them: numbers are keys there as text.
    found = json.loads(json.dumps(tally.counts()))
    for key in sorted(found.keys() & told.keys()):
        if found[key] != told[key]:
            detail = f"{json.dumps(told[key])} in the manifest, {json.dumps(found[key])} in the corpus"
            report.faults.add("counts", key, detail)
    polygons = manifest["files"].get("boxes.jsonl")
    if polygons is not None and polygons["records"] != found["pictures"]:
        detail = f"{polygons['records']} pictures have polygons, of {found['pictures']}"
        report.faults.add("counts", "boxes.jsonl", detail)
