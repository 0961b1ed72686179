"""Pages of Markdown that were looked at, kept as hashes of their pixels.

``python tests/render/test_markdown_pictures.py FOLDER`` writes the hashes anew and the pictures into the
folder: look at them then.
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path

import pytest

from lomo import _native, render
from lomo.config import Style

HERE = Path(__file__).parent
CASES = HERE / "cases" / "markdown.txt"
GOLDEN = HERE / "cases" / "markdown.json"
STYLE = Style(markup="markdown", system_fonts=False)


def cases() -> dict[str, str]:
    _, *sections = ("\n" + CASES.read_text(encoding="utf-8")).split("\n=== ")
    pairs = (section.rstrip("\n").partition("\n") for section in sections)
    return {name: text for name, _, text in pairs}


def hashed(text: str) -> str:
    picture = hashlib.sha256()
    for page in render(text, STYLE).pages:
        picture.update(repr(page.image.shape).encode() + page.image.tobytes())
    return picture.hexdigest()


@pytest.mark.parametrize("name", cases())
def test_golden(name: str) -> None:
    kept = json.loads(GOLDEN.read_text(encoding="utf-8"))
    if kept["versions"] != _native.versions():
        pytest.skip(f"the pages were looked at with {kept['versions']}")
    assert hashed(cases()[name]) == kept["pages"][name]


if __name__ == "__main__":
    for name, text in cases().items():
        for number, page in enumerate(render(text, STYLE).pages):
            Path(sys.argv[1], f"{name.replace(' ', '-')}-{number}.png").write_bytes(page.png())
    made = {"versions": _native.versions(), "pages": {name: hashed(text) for name, text in cases().items()}}
    GOLDEN.write_text(json.dumps(made, indent=1) + "\n", encoding="utf-8")
