"""Files that only grow, forced to the disk behind the writer -> no checkpoint before its bytes, no fault unheard."""

from __future__ import annotations

import errno
import os
import threading
import time
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

import lomo.corpus.appended as appended
import lomo.corpus.build as building
import lomo.corpus.work as work
from corpus.samples import build_from, stories, tree, write_jsonl
from lomo.corpus.appended import Appended
from lomo.corpus.build import build
from lomo.corpus.recipe import Recipe
from lomo.corpus.unfinished import Unfinished

FSYNC = os.fsync


@pytest.fixture(autouse=True)
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every batch starts the thread, and ends with a checkpoint."""
    monkeypatch.setattr(appended, "_SYNC_BYTES", 1)
    monkeypatch.setattr(building, "CHECKPOINT_S", 0.0)
    monkeypatch.setattr(work, "BATCH_RECORDS", 4)


def test_the_hash_is_that_of_the_file(tmp_path: Path) -> None:
    file = Appended(tmp_path / "a")
    for piece in (b"one", b"", bytes(100_000), b"two"):
        file.write(piece)
    file.sync()
    file.close()
    assert file.sha256() == sha256((tmp_path / "a").read_bytes()).hexdigest()
    again = Appended(tmp_path / "a", 4)
    again.write(b"!")
    again.close()
    assert again.sha256() is None
    assert (tmp_path / "a").read_bytes() == b"one\0!"


def test_a_fault_behind_the_writer_is_told_and_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(fd: int) -> None:
        if threading.current_thread() is not threading.main_thread():
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        FSYNC(fd)

    monkeypatch.setattr(os, "fsync", failing)
    file = Appended(tmp_path / "a")
    file.write(b"some")
    for _ in range(2):  # the system tells it once; the second time it would seem well
        with pytest.raises(OSError, match="Input/output error") as caught:
            file.sync()
        assert caught.value.filename == str(tmp_path / "a")
    file.close()


@pytest.mark.parametrize("container", ["jsonl", "webdataset"])
def test_a_build_with_a_failing_disk_can_be_resumed(
    tmp_path: Path, container: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_jsonl(tmp_path / "a.jsonl", stories(40))
    given: dict[str, Any] = {"text": "a.jsonl", "container": container, "config": {"boxes": True}}
    whole = tree(build_from(tmp_path, output="whole", **given).folder)
    recipe = Recipe.model_validate({**given, "output": "corpus", "workers": 1})
    behind = 0

    def failing(fd: int) -> None:
        nonlocal behind
        if threading.current_thread() is not threading.main_thread():
            behind += 1
            if behind == 12:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        FSYNC(fd)

    monkeypatch.setattr(os, "fsync", failing)
    with pytest.raises(OSError, match="No space left") as caught:
        build(recipe, tmp_path)
    assert caught.value.filename
    assert "--resume goes on" in caught.value.__notes__[0]
    build(recipe, tmp_path, resume=True)
    assert tree(tmp_path / "corpus") == whole


@pytest.mark.parametrize("container", ["jsonl", "parquet", "webdataset"])
def test_a_checkpoint_counts_what_is_on_the_disk(
    tmp_path: Path, container: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_jsonl(tmp_path / "a.jsonl", stories(40))
    forced: dict[int, int] = {}
    seen = 0

    def slow(fd: int) -> None:
        told = os.fstat(fd)  # what is written while it runs may be left out
        if threading.current_thread() is not threading.main_thread():
            time.sleep(0.002)
        FSYNC(fd)
        forced[told.st_ino] = max(forced.get(told.st_ino, 0), told.st_size)

    mark = Unfinished._mark

    def checked(self: Unfinished, state: dict[str, Any] | None) -> None:
        nonlocal seen
        for name, size in (state or {}).get("lines", {}).items():
            path = (self.work if name == "ids" else self.path) / name
            assert size == 0 or forced[path.stat().st_ino] >= size
        for half, told in (state or {}).get("shards", {}).items():
            ending = {"webdataset": "tar"}.get(container, container)
            for number in range(len(told["rows"])):
                path = self.work / f"lomo_{half}-{number:05d}.{ending}"
                last = number == len(told["rows"]) - 1 and told["open"] is not None
                assert forced[path.stat().st_ino] >= (told["open"] if last else path.stat().st_size)
                seen += 1
        mark(self, state)

    monkeypatch.setattr(appended, "_SYNC_BYTES", 5000)
    monkeypatch.setattr(os, "fsync", slow)
    monkeypatch.setattr(Unfinished, "_mark", checked)
    build_from(tmp_path, text="a.jsonl", container=container, config={"boxes": True})
    assert seen > (0 if container == "parquet" else 5)
