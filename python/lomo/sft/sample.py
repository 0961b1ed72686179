"""A record in, the training sample that the operator makes of it out, its pictures in the wanted kind."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any, Literal

from lomo.config import Config
from lomo.corpus.media import load
from lomo.corpus.read import parse_record
from lomo.errors import RecordError
from lomo.record.chat import record_id
from lomo.record.compose import Format
from lomo.record.rewrite import Half, Outcome, rewrite_record

Kind = Literal["pil", "array", "tensor", "png"]


class Sampler:
    """Makes samples: the columns of the chosen format, ``lomo`` (provenance as JSON), ``images`` in the wanted kind.

    Args:
        config: the operator's setting; the paper's if None.
        half: ``text``: the share ``config.rewrite_ratio`` of the records is rewritten; ``multimodal``: none.
        format: ``messages``, ``sharegpt`` or ``alpaca``.
        pictures: ``pil`` (Pillow images), ``array`` (uint8, height x width x 3), ``tensor`` (torch uint8, 3 x height x
            width) or ``png`` (the file's bytes).
        media_dir: where the records' own picture paths start.
    """

    def __init__(
        self,
        config: Config | None = None,
        *,
        half: Half = "text",
        format: Format = "messages",
        pictures: Kind = "pil",
        media_dir: str | Path = ".",
    ) -> None:
        if pictures not in _KINDS:
            raise ValueError(f"pictures: expected one of {', '.join(_KINDS)}, got {pictures!r}")
        self.config = config or Config()
        self.half: Half = half
        self.format: Format = format
        self.pictures: Kind = pictures
        self.media_dir = Path(media_dir)

    def outcome(self, record: dict[str, Any]) -> Outcome:
        """What becomes of a record; its pictures are bytes or its own references."""
        return rewrite_record(record, self.config, half=self.half, format=self.format)

    def sample(self, record: dict[str, Any]) -> dict[str, Any]:
        """The sample; raises RecordError for a record that ``lomo build`` would set aside."""
        made = self.outcome(record)
        if made.columns is None:
            raise RecordError(made.reason, f"the record {made.id!r}: {made.detail}")
        images = [_KINDS[self.pictures](load(one, self.media_dir)) for one in made.images]
        return {**made.columns, "images": images, "lomo": made.told()}

    def fault(self, record: dict[str, Any]) -> RecordError | None:
        """Why a record cannot be a sample, found without drawing anything; None when it can."""
        undrawn = self.config.model_copy(update={"rewrite_ratio": 0.0})
        made = rewrite_record(record, undrawn, half=self.half, format=self.format)
        return (
            None
            if made.columns is not None
            else RecordError(made.reason, f"{record_id(record)}: {made.detail}")
        )


def _pil(data: bytes) -> Any:
    from PIL import Image

    image = Image.open(BytesIO(data))
    image.load()
    return image.convert("RGB")


def _array(data: bytes) -> Any:
    import numpy as np

    return np.asarray(_pil(data))


def _tensor(data: bytes) -> Any:
    import torch

    return torch.from_numpy(_array(data).copy()).permute(2, 0, 1)


def _png(data: bytes) -> Any:
    return data


_KINDS: dict[Kind, Callable[[bytes], Any]] = {"pil": _pil, "array": _array, "tensor": _tensor, "png": _png}


class JsonLines(Sequence[dict[str, Any]]):
    """The records of a JSONL file by their number, read when they are asked for; memory holds eight bytes for each."""

    def __init__(self, path: str | Path) -> None:
        self._path = Path(path)
        self._starts = array("Q")
        with self._path.open("rb") as source:
            start = 3 if source.read(3) == b"\xef\xbb\xbf" else 0
            source.seek(start)
            for line in source:
                if line.strip():
                    self._starts.append(start)
                start += len(line)

    def __len__(self) -> int:
        return len(self._starts)

    def __getitem__(self, index: Any) -> Any:
        """The record; raises RecordError for a line that holds none."""
        if isinstance(index, slice):
            return [self[at] for at in range(*index.indices(len(self)))]
        with self._path.open("rb") as source:
            source.seek(self._starts[index])
            return parse_record(source.readline().strip())
