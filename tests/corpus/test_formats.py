"""Saved data sets, folders, patterns and WebDataset tars in; Parquet with Image and WebDataset out, and read again."""

from __future__ import annotations

import io
import json
import tarfile
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import lomo.corpus.shards as shards
import lomo.corpus.work as work
from corpus.samples import PNG, build_from, conversation, lines, stories, tree, write_jsonl
from lomo.corpus.finished import data_files, picture_bytes, rows
from lomo.corpus.inputs import files
from lomo.corpus.read import read
from lomo.errors import InputError

JPEG = bytes.fromhex("ffd8ffe000104a46494600010100000100010000")


def told(path: Path) -> list[tuple[Any, Any]]:
    """What ``read`` gives: (id, text of the first turn) or the fault's reason."""
    found: list[tuple[Any, Any]] = []
    for item in read(path, path.name):
        found.append((item.where, item.fault.reason if item.fault else item.record))
    return found


def write_tar(path: Path, members: list[tuple[str, bytes]], mode: str = "w") -> None:
    """A tar of these files."""
    with tarfile.open(path, mode) as archive:
        for name, data in members:
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))


@pytest.mark.parametrize("ending", [".tar", ".tar.gz", ".tgz"])
def test_samples_of_a_tar_are_records(tmp_path: Path, ending: str) -> None:
    llava = {
        "conversations": [{"from": "human", "value": "<image>?<image>"}],
        "images": ["x/b.1.jpg", "b.0.png"],
    }
    members = [
        ("x/a.json", b'{"id": 7, "text": "One"}'),
        ("x/b.0.png", PNG),
        ("x/b.1.jpg", JPEG),
        ("x/b.json", json.dumps(llava).encode()),
        ("x/c.txt", "Wörter".encode()),
        ("x/d.txt", b"What is it?"),
        ("x/d.png", PNG),
        ("x/e.txt", b"\xff"),
        ("x/f.mp4", b"film"),
        ("x/g.png", PNG),
        ("x/h.json", b"[1]"),
        ("y/h.txt", b"Another folder"),
    ]
    write_tar(tmp_path / f"a{ending}", members, "w" if ending == ".tar" else "w:gz")
    found = told(tmp_path / f"a{ending}")
    assert [where for where, _ in found] == [f"a{ending}:{n}" for n in range(1, 10)]
    assert [one for _, one in found] == [
        {"id": 7, "text": "One"},
        {
            "conversations": llava["conversations"],
            "id": "x/b",
            "images": [{"bytes": JPEG, "path": "b.1.jpg"}, {"bytes": PNG, "path": "b.0.png"}],
        },
        {"text": "Wörter", "id": "x/c"},
        {"text": "<image>\nWhat is it?", "id": "x/d", "images": [{"bytes": PNG, "path": "d.png"}]},
        "encoding",
        "unsupported_media",
        "unknown_format",
        "not_an_object",
        {"text": "Another folder", "id": "y/h"},
    ]


def test_a_damaged_tar_is_told(tmp_path: Path) -> None:
    write_tar(tmp_path / "a.tar", [(f"{n}.txt", b"x" * 2000) for n in range(9)])
    whole = (tmp_path / "a.tar").read_bytes()
    for name, data in (("cut.tar", whole[:9000]), ("junk.tar", b"junk" * 500), ("empty.tar", b"")):
        (tmp_path / name).write_bytes(data)
        assert told(tmp_path / name)[-1][1] == "not_tar"
    assert 2 <= len(told(tmp_path / "cut.tar")) < 9


def saved(folder: Path, records: list[dict[str, Any]], *, stream: bool = True) -> None:
    """The files that ``Dataset.save_to_disk`` leaves."""
    folder.mkdir(parents=True)
    table = pa.Table.from_pylist(records)
    names = []
    half = len(records) // 2
    for number, part in enumerate((table.slice(0, half), table.slice(half))):
        names.append(f"data-{number:05d}-of-00002.arrow")
        make = pa.ipc.new_stream if stream else pa.ipc.new_file
        with (folder / names[-1]).open("wb") as into, make(into, table.schema) as writer:
            writer.write_table(part, max_chunksize=7)
    state = {"_data_files": [{"filename": name} for name in names], "_split": "train"}
    (folder / "state.json").write_text(json.dumps(state))
    (folder / "dataset_info.json").write_text("{}")


