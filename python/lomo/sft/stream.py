"""Records in, training samples out as PyTorch data sets that rewrite on the fly: nothing is stored.

A sample is what ``lomo build`` would write for the record under the same seed, for any number of ranks and workers.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from lomo.config import Config
from lomo.corpus.inputs import files
from lomo.corpus.read import read
from lomo.errors import InputError, RecordError
from lomo.record.compose import Format
from lomo.record.rewrite import Half
from lomo.sft.sample import JsonLines, Kind, Sampler

try:
    from torch import distributed
    from torch.utils.data import Dataset, IterableDataset, get_worker_info
except ImportError as error:
    raise ImportError("lomo.sft.stream needs PyTorch: pip install torch") from error

_log = logging.getLogger("lomo")


class RewriteDataset(Dataset):  # type: ignore[misc]
    """Map-style: the sample at an index is the same for any sampler, number of ranks and workers.

    Args:
        records: a sequence of records (a list, a ``datasets.Dataset``) or the path of a JSONL file.
        config, half, format, pictures, media_dir: see ``lomo.sft.sample.Sampler``.
    """

    def __init__(
        self,
        records: Sequence[dict[str, Any]] | str | Path,
        config: Config | None = None,
        *,
        half: Half = "text",
        format: Format = "messages",
        pictures: Kind = "pil",
        media_dir: str | Path = ".",
    ) -> None:
        self._records = JsonLines(records) if isinstance(records, (str, Path)) else records
        self._sampler = Sampler(config, half=half, format=format, pictures=pictures, media_dir=media_dir)

    def __len__(self) -> int:
        return len(self._records)

    def __getitem__(self, index: int) -> dict[str, Any]:
        """The sample; raises RecordError for a record that cannot be one (``usable`` finds the others)."""
        try:
            return self._sampler.sample(self._records[index])
        except RecordError as error:
            detail = (
                f"record {index}: {error.detail}; torch.utils.data.Subset(data, data.usable()) leaves it out"
            )
            raise RecordError(error.reason, detail) from error

    def usable(self) -> list[int]:
        """The indices of the records that can be samples, found without drawing anything."""
        return [index for index in range(len(self)) if self._fault(index) is None]

    def _fault(self, index: int) -> RecordError | None:
        try:
            return self._sampler.fault(self._records[index])
        except RecordError as error:
            return error


class RewriteStream(IterableDataset):  # type: ignore[misc]
    """Iterable: every rank and worker takes its own part of the records; together they take each once.

    Args:
        source: paths of files and folders as a recipe names them, or records that can be iterated again and again.
        config, half, format, pictures, media_dir: see ``lomo.sft.sample.Sampler``; without ``media_dir`` picture paths
            start from each file's own folder.
        rank, world_size: this process among all; None: those of ``torch.distributed`` or of the variables RANK and
            WORLD_SIZE.
        on_fault: told the place of each record that is left out, and why; None: a warning is logged.

    ``state_dict`` and ``load_state_dict`` go on exactly behind the last sample (StatefulDataLoader calls them in each
    worker); the number of parts must be the same then.
    """

    def __init__(
        self,
        source: str | Path | Iterable[str | Path] | Iterable[dict[str, Any]],
        config: Config | None = None,
        *,
        half: Half = "text",
        format: Format = "messages",
        pictures: Kind = "pil",
        media_dir: str | Path | None = None,
        rank: int | None = None,
        world_size: int | None = None,
        on_fault: Callable[[str, RecordError], None] | None = None,
    ) -> None:
        self._source: Any = [source] if isinstance(source, (str, Path)) else source
        self._sampler = partial(Sampler, config, half=half, format=format, pictures=pictures)
        self._media_dir = media_dir
        self._rank, self._world_size, self._on_fault = rank, world_size, on_fault
        self._next = 0
        self._resumed: dict[str, int] | None = None

    def _part(self) -> tuple[int, int]:
        """Which part of how many this process takes."""
        rank, world = self._rank, self._world_size
        if rank is None or world is None:
            if distributed.is_available() and distributed.is_initialized():
                rank, world = distributed.get_rank(), distributed.get_world_size()
            else:
                rank, world = int(os.environ.get("RANK", 0)), int(os.environ.get("WORLD_SIZE", 1))
        worker = get_worker_info()
        if worker is None:
            return rank, world
        return rank * worker.num_workers + worker.id, world * worker.num_workers

    def __iter__(self) -> Iterator[dict[str, Any]]:
        part, parts = self._part()
        state, self._resumed = self._resumed, None
        if state is not None and (state["part"], state["parts"]) != (part, parts):
            raise InputError(
                f"the state is of part {state['part']} of {state['parts']}, this is part {part} of {parts}: "
                "load it with the same number of ranks and workers"
            )
        self._next = state["next"] if state else 0
        for number, where, record, sampler in self._records(lambda n: n >= self._next and n % parts == part):
            self._next = number + 1
            try:
                if isinstance(record, RecordError):
                    raise record
                sample = sampler.sample(record)
            except RecordError as error:
                (self._on_fault or _warn)(where, error)
                continue
            yield sample
        self._next = 0

    def _records(
        self, wanted: Callable[[int], bool]
    ) -> Iterator[tuple[int, str, dict[str, Any] | RecordError, Sampler]]:
        """(number over all files, place, record or fault, what makes samples of it) of the wanted ones."""
        before = 0
        sampler = self._sampler(media_dir=self._media_dir or ".")
        for number, one in enumerate(self._source):
            if isinstance(one, (str, Path)):
                for path, name in files(Path(one), str(one)):
                    here = self._sampler(media_dir=self._media_dir or path.parent)
                    seen = _Counted(before, wanted)
                    for item in read(path, name, seen):
                        yield before + item.number, item.where, item.record or item.fault or _NONE, here
                    before += seen.count
            elif wanted(number):
                yield number, f"record {number}", dict(one), sampler

    def state_dict(self) -> dict[str, int]:
        """Where this process is."""
        part, parts = self._part()
        return {"next": self._next, "part": part, "parts": parts}

    def load_state_dict(self, state: dict[str, int]) -> None:
        """The next iteration starts from there."""
        self._resumed = dict(state)


_NONE = RecordError("not_json", "no record")


class _Counted:
    """Asks for numbers over all files instead of one file's own, and counts them."""

    def __init__(self, before: int, wanted: Callable[[int], bool]) -> None:
        self._before, self._wanted, self.count = before, wanted, 0

    def __call__(self, number: int) -> bool:
        self.count = number + 1
        return self._wanted(self._before + number)


def _warn(where: str, error: RecordError) -> None:
    _log.warning("%s is left out: %s", where, error)
