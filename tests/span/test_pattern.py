"""The core's matcher of regular expressions and Python's `re`: the same matches and groups."""

from __future__ import annotations

import re
from importlib import import_module

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lomo import _native
from span.promises import known

FLAGS = ((re.I, 1), (re.S, 2), (re.M, 4), (re.X, 8))
GROUPS = 8
MODULES = ("bare", "blocks", "code", "dollars", "formulas", "markup", "nesting")


def native(pattern: re.Pattern[str]) -> _native.Pattern:
    return _native.Pattern(pattern.pattern, sum(ours for theirs, ours in FLAGS if pattern.flags & theirs))


def spans(match: re.Match[str] | None) -> list[tuple[int, int]] | None:
    if match is None:
        return None
    mine = [match.span(group) for group in range(match.re.groups + 1)]
    return mine + [(-1, -1)] * (GROUPS - len(mine))


def check(pattern: re.Pattern[str], twin: _native.Pattern, text: str, start: int, end: int) -> None:
    end = max(0, min(end, len(text)))
    start = min(start, end)
    assert twin.match(text, start, end) == spans(pattern.match(text, start, end)), "match"
    assert twin.fullmatch(text, start, end) == spans(pattern.fullmatch(text, start, end)), "fullmatch"
    found = [spans(match) for match in pattern.finditer(text, start, end)]
    assert twin.find_all(text, start, end) == found, "finditer"


RULES = {
    f"{module}.{name}": value
    for module in MODULES
    for name, value in vars(import_module(f"reference.span.{module}")).items()
    if isinstance(value, re.Pattern)
}
PIECES = [
    *("$", "$$", "\\", "\\\\", "{", "}", "_", "^", "`", "```", "~~~", "<", ">", "/", "!", "[", "]", "(", ")"),
    *(
        "|",
        "-",
        ":",
        ";",
        "=",
        "'",
        '"',
        "#",
        "%",
        "&",
        "*",
        "+",
        ".",
        ",",
        "?",
        "@",
        "\n",
        "\r\n",
        " ",
        "\t",
        "\0",
    ),
    *(
        "a",
        "b",
        "x",
        "A",
        "word",
        "Two",
        "1",
        "23",
        "4.5",
        "e\u0301",
        "é",
        "中",
        "，",
        "。",
        "²",
        "½",
        "Ⅳ",
        "٣",
        "ſ",
    ),
    *("\u2003", "\u1680", "\x1c", "\x85", "\u200d", "👩", "\ud800", "K", "İ", "ı", "\u2010"),
    *(
        "\\frac",
        "\\text{",
        "\\left",
        "\\right",
        "\\begin{",
        "\\end{",
        "align",
        "tikzpicture",
        "\\alpha",
        "\\limits",
    ),
    *(
        "https://",
        "www.",
        "://",
        "http",
        "<image>",
        "<pre>",
        "<?php",
        "[asy]",
        "![",
        "](",
        "</",
        "code",
        "style",
    ),
    *(
        "def f(",
        "class A:",
        "import os",
        "echo $x",
        "$(ls -l",
        "${a",
        "-eq ",
        "=>",
        "->",
        "::",
        "&&",
        "|| ",
        "| sed ",
    ),
    *(
        "SELECT ",
        " FROM ",
        "print(",
        "for i in ",
        "if ",
        "while ",
        "return ",
        "function ",
        "{% ",
        "$this->",
        "!== ",
    ),
    *(
        'f"{x}"',
        "let x = ",
        "export A=",
        "Get-Item",
        "5 and a",
        "20,000 in",
        "km",
        "mod",
        "is",
        "name",
        "\\\\(",
        "/tmp/",
    ),
]
TEXTS = st.one_of(st.lists(st.sampled_from(PIECES), max_size=14).map("".join), st.text(max_size=12)).filter(
    known
)


@pytest.mark.parametrize("name", RULES)
@given(text=TEXTS, start=st.integers(0, 20), end=st.integers(0, 80))
@settings(max_examples=60, deadline=None)
def test_a_rule_matches_what_python_matches(name: str, text: str, start: int, end: int) -> None:
    check(RULES[name], native(RULES[name]), text, start, end)
    check(RULES[name], native(RULES[name]), text, 0, len(text))