@pytest.mark.parametrize("stream", [True, False])
def test_a_saved_data_set_is_read(tmp_path: Path, stream: bool) -> None:
    records = stories(21)
    saved(tmp_path / "set/train", records, stream=stream)
    (tmp_path / "set/dataset_dict.json").write_text('{"splits": ["train"]}')
    write_jsonl(tmp_path / "a.jsonl", records)
    arrow = build_from(tmp_path, text="set", output="arrow")
    jsonl = build_from(tmp_path, text="a.jsonl", output="jsonl")
    assert lines(arrow.folder / "lomo_text.jsonl") == lines(jsonl.folder / "lomo_text.jsonl")
    assert [one["name"] for one in arrow.manifest["inputs"]] == [
        f"set/data-{n:05d}-of-00002.arrow" for n in range(2)
    ]


def test_damaged_and_missing_arrow_files_are_told(tmp_path: Path) -> None:
    saved(tmp_path / "set", stories(20))
    path = tmp_path / "set/data-00000-of-00002.arrow"
    path.write_bytes(path.read_bytes()[:-400])
    assert told(path)[-1][1] == "not_parquet"
    path.unlink()
    with pytest.raises(InputError, match=r"state\.json lists it"):
        files(tmp_path / "set", "set")


def test_folders_and_patterns_stand_for_their_files(tmp_path: Path) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for name in ("b.jsonl", "a.jsonl", "notes.md"):
        (folder / name).write_text("")
    assert [name for _, name in files(folder, "many")] == ["many/a.jsonl", "many/b.jsonl"]
    assert [name for _, name in files(folder / "[b-z]*.jsonl", "many/[b-z]*.jsonl")] == ["many/b.jsonl"]
    (folder / "c.parquet").write_bytes(b"")
    for path, words in (
        (folder, "several kinds"),
        (folder / "*.tar", "no file matches"),
        (folder / "none", "no such file"),
        (tmp_path, "holds none of"),
    ):
        with pytest.raises(InputError, match=words):
            files(path, path.name)
    (tmp_path / "dict").mkdir()
    (tmp_path / "dict/dataset_dict.json").write_text('{"splits": ["train", "test"]}')
    with pytest.raises(InputError, match="name one of train, test"):
        files(tmp_path / "dict", "dict")


def both(folder: Path) -> dict[str, Any]:
    """A text-only and a multimodal file."""
    write_jsonl(folder / "text.jsonl", stories(40))
    (folder / "dot.png").write_bytes(PNG)
    llava = {
        "id": "v",
        "image": "dot.png",
        "conversations": conversation("v", "<image>\nA dot?")["conversations"],
    }
    write_jsonl(folder / "multi.jsonl", [llava, conversation("w", "<image><image>?", images=["dot.png"] * 2)])
    return {"text": "text.jsonl", "multimodal": "multi.jsonl"}


@pytest.mark.parametrize("shard_mb", [None, 1])
def test_every_container_holds_the_same(
    tmp_path: Path, shard_mb: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work, "BATCH_RECORDS", 4)
    monkeypatch.setattr(shards, "_megabyte", 20_000)
    given = both(tmp_path)
    held = {}
    for container in ("jsonl", "parquet", "webdataset"):
        built = build_from(tmp_path, container=container, output=container, shard_mb=shard_mb, **given)
        held[container] = [
            ({key: row[key] for key in row if key != "images"}, told, picture_bytes(row, built.folder))
            for data_set in ("lomo_text", "lomo_multimodal")
            for row, told in rows(built.folder, data_set)
        ]
        paths = data_files(built.folder)
        assert (len(paths) > 1) == (shard_mb is not None)
        named = [path.relative_to(built.folder).as_posix() for path in paths]
        listed = [name for name in built.manifest["files"] if name.startswith("lomo_text")]
        assert listed == named
        assert sum(built.manifest["files"][name]["records"] for name in named) == 40
        # What a corpus holds can be read as an input again.
        again = [item for path in paths for item in read(path, path.name)]
        assert [item.record["id"] for item in again if item.record] == [f"r{n}" for n in range(40)]
    assert held["jsonl"] == held["parquet"] == held["webdataset"]
    assert len(held["jsonl"]) == 42
    assert built.manifest["images"]["files"] == sum(len(images) for _, _, images in held["jsonl"])


