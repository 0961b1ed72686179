"""A recipe in, a corpus on disk out: data sets, pictures, polygons, dataset_info.json, manifest.json and
errors.jsonl."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from lomo import _native
from lomo.corpus.inputs import Input, file_sha256, inputs
from lomo.corpus.manifest import HALVES, Tally, manifest, pool_described
from lomo.corpus.pool import Choice, Ranks, has_counts, wanted
from lomo.corpus.read import Item, read
from lomo.corpus.recipe import Recipe
from lomo.corpus.setting import Setting, setting_of
from lomo.corpus.unfinished import MANIFEST, Unfinished, finished
from lomo.corpus.work import Done, Task, batches, results, worker_count
from lomo.corpus.write import Writer, write_json
from lomo.record.substitute import versions
from lomo.render import native
from lomo.render.engine import require
from lomo.render.faces import font_hashes, styled_hashes

CHECKPOINT_S = 5.0
FIRST_CHECKPOINT_S = 0.5

Runner = Callable[[Iterable[Task], Setting, int], Generator[tuple[Task, Done], None, None]]


@dataclass(frozen=True)
class Progress:
    """How far a build is.

    Attributes:
        done: records done, those before a resumed build's checkpoint included.
        rewritten, set_aside: of them, so many (lost ones count as set aside).
        fallbacks: spans drawn as plain text because their formula was refused.
        bytes_read: bytes of input whose records are done; the total when all are.
        bytes_total: bytes of input in all.
        resumed: how many of ``done`` were done before this run.
    """

    done: int
    rewritten: int
    set_aside: int
    bytes_read: int
    bytes_total: int
    fallbacks: int = 0
    resumed: int = 0


@dataclass(frozen=True)
class Built:
    """A finished corpus: its folder, its manifest and how many records were lost (0 unless lomo has a
    bug)."""

    folder: Path
    manifest: dict[str, Any]
    lost: int


def build(
    recipe: Recipe,
    base: Path,
    *,
    overwrite: bool = False,
    resume: bool = False,
    shard: tuple[int, int] | None = None,
    ranks: Ranks | None = None,
    runner: Runner = results,
    siblings: Sequence[Path] = (),
    progress: Callable[[Progress], None] | None = None,
) -> Built:
    """Builds the corpus that ``recipe`` describes; its bytes do not depend on the number of workers, the runner, or
    how often it was killed and resumed.

    Args:
        recipe: what to build; its ``arms`` are not looked at (see ``lomo.corpus.arms``).
        base: the folder that the recipe's relative paths start from.
        overwrite: whether a corpus that is already there is replaced.
        resume: whether an unfinished build is gone on with; one that is finished is left as it is.
        shard: (i, n): only the records whose number in their file is i modulo n.
        ranks: the pool's ranks where they are known; read from the inputs if None and the recipe has counts.
        runner: what rewrites the tasks.
        siblings: corpora whose picture files may be linked to instead of being written again.
        progress: called after each batch.

    Raises InputError (a file that cannot be read, an output that cannot be used), OSError (a full disk). What is
    done up to the last checkpoint stays for ``resume``; its note says so.
    """
    found = inputs(recipe, base)
    require(recipe.config.engine)
    made = finished(base / recipe.output) if resume else None
    if made is not None and _same(made, recipe, found, shard, base):
        return Built(base / recipe.output, made, _lost(made))
    if ranks is None and has_counts(recipe):
        ranks = Ranks(recipe, found)
    choice = ranks.choice(wanted(recipe)) if ranks else Choice()
    setting = setting_of(recipe, base)
    places = [place for one in found for place in (one.path, one.media_dir)]
    tally = Tally()
    with Unfinished(
        base / recipe.output,
        overwrite=overwrite,
        resume=resume,
        identity={**_identity(recipe, found, shard), "a file to exclude": _excluded(setting)},
        inputs=places,
    ) as folder:
        writer = Writer(recipe, folder, tally, siblings)
        reader = _Reader(found, choice, shard, writer.position, folder.state)
        try:
            if not writer.complete:
                told = _Teller(tally, sum(one.size for one in found), progress)
                _fill(writer, runner(reader.tasks(), setting, worker_count(recipe.workers)), told)
                writer.close()
                writer.checkpoint(reader.counted())
            tally.read, tally.outside = reader.read, reader.outside
            files, images = writer.settle()
            whole = manifest(
                recipe,
                tally,
                excluded=_excluded(setting),
                versions=_all_versions(recipe),
                fonts=_fonts(recipe),
                inputs=[_described(one) for one in found],
                shard=shard,
                images=images,
                files=files,
            )
            write_json(folder.path / MANIFEST, whole)
        finally:
            writer.abandon()
        folder.finish()
    return Built(folder.output, whole, tally.lost)


def _fill(writer: Writer, done: Generator[tuple[Task, Done], None, None], told: _Teller) -> None:
    """Writes every batch, in order, with a checkpoint now and then, and one where it is stopped between batches."""
    due = time.monotonic() + min(FIRST_CHECKPOINT_S, CHECKPOINT_S)
    at, unsaved = -1, None
    try:
        with closing(done):
            for task, batch in done:
                at, unsaved = task.at, None
                writer.write(batch)
                unsaved = task.read or {}
                if time.monotonic() >= due and writer.checkpoint(unsaved):
                    due, unsaved = time.monotonic() + CHECKPOINT_S, None
                told.batch_done(at)
    except BaseException:
        if unsaved is not None:
            with suppress(OSError):
                writer.checkpoint(unsaved)
        raise
    if at < told.total:  # what ends the last file is no record, or in no pool
        told.batch_done(told.total)


class _Reader:
    """Turns the inputs' records into tasks, from a position on, and counts what it reads."""

    def __init__(
        self,
        found: list[Input],
        choice: Choice,
        shard: tuple[int, int] | None,
        position: tuple[int, int],
        state: dict[str, Any] | None,
    ) -> None:
        self._found, self._choice, self._shard, self._position = found, choice, shard, position
        before = (state or {}).get("read", {})
        self.read: Counter[str] = Counter(before.get("read", {}))
        self.outside: Counter[str] = Counter(before.get("outside", {}))

    def counted(self) -> dict[str, dict[str, int]]:
        """What was read and passed over so far, by half."""
        return {"read": dict(self.read), "outside": dict(self.outside)}

    def tasks(self) -> Iterator[Task]:
        """The tasks, in order."""
        before = 0
        for index, one in enumerate(self._found):
            for items, is_last in batches(self._items(index, one)):
                yield Task(
                    items,
                    one.half,
                    one.media_dir,
                    (index + 1, 0) if is_last else (index, items[-1].number + 1),
                    self.counted(),
                    before + (one.size if is_last else min(items[-1].at, one.size)),
                )
            before += one.size

    def _items(self, index: int, one: Input) -> Iterator[Item]:
        number, of = self._shard or (0, 1)
        first = self._position[1] if index == self._position[0] else 0
        if index < self._position[0] and self._choice.skips_nothing():
            return

        def mine(item: int) -> bool:
            return item >= first and item % of == number

        if self._choice.skips_nothing():
            for item in read(one.path, one.name, mine):
                self.read[one.half] += 1
                yield item
            return
        for item in read(one.path, one.name):
            chosen = self._choice.takes(one, item)
            if index < self._position[0] or not mine(item.number):
                continue
            (self.read if chosen else self.outside)[one.half] += 1
            if chosen:
                yield item


