"""A recipe in, a corpus on disk out: data sets, pictures, polygons, dataset_info.json, manifest.json and
errors.jsonl."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from lomo import _native
from lomo.corpus.manifest import HALVES, Tally, manifest
from lomo.corpus.read import Item, read
from lomo.corpus.recipe import Recipe, input_paths, shown_names
from lomo.corpus.work import Result, Task, batches, results, worker_count
from lomo.corpus.write import (
    MANIFEST,
    Folder,
    ImageStore,
    JsonlSink,
    ParquetSink,
    Sink,
    file_sha256,
    write_json,
)
from lomo.record.compose import description
from lomo.record.rewrite import Half
from lomo.record.substitute import versions
from lomo.render import native
from lomo.render.engine import require
from lomo.render.faces import font_hashes

ERRORS = "errors.jsonl"
INFO = "dataset_info.json"
BOXES = "boxes.jsonl"


@dataclass(frozen=True)
class Progress:
    """How far a build is: records done, rewritten, left out; bytes of input done and in all."""

    done: int
    rewritten: int
    set_aside: int
    bytes_read: int
    bytes_total: int


@dataclass(frozen=True)
class Built:
    """A finished corpus: its folder, its manifest and how many records were lost (0 unless lomo has a
    bug)."""

    folder: Path
    manifest: dict[str, Any]
    lost: int


@dataclass(frozen=True)
class _Input:
    half: Half
    path: Path
    name: str
    media_dir: Path


def build(
    recipe: Recipe,
    base: Path,
    *,
    overwrite: bool = False,
    progress: Callable[[Progress], None] | None = None,
) -> Built:
    """Builds the corpus that ``recipe`` describes; its bytes do not depend on the number of workers.

    Args:
        recipe: what to build.
        base: the folder that the recipe's relative paths start from.
        overwrite: whether a corpus that is already there is replaced.
        progress: called after each batch.

    Raises InputError (a file that cannot be read, an output that cannot be used), OSError (a full disk);
    nothing is left behind then.
    """
    inputs = _inputs(recipe, base)
    require(recipe.config.engine)
    tally = Tally()
    told = _Teller(tally, sum(one.path.stat().st_size for one in inputs), progress)
    places = [place for one in inputs for place in (one.path, one.media_dir)]
    with Folder(base / recipe.output, overwrite=overwrite, inputs=places) as folder:
        store = ImageStore(folder.path)
        with ExitStack() as files:
            sinks = {half: _sink(recipe, folder.path, half, store) for half in HALVES if _has(recipe, half)}
            for sink in sinks.values():
                files.callback(sink.close)
            errors = files.enter_context((folder.path / ERRORS).open("w", encoding="utf-8", newline="\n"))
            boxes: TextIO | None = None
            if recipe.config.boxes:
                boxes = files.enter_context((folder.path / BOXES).open("w", encoding="utf-8", newline="\n"))
            _fill(recipe, inputs, sinks, errors, boxes, told)
        write_json(folder.path / INFO, _dataset_info(recipe, sinks, tally))
        whole = manifest(
            recipe,
            tally,
            versions=_all_versions(recipe),
            fonts=_fonts(recipe),
            inputs=[_described(one) for one in inputs],
            image_files={"files": store.files, "bytes": store.bytes},
            files=[
                *((sink.name, tally.in_corpus(half)) for half, sink in sinks.items()),
                (INFO, None),
                (ERRORS, None),
                *([(BOXES, tally.pictures)] if recipe.config.boxes else []),
            ],
            folder=folder.path,
        )
        write_json(folder.path / MANIFEST, whole)
        folder.finish()
    return Built(folder.output, whole, tally.lost)


def _fill(
    recipe: Recipe,
    inputs: list[_Input],
    sinks: dict[str, Sink],
    errors: TextIO,
    boxes: TextIO | None,
    told: _Teller,
) -> None:
    """Reads, rewrites and writes every record, in order."""
    workers = worker_count(recipe.workers)
    tasks = _tasks(inputs, told)
    with closing(results(tasks, recipe.config, recipe.format, workers)) as done:
        for batch in done:
            for result in batch:
                outcome = result.outcome
                told.tally.add(result)
                if outcome.reason:
                    errors.write(_error_line(result))
                if outcome.columns is not None:
                    provenance = json.dumps(outcome.provenance, ensure_ascii=False)
                    sinks[result.half].write({**outcome.columns, "lomo": provenance}, outcome.images)
                if boxes is not None:
                    boxes.writelines(_boxes_line(result, one) for one in outcome.boxes)
            told.batch_done()


class _Teller:
    """Adds up what was read and done, and tells the caller."""

    def __init__(self, tally: Tally, total: int, tell: Callable[[Progress], None] | None) -> None:
        self.tally, self._total, self._tell = tally, total, tell
        self.bytes_read = 0

    def batch_done(self) -> None:
        if self._tell is None:
            return
        status = self.tally.status
        count = {
            name: sum(status[half][name] for half in HALVES) for name in ("rewritten", "set_aside", "lost")
        }
        done = sum(sum(status[half].values()) for half in HALVES)
        left_out = count["set_aside"] + count["lost"]
        self._tell(Progress(done, count["rewritten"], left_out, self.bytes_read, self._total))


def _inputs(recipe: Recipe, base: Path) -> list[_Input]:
    sources = (*recipe.text, *recipe.multimodal)
    paths = input_paths(sources, base)
    names = shown_names(sources)
    text: Half = "text"
    multimodal: Half = "multimodal"
    halves = [text] * len(recipe.text) + [multimodal] * len(recipe.multimodal)
    return [
        _Input(half, path, name, base / source.media_dir if source.media_dir is not None else path.parent)
        for half, path, name, source in zip(halves, paths, names, sources, strict=True)
    ]


def _has(recipe: Recipe, half: str) -> bool:
    return bool(recipe.text if half == "text" else recipe.multimodal)


def _sink(recipe: Recipe, folder: Path, half: str, store: ImageStore) -> Sink:
    data_set = f"lomo_{half}"
    if recipe.container == "parquet":
        return ParquetSink(folder, data_set, store, recipe.format)
    return JsonlSink(folder, data_set, store)


def _tasks(inputs: list[_Input], told: _Teller) -> Iterator[Task]:
    for one in inputs:
        yield from batches(_counted(one, told), one.half, one.media_dir)


def _counted(one: _Input, told: _Teller) -> Iterator[Item]:
    for item in read(one.path, one.name):
        told.tally.read[one.half] += 1
        told.bytes_read += item.size
        yield item


def _error_line(result: Result) -> str:
    outcome = result.outcome
    line = {
        "where": result.where,
        "id": outcome.id,
        "reason": outcome.reason,
        "detail": outcome.detail,
        "kept": outcome.columns is not None,
    }
    # Lone surrogates become \udxxx spelled out: the file must be UTF-8 whatever the record held.
    return json.dumps(line, ensure_ascii=False).encode("utf-8", "backslashreplace").decode("utf-8") + "\n"


def _boxes_line(result: Result, polygons: str) -> str:
    named = json.dumps({"where": result.where, "id": result.outcome.id}, ensure_ascii=False)
    return f"{named[:-1]}, {polygons[1:]}\n"


def _dataset_info(recipe: Recipe, sinks: dict[str, Sink], tally: Tally) -> dict[str, Any]:
    return {
        f"lomo_{half}": {"file_name": sink.name, **description(recipe.format)}
        for half, sink in sinks.items()
        if tally.in_corpus(half)
    }


def _all_versions(recipe: Recipe) -> dict[str, str]:
    found = {**versions(recipe.config.engine), "libdeflate": _native.linked()["libdeflate"]}
    if recipe.container == "parquet":
        import pyarrow

        found["pyarrow"] = pyarrow.__version__
    return found


def _fonts(recipe: Recipe) -> dict[str, str]:
    return font_hashes() | (native.font_hashes() if recipe.config.engine == "native" else {})


def _described(one: _Input) -> dict[str, Any]:
    return {
        "name": one.name,
        "half": one.half,
        "bytes": one.path.stat().st_size,
        "sha256": file_sha256(one.path),
    }
