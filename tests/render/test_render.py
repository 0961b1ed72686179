"""A span goes through lomo.render: the right route and reason come out, nothing is lost, every limit holds."""

from __future__ import annotations

import io
import subprocess
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

import lomo
from lomo import _native
from lomo.colour import rgb
from lomo.config import Config, Engine, Style
from lomo.distort.operations import Operation
from lomo.record.draw import distorted_pages
from lomo.render import installed
from lomo.render.faces import faces_for, packaged
from lomo.render.fit import finish_of

HERE = Style(system_fonts=False)
PROSE = "The mill turns while the river runs, and the miller counts his sacks of flour by the door. "

pieces = st.sampled_from(
    [
        "word ",
        "Größe ",
        "数据。",
        "\n",
        "\n\n",
        "$x^2$ ",
        "$$y = 2$$ ",
        r"\(a+b\) ",
        "`code` ",
        "שלום ",
        "$5 ",
        "\ue000",
        "é",
    ]
)


@settings(max_examples=60, deadline=None)
@given(st.one_of(st.text(min_size=1, max_size=80), st.lists(pieces, min_size=1, max_size=12).map("".join)))
def test_pages_partition_any_text(text: str) -> None:
    rendering = lomo.render(text, HERE)
    edges = [page.source for page in rendering.pages]
    assert edges[0][0] == 0
    assert edges[-1][1] == len(text)
    assert all(a[1] == b[0] for a, b in pairwise(edges))
    for page in rendering.pages:
        assert page.image.dtype == np.uint8
        assert page.image.ndim == 3
        assert page.image.flags.c_contiguous
        assert page.image.flags.owndata


@pytest.mark.parametrize(
    ("text", "route", "reason", "engine"),
    [
        ("It costs $5 and $10.", "text", "no_math", "none"),
        ("Solve $x^2 = 4$ now.", "math", "math", "mathtext"),
        (r"Solve \[\frac{a}{b}\] now.", "math", "math", "mathtext"),
        (r"See $\begin{pmatrix}1\end{pmatrix}$.", "text", "math_refused", "none"),
        (r"Here $\nosuchcommand$ and $x$.", "text", "math_refused", "none"),
    ],
)
def test_the_route_and_its_reason(text: str, route: str, reason: str, engine: str) -> None:
    rendering = lomo.render(text, HERE, engine="mathtext")
    assert (rendering.route, rendering.reason, rendering.engine) == (route, reason, engine)
    assert bool(rendering.detail) == (reason == "math_refused")


@pytest.mark.parametrize(
    ("text", "route", "reason", "engine"),
    [
        ("It costs $5 and $10.", "text", "no_math", "none"),
        ("Solve $x^2 = 4$ now.", "math", "math", "native"),
        (r"See $\begin{pmatrix}1\end{pmatrix}$.", "math", "math", "native"),
        (r"Here $\boxed{x}$.", "math", "math", "native"),
        (r"Here $\nosuchcommand$ and $x$.", "text", "math_refused", "none"),
        (r"Here $\left( x$ is open.", "text", "math_refused", "none"),
    ],
)
def test_the_route_and_its_reason_by_default(text: str, route: str, reason: str, engine: str) -> None:
    rendering = lomo.render(text, HERE)
    assert (rendering.route, rendering.reason, rendering.engine) == (route, reason, engine)
    assert bool(rendering.detail) == (reason == "math_refused")


def test_a_refusal_says_where_in_the_span() -> None:
    text = r"A word, then $a + \nosuchcommand$ and more."
    detail = lomo.render(text, HERE, engine="mathtext").detail
    assert "nosuchcommand" in detail
    assert f"character {text.index(chr(92))}" in detail


def test_the_faces_of_formulas_are_accounted_for() -> None:
    fonts = lomo.render("so $x$ is", HERE, engine="mathtext").fonts
    assert list(fonts) == ["matplotlib/cmmi10.ttf"]
    assert all(len(digest) == 64 for digest in fonts.values())
    assert lomo.render("so x is", HERE).fonts == {}


