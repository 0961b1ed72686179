"""LaTeX source -> the words that mathtext sets rightly, or MathError: one reading of TeX's groups."""

from __future__ import annotations

import re
import unicodedata
from typing import NoReturn

from lomo.errors import MathError
from lomo.render import mathtext_commands as commands
from lomo.render.mathtext_words import Piece, Rewritten, Token, joined, tokens

MAX_CHARS = 2000
MAX_DEPTH = 16
MAX_REWRITTEN = 4 * MAX_CHARS
MAX_SPACE_EM = 20.0

_ARGUMENT = re.compile(r"#([12])")
_LENGTH = re.compile(r"\s*([-+]?\s*(?:[0-9]+\.?[0-9]*|\.[0-9]+))\s*(em|ex|pt|mu|mm|cm|in|px)?\s*")
_EM = {
    None: 1.0,
    "em": 1.0,
    "ex": 0.43,
    "pt": 0.1,
    "mu": 1 / 18,
    "mm": 0.285,
    "cm": 2.85,
    "in": 7.23,
    "px": 0.075,
}
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9 ]*")
_PLAIN = frozenset(commands.LETTERS + commands.DIGITS + "+-*/=<>()[]|,.;:!?@")
_TEXT_PLAIN = frozenset(commands.LETTERS + commands.DIGITS + " +*/=<>()[]|,.;:!?@-'\"&%#")
_SYMBOLS = commands.ORDINARY | commands.OPERATORS | commands.BINARY | commands.RELATIONS
_UNARY_AFTER = frozenset(
    [
        *"+-*/=<>([,;:",
        r"\;\Longrightarrow \;",
        "{-}",
        "{+}",
        r"\leq ",
        r"\geq ",
        r"\neq ",
        r"\cdot ",
        r"\{",
        "|",
    ]
    + [rf"\{name} " for name in commands.BINARY | commands.RELATIONS]
)


def rewrite(tex: str) -> Rewritten:
    """``tex`` (a formula without delimiters) in mathtext's words; raises MathError with its place."""
    if len(tex) > MAX_CHARS:
        raise MathError(f"the formula is longer than {MAX_CHARS} characters", MAX_CHARS, len(tex) - MAX_CHARS)
    rewritten = joined(_Reader(tex).formula())
    if len(rewritten.text) > MAX_REWRITTEN:
        raise MathError("the formula is too long for mathtext")
    return rewritten


