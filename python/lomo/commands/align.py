"""``lomo align``: a model and prompts in; MIR, pairwise distance and the sensitivity curve, as JSON, out."""

from __future__ import annotations

import argparse
import io
import json
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any, get_args

import numpy as np
from numpy.typing import NDArray

from lomo.config import Config
from lomo.corpus.media import load as load_picture
from lomo.corpus.read import read
from lomo.errors import ConfigError, InputError, RecordError
from lomo.evaluate.align import Sample, align
from lomo.evaluate.hidden import Where
from lomo.record.chat import parse, record_id
from lomo.settings import override, validated
from lomo.vlm.load import load

_EPILOG = """\
examples:
  lomo align prompts.jsonl --model checkpoints/lomo -o align.json
  lomo align results/samples.jsonl --model checkpoints/lomo -o align.json      # with the curve
  lomo align prompts.jsonl --model MODEL --pictures vqa.jsonl --media-dir pictures --device cuda

Records of any format will do; a record with numbers `standard` and `rendered` (0 to 1), such as `lomo eval` writes
into samples.jsonl, goes into the curve of carrier sensitivity. What each number is: docs/evaluation.md.
"""


def parser() -> argparse.ArgumentParser:
    """The parser of ``lomo align``."""
    made = argparse.ArgumentParser(
        prog="lomo align",
        description="Measure how near a model holds a text and its picture.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    made.add_argument("prompts", metavar="FILE", help="a JSONL, JSON or Parquet file of records")
    made.add_argument(
        "words",
        nargs="*",
        default=[],
        metavar="KEY=VALUE",
        help="overrides of the page (style.text_size_px=28)",
    )
    made.add_argument("--model", required=True, help="a folder or a name on the hub")
    made.add_argument(
        "-o", "--output", metavar="FILE", help="where the JSON goes; standard output when absent"
    )
    made.add_argument("--pictures", metavar="FILE", help="records whose first pictures are MIR's")
    made.add_argument("--media-dir", metavar="DIR", help="where the paths of --pictures start")
    made.add_argument("--limit", type=int, metavar="N", help="the first N prompts alone")
    made.add_argument("--mir-pairs", type=int, default=100, metavar="N", help="pairs for MIR (default: 100)")
    made.add_argument("--bins", type=int, default=7, metavar="N", help="bins of the curve (default: 7)")
    made.add_argument("--edges", metavar="D,D,...", help="the edges of the bins instead")
    made.add_argument(
        "--at",
        choices=get_args(Where),
        default="layer",
        help="what 'at the first self-attention layer' reads",
    )
    made.add_argument("--device", default="cpu", help="cpu, cuda, cuda:1, ... (default: cpu)")
    made.add_argument(
        "--dtype", default="auto", help="auto, float32, bfloat16 or float16 (default: as stored)"
    )
    made.add_argument("--trust-remote-code", action="store_true", help="let the model's own code run")
    made.add_argument("--quiet", action="store_true", help="no progress")
    return made


def run(args: argparse.Namespace) -> int:
    """Measures and writes the report."""
    if args.dtype not in ("auto", "float32", "bfloat16", "float16", "float64"):
        raise ConfigError(f"--dtype {args.dtype}: expected auto, float32, bfloat16, float16 or float64")
    config = validated(Config, override({}, args.words), "overrides")
    edges = _edges(args.edges)
    samples = islice(_samples(Path(args.prompts)), args.limit)
    pictures = _pictures(args)
    vlm = load(args.model, device=args.device, dtype=args.dtype, trust_remote_code=args.trust_remote_code)
    report = align(
        vlm,
        samples,
        pictures=pictures,
        config=config,
        at=args.at,
        mir_pairs=args.mir_pairs,
        bins=args.bins,
        edges=edges,
        progress=None if args.quiet else _tell,
    )
    text = json.dumps(report, indent=2, ensure_ascii=False) + "\n"
    if not args.output:
        sys.stdout.write(text)
        return 0
    Path(args.output).write_text(text, encoding="utf-8")
    pairwise, mir = report["pairwise"], report["mir"]
    print(f"{args.output}: pairwise distance {pairwise['mean']:.4f} over {pairwise['samples']} samples")
    if mir:
        print(f"MIR: layer mean {mir['mir_layer_mean']:.4f}, log10 of the sum {mir['mir_log10_sum']:.4f}")
    return 0


def _tell(done: int) -> None:
    if done % 10 == 0:
        print(json.dumps({"task": "align", "samples": done}), file=sys.stderr, flush=True)


def _edges(given: str | None) -> list[float] | None:
    try:
        return [float(one) for one in given.split(",")] if given else None
    except ValueError:
        raise ConfigError(f"--edges {given}: expected numbers with commas between them") from None


def _samples(path: Path) -> Iterator[Sample]:
    for item in read(path, path.name):
        record = _checked(item.where, item.checked)
        chat = _checked(item.where, lambda record=record: parse(record))
        text = chat.turns[chat.user_turns()[0]].text
        if text.strip() and not chat.images:
            scores = (_score(record, name, item.where) for name in ("standard", "rendered"))
            yield Sample(record_id(record), text, *scores)


def _checked(where: str, made: Any) -> Any:
    try:
        return made()
    except RecordError as error:
        raise InputError(f"{where}: {error}") from error


def _score(record: dict[str, Any], name: str, where: str) -> float | None:
    value = record.get(name)
    if value is None:
        return None
    if not isinstance(value, (int, float)) or not 0 <= value <= 1:
        raise InputError(f"{where}: {name}: expected a number from 0 to 1, got {value!r}")
    return float(value)


def _pictures(args: argparse.Namespace) -> list[NDArray[np.uint8]]:
    if not args.pictures:
        return []
    from PIL import Image

    path = Path(args.pictures)
    media = Path(args.media_dir) if args.media_dir else path.parent
    found: list[NDArray[np.uint8]] = []
    for item in islice(read(path, path.name), args.mir_pairs):
        chat = _checked(item.where, lambda item=item: parse(item.checked()))
        if chat.images:
            data = _checked(item.where, lambda chat=chat: load_picture(chat.images[0], media))
            found.append(np.asarray(Image.open(io.BytesIO(data)).convert("RGB")))
    if not found:
        raise InputError(f"{path}: no record has a picture")
    return found
