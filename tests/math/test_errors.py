"""Formulas that are refused: the message, the place pointed at, and how little time and memory a hostile one costs."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

import lomo
from lomo.errors import MathError

PLACES = [
    # what the message holds; the source, the faulty place between « and »
    (r"\nosuchthing", r"a + «\nosuchthing»{x}"),
    (r"\nosuchthing", r"中é + «\nosuchthing»"),
    (r"\nosuch", r"\frac{a}{«\nosuch»}"),
    (r"\nosuch", r"\text{a «\nosuch» b}"),
    ("never closed", r"a «{» b"),
    ("never closed", r"\frac{a}«{»b"),
    ("never closed", r"{a}«{»{b}"),
    ("without its {", r"a «}» b"),
    ("without its {", r"{a}«}»"),
    ("never closed", r"\sqrt«[»3{x}"),
    (r"without its \right", r"a «\left»( b"),
    (r"without its \left", r"a «\right») b"),
    (r"\middle", r"a «\middle»| b"),
    ("no delimiter", r"\left «a» b \right)"),
    ("delimiter", r"\left( b «\right»"),
    ("no delimiter", r"\big «a»"),
    ("superscript", r"x^2«^»3"),
    ("superscript", r"{x}^{a}«^»{b}"),
    ("subscript", r"x_2«_»3"),
    ("prime", r"x^2«'»"),
    ("alignment", r"a «&» b"),
    ("alignment", r"{a «&» b}"),
    (r"\begin without its \end", r"«\begin»{matrix} a & b"),
    (r"\end without its \begin", r"a «\end»{matrix}"),
    ("does not name", r"\begin{pmatrix} a «\end»{bmatrix}"),
    ("unknown environment", r"«\begin{nosuch}» a \end{nosuch}"),
    ("missing", r"«\frac»{a}"),
    ("missing", r"«\frac»"),
    ("missing", r"a + «\sqrt»"),
    ("missing", r"{«\hat»}"),
    ("missing", r"«\text»"),
    ("length", r"a «\hspace»{wide} b"),
    ("length", r"a «\kern» x b"),
    ("length", r"a «\hspace»{2} b"),
    ("length", r"a «\hspace»{99999999em} b"),
    ("length", r"a «\rule»{1}{2pt} b"),
    ("two of", r"a \over b «\over» c"),
    ("follow an operator", r"a«\limits»_b"),
    ("$ inside", r"a «$» b"),
    ("# stands outside", r"a «#1» b"),
    ("backslash ends", "a «\\»"),
    (r"\tag", r"a \tag{1} «\tag»{2}"),
    ("no column", r"\begin{array}{c«?»} a \end{array}"),
    ("more cells", r"\begin{array}{c} a «&» b \end{array}"),
    (r"\not", r"a «\not»"),
    (r"\of", r"«\root» 3"),
    ("never closed", r"\text{a $b«}»"),
    ("no face", "a \\text{«\ue000»}"),
    (r"\def", r"«\def»{x}{y}"),
    (r"\newcommand", r"«\newcommand»{x}{y}"),
]


@pytest.mark.parametrize(("message", "marked"), PLACES)
def test_the_place_is_pointed_at(message: str, marked: str) -> None:
    source = marked.replace("«", "").replace("»", "")
    with pytest.raises(MathError) as refused:
        lomo.typeset(source, faces=())
    error = refused.value
    start, end = marked.index("«"), marked.index("»") - 1
    assert (error.offset, error.offset + error.length) == (start, end), error.message
    assert message in error.message or message == "no face"


def test_what_a_macro_expands_to_is_pointed_at_in_the_source() -> None:
    source = r"\def\twice#1{#1 \nosuchthing #1} a + \twice{b} + c"
    with pytest.raises(MathError, match="nosuchthing") as refused:
        lomo.typeset(source)
    place = source[refused.value.offset : refused.value.offset + refused.value.length]
    assert place in (r"\twice", r"\twice{b}", r"\nosuchthing")


LONGEST = 50_000
"""Characters that a formula may have."""


def many(text: str, before: str = "", after: str = "") -> str:
    """As many copies as a formula may hold."""
    return before + text * ((LONGEST - len(before + after)) // len(text)) + after


def nested(opening: str, closing: str) -> str:
    """As deep as a formula can be."""
    count = (LONGEST - 1) // len(opening + closing)
    return opening * count + "x" + closing * count


LAUGHS = r"\def\a{ha}" + "".join(
    rf"\def\{b}{{" + rf"\{a}" * 8 + "}" for a, b in zip("abcdefghi", "bcdefghij", strict=True)
)
TALL = r"\left(\rule{1em}{900em}\right)"
REFUSED = {
    "a macro that is itself twice": r"\def\a{\a\a}\a",
    "a macro that is itself": r"\def\a{\a}\a",
    "two macros in a circle": r"\def\a{\b}\def\b{\a}\a",
    "a macro that grows in its argument": r"\def\a#1{\a{#1#1}}\a x",
    "a \\newcommand that is itself": r"\newcommand{\a}[1][x]{\a[#1]\a}\a",
    "a definition that defines itself": r"\def\a{\def\b{\a\b}\b}\a",
    "a thousand million laughs": LAUGHS + r"\j",
    "\\let in a circle": r"\let\b\a\def\a{\b\a\a}\a",
    "10,000 braces": "{" * 10_000 + "x" + "}" * 10_000,
    "braces, none closed": many("{"),
    "superscripts in one another": nested("x^{", "}"),
    "scripts without braces": many("x^", after="x"),
    "roots of roots": many(r"\sqrt", after=" x"),
    "roots of roots in braces": nested(r"\sqrt{", "}"),
    "hats on hats": many(r"\hat", after=" x"),
    "fractions of fractions": many(r"\frac", after=" x"),
    "fences in fences": nested(r"\left(", r"\right)"),
    "tables in tables": nested(r"\begin{matrix}", r"\end{matrix}"),
    "text in text": nested(r"\text{$", "$}"),
    "boxes in boxes": nested(r"\boxed{", "}"),
    "an array of too many cells": many("&" * 200 + r"\\", r"\begin{matrix}", r"\end{matrix}"),
    "an array of too many columns": many("&", r"\begin{matrix}", r"\end{matrix}"),
    "columns repeated": r"\begin{array}{*{9999}{*{9999}{c}}}a\end{array}",
    "a space of a light year": r"a\hspace{99999999999999999999em}b",
    "a row's space": r"\begin{matrix}a\\[99999em]b\end{matrix}",
    "a length that overflows": r"a\kern 9223372036854775807pt b",
    "a rule as wide as a country": r"\rule{99999em}{99999em}",
    "a formula that is too long": "x" * (LONGEST + 1),
    "unknown commands": many(r"\x"),
    "opened environments": many(r"\begin{"),
    "parameters": many("#1"),
}
# What is set or refused, as the engine likes, but in little time and memory.
EITHER = {
    "many letters": many("x"),
    "many fractions": many(r"\frac12"),
    "many roots": many(r"\sqrt x"),
    "many scripts": many("x_1^2"),
    "many empty groups": many("{}"),
    "many rows": many(r"x\\", r"\begin{matrix}", r"\end{matrix}"),
    "many equations": many(r"x&=1\\", r"\begin{aligned}", r"\end{aligned}"),
    "many primes": many("'", "x"),
    "many spaces": many(r"x\hspace{900em}"),
    "many macros": many(r"\a", r"\def\a{xxxxxxxxxxxxxxxxxxxx}"),
    "many definitions": many(r"\def\a{x}", after="x"),
    "many long definitions": many("x", r"\def\a{", "}x"),
    "a tall fence": TALL,
    "a wide arrow": r"\xrightarrow{\hspace{900em}}",
    "a wide brace": r"\overbrace{\hspace{900em}}",
    "many tall fences": many(TALL),
    "fences in a macro": many(r"\b", rf"\def\a{{{TALL}}}\def\b{{\a\a\a\a\a\a\a\a}}"),
    "a long text": many("word ", r"\text{", "}"),
    "many texts": many(r"\text{a}"),
    "Arabic": many("سلام ", r"\text{", "}"),
    "chemistry": many("H2O + ", r"\ce{", "H2O}"),
    "a chemistry of arrows": many("->[a][b] ", r"\ce{", "}"),
    "comments": many("%\n", after="x"),
}
FRUGAL = """
import json, resource, sys, time
import lomo
from lomo.errors import MathError

