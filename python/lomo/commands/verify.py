"""``lomo verify``: a corpus in, a report of what holds and what does not out."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from lomo.corpus.verify import SAMPLE, Report, verify
from lomo.errors import ConfigError
from lomo.render.ledger import FATES

_SHOWN = 20
_EPILOG = """\
Every row is read: ids, placeholders, pictures and their pixels, and the counts and hashes of the manifest. A
sample of the rewritten rows is drawn again from their provenance: the same bytes must come out, and no
character of a page may be unaccounted for (the content ledger).

The exit code is 0 when all holds, 1 on any fault, 2 when the folder is no corpus. Pictures that come out
otherwise where versions or faces differ from those that drew them cannot be compared: that is told, and is a
fault with --strict alone.
"""


def parser() -> argparse.ArgumentParser:
    """The parser of ``lomo verify``."""
    made = argparse.ArgumentParser(
        prog="lomo verify",
        description="Check a corpus that lomo build wrote, and draw a sample of it again.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    made.add_argument("folder", metavar="DIR", help="the corpus")
    made.add_argument(
        "--sample",
        type=int,
        default=SAMPLE,
        metavar="N",
        help=f"how many rewritten records are drawn again, evenly spread (default: {SAMPLE})",
    )
    made.add_argument("--all", action="store_true", help="draw every rewritten record again")
    made.add_argument("--strict", action="store_true", help="a picture that cannot be compared is a fault")
    made.add_argument("--json", action="store_true", help="the report as JSON on standard output")
    made.add_argument("--workers", type=int, metavar="N", help="worker processes (default: one for each CPU)")
    made.add_argument("--quiet", action="store_true", help="no progress")
    return made


def run(args: argparse.Namespace) -> int:
    """Checks; 0, or 1 on any fault."""
    for name in ("sample", "workers"):
        value = getattr(args, name)
        if value is not None and value < (0 if name == "sample" else 1):
            raise ConfigError(f"--{name}: expected at least {0 if name == 'sample' else 1}, got {value}")
    shows = sys.stderr.isatty() and not args.quiet

    def progress(rows: int) -> None:
        if shows and rows % 100 == 0:
            sys.stderr.write(f"\rverify: {rows:,} rows")
            sys.stderr.flush()

    report = verify(
        Path(args.folder),
        sample=None if args.all else args.sample,
        workers=args.workers,
        strict=args.strict,
        progress=progress,
    )
    if shows:
        sys.stderr.write("\r")
    print(json.dumps(report.to_json(), ensure_ascii=False, indent=2) if args.json else as_text(report))
    return 1 if report.faults else 0


def as_text(report: Report) -> str:
    """The report for a reader."""
    again, pictures = report.recomputed, report.recomputed.pictures
    rows = " and ".join(f"{count:,} {half}" for half, count in report.rows.items()) or "no"
    lines = [
        f"{report.folder}: {rows} records, {report.images['files']:,} pictures",
        f"drawn again: {again.records:,} records, {sum(pictures.values()):,} pictures: {pictures['same']:,} the same "
        "bytes"
        + (f", {pictures['same_pixels']:,} the same pixels in other bytes" if pictures["same_pixels"] else "")
        + (f", {pictures['differ']:,} others" if pictures["differ"] else "")
        + (f", {pictures['not_comparable']:,} NOT COMPARABLE here" if pictures["not_comparable"] else ""),
    ]
    fates = ", ".join(f"{again.characters[name]:,} {name}" for name in FATES if again.characters[name])
    lines.append(
        f"content ledger: {sum(again.characters.values()):,} characters"
        + (f": {fates}" if fates else "")
        + f"; {again.characters['lost']:,} unaccounted for"
    )
    lines += [
        f"not comparable: {reason} ({count:,} pictures)" for reason, count in sorted(again.reasons.items())
    ]
    lines += [f"differs here: {note}" for note in report.notes]
    lines.append(f"faults: {len(report.faults):,}")
    lines += [f"  {kind}: {count:,}" for kind, count in sorted(report.faults.counts.items())]
    lines += [f"{one.where}: {one.kind}: {one.detail}" for one in report.faults.told[:_SHOWN]]
    if len(report.faults) > _SHOWN:
        lines.append(f"... and {len(report.faults) - _SHOWN:,} more (--json tells up to 1,000)")
    return "\n".join(lines)
