"""The committed pages that are made from the code -> equal to what their generators make today."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_configuration_page_is_up_to_date() -> None:
    made = subprocess.run(
        [sys.executable, "-m", "tools.docs.make_config"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        timeout=120,
    ).stdout.decode()
    assert (ROOT / "docs/config.md").read_text(encoding="utf-8") == made, "run `make docs`"
