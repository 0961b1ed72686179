r"""The core's blocks are the slow twin's on texts made for one rule each: bare commands with arguments, lines of
code, tables, environments, and what is about as long as a rule allows."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lomo.span.blocks import blocks
from reference.span import blocks as twin
from reference.span.commands import ARGUMENTS, ENVIRONMENTS


def pieces(unspaced: str, *spaced: str) -> st.SearchStrategy[str]:
    """One of the pieces: those without white space stand in one string."""
    return st.sampled_from([*unspaced.split(), *spaced])


def joined(pieces: st.SearchStrategy[str], most: int) -> st.SearchStrategy[str]:
    return st.lists(pieces, min_size=1, max_size=most).map("".join)


COMMANDS = st.sampled_from([f"\\{name}" for name in ARGUMENTS])
AROUND_COMMANDS = pieces(
    r"""
    _ ^ _{ ^{ { } {a} [ ] [3] ( ) | . , ; " ' /ab * $ ` a x1 xyz abcd 1 ½ ² 1234 12345 _x é 中 \limits \nolimits
    \left \right \left( \right) \big \Bigg( \biggl\{ \not \n \tX \ \\ C: .txt _{1} ^{ab} \foo \text
    """,
    " ",
    "\t",
    "\n",
    "\\not =",
    "_ {i}",
)
FORMULAS = joined(st.one_of(COMMANDS, AROUND_COMMANDS), 12)

CODE = pieces(
    r"""
    $x { } : a::b a->b( f(); f"{a}" F'{b}' $x[' ${x[ ${a:- ${# $ab->c $env:x $_. !== print( Get-Item console.log
    ' " $x$ $a_{1}$ \alpha x_{2} word É 中 #!/
    """,
    "echo ",
    "let a =",
    "; ",
    "if x ",
    "for a, b in c",
    "while [",
    "import a.b",
    " as c",
    "public int x",
    "function f",
    "{\n",
    "return [",
    "// ",
    "#define ",
    "done |",
    "fi ;",
    "() .x",
    "SELECT a",
    " FROM b",
    "<?php ",
    "<% ",
    "%} ",
    "{% ",
    "; then",
    "| grep ",
    "$(ls -",
    "a && b",
    "!= $",
    "-eq ",
    "var x =",
    "class A:",
    "class B {",
    "const @x =",
    "sed -n '",
    "write-host ",
    " ",
    "   ",
    "\t",
    "\n",
    "\n\n",
    "$a = $b;",
    "export A=",
)
CELLS = pieces(
    r"| | | $x$ \| - - --- : :-: `b` > \alpha <image> x_{1} \ \\",
    " a ",
    " ",
    "\t",
    "\n",
    "\n",
    "\n",
    "\r\n",
    "\n|-|-|\n",
    "\n-|-\n",
)
NAMES = st.sampled_from([*sorted(ENVIRONMENTS), "foo", "asy", "tikzpicture", "verbatim*"])
ENVIRONMENT_PARTS = st.one_of(
    NAMES.map(lambda name: f"\\begin{{{name}}}"),
    NAMES.map(lambda name: f"\\end{{{name}}}"),
    st.sampled_from(
        [r"\begin{align}", r"\end{align}", "a &= b", r"\\", "$x$", "\n\n", "```", "<image>", r"\frac{1}2"]
    ),
)
STATEMENTS = joined(pieces("; ; = a x1 : $ (", " ", "\n"), 12).map(lambda content: f"$x{content}$")
RUNS = st.builds(
    lambda before, scripts, behind: before + scripts + behind,
    pieces("x abcd \\alpha (a) f();", "| a |\n|-|\n| x"),
    st.lists(
        pieces(r"_{1} ^{a} _1 _\alpha ^\beta _\vec{a} _{x_{1}.b} \limits_{i}", " _{j}"),
        min_size=6,
        max_size=24,
    ).map("".join),
    pieces(".png .txt \\frac \\alpha x abc _{ _", "", " |\n", " "),
)
# What is about as long as a rule allows or looks: (before, what is repeated, behind, from, to).
EDGES = [
    *[("(", "a", ")^{2} b", 54, 64), ("z [", "1", "]_{k}", 54, 64), ("\\sqrt[", "3", "]{x}", 196, 204)],
    *[
        ("", "a", "_{1} b", 0, 12),
        ("", "1", "^{2}", 0, 12),
        ("", "x", "_{12}", 0, 12),
        ("\n ", "y", "_{½}", 0, 12),
    ],
    *[("", "a", "://b.c/d", 0, 14), ("", "9", ". ```\n$x$\n", 0, 12), ("<a", "b", ":c>", 0, 36)],
    *[
        ("", " ", "```\n$x$\n", 196, 204),
        ("y\n", ">", "```\n$x$\n", 196, 204),
        ("y", " ", "```\n$x$\n", 196, 204),
    ],
    *[
        ("```", "a", "\n$x$\n```", 16, 24),
        ("y ```", "a", "\n$x$\n```", 16, 24),
        ("~~~", "a", "\n$x$\n", 197, 204),
    ],
    *[
        ("def f(x):\n", "    a\n", "    $x$ b", 36, 44),
        ("f();\n", "\n", " $x$", 36, 44),
        ("f();\n ", "a", "\n $x$", 990, 1004),
    ],
    *[("a ", "b ", '$x$ print("$y$") $z$', 480, 500), ("$x$ ", "b", ' print("$y$") $z$', 980, 1000)],
    *[("$x$ ", "b", " print( $z$", 1484, 1500), ("", "b", " f(); $z$\n $y$", 984, 996)],
    *[
        ("$", "1", "$ $z$", 4995, 5002),
        ("$\\alpha", " a", "$ $z$", 2494, 2500),
        ("$$", "1", "$$ $z$", 4995, 5003),
    ],
    *[("\\(", "1", "\\) $z$", 4992, 5003), ("\\begin{align}", "1", "\\end{align} $z$", 4970, 4980)],
    *[
        ("<a b='", "x", "'> $z$", 3997, 4003),
        ("class A", "x", "{ $z$", 54, 66),
        ("class A ", "x", "{ $z$", 54, 66),
    ],
]


@given(FORMULAS)
@settings(max_examples=800, deadline=None)
def test_bare_formulas(text: str) -> None:
    assert blocks(text) == twin.blocks(text)


@given(joined(CODE, 16))
@settings(max_examples=800, deadline=None)
def test_lines_of_code(text: str) -> None:
    assert blocks(text) == twin.blocks(text)


@given(joined(CELLS, 30))
@settings(max_examples=500, deadline=None)
def test_tables(text: str) -> None:
    assert blocks(text) == twin.blocks(text)


@given(joined(ENVIRONMENT_PARTS, 12))
@settings(max_examples=400, deadline=None)
def test_environments(text: str) -> None:
    assert blocks(text) == twin.blocks(text)


@given(STATEMENTS)
@settings(max_examples=500, deadline=None)
def test_statements_between_dollars(text: str) -> None:
    assert blocks(text) == twin.blocks(text)


@given(RUNS)
@settings(max_examples=500, deadline=None)
def test_long_runs_of_scripts(text: str) -> None:
    assert blocks(text) == twin.blocks(text)


@pytest.mark.parametrize("edge", EDGES, ids=lambda edge: ascii(edge[0] + edge[1] + edge[2]))
def test_what_is_as_long_as_a_rule_allows(edge: tuple[str, str, str, int, int]) -> None:
    before, repeated, behind, first, last = edge
    for times in range(first, last + 1):
        text = before + repeated * times + behind
        assert blocks(text) == twin.blocks(text), times
