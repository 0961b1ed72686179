"""The native engine as Python sees it: refusals, sizes, threads, and the page's faces inside a formula."""

from __future__ import annotations

import json
import os
import pickle
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import lomo
from lomo import _native
from lomo.config import Style
from lomo.errors import InputError, MathError
from lomo.render import native
from lomo.render.engine import typeset as by_name
from lomo.render.faces import faces_for, packaged

HERE = Style(system_fonts=False)
FORMULAS = [
    r"x^2 + y^2",
    r"\frac{a}{\sqrt{b}}",
    r"\sum_{i=1}^n i",
    r"\left(\frac12\right)",
    r"\text{if } x",
    r"\begin{pmatrix}1&2\\3&4\end{pmatrix}",
    r"\boxed{42}",
    r"\mathbf{v}\in\mathbb{R}^n",
]
REFUSED = [r"a + \undefinedcommand", r"\left( x", r"\frac{a", "x}", r"\begin{cases} x", r"x^2^3"]


def set_here(tex: str, *, display: bool = True, size_px: float = 26.0) -> _native.Layout:
    return native.typeset(tex, display=display, size_px=size_px)


def chinese_face() -> str:
    """The key of the system's face for Chinese; skips where none is installed."""
    fonts = lomo.render("中").fonts
    if not fonts:
        pytest.skip("no Chinese face is installed: tools/setup/system.sh fonts installs one")
    (key,) = fonts
    return key


def test_it_is_the_default_everywhere() -> None:
    assert lomo.Config().engine == "native"
    assert lomo.render("so $x$ is", HERE).engine == "native"
    assert lomo.substitute("$x$ is it.", key="a").provenance["engine"] == "native"
    assert lomo.typeset("x").dump() == set_here("x", display=False).dump()
    assert by_name("x", engine="native").dump() == lomo.typeset("x").dump()


def test_the_faces_are_latin_modern_and_no_plain_text_is_drawn_in_them() -> None:
    native.require()
    assert len(native.font_hashes()) == len(native.MATH_FACES) == 16
    text = {face.file for face in packaged()}
    assert text & set(native.MATH_FACES) == {"latinmodern-math.otf"}
    assert lomo.render("so $x$ is", HERE).fonts == {}


@pytest.mark.parametrize("size_px", [0.99, 1000.01, -1.0, 0.0, float("nan"), float("inf"), float("-inf")])
def test_sizes_out_of_range_are_no_formulas_fault(size_px: float) -> None:
    with pytest.raises(InputError, match="size_px: expected 1 to 1000"):
        set_here("x", size_px=size_px)


@pytest.mark.parametrize("size_px", [1, 1.0, 12.5, 1000])
def test_sizes_in_the_range_are_ems(size_px: float) -> None:
    (glyph,) = set_here("x", size_px=size_px).dump()["glyphs"]
    assert glyph[1] == pytest.approx(size_px, abs=1e-4)


def test_a_display_is_set_larger_than_the_same_formula_in_a_line() -> None:
    for tex in (r"\sum_{i=1}^n i", r"\frac{a}{b}"):
        tall, low = set_here(tex, display=True), set_here(tex, display=False)
        assert tall.height + tall.depth > low.height + low.depth


@pytest.mark.parametrize("tex", FORMULAS)
def test_every_glyph_knows_its_source(tex: str) -> None:
    dump = set_here(tex).dump()
    assert dump["glyphs"]
    assert all(0 <= start < end <= len(tex) for start, end in dump["sources"])


@pytest.mark.parametrize("tex", REFUSED)
def test_a_refusal_names_a_place_in_the_formula(tex: str) -> None:
    with pytest.raises(MathError) as refused:
        set_here(tex)
    assert type(refused.value) is MathError
    assert refused.value.message
    assert 0 <= refused.value.offset <= refused.value.offset + refused.value.length <= len(tex)


def test_an_unknown_command_is_pointed_at() -> None:
    with pytest.raises(MathError, match="undefinedcommand") as refused:
        set_here(r"é + \undefinedcommand{x}")
    assert (refused.value.offset, refused.value.length) == (4, len(r"\undefinedcommand"))


def test_a_refusal_travels_between_processes() -> None:
    with pytest.raises(MathError) as refused:
        set_here(r"a + \undefinedcommand")
    again = pickle.loads(pickle.dumps(refused.value))
    assert type(again) is MathError
    assert (again.message, again.offset, again.length, str(again)) == (
        refused.value.message,
        refused.value.offset,
        refused.value.length,
        str(refused.value),
    )