def test_a_tar_holds_no_clock_and_no_user(tmp_path: Path) -> None:
    one = build_from(tmp_path, container="webdataset", output="one", workers=2, **both(tmp_path))
    assert "dataset_info.json" not in tree(one.folder)
    with tarfile.open(one.folder / "lomo_text.tar") as archive:
        members = archive.getmembers()
        row = json.load(archive.extractfile(members[0]))  # type: ignore[arg-type]
    assert {(m.mtime, m.uid, m.gid, m.uname, m.gname, m.mode) for m in members} == {(0, 0, 0, "", "", 0o644)}
    assert [m.name for m in members[: 1 + len(row["images"])]] == [
        f"{members[0].name.split('.')[0]}.json",
        *row["images"],
    ]
    assert len({m.name for m in members}) == len(members)


def test_equal_records_are_samples_of_their_own(tmp_path: Path) -> None:
    write_jsonl(tmp_path / "a.jsonl", [conversation("same", "One.")] * 3)
    built = build_from(tmp_path, text="a.jsonl", container="webdataset", config={"rewrite_ratio": 1.0})
    assert len(list(rows(built.folder))) == 3


@pytest.mark.parametrize("format", ["messages", "sharegpt", "alpaca"])
def test_parquet_declares_its_pictures(tmp_path: Path, format: str) -> None:
    built = build_from(tmp_path, container="parquet", format=format, **both(tmp_path))
    schema = pq.read_schema(built.folder / "lomo_text.parquet")
    features = json.loads(schema.metadata[b"huggingface"])["info"]["features"]
    assert features["images"] == [{"_type": "Image"}]
    assert list(features) == schema.names
    turns = {"messages": "role", "conversations": "from"}
    for name, key in turns.items():
        assert name not in features or features[name][0][key] == {"dtype": "string", "_type": "Value"}
    # Pictures are compressed already; all else is again.
    group = pq.read_metadata(built.folder / "lomo_text.parquet").row_group(0)
    packed = {
        column.path_in_schema: column.compression for column in map(group.column, range(group.num_columns))
    }
    plain = [path for path, how in packed.items() if how == "UNCOMPRESSED"]
    assert plain == ["images.list.element.bytes"]
    assert {how for path, how in packed.items() if path not in plain} == {"ZSTD"}


@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
def test_the_webdataset_library_reads_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    webdataset = pytest.importorskip("webdataset", reason="the webdataset library is not installed")
    monkeypatch.setattr(work, "BATCH_RECORDS", 4)
    monkeypatch.setattr(shards, "_megabyte", 20_000)
    built = build_from(tmp_path, container="webdataset", shard_mb=1, **both(tmp_path))
    urls = [str(path) for path in data_files(built.folder)]
    samples = list(webdataset.WebDataset(urls, shardshuffle=False, empty_check=False))
    found = [(json.loads(sample["json"]), sample) for sample in samples]
    assert [row["id"] for row, _ in found] == [f"r{n}" for n in range(40)]
    for row, sample in found:
        for name in row["images"]:
            assert sample[name.partition(".")[2]].startswith(b"\x89PNG")


@pytest.mark.parametrize("container", ["jsonl", "parquet"])
@pytest.mark.parametrize("shard_mb", [None, 1])
def test_the_datasets_library_reads_it(
    tmp_path: Path, container: str, shard_mb: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    datasets = pytest.importorskip("datasets", reason="the datasets library is not installed")
    monkeypatch.setattr(work, "BATCH_RECORDS", 4)
    monkeypatch.setattr(shards, "_megabyte", 20_000)
    built = build_from(tmp_path, container=container, shard_mb=shard_mb, **both(tmp_path))
    kind = {"jsonl": "json"}.get(container, container)
    paths = [str(path) for path in data_files(built.folder)]
    loaded = datasets.load_dataset(kind, data_files=paths, split="train", cache_dir=str(tmp_path / "cache"))
    assert len(loaded) == 40
    if container == "parquet":
        assert loaded.features["images"].feature == datasets.Image()
        shown = next(row for row in loaded if row["images"])
        assert shown["images"][0].size[0] > 10
