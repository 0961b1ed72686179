r"""The core's blocks and spans are those of the slow twin (``tests/reference/span``), kind, ends and display."""

from __future__ import annotations

import json
import os
import random
import unicodedata
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lomo.config import Position
from lomo.span.blocks import blocks
from lomo.span.locate import locate
from reference.span import blocks as twin
from reference.span import locate as located_by_twin

POSITIONS: tuple[Position, ...] = get_args(Position)

# What the rules look at, whole and torn apart.
DELIMITERS = [
    *(
        "$",
        "$$",
        "$$$",
        "\\$",
        "\\(",
        "\\)",
        "\\[",
        "\\]",
        "\\",
        "\\\\",
        "{",
        "}",
        "{}",
        "\\{",
        "_{",
        "^{",
        "_",
        "^",
    ),
    *(
        "\\begin{align}",
        "\\end{align}",
        "\\begin{ matrix}",
        "\\begin {cases}",
        "\\end{cases}",
        "\\begin{asy}",
    ),
    *(
        "\\end{asy}",
        "\\begin{verbatim*}",
        "\\end{verbatim*}",
        "\\left(",
        "\\left\\{",
        "\\right)",
        "\\right.",
        "\\right",
    ),
    *("\\text{", "\\mbox {", "\\tag*{", "\\fbox{$", "\\not", "\\not\\in", "\\limits", "\\big(", "\\Bigl\\{"),
]
FORMULAS = [
    *(
        "\\frac{a}{b}",
        "\\frac12",
        "\\sqrt[3]{x}",
        "\\alpha",
        "\\sin\\theta",
        "\\sum_{i=1}^n",
        "\\vec v",
        "\\operatorname*{x}",
    ),
    *(
        "x_{1}^{2}",
        "(a+b)^{2}",
        "H_{2}O",
        "log_{10}",
        "x+1",
        "x = 1",
        "abc",
        "ABCD",
        "f(x)",
        "x'",
        "2x",
        "n-1",
        "a \\le b",
    ),
    *(
        "$x$",
        "$ x $",
        "$x + 1$",
        "$$y$$",
        "$5",
        "$5 and ",
        "$1,400.25",
        "350$",
        "US$5",
        "5K and",
        "¥3",
        "$5，买",
        "½",
        "²",
    ),
]
PROGRAMS = [
    *(
        "`",
        "``",
        "```",
        "```\n",
        "````",
        "```py\n",
        "~~~",
        "~~~\n",
        "> ```\n",
        "- ```",
        "`a`",
        "[asy]",
        "[/asy]",
        "<pre>",
    ),
    *(
        "</pre>",
        "<code class='a'>",
        "</code>",
        "<script>",
        "</SCRIPT>",
        "<?php",
        "?>",
        "<?=",
        "<style>",
        "</style>",
    ),
    *(
        "echo $a",
        "export A=$B",
        "def f(x):",
        "return f(x);",
        "import os\n",
        "print(",
        "$this->a",
        "${a}",
        "$(ls -l)",
        "$_",
    ),
    *(
        "    ",
        "\t",
        "}\n",
        "{\n",
        "if x:\n",
        "for (;;) {\n",
        "SELECT a FROM b",
        "a::b",
        "a->b()",
        "!= 1",
        " && ",
        "|",
        "; do",
    ),
    *(
        "'a'",
        '"a"',
        '"',
        "'",
        "#!/bin",
        "C:\\",
        "C:\\alpha\\b.txt",
        "src\\alpha\\b",
        ".txt",
        "\\n",
        "\\nThe",
        "\\d+",
        "/tmp/",
    ),
]
MARKUP = [
    *(
        "https://a.b/c",
        "HTTP://",
        "://",
        "www.",
        "www.a.b",
        "wwww.a",
        "s3://x/(y).",
        "file:///",
        "![",
        "![a](b)",
        "![a][b]",
    ),
    *(
        "<",
        ">",
        "<b>",
        "</b>",
        "<br/>",
        "<a href='x'>",
        '<a b="',
        "<a b=c d>",
        "<item>",
        "vector<int>",
        "<!--",
        "-->",
    ),
    *(
        "<mailto:a@b.c>",
        "<image>",
        "<video>",
        "<audio>",
        "<imag",
        "| a | b |\n",
        "|---|---|\n",
        "|:-:|-|\n",
        "-|-\n",
    ),
    *(
        "| $x$ | `y` |\n",
        "| \\alpha | x_{1} |\n",
        "\n| a \\| b |",
        "|",
        "> | a |\n> |-|\n",
        "---\n",
        "|\r\n|-|\r\n",
    ),
]
PROSE = [
    *(
        " ",
        "  ",
        "\n",
        "\n\n",
        "\r\n",
        "\n \r\n",
        "\t",
        "\u00a0",
        "\u2028",
        "\x1c",
        ".",
        ",",
        ";",
        ":",
        "!",
        "?",
        "'",
        "(",
        ")",
    ),
    *(
        "a",
        "I",
        "is",
        "to",
        "the",
        " and ",
        "Two words. ",
        "One! ",
        "0",
        "5",
        "10",
        "3.14",
        "٣",
        "-",
        "=",
        "+",
        "*",
        "#",
        "~",
    ),
    *(
        "é",
        "ß",
        "中文",
        "。",
        "，",
        "、",
        "价格是",
        "नमस्ते",
        "각",
        "กำ",
        "e\u0301",
        "\u0301",
        "👩\u200d👧",
        "🇩🇪",
        "𝑥",
        "ſ",
        "K",
    ),
    *("\ud800", "\udfff", "\x00", "\ufeff", "\u200d", "_", "name", "total_price", "balance"),
]
PIECES = st.one_of(*(st.sampled_from(part) for part in (DELIMITERS, FORMULAS, PROGRAMS, MARKUP, PROSE)))
NASTY = st.lists(PIECES, max_size=30).map("".join)
# Sentences enough for cuts, with what may not be cut.
LONG = st.lists(
    st.one_of(PIECES, st.sampled_from(PROSE), st.just("So it goes. ")), min_size=20, max_size=80
).map("".join)


