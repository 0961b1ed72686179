"""examples/ -> every record is a sound one of its format, and the demo's recipe accounts for all of them."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path
from typing import Any

from lomo.cli import main

EXAMPLES = Path(__file__).parents[2] / "examples"


def records(name: str) -> list[dict[str, Any]]:
    """The records of one file."""
    return [json.loads(line) for line in (EXAMPLES / name).read_text(encoding="utf-8").splitlines()]


def turns(record: dict[str, Any]) -> list[tuple[str, str]]:
    """(role, text) of each turn, of whatever format."""
    if "conversations" in record:
        return [(turn["from"], turn["value"]) for turn in record["conversations"]]
    if "messages" in record:
        return [(turn["role"], turn["content"]) for turn in record["messages"] if turn["role"] != "system"]
    return [("user", record["instruction"] + record["input"]), ("assistant", record["output"])]


def test_every_record_is_a_conversation_with_an_id_of_its_own() -> None:
    every = records("prompts.jsonl") + records("multimodal.jsonl")
    assert len({record["id"] for record in every}) == len(every)
    for record in every:
        roles = [role for role, _ in turns(record)]
        assert set(roles[::2]) <= {"human", "user"}
        assert set(roles[1::2]) <= {"gpt", "assistant"}
        assert len(roles) % 2 == 0
        assert all(text.strip() for _, text in turns(record)), record["id"]


def test_the_prompts_speak_many_scripts_and_hold_what_real_ones_hold() -> None:
    prompts = [turns(record)[0][1] for record in records("prompts.jsonl")]
    whole = "\n".join(prompts)
    scripts = {unicodedata.name(c, "?").split()[0] for c in whole if c.isalpha()}
    assert {
        "ARABIC", "BENGALI", "CJK", "CYRILLIC", "DEVANAGARI", "GREEK", "HANGUL", "HEBREW", "HIRAGANA", "LATIN", "THAI",
    } <= scripts  # fmt: skip
    assert all(
        mark in whole for mark in (r"\begin{cases}", "$$", r"\[", "```", "|---", "https://", "$1,250", "🎉")
    )


def test_the_pictures_are_there_and_small() -> None:
    named = [name for record in records("multimodal.jsonl") for name in record["images"]]
    files = {path.name: path.stat().st_size for path in (EXAMPLES / "media").iterdir()}
    assert set(named) == set(files)
    assert sum(files.values()) < 20_000
    for record in records("multimodal.jsonl"):
        assert json.dumps(record).count("<image>") == len(record["images"])


def test_the_demo_accounts_for_every_record(tmp_path: Path) -> None:
    assert (
        main(["build", str(EXAMPLES / "demo.yaml"), f"output={tmp_path / 'demo'}", "workers=1", "--quiet"])
        == 0
    )
    counts = json.loads((tmp_path / "demo/manifest.json").read_text())["counts"]
    assert counts["text"]["read"] == len(records("prompts.jsonl"))
    assert counts["text"]["set_aside"] == 1  # "already-picture-word" speaks of <image> without a picture
    assert counts["text"]["rewritten"] == counts["text"]["read"] - 1
    assert counts["multimodal"]["kept"] == len(records("multimodal.jsonl"))


def test_the_varied_demo_keeps_its_promises(tmp_path: Path) -> None:
    assert (
        main(["build", str(EXAMPLES / "varied.yaml"), f"output={tmp_path / 'demo'}", "workers=1", "--quiet"])
        == 0
    )
    folder = tmp_path / "demo"
    counts = json.loads((folder / "manifest.json").read_text())["counts"]
    assert counts["text"]["rewritten"] == len(records("prompts.jsonl")) - 1
    rows = (json.loads(line) for line in (folder / "lomo_text.jsonl").read_text("utf-8").splitlines())
    spans = [span for row in rows for turn in json.loads(row["lomo"])["turns"] for span in turn["spans"]]
    assert counts["visual_tokens"] == sum(sum(span["visual_tokens"]) for span in spans)
    assert max(max(span["visual_tokens"]) for span in spans) <= 1024
    for name in ("text_face", "align", "paper"):
        assert len({json.dumps(span["look"].get(name)) for span in spans}) > 3, name
