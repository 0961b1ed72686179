r"""A prompt in; its blocks out: text, formulas, code, URLs, tables, HTML tags and media placeholders.

The core finds them (``src/lomo_native/span``); here they become what users see.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from lomo import _native

Kind = Literal["text", "math", "code", "url", "table", "html", "media"]


class Block(NamedTuple):
    """A part of a prompt that is one thing.

    ``start`` and ``end`` are code points, delimiters included, end exclusive. Kinds: ``text``; ``math`` (a
    formula in delimiters or a bare command); ``code`` (fenced, inline, ``<pre>`` and ``<script>`` elements,
    ``[asy]`` drawings); ``url`` (and Markdown images); ``table`` (Markdown); ``html`` (one tag or comment);
    ``media`` (a placeholder).
    """

    kind: Kind
    start: int
    end: int
    display: bool = False
    """For ``math``: whether it is delimited as a display (``$$``, ``\\[``, an environment)."""


def blocks(text: str) -> list[Block]:
    """The blocks of ``text`` in order of start.

    They are disjoint and cover the text, except that a ``table`` is followed by the ``math`` blocks inside
    it. The list is empty for an empty text; otherwise at least one block. Works in time linear in the length
    of the text.
    """
    return _native.Blocks(text).listed(Block)
