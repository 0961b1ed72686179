"""Real prompts -> build/audit: their pages distorted, turned back upright, as PNG, and what is known of each.

Each page has one distortion; the operations take turns, so that every one meets as many English and Chinese
pages. Nothing is drawn again here: the audit must see what the floor would refuse.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from lomo import _native
from lomo.config import Config, Preset
from lomo.distort.apply import apply
from lomo.distort.legibility import legibility
from lomo.distort.operations import OPERATIONS, Operation
from lomo.randomness import Stream
from lomo.render.render import render

# Signs that no reader is to be asked for: formulas, code, tables, links.
_NOT_PROSE = re.compile(r"[$\\`|<>{}_^*#~=\[\]]|https?://|www\.")
MOST_CHARS = 700


def texts(corpus: Path, language: str) -> Iterator[tuple[str, str]]:
    """(id, text) of the corpus's plain prose in ``en`` or ``zh``, in its order."""
    for line in (corpus / "spans-dev.jsonl").open(encoding="utf-8"):
        row = json.loads(line)
        text = row["text"]
        if _NOT_PROSE.search(text) or len(text) > MOST_CHARS:
            continue
        chinese = sum("\u4e00" <= sign <= "\u9fff" for sign in text)
        plain = sum(sign.isascii() for sign in text)
        if language == "en" and plain == len(text) >= 60:
            yield row["id"], text
        elif language == "zh" and chinese >= max(20, len(text) // 2) and chinese + plain > len(text) * 0.8:
            yield row["id"], text


def upright(operation: Operation) -> Operation:
    """What turns a rotation back; nothing for the others."""
    if not operation.op.startswith("rotate"):
        return Operation("clean", {})
    angle = operation.parameters["angle_deg1024"]
    assert isinstance(angle, int)
    return Operation(operation.op, {"angle_deg1024": -angle})


def main() -> None:
    """Draws and tells how many."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--english", type=int, default=300)
    parser.add_argument("--chinese", type=int, default=100)
    parser.add_argument("--preset", default="paper")
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    corpus = os.environ.get("LOMO_CORPUS_DIR")
    if not corpus:
        sys.exit("LOMO_CORPUS_DIR: set it to the folder that holds spans-dev.jsonl")
    preset: Preset = given.preset
    config = Config(preset=preset)
    given.folder.mkdir(parents=True, exist_ok=True)
    count = 0
    with (given.folder / "pages.jsonl").open("w", encoding="utf-8") as index:
        for language, most in (("en", given.english), ("zh", given.chinese)):
            for number, (ident, text) in zip(range(most), texts(Path(corpus), language), strict=False):
                op = list(OPERATIONS)[number % len(OPERATIONS)]
                operation = Operation(
                    op, OPERATIONS[op].draw(Stream(given.seed, ident, "audit"), config.distort)
                )
                page = render(text, config).pages[0]
                distorted = apply(page.image, operation)
                score = legibility(page, distorted)
                flat = apply(distorted.image, upright(operation)).image
                name = f"{language}-{number:04d}.png"
                (given.folder / name).write_bytes(_native.encode_png(flat, 1))
                told = {
                    "file": name,
                    "id": ident,
                    "language": language,
                    "op": op,
                    "parameters": operation.parameters,
                    "text": text[slice(*page.source)],
                    "score": score.page,
                    "glyphs": [round(float(one), 4) for one in score.glyphs],
                    "correlation": [round(float(one), 4) for one in score.correlation],
                    "contrast": [round(float(one), 4) for one in score.contrast],
                }
                index.write(json.dumps(told, ensure_ascii=False) + "\n")
                count += 1
    print(f"{count} pages in {given.folder}")


if __name__ == "__main__":
    main()
