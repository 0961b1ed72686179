"""README.md's Python example -> it runs as printed; its links and make targets exist."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_example_runs_as_printed(tmp_path: Path) -> None:
    (example,) = re.findall(r"^```python\n(.*?)^```", README, re.M | re.S)
    done = subprocess.run(
        [sys.executable, "-W", "error::DeprecationWarning", "-c", example],
        cwd=tmp_path,
        env={**os.environ, "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    first, picture, last = done.stdout.splitlines()
    assert first.startswith("A ladder of length $5$ m")
    assert re.fullmatch(r"\[\d+ x \d+ px: \w+\]", picture)
    assert last.endswith(r"as $x \to 5$.")
    assert (tmp_path / "part-1.png").read_bytes().startswith(b"\x89PNG\r\n")


def test_the_example_is_about_ten_lines() -> None:
    (example,) = re.findall(r"^```python\n(.*?)^```", README, re.M | re.S)
    assert len([line for line in example.splitlines() if line.strip()]) <= 12


def test_links_lead_somewhere() -> None:
    pages = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", ROOT / "THIRD_PARTY.md"]
    dead = [
        f"{page.name}: {target}"
        for page in pages
        for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", page.read_text(encoding="utf-8"))
        if not (ROOT / target).exists()
    ]
    assert dead == []


def test_make_targets_exist() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    for page in ("README.md", "CONTRIBUTING.md"):
        text = (ROOT / page).read_text(encoding="utf-8")
        named = set(re.findall(r"(?:`|^)make ([a-z-]+)", text, re.M))
        assert named - targets == set(), page
