"""build/audit with its pages -> build/audit/read.jsonl: what two OCR engines read, and their character error rates.

Runs in an environment of its own that knows nothing of lomo (tools/legibility/run.sh).
"""

from __future__ import annotations

import argparse
import json
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import tesserocr
from PIL import Image
from rapidocr_onnxruntime import RapidOCR

from tools.legibility.error_rate import error_rate


class Tesseract:
    """A block of text, enlarged twice: the engine wants capitals of 30 px."""

    def __init__(self) -> None:
        self._apis = {
            language: tesserocr.PyTessBaseAPI(lang=packs, psm=tesserocr.PSM.SINGLE_BLOCK)
            for language, packs in (("en", "eng"), ("zh", "chi_sim+eng"))
        }

    def __call__(self, image: Image.Image, language: str) -> str:
        api = self._apis[language]
        api.SetImage(image.convert("L").resize((2 * image.width, 2 * image.height), Image.Resampling.BICUBIC))
        return str(api.GetUTF8Text())


class Rapid:
    """Lines found and read; put into reading order by their middles."""

    def __init__(self) -> None:
        self._engine = RapidOCR(intra_op_num_threads=1, inter_op_num_threads=1, use_angle_cls=False)

    def __call__(self, image: Image.Image, language: str) -> str:
        found, _ = self._engine(np.asarray(image.convert("RGB"))[:, :, ::-1], use_cls=False)
        pieces = sorted(
            ((min(x for x, _ in box), sum(y for _, y in box) / 4, text) for box, text, _ in found or []),
            key=lambda piece: piece[1],
        )
        rows: list[list[tuple[float, float, str]]] = []
        for piece in pieces:
            if rows and piece[1] - rows[-1][-1][1] < 11:
                rows[-1].append(piece)
            else:
                rows.append([piece])
        return "\n".join(" ".join(text for _, _, text in sorted(row)) for row in rows)


def main() -> None:
    """Reads every page with both engines."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    engines = {"tesseract": Tesseract(), "rapidocr": Rapid()}
    versions = {
        "tesseract": tesserocr.tesseract_version().split()[1],
        "rapidocr": version("rapidocr-onnxruntime"),
    }
    (folder / "versions.json").write_text(json.dumps(versions))
    with (folder / "read.jsonl").open("w", encoding="utf-8") as out:
        for line in (folder / "pages.jsonl").read_text(encoding="utf-8").split("\n")[:-1]:
            page: dict[str, Any] = json.loads(line)
            image = Image.open(folder / page["file"])
            read = {name: engine(image, page["language"]) for name, engine in engines.items()}
            cer = {name: error_rate(page["text"], text) for name, text in read.items()}
            out.write(json.dumps({**page, "read": read, "cer": cer}, ensure_ascii=False) + "\n")
            out.flush()


if __name__ == "__main__":
    main()
