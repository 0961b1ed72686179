"""The inline tokens of a paragraph in, its characters with their looks on a sheet out."""

from __future__ import annotations

from dataclasses import dataclass, field

from markdown_it.token import Token

from lomo.render import markdown_look as looks
from lomo.render.sheet import Look, Role, Sheet

@dataclass
class Inline:
    """Writes one paragraph, heading or cell.

    Attributes:
        sheet: where to.
        content: what markdown-it parsed.
        places: for each of its characters, and its end, the offset in the source.
        size: of plain text, in thousandths.
        bold: whether all of it is.
    """

    sheet: Sheet
    content: str
    places: list[int]
    size: int = 1000
    bold: bool = False
    _depth: dict[str, int] = field(default_factory=dict)
    _links: list[tuple[int, int, int]] = field(default_factory=list)
    """Of each open link: where it starts and ends in the content, and where what it shows so far ends."""

    def write(self, tokens: list[Token], *, skip: int = 0) -> None:
        """Writes the tokens, but for the content's first ``skip`` characters."""
        bracketed = False
        for token in tokens:
            start, end = token.meta["at"]
            if token.markup == "autolink":
                bracketed = token.nesting > 0
                if bracketed:  # markdown-it decodes it: as it stands, without the angle brackets
                    self.copy(start + 1, end - 1, underline=True)
            elif not bracketed:
                self._token(token, max(start, skip), end)

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
            self.sheet.show("\n", self.places[at], self.places[at] + 1, self._look())
        elif kind == "code_inline":
            self._code(token, start, end)
        elif kind == "text_special":
            if token.content == self.content[start:end]:
                self.copy(start, end)
            elif token.info == "escape":
                self.copy(start + 1, end)
            else:
                self.sheet.show(token.content, self.places[start], self.places[end - 1] + 1, self._look())
        elif kind == "link_open":
            self._links.append((start, end, start + 1))
        elif kind == "link_close":
            self._target(*self._links.pop())
        elif kind == "image":
            self._image(start, end)
        elif token.nesting:
            name = token.tag
            self._depth[name] = self._depth.get(name, 0) + token.nesting
        else:
            self.copy(start, end)

    def _look(self, *, role: Role | None = None, underline: bool = False) -> Look:
        bold = self.bold or self._depth.get("strong", 0) > 0
        italic = self._depth.get("em", 0) > 0
        plain: Role = "bold_italic" if bold and italic else "bold" if bold else "italic" if italic else "text"
        return Look(
            role=role or plain,
            size=self.size,
            strike=self._depth.get("s", 0) > 0,
            underline=underline or bool(self._links),
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
                self.sheet.show(self.content[start:stop], places[start], places[start] + 1, look)
            else:
                while stop < end and places[stop] == places[start] + stop - start:
                    stop += 1
                self.sheet.copy(places[start], places[start] + stop - start, look)
            start = stop

    def _code(self, token: Token, start: int, end: int) -> None:
        first, last = start + len(token.markup), end - len(token.markup)
        if len(token.content) == last - first - 2:
            first, last = first + 1, last - 1
        bold = self._look().role in ("bold", "bold_italic")
        look = self._look(role="mono_bold" if bold else "mono")
        look = look._replace(size=self.size * looks.CODE_SIZE // 1000, shade=looks.INLINE_CODE_INK)
        for number, line in enumerate(self.content[first:last].split("\n")):
            if number:
                at = self.places[first - 1]
                self.sheet.show(" ", at, at + 1, look)
            self.copy(first, first + len(line), look=look)
            first += len(line) + 1

    def _target(self, start: int, end: int, shown: int) -> None:
        """A link's address, as it stands behind what it shows; left out where that is the same."""
        label, rest = self.content[start + 1 : shown], self.content[shown:end]
        if not rest.startswith("]("):
            self.copy(shown, end)
            return
        target = rest[2:-1].strip().removeprefix("<").removesuffix(">")
        if not target:
            return
        if target == label:
            self.sheet.hidden.append((self.places[shown], self.places[end - 1] + 1))
            return
        look = self._look()._replace(size=self.size * looks.LINK_SIZE // 1000, ink=looks.LINK_INK)
        self.sheet.show("\u00a0", self.sheet.at, self.sheet.at, look)
        first = shown + 1
        for number, line in enumerate(self.content[first:end].split("\n")):
            if number:
                at = self.places[first - 1]
                self.sheet.show(" ", at, at + 1, look)
            self.copy(first, first + len(line), look=look)
            first += len(line) + 1

    def _image(self, start: int, end: int) -> None:
        """An image cannot be shown: its description and its address are."""
        self.copy(start, end)
