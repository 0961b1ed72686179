"""Builds that are killed, run out of disk or are interrupted -> resumed, the bytes of an uninterrupted build."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import lomo.corpus.build as building
import lomo.corpus.rows_jsonl as rows_jsonl
import lomo.corpus.shards as shards
import lomo.corpus.work as work
from corpus.samples import PNG, build_from, conversation, stories, tree, write_jsonl
from lomo.corpus.build import Progress, build
from lomo.corpus.recipe import Recipe
from lomo.corpus.unfinished import Unfinished
from lomo.errors import InputError

# Builds whose every batch ends with a checkpoint, in a process that forks them and kills them at random moments.
_BUILD = """
import json, os, random, resource, shutil, signal, sys, time
import pyarrow.parquet
import lomo.corpus.build as building
import lomo.corpus.rows_jsonl as rows_jsonl
import lomo.corpus.shards as shards
import lomo.corpus.work as work
from lomo.cli import main


def run(workers, *more):
    return main(["build", "recipe.json", "--resume", "--quiet", f"workers={workers}", *more])


def changed(mark):
    try:
        return mark.stat().st_mtime_ns
    except OSError:
        return 0


def killed(chance, mark):
    workers = chance.choice((1, 1, 1, 1, 2))
    before = changed(mark)
    child = os.fork()
    if child == 0:
        os._exit(run(workers))
    # A random moment behind a random sign of life: before, between and after checkpoints.
    signs = chance.choice((1, 1, 2, 3, 5))
    while os.waitpid(child, os.WNOHANG) == (0, 0):
        now = changed(mark) or before
        signs -= now != before
        before = now
        if signs <= 0:
            time.sleep(chance.random() * 0.05)
            os.kill(child, signal.SIGKILL)
            return os.waitpid(child, 0)[1] == signal.SIGKILL
        time.sleep(0.001)
    return False


if __name__ == "__main__":
    from pathlib import Path

    building.CHECKPOINT_S = 0.0
    work.BATCH_RECORDS = 4
    rows_jsonl.TYPED_BYTES = shards.TYPED_BYTES = 1000
    shards._megabyte = 20_000
    if sys.argv[1] == "limit":
        resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, resource.RLIM_INFINITY))
    if sys.argv[1] != "kill":
        sys.exit(run(1))
    chance, kills, resumable = random.Random(sys.argv[2]), 0, 0
    out, mark = Path("corpus"), Path(".corpus.unfinished/.lomo-unfinished")
    while kills < int(sys.argv[3]):
        kills += killed(chance, mark)
        resumable += changed(mark) > 0 and json.loads(mark.read_text())["state"] is not None
        if out.exists():  # it was done before the blow
            out.rename("early")
            break
    assert run(chance.choice((1, 2))) == 0
    print(kills, resumable)
"""
CONTAINERS = ("jsonl", "parquet", "webdataset")


def pool(folder: Path) -> None:
    """Text-only and multimodal files with a bad record and repeated ids."""
    records: list[Any] = [*stories(60), b"{bad", conversation("r1", "One more of this name."), *stories(8)]
    write_jsonl(folder / "text.jsonl", records)
    (folder / "dot.png").write_bytes(PNG)
    pictured = [conversation(f"m{n}", f"<image>What is it? ({n})", images=["dot.png"]) for n in range(24)]
    write_jsonl(folder / "multi.jsonl", pictured)


def recipe_of(container: str, output: str) -> dict[str, Any]:
    """A recipe with many small files and every file that a corpus can have."""
    return {
        "text": [{"file": "text.jsonl", "count": 60}],
        "multimodal": "multi.jsonl",
        "container": container,
        "shard_mb": 1,
        "output": output,
        "config": {"rewrite_ratio": 0.75, "boxes": True},
    }


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limits of ``_BUILD``."""
    monkeypatch.setattr(work, "BATCH_RECORDS", 4)
    monkeypatch.setattr(rows_jsonl, "TYPED_BYTES", 1000)
    monkeypatch.setattr(shards, "TYPED_BYTES", 1000)
    monkeypatch.setattr(shards, "_megabyte", 20_000)


