"""cases/*.txt -> each formula set, and held against what TeX's rules and the font's tables say of it.

A case is a paragraph; lines that begin with # say which rule it pins:

    == name of the case
    text \\frac{a}{b}                  or `display ...`: the formula; in an error's case «..» marks the faulty place
    let n = SuperscriptShiftUp         a name for a value, in thousandths of the em as all values are
    width w(a) + 56                    also height, depth
    glyph a.st; 120; n; .7             glyph (cases of text faces: roman:a), x, y, share of the size (else 1)
    rule 0; AxisHeight - 20; 240; 40   x, lower edge, width, height
    more                               other glyphs and rules may stand there; else those named must be all
    same text {\\frac{a}{b}}            another formula that must give the same
    error a part of the message

Expressions know w h d ic ta (advance, height, depth, italic correction, accent attachment) of a glyph, the MATH
constants by name, min, max. See reference/math_font.py for the names of glyphs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

import lomo
from lomo.errors import MathError
from reference.math_font import MathFont, math_font, text_font

CASES = Path(__file__).parent / "cases"
SIZE_PX = 26.0
CLOSE_PX = 0.05
LISTS = {"chemistry.txt", "chemistry_errors.txt", "katex_commands.txt", "spacing.txt"}  # of other tests


@dataclass
class Case:
    """One paragraph of a file."""

    name: str
    style: str = ""
    source: str = ""
    expectations: list[tuple[str, str]] = field(default_factory=list)


def read(path: Path) -> list[Case]:
    """The cases of a file; a line that is none of the kinds above is an error."""
    cases: list[Case] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        word, _, rest = line.partition(" ")
        if not line.strip() or word == "#":
            continue
        if word == "==":
            cases.append(Case(rest))
        elif word in ("text", "display"):
            assert not cases[-1].source, line
            cases[-1].style, cases[-1].source = word, rest.replace("\\n!", "\n")
        else:
            assert word in ("let", "width", "height", "depth", "glyph", "rule", "more", "same", "error"), line
            cases[-1].expectations.append((word, rest))
    assert all(case.source and case.expectations for case in cases)
    return cases


class Values:
    """Evaluates the expressions of one case."""

    def __init__(self) -> None:
        self.names: dict[str, Any] = {
            **math_font().constants(),
            "min": min,
            "max": max,
            "w": lambda glyph: self.measure(glyph)[0],
            "h": lambda glyph: self.measure(glyph)[1],
            "d": lambda glyph: self.measure(glyph)[2],
            "ic": lambda glyph: math_font().kern("italic", glyph),
            "ta": lambda glyph: math_font().kern("accent", glyph),
        }

    @staticmethod
    def measure(glyph: str) -> tuple[float, float, float]:
        font, name = font_of(glyph)
        return font.measure(name)

    def of(self, expression: str) -> float:
        """Its value in thousandths of the em."""
        quoted = re.sub(r"\b(w|h|d|ic|ta)\(([^()\s]+)\)", r"\1('\2')", expression)
        return float(eval(quoted, {"__builtins__": {}}, self.names))

    def px(self, expression: str) -> float:
        """Its value in px at the size of the tests."""
        return self.of(expression) * SIZE_PX / 1000


def font_of(glyph: str) -> tuple[MathFont, str]:
    """A glyph as a case names it -> its font, and its name there."""
    face, colon, name = glyph.partition(":")
    return (text_font(face), name) if colon and face else (math_font(), glyph)


def dump(style: str, source: str) -> dict[str, Any]:
    return lomo.typeset(source, display=style == "display", size_px=SIZE_PX).dump()


def take(wanted: tuple[float, ...], drawn: list[tuple[float, ...]]) -> None:
    """Removes from ``drawn`` what is close to ``wanted``; fails where nothing is."""
    for item in drawn:
        if item[0] == wanted[0] and all(abs(a - b) <= CLOSE_PX for a, b in zip(item, wanted, strict=True)):
            drawn.remove(item)
            return
    pytest.fail(f"{tuple(round(x, 3) for x in wanted)} is not among {drawn}")


def check_layout(case: Case) -> None:
    layout, values = dump(case.style, case.source), Values()
    glyphs = [tuple(item) for item in layout["glyphs"]]
    rules = [(0.0, *item) for item in layout["rules"]]
    complete = False
    for word, rest in case.expectations:
        if word == "let":
            name, _, expression = rest.partition("=")
            values.names[name.strip()] = values.of(expression.strip())
        elif word in ("width", "height", "depth"):
            assert layout[word] == pytest.approx(values.px(rest), abs=CLOSE_PX), word
        elif word == "glyph":
            glyph, x, y, scale = [*(part.strip() for part in rest.split("; ")), "1"][:4]
            font, name = font_of(glyph)
            index = font.index(name) if font is math_font() else -1
            take((index, values.of(scale) * SIZE_PX, values.px(x), values.px(y)), glyphs)
            complete = True
        elif word == "rule":
            take((0.0, *(values.px(part) for part in rest.split("; "))), rules)
            complete = True
        elif word == "more":
            complete = False
            break
        elif word == "same":
            style, _, source = rest.partition(" ")
            other = dump(style, source)
            assert all(layout[key] == other[key] for key in ("width", "height", "depth", "glyphs", "rules"))
    if complete:
        assert not glyphs
        assert not rules


def check_error(case: Case, message: str) -> None:
    source = case.source.replace("«", "").replace("»", "")
    start, end = case.source.index("«"), case.source.index("»") - 1
    with pytest.raises(MathError) as refused:
        dump(case.style, source)
    assert message in refused.value.message
    assert (refused.value.offset, refused.value.offset + refused.value.length) == (start, end)


ALL = [
    (path.stem, case) for path in sorted(CASES.glob("*.txt")) if path.name not in LISTS for case in read(path)
]


@pytest.mark.parametrize("case", [pytest.param(case, id=f"{file}: {case.name}") for file, case in ALL])
def test_case(case: Case) -> None:
    errors = [rest for word, rest in case.expectations if word == "error"]
    if errors:
        check_error(case, errors[0])
    else:
        check_layout(case)


def test_names_are_unique() -> None:
    names = [(file, case.name) for file, case in ALL]
    assert len(names) == len(set(names)) > 200


PAIRS = [line.split() for line in (CASES / "spacing.txt").read_text().splitlines() if line[:1].isalpha()]
MU = 1000 / 18
ATOMS = {
    "Ord": r"\mathord{%s}",
    "Op": r"\mathop{%s}",
    "Bin": r"\mathbin{%s}",
    "Rel": r"\mathrel{%s}",
    "Open": r"\mathopen{%s}",
    "Close": r"\mathclose{%s}",
    "Punct": r"\mathpunct{%s}",
    "Inner": r"\mathinner{%s}",
}
SPACES = {(row[0], column): cell for row in PAIRS[1:] for column, cell in zip(PAIRS[0], row[1:], strict=True)}


@pytest.mark.parametrize("script", [False, True])
@pytest.mark.parametrize(("left", "right"), list(SPACES))
def test_spacing_of_every_pair_of_classes(left: str, right: str, script: bool) -> None:
    """Two digits make each atom a box; an operator gets what it needs on its other side to remain one."""
    before = "3" if left == "Bin" else ""
    after = "3" if right == "Bin" else ""
    style = r"\scriptstyle " if script else ""
    layout = dump("text", style + before + ATOMS[left] % "45" + ATOMS[right] % "67" + after)
    at = {round(glyph[0]): glyph[2] for glyph in layout["glyphs"]}
    suffix = ".st" if script else ""
    size = SIZE_PX * (0.7 if script else 1) / 1000
    space = at[math_font().index("6" + suffix)] - at[math_font().index("5" + suffix)]
    space -= math_font().measure("5" + suffix)[0] * size
    cell = SPACES[left, right]
    expected = 0.0 if script and cell.startswith("(") else float(cell.strip("()"))
    assert space == pytest.approx(expected * MU * size, abs=CLOSE_PX)