def peak_kb():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

for tex in (r"x\\text{a}\\frac12", r"\\sum", "x" * 100):
    lomo.typeset(tex, faces=())
for name, tex in json.load(sys.stdin).items():
    before, start = peak_kb(), time.process_time()
    try:
        lomo.typeset(tex, display=True, faces=())
        outcome = "set"
    except MathError as error:
        outcome = "refused" if 0 <= error.offset <= error.offset + error.length <= len(tex) else "misplaced"
    result = [name, outcome, (peak_kb() - before) / 1024, time.process_time() - start]
    print(json.dumps(result), flush=True)
"""
SANITIZED = "asan" in os.environ.get("LD_PRELOAD", "")


@pytest.fixture(scope="module")
def costs() -> dict[str, tuple[str, float, float]]:
    """Of each hostile formula, in a process of their own: what became of it, the MB its memory grew by, the seconds."""
    done = subprocess.run(
        [sys.executable, "-c", FRUGAL],
        input=json.dumps(REFUSED | EITHER),
        capture_output=True,
        text=True,
        timeout=250,
        check=False,
    )
    results = {name: tuple(rest) for name, *rest in map(json.loads, done.stdout.splitlines())}
    assert done.returncode == 0, f"after {list(results)[-1:]}: {done.stderr[-2000:]}"
    return results


@pytest.mark.parametrize("name", [*REFUSED, *EITHER])
def test_a_hostile_formula_costs_little(name: str, costs: dict[str, tuple[str, float, float]]) -> None:
    outcome, megabytes, seconds = costs[name]
    assert outcome == "refused" or (name in EITHER and outcome == "set"), outcome
    if not SANITIZED:
        assert megabytes < 64
        assert seconds < 1


def test_all_of_them_together_leave_little_behind(costs: dict[str, tuple[str, float, float]]) -> None:
    assert SANITIZED or sum(megabytes for _, megabytes, _ in costs.values()) < 96


def test_the_longest_formula_is_set() -> None:
    assert len(lomo.typeset("x" * LONGEST).dump()["glyphs"]) == LONGEST


def test_a_definition_ends_with_its_formula() -> None:
    before = lomo.typeset(r"\frac12 + a").dump()
    lomo.typeset(r"\def\nosuch{x}\def\frac{y}\let\sum\nosuch\frac\nosuch\sum")
    assert lomo.typeset(r"\frac12 + a").dump() == before
    with pytest.raises(MathError, match="unknown command"):
        lomo.typeset(r"\nosuch")
