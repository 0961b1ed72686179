"""The tree -> every include and import that climbs a floor of the design, or crosses one; there is none."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CXX_FLOORS = {
    "value": 0,
    "text": 1,
    "distort": 1,
    "encode": 1,
    "span": 2,
    "math": 2,
    "page": 3,
    "paint": 4,
    "picture": 5,
    "bindings": 6,
}
PAINT_SEES = {"value", "text", "paint"}
PYTHON_FLOORS = {
    "colour": 0,
    "config": 0,
    "errors": 0,
    "presets": 0,
    "processors": 0,
    "randomness": 0,
    "settings": 0,
    "variety": 0,
    "version": 0,
    "yaml_text": 0,
    "_native": 0,
    "span": 1,
    "tokens": 1,
    "render": 2,
    "distort": 2,
    "record": 3,
    "corpus": 4,
    "vlm": 4,
    "sft": 5,
    "evaluate": 5,
    "commands": 6,
    "cli": 6,
    "__init__": 6,
    "__main__": 6,
}
# Single files of one floor may see each other (config raises the errors of errors.py); folders may not.
ONE_ROOM_FLOORS = {0, 6}
VAGUE = {"utils", "util", "common", "helpers", "helper", "misc", "base", "manager", "impl", "types"}


def cxx_faults(core: Path) -> Iterator[str]:
    """Each include under ``core`` that the floors forbid, as ``file:line: reason``."""
    for path in sorted([*core.rglob("*.cpp"), *core.rglob("*.h")]):
        name = path.relative_to(core)
        room = name.parts[0]
        if room not in CXX_FLOORS:
            yield f"{name}:1: {room} has no floor"
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if re.match(r"\s*#\s*include\s*[<\"](pybind11/|Python\.h)", line) and room != "bindings":
                yield f"{name}:{number}: only bindings may see Python"
            if not (found := re.match(r'\s*#\s*include\s*"([^"]+)"', line)):
                continue
            target = found[1].split("/")[0]
            if "/" not in found[1] or target not in CXX_FLOORS:
                yield f"{name}:{number}: {found[1]} is not named from the core's root"
            elif not (core / found[1]).is_file():
                yield f"{name}:{number}: {found[1]} does not exist"
            elif target != room and CXX_FLOORS[target] >= CXX_FLOORS[room]:
                yield f"{name}:{number}: {room} may not see {target}"
            elif room == "paint" and target not in PAINT_SEES:
                yield f"{name}:{number}: paint sees value and text alone, not {target}"


def python_faults(package: Path) -> Iterator[str]:
    """Each import under ``package`` that the floors forbid, as ``file:line: reason``."""
    for path in sorted(package.rglob("*.py*")):
        if path.suffix not in {".py", ".pyi"}:
            continue
        name = path.relative_to(package)
        room = name.parts[0].partition(".")[0]
        if room not in PYTHON_FLOORS:
            yield f"{name}:1: {room} has no floor"
            continue
        for number, target in _imports(ast.parse(path.read_text(encoding="utf-8"))):
            if target is None:
                yield f"{name}:{number}: write `from lomo.x.y import z` for lomo's own modules"
            elif target not in PYTHON_FLOORS:
                yield f"{name}:{number}: {target} has no floor"
            elif target != room and not _allowed(room, target):
                yield f"{name}:{number}: {room} may not see {target}"


def _allowed(room: str, target: str) -> bool:
    here, there = PYTHON_FLOORS[room], PYTHON_FLOORS[target]
    return there < here or (there == here and here in ONE_ROOM_FLOORS)


def _imports(tree: ast.Module) -> Iterator[tuple[int, str | None]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.partition(".")[0] == "lomo":
                    yield node.lineno, None
        elif isinstance(node, ast.ImportFrom):
            parts = (node.module or "").split(".")
            if node.level:
                yield node.lineno, None
            elif parts == ["lomo"]:
                for alias in node.names:
                    yield node.lineno, alias.name if alias.name in PYTHON_FLOORS else "__init__"
            elif parts[0] == "lomo":
                yield node.lineno, parts[1]


def test_the_core_keeps_its_floors() -> None:
    assert list(cxx_faults(ROOT / "src/lomo_native")) == []


def test_the_package_keeps_its_floors() -> None:
    assert list(python_faults(ROOT / "python/lomo")) == []


@pytest.mark.parametrize(
    ("file", "line", "reason"),
    [
        ("text/a.cpp", '#include "page/p.h"', "text may not see page"),
        ("text/a.cpp", '#include "encode/p.h"', "text may not see encode"),
        ("paint/a.cpp", '#include "page/p.h"', "paint sees value and text alone"),
        ("page/a.cpp", "#include <pybind11/pybind11.h>", "only bindings may see Python"),
        ("page/a.cpp", '#include "p.h"', "not named from the core's root"),
        ("page/a.cpp", '#include "text/none.h"', "does not exist"),
        ("sound/a.cpp", "", "sound has no floor"),
    ],
)
def test_a_wrong_include_is_found(tmp_path: Path, file: str, line: str, reason: str) -> None:
    for header in ("page/p.h", "encode/p.h"):
        (tmp_path / header).parent.mkdir(exist_ok=True)
        (tmp_path / header).write_text("#pragma once\n")
    (tmp_path / file).parent.mkdir(exist_ok=True)
    (tmp_path / file).write_text(f"// a comment\n{line}\n")
    (fault,) = cxx_faults(tmp_path)
    assert reason in fault


@pytest.mark.parametrize(
    ("file", "line", "reason"),
    [
        ("span/a.py", "from lomo.render.route import render", "span may not see render"),
        ("render/a.py", "from lomo.distort.choose import choose", "render may not see distort"),
        ("record/a.py", "def f():\n    from lomo.corpus.read import read", "record may not see corpus"),
        ("corpus/a.py", "from lomo import __version__", "corpus may not see __init__"),
        ("config.py", "from lomo.span.blocks import blocks", "config may not see span"),
        ("cli.py", "import lomo.render", "write `from lomo.x.y import z`"),
        ("cli.py", "from .corpus import build", "write `from lomo.x.y import z`"),
        ("sound/a.py", "", "sound has no floor"),
    ],
)
def test_a_wrong_import_is_found(tmp_path: Path, file: str, line: str, reason: str) -> None:
    (tmp_path / file).parent.mkdir(exist_ok=True)
    (tmp_path / file).write_text(line + "\n")
    (fault,) = python_faults(tmp_path)
    assert reason in fault


def test_a_right_import_is_let_through(tmp_path: Path) -> None:
    (tmp_path / "record").mkdir()
    (tmp_path / "record/a.py").write_text(
        "import json\nfrom lomo.span.locate import locate\nfrom lomo import errors\n"
    )
    assert list(python_faults(tmp_path)) == []


def sources() -> list[Path]:
    """Every file of code in the project, its tests and tools included."""
    folders = [ROOT / name for name in ("src", "python", "tests", "tools", "bench", "fuzz", "examples")]
    return sorted(
        path
        for folder in folders
        for suffix in ("py", "pyi", "cpp", "h", "sh")
        for path in folder.rglob(f"*.{suffix}")
        if "__pycache__" not in path.parts
    )


def test_no_file_is_named_the_rest() -> None:
    vague = [str(path.relative_to(ROOT)) for path in sources() if VAGUE & set(path.stem.split("_"))]
    assert vague == []


def test_every_file_opens_with_what_goes_in_and_out() -> None:
    silent = []
    for path in sources():
        text = path.read_text(encoding="utf-8")
        if path.suffix in {".py", ".pyi"}:
            opens = not text.strip() or ast.get_docstring(ast.parse(text))
        elif path.suffix == ".sh":
            opens = text.startswith("#!/usr/bin/env bash\n# ")
        else:
            header = path.with_suffix(".h")  # a source file may leave the sentence to its header
            opens = text.startswith("// ") or (path.suffix == ".cpp" and header.exists())
        if not opens:
            silent.append(str(path.relative_to(ROOT)))
    assert silent == []


def test_no_possessive_quantifier_follows_a_group() -> None:
    """Python 3.11.0 to 3.11.4 (Debian 12 has 3.11.2) match those wrongly; ``(?>(?:...)*)`` says the same."""
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in (ROOT / "python").rglob("*.py")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if re.search(r"(?<!\\)\)(?:[*+?]|\{[0-9,]+\})\+", line)
    ]
    assert found == []
