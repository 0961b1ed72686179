r"""The core's blocks are the slow twin's on texts made for one rule each: bare commands with arguments, lines of
code, tables, environments, and what is just as long as a rule allows."""

from __future__ import annotations

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
# What stands before and behind so many characters that a rule may just stop looking.
OPENINGS = pieces(
    r"""- ``` ~~~ \sqrt[ ( [ $ $$ \( \[ ![ f"{ <!-- https:// \begin{align} $\text{""",
    "",
    "\n",
    "> ",
    "```\n",
    "<a b='",
    "SELECT ",
    "echo '",
    "= ",
    "    ",
    "x_{1}\n",
)
FILLERS = st.sampled_from(["a", " ", "x ", "1", "é", "y\n", "; ", "-"])
EDGES = (8, 20, 59, 60, 199, 200, 201, 500, 999, 1000, 1001, 1500, 4000, 4996, 4998, 5000)
LENGTHS = st.builds(int.__add__, st.sampled_from(EDGES), st.integers(-1, 1))
CLOSINGS = pieces(
    r"$ $$ \) \] ]{x} )^{2} ]_{1} '> ](b) }$ \end{align} --> $x$;",
    "",
    "\n```\n",
    "```\n$x$",
    "~~~\n",
    ' FROM "',
    "$a$ && $b$",
    "\n    $y$",
)


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


@given(OPENINGS, OPENINGS, FILLERS, LENGTHS, CLOSINGS, CLOSINGS)
@settings(max_examples=800, deadline=None)
def test_what_is_as_long_as_a_rule_allows(
    before: str, opening: str, filler: str, length: int, closing: str, after: str
) -> None:
    filled = (filler * length)[:length]
    text = before + opening + filled + closing + after
    assert blocks(text) == twin.blocks(text)
