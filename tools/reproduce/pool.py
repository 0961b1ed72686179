"""A seed and counts in; the pool's two halves and a corpus for each arm out, made by lomo's own builder."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random
from typing import Any

from lomo import _native
from lomo.corpus.arms import build_arms
from lomo.corpus.recipe import Recipe
from tools.reproduce.settings import ARMS, MATCHED, operator, page_config
from tools.reproduce.tasks import training_task
from tools.reproduce.visual import question

TEXT, MULTIMODAL, MEDIA, CORPORA = "text.jsonl", "multimodal.jsonl", "media", "corpora"


def make_pool(folder: Path, seed: int, text: int, multimodal: int) -> None:
    """Writes ``text`` text-only records and ``multimodal`` ones with their pictures into ``folder``."""
    media = folder / MEDIA
    media.mkdir(parents=True, exist_ok=True)
    chance = Random(f"pool {seed}")
    with (folder / TEXT).open("w", encoding="utf-8") as file:
        for number in range(text):
            family, (prompt, answer) = training_task(chance)
            file.write(_line(f"text-{number}", prompt, answer, {"family": family}))
    page = page_config(seed)
    with (folder / MULTIMODAL).open("w", encoding="utf-8") as file:
        for number in range(multimodal):
            one = question(chance, page, f"picture-{number}")
            (media / f"{number}.png").write_bytes(_native.encode_png(one.image[:, :, None]))
            ident, prompt = f"multimodal-{number}", f"<image>\n{one.question}"
            file.write(_line(ident, prompt, one.answer, {"images": [f"{number}.png"]}))


def _line(ident: str, prompt: str, answer: str, rest: dict[str, Any]) -> str:
    turns = [{"role": "user", "content": prompt}, {"role": "assistant", "content": answer}]
    return json.dumps({"id": ident, "messages": turns, **rest}) + "\n"


def make_arms(folder: Path, seed: int, records: int, *, matched: bool) -> dict[str, Any]:
    """Builds the corpora of the paper's Table 2 (and the control of its Table 5) from the pool in ``folder``.

    Returns what arms.json tells of each: how many records, how many with pictures.
    """
    kinds: dict[str, Any] = {name: {"kind": name} for name in ARMS}
    if matched:
        kinds |= {name: {"kind": "lomo", "matched": True} for name in MATCHED}
    recipe = Recipe.model_validate(
        {
            "text": TEXT,
            "multimodal": [{"file": MULTIMODAL, "media_dir": MEDIA}],
            "text_records": records,
            "multimodal_records": records,
            "output": CORPORA,
            "container": "parquet",
            "arms": kinds,
            "config": operator(seed),
        }
    )
    build_arms(recipe, folder, overwrite=True)
    found: dict[str, Any] = json.loads((folder / CORPORA / "arms.json").read_text(encoding="utf-8"))
    return found
