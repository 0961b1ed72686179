"""One set of prompts through the plain build, its shards, datasets.map and Ray -> the same records, byte for byte."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import lomo
from corpus.samples import build_from, conversation, stories, tree, write_jsonl
from lomo.config import Config
from lomo.corpus.finished import data_files, rows
from lomo.corpus.recipe import Recipe
from lomo.record.columns import Rewrite

CONFIG = {"rewrite_ratio": 0.6, "seed": 11}
RECORDS: list[dict[str, Any]] = [
    *stories(50),
    conversation("aside", "Which <image>?"),
    conversation("blank", " "),
    {"id": "tools", "conversations": conversation("t", "Call it.")["conversations"], "tools": "[]"},
]


def table(folder: Path) -> dict[str, dict[str, Any]]:
    """The rows of a corpus by id, pictures and all."""
    paths = data_files(folder)
    return {row["id"]: row for path in paths for row in pq.read_table(path).to_pylist()}


@pytest.fixture
def plain(tmp_path: Path) -> dict[str, dict[str, Any]]:
    """What the plain build makes of RECORDS."""
    write_jsonl(tmp_path / "a.jsonl", RECORDS)
    return table(build_from(tmp_path, text="a.jsonl", container="parquet", config=CONFIG).folder)


def test_shards_together_are_the_corpus(tmp_path: Path, plain: dict[str, dict[str, Any]]) -> None:
    from lomo.cli import main

    recipe = {"text": "a.jsonl", "container": "parquet", "output": "out", "config": CONFIG}
    (tmp_path / "r.yaml").write_text(json.dumps(recipe))
    made: dict[str, dict[str, Any]] = {}
    read = 0
    for number in range(3):
        words = ["build", str(tmp_path / "r.yaml"), "--shard", f"{number}/3", "--quiet", "workers=1"]
        assert main(words) == 0
        folder = tmp_path / f"out/shard-{number:05d}-of-00003"
        mine = table(folder)
        assert mine.keys().isdisjoint(made)
        made |= mine
        told = json.loads((folder / "manifest.json").read_text())
        assert told["shard"] == f"{number}/3"
        read += told["counts"]["text"]["read"]
    assert made == plain
    assert read == len(RECORDS)
    assert main(["build", str(tmp_path / "r.yaml"), "--shard", "3/3"]) == 2


def columns() -> dict[str, list[Any]]:
    """RECORDS as columns."""
    names = dict.fromkeys(name for record in RECORDS for name in record)
    return {name: [record.get(name) for record in RECORDS] for name in names}


@pytest.mark.parametrize("kind", ["lists", "arrays", "table", "batch", "pickled"])
def test_rewrite_makes_the_same_records(kind: str, plain: dict[str, dict[str, Any]]) -> None:
    rewrite = lomo.Rewrite(Config.from_dict(CONFIG))
    given: Any = columns()
    if kind == "arrays":
        given = {name: np.array([*values, None], object)[:-1] for name, values in given.items()}
        given["conversations"][3] = np.array(given["conversations"][3], object)
    elif kind == "table":
        given = pa.table(given)
    elif kind == "batch":
        given = pa.RecordBatch.from_pydict(given)
    elif kind == "pickled":
        rewrite = pickle.loads(pickle.dumps(rewrite))
    made = rewrite(given)
    if kind in ("table", "batch"):
        assert isinstance(made, type(given))
        assert made.schema.metadata
        assert {row["id"]: row for row in made.to_pylist()} == plain
        return
    found = [dict(zip(made, values, strict=True)) for values in zip(*made.values(), strict=True)]
    assert {row["id"]: row for row in found} == plain


def test_a_pandas_frame_comes_back_as_one(plain: dict[str, dict[str, Any]]) -> None:
    pandas = pytest.importorskip("pandas", reason="pandas is not installed")
    made = lomo.Rewrite(Config.from_dict(CONFIG))(pandas.DataFrame(columns()))
    assert isinstance(made, pandas.DataFrame)
    assert {row["id"]: row for row in made.to_dict("records")} == plain


_HASH = """
import pickle, sys
from hashlib import sha256
import lomo
made = lomo.Rewrite(lomo.Config.from_dict({"seed": int(sys.argv[1]), "style": {"fonts": ["b", "a"]}}))
try:
    from datasets.fingerprint import Hasher
    print(Hasher.hash(made))
except ImportError:
    print(sha256(pickle.dumps(made)).hexdigest())
"""


def test_fingerprints_are_the_same_in_every_process() -> None:
    def hashed(seed: int, salt: int) -> str:
        environment = {**os.environ, "PYTHONHASHSEED": str(salt)}
        command = [sys.executable, "-W", "ignore", "-c", _HASH, str(seed)]
        return subprocess.run(command, env=environment, capture_output=True, check=True, text=True).stdout

    assert hashed(1, 1) == hashed(1, 2) != hashed(2, 1)


@pytest.mark.filterwarnings("default")
def test_datasets_map_makes_the_same_records(tmp_path: Path, plain: dict[str, dict[str, Any]]) -> None:
    datasets = pytest.importorskip("datasets", reason="the datasets library is not installed")
    rewrite = lomo.Rewrite(Config.from_dict(CONFIG))
    data = datasets.load_dataset(
        "json", data_files=str(tmp_path / "a.jsonl"), split="train", cache_dir=str(tmp_path / "cache")
    )
    for workers in (None, 2):
        made = data.map(
            rewrite,
            batched=True,
            batch_size=7,
            num_proc=workers,
            remove_columns=data.column_names,
            features=rewrite.features(),
        )
        found = made.cast_column("images", datasets.List(datasets.Image(decode=False)))
        assert {row["id"]: row for row in found} == plain
    again = data.map(
        Rewrite(Config.from_dict(CONFIG)),
        batched=True,
        batch_size=7,
        remove_columns=data.column_names,
        features=rewrite.features(),
    )
    assert (
        again.cache_files
        == data.map(
            rewrite, batched=True, batch_size=7, remove_columns=data.column_names, features=rewrite.features()
        ).cache_files
    )


@pytest.mark.timeout(1200)  # on a busy machine Ray takes minutes to start its processes
@pytest.mark.filterwarnings("default")
def test_ray_builds_the_same_corpus(tmp_path: Path, plain: dict[str, dict[str, Any]]) -> None:
    pytest.importorskip("ray.data", reason="ray is not installed")
    from lomo.corpus.build import build
    from lomo.corpus.ray_runner import ray_results, start

    data = {"text": "a.jsonl", "container": "parquet", "output": "ray", "workers": 2, "config": CONFIG}
    built = build(Recipe.model_validate(data), tmp_path, runner=ray_results)
    assert tree(built.folder) == tree(tmp_path / "corpus")
    import ray

    start(ray, 2)
    try:
        rewrite = lomo.Rewrite(Config.from_dict(CONFIG))
        for kind in ("pyarrow", "pandas", "numpy"):
            made = ray.data.read_json(str(tmp_path / "a.jsonl")).map_batches(rewrite, batch_format=kind)
            found = {row["id"]: row for row in made.iter_rows()}
            assert {name: row["lomo"] for name, row in found.items()} == {
                name: row["lomo"] for name, row in plain.items()
            }
            assert {name: [one["bytes"] for one in row["images"]] for name, row in found.items()} == {
                name: [one["bytes"] for one in row["images"]] for name, row in plain.items()
            }
    finally:
        ray.shutdown()
    assert [row["id"] for row, _ in rows(built.folder)] == list(plain)
