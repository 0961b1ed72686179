"""A recipe in, a corpus on disk out: data sets, pictures, polygons, dataset_info.json, manifest.json and
errors.jsonl."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lomo.corpus.identity import (
    all_fonts,
    all_versions,
    described,
    excluded,
    identity_of,
    is_same,
    lost,
)
from lomo.corpus.inputs import inputs
from lomo.corpus.manifest import Tally, manifest
from lomo.corpus.pool import Choice, Ranks, has_counts, wanted
from lomo.corpus.recipe import Recipe
from lomo.corpus.setting import Setting, setting_of
from lomo.corpus.tasks import Reader
from lomo.corpus.unfinished import MANIFEST, Unfinished, finished
from lomo.corpus.work import Done, Task, results, worker_count
from lomo.corpus.write import Writer, write_json
from lomo.render.engine import require

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
    if made is not None and is_same(made, recipe, found, shard, base):
        return Built(base / recipe.output, made, lost(made))
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
        identity={**identity_of(recipe, found, shard), "a file to exclude": excluded(setting)},
        inputs=places,
    ) as folder:
        writer = Writer(recipe, folder, tally, siblings)
        reader = Reader(found, choice, shard, writer.position, folder.state)
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
                excluded=excluded(setting),
                versions=all_versions(recipe),
                fonts=all_fonts(recipe),
                inputs=[described(one) for one in found],
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
