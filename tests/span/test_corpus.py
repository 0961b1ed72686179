"""The hand-made hard cases and 3,745 real texts: formulas found, formulas not invented, promises kept."""

from __future__ import annotations

import json
import os
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from lomo.span.blocks import blocks
from span.promises import check_blocks, check_spans

# Formulas in what people typed, by reading each: the prompt's id and how many there are.
TYPED = {"arena-01/12": 2, "arena-01/17": 2, "arena-01/39": 3, "arena-01/240": 3, "arena-01/407": 3}


@cache
def records(name: str) -> list[dict[str, Any]]:
    folder = os.environ.get("LOMO_CORPUS_DIR")
    if folder is None:
        pytest.skip(f"LOMO_CORPUS_DIR is not set: it names the folder of {name}")
    with Path(folder, name).open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def formulas(text: str) -> list[list[int]]:
    return [[block.start, block.end] for block in blocks(text) if block.kind == "math"]


@pytest.mark.parametrize("number", range(40))
def test_a_hand_made_case(number: int) -> None:
    case = records("segmentation-dev.jsonl")[number]
    assert formulas(case["text"]) == case["formulas"], case["note"]


def test_no_formula_is_found_where_there_is_none() -> None:
    none = {"currency", "code", "markdown", "instruct-zh", "instruct-multi", "text-en", "text-zh"}
    found = {r["id"]: formulas(r["text"]) for r in records("spans-dev.jsonl") if r["kind"] in none}
    assert len(found) > 900
    assert {key: value for key, value in found.items() if value} == {}


def test_typed_prompts_hold_the_formulas_that_a_reader_finds() -> None:
    prompts = [r for r in records("spans-dev.jsonl") if r["kind"] == "instruct-en"]
    assert {r["id"]: len(formulas(r["text"])) for r in prompts if formulas(r["text"])} == TYPED


def test_nearly_every_dollar_of_a_mathematics_problem_belongs_to_a_formula() -> None:
    dollars = outside = 0
    for record in records("spans-dev.jsonl"):
        if not record["kind"].startswith(("math", "science")):
            continue
        text = record["text"]
        dollars += len(re.findall(r"(?<!\\)\$", text))
        outside += sum(
            len(re.findall(r"(?<!\\)\$", text[block.start : block.end]))
            for block in blocks(text)
            if block.kind == "text"
        )
    # What is left is money, or a formula that its own source tore apart.
    assert dollars > 15_000
    assert outside / dollars < 0.008


@pytest.mark.parametrize("part", range(8))
def test_real_texts_keep_the_promises(part: int) -> None:
    for record in records("spans-dev.jsonl")[part::8]:
        text = record["text"]
        check_spans(text, check_blocks(text, blocks(text)))
