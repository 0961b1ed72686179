"""The lists of KaTeX's and mhchem's commands beside this file -> each line is set with ink, or refused as listed."""

from __future__ import annotations

from pathlib import Path

import pytest

import lomo
from lomo.errors import MathError

CASES = Path(__file__).parent / "cases"


def lines(name: str) -> list[str]:
    """The formulas of a list: its lines but for blank ones and comments, which begin with %%."""
    rows = (CASES / name).read_text(encoding="utf-8").splitlines()
    return [row for row in rows if row.strip() and not row.startswith("%%")]


def set_with_ink(tex: str, *, display: bool) -> None:
    dump = lomo.typeset(tex, display=display).dump()
    assert dump["glyphs"] or dump["rules"], "nothing is drawn"
    assert all(0 <= start < end <= len(tex) for start, end in dump["sources"])


@pytest.mark.parametrize("tex", lines("katex_commands.txt"))
def test_every_command_of_katex_is_set(tex: str) -> None:
    set_with_ink(tex, display=True)
    set_with_ink(tex, display=False)


@pytest.mark.parametrize("tex", lines("chemistry.txt"))
def test_chemistry_is_set(tex: str) -> None:
    set_with_ink(tex, display=False)


@pytest.mark.parametrize("tex", lines("chemistry_errors.txt"))
def test_faulty_chemistry_is_refused(tex: str) -> None:
    with pytest.raises(MathError) as refused:
        lomo.typeset(tex)
    error = refused.value
    assert 0 <= error.offset <= error.offset + error.length <= len(tex)
