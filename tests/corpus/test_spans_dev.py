"""All of spans-dev -> a corpus: none lost, and the manifest accounts for every one."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from corpus.samples import build_from
from lomo.corpus.gallery import rows


@pytest.mark.timeout(900)
def test_no_prompt_of_spans_dev_is_lost(tmp_path: Path) -> None:
    if "LOMO_CORPUS_DIR" not in os.environ:
        pytest.skip("LOMO_CORPUS_DIR is not set: the real prompts are not here")
    source = Path(os.environ["LOMO_CORPUS_DIR"]) / "spans-dev.jsonl"
    prompts = {r["id"]: r["text"] for r in map(json.loads, source.read_text(encoding="utf-8").splitlines())}
    built = build_from(
        tmp_path, text=str(source), container="parquet", workers=2, config={"rewrite_ratio": 1.0}
    )
    counts = built.manifest["counts"]
    assert counts["text"]["read"] == len(prompts) == 3745
    assert counts["text"]["lost"] == 0
    assert counts["text"]["rewritten"] >= 3700
    found = 0
    for row, provenance in rows(built.folder):
        found += 1
        pieces = (
            row["messages"][0]["content"].split("<image>")
            if row["images"]
            else [row["messages"][0]["content"]]
        )
        spans = [span for turn in provenance["turns"] for span in turn["spans"]]
        sources = [s["source"][a - s["start"] : b - s["start"]] for s in spans for a, b in s["pages"]]
        assert len(pieces) == len(sources) + 1
        joined = pieces[0] + "".join(s + p for s, p in zip(sources, pieces[1:], strict=True))
        assert joined == prompts[row["id"]]
    assert found == counts["text"]["rewritten"] + counts["text"]["kept"]
