"""Prompts and pictures -> small input files for the tests of the build."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from lomo.corpus.build import Built, build
from lomo.corpus.recipe import Recipe

# The smallest PNG there is: one black pixel.
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b55"
    "0000000a49444154789c636000000002000148afa4710000000049454e44ae426082"
)

STORIES = (
    "Ann has 3 apples. Bob gives her 4 more. She eats one. She finds $x^2$ pears. How many are there now?",
    "Define $f(x) = \\frac{1}{1+x}$. What is its limit at infinity? Prove it. Then draw its graph. Hurry.",
    "Write a poem about the sea. It should rhyme. It should be short. It should mention gulls. And salt.",
    "Summarize.",
)


def write_jsonl(path: Path, records: list[Any]) -> None:
    """One record a line; bytes are written as they are."""
    lines = [r if isinstance(r, bytes) else json.dumps(r).encode() for r in records]
    path.write_bytes(b"\n".join(lines) + b"\n")


def conversation(ident: str, asked: str, answered: str = "Yes.", **more: Any) -> dict[str, Any]:
    """A ShareGPT record."""
    turns = [{"from": "human", "value": asked}, {"from": "gpt", "value": answered}]
    return {"id": ident, "conversations": turns, **more}


def stories(count: int) -> list[dict[str, Any]]:
    """Records ``r0``, ``r1``, ... with prompts of several kinds."""
    return [conversation(f"r{n}", f"{STORIES[n % len(STORIES)]} ({n})") for n in range(count)]


def build_from(folder: Path, *, output: str = "corpus", overwrite: bool = False, **recipe: Any) -> Built:
    """Builds ``folder/output`` with one worker unless told otherwise."""
    made = Recipe.model_validate({"output": output, "workers": 1, **recipe})
    return build(made, folder, overwrite=overwrite)


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below ``folder`` with its bytes."""
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()
    }


def lines(path: Path) -> list[dict[str, Any]]:
    """The records of a JSONL file, read strictly as UTF-8."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]
