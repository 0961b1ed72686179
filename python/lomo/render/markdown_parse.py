"""Markdown -> markdown-it's tokens, each piece of inline text with its place in what it was parsed from.

markdown-it keeps the lines of blocks, not the places of inline text; here its inline parser notes them. Whatever
would lose characters (blocks of HTML, reference definitions, the joining of texts) is switched off, so that it stays
text.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Scanned
from markdown_it.token import Token
from markdown_it.utils import EnvType

from lomo.span.blocks import Block

MAX_NESTING = 24
"""Deeper blocks are drawn as they stand."""

_OPAQUE = "\ue000"  # neither punctuation nor white space: what is protected behaves as a letter
_SCHEME = re.compile(r"(?:[A-Za-z][A-Za-z0-9]*://|www\.)", re.I)
_BLANK = re.compile(r"_{4,}|(?<!\w)___(?!\w)")
_RULE = re.compile(r"[ \t>]*_[_ \t]*", re.M)


def set_pieces(text: str, found: list[Block]) -> list[Block]:
    """The blocks that are not Markdown's to read: formulas, and code in other marks than its own."""
    return [
        block
        for block in found
        if block.kind == "math" or (block.kind == "code" and text[block.start] not in "`~")
    ]


def protected(text: str, found: list[Block]) -> str:
    """The text, as long as before, with set pieces, bare URLs and blanks to fill in (``____``) made opaque.

    Every line end becomes one line feed, so that lines and places of the result are those of the text.
    """
    made = list(text.replace("\r\n", " \n").replace("\r", "\n").replace("\0", "\ufffd"))
    urls = [block for block in found if block.kind == "url" and _SCHEME.match(text, block.start)]
    for block in (*set_pieces(text, found), *urls):
        inside = text.find("](", block.start, block.end) if block.kind == "url" else -1
        end = inside if inside >= 0 else block.end  # an address that is a link's text
        made[block.start : end] = _OPAQUE * (end - block.start)
    if "___" in text:
        for match in _BLANK.finditer("".join(made)):
            line = slice(text.rfind("\n", 0, match.start()) + 1, (text + "\n").find("\n", match.end()))
            if not _RULE.fullmatch(text[line].rstrip()):
                made[match.start() : match.end()] = _OPAQUE * len(match[0])
    return "".join(made)


def parse(text: str) -> list[Token]:
    """The block tokens of a protected text; children of ``inline`` tokens have ``meta["at"]``, (start, end)
    in the content of that token. Takes time linear in the length of the text, but for the nesting."""
    return _parser().parse(text)


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"maxNesting": MAX_NESTING})
    parser.inline = _PlacedInline()
    parser.configure("commonmark", {"maxNesting": MAX_NESTING})
    parser.enable(["table", "strikethrough"])
    parser.disable(["reference", "html_block", "text_join", "fragments_join"])
    return parser


def _east_asian(c: str) -> bool:
    return c >= "\u1100" and unicodedata.east_asian_width(c) in "WF"


def _note(made: list[Token], start: int, end: int) -> None:
    """Tells tokens that a rule made of [start, end) where they stand; those of a run of marks share it out."""
    fresh = [token for token in made if "at" not in token.meta]
    marks = all(token.type == "text" for token in fresh)
    shared = marks and sum(len(token.content) for token in fresh) == end - start
    for token in fresh:
        length = len(token.content) if shared else end - start
        token.meta["at"] = (start, start + length)
        start += length if shared else 0


class _PlacedState(StateInline):
    """Knows where the text begins that no token holds yet."""

    pending_start = 0

    def pushPending(self) -> Token:  # noqa: N802 (markdown-it's name)
        token = super().pushPending()
        token.meta["at"] = (self.pending_start, self.pending_start + len(token.content))
        return token

    def scanDelims(self, start: int, canSplitWord: bool) -> Scanned:  # noqa: N802, N803
        """Whether a run of marks may open or close emphasis.

        As in CommonMark, but that Chinese, Japanese and Korean letters count as spaces beside punctuation: they
        are written without any, and ``**注：**这是`` would stay unread.
        """
        scanned = super().scanDelims(start, canSplitWord)
        before = self.src[start - 1] if start > 0 else " "
        after = self.src[start + scanned.length] if start + scanned.length < self.posMax else " "
        return Scanned(
            scanned.can_open or (_east_asian(before) and not after.isspace()),
            scanned.can_close or (_east_asian(after) and not before.isspace()),
            scanned.length,
        )


class _PlacedInline(ParserInline):
    """markdown-it's inline parser, noting what each token was made of."""

    def tokenize(self, state: StateInline) -> None:
        """The tokens of ``state.src[state.pos : state.posMax]``."""
        assert isinstance(state, _PlacedState)
        rules = self.ruler.getRules("")
        end = state.posMax
        while state.pos < end:
            at, made = state.pos, len(state.tokens)
            if not state.pending:
                state.pending_start = at
            matched = state.level < MAX_NESTING and any(rule(state, False) for rule in rules)
            if not matched:
                state.append_pending(state.src[at])
                state.pos += 1
            _note(state.tokens[made:], at, state.pos)
        if state.pending:
            state.pushPending()

    def parse(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> list[Token]:
        """The tokens of a paragraph's content."""
        state = _PlacedState(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens
