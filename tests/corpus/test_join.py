"""The shards of a build, joined -> the rows, counts and pictures of the build without shards, each once."""

from __future__ import annotations

import errno
import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

import lomo.corpus.shards as shards
from corpus.samples import PNG, build_from, conversation, stories, tree, write_jsonl
from lomo.cli import main
from lomo.corpus.build import Built, build
from lomo.corpus.finished import picture_bytes, rows
from lomo.corpus.join import join
from lomo.corpus.recipe import Recipe
from lomo.corpus.verify import verify
from lomo.errors import InputError

COUNT = 3


def inputs(folder: Path) -> dict[str, Any]:
    """Both halves: with a record that is no JSON, one that is unfit, and an id that two shards hold."""
    (folder / "p.png").write_bytes(PNG)
    records = [
        *stories(40),
        b"{broken",
        conversation("empty", ""),
        conversation("r3", "The id of another. Ok?"),
    ]
    write_jsonl(folder / "a.jsonl", records)
    pictures = [conversation(f"m{n}", f"<image>What is this? {n}", images=["p.png"]) for n in range(7)]
    write_jsonl(folder / "b.jsonl", pictures)
    config = {"rewrite_ratio": 0.5, "seed": 4, "boxes": True}
    return {"text": "a.jsonl", "multimodal": "b.jsonl", "config": config}


def parts(folder: Path, *, count: int = COUNT, **recipe: Any) -> list[Built]:
    """Every shard of a build, as ``lomo build --shard`` names them."""
    return [
        build(
            Recipe.model_validate({"output": f"out/shard-{n:05d}-of-{count:05d}", "workers": 1, **recipe}),
            folder,
            shard=(n, count),
        )
        for n in range(count)
    ]


def held(folder: Path, data_set: str) -> list[tuple[str, list[bytes]]]:
    """The rows of a data set without order, with their pictures' bytes and without what names these."""
    found = []
    for row, _ in rows(folder, data_set):
        images = picture_bytes(row, folder)
        found.append((json.dumps({**row, "images": len(images)}, sort_keys=True), images))
    return sorted(found)


@pytest.mark.parametrize("container", ["jsonl", "parquet", "webdataset"])
@pytest.mark.parametrize("format", ["messages", "alpaca"])
def test_joined_shards_are_the_corpus(tmp_path: Path, container: str, format: str) -> None:
    given = {**inputs(tmp_path), "container": container, "format": format}
    plain = build_from(tmp_path, output="plain", **given)
    made = parts(tmp_path, **given)
    joined = join([made[n].folder for n in (2, 0, 1)], tmp_path / "whole")
    for data_set in ("lomo_text", "lomo_multimodal"):
        if container == "webdataset":  # a reader of tars reads pictures into the rows
            mine, other = ([row for row, _ in rows(one.folder, data_set)] for one in (joined, plain))
            assert sorted(str(row) for row in mine) == sorted(str(row) for row in other)
        else:
            assert held(joined.folder, data_set) == held(plain.folder, data_set)
    changed = {name for name, value in plain.manifest.items() if joined.manifest[name] != value}
    assert changed <= {"files"}
    assert list(joined.manifest) == list(plain.manifest)
    assert joined.manifest["counts"]["duplicate_ids"] == 1
    assert "shard" not in joined.manifest
    found = verify(joined.folder, sample=None, workers=1)
    assert found.faults.counts == {"duplicate_id": 1}
    assert found.recomputed.to_json() == verify(plain.folder, sample=None, workers=1).recomputed.to_json()
    if container == "jsonl":  # the pictures, the data sets' names and types are those of the build
        names = [
            name for name in tree(plain.folder) if name.startswith("images/") or name == "dataset_info.json"
        ]
        assert {n: tree(joined.folder)[n] for n in names} == {n: tree(plain.folder)[n] for n in names}


def test_joining_takes_no_space_and_outlives_the_shards(tmp_path: Path) -> None:
    made = parts(tmp_path, text="a.jsonl", container="parquet", **_texts(tmp_path, 9))
    join([tmp_path / "out"], tmp_path / "whole")
    linked = tmp_path / "whole/lomo_text/00001.parquet"
    assert linked.samefile(made[1].folder / "lomo_text.parquet")
    shutil.rmtree(tmp_path / "out")
    assert not verify(tmp_path / "whole", workers=1).faults


def test_a_type_that_one_shard_alone_knows_comes_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shards, "TYPED_BYTES", 100)
    texts = [conversation(f"r{n}", "Short." if n != 5 else "One. Two. Three. Four. Five.") for n in range(9)]
    write_jsonl(tmp_path / "a.jsonl", texts)
    config = {"rewrite_ratio": 1.0, "max_prompt_chars": 10_000, "position": "middle"}
    parts(tmp_path, text="a.jsonl", container="jsonl", config=config)
    joined = join([tmp_path / "out"], tmp_path / "whole")
    first, _ = next(iter(rows(joined.folder)))
    assert first["images"]
    assert not verify(joined.folder, workers=1).faults


def test_what_is_no_whole_build_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = {"text": "a.jsonl", "container": "parquet", **_texts(tmp_path, 12)}
    made = [one.folder for one in parts(tmp_path, **given)]
    plain = build_from(tmp_path, output="plain", **given).folder
    (other,) = [
        one.folder for one in parts(tmp_path, **{**given, "config": {"seed": 9}, "output": "x"}, count=1)
    ]
    for folders, why in (
        (made[:2], "of 3 shards 1 are missing: 2"),
        ([*made, made[1]], "is shard 1, and so is"),
        ([*made, plain], "is no shard"),
        ([*made, other], "is one of 1 shards"),
        ([tmp_path / "nothing"], "is this a corpus"),
    ):
        with pytest.raises(InputError, match=why):
            join(folders, tmp_path / "whole")
    seeded = made[2] / "manifest.json"
    told = json.loads(seeded.read_text())
    told["config"]["seed"] = 5
    seeded.write_text(json.dumps(told))
    with pytest.raises(InputError, match=r"config.seed is 5, not 0 as"):
        join(made, tmp_path / "whole")
    told["config"]["seed"] = 0
    seeded.write_text(json.dumps(told))
    data = made[1] / "lomo_text.parquet"
    data.write_bytes(data.read_bytes()[:-1])
    with pytest.raises(InputError, match=r"lomo_text\.parquet: is not as the manifest of its shard says"):
        join(made, tmp_path / "whole")
    assert not (tmp_path / "whole").exists()
    assert not (tmp_path / ".whole.unfinished").exists()
    assert main(["join", *map(str, made[:2]), "-o", str(tmp_path / "whole")]) == 2
    assert "build them (--shard I/3)" in capsys.readouterr().err


def test_faces_of_two_machines_are_not_mixed(tmp_path: Path) -> None:
    made = [one.folder for one in parts(tmp_path, text="a.jsonl", **_texts(tmp_path, 6))]
    path = made[1] / "manifest.json"
    told = json.loads(path.read_text())
    face = next(iter(told["fonts"]))
    told["fonts"][face] = "0" * 64
    path.write_text(json.dumps(told))
    with pytest.raises(InputError, match=f"its face {face} .* is another file than"):
        join(made, tmp_path / "whole")


@pytest.mark.parametrize("container", ["jsonl", "parquet", "webdataset"])
def test_a_shard_that_lost_something_is_refused(tmp_path: Path, container: str) -> None:
    """A file that is gone, cut, or changed where it is written anew: nothing is made of what is left."""
    given = {**inputs(tmp_path), "container": container}
    made = [one.folder for one in parts(tmp_path, **given)]
    names = [name for name in tree(made[1]) if name != "manifest.json"]
    pictures = [name for name in names if name.startswith("images/")]
    assert bool(pictures) == (container == "jsonl")
    for name in [*pictures[:1], *(name for name in names if name not in pictures)]:
        path = made[1] / name
        whole = path.read_bytes()
        anew = path.suffix == ".jsonl"
        for damaged in (None, whole[:-1], *([whole[:-2] + b"?" + whole[-1:]] if anew and whole else [])):
            if damaged == whole:
                continue
            path.unlink()
            if damaged is not None:
                path.write_bytes(damaged)
            what = "images" if name in pictures else name
            with pytest.raises(InputError, match=f"{what}: is not as the manifest of its shard says"):
                join(made, tmp_path / "whole")
            path.write_bytes(whole)
    assert not [path for path in tmp_path.iterdir() if "whole" in path.name]
    join(made, tmp_path / "whole")


def test_an_output_in_a_shard_is_refused(tmp_path: Path) -> None:
    made = [one.folder for one in parts(tmp_path, text="a.jsonl", **_texts(tmp_path, 6))]
    before = tree(tmp_path)
    for output in (made[1], made[1] / "images/whole", made[0] / "whole"):
        with pytest.raises(InputError, match="lies in the shard"):
            join(made, output, overwrite=True)
    assert tree(tmp_path) == before


@pytest.mark.parametrize("container", ["jsonl", "parquet"])
def test_a_linked_shard_and_other_file_systems_are_copied(
    tmp_path: Path, container: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a cache of downloads keeps them: links that lead elsewhere and go with their folder."""
    made = [one.folder for one in parts(tmp_path, text="a.jsonl", container=container, **_texts(tmp_path, 9))]
    plain = tree(join(made, tmp_path / "plain").folder)
    blobs = tmp_path / "blobs"
    blobs.mkdir()
    for number, path in enumerate(sorted(made[1].rglob("*"))):
        if path.is_file():
            path.rename(blobs / str(number))
            path.symlink_to(os.path.relpath(blobs / str(number), path.parent))
    linked = join(made, tmp_path / "linked").folder
    assert tree(linked) == plain
    assert not any(path.is_symlink() for path in linked.rglob("*"))

    def apart(*_: Any) -> None:
        raise OSError(errno.EXDEV, os.strerror(errno.EXDEV))

    monkeypatch.setattr(os, "link", apart)
    assert tree(join(made, tmp_path / "copied").folder) == plain


def test_a_lost_record_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = [one.folder for one in parts(tmp_path, text="a.jsonl", **_texts(tmp_path, 6))]
    path = made[2] / "manifest.json"
    told = json.loads(path.read_text())
    told["counts"]["text"]["lost"] = 1
    path.write_text(json.dumps(told))
    assert main(["join", *map(str, made), "-o", str(tmp_path / "whole")]) == 1
    assert "1 LOST" in capsys.readouterr().out


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    parts(tmp_path, text="a.jsonl", **_texts(tmp_path, 8))
    assert main(["join", str(tmp_path / "out"), "-o", str(tmp_path / "whole")]) == 0
    assert "8 records" in capsys.readouterr().out
    assert main(["join", str(tmp_path / "out"), "-o", str(tmp_path / "whole")]) == 2
    assert "--overwrite" in capsys.readouterr().err
    assert main(["join", str(tmp_path / "out"), "-o", str(tmp_path / "whole"), "--overwrite"]) == 0
    assert main(["verify", str(tmp_path / "whole"), "--quiet"]) == 0


def _texts(folder: Path, count: int) -> dict[str, Any]:
    write_jsonl(folder / "a.jsonl", stories(count))
    return {"config": {"rewrite_ratio": 1.0}}