@pytest.mark.parametrize("engine", ["native", "mathtext"])
def test_a_refused_formula_is_drawn_as_it_stands(engine: Engine) -> None:
    text = r"$\nosuchcommand$"
    dump = lomo.render(text, HERE, engine=engine).pages[0].layout.dump()
    assert {i for start, end in dump["sources"] for i in range(start, end)} == set(range(len(text)))


@pytest.mark.parametrize("engine", ["native", "mathtext"])
def test_formulas_are_in_the_layout_with_their_source(engine: Engine) -> None:
    text = "so $x$ is"
    dump = lomo.render(text, HERE, engine=engine).pages[0].layout.dump()
    assert (4, 5) in dump["sources"]
    math = [
        start for (index, *_), (start, _) in zip(dump["glyphs"], dump["sources"], strict=True) if index >= 0
    ]
    assert math == ([4] if engine == "native" else [])  # of Latin Modern Math


@pytest.mark.parametrize(
    ("text", "alone"),
    [
        ("words $$x$$ words", False),
        ("$$x$$ words", True),
        ("words $$x$$", True),
        ("words\n$$x$$\nwords", True),
        (r"words \[x\] words", True),
        (r"words \begin{align}x\end{align} words", True),
    ],
)
def test_display_formulas_between_words_of_a_line_are_set_inline(text: str, alone: bool) -> None:
    (block,) = [b for b in lomo.blocks(text) if b.kind == "math"]
    assert block.display
    assert _alone(text) == [alone]


def test_the_last_of_several_display_formulas_on_a_line_is_set_inline_too() -> None:
    text = "Choose one.\n(A) $$30$$ (B) $$60$$ (C) $$90$$\n"
    assert _alone(text) == [False] * 3


@pytest.mark.parametrize("text", ["$$x$$ $$y$$", "$$x$$$$y$$\n", "words\n $$x$$  $$y$$ \nwords"])
def test_several_display_formulas_on_a_line_without_words_stand_alone_each(text: str) -> None:
    assert _alone(text) == [True] * 2


@settings(deadline=None)
@given(st.lists(st.sampled_from(["$$x$$", "$$a\nb$$", "$y$", "$$", " ", "\n", "\n\n", "word"]), max_size=24))
def test_formulas_are_placed_together_as_each_is_by_itself(parts: list[str]) -> None:
    text = "".join(parts)
    math = _native.Blocks(text).formulas
    assert _native.formula_places(text, math) == [
        place for one in math for place in _native.formula_places(text, [one])
    ]


def test_the_line_around_many_displays_is_looked_at_once() -> None:
    assert _alone("a" * 500_000 + " $$x$$" * 100_000) == [False] * 100_000


def _alone(text: str) -> list[bool]:
    """Of each formula, whether it gets a line of its own."""
    math = [(b.start, b.end, b.display) for b in lomo.blocks(text) if b.kind == "math"]
    return [alone for *_, alone in _native.formula_places(text, math)]


def test_the_rows_of_a_table_stay_whole_and_its_columns_below_each_other() -> None:
    text = "| Access | Search |\n|:------:|:------:|\n| iiii   | mmmm   |\n"
    layout = lomo.render(text, HERE).pages[0].layout.dump()
    assert len(layout["lines"]) == 3
    bars = [i for i, c in enumerate(text) if c == "|"]
    places = {source[0]: glyph[2] for glyph, source in zip(layout["glyphs"], layout["sources"], strict=True)}
    assert {round(places[i], 3) for i in bars[1::3]} == {round(places[bars[1]], 3)}


def test_policies_for_missing_glyphs() -> None:
    box = lomo.render("a\ue000b\ue000", HERE)
    assert box.missing == {"\ue000": 2}
    skip = lomo.render("a\ue000b\ue000", HERE, on_missing_glyph="skip")
    assert skip.missing == {"\ue000": 2}
    assert skip.pages[0].image.shape[1] < box.pages[0].image.shape[1]
    with pytest.raises(lomo.MissingGlyphError, match=r"U\+E000.*install a font"):
        lomo.render("a\ue000b", Config(style=HERE, on_missing_glyph="error"))


