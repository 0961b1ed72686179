"""Which displays get a line of their own: the core's answer and a slow twin's, which finds each block's line anew."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from lomo import _native
from lomo.span.blocks import Block, blocks

PIECES = [
    "$$x$$",
    "$$x$$",
    "$$",
    "$$a\nb$$",
    "$x$",
    "\\[y\\]",
    "words",
    "(A)",
    " ",
    "\t",
    "\n",
    "\n",
    "\u2003",
    "$",
]


def twin(text: str, block: Block) -> bool:
    if not block.display or not text.startswith("$$", block.start):
        return block.display
    start = text.rfind("\n", 0, block.start) + 1
    end = text.find("\n", block.end)
    end = len(text) if end < 0 else end
    before, after = text[start : block.start], text[block.end : end]
    if "$$" not in before and "$$" not in after:
        return not before.strip() or not after.strip()
    return not re.sub(r"(?s)\$\$.*?\$\$", "", text[start:end]).strip()


def check(text: str) -> None:
    math = [block for block in blocks(text) if block.kind == "math"]
    places = _native.formula_places(text, [(b.start, b.end, b.display) for b in math])
    assert [(start, end) for start, end, *_ in places] == [(b.start, b.end) for b in math]
    assert [alone for *_, alone in places] == [twin(text, block) for block in math]


@given(st.lists(st.sampled_from(PIECES), max_size=16).map("".join))
@settings(max_examples=1500, deadline=None)
def test_lines_of_displays(text: str) -> None:
    check(text)


def test_blocks_that_are_not_in_order_are_each_judged_by_their_own_line() -> None:
    text = "$$x$$ words\nwords $$y$$ words\n$$z$$"
    displays = [(0, 5, True), (18, 23, True), (30, 35, True)]
    assert [text[start:end] for start, end, _ in displays] == ["$$x$$", "$$y$$", "$$z$$"]
    assert [alone for *_, alone in _native.formula_places(text, displays[::-1])] == [True, False, True]