class _Reader:
    """A recursive reader of TeX's groups and arguments; each method leaves ``at`` behind what it read."""

    def __init__(self, tex: str) -> None:
        self.tex = tex
        self.tokens = tokens(tex)
        self.at = 0
        self.depth = 0
        self.font = "normal"
        self.switched = False

    # Tokens ------------------------------------------------------------------------------------------------

    def peek(self, *, spaces: bool = False) -> Token | None:
        while not spaces and self.at < len(self.tokens) and self.tokens[self.at].text.isspace():
            self.at += 1
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def take(self, after: Token) -> Token:
        token = self.peek()
        if token is None:
            raise MathError(f"{after.text} has no argument", after.start, len(after.text))
        self.at += 1
        return token

    def refuse(self, message: str, token: Token) -> NoReturn:
        raise MathError(message, token.start, token.end - token.start)

    # Lists of atoms ----------------------------------------------------------------------------------------

    def formula(self) -> list[Piece]:
        pieces = self.body(frozenset())
        token = self.peek()
        if token is not None:
            self.refuse(f"{token.text} closes nothing", token)
        return pieces

    def body(self, stops: frozenset[str]) -> list[Piece]:
        """The atoms up to one of ``stops``, which is left unread."""
        font, outer_switched, self.switched = self.font, self.switched, False
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise MathError(f"groups are nested more than {MAX_DEPTH} deep", self.offset())
        pieces: list[Piece] = []
        before: tuple[Token, list[Piece]] | None = None
        while (token := self.peek()) is not None and token.text not in stops:
            if token.text in ("}", r"\right"):
                break
            name = token.text[1:]
            if token.text[0] == "\\" and name in commands.INFIX:
                if before is not None:
                    self.refuse(f"{token.text} twice in one group", token)
                self.at += 1
                before, pieces = (token, pieces), []
            else:
                pieces += self.scripts() if _opens_script(token) else self.atom(pieces)
        if before is not None:
            template = commands.INFIX[before[0].text[1:]]
            pieces = self.fill(template, before[0].start, [before[1], pieces], wrap=self.switched)
        self.depth -= 1
        self.font = font
        self.switched, was = outer_switched, self.switched
        return (
            [Piece("{", pieces[0].start), *pieces, Piece("}", pieces[-1].start)] if was and pieces else pieces
        )

    def offset(self) -> int:
        return self.tokens[self.at].start if self.at < len(self.tokens) else len(self.tex)

    def group(self, opening: Token) -> list[Piece]:
        """The atoms of a group whose opening brace has been read; without braces of its own."""
        pieces = self.body(frozenset("}"))
        token = self.peek()
        if token is None or token.text != "}":
            self.refuse("this group is not closed", opening)
        self.at += 1
        return pieces

    def argument(self, after: Token) -> list[Piece]:
        """An argument in TeX's sense: a group, or one token (a command brings its own arguments)."""
        token = self.take(after)
        if token.text == "{":
            return self.group(token)
        if token.text in ("}", "^", "_", "&") or token.text == r"\right":
            self.refuse(f"{after.text} has no argument", after)
        self.at -= 1
        self.depth += 1
        if self.depth > MAX_DEPTH:
            self.refuse(f"arguments are nested more than {MAX_DEPTH} deep", token)
        pieces = self.atom([])
        self.depth -= 1
        return pieces

    def fill(
        self, template: str, start: int, arguments: list[list[Piece]], *, wrap: bool = False
    ) -> list[Piece]:
        """The template's words with the arguments in their places; an empty argument becomes a group."""
        pieces = []
        for index, part in enumerate(_ARGUMENT.split(template)):
            if index % 2 == 0:
                pieces.append(Piece(part, start))
                continue
            argument = arguments[int(part) - 1]
            if not argument or wrap:
                argument = [Piece("{", start), *argument, Piece("}", start)]
            pieces += argument
        return pieces

    # Scripts -----------------------------------------------------------------------------------------------

    def scripts(self) -> list[Piece]:
        """All primes and scripts that follow each other, as one subscript and one superscript."""
        start = self.offset()
        parts: dict[str, list[Piece]] = {}
        given: set[str] = set()
        while (token := self.peek()) is not None and _opens_script(token):
            self.at += 1
            if token.text in ("'", "\u2032", "\u2019"):
                parts.setdefault("^", []).append(Piece(r"\prime ", token.start))
                continue
            kind = "^" if token.text in ("^", r"\sp") else "_"
            if kind in given:
                self.refuse("double superscript" if kind == "^" else "double subscript", token)
            given.add(kind)
            parts.setdefault(kind, []).extend(self.argument(token))
        pieces = []
        for kind in "_^":
            if kind in parts:
                pieces += [Piece(kind + "{", start), *parts[kind], Piece("}", start)]
        return pieces

    # Atoms -------------------------------------------------------------------------------------------------

    def atom(self, before: list[Piece]) -> list[Piece]:
        """One atom without its scripts; ``before`` tells whether a sign has an operand on its left."""
        token = self.tokens[self.at]
        self.at += 1
        if token.text == "{":
            return [Piece("{", token.start), *self.group(token), Piece("}", token.start)]
        if token.text[0] != "\\":
            return [Piece(self.character(token, before), token.start)]
        return self.command(token, token.text[1:])

    def character(self, token: Token, before: list[Piece]) -> str:
        char = token.text
        if char in commands.CHARACTERS:
            char = commands.CHARACTERS[char]
        if char in ("+", "-"):
            return f"{{{char}}}" if before and before[-1].text in _UNARY_AFTER else char
        if len(char) > 1:
            return char
        if char in _PLAIN:
            holds = commands.FONT_HOLDS.get(self.font)
            if holds is not None and char.isalnum() and char not in holds:
                self.refuse(f"the font {self.font} has no {char!r}", token)
            return char
        if char in '&$#%`"':
            self.refuse(f"{char} cannot stand in a formula that mathtext sets", token)
        self.check_unicode(token)
        return char

    def check_unicode(self, token: Token) -> None:
        """Refuses what Computer Modern has under a wrong number, and what is no character by itself."""
        char = token.text
        category = unicodedata.category(char)
        if ord(char) < 0xC5 or ord(char) > 0x1FFFF or category[0] in "CMZ" or category == "Sk":
            self.refuse(f"mathtext has no glyph for U+{ord(char):04X}", token)

    def command(self, token: Token, name: str) -> list[Piece]:
        start = token.start
        if name in _SYMBOLS or name in commands.SPACES:
            return [Piece(token.text + (" " if name[0].isalpha() else ""), start)]
        if name in commands.REPLACED:
            return [Piece(commands.REPLACED[name], start)]
        if name in commands.TEMPLATES:
            count, template = commands.TEMPLATES[name]
            return self.fill(template, start, [self.argument(token) for _ in range(count)])
        if name in commands.ACCENTS:
            return self.fill(rf"\{name}{{#1}}", start, [self.argument(token)])
        if name in commands.FONTS:
            return self.in_font(token, commands.FONTS[name])
        if name in commands.FONT_SWITCHES:
            self.font, self.switched = name, True
            return [Piece(rf"\{name} ", start)]
        if name in commands.DROPPED:
            return []
        if name in commands.BIG:
            delimiter = self.delimiter(token)
            return [] if delimiter == "." else [Piece(delimiter, start)]
        if name in commands.TEXT:
            return self.text(token, None)
        if name in commands.TEXT_FONTS:
            return self.text(token, commands.TEXT_FONTS[name])
        if name in _SPECIAL:
            return _SPECIAL[name](self, token)
        if name == "begin":
            raise MathError("mathtext sets no environments", start, len(token.text))
        what = f"mathtext does not know {token.text}" if name else "a lone backslash"
        raise MathError(what, start, len(token.text))

    def in_font(self, token: Token, font: str) -> list[Piece]:
        outer, self.font = self.font, font
        pieces = self.argument(token)
        self.font = outer
        return self.fill(rf"\math{font}{{#1}}", token.start, [pieces])

    def delimiter(self, after: Token) -> str:
        token = self.take(after)
        if token.text not in commands.DELIMITERS:
            self.refuse(f"{after.text} needs a delimiter after it", token)
        return commands.DELIMITERS[token.text]

    def left(self, token: Token) -> list[Piece]:
        pieces = [Piece(r"\left" + self.delimiter(token) + commands.STRUT, token.start)]
        while True:
            pieces += self.body(frozenset([r"\middle"]))
            closing = self.peek()
            if closing is None or closing.text == "}":
                self.refuse(r"\left without \right", token)
            self.at += 1
            pieces.append(Piece(closing.text + self.delimiter(closing), closing.start))
            if closing.text == r"\right":
                return pieces

    def middle(self, token: Token) -> list[Piece]:
        self.refuse(r"\middle outside of \left and \right", token)

    def sqrt(self, token: Token) -> list[Piece]:
        following = self.peek()
        if following is None or following.text != "[":
            return self.fill(r"\sqrt{#1}", token.start, [self.argument(token)])
        self.at += 1
        degree = self.body(frozenset("]"))
        if (closing := self.peek()) is None or closing.text != "]":
            self.refuse("the degree of the root is not closed", following)
        self.at += 1
        # A group inside the brackets keeps mathtext from reading a ']' of the degree as its end.
        return self.fill(r"\sqrt[{#1}]{#2}", token.start, [degree, self.argument(token)])

    def operatorname(self, token: Token) -> list[Piece]:
        here = self.at
        opening = self.take(token)
        if opening.text == "{":
            words = []
            while (inner := self.peek()) is not None and inner.text != "}":
                words.append(inner.text)
                self.at += 1
            name = "".join(words)
            if inner is not None and _NAME.fullmatch(name):
                self.at += 1
                return [Piece(rf"\operatorname{{{name}}}", token.start)]
        self.at = here
        return self.in_font(token, "rm")

    def negation(self, token: Token) -> list[Piece]:
        negated = self.take(token)
        if negated.text not in commands.NEGATED:
            self.refuse(rf"mathtext has no \not{negated.text}", token)
        return [Piece(commands.NEGATED[negated.text], token.start)]

    def hspace(self, token: Token) -> list[Piece]:
        opening = self.take(token)
        words = []
        while (inner := self.peek()) is not None and inner.text != "}":
            words.append(inner.text)
            self.at += 1
        self.at += 1
        match = _LENGTH.fullmatch("".join(words))
        if opening.text != "{" or inner is None or match is None:
            self.refuse(r"\hspace needs a length in braces", token)
        em = float(match.group(1).replace(" ", "")) * _EM[match.group(2)]
        if abs(em) > MAX_SPACE_EM:
            self.refuse(f"a space of more than {MAX_SPACE_EM:g} em", token)
        return [Piece(rf"\hspace{{{em:.4f}}}", token.start)]

    # Text --------------------------------------------------------------------------------------------------

    def text(self, token: Token, font: str | None) -> list[Piece]:
        opening = self.take(token)
        if opening.text != "{":
            self.at -= 1
            return self.text_run(token, self.tokens[self.at : self.at + 1], font, advance=True)
        return self.text_group(opening, font)

    def text_group(self, opening: Token, font: str | None) -> list[Piece]:
        """The text of a group whose opening brace has been read; ``$`` in it leads back to mathematics."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            self.refuse(f"groups are nested more than {MAX_DEPTH} deep", opening)
        pieces: list[Piece] = []
        run: list[Token] = []
        while (token := self.peek(spaces=True)) is not None and token.text != "}":
            if (
                token.text in ("$", "{")
                or token.text[1:] in commands.TEXT
                or token.text[1:] in commands.TEXT_FONTS
            ):
                pieces += self.text_run(opening, run, font)
                run = []
                self.at += 1
                pieces += self.inside_text(token, font)
            else:
                run.append(token)
                self.at += 1
        if token is None:
            self.refuse("this group is not closed", opening)
        self.at += 1
        self.depth -= 1
        return pieces + self.text_run(opening, run, font)

    def inside_text(self, token: Token, font: str | None) -> list[Piece]:
        if token.text == "{":
            return self.text_group(token, font)
        if token.text != "$":
            return self.command(token, token.text[1:])
        outer, self.font = self.font, "normal"
        pieces = self.body(frozenset("$"))
        self.font = outer
        if not pieces:
            self.refuse("an empty formula inside text", token)
        if (closing := self.peek()) is None or closing.text != "$":
            self.refuse("this $ is not closed", token)
        self.at += 1
        return [Piece("{", token.start), *pieces, Piece("}", token.start)]

    def text_run(
        self, opening: Token, tokens: list[Token], font: str | None, *, advance: bool = False
    ) -> list[Piece]:
        """Plain text: all characters when upright; in another font letters, digits and spaces."""
        pieces: list[Piece] = []
        self.at += len(tokens) if advance else 0
        for token in tokens:
            char = (
                " " if token.text.isspace() or token.text in ("~", "\\ ", "\u00a0", "\u3000") else token.text
            )
            if char in (r"\%", r"\&", r"\#"):
                char = char[1]
            if char in (r"\{", r"\}", r"\_", r"\$") and font is None:
                pieces.append(Piece(char, token.start))
                continue
            if (
                char[0] == "\\"
                and (char[1:] in commands.SPACES or char[1:] in commands.REPLACED)
                and font is None
            ):
                pieces += self.command(token, char[1:])
                continue
            if char[0] == "\\" or (len(char) == 1 and char in "$^_`{}\\"):
                self.refuse(f"mathtext cannot set {char} in text", token)
            if char not in _TEXT_PLAIN:
                self.check_unicode(token)
            if font is not None:
                if not (char == " " or (char.isascii() and char.isalnum())):
                    self.refuse(f"mathtext cannot set {char!r} in a text font", token)
                pieces.append(Piece(r"\ " if char == " " else char, token.start))
            elif pieces and pieces[-1].text.startswith(r"\text{"):
                pieces[-1] = Piece(pieces[-1].text[:-1] + char + "}", pieces[-1].start)
            else:
                pieces.append(Piece(rf"\text{{{char}}}", token.start))
        if font is not None and pieces:
            return self.fill(rf"\math{font}{{#1}}", opening.start, [pieces])
        return pieces


_SPECIAL = {
    "left": _Reader.left,
    "middle": _Reader.middle,
    "sqrt": _Reader.sqrt,
    "operatorname": _Reader.operatorname,
    "operatorname*": _Reader.operatorname,
    "not": _Reader.negation,
    "hspace": _Reader.hspace,
    "hspace*": _Reader.hspace,
}


def _opens_script(token: Token) -> bool:
    return token.text in ("^", "_", "'", "\u2032", "\u2019", r"\sp", r"\sb")
