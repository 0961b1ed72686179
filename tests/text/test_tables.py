"""The Unicode database and ICU's dictionaries -> the committed tables are what the generators make of them."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from reference.unicode_files import DATABASE, unicode_file

ROOT = Path(__file__).parents[2]


def generator(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / f"tools/unicode/{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_tables_are_as_generated() -> None:
    unicode_file("LineBreak.txt")
    for name, content in generator("make_tables").make(DATABASE).items():
        committed = (ROOT / "src/lomo_native/text" / name).read_text(encoding="utf-8")
        assert committed == content, f"{name} differs: run tools/unicode/make_tables.py"


def test_word_lists_are_as_generated() -> None:
    header = Path("/usr/include/unicode/uvernum.h")
    if not header.exists() or '#define U_ICU_VERSION "72.1"' not in header.read_text(encoding="utf-8"):
        pytest.skip(
            f"{header} is not that of ICU 72.1: the lists are made from its dictionaries (libicu-dev)"
        )
    committed = (ROOT / "src/lomo_native/text/word_tables.cpp").read_text(encoding="utf-8")
    assert generator("make_words").make(ROOT) == committed, "run tools/unicode/make_words.py"
