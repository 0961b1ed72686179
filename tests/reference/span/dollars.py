"""What stands between two dollars in; out whether it is a formula rather than money, variables of code or
prose.

The rule starts from pandoc's (no white space inside the dollars, no digit after the closing one) and weighs
what the content looks like. GSM8K, which holds no formula, is where its false positives were counted; problem
texts of MATH, Gaokao and TAL-SCQ5K, where every dollar belongs to a formula, its false negatives.
"""

from __future__ import annotations

import re
from itertools import pairwise

LIMIT = 5_000
"""The most characters a delimited formula may have; what is longer is an unpaired delimiter."""

# A command of two letters or more, or an escaped brace or spacing: LaTeX, and hardly anything else.
_COMMAND = re.compile(r"\\(?:[A-Za-z]{2,}|[{}|,;!])|_\{|\^\{")
_ESCAPED = re.compile(r"\\[$%# &]")
_PATH = re.compile(r"\b[A-Za-z]:\\|\\[A-Za-z]\w*\\[A-Za-z]\w*\.\w")
_TEXT_GROUP = re.compile(r"\\(?:text\w*|[mhf]box|tag)\*?\s*\{")
_TEXT = re.compile(r"\\(?:text\w*|[mhf]box)\s*\{[^{}]*+\}")
_BLANK_LINE = re.compile(r"\n[ \t\r\n]*\n")
_ALIEN = re.compile(r"`|://|\n[ \t\r]*\n|<(?:image|video|audio)>")
# An amount and then words: `5 and a lamp for`, `20,000 in the shares`, `5，买`.
_AMOUNT = re.compile(
    r"\d[\d,.]*(?:[KMBkmb]\b|bn\b)?(?:\s+(?!mod\b|cm\b|mm\b|km\b|kg\b)[a-z]{2,}\b|[.,:;]\s+[A-Za-z]{2}|"
    r"\s*[，。、；：？！]\s*[\u4e00-\u9fff])"
)
# A word is followed by another word, by a number or by the end; `abc + bcd` are products.
_WORD = re.compile(
    r"(?<![^\s,.;:!?(])(?:[A-Za-z][a-z]{2,}|is|to|of|in|at|on|we|it|an|as|by|be|so)(?=[,.;:!?)]*(?:\s+[A-Za-z\d]|\s*\Z))"
)
_NO_WORDS = """
sin cos tan cot sec csc log ln exp lim max min mod gcd lcm det dim ker deg arg sup inf sinh cosh tanh arcsin
arccos arctan sgn abs sqrt frac if and or for is otherwise else cm mm km kg mol
"""
_FUNCTIONS = frozenset(_NO_WORDS.split())
# Another formula's delimiter: the first dollar was money.
_OTHER_OPENER = re.compile(r"\\[(\[](?<!\\\\.)")
_PAUSE = re.compile(r"[.?!,;:]\s")
_OPERATOR = re.compile(r"[-+*/=<>^_|()\[\]]")
_CODE_INSIDE = re.compile(
    r"[\"#@]|->|=>|::|&&|;\s*\S*\s*=|//|==|\s!=|\$|;$|^[A-Za-z]\w*\.\w+\(|^[A-Za-z]\w+:\w"
)
_BARE_NAME = re.compile(
    r"[a-z]+(?:_[a-z]{2,})+|[a-z]{2,}[A-Z][A-Za-z]+|[a-z]{5,}|[A-Z]{2,}_[A-Z_]+|name|user|date|item|file"
)
_REGULAR_EXPRESSION = re.compile(r"\.\*|\[\^|\[a-z|\[0-9|\\[|+?wdsb](?![A-Za-z])|^\?|/tmp/|/dev/")
_NAME_AND_WORD = re.compile(r"\w{2,}\s+[a-z]+\s+\Z")
_HYPHENATED = re.compile(r"[A-Za-z0-9]-")
_SHORT = re.compile(r"[A-Za-z](?:'|_[A-Za-z0-9])?|[A-Za-z]{1,2}")
_SPACED = re.compile(r"[ \t]+(?:[A-Za-z]\b|[-+*/=<>^_|()\[\]{}.,\s']|\d+[A-Za-z]?\b)+")
_ENDS_OPEN = frozenset("=+-*/<>:.,\"'([{&|;%@!?~^_，。、；：？！（")
_STARTS_WRONG = frozenset(",;:!?)]}*%/，。、；：？！）」”")