def test_long_text_takes_further_pages_each_within_the_limit() -> None:
    style = HERE.model_copy(update={"max_pixels": 200_000})
    rendering = lomo.render(PROSE * 60, style)
    assert len(rendering.pages) > 2
    assert all(page.image.shape[0] * page.image.shape[1] <= 200_000 for page in rendering.pages)
    with pytest.raises(lomo.PageLimitError, match="max_pages"):
        lomo.render(PROSE * 60, style.model_copy(update={"max_pages": 2}))


TURNED = Operation("rotate_large", {"angle_deg1024": 45 * 1024}).native
GROWING = [
    Operation("rotate_large", {"angle_deg1024": 90 * 1024}).native,
    TURNED,
    Operation("wave_fold", {"axis": 0, "position_share": [32768], "shift_px64": [4096]}).native,
]


@pytest.mark.parametrize("grown", GROWING)
def test_pages_leave_room_for_the_distortion(grown: _native.Operation) -> None:
    style = HERE.model_copy(update={"max_pixels": 400_000})
    for page in lomo.render(PROSE * 40, style, grown=grown).pages:
        width, height = grown.size(page.image.shape[1], page.image.shape[0])
        assert width * height <= 400_000


def test_a_small_limit_makes_the_page_narrower() -> None:
    style = HERE.model_copy(update={"max_pixels": 40_000})
    pages = lomo.render(PROSE * 5, style, grown=TURNED).pages
    assert all(sum(page.image.shape[:2]) <= 200 * 2**0.5 + 2 for page in pages)
    assert all(page.image.shape[0] > 40 for page in pages[:-1])


def test_a_line_that_fits_no_picture_is_a_page_limit() -> None:
    with pytest.raises(lomo.PageLimitError, match="does not fit"):
        lomo.render("W" * 40, HERE.model_copy(update={"max_pixels": 4096, "width_px": 2000}))


@given(
    st.integers(1, 3000),
    st.integers(1, 3000),
    st.sampled_from([1, 14, 28, 32]),
    st.integers(1, 100),
    st.sampled_from([1.0, 2.5, 100.0]),
)
def test_padding_obeys_every_rule(width: int, height: int, step: int, side: int, aspect: float) -> None:
    style = Style(pad_to=step, min_side_px=side, max_aspect=aspect)
    w, h = finish_of(style).padded_size(width, height)
    assert w >= max(width, side)
    assert h >= max(height, side)
    assert w % step == 0 == h % step
    # Rounding up to the multiple may overshoot the aspect by less than one step.
    assert (max(w, h) - step) / min(w, h) <= aspect


@pytest.mark.parametrize("colours", [{}, {"paper": "#ffeecc"}, {"ink": "#eeeeee", "paper": "#101010"}])
@pytest.mark.parametrize("op", ["clean", "rotate_small", "blur_box", "shadow_edge"])
def test_padding_adds_paper_at_the_right_and_below_only(op: str, colours: dict[str, str]) -> None:
    style = Style.model_validate({"pad_to": 64, "system_fonts": False, **colours})
    operation = Operation(op, NUMBERS[op])
    padded, bare = (
        distorted_pages(PROSE, Config(style=one), operation).distorted[0].image
        for one in (style, style.model_copy(update={"pad_to": 1}))
    )
    (height, width), (most_height, most_width) = bare.shape[:2], padded.shape[:2]
    assert (most_height % 64, most_width % 64) == (0, 0)
    assert (most_height - height, most_width - width) < (64, 64)
    if op == "shadow_edge":  # falls on the padded page
        assert padded.shape[2] == bare.shape[2]
        return
    np.testing.assert_array_equal(padded[: height - 3, : width - 3], bare[: height - 3, : width - 3])
    paper = np.array(rgb(style.paper)[: padded.shape[2]])
    assert (padded[height:] == paper).all()
    assert (padded[:, width:] == paper).all()


NUMBERS: dict[str, dict[str, int | list[int]]] = {
    "clean": {},
    "rotate_small": {"angle_deg1024": 3000},
    "blur_box": {"side_px": 3},
    "shadow_edge": {"edge": [0], "depth_share": [20000], "slant_share": [0], "darkening_share": [20000]},
}


