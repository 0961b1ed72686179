"""Records in; the same rows whether ``lomo.Rewrite`` runs alone or in Ray Data, Parquet in and out, or code 1."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import ray

import lomo
from lomo.corpus.ray_runner import start


def batch(source: Path, count: int) -> dict[str, list[Any]]:
    """The first records of one format as columns."""
    rows = [json.loads(line) for line in source.read_text(encoding="utf-8").splitlines()]
    rows = [row for row in rows if "conversations" in row][:count]
    return {
        "id": [row["id"] for row in rows],
        "conversations": [row["conversations"] for row in rows],
    }


def main() -> int:
    """Compares the two."""
    columns = batch(Path("examples/prompts.jsonl"), 24)
    rewrite = lomo.Rewrite(lomo.Config(rewrite_ratio=1.0, seed=3))
    alone = rewrite(columns)
    with tempfile.TemporaryDirectory() as folder:
        pq.write_table(pa.table(columns), f"{folder}/in.parquet")
        start(ray, 2)
        made = ray.data.read_parquet(f"{folder}/in.parquet").map_batches(
            lambda table: pa.table(rewrite(table.to_pydict())), batch_size=5, batch_format="pyarrow"
        )
        made.write_parquet(f"{folder}/out")
        ray.shutdown()
        through = pq.read_table(f"{folder}/out").to_pylist()
    wanted = pa.table(alone).to_pylist()
    by_id = {row["id"]: row for row in through}
    differing = [row["id"] for row in wanted if by_id.get(row["id"]) != row]
    if len(through) != len(wanted) or differing:
        print(f"Ray: {len(through)} rows of {len(wanted)}, differing: {differing}", file=sys.stderr)
        return 1
    pictures = sum(len(row["images"]) for row in through)
    print(f"Ray Data gives the same {len(through)} rows with {pictures} pictures")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