def is_inline(text: str, start: int, end: int) -> bool:
    """Whether ``text[start:end]``, from a dollar to the next, is a formula; both dollars are inside the
    range."""
    content = text[start + 1 : end - 1]
    if not content or len(content) > LIMIT:
        return False
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    if _ALIEN.search(content) and not _quoted_in_text(content):
        return False
    first, last = content[0], content[-1]
    digit_after = "0" <= after <= "9"
    name_after = (after.isalpha() and after.isascii()) or after in "_{(" or digit_after
    if "\\" in content or "{" in content:
        command = _COMMAND.search(content)
        if command and not _PATH.search(content):
            if _AMOUNT.match(content) or ((first.isspace() or last.isspace()) and _is_prose(content)):
                return False
            if _OTHER_OPENER.search(content) and not _TEXT_GROUP.search(content):
                return False
            if first.isdigit() and last.isspace() and _PAUSE.search(content):
                return False
            if name_after and last in _ENDS_OPEN and not _closes(content):
                return False
            return not (first == "{" and '"' in content)
        if _ESCAPED.search(content) and not first.isspace() and (first == "\\" or not last.isspace()):
            return not _AMOUNT.match(content) and len(_WORD.findall(content)) < 3
    return _is_plain(content, first, last, before, digit_after, name_after)


def _is_plain(content: str, first: str, last: str, before: str, digit_after: bool, name_after: bool) -> bool:
    """The judgement of a content without any LaTeX command: 38 % of real formulas, and all money."""
    if first.isspace() or last.isspace():
        # `$ x + 1 $` is written so by people; ` and pays ` between two amounts is not.
        if first.isspace() and not last.isspace():
            return not name_after and len(content) < 4 and content.strip().isalpha()
        return first.isspace() and not digit_after and _is_spaced(content)
    if len(content) == 1:
        return (content.isalnum() and not digit_after) or content in "+-=<>()[]/|√∞π∈∠"
    if digit_after:
        return False
    if name_after and (last in _ENDS_OPEN or not last.isascii()):
        # `$total+$price`, `$a：$b`; but `$7-$Sylow`, `$p-$group`.
        return _HYPHENATED.fullmatch(content) is not None
    if first in _STARTS_WRONG or _CODE_INSIDE.search(content) or _AMOUNT.match(content):
        return False
    if first == "." and not content[1].isdigit():
        return False
    if (
        before.isascii()
        and (before.isalnum() or before == "_")
        and not _SHORT.fullmatch(content)
        and first not in "^_"
    ):
        # `350$ less than 50$`, `foo$bar$`; but `2$x$`, `45$^o$`.
        return "=" in content and not before.isdigit()
    if _BARE_NAME.fullmatch(content) and not _is_sequence(content):
        return False
    words = [word for word in _WORD.findall(content) if word not in _FUNCTIONS]
    if len(words) >= 3 or (words and "\n" in content and len(words) > 1):
        return False
    return not (len(words) == 2 and _OPERATOR.search(content) is None)


def _is_spaced(content: str) -> bool:
    stripped = content.strip()
    return (
        bool(stripped)
        and "\n" not in stripped
        and _SPACED.fullmatch(content) is not None
        and (any(c.isalpha() for c in stripped) or any(c in "=+^" for c in stripped))
    )


def _is_sequence(name: str) -> bool:
    """Letters in alphabetical order (`abcde`) are points or digits, not a name."""
    return all(a < b for a, b in pairwise(name))


def _closes(content: str) -> bool:
    """Whether brackets are balanced, so that the last character ends something: `x'`, `=`, `f(x)!`."""
    return content[-1] in "'!.=?%" and content.count("(") == content.count(")")


def _is_prose(content: str) -> bool:
    r"""Whether a content is the prose between two formulas rather than one: ` and \alpha is then `."""
    words = [word for word in _WORD.findall(_TEXT.sub("", content)) if word not in _FUNCTIONS]
    return len(words) >= (3 if content[0].isspace() and content[-1].isspace() else 2)


def _quoted_in_text(content: str) -> bool:
    r"""Whether the backquotes of a content are LaTeX's quotation marks inside ``\text``."""
    quoted = "`" in content and (
        _TEXT_GROUP.search(content) is not None or ("``" in content and "''" in content)
    )
    return quoted and not _ALIEN.search(content.replace("`", ""))


def is_display(content: str) -> bool:
    """Whether the content of ``$$..$$`` is a formula.

    A blank line inside is an error in TeX, but converters write them, and the dollars then have lines of
    their own. Such a content must not be the prose between two displays whose first dollars were lost.
    """
    if content[0] != "\n" or content[-1] != "\n" or _BLANK_LINE.search(content) is None:
        return is_bracketed(content)
    joined = _BLANK_LINE.sub("\n", content)
    if _COMMAND.search(joined) is None and _OPERATOR.search(joined) is None:
        return False
    return is_bracketed(joined) and len(_WORD.findall(_TEXT.sub("", joined))) < 2


def is_bracketed(content: str) -> bool:
    r"""Whether the content of ``$$..$$``, ``\(..\)`` or ``\[..\]`` is a formula; these delimiters need less
    evidence."""
    if not content.strip() or len(content) > LIMIT:
        return False
    if _ALIEN.search(content) and not _quoted_in_text(content):
        return False
    if _COMMAND.search(content) and not _PATH.search(content):
        return True
    if _REGULAR_EXPRESSION.search(content) or _NAME_AND_WORD.match(content):
        return False
    words = [word for word in _WORD.findall(content) if word not in _FUNCTIONS]
    return len(words) < 3 and not (len(words) == 2 and _OPERATOR.search(content) is None)
