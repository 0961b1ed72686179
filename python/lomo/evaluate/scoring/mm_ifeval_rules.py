"""A response and a rule of MM-IFEval in, whether it is kept out (arXiv 2504.07957). Bounds are inclusive."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

_PREFIX = "check_"
_NUMBER = re.compile(  # 3, 1,234.56, .5, 2.5e-3, 12 %; the groups are its decimals
    r"(?<!\w)(?:(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?|\.(\d+))(?:[eE][+-]?\d+)?%?(?!\w)"
)
_DIGITS = re.compile(r"(?<![\w.])\d+(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])")


def keeps(response: str, func: str, params: Sequence[Any]) -> bool:
    """Whether the response keeps the rule; raises KeyError for a rule that is not known."""
    return bool(RULES[func.removeprefix(_PREFIX)](response, *params))


def paragraphs(text: str) -> list[str]:
    """The pieces between blank lines, once each line is stripped."""
    flat = "\n".join(line.strip() for line in text.split("\n"))
    return [piece for one in re.split(r"\n\n+", flat) if (piece := one.strip())]


def sentences(text: str) -> list[str]:
    """By nltk's punkt where its data is installed, else after ``. ! ?`` with white space behind."""
    try:
        from nltk import sent_tokenize

        return list(sent_tokenize(text))
    except (ImportError, LookupError):
        return [one for one in re.split(r"(?<=[.!?])[\"')\]]*\s+", text.strip()) if one]


def words(text: str) -> list[str]:
    """What white space separates, once all but word characters, ``.`` and ``-`` is gone."""
    return re.sub(r"[^\w\s.-]", "", text).split()


def _within(count: int, low: int, high: int) -> bool:
    return low <= count <= high


def _each_list(response: str, bounds: Sequence[Sequence[int]]) -> bool:
    found = paragraphs(response)
    return len(found) == len(bounds) and all(
        _within(len(sentences(piece)), low, high) for piece, (low, high) in zip(found, bounds, strict=True)
    )


def _mentions(response: str, word: str) -> int:
    return len(re.findall(rf"\b{re.escape(word)}\b", response, re.IGNORECASE))


def _percentages(response: str, decimals: int) -> bool:
    found = re.findall(r"\d+(?:\.(\d+))?\s*%", response)
    return all(fraction and len(fraction) == decimals for fraction in found)  # a whole number never will do


def _numbers(response: str, decimals: int) -> bool:
    return all(len(found[1] or found[2] or "") == decimals for found in _NUMBER.finditer(response))


def _parts(kind: str, response: str) -> list[str]:
    if kind == "whole_response":
        return [response.strip()]
    return paragraphs(response) if kind == "each_paragraph" else [one.strip() for one in sentences(response)]


def _begin(kind: str) -> Callable[[str, str], bool]:
    return lambda response, start: all(part.startswith(start) for part in _parts(kind, response))


def _end(kind: str) -> Callable[[str, str], bool]:
    return lambda response, end: all(part.endswith(end) for part in _parts(kind, response))


RULES: dict[str, Callable[..., bool]] = {
    "whether_response_paragraph_number_in_range": lambda r, a, b: _within(len(paragraphs(r)), a, b),
    "whether_response_sentence_number_in_range": lambda r, a, b: _within(len(sentences(r)), a, b),
    "whether_response_word_count_in_range": lambda r, a, b: _within(len(words(r)), a, b),
    "whether_each_paragraph_sentence_number_in_range": lambda r, a, b: all(
        _within(len(sentences(piece)), a, b) for piece in paragraphs(r)
    ),
    "whether_each_paragraph_sentence_number_in_range_list": _each_list,
    "whether_each_paragraph_word_count_in_range": lambda r, a, b: all(
        _within(len(words(piece)), a, b) for piece in paragraphs(r)
    ),
    "whether_whole_response_not_contain_certain_substrings": lambda r, them: (
        not any(one in r for one in them)
    ),
    "whether_whole_response_not_contain_certain_substring": lambda r, one: one not in r,
    "whether_each_keyword_in_list_metioned_in_range": lambda r, them, a, b: all(
        _within(_mentions(r, one), a, b) for one in them
    ),
    "whether_total_keyword_in_list_metioned_in_range": lambda r, them, a, b: _within(
        sum(_mentions(r, one) for one in them), a, b
    ),
    "percentage_number_precision_in_response": _percentages,
    "number_precision_in_response": _numbers,
    "whether_has_no_arabic_number_in_response": lambda r: not _DIGITS.search(r),
}
RULES |= {
    f"whether_{kind}_{way}_with_certain_substring": made(kind)
    for kind in ("each_sentence", "each_paragraph", "whole_response")
    for way, made in (("begin", _begin), ("end", _end))
}