def driver(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Runs ``_BUILD``."""
    (folder / "run.py").write_text(_BUILD)
    command = [sys.executable, "run.py", *words]
    here = {**os.environ, "PYTHONPATH": str(Path(work.__file__).parents[2])}
    return subprocess.run(command, cwd=folder, env=here, capture_output=True, text=True, timeout=280)


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("container", CONTAINERS)
def test_ten_kills_change_nothing(tmp_path: Path, container: str) -> None:
    pool(tmp_path)
    whole = tree(build_from(tmp_path, **recipe_of(container, "whole")).folder)
    (tmp_path / "recipe.json").write_text(json.dumps(recipe_of(container, "corpus")))
    kills = resumable = 0
    for attempt in range(20):
        ran = driver(tmp_path, "kill", f"{container} {attempt}", str(10 - kills))
        assert ran.returncode == 0, ran.stderr
        counted = ran.stdout.split()
        kills, resumable = kills + int(counted[-2]), resumable + int(counted[-1])
        for name in ("early", "corpus"):
            if (tmp_path / name).exists():
                assert tree(tmp_path / name) == whole
                shutil.rmtree(tmp_path / name)
        assert not list(tmp_path.glob(".*"))
        if kills >= 10:
            break
    assert (kills, resumable > 0) == (10, True)


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("container", CONTAINERS)
def test_stopped_at_every_write_and_rename(
    tmp_path: Path, container: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every step that changes the disk, the last ones too, may be the last one."""
    monkeypatch.setattr(building, "CHECKPOINT_S", 0.0)
    pool(tmp_path)
    recipe = {**recipe_of(container, "whole"), "config": {"rewrite_ratio": 0.1, "boxes": True}}
    whole = tree(build_from(tmp_path, **recipe).folder)
    made = Recipe.model_validate({**recipe, "output": "stopped", "workers": 1})

    class StoppedError(BaseException):
        pass

    left = 0

    def counted(function: Any) -> Any:
        def run(*args: Any, **more: Any) -> Any:
            nonlocal left
            if str(tmp_path) in str(args[0]) or isinstance(args[0], int):
                left -= 1
                if left == 0:
                    raise StoppedError
            return function(*args, **more)

        return run

    for owner, name in (
        (os, "fsync"),
        (os, "rename"),
        (os, "replace"),
        (os, "unlink"),
        (os, "mkdir"),
        (os, "rmdir"),
    ):
        monkeypatch.setattr(owner, name, counted(getattr(owner, name)))
    for step in range(1, 400):
        left = step if step < 12 else 3 + step % 7
        try:
            build(made, tmp_path, resume=True)
        except StoppedError:
            continue
        break
    left = 0
    assert tree(tmp_path / "stopped") == whole
    assert step > 7
    assert not list(tmp_path.glob(".*"))


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("container", CONTAINERS)
def test_a_full_disk_is_told_and_resumed(tmp_path: Path, container: str) -> None:
    pool(tmp_path)
    whole = build_from(tmp_path, **recipe_of(container, "whole"))
    (tmp_path / "recipe.json").write_text(json.dumps(recipe_of(container, "full")))
    # A file of more than so many bytes cannot be written: the polygons come to more.
    failed = driver(tmp_path, "limit")
    assert failed.returncode == 1, failed.stderr
    assert "File too large" in failed.stderr
    assert "--resume goes on" in failed.stderr
    assert "Traceback" not in failed.stderr
    assert not (tmp_path / "full").exists()
    assert driver(tmp_path, "go on").returncode == 0
    assert tree(tmp_path / "full") == tree(whole.folder)


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    write_jsonl(tmp_path / "a.jsonl", stories(2))
    (tmp_path / "file").write_text("x")
    with pytest.raises(OSError, match="Not a directory"):
        build_from(tmp_path, text="a.jsonl", output="file/corpus")


def interrupted(folder: Path, recipe: Recipe, after: int) -> None:
    """Builds until ``after`` batches are done."""
    seen = 0

    def stop(_: Progress) -> None:
        nonlocal seen
        seen += 1
        if seen == after:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt) as caught:
        build(recipe, folder, progress=stop)
    assert "--resume goes on" in caught.value.__notes__[0]


@pytest.mark.usefixtures("small")
def test_only_the_same_build_is_resumed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "CHECKPOINT_S", 0.0)
    write_jsonl(tmp_path / "a.jsonl", stories(20))
    data = {"text": "a.jsonl", "output": "corpus", "workers": 1}
    recipe = Recipe.model_validate(data)
    interrupted(tmp_path, recipe, 2)
    with pytest.raises(InputError, match="--resume to go on"):
        build(recipe, tmp_path)
    other = Recipe.model_validate({**data, "config": {"seed": 1}})
    with pytest.raises(InputError, match="the recipe differs"):
        build(other, tmp_path, resume=True)
    write_jsonl(tmp_path / "a.jsonl", stories(21))
    with pytest.raises(InputError, match="an input file differs"):
        build(recipe, tmp_path, resume=True)
    build(recipe, tmp_path, overwrite=True)
    assert not list(tmp_path.glob(".*"))