@pytest.mark.parametrize(
    ("before", "block", "fault"),
    [
        ("A word, then ", r"$a + \undefinedcommand$", r"\undefinedcommand"),
        ("A word, then ", r"\(a + \undefinedcommand\)", r"\undefinedcommand"),
        ("Größe 中, then\n", r"\[ a + \undefinedcommand \]", r"\undefinedcommand"),
        ("Größe 中, then\n", r"$$a + \undefinedcommand$$", r"\undefinedcommand"),
        ("Then\n", r"\begin{equation}a + \undefinedcommand\end{equation}", r"\undefinedcommand"),
        ("Then\n", r"\begin{align*}a &= \undefinedcommand\end{align*}", r"\undefinedcommand"),
    ],
)
def test_a_refusal_says_where_in_the_span(before: str, block: str, fault: str) -> None:
    text = f"{before}{block} and more."
    rendering = lomo.render(text, HERE)
    assert (rendering.route, rendering.reason, rendering.engine) == ("text", "math_refused", "none")
    assert rendering.detail.endswith(f"(at character {text.index(fault)} of the span)")


@pytest.mark.parametrize(
    "block",
    [
        "$x^2$",
        "$$x^2$$",
        r"\(x^2\)",
        r"\[x^2\]",
        r"\begin{equation}x^2\end{equation}",
        r"\begin{equation*}x^2\end{equation*}",
        r"\begin{displaymath}x^2\end{displaymath}",
        r"\begin{math}x^2\end{math}",
        r"\begin{align*}x^2&=1\\y&=2\end{align*}",
        r"\begin{gather*}x^2\\y\end{gather*}",
        r"$\begin{cases}x^2&x>0\\1&x<0\end{cases}$",
        r"\frac{x^2}{2}",
        r"\sqrt{x^2}",
    ],
)
def test_a_block_of_every_kind_is_set(block: str) -> None:
    text = f"We know that\n{block}\nholds."
    rendering = lomo.render(text, HERE)
    assert (rendering.reason, rendering.engine, rendering.detail) == ("math", "native", "")
    place = text.index("x^2")
    dump = rendering.pages[0].layout.dump()
    drawn = [
        glyph[0] for glyph, source in zip(dump["glyphs"], dump["sources"], strict=True) if source[0] == place
    ]
    assert drawn
    assert -1 not in drawn  # of Latin Modern Math


def test_chinese_inside_a_formula_is_drawn_in_the_pages_face_and_accounted_for() -> None:
    key = chinese_face()
    text = r"so $x = \text{长度}$ is"
    rendering = lomo.render(text)
    assert (rendering.reason, list(rendering.fonts)) == ("math", [key])
    assert rendering.missing == {}
    dump = rendering.pages[0].layout.dump()
    drawn = {
        start: dump["faces"][face]
        for (start, _), face in zip(dump["sources"], dump["glyph_faces"], strict=True)
    }
    assert drawn[text.index("长")] == drawn[text.index("度")]
    assert not drawn[text.index("长")].startswith(("LM", "LatinModern", "DejaVu"))


def test_a_formula_alone_finds_faces_too_and_a_pages_faces_win() -> None:
    chinese_face()
    tex = r"\text{长}"
    assert lomo.typeset(tex).dump() == lomo.typeset(tex, faces=faces_for(tex, Style())).dump()
    with pytest.raises(MathError) as refused:
        lomo.typeset(tex, faces=faces_for(tex, HERE))
    assert refused.value.offset == tex.index("长")


def test_what_no_face_covers_goes_to_the_text_route_and_is_counted() -> None:
    rendering = lomo.render("so $x = \\text{\ue000}$ is", HERE)
    assert (rendering.route, rendering.reason) == ("text", "math_refused")
    assert rendering.missing == {"\ue000": 1}
    with pytest.raises(lomo.MissingGlyphError):
        lomo.render("so $x = \\text{\ue000}$ is", HERE, on_missing_glyph="error")


def test_packaged_faces_serve_other_scripts_without_the_system() -> None:
    for word in ("длина", "ความยาว", "μήκος"):
        rendering = lomo.render(rf"so $x = \text{{{word}}}$ is", HERE)
        assert (rendering.reason, rendering.fonts, rendering.missing) == ("math", {}, {})


def test_threads_give_the_layouts_of_one() -> None:
    jobs = [(tex, display) for tex in FORMULAS + REFUSED for display in (True, False)] * 25

    def outcome(job: tuple[str, bool]) -> object:
        try:
            return set_here(job[0], display=job[1]).dump()
        except MathError as error:
            return str(error), error.offset, error.length

    alone = [outcome(job) for job in jobs]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(outcome, jobs)) == alone