def known(text: str) -> bool:
    """Whether this Python knows each character: of a newer one it says less than the core's tables."""
    return all(unicodedata.category(character) != "Cn" for character in text)


ANY = st.text(st.characters(), max_size=40).filter(known)


def check(text: str) -> None:
    assert blocks(text) == twin.blocks(text)


def check_spans(text: str) -> None:
    for position in POSITIONS:
        assert locate(text, position) == located_by_twin.locate(text, position), position


@given(st.one_of(NASTY, st.tuples(NASTY, ANY, NASTY).map("".join)))
@settings(max_examples=3000, deadline=None)
def test_blocks_of_nasty_texts(text: str) -> None:
    check(text)


@given(st.one_of(LONG, NASTY))
@settings(max_examples=1000, deadline=None)
def test_spans_of_nasty_texts(text: str) -> None:
    check_spans(text)


def prompts() -> list[str]:
    folder = os.environ.get("LOMO_CORPUS_DIR")
    if folder is None:
        pytest.skip("LOMO_CORPUS_DIR is not set: it names the folder of the corpora")
    texts = []
    for path in sorted(Path(folder).glob("*.jsonl")):
        with path.open(encoding="utf-8") as lines:
            texts += [text for line in lines if isinstance(text := json.loads(line).get("text"), str)]
    assert len(texts) > 3_000
    return texts


@pytest.mark.parametrize("part", range(8))
def test_real_texts(part: int) -> None:
    for text in prompts()[part::8]:
        check(text)
        check_spans(text)


def test_real_texts_cut_off_and_changed() -> None:
    texts, chance = prompts(), random.Random(1)
    pieces = [*DELIMITERS, *FORMULAS, *PROGRAMS, *MARKUP, *PROSE]
    for text in chance.sample(texts, 60):
        for _ in range(12):
            at = chance.randrange(len(text) + 1)
            check(text[:at])
            check(text[:at] + chance.choice(pieces) + text[at + chance.randrange(3) :])


def test_every_prefix_and_suffix_of_some_real_texts() -> None:
    short = [text for text in prompts() if 80 < len(text) < 240]
    for text in random.Random(2).sample(short, 12):
        for at in range(len(text)):
            check(text[:at])
            check(text[at:])