@pytest.mark.parametrize("source", [r"\w", r"\s", r"\d"])
def test_a_class_holds_the_characters_that_python_puts_into_it(source: str) -> None:
    text = "".join(character for code in range(0x110000) if known(character := chr(code)))
    assert len(text) > 250_000
    check(re.compile(source + "+"), _native.Pattern(source + "+", 0), text, 0, len(text))


ATOMS = st.sampled_from(
    [
        *(
            "a",
            "b",
            "ab",
            ".",
            r"\w",
            r"\W",
            r"\s",
            r"\d",
            r"\D",
            "[ab]",
            "[^a]",
            r"[\s\d-]",
            r"[^\w.]",
            "[]a]",
            "[a-c\\]]",
        ),
        *(r"\b", r"\B", "^", "$", r"\Z", r"\A", r"\.", r"\n", "{", "é", r"\u4e2d", "[一-龥]"),
    ]
)
REPEATS = st.sampled_from(["*", "+", "?", "{2}", "{1,2}", "{,2}", "{1,}", "{0}", "{,}"])
MODES = st.sampled_from(["", "", "?", "+"])
OPENERS = ["(", "(?:", "(?:", "(?>", "(?=", "(?!", "(?<=", "(?<!", "(?i:", "(?s:", "(?m:"]


def larger(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.lists(inner, min_size=1, max_size=3).map("".join),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: f"(?:{'|'.join(parts)})"),
        st.builds(lambda opener, body: f"{opener}{body})", st.sampled_from(OPENERS), inner),
        st.builds(lambda body, many, mode: f"(?:{body}){many}{mode}", inner, REPEATS, MODES),
        st.builds(lambda body, many, mode: f"({body}|b){many}{mode}", inner, REPEATS, MODES),
    )


SOURCES = st.recursive(ATOMS, larger, max_leaves=8)
SHORT = st.text("aabbc A.\n1é中_{", max_size=9)


@given(source=SOURCES, flags=st.integers(0, 7), texts=st.lists(SHORT, min_size=1, max_size=4))
@settings(max_examples=600, deadline=None)
def test_a_made_pattern_matches_what_python_matches(source: str, flags: int, texts: list[str]) -> None:
    theirs = sum(int(flag) for flag, ours in FLAGS if flags & ours)
    try:
        pattern = re.compile(source, theirs)
    except re.error:
        return
    try:
        twin = _native.Pattern(source, flags)
    except ValueError as refused:
        if not re.search("more than|beyond ASCII|repeat of a place", str(refused)):
            raise
        return
    for text in texts:
        check(pattern, twin, text, 0, len(text))
        check(pattern, twin, text, 1, len(text) - 1)


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("a(b", "a parenthesis that is not closed at offset 3"),
        ("a)b", "a closing parenthesis without its opening one at offset 1"),
        ("[a", "the pattern ends too soon at offset 2"),
        ("*a", "nothing to repeat at offset 1"),
        ("a**", "a repeat of a repeat"),
        ("a{3,2}", "a repeat whose most is below its least"),
        ("(?<=a+)b", "a look-behind whose width is not fixed"),
        (r"\q", "an escape that is not known at offset 2"),
        (r"(a)\1", "an escape that is not known"),
        ("[b-a]", "a range whose end is before its start"),
        ("(" * 60 + ")" * 60, "more than seven groups"),
        ("(?:" * 60 + ")" * 60, "parentheses nested too deep"),
        ("(?Pa)", "no such group"),
    ],
)
def test_a_pattern_that_cannot_be_read_says_why_and_where(source: str, reason: str) -> None:
    with pytest.raises(ValueError, match=re.escape(reason)):
        _native.Pattern(source, 0)


@pytest.mark.timeout(20)
def test_a_long_text_needs_no_deep_stack_and_no_second_pass() -> None:
    text = "a" * 300_000
    assert _native.Pattern("(?:a|b)*c", 0).match(text, 0, len(text)) is None
    match = _native.Pattern(r"(?>(?:[^\\$]++|\\.)*)\$", 2).match(text + "$", 0, len(text) + 1)
    assert match is not None
    assert match[0] == (0, len(text) + 1)
