"""Real prompts -> build/audit: their pages distorted, turned back upright, as PNG, and what is known of each.

Each page has one distortion; the operations take turns, so that every one meets as many English and Chinese
pages. A page that the floor of legibility refuses is there twice: as it was first drawn, so that the audit sees
what the floor keeps away, and as the operator draws it again.
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
from lomo.config import Config
from lomo.distort.apply import apply
from lomo.distort.operations import OPERATIONS, Operation
from lomo.randomness import Stream
from lomo.record.draw import Drawn, above_floor, distorted_pages

# Signs that no reader is to be asked for: formulas, code, tables, links.
_NOT_PROSE = re.compile(r"[$\\`|<>{}_^*#~=\[\]]|https?://|www\.")
MOST_CHARS = 700


def texts(corpus: Path, language: str) -> Iterator[tuple[str, str]]:
    """(id, text) of the corpus's plain prose in ``en`` or ``zh``, in its order."""
    with (corpus / "spans-dev.jsonl").open(encoding="utf-8") as rows:
        for row in map(json.loads, rows):
            text = row["text"]
            if _NOT_PROSE.search(text) or len(text) > MOST_CHARS:
                continue
            chinese = sum("\u4e00" <= sign <= "\u9fff" for sign in text)
            plain = sum(sign.isascii() for sign in text)
            english = plain == len(text) >= 60
            mostly_chinese = chinese >= max(20, len(text) // 2) and chinese + plain > len(text) * 0.8
            if english if language == "en" else mostly_chinese:
                yield row["id"], text


def upright(operation: Operation) -> Operation:
    """What turns a rotation back; nothing for the others."""
    if not operation.op.startswith("rotate"):
        return Operation("clean", {})
    angle = operation.parameters["angle_deg1024"]
    assert isinstance(angle, int)
    return Operation(operation.op, {"angle_deg1024": -angle})


def pages(text: str, ident: str, op: str, config: Config, seed: int) -> Iterator[tuple[Drawn, bool]]:
    """The page's first draw and, where the floor refuses it, what the operator makes instead; and whether each
    stays."""
    first = Operation(op, OPERATIONS[op].draw(Stream(seed, ident, "audit"), config.distort))
    kept = above_floor(text, config, first, seed, ident, "audit")
    if kept.draws > 1 or kept.refused:
        yield distorted_pages(text, config, first, judged=True), False
    yield kept, True


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
    config = Config.from_dict({"preset": given.preset})
    given.folder.mkdir(parents=True, exist_ok=True)
    count = 0
    with (given.folder / "pages.jsonl").open("w", encoding="utf-8") as index:
        for language, most in (("en", given.english), ("zh", given.chinese)):
            for number, (ident, text) in zip(range(most), texts(Path(corpus), language), strict=False):
                op = list(OPERATIONS)[number % len(OPERATIONS)]
                for drawn, kept in pages(text, ident, op, config, given.seed):
                    name = f"{language}-{number:04d}{'' if kept else '-refused'}.png"
                    flat = apply(drawn.distorted[0].image, upright(drawn.operation)).image
                    (given.folder / name).write_bytes(_native.encode_png(flat))
                    told = {
                        "file": name,
                        "id": ident,
                        "language": language,
                        "op": op,
                        "kept": kept,
                        "draws": drawn.draws,
                        "made": drawn.operation.op,
                        "parameters": drawn.operation.parameters,
                        "score": drawn.score,
                        "text": text[slice(*drawn.rendering.pages[0].source)],
                    }
                    index.write(json.dumps(told, ensure_ascii=False) + "\n")
                    count += 1
    print(f"{count} pages in {given.folder}")


if __name__ == "__main__":
    main()
