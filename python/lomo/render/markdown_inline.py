"""The inline tokens of a paragraph in, its characters with their looks on a script out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from markdown_it.token import Token

from lomo import _native
from lomo.render import markdown_look as looks
from lomo.render.manuscript import Look, Manuscript, Role
from lomo.render.markdown_places import PlaceError

_SENTENCE_ENDS = ".!?:;。！？：；"
_TAG = re.compile(r"<(/?)([A-Za-z]+)\s*/?>")
_TAGS = {
    "b": "strong",
    "strong": "strong",
    "i": "em",
    "em": "em",
    "u": "u",
    "s": "s",
    "del": "s",
    "sup": "sup",
    "sub": "sub",
    "code": "code",
    "kbd": "code",
}
"""HTML tags -> what they change; others are drawn as they stand."""


def _paired_tags(tokens: list[Token]) -> Iterator[int]:
    """The numbers of the tokens that are HTML tags to be followed: those with their partners, and line breaks."""
    open_tags: list[tuple[str, int]] = []
    for number, token in enumerate(tokens):
        match = _TAG.fullmatch(token.content) if token.type == "html_inline" else None
        name = match[2].lower() if match else ""
        if name == "br":
            yield number
        elif match and name in _TAGS and not match[1]:
            open_tags.append((name, number))
        elif match and open_tags and open_tags[-1][0] == name:
            yield open_tags.pop()[1]
            yield number


@dataclass
class Inline:
    """Writes one paragraph, heading or cell.

    Attributes:
        script: where to.
        content: what markdown-it parsed.
        places: for each of its characters, and its end, the offset in the source.
        size: of plain text, in thousandths.
        bold: whether all of it is.
    """

    script: Manuscript
    content: str
    places: list[int]
    size: int = 1000
    bold: bool = False
    _depth: dict[str, int] = field(default_factory=dict)
    _tags: set[int] = field(default_factory=set)
    _links: list[tuple[int, int, int]] = field(default_factory=list)
    """Of each open link: where it starts and ends in the content, and where what it shows so far ends."""

    def write(self, tokens: list[Token], *, skip: int = 0) -> None:
        """Writes the tokens, but for the content's first ``skip`` characters."""
        bracketed = False
        self._tags = set(_paired_tags(tokens))
        for number, token in enumerate(tokens):
            start, end = token.meta["at"]
            if token.markup == "autolink":
                bracketed = token.nesting > 0
                if bracketed:  # markdown-it decodes it: as it stands, without the angle brackets
                    self.copy(start + 1, end - 1, underline=True)
            elif number in self._tags:
                self._tag(token.content, start, end)
            elif not bracketed:
                self._token(token, max(start, skip), end)

    def _tag(self, tag: str, start: int, end: int) -> None:
        """An HTML tag that the page shows as such."""
        self.script.hidden.append((self.places[start], self.places[end - 1] + 1))
        match = _TAG.fullmatch(tag)
        assert match
        name = match[2].lower()
        if name == "br":
            self.script.show("\n", self.script.at, self.script.at, self._look())
        else:
            name = _TAGS[name]
            self._depth[name] = self._depth.get(name, 0) + (-1 if match[1] else 1)

    def _token(self, token: Token, start: int, end: int) -> None:
        kind = token.type
        if self._links and kind != "link_close":
            opened, closed, shown = self._links[-1]
            self._links[-1] = (opened, closed, max(shown, end if kind != "link_open" else shown))
        if kind == "text":
            if token.content:
                self.copy(start, end)
        elif kind in ("softbreak", "hardbreak"):
            at = self.content.index("\n", start)
            joined = kind == "softbreak" and self._wrapped(at, end)
            self.script.show(" " if joined else "\n", self.places[at], self.places[at] + 1, self._look())
        elif kind == "code_inline":
            self._code(token, start, end)
        elif kind == "text_special":
            if token.content == self.content[start:end]:
                self.copy(start, end)
            elif token.info == "escape":
                self.copy(start + 1, end)
            else:
                self._entity(token.content, self.places[start], self.places[end - 1] + 1)
        elif kind == "link_open":
            self._links.append((start + 1, end, start + 1))
        elif kind == "link_close":
            self._target(*self._links.pop())
        elif kind == "image":
            self._image(token, start, end)
        elif token.nesting:
            name = token.tag
            self._depth[name] = self._depth.get(name, 0) + token.nesting
        else:
            self.copy(start, end)

    def _look(self, *, role: Role | None = None, underline: bool = False) -> Look:
        bold = self.bold or self._depth.get("strong", 0) > 0
        italic = self._depth.get("em", 0) > 0
        plain: Role = "bold_italic" if bold and italic else "bold" if bold else "italic" if italic else "text"
        size, rise, shade = self.size, 0, 0
        if self._depth.get("code", 0) > 0:
            plain = "mono_bold" if bold else "mono"
            size, shade = size * looks.CODE_SIZE // 1000, looks.INLINE_CODE_INK
        for name, shift in (("sup", looks.SUPERSCRIPT_RISE), ("sub", looks.SUBSCRIPT_RISE)):
            for _ in range(min(2, self._depth.get(name, 0))):
                rise += size * shift // 1000
                size = size * looks.SCRIPT_SIZE // 1000
        return Look(
            role=role or plain,
            size=size,
            rise=rise,
            strike=self._depth.get("s", 0) > 0,
            underline=underline or bool(self._links) or self._depth.get("u", 0) > 0,
            shade=shade,
        )

    def copy(self, start: int, end: int, *, underline: bool = False, look: Look | None = None) -> None:
        """Writes a range of the content from where it stands in the source."""
        look = look or self._look(underline=underline)
        places = self.places
        while start < end:
            stop = start + 1
            if stop < end and places[stop] == places[start]:  # white space that was one tab
                while stop < end and places[stop] == places[start]:
                    stop += 1
                self.script.show(self.content[start:stop], places[start], places[start] + 1, look)
            else:
                while stop < end and places[stop] == places[start] + stop - start:
                    stop += 1
                self.script.copy(places[start], places[start] + stop - start, look)
            start = stop

    def _wrapped(self, at: int, following: int) -> bool:
        """Whether a line end in mid-paragraph is the writer's text width, and no line's end that he meant: a long
        line in mid-sentence before it, a small letter after it."""
        line = self.content[self.content.rfind("\n", 0, at) + 1 : at].rstrip()
        return (
            len(line) >= looks.WRAPPED_LINE
            and line[-1] not in _SENTENCE_ENDS
            and self.content[following : following + 1].islower()
        )

    def _code(self, token: Token, start: int, end: int) -> None:
        first, last = start + len(token.markup), end - len(token.markup)
        if len(token.content) == last - first - 2:
            first, last = first + 1, last - 1
        bold = self._look().role in ("bold", "bold_italic")
        look = self._look(role="mono_bold" if bold else "mono")
        look = look._replace(size=self.size * looks.CODE_SIZE // 1000, shade=looks.INLINE_CODE_INK)
        self._unbroken(first, last, look)

    def _unbroken(self, start: int, end: int, look: Look) -> None:
        """Writes a range of the content, spaces in place of line ends."""
        for number, line in enumerate(self.content[start:end].split("\n")):
            if number:
                at = self.places[start - 1]
                self.script.show(" ", at, at + 1, look)
            self.copy(start, start + len(line), look=look)
            start += len(line) + 1

    def _entity(self, decoded: str, start: int, end: int) -> None:
        """One that draws nothing (``&nbsp;``) is markup: no character of it is seen."""
        if any(_native.needs_glyph(c) for c in decoded):
            self.script.show(decoded, start, end, self._look())
        else:
            self.script.hidden.append((start, end))
            self.script.show(decoded, self.script.at, self.script.at, self._look())

    def _target(self, start: int, end: int, shown: int) -> None:
        """A link's address in parentheses, as it stands behind what it shows up to ``shown``; left out where it is
        the same."""
        if not self.content.startswith("](", shown):
            raise PlaceError(self.content[shown:end])
        source, place = self.script.source, self.places[shown]
        label, rest = source[self.places[start] : place], source[place : self.places[end - 1] + 1]
        target = rest[2:-1].strip().removeprefix("<").removesuffix(">")
        if target == label:
            self.script.hidden.append((self.places[shown], self.places[end - 1] + 1))
        elif target:
            look = self._look()._replace(size=self.size * looks.LINK_SIZE // 1000, ink=looks.LINK_INK)
            if label:
                self.script.show("\u00a0", self.script.at, self.script.at, look)
            self._unbroken(shown + 1, end, look)

    def _image(self, token: Token, start: int, end: int) -> None:
        """An image cannot be shown: its description and its address are."""
        shown = start + 2 + len(token.content)
        self._unbroken(start + 2, shown, self._look())
        self._target(start + 2, end, shown)
