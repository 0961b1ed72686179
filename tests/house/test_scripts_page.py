"""The commands of docs/scripts.md -> they print what the page says."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from lomo import _native
from reference.golden import require_build

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/scripts.md").read_text(encoding="utf-8")
_PATH = 'lomo() { "$PYTHON" -m lomo "$@"; }; python() { "$PYTHON" "$@"; }\n'


def commands() -> dict[str, list[str]]:
    """For the first line of each console block that shows output: its commands and that output."""
    shown = [block.splitlines() for block in re.findall(r"^```console\n(.*?)^```", PAGE, re.M | re.S)]
    return {lines[0]: lines for lines in shown if not all(line.startswith("$ ") for line in lines)}


@pytest.mark.parametrize("first", commands())
def test_commands_print_what_is_shown(first: str, tmp_path: Path) -> None:
    require_build(_native.versions(), "by hand: docs/scripts.md")
    lines = commands()[first]
    script = "\n".join(line[2:] for line in lines if line.startswith("$ "))
    done = subprocess.run(
        ["bash", "-c", _PATH + script],
        cwd=tmp_path,
        env={**os.environ, "PYTHON": sys.executable, "PYTHONUTF8": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )
    assert done.stdout.splitlines() == [line for line in lines if not line.startswith("$ ")]


def test_links_and_tests_exist() -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", PAGE):
        assert (ROOT / "docs" / target).exists(), target
    for target in re.findall(r"pytest -q (\S+)", PAGE):
        assert (ROOT / target).exists(), target
