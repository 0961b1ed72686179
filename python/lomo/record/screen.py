"""A text in, the reason why it cannot become a picture out (or None): decided before anything is drawn."""

from __future__ import annotations

import re

from lomo import _native
from lomo.record.placeholder import mentions_media

# Tab, line feed, vertical tab, form feed, carriage return and next line are white space; no other control
# character has a look of its own, and a picture that showed one as something else would change the prompt.
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
# No script stacks more than a dozen marks on a letter.
MAX_CLUSTER = 256
_SURROGATE = re.compile(r"[\ud800-\udfff]")


def unfit(text: str, max_chars: int) -> tuple[str, str] | None:
    """Why ``text`` is left as it is: (reason, detail), or None when it can be rewritten.

    Reasons: ``empty``, ``blank``, ``media``, ``too_long``, ``lone_surrogate``, ``control_character``,
    ``long_cluster``.
    """
    if not text:
        return "empty", "the prompt is empty"
    if len(text) > max_chars:
        return "too_long", f"{len(text)} characters; max_prompt_chars is {max_chars}"
    if text.isspace():
        return "blank", "the prompt is white space only"
    if (at := lone_surrogate(text)) is not None:
        return "lone_surrogate", f"U+{ord(text[at]):04X} at character {at}"
    if mentions_media(text):
        return "media", "the prompt holds a media placeholder"
    if found := _CONTROL.search(text):
        return (
            "control_character",
            f"U+{ord(found[0]):04X} at character {found.start()}; take it out to have it drawn",
        )
    if (at := _long_cluster(text)) is not None:
        return "long_cluster", f"more than {MAX_CLUSTER} marks on the character at {at}"
    return None


def _long_cluster(text: str) -> int | None:
    """The offset of the first grapheme of more than MAX_CLUSTER code points; shaping takes its square."""
    if len(text) <= MAX_CLUSTER or text.isascii():
        return None
    return _native.long_grapheme(text, MAX_CLUSTER)


def lone_surrogate(text: str) -> int | None:
    """The offset of the first lone surrogate (a character that UTF-8 cannot hold), or None."""
    if text.isascii():
        return None
    found = _SURROGATE.search(text)
    return found.start() if found else None
