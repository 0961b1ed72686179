"""``lomo render``: one text, or a file of prompts, in; PNG pages out."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import dataclass
from pathlib import Path

from lomo.config import Config
from lomo.corpus.read import read
from lomo.distort.choose import Operation
from lomo.errors import ConfigError, InputError, LomoError, RecordError
from lomo.record.chat import parse, record_id
from lomo.record.draw import distorted_pages, draw_pages
from lomo.record.screen import lone_surrogate, unfit
from lomo.record.substitute import looking_so, pictures, token_counts
from lomo.render.look import draw_look
from lomo.settings import load_yaml, override

_EPILOG = """\
examples:
  lomo render 'Prove that $a^2+b^2=c^2$.' -o proof.png
  lomo render "Some text" -o text.png style.text_size_px=28 style.margin_px=16
  lomo render - -o page.png --distort --seed 7 < prompt.txt
  lomo render --input prompts.jsonl -o pictures

Several pages of one text are written as proof-1.png, proof-2.png, ... With --input the first user turn of
each record is rendered whole, and DIR/index.jsonl tells which files belong to which record.
"""


_SHOWN_CHARACTERS = 8


@dataclass(frozen=True)
class _Drawn:
    pages: list[bytes]
    told: dict[str, object]
    missing: dict[str, int]


def parser() -> argparse.ArgumentParser:
    """The parser of ``lomo render``."""
    made = argparse.ArgumentParser(
        prog="lomo render",
        description="Render a text, or every prompt of a file, as PNG.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    made.add_argument(
        "words", nargs="*", metavar="TEXT | KEY=VALUE", help="the text (- reads standard input), overrides"
    )
    made.add_argument(
        "-o", "--output", required=True, metavar="PATH", help="the PNG file; a folder with --input"
    )
    made.add_argument("--input", metavar="FILE", help="a JSONL, JSON or Parquet file of records")
    made.add_argument("--config", metavar="YAML", help="a configuration file")
    made.add_argument(
        "--distort", action="store_true", help="apply a distortion drawn from the seed and the record's id"
    )
    made.add_argument(
        "--boxes",
        action="store_true",
        help="the polygons of glyphs, words, lines and formulas too: PATH.boxes.json, or in index.jsonl",
    )
    made.add_argument("--seed", type=int, metavar="N", help="the seed of that draw (config seed)")
    return made


def run(args: argparse.Namespace) -> int:
    """Renders; 0, or 1 when a record of --input could not be rendered."""
    words: list[str] = list(args.words)
    text = "" if args.input else _text(words)
    if args.seed is not None:
        words.append(f"seed={args.seed}")
    if args.boxes:
        words.append("boxes=true")
    if not args.input:
        check_output(args.output)
    data = override(load_yaml(args.config) if args.config else {}, words)
    config = Config.from_dict(data)
    if args.input:
        return _many(Path(args.input), Path(args.output), config, distorted=args.distort)
    drawn = _draw(text, "render", config, distorted=args.distort)
    if drawn.told["reason"] == "math_refused":
        print(
            f"lomo: a formula was refused, the text is drawn as it stands: {drawn.told['detail']}",
            file=sys.stderr,
        )
    if drawn.missing:
        shown = ", ".join(f"U+{ord(c):04X}" for c in list(drawn.missing)[:_SHOWN_CHARACTERS])
        more = ", ..." if len(drawn.missing) > _SHOWN_CHARACTERS else ""
        done = "boxes stand for them" if config.on_missing_glyph == "box" else "they are left out"
        print(
            f"lomo: no face has a glyph for {shown}{more}: {done} (lomo fonts FILE says what to install)",
            file=sys.stderr,
        )
    for path, png in zip(page_paths(Path(args.output), len(drawn.pages)), drawn.pages, strict=True):
        path.write_bytes(png)
        print(path)
    if config.boxes:
        path = Path(f"{args.output}.boxes.json")
        path.write_text(json.dumps(drawn.told["boxes"]) + "\n", encoding="utf-8")
        print(path)
    return 0


def page_paths(path: Path, pages: int) -> list[Path]:
    """The files of a text's pages: the path itself for one page, ``name-1.png``, ``name-2.png``, ... for several.

    Raises ConfigError for a name that does not end in .png, unless it is a device's.
    """
    is_device = path.exists() and not path.is_file() and not path.is_dir()
    if path.suffix.lower() != ".png" and not is_device:
        meant = path.with_suffix(".png").name if path.name else "page.png"
        raise ConfigError(f"-o {path}: lomo writes PNG only: name a file such as {meant}")
    if pages == 1:
        return [path]
    return [path.with_name(f"{path.stem}-{number}{path.suffix}") for number in range(1, pages + 1)]


def check_output(name: str) -> None:
    """Raises ConfigError, before any work, where no PNG file can be written under this name."""
    page_paths(Path(name), 1)
    folder = Path(name).parent
    if not folder.is_dir():
        raise ConfigError(f"-o {name}: there is no folder {folder}; make it first (mkdir -p {folder})")


def _text(words: list[str]) -> str:
    if not words:
        raise ConfigError("give a text to render, or --input FILE (see lomo render --help)")
    text = words.pop(0)
    if text == "-":
        try:
            text = sys.stdin.buffer.read().decode("utf-8")
        except UnicodeDecodeError as error:
            raise InputError(f"standard input is not UTF-8 (byte {error.start})") from error
    if lone_surrogate(text) is not None:
        raise InputError("the text is not valid UTF-8")
    if not text.strip():
        raise InputError("the text is empty: there is nothing to render")
    return text


def _draw(text: str, key: str, config: Config, *, distorted: bool) -> _Drawn:
    look = draw_look(config.style, config.seed, key, "look/0")
    config = looking_so(config, look)
    drawn = (
        draw_pages(text, config, config.seed, key, "distort/0")
        if distorted
        else distorted_pages(text, config, Operation("clean", {}))
    )
    rendering = drawn.rendering
    told: dict[str, object] = {"route": rendering.route, "reason": rendering.reason}
    if rendering.detail:
        told["detail"] = rendering.detail
    if rendering.missing:
        told["missing"] = dict(rendering.missing)
    if distorted:
        told |= {"op": drawn.operation.op, "parameters": drawn.operation.parameters, "draws": drawn.draws}
    if look:
        told["look"] = look
    made = pictures(text, config, drawn)
    if (counts := token_counts(made, config)) is not None:
        told["visual_tokens"] = counts
    if config.boxes:
        told["boxes"] = [picture.boxes.to_json() for picture in made if picture.boxes]
    return _Drawn([picture.png() for picture in made], told, rendering.missing)


def _many(source: Path, folder: Path, config: Config, *, distorted: bool) -> int:
    if not source.is_file():
        raise InputError(f"{source}: there is no such file")
    folder.mkdir(parents=True, exist_ok=True)
    done = failed = lacking = 0
    with (folder / "index.jsonl").open("w", encoding="utf-8", newline="\n") as index:
        for number, item in enumerate(read(source, source.name), 1):
            told: dict[str, object] = {"where": item.where}
            try:
                record = item.checked()
                told["id"] = ident = record_id(record)
                chat = parse(record)
                prompt = chat.turns[chat.user_turns()[0]].text
                if fault := unfit(prompt, config.max_prompt_chars):
                    raise RecordError(*fault)
                drawn = _draw(prompt, ident, config, distorted=distorted)
                paths = page_paths(folder / f"{number:06d}.png", len(drawn.pages))
                for path, png in zip(paths, drawn.pages, strict=True):
                    path.write_bytes(png)
                told |= {"files": [path.name for path in paths], **drawn.told}
                done += 1
                lacking += bool(drawn.missing)
            except LomoError as error:
                told["error"] = str(error)
                failed += 1
            line = json.dumps(told, ensure_ascii=False).encode("utf-8", "backslashreplace").decode("utf-8")
            index.write(line + "\n")
    print(f"{folder}: {done} prompts rendered" + (f", {failed} not (see index.jsonl)" if failed else ""))
    if lacking:
        print(
            f"lomo: {lacking} prompts hold characters that no face has (missing in index.jsonl; lomo fonts {source} "
            "says what to install)",
            file=sys.stderr,
        )
    return 1 if failed else 0
