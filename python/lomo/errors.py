"""Every exception that lomo raises on purpose; each message names what is wrong, where, and what to do."""

from __future__ import annotations

from collections.abc import Mapping


class LomoError(Exception):
    """The root of lomo's own exceptions."""


class ConfigError(LomoError, ValueError):
    """A configuration key or value that cannot be used; the message names the key and what was expected.

    It is a ``ValueError`` too, as callers of a validated model expect.
    """


class InputError(LomoError):
    """An input (file, record, font) that cannot be used; the message names it."""


class MathError(LomoError):
    """A formula that an engine refuses.

    Attributes:
        message: what is wrong, in one sentence.
        offset: where, in code points from the start of the TeX source (0 when the engine cannot say).
        length: how many code points the fault covers (0 when the engine cannot say).
    """

    def __init__(self, message: str, offset: int = 0, length: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.offset = offset
        self.length = length

    def __reduce__(self) -> tuple[type[MathError], tuple[str, int, int]]:
        return type(self), (self.message, self.offset, self.length)


class MissingGlyphError(LomoError):
    """A character that no face covers, under the policy ``on_missing_glyph: error``.

    Attributes:
        characters: the characters without a glyph, in order of first appearance.
        counts: how often each of them stands in the text.
    """

    def __init__(self, characters: str, counts: Mapping[str, int] | None = None) -> None:
        shown = ", ".join(f"U+{ord(c):04X}" for c in characters[:8])
        more = f" and {len(characters) - 8} more" if len(characters) > 8 else ""
        super().__init__(
            f"no face has a glyph for {shown}{more}: install a font that covers it (lomo fonts says which), "
            "name one in style.fonts, or set on_missing_glyph to 'box' or 'skip'"
        )
        self.characters = characters
        self.counts = dict(counts) if counts is not None else dict.fromkeys(characters, 1)

    def __reduce__(self) -> tuple[type[MissingGlyphError], tuple[str, dict[str, int]]]:
        return type(self), (self.characters, self.counts)


class PageLimitError(LomoError):
    """A text that would need more pages than ``style.max_pages``."""


class RecordError(LomoError):
    """A record that cannot go into a corpus as it is; it is set aside with a reason, never lost silently.

    Attributes:
        reason: one word for the manifest ("no_user_turn", "placeholder_count", ...).
        detail: what is wrong in this record, in one sentence.
    """

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail

    def __reduce__(self) -> tuple[type[RecordError], tuple[str, str]]:
        return type(self), (self.reason, self.detail)
