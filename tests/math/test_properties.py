"""Random formulas of a small grammar -> what holds for every layout: places, sizes, repetition, threads, scaling."""

from __future__ import annotations

import math
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

import lomo
from lomo.errors import MathError

LETTERS = [*"abfxyzABMTV0179", r"\alpha ", r"\Gamma ", r"\infty ", r"\ell ", "中"]
OTHERS = [*"+-=<,:!()[]|/*", r"\le ", r"\cdot ", r"\to ", r"\sum ", r"\int ", r"\lim ", r"\sin ", r"\cdots "]
SPACES = ["x ", r"\,", r"x\!", r"\;", r"\quad ", "~", r"\hspace{3pt}"]
STYLES = [r"\displaystyle ", r"\textstyle ", r"\scriptstyle ", ""]
DEEPEST = 6


def structures(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """What may hold formulas that are set by themselves."""

    def shape(text: str, count: int) -> st.SearchStrategy[str]:
        def fill(parts: tuple[str, ...]) -> str:
            return text % parts

        return st.tuples(*[inner] * count).map(fill)

    one = [
        r"{%s}",
        r"\sqrt{%s}",
        r"\overline{%s}",
        r"\underline{%s}",
        r"\hat{%s}",
        r"\widehat{%s}",
        r"\vec{%s}",
    ]
    one += [r"\left(%s\right]", r"\left\{%s\right.", r"\boxed{%s}", r"\phantom{%s}", r"\text{a $%s$ b}"]
    one += [r"\mathbf{%s}", r"\mathrel{%s}", r"\mathop{%s}", r"\smash{%s}", r"\overbrace{%s}^n", r"\bar{%s}"]
    two = [
        r"\frac{%s}{%s}",
        r"\binom{%s}{%s}",
        r"\sqrt[{%s}]{%s}",
        r"{%s}^{%s}",
        r"{%s}_{%s}",
        r"\overset{%s}{%s}",
    ]
    two += [r"\sum_{%s}^{%s}", r"\int_{%s}^{%s}", r"\xrightarrow[{%s}]{%s}", r"\left|%s\middle|%s\right|"]
    two += [r"\begin{pmatrix}%s&%s\end{pmatrix}", r"\begin{cases}%s\\{}%s\end{cases}", r"\underset{%s}{%s}"]
    two += [r"\begin{aligned}{}%s&=%s\end{aligned}"]  # {}: a [ there would name the position
    four = [r"\begin{array}{|l|r|}\hline %s&%s\\\hline %s&%s\end{array}"]
    shapes = (
        [shape(text, 1) for text in one]
        + [shape(text, 2) for text in two]
        + [shape(text, 4) for text in four]
    )
    return st.lists(
        st.one_of(*shapes, st.sampled_from(LETTERS), st.sampled_from(OTHERS), st.sampled_from(SPACES)),
        min_size=1,
        max_size=4,
    ).map("".join)


PLAIN = st.lists(st.sampled_from(LETTERS + OTHERS), min_size=1, max_size=4).map("".join)
FORMULAS = st.recursive(PLAIN, structures, max_leaves=DEEPEST)


def dump(tex: str, *, display: bool = False, size_px: float = 26.0) -> dict[str, Any]:
    return lomo.typeset(tex, display=display, size_px=size_px).dump()


def outcome(tex: str, *, display: bool = False) -> object:
    try:
        return dump(tex, display=display)
    except MathError as error:
        return error.message, error.offset, error.length


@given(FORMULAS, st.booleans())
def test_a_formula_of_the_grammar_is_set_within_its_bounds(tex: str, display: bool) -> None:
    layout = dump(tex, display=display)
    numbers = [layout["width"], layout["height"], layout["depth"]]
    numbers += [number for glyph in layout["glyphs"] for number in glyph[1:]]
    numbers += [number for rule in layout["rules"] for number in rule]
    assert all(math.isfinite(number) and abs(number) < 1e5 for number in numbers)
    assert all(0 <= start < end <= len(tex) for start, end in layout["sources"])
    assert len(layout["sources"]) == len(layout["glyphs"]) == len(layout["glyph_faces"])
    assert all(0 <= face < len(layout["faces"]) for face in layout["glyph_faces"])
    assert all(size > 0 for _, size, _, _ in layout["glyphs"])
    assert all(width > 0 and height > 0 for _, _, width, height in layout["rules"])
    assert outcome(tex, display=display) == layout


@given(FORMULAS, st.booleans())
def test_twice_the_size_is_twice_as_large(tex: str, display: bool) -> None:
    """But for roundings of a 65536th of a px: a few at each level of a formula."""
    near = 64 / 65536
    small, large = dump(tex, display=display), dump(tex, display=display, size_px=52.0)
    for name in ("width", "height", "depth"):
        assert math.isclose(large[name], 2 * small[name], rel_tol=1e-5, abs_tol=near)
    for name in ("glyphs", "rules"):
        assert len(small[name]) == len(large[name])
        for one, other in zip(small[name], large[name], strict=True):
            first = 1 if name == "glyphs" else 0
            assert one[:first] == other[:first]
            for a, b in zip(one[first:], other[first:], strict=True):
                assert math.isclose(b, 2 * a, rel_tol=1e-5, abs_tol=near)


@given(st.lists(st.sampled_from(LETTERS), min_size=1, max_size=5).map("".join), st.booleans())
def test_braces_around_letters_change_nothing(tex: str, display: bool) -> None:
    plain = dump(tex, display=display)
    braced = dump("{" + tex + "}", display=display)
    assert all(plain[key] == braced[key] for key in ("width", "height", "depth", "glyphs", "rules"))


@given(FORMULAS, st.sampled_from(["", " ", "\n", "% a comment\n"]))
def test_white_space_around_a_formula_changes_nothing(tex: str, space: str) -> None:
    plain, spaced = dump(tex), dump(space + tex + space)
    assert all(plain[key] == spaced[key] for key in ("width", "height", "depth", "glyphs", "rules"))


@given(FORMULAS)
def test_the_whole_formula_as_a_macro_is_the_same(tex: str) -> None:
    plain, expanded = dump(tex), dump(r"\def\whole{" + tex + r"}\whole")
    assert all(plain[key] == expanded[key] for key in ("width", "height", "depth", "glyphs", "rules"))


@given(FORMULAS, st.data())
def test_a_damaged_formula_is_set_or_refused_in_place(tex: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(tex)))
    fault = data.draw(st.sampled_from(["", "{", "}", "^", "_", "&", "\\", r"\right)", r"\over "]))
    cut = tex[:at] + fault + tex[at + 1 :]
    result = outcome(cut)
    if isinstance(result, tuple):
        _, offset, length = result
        assert 0 <= offset <= offset + length <= len(cut)


@settings(max_examples=15)
@given(st.lists(FORMULAS, min_size=8, max_size=24))
def test_four_threads_give_what_one_gives(formulas: list[str]) -> None:
    alone = [outcome(tex) for tex in formulas]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(outcome, formulas * 4)) == alone * 4
