"""From the start of a process to its first substitution, what `import lomo` costs in it, and what Python alone does."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest

from tools.wheel.check_drawn import FIRST_PROMPT


@pytest.mark.parametrize(
    "code", ["pass", "import numpy", "import lomo", FIRST_PROMPT], ids=lambda code: code[:24]
)
def test_process(benchmark: Any, code: str) -> None:
    benchmark.pedantic(
        subprocess.run, [[sys.executable, "-c", code]], {"check": True}, rounds=9, warmup_rounds=1
    )
