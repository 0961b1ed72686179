"""Records through the PyTorch data sets -> what the build writes, for any ranks and workers, resumed anywhere."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from corpus.samples import PNG, build_from, conversation, stories, write_jsonl
from lomo.config import Config
from lomo.corpus.finished import picture_bytes, rows
from lomo.errors import InputError, RecordError

pytest.importorskip("torch", reason="PyTorch is not installed")
pytestmark = pytest.mark.filterwarnings("default")

import torch  # noqa: E402
from torch.utils.data import DataLoader, Subset  # noqa: E402

from lomo.sft.stream import RewriteDataset, RewriteStream  # noqa: E402

CONFIG = Config(rewrite_ratio=0.6, seed=5)
RECORDS: list[Any] = [*stories(14), conversation("aside", "Which <image>?"), b"{bad", *stories(19)[14:]]


@pytest.fixture
def corpus(tmp_path: Path) -> dict[str, Any]:
    """What the build makes of RECORDS, by id: (columns, pictures)."""
    write_jsonl(tmp_path / "a.jsonl", RECORDS[:9])
    write_jsonl(tmp_path / "b.jsonl", RECORDS[9:])
    config = CONFIG.model_dump(exclude_unset=True)
    built = build_from(tmp_path, text=["a.jsonl", "b.jsonl"], config=config)
    return {row["id"]: held(row, picture_bytes(row, built.folder)) for row, _ in rows(built.folder)}


def held(row: dict[str, Any], images: list[Any]) -> dict[str, Any]:
    """The row with its pictures' bytes."""
    return {**row, "images": images}


def first(samples: list[dict[str, Any]]) -> dict[str, Any]:
    """The one sample of a batch."""
    (sample,) = samples
    return sample


def loaded(data: Any, workers: int) -> list[dict[str, Any]]:
    """The samples of a DataLoader."""
    return list(DataLoader(data, batch_size=1, num_workers=workers, collate_fn=first))


@pytest.mark.parametrize("workers", [0, 2])
def test_the_map_style_one_is_the_build(tmp_path: Path, corpus: dict[str, Any], workers: int) -> None:
    write_jsonl(tmp_path / "all.jsonl", RECORDS)
    data = RewriteDataset(tmp_path / "all.jsonl", CONFIG, pictures="png")
    assert len(data) == len(RECORDS)
    usable = data.usable()
    assert usable == [n for n in range(len(RECORDS)) if n not in (14, 15)]
    samples = loaded(Subset(data, usable), workers)
    assert {one["id"]: one for one in samples} == corpus
    assert [one["id"] for one in samples] == list(corpus)
    for index, words in ((14, "placeholder_count.*record 14.*usable"), (15, "not_json")):
        with pytest.raises(RecordError, match=words):
            data[index]


@pytest.mark.parametrize(("world", "workers"), [(1, 0), (2, 0), (1, 2), (3, 1)])
def test_ranks_and_workers_take_each_record_once(
    tmp_path: Path, corpus: dict[str, Any], world: int, workers: int
) -> None:
    samples = []
    for rank in range(world):
        paths = [tmp_path / "a.jsonl", tmp_path / "b.jsonl"]
        data = RewriteStream(paths, CONFIG, pictures="png", rank=rank, world_size=world)
        samples += loaded(data, workers)
    assert sorted(one["id"] for one in samples) == sorted(corpus)
    assert {one["id"]: one for one in samples} == corpus


def test_ranks_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RANK", "1")
    monkeypatch.setenv("WORLD_SIZE", "4")
    assert [one["id"] for one in RewriteStream(stories(9), CONFIG)] == ["r1", "r5"]


def test_it_goes_on_behind_the_last_sample(tmp_path: Path, corpus: dict[str, Any]) -> None:
    def stream() -> RewriteStream:
        paths = [tmp_path / "a.jsonl", tmp_path / "b.jsonl"]
        return RewriteStream(paths, CONFIG, pictures="png", rank=1, world_size=2)

    whole = [one["id"] for one in stream()]
    for taken in range(len(whole)):
        data = stream()
        reading = iter(data)
        seen = [next(reading)["id"] for _ in range(taken)]
        other = stream()
        other.load_state_dict(data.state_dict())
        assert seen + [one["id"] for one in other] == whole
        assert [one["id"] for one in other] == whole
    state = {**stream().state_dict(), "parts": 4}
    data = stream()
    data.load_state_dict(state)
    with pytest.raises(InputError, match="part 1 of 4"):
        next(iter(data))


def test_pictures_come_in_every_kind(tmp_path: Path) -> None:
    pytest.importorskip("PIL", reason="Pillow is not installed")
    everything = Config(rewrite_ratio=1.0)
    made = {
        kind: RewriteDataset(stories(1), everything, pictures=kind)[0] for kind in ("pil", "array", "tensor")
    }
    image, array, tensor = (made[kind]["images"][0] for kind in ("pil", "array", "tensor"))
    assert image.mode == "RGB"
    assert (array.dtype, tensor.dtype) == (np.uint8, torch.uint8)
    assert array.shape == (image.size[1], image.size[0], 3)
    assert torch.equal(tensor, torch.from_numpy(array.copy()).permute(2, 0, 1))
    with pytest.raises(ValueError, match="pictures: expected one of pil"):
        RewriteDataset([], pictures="jpeg")  # type: ignore[arg-type]


def test_multimodal_records_pass_with_their_pictures(tmp_path: Path) -> None:
    (tmp_path / "dot.png").write_bytes(PNG)
    write_jsonl(tmp_path / "m.jsonl", [conversation("m", "<image>?", images=["dot.png"])])
    (sample,) = RewriteStream(tmp_path / "m.jsonl", half="multimodal", pictures="png")
    assert sample["images"] == [PNG]


def test_what_is_left_out_is_told(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    write_jsonl(tmp_path / "a.jsonl", RECORDS[13:17])
    told: list[str] = []
    list(RewriteStream(tmp_path / "a.jsonl", on_fault=lambda where, error: told.append(error.reason)))
    assert told == ["placeholder_count", "not_json"]
    with caplog.at_level(logging.WARNING):
        list(RewriteStream(tmp_path / "a.jsonl"))
    assert "a.jsonl:2 is left out: placeholder_count" in caplog.text


@pytest.mark.parametrize("workers", [0, 2])
def test_a_stateful_loader_goes_on(tmp_path: Path, workers: int) -> None:
    torchdata = pytest.importorskip("torchdata.stateful_dataloader", reason="torchdata is not installed")
    write_jsonl(tmp_path / "a.jsonl", stories(13))

    def loader() -> Any:
        data = RewriteStream(tmp_path / "a.jsonl", CONFIG, pictures="png")
        return torchdata.StatefulDataLoader(data, batch_size=1, num_workers=workers, collate_fn=first)

    whole = [one["id"] for one in loader()]
    half = loader()
    reading = iter(half)
    seen = [next(reading)["id"] for _ in range(5)]
    other = loader()
    other.load_state_dict(half.state_dict())
    assert seen + [one["id"] for one in other] == whole
    assert sorted(whole) == sorted(f"r{n}" for n in range(13))
