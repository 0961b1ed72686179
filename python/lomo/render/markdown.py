"""A span of Markdown -> the script that shows it as a reader would see it, every character accounted for.

markdown-it says what the blocks are; each top-level block is written and then checked: where a letter, a digit or
any other character that is no mark of Markdown would be missing, the block is drawn as it stands instead.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from markdown_it.token import Token

from lomo.render import markdown_look as looks
from lomo.render.manuscript import Cell, Look, Manuscript, Mark, Place
from lomo.render.markdown_inline import Inline
from lomo.render.markdown_parse import MAX_NESTING, parse, protected, set_pieces
from lomo.render.markdown_places import Lines, PlaceError
from lomo.span.blocks import Block

_MARKS = re.compile(r"[\s*_~`#>+=|:\[\]()!\\<-]*")
_LABEL = re.compile(r"[-+*]|\d{1,9}[.)]")
_CODE = Look(role="mono", size=looks.CODE_SIZE)
_ALIGN = {"text-align:left": 0, "text-align:center": 1, "text-align:right": 2}
_TASK = {"[ ]": "☐", "[x]": "☑", "[X]": "☑"}
_WORDS = re.compile(r"\S")


def manuscript_of(text: str, found: list[Block]) -> Manuscript:
    """The script of a span.

    Args:
        text: the span, not empty.
        found: its blocks, as ``lomo.blocks`` gives them.

    No character is lost: those that no glyph stands for are marks of Markdown (``Manuscript.markup``), a link's address
    that is its text, or white space.
    """
    opaque = protected(text, found)
    writer = _Writer(text, opaque, set_pieces(text, found))
    for tokens in _top_level(parse(opaque)):
        writer.block(tokens)
    writer.finish()
    return writer.script


def _top_level(tokens: list[Token]) -> Iterator[list[Token]]:
    first = 0
    for at, token in enumerate(tokens):
        if token.level == 0 and token.nesting <= 0 and token.type != "inline":
            yield tokens[first : at + 1]
            first = at + 1


class _Writer:
    """Walks through the block tokens."""

    def __init__(self, text: str, opaque: str, pieces: list[Block]) -> None:
        self.script = Manuscript(text, pieces, _CODE)
        self.lines = Lines(opaque)
        self.checked = 0  # the source is accounted for up to here
        self.left = 0
        self.lists: list[tuple[bool, int]] = []  # of each list around: whether it is ordered, its indent
        self.labels: list[tuple[int, int]] = []  # of the items that have begun, where their labels stand
        self.item = False  # whether a paragraph is an item's first
        self.quotes: list[tuple[int, int]] = []
        self.table = -1
        self.row: list[tuple[str, list[int]]] = []

    def block(self, tokens: list[Token]) -> None:
        """Writes one top-level block, or its lines as they stand."""
        script = self.script
        first, last = next(token.map for token in tokens if token.map)
        mark, table = script.mark(), self.table
        lists = (self.left, self.lists, self.labels, self.quotes)
        try:
            if max(token.level for token in tokens) >= MAX_NESTING - 2:
                raise PlaceError("too deep")
            position = 0
            while position < len(tokens):
                position = self._token(tokens, position)
            if self._complete(self.checked, self.lines.start(last), mark):
                self.checked = max(self.checked, self.lines.start(last))
                return
        except PlaceError:
            pass
        script.back_to(mark)
        self.table = table
        self.left, self.lists, self.labels, self.quotes = lists[0], [], [], []
        self.item = False
        self._as_it_stands(first, last)

    def finish(self) -> None:
        """Writes what no token stands for."""
        end = len(self.script.source)
        if not self._complete(self.checked, end) or not self.script.rows:
            first = self.lines.of(self.checked)
            self._as_it_stands(first, len(self.lines.starts))

    def _complete(self, start: int, end: int, since: Mark | None = None) -> bool:
        """Whether nothing but marks is left out of [start, end), which was written since the mark."""
        hidden = dict(self.script.hidden[since.counts[0] if since else 0 :])
        for first, last in self.script.left_out(start, end, since.counts[1] if since else 0):
            at = first
            while at < last:
                match = _MARKS.match(self.script.source, at, last)
                at = match.end() if match else at
                if at < last and at not in hidden:
                    at = next((stop for begin, stop in hidden.items() if begin <= at < stop), -1)
                    if at < 0:
                        return False
                elif at < last:
                    at = hidden[at]
        return True

    def _as_it_stands(self, first: int, last: int) -> None:
        script, lines = self.script, self.lines
        script.gap(looks.PARAGRAPH_GAP)
        start = max(script.at, lines.start(first), self.checked)
        end = max(start, lines.end(last - 1))
        self.checked = max(self.checked, lines.start(last))
        match = _WORDS.search(script.source, start, end)
        if match is None and script.rows:
            return
        start = lines.start(lines.of(match.start())) if match else start
        start = max(script.at, start)
        while end > start and script.source[end - 1] in "\r\n":
            end -= 1
        mono = "|" in script.source[start:end]
        script.begin(Place(), mono=mono)
        script.copy(start, end, Look(role="mono") if mono else Look())
        script.end()
        script.gap(looks.PARAGRAPH_GAP)

    def _token(self, tokens: list[Token], position: int) -> int:
        """Writes the token at a position, and those that belong to it; the position of the next one."""
        token = tokens[position]
        kind = token.type
        if kind in ("paragraph_open", "heading_open"):
            self._paragraph(token, tokens[position + 1])
            return position + 3
        if kind in ("fence", "code_block"):
            self._box(lambda: self._code(token))
        elif kind == "hr":
            self._rule(token)
        elif kind in ("bullet_list_open", "ordered_list_open"):
            self._open_list(tokens, position)
        elif kind in ("bullet_list_close", "ordered_list_close"):
            self._flush()
            _, indent = self.lists.pop()
            self.left -= indent
            self.script.gap(looks.TIGHT_GAP if self.lists else looks.LIST_GAP)
        elif kind == "list_item_open":
            self._open_item(token)
        elif kind == "list_item_close":
            self._flush()
        elif kind == "blockquote_open":
            self._flush()
            self.script.gap(looks.PARAGRAPH_GAP)
            self.quotes.append((self.script.length, self.left))
            self.left += self._indent(looks.QUOTE_INDENT)
        elif kind == "blockquote_close":
            start, left = self.quotes.pop()
            self.left = left
            self.script.frame(start, left, 0, looks.QUOTE_BAR, looks.QUOTE_INK)
            self.script.gap(looks.PARAGRAPH_GAP)
        elif kind == "table_open":
            self._flush()
            self.table += 1
            self.script.gap(looks.TABLE_GAP)
        elif kind == "table_close":
            self.script.gap(looks.TABLE_GAP)
        elif kind == "tr_open":
            return self._row(tokens, position)
        elif kind not in ("thead_open", "thead_close", "tbody_open", "tbody_close"):
            raise PlaceError(kind)
        return position + 1

    def _indent(self, wanted: int) -> int:
        return max(0, min(wanted, looks.MAX_INDENT - self.left))

    def _open_list(self, tokens: list[Token], position: int) -> None:
        self._flush()
        self.script.gap(looks.TIGHT_GAP if self.lists else looks.LIST_GAP)
        ordered = tokens[position].type == "ordered_list_open"
        level, digits = tokens[position].level, 1
        if ordered:
            for token in tokens[position + 1 :]:
                if token.level == level and token.nesting < 0:
                    break
                if token.level == level + 1 and token.type == "list_item_open":
                    digits = max(digits, len(token.info))
        indent = self._indent(max(looks.LIST_INDENT, (digits + 1) * looks.DIGIT))
        self.lists.append((ordered, indent))
        self.left += indent

    def _open_item(self, token: Token) -> None:
        assert token.map
        self._flush()
        at = self.lines.margin(token.map[0], max(self.script.at, self.labels[-1][1] if self.labels else 0))
        match = _LABEL.match(self.script.source, at)
        if match is None:
            raise PlaceError(token.type)
        self.labels.append((at, match.end()))
        self.item = True
        self.script.gap(looks.TIGHT_GAP)

    def _begin(self, place: Place, task: tuple[str, int, int] | None = None) -> None:
        """Starts a block, the labels of the items that begin with it first; ``task``: a box to tick in place of
        the last one, and the range of the source that it stands for."""
        self.script.begin(place)
        if task:
            self.labels.pop()
        for start, end in self.labels:
            label = self.script.source[start:end]
            bullet = "•◦▪"[min(2, sum(not ordered for ordered, _ in self.lists) - 1)]
            self.script.show(label if len(label) > 1 else bullet, start, end, Look())
            blank = end < len(self.script.source) and self.script.source[end] == " "
            self.script.show("\u00a0", end, end + blank, Look())
        if task:
            self.script.show(*task, Look())
            self.script.show("\u00a0", task[2], task[2] + 1, Look())
        if self.labels or task:
            self.script.label()
        self.labels = []

    def _flush(self) -> None:
        """Labels of items that begin with no paragraph stand alone."""
        self.item = False
        if self.labels:
            self._begin(Place(left=self.left))
            self.script.end()

    def _paragraph(self, token: Token, inline: Token) -> None:
        assert inline.map
        assert inline.children is not None
        script, size, bold = self.script, 1000, False
        above = below = looks.TIGHT_GAP if token.hidden else looks.PARAGRAPH_GAP
        if self.item and not token.hidden:
            above = looks.PARAGRAPH_GAP
        floor = max(script.at, self.labels[-1][1] if self.labels else 0)
        if token.type == "heading_open":
            level = int(token.tag[1]) - 1
            size, bold = looks.HEADING_SIZES[level], True
            above, below = looks.HEADING_ABOVE[level], looks.HEADING_BELOW
        if token.markup.startswith("#"):
            places = self.lines.heading(inline.content, inline.map[0], floor)
        else:
            places = self.lines.paragraph(inline.content, inline.map[0])
        if places[0] < floor:
            raise PlaceError(inline.content)
        piece = script.pieces.get(places[0])
        if piece and piece.kind == "code" and piece.end == places[-1]:
            self._box(lambda: script.copy(piece.start, piece.end, _CODE))
            return
        script.gap(above)
        task = _TASK.get(inline.content[:4].rstrip()) if self.item and inline.content[3:4] == " " else None
        self.item = False
        place = Place(left=self.left, keep=bold)
        if task:
            self._begin(place, (task, places[0], places[3]))
        else:
            self._begin(place)
        Inline(script, inline.content, places, size, bold).write(inline.children, skip=4 if task else 0)
        script.end()
        script.gap(below)

    def _box(self, write: Callable[[], None]) -> None:
        """A box of code."""
        self._flush()
        script = self.script
        script.gap(looks.CODE_GAP)
        start = script.length
        left = self.left + looks.CODE_INDENT
        script.begin(Place(left=left, right=looks.CODE_INDENT, pad=looks.CODE_PAD), mono=True)
        write()
        script.end()
        script.frame(start, self.left, 0, 0, looks.CODE_INK)
        script.gap(looks.CODE_GAP)

    def _code(self, token: Token) -> None:
        """The lines of a token of code."""
        assert token.map
        script, first = self.script, token.map[0]
        if token.type == "fence":
            self._info(token, first)
            first += 1
        content = token.content.removesuffix("\n")
        if token.content:
            places = self.lines.paragraph(content, first)
            at = 0
            for number, line in enumerate(content.split("\n")):
                if number:
                    script.show("\n", places[at - 1], places[at - 1] + 1, _CODE)
                Inline(script, content, places).copy(at, at + len(line), look=_CODE)
                at += len(line) + 1

    def _info(self, token: Token, number: int) -> None:
        """What stands behind the opening fence: the language."""
        info = token.info.strip()
        if not info:
            return
        fence = self.lines.text.index(token.markup, max(self.script.at, self.lines.start(number)))
        start = self.lines.text.index(info, fence + len(token.markup))
        look = Look(size=looks.INFO_SIZE, ink=looks.INFO_INK)
        self.script.copy(start, start + len(info), look)
        self.script.show("\n", self.script.at, self.script.at, look)

    def _rule(self, token: Token) -> None:
        assert token.map
        self._flush()
        script = self.script
        start = self.lines.margin(token.map[0], script.at)
        end = start + len(script.source[start : self.lines.end(token.map[0])].rstrip())
        script.gap(looks.RULE_GAP)
        script.begin(Place(left=self.left, rule=True))
        script.show("\n", start, end, Look())
        script.end()
        script.gap(looks.RULE_GAP)

    def _row(self, tokens: list[Token], position: int) -> int:
        row = tokens[position]
        assert row.map
        cells = self.lines.cells(row.map[0], self.script.at)
        column = 0
        position += 1
        while tokens[position].type != "tr_close":
            opening, inline = tokens[position], tokens[position + 1]
            content, places = cells[column] if column < len(cells) else ("", [self.script.at])
            if content != inline.content:
                raise PlaceError(inline.content)
            align = _ALIGN.get(str(opening.attrs.get("style", "")), 0)
            head = opening.type == "th_open"
            cell = Cell(self.table, column, align)
            self.script.begin(Place(left=self.left, pad=looks.CELL_PAD, cell=cell, keep=head))
            Inline(self.script, content, places, bold=head).write(inline.children or [])
            self.script.end()
            column += 1
            position += 3
        return position + 1
