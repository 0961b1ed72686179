"""``lomo inspect``: a corpus in, one HTML page of samples out."""

from __future__ import annotations

import argparse
from pathlib import Path

from lomo.corpus.gallery import gallery
from lomo.corpus.survey import LANGUAGES, Pick
from lomo.errors import ConfigError, InputError


def parser() -> argparse.ArgumentParser:
    """The parser of ``lomo inspect``."""
    made = argparse.ArgumentParser(
        prog="lomo inspect",
        description="Write one self-contained HTML page to look at samples of a corpus: charts, then each prompt with "
        "its span marked, the pictures, the route, the distortion and its parameters.",
    )
    made.add_argument("folder", metavar="DIR", help="a corpus that lomo build wrote")
    made.add_argument("-o", "--output", metavar="FILE", help="the page (default: DIR/gallery.html)")
    made.add_argument(
        "--count", type=int, default=40, metavar="N", help="how many records to show (default: 40)"
    )
    made.add_argument("--seed", type=int, default=0, metavar="N", help="which records are drawn (default: 0)")
    made.add_argument("--route", choices=("math", "text"), help="only records with a span of this route")
    made.add_argument(
        "--op", metavar="NAME", help="only this distortion (rotate_small) or set of them (rotate)"
    )
    made.add_argument(
        "--language",
        choices=LANGUAGES,
        help="only records with a span in this script (latin for all that write so)",
    )
    made.add_argument(
        "--lowest-legibility", action="store_true", help="the least legible first, instead of a sample"
    )
    return made


def run(args: argparse.Namespace) -> int:
    """Writes the page; 0."""
    if args.count < 1:
        raise ConfigError(f"--count: expected at least 1, got {args.count}")
    folder = Path(args.folder)
    output = Path(args.output) if args.output else folder / "gallery.html"
    if args.output and not output.parent.is_dir():
        raise ConfigError(f"-o {output}: there is no folder {output.parent}; make it first")
    if not folder.is_dir():
        raise InputError(f"{folder}: there is no such folder; name a corpus that lomo build wrote")
    pick = Pick(args.route, args.op, args.language, args.lowest_legibility)
    output.write_text(gallery(folder, count=args.count, seed=args.seed, pick=pick), encoding="utf-8")
    print(output)
    return 0
