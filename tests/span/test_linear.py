"""Texts made to provoke quadratic searches: a million characters of openers end long before the limit."""

from __future__ import annotations

import pytest

from lomo import _native
from lomo.span.blocks import blocks
from lomo.span.locate import locate

OPENERS = ["$", "`", "\\begin{", "{", "<", "[", "|", "\\[", "\\frac{"]
UNITS = [
    *(
        "\\begin{align}",
        "\\begin{a}\\end{b}",
        "\\(",
        "\\left(",
        "\\left(\\right)",
        "$\\text{",
        "\\text{$",
        "$$ ",
        "$ ",
    ),
    *(
        "$5 and ",
        "$x$ ",
        "$a",
        "<image>",
        "` ``",
        "`` ` ",
        "```` ```\n",
        "a ```\n\n",
        "```\n",
        "~~~",
        "<!--",
        '<a b="',
        "<a b=",
        "<pre>",
    ),
    *(
        "<?php",
        "[asy]",
        "![",
        "![a](",
        "http://",
        "https://a.b/(",
        "www.a.b",
        "| a |\n|-|\n",
        "|-|\n",
        "-|",
        "x_{",
        "x^{",
    ),
    *(
        "(a)^{",
        "\\",
        "\\alpha",
        "\\sqrt[",
        "\\n",
        "C:\\a",
        "$'",
        "' ${a[",
        "SELECT ",
        "    $'$\n",
        'f"{',
        "a.",
        "。",
    ),
    *("\n", " ", "\u0301", "👨\u200d", "\ud800", "- ", "> "),
]

# A long run that is no formula is met again at each of its parts; so is what is sought in each row of a table.
RUNS = {
    "a file's name behind scripts": "x" + "_{1}" * 200_000 + ".png",
    "a word before scripts": "abcde" + "_1_{1}" * 150_000,
    "scripts in scripts": "x" + "_{a_{1}.b}" * 80_000 + ".png",
    "a path behind scripts": "\\alpha_" * 100_000 + "\\alpha.txt",
    "a long name behind scripts": "\\alpha_" * 60_000 + "\\alpha\\" + "a" * 300_000,
    "scripts of code": "x" + "_{print(}" * 100_000,
    "commands of code": "\\mathrm{print(\n}" * 50_000,
    "elements in rows": "|a|\n|-|\n" + "|<pre>\n" * 140_000 + "\n</pre>",
    "comments in rows": "|a|\n|-|\n" + "|<!--\n" * 140_000 + "\n-->",
    "fences in rows": "|a|\n|-|\n" + "|````\n|`````\n" * 60_000 + "\n" + "```\n" * 200_000 + "`````\n",
}


@pytest.mark.timeout(20)
@pytest.mark.parametrize("text", RUNS.values(), ids=RUNS)
def test_long_runs_that_are_no_formulas(text: str) -> None:
    assert blocks(text)[-1].end == len(text)
    locate(text)


@pytest.mark.timeout(20)
@pytest.mark.parametrize("line", ["$$x$$ " * 150_000, "a" * 400_000 + "$$x$$ " * 80_000])
def test_many_displays_on_a_line(line: str) -> None:
    math = [(block.start, block.end, block.display) for block in blocks(line) if block.kind == "math"]
    assert len(math) >= 80_000
    assert len(_native.formula_places(line, math)) == len(math)


@pytest.mark.timeout(60)
@pytest.mark.parametrize("unit", OPENERS)
def test_a_million_openers(unit: str) -> None:
    text = unit * (1_000_000 // len(unit))
    assert blocks(text)[-1].end == len(text)
    locate(text)


@pytest.mark.timeout(30)
@pytest.mark.parametrize("unit", UNITS)
def test_openers_with_and_without_closers(unit: str) -> None:
    half = unit * (30_000 // len(unit))
    for text in (half + half, half + "}" * 30_000, half + "\\)\\]$$\n```\n" + half):
        assert blocks(text)[-1].end == len(text)
        locate(text)
