"""``lomo fonts``: the faces in use, and what to install for what a file of prompts lacks."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lomo.config import Config
from lomo.corpus.read import read
from lomo.errors import InputError, RecordError
from lomo.record.chat import parse
from lomo.render.font_packages import script_name
from lomo.render.font_report import Coverage, Needs, coverages, needs, others_installed
from lomo.settings import load_yaml, override

_SHOWN_SCRIPTS = 4
_SHOWN_CHARACTERS = 12
_PLAIN = (".txt", ".md")
_EPILOG = """\
examples:
  lomo fonts                          the faces in use: what they cover, and the SHA-256 of their files
  lomo fonts prompts.jsonl            which face draws what of the prompts, what none draws, and what to install
  lomo fonts p.parquet --json style.system_fonts=false

A FILE holds records (JSONL, JSON, Parquet: their user turns are read) or is a text (.txt, .md). Package names
are Debian's and Ubuntu's.
"""


def parser() -> argparse.ArgumentParser:
    """The parser of ``lomo fonts``."""
    made = argparse.ArgumentParser(
        prog="lomo fonts",
        description="List the faces in use, and what to install for what a file of prompts lacks.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    made.add_argument(
        "words",
        nargs="*",
        metavar="FILE | KEY=VALUE",
        help="files of prompts; overrides of the configuration",
    )
    made.add_argument("--config", metavar="YAML", help="a configuration file")
    made.add_argument("--json", action="store_true", help="JSON on standard output")
    return made


def run(args: argparse.Namespace) -> int:
    """Lists; 0."""
    words: list[str] = list(args.words)
    files = [Path(word) for word in words if "=" not in word or Path(word).is_file()]
    assignments = [word for word in words if Path(word) not in files]
    data = override(load_yaml(args.config) if args.config else {}, assignments)
    style = Config.from_dict(data).style
    faces, more = coverages(style), others_installed(style)
    told: dict[str, Any] = {"faces": [one.to_json() for one in faces], "others_installed": more, "files": {}}
    lines: list[str] = []
    for path in files:
        skipped: list[str] = []
        asked = needs(_texts(path, skipped), style)
        told["files"][str(path)] = {**asked.to_json(), "unread_records": len(skipped)}
        lines += _file_lines(path, asked, skipped)
    if args.json:
        print(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        print("\n".join(lines or _face_lines(faces, more)))
    return 0


def _texts(path: Path, skipped: list[str]) -> Iterator[str]:
    if not path.is_file():
        raise InputError(f"{path}: there is no such file")
    if path.suffix in _PLAIN:
        try:
            yield path.read_text(encoding="utf-8")
        except UnicodeDecodeError as error:
            raise InputError(f"{path}: is not UTF-8 (byte {error.start}); save it as UTF-8") from error
        return
    for item in read(path, path.name):
        try:
            chat = parse(item.checked())
        except RecordError as error:
            skipped.append(f"{item.where}: {error}")
            continue
        yield from (chat.turns[at].text for at in chat.user_turns())


def _face_lines(faces: list[Coverage], more: int) -> list[str]:
    lines = ["faces, in the order in which they are tried:"]
    for one in faces:
        scripts = [f"{script_name(tag)} {count:,}" for tag, count in one.scripts.items()]
        rest = len(scripts) - _SHOWN_SCRIPTS
        shown = ", ".join(scripts[:_SHOWN_SCRIPTS]) + (f" and {rest} more scripts" if rest > 0 else "")
        lines.append(f"  {one.face:34} {one.origin:9} {one.sha256[:12]}  {shown}")
    lines.append(f"  and {more} more installed font files, for what none of these covers")
    return lines


def _file_lines(path: Path, asked: Needs, skipped: list[str]) -> list[str]:
    lines = [f"{path}: {asked.characters:,} characters that need a glyph"]
    wide = max([34, *(len(face) for face in asked.by_face)])
    for face, count in asked.by_face.most_common():
        lines.append(f"  {face:{wide}} {asked.hashes[face][:12]}  {count:,}")
    if skipped:
        lines.append(f"  {len(skipped)} records could not be read, the first: {skipped[0]}")
    if not asked.missing:
        return [*lines, "  nothing is missing"]
    shown = ", ".join(
        f"U+{ord(c):04X} {c}" if c.isprintable() else f"U+{ord(c):04X}"
        for c, _ in asked.missing.most_common(_SHOWN_CHARACTERS)
    )
    more = ", ..." if len(asked.missing) > _SHOWN_CHARACTERS else ""
    total, different = sum(asked.missing.values()), len(asked.missing)
    lines.append(f"  MISSING: {total:,} (different characters: {different:,}): {shown}{more}")
    for package, scripts in asked.install().items():
        named = ", ".join(f"{script_name(tag)} ({count:,})" for tag, count in scripts.most_common())
        what = f"apt-get install {package}" if package else "no package is known, name a font in style.fonts"
        lines.append(f"  {what}: {named}")
    return lines
