"""Prompts through the plain build, its shards, datasets.map and Ray: the first record that differs ends with code 1.

``python -m tools.engines.compare [COUNT]`` (``make check-engines RECORDS=20000``); needs datasets and ray. The prompts
are those that every bench takes (bench/prompts.py), repeated under new ids until there are COUNT.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import datasets
import pyarrow.parquet as pq
import ray

import lomo
from bench.prompts import prompts, source
from lomo.corpus.build import build
from lomo.corpus.finished import data_files
from lomo.corpus.ray_runner import ray_results, start
from lomo.corpus.recipe import Recipe

SHARDS = 3


def main(count: int) -> int:
    """Compares; 0 when all are the same."""
    config = lomo.Config(seed=7)
    with tempfile.TemporaryDirectory(prefix="lomo-engines-") as name:
        folder = Path(name)
        print(f"{count:,} records of {source()}", flush=True)
        _repeat(folder / "prompts.jsonl", count)
        ways = {
            "plain, 2 workers": lambda: _built(folder, "plain", config),
            f"{SHARDS} shards": lambda: {
                key: value
                for number in range(SHARDS)
                for key, value in _built(folder, f"shard{number}", config, shard=(number, SHARDS)).items()
            },
            "Ray, whole build": lambda: _built(folder, "ray", config, runner=ray_results),
            "datasets.map, 2 processes": lambda: _mapped(folder, config),
            "Ray Data's map_batches": lambda: _ray_mapped(folder, config),
        }
        first: dict[str, str] = {}
        for title, run in ways.items():
            start = time.monotonic()
            made = run()
            first = first or made
            differ = [key for key in first.keys() | made.keys() if first.get(key) != made.get(key)]
            took = time.monotonic() - start
            print(f"{title}: {len(made):,} records, {len(differ)} differ, {took:,.0f} s", flush=True)
            if differ:
                print(f"the first: {sorted(differ)[0]}")
                return 1
    print(f"the same {len(first):,} records every way, byte for byte")
    return 0


def _repeat(target: Path, count: int) -> None:
    chosen = prompts(count)
    with target.open("w", encoding="utf-8") as into:
        for number in range(count):
            key, text = chosen[number % len(chosen)]
            named = {"id": f"{key}/{number // len(chosen)}", "text": text, "answer": "Yes."}
            into.write(json.dumps(named) + "\n")


def _built(folder: Path, output: str, config: lomo.Config, **more: Any) -> dict[str, str]:
    data = {"text": "prompts.jsonl", "container": "parquet", "output": output, "workers": 2}
    made = build(Recipe.model_validate({**data, "config": config}), folder, **more)
    return _hashes(row for path in data_files(made.folder) for row in _rows(path))


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    for batch in pq.ParquetFile(path).iter_batches(500):
        yield from batch.to_pylist()


def _mapped(folder: Path, config: lomo.Config) -> dict[str, str]:
    rewrite = lomo.Rewrite(config)
    data = datasets.Dataset.from_json(str(folder / "prompts.jsonl"), cache_dir=str(folder / "cache"))
    made = data.map(
        rewrite, batched=True, num_proc=2, remove_columns=data.column_names, features=rewrite.features()
    )
    return _hashes(made.cast_column("images", datasets.List(datasets.Image(decode=False))))


def _ray_mapped(folder: Path, config: lomo.Config) -> dict[str, str]:
    start(ray, 2)
    try:
        data = ray.data.read_json(str(folder / "prompts.jsonl"))
        return _hashes(data.map_batches(lomo.Rewrite(config), batch_format="pyarrow").iter_rows())
    finally:
        ray.shutdown()


def _hashes(rows: Any) -> dict[str, str]:
    """The SHA-256 of all of each row, by its id."""
    made = {}
    for row in rows:
        told = sha256()
        for name in sorted(row):
            value = (
                [(one["path"], bytes(one["bytes"])) for one in row[name]] if name == "images" else row[name]
            )
            told.update(repr((name, value)).encode())
        made[row["id"]] = told.hexdigest()
    return made


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000))
