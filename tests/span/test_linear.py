"""Texts made to provoke quadratic searches: a million characters of openers end long before the limit."""

from __future__ import annotations

import pytest

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
