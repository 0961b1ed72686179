"""Recipes as YAML, overrides and flags -> one checked model; each fault names its key."""

from __future__ import annotations

from pathlib import Path

import pytest

from lomo.corpus.inputs import shown_names
from lomo.corpus.recipe import load_recipe
from lomo.errors import ConfigError

YAML = """
text: a.jsonl
multimodal: [{file: b.jsonl, media_dir: m}, c.parquet]
output: out
config: {seed: 1, style: {margin_px: 12}}
"""


def test_file_overrides_and_flags_make_one_recipe(tmp_path: Path) -> None:
    (tmp_path / "r.yaml").write_text(YAML)
    recipe, base = load_recipe(
        tmp_path / "r.yaml", ["config.style.math_size_px=30", "container=parquet"], {"workers": 3}
    )
    assert base == tmp_path
    assert [source.file for source in recipe.text] == ["a.jsonl"]
    assert [(s.file, s.media_dir) for s in recipe.multimodal] == [("b.jsonl", "m"), ("c.parquet", None)]
    assert (recipe.container, recipe.workers, recipe.format) == ("parquet", 3, "messages")
    assert (recipe.config.seed, recipe.config.style.margin_px, recipe.config.style.math_size_px) == (
        1,
        12,
        30.0,
    )


@pytest.mark.parametrize(
    ("assignment", "words"),
    [
        ("config.sed=3", ["config.sed", "unknown key", "seed"]),
        ("config.style.margin_px=-1", ["config.style.margin_px", "greater than or equal to 0"]),
        ("format=xml", ["format", "messages", "sharegpt", "alpaca", "'xml'"]),
        ("workers=0", ["workers", "greater than or equal to 1"]),
        ("text=[{name: x}]", ["text.0", "file"]),
        ("text=3", ["text"]),
        ("seed 3", ["seed 3", "key.subkey=value"]),
    ],
)
def test_each_fault_names_its_key(tmp_path: Path, assignment: str, words: list[str]) -> None:
    (tmp_path / "r.yaml").write_text(YAML)
    with pytest.raises(ConfigError) as caught:
        load_recipe(tmp_path / "r.yaml", [assignment], {})
    assert all(word in str(caught.value) for word in words)


def test_a_recipe_needs_an_input_and_an_output() -> None:
    with pytest.raises(ConfigError, match="text or multimodal"):
        load_recipe(None, [], {"output": "x"})
    with pytest.raises(ConfigError, match="output"):
        load_recipe(None, [], {"text": "x"})


def test_shown_names_tell_nothing_of_the_machine() -> None:
    files = ["a/x.jsonl", "./x.jsonl", "/home/me/x.jsonl", "../deep/x.jsonl"]
    assert shown_names(files) == [
        "a/x.jsonl",
        "x.jsonl",
        "x.jsonl#2",
        "x.jsonl#3",
    ]
