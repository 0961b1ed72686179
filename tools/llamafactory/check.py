"""Corpus folders in; each data set is read by LLaMA-Factory's own loader, and the first refusal ends with code 1.

Runs in an environment of its own, with llamafactory installed (``make check-llamafactory`` makes it).
``python tools/llamafactory/check.py CORPUS...``
"""

from __future__ import annotations

import io
import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

import torch

# torchvision from PyPI is built for CUDA; beside a CPU torch its import fails unless these are declared.
_VISION = torch.library.Library("torchvision", "FRAGMENT")
for _name in ("nms", "qnms"):
    _VISION.define(f"{_name}(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")

from llamafactory.data.loader import _load_single_dataset  # noqa: E402
from llamafactory.data.parser import get_dataset_list  # noqa: E402
from llamafactory.hparams import DataArguments, ModelArguments  # noqa: E402
from PIL import Image  # noqa: E402
from transformers import Seq2SeqTrainingArguments  # noqa: E402


class RefusedError(Exception):
    """What LLaMA-Factory would skip, or what would stop its run."""


def check(folder: Path, names: list[str]) -> list[str]:
    """One line for each data set; raises RefusedError, or what the loader raises."""
    told = []
    manifest = json.loads((folder / "manifest.json").read_text())
    unanswered = 0
    data = DataArguments(
        dataset=",".join(names), dataset_dir=str(folder), media_dir=str(folder), template="qwen2_vl"
    )
    with tempfile.TemporaryDirectory() as output:
        training = Seq2SeqTrainingArguments(output_dir=output)
        for name, attributes in zip(names, get_dataset_list(names, str(folder)), strict=True):
            rows = _load_single_dataset(attributes, ModelArguments(model_name_or_path="none"), data, training)
            records = sum(
                file["records"]
                for at, file in manifest["files"].items()
                if at.startswith((f"{name}.", f"{name}/"))
            )
            if len(rows) != records:
                raise RefusedError(f"{name}: {len(rows)} rows of {records}")
            skipped = pictures = 0
            for number, row in enumerate(rows, 1):
                skipped += not row["_response"]
                pictures += _pictures(f"{name}, row {number}", row)
            told.append(
                f"{folder.name}: {name}: {len(rows)} rows, {pictures} pictures, {skipped} without an answer"
            )
            unanswered += skipped
    if unanswered != manifest["counts"]["unanswered"]:
        raise RefusedError(f"{unanswered} unanswered, {manifest['counts']['unanswered']} in the manifest")
    return told


def _pictures(where: str, row: dict[str, Any]) -> int:
    """How many pictures the row holds; each is opened, as LLaMA-Factory opens it."""
    images = row["_images"] or []
    if not row["_prompt"]:
        return 0  # LLaMA-Factory skips it
    text = "".join(message["content"] for message in (*row["_prompt"], *row["_response"]))
    for mark, given in (("<image>", len(images)), ("<video>", 0), ("<audio>", 0)):
        if text.count(mark) != given:
            raise RefusedError(f"{where}: {text.count(mark)} {mark}, {given} files")
    for image in images:
        with Image.open(io.BytesIO(image["bytes"]) if isinstance(image, dict) else image) as opened:
            opened.load()
    return len(images)


def main() -> int:
    """Checks every folder named on the command line."""
    for folder in map(Path, sys.argv[1:]):
        names = list(json.loads((folder / "dataset_info.json").read_text()))
        try:
            print("\n".join(check(folder, names)), flush=True)
        except RefusedError as error:
            print(f"{folder}: {error}", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    os.environ.setdefault("CUDA_VISIBLE_DEVICES", "")
    raise SystemExit(main())
