"""The dispatch of engines and the delimiters of formulas."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lomo.config import Engine
from lomo.errors import InputError, MathError
from lomo.render import engine


@pytest.mark.parametrize(
    ("block", "tex", "display"),
    [
        ("$x$", "x", False),
        ("$$x$$", "x", True),
        (r"\(x\)", "x", False),
        (r"\[ x \]", " x ", True),
        ("$$", "", False),
        ("$$$$", "", True),
        (r"$\$$", r"\$", False),
        (r"\frac{a}{b}", r"\frac{a}{b}", False),
        (r"x_{1}^{2}", r"x_{1}^{2}", False),
        (r"\begin{align}a\end{align}", r"\begin{align}a\end{align}", True),
        (r"\begin{equation*}a\end{equation*}", "a", True),
        (r"\begin{math}a\end{math}", "a", False),
        ("$", "$", False),
        ("", "", False),
    ],
)
def test_delimiters_are_taken_off(block: str, tex: str, display: bool) -> None:
    source = engine.formula_source(block)
    assert (source.tex, source.display) == (tex, display)
    assert block[source.offset : source.offset + len(source.tex)] == source.tex


@given(st.text(alphabet=r"$\[]()xbegin{} ", max_size=20))
def test_the_formula_is_a_piece_of_the_block(block: str) -> None:
    tex, offset, _ = engine.formula_source(block)
    assert block[offset : offset + len(tex)] == tex


def test_the_named_engine_is_used() -> None:
    native = engine.typeset("x", display=False, size_px=26.0, engine="native")
    assert native.dump()["faces"] == ["LatinModernMath-Regular"]
    assert engine.typeset("x", display=False, size_px=26.0).dump() == native.dump()
    assert engine.typeset("x", display=False, size_px=26.0, engine="mathtext").width > 10
    names: list[Engine] = ["native", "mathtext"]
    for name in names:
        with pytest.raises(MathError):
            engine.typeset(r"\foo", display=False, size_px=26.0, engine=name)
    with pytest.raises(MathError):
        engine.typeset(r"\input{x}", display=False, size_px=26.0, engine="latex")
    engine.require("native")
    engine.require("mathtext")


def test_an_unknown_engine_is_no_formulas_fault() -> None:
    with pytest.raises(InputError, match="native, mathtext, latex"):
        engine.typeset("x", display=False, size_px=26.0, engine="word")  # type: ignore[arg-type]
    with pytest.raises(InputError):
        engine.require("word")  # type: ignore[arg-type]
