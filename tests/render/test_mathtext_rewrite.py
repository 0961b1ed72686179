"""The rewriting into mathtext's words: what it writes, what it refuses, and the way back to the source."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lomo.errors import MathError
from lomo.render import mathtext_commands as commands
from lomo.render.mathtext_rewrite import MAX_CHARS, MAX_DEPTH, rewrite


@pytest.mark.parametrize(
    ("tex", "expected"),
    [
        (r"a \le b", r"a\leq b"),
        (r"\frac12", r"\frac{1}{2}"),
        (r"\frac\pi2", r"\frac{\pi }{2}"),
        (r"\sqrt2", r"\sqrt{2}"),
        (r"\sqrt[3]{x}", r"\sqrt[{3}]{x}"),
        (r"{a \over b}", r"{\frac{a}{b}}"),
        (r"n \choose k", r"\binom{n}{k}"),
        (r"\frac{}{2}", r"\frac{{}}{2}"),
        (r"\mbox{if $x$ is}", r"\text{if }{x}\text{ is}"),
        (r"\text{50\% & more}", r"\text{50% & more}"),
        (r"\text{a\,b}", r"\text{a}\,\text{b}"),
        (r"\textbf{two words}", r"\mathbf{two\ words}"),
        (r"a \bmod b", r"a\;\mathrm{mod}\;b"),
        (r"a \pmod{n}", r"a\;\;(\mathrm{mod}\;n)"),
        (r"f''_1", r"f_{1}^{\prime \prime }"),
        (r"x'^2", r"x^{\prime 2}"),
        (r"x^\frac12", r"x^{\frac{1}{2}}"),
        (r"\int\limits_a^b", r"\int _{a}^{b}"),
        (r"\displaystyle x", "x"),
        (r"\operatorname*{a r g}", r"\operatorname{arg}"),
        (r"\bigl( x \bigr.", "(x"),
        (r"a \not= b \not\in c", r"a\neq b\notin c"),
        (r"x \leq -1, (1,-1)", r"x\leq {-}1,(1,{-}1)"),
        (r"\mathrm d x", r"\mathrm{d}x"),
        (r"\frac{\rm a}{b}", r"\frac{{\rm a}}{b}"),
        ("α×2°", r"\alpha \times 2{}^{\circ }"),
        (r"\hspace{1cm}", r"\hspace{2.8500}"),
        (r"\left\textbar{} a \right\textbar", r"\left|" + commands.STRUT + r"{}a\right|"),
    ],
)
def test_keeps_the_meaning_in_other_words(tex: str, expected: str) -> None:
    found = rewrite(tex).text
    for side, bare in ((r"{\hspace{0.12}\frac", r"\frac"), (r"\hspace{0.12}}", "")):  # the space beside bars
        found = found.replace(side, bare)
    assert found == expected


@pytest.mark.parametrize(
    ("tex", "offset"),
    [
        (r"a & b", 2),
        (r"a \\ b", 2),
        (r"a % b", 2),
        (r"a $ b", 2),
        (r"a # b", 2),
        (r"ab \begin{matrix}1\end{matrix}", 3),
        (r"x^a^b", 3),
        (r"x_a_b", 3),
        (r"\frac{1}", 0),
        (r"x + \frac", 4),
        (r"{x", 0),
        (r"x}", 1),
        (r"\left( x", 0),
        (r"x \right)", 2),
        (r"\left x \right)", 6),
        (r"a \over b \over c", 10),
        (r"\overbrace{x}", 0),
        (r"\check{x}", 0),
        (r"\c{x}", 0),
        (r"\unknown", 0),
        (r"x\mathcal{ab}", 10),
        (r"{\cal A1}", 7),
        (r"\mathbb{1}\mathscr{a}", 19),
        (r"\text{a\foo}", 7),
        (r"\text{a_b}", 7),
        (r"\textit{a-b}", 9),
        ("x\u00a4", 1),
        ("x\u0301", 1),
        ("x\ue000", 1),
        ("\ud800", 0),
        (r"\hspace{99em}", 0),
        (r"\hspace{x}", 0),
        ("\\", 0),
        (r"\boxed{1}", 0),
    ],
)
def test_refuses_with_the_place(tex: str, offset: int) -> None:
    with pytest.raises(MathError) as caught:
        rewrite(tex)
    assert caught.value.offset == offset


def test_length_and_nesting_are_capped() -> None:
    with pytest.raises(MathError, match="longer than"):
        rewrite("x" * (MAX_CHARS + 1))
    for opening, closing in (
        ("{", "}"),
        (r"\left(", r"\right)"),
        (r"\sqrt{", "}"),
        (r"\text{$", "$}"),
        ("x^", ""),
    ):
        tex = opening * MAX_DEPTH * 2 + "x" + closing * MAX_DEPTH * 2
        with pytest.raises(MathError):
            rewrite(tex)
    with pytest.raises(MathError, match="nested"):
        rewrite(r"\hat" * (MAX_DEPTH + 1) + " x")


def test_offsets_lead_back_to_the_source() -> None:
    tex = r"\dfrac{a}{b} + \alpha"
    rewritten = rewrite(tex)
    assert rewritten.source_offset(rewritten.text.index("b")) == tex.index("b")
    assert rewritten.source_offset(rewritten.text.index(r"\alpha")) == tex.index(r"\alpha")
    assert rewritten.source_offset(0) == 0
    assert rewrite("").source_offset(5) == 0


@given(st.text(alphabet=r"\{}[]^_'$&%#ab1 -+()" + "αé中", max_size=60))
def test_any_string_is_rewritten_or_refused(tex: str) -> None:
    offset, text = 0, ""
    try:
        text = rewrite(tex).text
    except MathError as error:
        offset = error.offset
    assert 0 <= offset <= len(tex)
    assert "$" not in text.replace(r"\$", "")
    assert text.replace(r"\{", "").count("{") == text.replace(r"\}", "").count("}")


def test_no_name_is_in_two_tables() -> None:
    tables = (
        commands.ORDINARY | commands.OPERATORS | commands.BINARY | commands.RELATIONS | commands.SPACES,
        commands.REPLACED,
        commands.TEMPLATES,
        commands.ACCENTS,
        commands.FONTS,
        commands.FONT_SWITCHES,
        commands.DROPPED,
        commands.BIG,
        commands.TEXT,
        commands.TEXT_FONTS,
        commands.INFIX,
    )
    names = [name for table in tables for name in table]
    twice = sorted({name for name in names if names.count(name) > 1})
    assert twice == []