@pytest.mark.usefixtures("small")
def test_what_was_done_is_not_done_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "CHECKPOINT_S", 0.0)
    write_jsonl(tmp_path / "a.jsonl", stories(20))
    recipe = Recipe.model_validate({"text": "a.jsonl", "output": "corpus", "workers": 1})
    interrupted(tmp_path, recipe, 3)
    seen: list[Progress] = []
    done = build(recipe, tmp_path, resume=True, progress=seen.append)
    assert [(at.done, at.resumed) for at in seen] == [(16, 12), (20, 12)]
    seen.clear()
    again = build(recipe, tmp_path, resume=True, progress=seen.append)
    assert (again.manifest, seen) == (done.manifest, [])


@pytest.mark.parametrize("other", [{"max_tokens": 300}, {"shard_mb": 1}, {"format": "sharegpt"}])
def test_a_finished_corpus_of_another_recipe_is_not_taken_for_it(
    tmp_path: Path, other: dict[str, Any]
) -> None:
    write_jsonl(tmp_path / "a.jsonl", stories(2))
    config = {"style": {"processor": "qwen3-vl"}}
    data = {"text": "a.jsonl", "output": "corpus", "workers": 1, "max_tokens": 400, "config": config}
    done = build(Recipe.model_validate(data), tmp_path)
    assert build(Recipe.model_validate(data), tmp_path, resume=True).manifest == done.manifest
    with pytest.raises(InputError, match="not empty"):
        build(Recipe.model_validate({**data, **other}), tmp_path, resume=True)


def test_two_builds_of_one_corpus_do_not_meet(tmp_path: Path) -> None:
    write_jsonl(tmp_path / "a.jsonl", stories(40))
    recipe = Recipe.model_validate({"text": "a.jsonl", "output": "corpus", "workers": 1})

    def meet(_: Progress) -> None:
        for resume in (False, True):
            with pytest.raises(InputError, match="another build"):
                build(recipe, tmp_path, overwrite=True, resume=resume)

    build(recipe, tmp_path, progress=meet)
    assert (tmp_path / "corpus/manifest.json").is_file()


def test_two_builds_that_begin_at_once_do_not_meet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_jsonl(tmp_path / "a.jsonl", stories(4))
    recipe = Recipe.model_validate({"text": "a.jsonl", "output": "corpus", "workers": 1})
    mark, met = Unfinished._mark, []

    def meeting(self: Unfinished, state: Any) -> None:
        for resume in (False, True):
            with pytest.raises(InputError, match="another build"):
                Unfinished(tmp_path / "corpus", overwrite=True, resume=resume, identity={}).__enter__()
        met.append(state)
        mark(self, state)

    monkeypatch.setattr(Unfinished, "_mark", meeting)
    build(recipe, tmp_path)
    assert met[0] is None


def test_a_folder_that_goes_while_it_is_locked_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flock, gone = fcntl.flock, tmp_path / "gone"

    def going(fd: int, how: int) -> None:
        if not gone.exists():
            (tmp_path / ".corpus.unfinished").rename(gone)
        flock(fd, how)

    monkeypatch.setattr(fcntl, "flock", going)
    with Unfinished(tmp_path / "corpus", overwrite=False, resume=False, identity={}) as folder:
        assert folder.work.is_dir()
        assert not any(gone.iterdir())


def test_rows_move_to_the_front_wherever_the_move_stops(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class StoppedError(BaseException):
        pass

    left = 0

    def counted(function: Any) -> Any:
        def run(*args: Any, **more: Any) -> Any:
            nonlocal left
            left -= 1
            if left == 0:
                raise StoppedError
            return function(*args, **more)

        return run

    for name in ("fsync", "replace", "unlink"):
        monkeypatch.setattr(os, name, counted(getattr(os, name)))
    for stop in range(1, 20):
        sources, targets = ([tmp_path / f"{kind}{stop}.{n}" for n in range(4)] for kind in ("from", "to"))
        for number, path in enumerate(sources):
            path.write_bytes(b"".join(b"%d%s\n" % (number, letter) for letter in (b"a", b"b", b"c")))
        whole = False
        left = stop
        while not whole:
            try:
                rows_jsonl.move_to_front(sources, targets, [(0, 3, 6), (1, 6, 9), (3, 0, 3)])
                whole = True
            except StoppedError:
                left = 0
        assert [path.read_text().split() for path in targets] == [
            ["0b", "1c", "3a", "0a", "0c"],
            ["1a", "1b"],
            ["2a", "2b", "2c"],
            ["3b", "3c"],
        ]
        assert not any(path.exists() for path in sources)
    assert left > 0
