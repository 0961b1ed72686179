"""``import lomo`` in a fresh interpreter -> none of the heavy packages loaded, and no slower for them."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

HEAVY = [
    "torch",
    "transformers",
    "matplotlib",
    "ray",
    "pandas",
    "pyarrow",
    "evalscope",
    "llamafactory",
    "datasets",
    "markdown_it",
    "yaml",
    "PIL",
]


def loaded_after(statement: str) -> list[str]:
    """The heavy packages in sys.modules once ``statement`` ran."""
    code = f"import json, sys; {statement}; print(json.dumps([m for m in {HEAVY!r} if m in sys.modules]))"
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=True, timeout=120
    )
    found: list[str] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize(
    "statement",
    [
        "import lomo",
        "import lomo.cli",
        "from lomo import *",
        r"import lomo; lomo.typeset(r'\frac{a}{b}')",
        r"import lomo; assert lomo.render(r'so $\sqrt{x}$ is').engine == 'native'",
        "import lomo; assert lomo.substitute('so $x$ is', key='a').pictures",
        "import lomo; assert lomo.visual_tokens((280, 280), 'qwen2-vl') == 100",
    ],
)
def test_no_heavy_package_is_loaded(statement: str) -> None:
    assert loaded_after(statement) == []


def test_the_check_would_see_one() -> None:
    assert loaded_after("import lomo, pyarrow") == ["pyarrow"]
