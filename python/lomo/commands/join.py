"""``lomo join``: the shards of a build in, one corpus out."""

from __future__ import annotations

import argparse
from pathlib import Path

from lomo.corpus.join import join

_EPILOG = """\
example:
  lomo build recipe.yaml --shard $SLURM_ARRAY_TASK_ID/64   # in each task of an array of 64
  lomo join corpus -o whole                                # recipe.yaml says output: corpus
  lomo verify whole

The exit code is 0 when the corpus is whole, 1 when a shard had lost a record, 2 when a shard is missing, stands twice,
is damaged or is of another build.
"""


def parser() -> argparse.ArgumentParser:
    """The parser of ``lomo join``."""
    made = argparse.ArgumentParser(
        prog="lomo join",
        description="Make one corpus of all shards of a build: the same rows as without --shard, in the order of the "
        "shards. Parquet files, tars and pictures are linked, not copied, so that they take no space; the shards can "
        "be deleted afterwards.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    made.add_argument(
        "folders",
        nargs="+",
        metavar="DIR",
        help="the shards, in any order, or the folder that holds shard-00000-of-N, shard-00001-of-N, ...",
    )
    made.add_argument("-o", "--output", required=True, metavar="DIR", help="the folder of the corpus")
    made.add_argument("--overwrite", action="store_true", help="replace a corpus that is already there")
    return made


def run(args: argparse.Namespace) -> int:
    """Joins; 0, or 1 when a shard had lost a record."""
    made = join([Path(name) for name in args.folders], Path(args.output), overwrite=args.overwrite)
    counts = made.manifest["counts"]
    text, other = counts["text"], counts["multimodal"]
    print(
        f"{args.output}: {text['rewritten'] + text['kept'] + other['kept']} records, {text['rewritten']} of them "
        f"rewritten ({counts['pictures']} pictures); {text['set_aside'] + other['set_aside']} set aside"
        + (f", {made.lost} LOST; errors.jsonl has them" if made.lost else "")
    )
    return int(bool(made.lost))
