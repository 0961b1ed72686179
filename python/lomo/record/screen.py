"""A text in, the reason why it cannot become a picture out (or None): decided before anything is drawn."""

from __future__ import annotations

from lomo import _native
from lomo.record.placeholder import mentions_media

# No script stacks more than a dozen marks on a letter.
MAX_CLUSTER = 256


def unfit(text: str, max_chars: int) -> tuple[str, str] | None:
    """Why ``text`` is left as it is: (reason, detail), or None when it can be rewritten.

    Reasons: ``empty``, ``blank``, ``media``, ``too_long``, ``lone_surrogate``, ``control_character`` (one that is no
    white space: it has no look of its own, and a picture that showed one as something else would change the prompt),
    ``long_cluster``.
    """
    if not text:
        return "empty", "the prompt is empty"
    if len(text) > max_chars:
        return "too_long", f"{len(text)} characters; max_prompt_chars is {max_chars}"
    if text.isspace():
        return "blank", "the prompt is white space only"
    reason, at = _native.first_undrawable(text, MAX_CLUSTER) or ("", 0)
    if reason == "lone_surrogate":
        return reason, f"U+{ord(text[at]):04X} at character {at}"
    if mentions_media(text):
        return "media", "the prompt holds a media placeholder"
    if reason == "control_character":
        return reason, f"U+{ord(text[at]):04X} at character {at}; take it out to have it drawn"
    if reason:
        return reason, f"more than {MAX_CLUSTER} marks on the character at {at}"
    return None


def lone_surrogate(text: str) -> int | None:
    """The offset of the first lone surrogate (a character that UTF-8 cannot hold), or None."""
    found = None if text.isascii() else _native.first_undrawable(text, len(text))
    return found[1] if found is not None and found[0] == "lone_surrogate" else None
