"""Promises that hold for any text, on mixtures of delimiters, scripts, emoji and surrogates."""

from __future__ import annotations

from typing import get_args

from hypothesis import given, settings
from hypothesis import strategies as st

from lomo.config import Position
from lomo.span.blocks import blocks
from lomo.span.locate import locate
from span.promises import check_blocks, check_spans

POSITIONS: tuple[Position, ...] = get_args(Position)

FRAGMENTS = [
    *(
        "$",
        "$$",
        "\\(",
        "\\)",
        "\\[",
        "\\]",
        "\\begin{align}",
        "\\end{align}",
        "\\begin{a}",
        "\\left(",
        "\\right)",
    ),
    *(
        "$x$",
        "$$x^2$$",
        "\\(y\\)",
        "\\[z\\]",
        "\\frac{a}{b}",
        "\\alpha",
        "x_{1}^{2}",
        "\\sqrt[3]{2}",
        "\\text{$",
    ),
    *("$5", "$10 and ", "350$", "\\$", "{", "}", "_{", "^{", "\\", "\\\\"),
    *("`", "``", "```", "```\n", "~~~\n", "\n```\n", "`code`", "echo $x", "C:\\a"),
    *(
        "https://a.b/c?d=(e).",
        "www.a.b",
        "://",
        "![a](b)",
        "<b>",
        "</b>",
        "<",
        ">",
        "<!--",
        "-->",
        "<image>",
        "<pre>",
    ),
    *("| a | b |\n", "|---|---|\n", "| $x$ | `y` |\n", "|", "[asy]", "[/asy]"),
    *(
        ". ",
        "? ",
        "! ",
        "One. ",
        "Two words. ",
        "。",
        "？",
        "中文",
        "\n",
        "\n\n",
        "\r\n",
        " ",
        "\t",
        "\u2028",
    ),
    *(
        "e\u0301",
        "\u0301",
        "👨‍👩‍👧",
        "\u200d",
        "🇩🇪",
        "🇩",
        "नमस्ते",
        "กำ",
        "각",
        "\u1100",
        "\u0600",
        "\ud800",
        "\udfff",
        "\x00",
    ),
]
MIXED = st.lists(st.sampled_from(FRAGMENTS), max_size=40).map("".join)
ANY = st.text(st.characters(), max_size=60)
PROMPTS = st.one_of(MIXED, ANY, st.tuples(MIXED, ANY, MIXED).map("".join))


@given(PROMPTS)
@settings(max_examples=600, deadline=None)
def test_any_text_keeps_the_promises(text: str) -> None:
    check_spans(text, check_blocks(text, blocks(text)))


ATOMS = st.sampled_from(
    [
        "$x + 1 = \\frac{y}{2}$",
        "$$\\sum_{i=1}^n i$$",
        "\\(a \\le b\\)",
        "\\[ \\left( a. B. C \\right] \\]",
        "\\begin{align*}a &= b. \\\\ C &= d\\end{align*}",
        "\\dfrac{\\sqrt{127}}{32}",
        "`a. B. C.`",
        "```py\nx = 1. \n\n\ny. Z. \n```",
        "https://example.org/a.b?c=d&e=(f)",
        "![a. B](https://c.d/e.png)",
        "<a href='b. C'>",
        "| a. B | c |\n|---|---|\n| $x$. Y | z |",
    ]
)
WORDS = st.lists(
    st.sampled_from(
        ["One. ", "Two words. ", "It costs $5. ", "三句话。", "e.g. 3.14 ", "étè ", "👩‍👧 ", "नमस्ते। "]
    ),
    min_size=1,
    max_size=6,
).map("".join)


@given(st.lists(st.tuples(WORDS, ATOMS), min_size=1, max_size=8), WORDS)
@settings(max_examples=300, deadline=None)
def test_atoms_known_beforehand_are_found_and_never_cut(pieces: list[tuple[str, str]], last: str) -> None:
    text, known = "", []
    for words, atom in pieces:
        text += words + "\n"
        known.append((len(text), len(text) + len(atom)))
        text += atom + "\n"
    text += "\n" + last
    found = {(block.start, block.end) for block in blocks(text)}
    assert set(known) <= found
    for position in POSITIONS:
        for span in locate(text, position):
            assert not any(start < edge < end for start, end in known for edge in span)


def test_native_white_space_and_blank_prompts_agree() -> None:
    for blank in ("\u00a0", "\u2003\u3000", "\x1c\x85", "\u2028\n"):
        assert locate(blank) == []