TEX_WORDS = [
    *"{}[]^_'$&%#~,.1xα中 ",
    "\\",
    *[
        rf"\{word}"
        for word in r"frac sqrt over left( right) \ text{ begin{cases} end{cases} sum hat not".split()
    ],
]


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=30), st.lists(st.sampled_from(TEX_WORDS), max_size=25).map("".join)))
def test_any_string_is_set_or_refused(tex: str) -> None:
    set_or_refused(tex)


@pytest.mark.parametrize("tex", ["\ud800", "\\text{\udfff}", "a\x00b", "\x1b", "\\\x00", "\\", "", " "])
def test_odd_characters_are_set_or_refused(tex: str) -> None:
    set_or_refused(tex)


def set_or_refused(tex: str) -> None:
    offset, length, message = 0, 0, "set"
    try:
        assert isinstance(set_here(tex), _native.Layout)
    except MathError as error:
        offset, length, message = error.offset, error.length, error.message
    assert 0 <= offset <= offset + length <= len(tex)
    assert message


def test_nearly_all_real_formulas_are_set() -> None:
    folder = os.environ.get("LOMO_CORPUS_DIR")
    if not folder:
        pytest.skip("LOMO_CORPUS_DIR is not set: no real formulas to set")
    lines = (Path(folder) / "formulas-dev.jsonl").read_text(encoding="utf-8").splitlines()
    refused = []
    for formula in map(json.loads, lines):
        try:
            native.typeset(formula["text"], display=formula["display"], size_px=26.0)
        except MathError as error:
            refused.append(f"{formula['text']!r}: {error}")
    assert len(refused) / len(lines) < 0.05, refused[:20]


@pytest.mark.parametrize(
    ("tex", "offset"),
    [
        (r"\left( x^\middle| y \right)", 9),
        (r"\left( \sqrt[\middle|]{x} \right)", 13),
        (r"\left( a \middle| b \over c \right)", 20),
        (r"\left( a \over b \middle| c \right)", 17),
        (r"\left( \text{\(\middle|\)} \right)", 15),
        (r"\sideset{a}{^b}\sum", 0),
        (r"\begin{aligned}[x+1] a\end{aligned}", 0),
        (r"\begin{pmatrix*}[q] a\end{pmatrix*}", 0),
        (r"\hskip 1em plus x", 0),
        (r"x\kern-9em", 0),
    ],
)
def test_what_would_be_lost_is_refused(tex: str, offset: int) -> None:
    with pytest.raises(MathError) as caught:
        set_here(tex)
    assert caught.value.offset == offset


@pytest.mark.parametrize(
    ("tex", "same"),
    [
        (r"a\hskip1em plus 1fil b", r"a\hskip1em b"),
        (r"a\mskip5mu plus 2mu minus 1mu bc", r"a\mskip5mu bc"),
        (r"a\kern3pt minus", r"a\kern3pt{}minus"),
        ("f\u2061(x)\u2062y", "f(x)y"),
        ("x\u200b^2", "x^2"),
        ("a\u00adb\ufeff", "ab"),
        (r"\begin{aligned}[c]a\end{aligned}", r"\begin{aligned}a\end{aligned}"),
    ],
)
def test_what_draws_nothing_changes_nothing(tex: str, same: str) -> None:
    drawn, expected = set_here(tex).dump(), set_here(same).dump()
    assert [glyph[0] for glyph in drawn["glyphs"]] == [glyph[0] for glyph in expected["glyphs"]]
    assert drawn["width"] == pytest.approx(expected["width"])


def test_a_break_in_a_macro_stands_after_its_arguments() -> None:
    assert len(set_here(r"\def\b#1{#1+y\allowbreak}\b{abc}+x").dump()["glyphs"]) == 7


def test_a_mark_after_a_capital_ends_no_sentence() -> None:
    widths = {mark: set_here(rf"\text{{A{mark} b}}").width for mark in ".?!:"}
    narrow = {mark: set_here(rf"\text{{A{mark}}}").width + set_here(r"\text{ b}").width for mark in ".?!:"}
    assert widths == pytest.approx(narrow)


def test_column_material_counts_as_an_expansion() -> None:
    with pytest.raises(MathError, match="expands to too much"):
        set_here(r"\begin{array}{>{" + r"\/" * 10_000 + "}c}" + r"\\" * 9_000 + r"\end{array}")


def test_a_row_that_begins_with_a_bracket_knows_its_places() -> None:
    tex = r"\begin{matrix}a\\[x]\end{matrix}"
    drawn = set_here(tex).dump()
    assert [tex[start:end] for start, end in drawn["sources"]] == ["a", "[", "x", "]"]
