r"""The core's blocks and spans are those of the slow twin (``tests/reference/span``), kind, ends and display."""

from __future__ import annotations

import json
import os
import random
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
from span.promises import known

POSITIONS: tuple[Position, ...] = get_args(Position)

# What the rules look at, whole and torn apart.
DELIMITERS = [
    *r"""
    $ $$ $$$ \$ \( \) \[ \] { } {} \{ _{ ^{ _ ^ \begin{align} \end{align} \end{cases} \begin{asy} \end{asy}
    \begin{verbatim*} \end{verbatim*} \left( \left\{ \right) \right. \right \text{ \tag*{ \fbox{$ \not \not\in
    \limits \big( \Bigl\{
    """.split(),
    *("\\", "\\\\", "\\begin{ matrix}", "\\begin {cases}", "\\mbox {"),
]
FORMULAS = [
    *r"""
    \frac{a}{b} \frac12 \sqrt[3]{x} \alpha \sin\theta \sum_{i=1}^n \operatorname*{x} x_{1}^{2} (a+b)^{2} H_{2}O
    log_{10} x+1 abc ABCD f(x) x' 2x n-1 $x$ $$y$$ $5 $1,400.25 350$ US$5 ¥3 $5，买 ½ ²
    """.split(),
    *("\\vec v", "x = 1", "a \\le b", "$ x $", "$x + 1$", "$5 and ", "5K and"),
]
PROGRAMS = [
    *r"""
    ` `` ``` ```` ~~~ `a` [asy] [/asy] <pre> </pre> </code> <script> </SCRIPT> <?php ?> <?= <style> </style> print(
    $this->a ${a} $_ a::b a->b() | 'a' "a" " ' #!/bin C:\alpha\b.txt src\alpha\b .txt \n \nThe \d+ /tmp/
    """.split(),
    *("```\n", "```py\n", "~~~\n", "> ```\n", "- ```", "<code class='a'>", "echo $a"),
    *("export A=$B", "def f(x):", "return f(x);", "import os\n", "$(ls -l)", "    ", "\t", "}\n"),
    *("{\n", "if x:\n", "for (;;) {\n", "SELECT a FROM b", "!= 1", " && ", "; do", "C:\\"),
]
MARKUP = [
    *r"""
    https://a.b/c HTTP:// :// www. www.a.b wwww.a s3://x/(y). file:/// ![ ![a](b) ![a][b] < > <b> </b> <br/> <item>
    vector<int> <!-- --> <mailto:a@b.c> <image> <video> <audio> <imag |
    """.split(),
    *("<a href='x'>", '<a b="', "<a b=c d>", "| a | b |\n", "|---|---|\n", "|:-:|-|\n", "-|-\n"),
    *("| $x$ | `y` |\n", "| \\alpha | x_{1} |\n", "\n| a \\| b |", "> | a |\n> |-|\n", "---\n"),
    "|\r\n|-|\r\n",
]
PROSE = [
    *r"""
    . , ; : ! ? ' ( ) a I is to the 0 5 10 3.14 ٣ - = + * # ~ é ß 中文 。 ， 、 价格是 नमस्ते 각 กำ é ́ 🇩🇪 𝑥 ſ K _ name
    total_price balance
    """.split(),
    *(" ", "  ", "\n", "\n\n", "\r\n", "\n \r\n", "\t", "\xa0", "\u2028", "\x1c", " and "),
    *("Two words. ", "One! ", "\U0001f469\u200d\U0001f467", "\ud800", "\udfff", "\x00", "\ufeff"),
    "\u200d",
]
PIECES = st.one_of(*(st.sampled_from(part) for part in (DELIMITERS, FORMULAS, PROGRAMS, MARKUP, PROSE)))
NASTY = st.lists(PIECES, max_size=30).map("".join)
# Sentences enough for cuts, with what may not be cut.
LONG = st.lists(
    st.one_of(PIECES, st.sampled_from(PROSE), st.just("So it goes. ")), min_size=20, max_size=80
).map("".join)


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
