"""The Unicode database -> the committed tables are what the generator makes of it."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

from reference.unicode_files import DATABASE, unicode_file

ROOT = Path(__file__).parents[2]


def generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_tables", ROOT / "tools/unicode/make_tables.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_tables_are_as_generated() -> None:
    unicode_file("LineBreak.txt")
    for name, content in generator().make(DATABASE).items():
        committed = (ROOT / "src/lomo_native/text" / name).read_text(encoding="utf-8")
        assert committed == content, f"{name} differs: run tools/unicode/make_tables.py"
