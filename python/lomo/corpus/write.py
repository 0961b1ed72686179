"""Batches as workers hand them back in, the files of an unfinished corpus out, with checkpoints to go on from."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from lomo.corpus.appended import Appended
from lomo.corpus.ids import repeated
from lomo.corpus.inputs import file_sha256
from lomo.corpus.manifest import HALVES, Tally
from lomo.corpus.recipe import Recipe
from lomo.corpus.shards import Shards
from lomo.corpus.unfinished import Unfinished
from lomo.corpus.work import Done
from lomo.record.compose import description
from lomo.record.rewrite import Half

ERRORS = "errors.jsonl"
INFO = "dataset_info.json"
BOXES = "boxes.jsonl"
IDS = "ids"


class Writer:
    """Everything that a build writes but the manifest."""

    def __init__(
        self, recipe: Recipe, folder: Unfinished, tally: Tally, siblings: Sequence[Path] = ()
    ) -> None:
        self._recipe, self._folder, self._tally, self._siblings = recipe, folder, tally, siblings
        state = folder.state or {}
        if state:
            tally.restore(state["tally"])
        self.position: tuple[int, int] = tuple(state.get("position", (0, 0)))
        self.complete: bool = state.get("complete", False)
        told = state.get("shards", {})
        self.shards: dict[Half, Shards] = {
            half: Shards(
                folder.work,
                f"lomo_{half}",
                container=recipe.container,
                format=recipe.format,
                shard_mb=recipe.shard_mb,
                state=told.get(half),
            )
            for half in HALVES
            if (recipe.text if half == "text" else recipe.multimodal)
        }
        places = {ERRORS: folder.path / ERRORS}
        if recipe.config.boxes:
            places[BOXES] = folder.path / BOXES
        if not self.complete:  # then they are counted
            places[IDS] = folder.work / IDS
        sizes = state.get("lines", {})
        self._lines = {name: Appended(path, sizes.get(name)) for name, path in places.items()}
        self._half: Half | None = None

    def write(self, done: Done) -> None:
        """Adds a batch; raises OSError."""
        if self._half not in (None, done.half):
            self.shards[self._half].close()
        self._half = done.half
        for name, data in done.encoded.images:
            self._store(name, data)
        self.shards[done.half].write(done.encoded)
        self._lines[IDS].write(done.ids)
        self._lines[ERRORS].write(done.errors)
        if self._recipe.config.boxes:
            self._lines[BOXES].write(done.boxes)
        self._tally.merge(done.tally)
        self.position = done.position

    def _store(self, name: str, data: bytes) -> None:
        """Stores a picture named by its content once; a file of its length holds all of it."""
        path = self._folder.path / name
        try:
            if path.stat().st_size == len(data):
                return
        except FileNotFoundError:
            path.parent.mkdir(parents=True, exist_ok=True)
            for sibling in self._siblings:
                with suppress(OSError):  # not there, or a file system without links
                    os.link(sibling / name, path)
                    return
        try:
            path.write_bytes(data)
        except OSError as error:
            raise OSError(error.errno, error.strerror, str(path)) from error

    def checkpoint(self, read: dict[str, dict[str, int]]) -> bool:
        """Makes this the point that a killed build goes on from, where the files allow it."""
        shards = {half: one.checkpoint() for half, one in self.shards.items()}
        if any(one is None for one in shards.values()):
            return False
        for one in self._lines.values():
            one.sync()
        self._folder.checkpoint(
            {
                "position": self.position,
                "complete": self.complete,
                "tally": self._tally.state(),
                "read": read,
                "shards": shards,
                "lines": {name: one.size for name, one in self._lines.items()},
            }
        )
        return True

    def close(self) -> None:
        """Ends every file: no further batch will come."""
        for one in self.shards.values():
            one.close()
        self._lines.pop(IDS).close()
        self._tally.whole["duplicate_ids"] = repeated(self._folder.work / IDS)
        self.complete = True

    def abandon(self) -> None:
        """Lets go of every file."""
        for shards in self.shards.values():
            shards.abandon()
        for lines in self._lines.values():
            lines.close()

    def settle(self) -> tuple[dict[str, dict[str, Any]], dict[str, int]]:
        """Gives the files their names; what the manifest says of them, and of the pictures."""
        folder = self._folder.path
        (self._folder.work / IDS).unlink(missing_ok=True)
        counted: dict[str, int | None] = {}
        known = {name: one.sha256() for name, one in self._lines.items()}
        for shards in self.shards.values():
            names = shards.settle(folder)
            counted.update(zip(names, shards.rows, strict=True))
            known.update(zip(names, shards.sha256, strict=True))
        if self._recipe.container != "webdataset":
            write_json(folder / INFO, self._info())
            counted[INFO] = None
        counted[ERRORS] = None
        if self._recipe.config.boxes:
            counted[BOXES] = self._tally.whole["pictures"]
        files = {
            name: {
                **({} if records is None else {"records": records}),
                "bytes": (folder / name).stat().st_size,
                "sha256": known.get(name) or file_sha256(folder / name),
            }
            for name, records in counted.items()
        }
        inside = [one.inside for one in self.shards.values()]
        images = {"files": sum(count for count, _ in inside), "bytes": sum(size for _, size in inside)}
        return files, stored(folder / "images") if self._recipe.container == "jsonl" else images

    def _info(self) -> dict[str, Any]:
        return {
            f"lomo_{half}": {"file_name": one.file_name, **description(self._recipe.format)}
            for half, one in self.shards.items()
            if self._tally.in_corpus(half)
        }


def stored(images: Path) -> dict[str, int]:
    """How many pictures lie in the folder, and their bytes."""
    files = size = 0
    for folder in os.scandir(images) if images.is_dir() else ():
        for one in os.scandir(folder):
            files += 1
            size += one.stat().st_size
    return {"files": files, "bytes": size}


def write_json(path: Path, value: Any) -> None:
    """``value`` as indented JSON with a final line end."""
    path.write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