class _Teller:
    """Tells the caller how far the build is."""

    def __init__(self, tally: Tally, total: int, tell: Callable[[Progress], None] | None) -> None:
        self._tally, self.total, self._tell = tally, total, tell
        self._before = self._done()

    def _done(self) -> int:
        return sum(self._tally.status.values())

    def batch_done(self, at: int) -> None:
        if self._tell is not None:
            of, refused = self._tally.of, self._tally.route_reasons["math_refused"]
            left_out = of("set_aside") + of("lost")
            self._tell(
                Progress(
                    self._done(), of("rewritten"), left_out, at, self.total, refused, resumed=self._before
                )
            )


def _identity(recipe: Recipe, found: list[Input], shard: tuple[int, int] | None) -> dict[str, Any]:
    """What must not change between the begin of a build and its end, by the name that a message calls it."""
    return {
        "the recipe": recipe.model_dump(mode="json", exclude={"workers", "output", "arms"}),
        "the version of lomo or of a library": _all_versions(recipe),
        "an input file": [[one.name, one.size, one.path.stat().st_mtime_ns] for one in found],
        "the shard": shard,
    }


def _same(
    made: dict[str, Any], recipe: Recipe, found: list[Input], shard: tuple[int, int] | None, base: Path
) -> bool:
    """Whether a finished corpus is what this build would make."""
    wanted: dict[str, Any] = {
        "versions": _all_versions(recipe),
        "format": recipe.format,
        "container": recipe.container,
        "shard_mb": recipe.shard_mb,
        "config": recipe.config.model_dump(mode="json"),
        "pool": pool_described(recipe, _excluded(setting_of(recipe, base))),
        "shard": f"{shard[0]}/{shard[1]}" if shard else None,
    }
    if any(made.get(name) != value for name, value in json.loads(json.dumps(wanted)).items()):
        return False
    return bool(made.get("inputs") == [_described(one) for one in found])


def _excluded(setting: Setting) -> list[dict[str, Any]]:
    return list(setting.overlap.described) if setting.overlap else []


def _lost(made: dict[str, Any]) -> int:
    return sum(abs(made["counts"][half]["lost"]) for half in HALVES)


def _all_versions(recipe: Recipe) -> dict[str, str]:
    found = {
        **versions(recipe.config.engine, recipe.config.file.format),
        "libdeflate": _native.linked()["libdeflate"],
    }
    if recipe.container == "parquet":
        import pyarrow

        found["pyarrow"] = pyarrow.__version__
    return found


def _fonts(recipe: Recipe) -> dict[str, str]:
    fonts = font_hashes()
    if recipe.config.style.markup != "none":
        fonts |= styled_hashes()
    return fonts | (native.font_hashes() if recipe.config.engine == "native" else {})


def _described(one: Input) -> dict[str, Any]:
    digest = _input_sha256(one.path, one.size, one.path.stat().st_mtime_ns)
    return {"name": one.name, "half": one.half, "bytes": one.size, "sha256": digest}


@lru_cache(1 << 12)
def _input_sha256(path: Path, size: int, changed_ns: int) -> str:
    """The file's SHA-256, once for all arms of a pool."""
    return file_sha256(path)