@given(st.integers(1, 4000), st.integers(4096, 3_000_000), st.sampled_from([None, TURNED]))
def test_the_page_height_is_the_greatest_that_fits(
    width: int, limit: int, grown: _native.Operation | None
) -> None:
    style = Style(max_pixels=limit)
    height = finish_of(style).page_height(width, grown)
    assert not finish_of(style).fits(width, height + 1, grown)
    assert height == 1 or finish_of(style).fits(width, height, grown)


def test_a_page_is_read_back_from_its_png() -> None:
    page = lomo.render(PROSE, HERE).pages[0]
    with Image.open(io.BytesIO(page.png())) as read:
        np.testing.assert_array_equal(np.asarray(read.convert("L")), page.image[:, :, 0])


def test_the_origin_is_where_the_first_baseline_meets_the_left_edge() -> None:
    page = lomo.render("HHH", HERE).pages[0]
    x, y = page.origin
    rows = np.flatnonzero((page.image[:, :, 0] < 128).any(axis=1))
    assert abs(rows[-1] + 1 - y) <= 1
    assert 0 <= x <= page.image.shape[1]


def test_packaged_faces_come_first_and_extra_faces_are_named() -> None:
    assert faces_for("abc", Style())[: len(packaged())] == packaged()
    assert packaged()[0].file == "DejaVuSans.ttf"
    with pytest.raises(lomo.InputError, match=r"no/such\.ttf: cannot be read"):
        lomo.render("abc", Style(fonts=("no/such.ttf",)))


def test_bytes_do_not_depend_on_what_was_drawn_before() -> None:
    texts = [PROSE, "Ñandú 数据 شجرة", "code `x` and $y^2$", "😀 é"]
    alone = [lomo.render(t, HERE).pages[0].png() for t in texts]
    again = [lomo.render(t, HERE).pages[0].png() for t in reversed(texts)]
    assert alone == again[::-1]


def test_fonts_that_cannot_be_listed_are_an_error_and_no_boxes(monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(*_: object, **__: object) -> None:
        raise subprocess.TimeoutExpired("fc-list", 120)

    installed._installed_face.cache_clear()
    installed.listed.cache_clear()
    monkeypatch.setattr(subprocess, "run", slow)
    with pytest.raises(lomo.InputError, match="fc-list cannot list the installed fonts"):
        lomo.render("a\U000f1234")
    installed._installed_face.cache_clear()
    installed.listed.cache_clear()


def test_upright_regular_faces_fall_back_first(monkeypatch: pytest.MonkeyPatch) -> None:
    listed = [
        ("/a/X-Bold.ttf", "200\t0\t100"),
        ("/a/X-Condensed.ttf", "80\t0\t75"),
        ("/a/X-Italic.ttf", "80\t100\t100"),
        ("/a/X-Regular.ttf", "80\t0\t100"),
        ("/b/Variable.ttf", "[0 210]\t0\t100"),
    ]
    out = "".join(f"{path}\t0\t13a0-13ff\t{look}\n" for path, look in listed)
    installed.listed.cache_clear()
    monkeypatch.setattr(
        subprocess, "run", lambda command, **_: subprocess.CompletedProcess(command, 0, out, "")
    )
    try:
        names = [
            path.rpartition("/")[2].partition(".")[0] for path, _, _ in installed.listed(installed._OUTLINES)
        ]
    finally:
        installed.listed.cache_clear()
    assert names == ["X-Regular", "Variable", "X-Condensed", "X-Bold", "X-Italic"]


def test_what_is_no_text_and_no_engine_is_told() -> None:
    with pytest.raises(lomo.InputError, match=r"expected a text \(str\) to render, got int"):
        lomo.render(5)  # type: ignore[arg-type]
    with pytest.raises(lomo.InputError, match="engine: expected one of native, mathtext, latex, got 'tex'"):
        lomo.render("no formula here", engine="tex")  # type: ignore[arg-type]


def test_results_print_without_their_pixels() -> None:
    rendering = lomo.render(PROSE)
    distorted = lomo.distort(rendering.pages[0].image, key="a")
    result = lomo.substitute(PROSE, key="a")
    height, width, _ = result.pictures[0].image.shape
    assert f"Picture({width} x {height} px, op=" in repr(result)
    for shown in (repr(rendering), repr(distorted), repr(result)):
        assert "array(" not in shown
