"""Lines at the left, in the middle, at the right and from side to side: where they stand, and that nothing else
changes."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lomo import _native
from lomo.config import Style
from lomo.render.faces import faces_for
from lomo.render.fit import units

ALIGNS = ["left", "justified", "centre", "right"]
EM = 20


def page(text: str, align: str, width: float, code: list[tuple[int, int]] | None = None) -> dict[str, Any]:
    """The dump of the text's only page."""
    faces = [face.native for face in faces_for(text, Style(system_fonts=False))]
    made = _native.Passage(faces, text, code or [], [], units(EM), units(22), 4, True, None)
    lines = made.break_lines(units(width), units(width))
    lines.align = align
    assert lines.align == align
    ((layout, _, _),) = made.pages(lines, units(100_000))
    return layout.dump()


def sides(dump: dict[str, Any]) -> list[tuple[float, float]]:
    """Where each line starts and ends, in px."""
    return [(line[0], line[0] + line[2]) for line in dump["lines"]]


TEXT = "The quick brown fox jumps over the lazy dog, then sleeps until the evening.\nA new one."


def test_lines_stand_where_they_should() -> None:
    left = sides(page(TEXT, "left", 330))
    width = max(end for _, end in left)
    lengths = [end - start for start, end in left]
    assert len(left) == 4
    assert all(start == 0 for start, _ in left)
    assert sides(page(TEXT, "right", 330)) == [pytest.approx((width - one, width)) for one in lengths]
    centred = sides(page(TEXT, "centre", 330))
    assert centred == [pytest.approx(((width - one) / 2, (width + one) / 2), abs=1e-4) for one in lengths]
    justified = sides(page(TEXT, "justified", 330))
    last_of_paragraph = [0 if TEXT[line[6] - 1] == "\n" else 1 for line in page(TEXT, "left", 330)["lines"]]
    last_of_paragraph[-1] = 0
    for (start, end), length, inner in zip(justified, lengths, last_of_paragraph, strict=True):
        assert start == 0
        assert end == pytest.approx(width if inner else length)


def test_what_is_left_goes_to_the_spaces_evenly() -> None:
    text = "aa bb cc dd eeeeeeeeeeeee ffffffffffffffff"
    left, wide = page(text, "left", 200), page(text, "justified", 200)
    end = left["lines"][0][6]
    moved = [
        b[2] - a[2]
        for a, b, source in zip(left["glyphs"], wide["glyphs"], left["sources"], strict=True)
        if source[0] < end
    ]
    gained = max(end for _, end in sides(left)) - sides(left)[0][1]
    gaps = text[:end].strip().count(" ")
    words = [at for at, one in enumerate(text[:end].split()) for _ in one]
    assert gained > 3
    assert moved == [pytest.approx(gained * at / gaps, abs=1e-4) for at in words]


def test_chinese_is_justified_between_its_characters() -> None:
    text = "请根据题意计算梯子顶端下落的速度，并解释当梯子的底端接近五米时会发生什么情况。"
    if page(text, "left", 207)["glyph_faces"].count(0):
        pytest.skip("no Chinese face")
    made = page(text, "justified", 207)
    width = max(end for _, end in sides(made))
    assert all(end == pytest.approx(width) for _, end in sides(made)[:-1])


def test_a_line_that_would_be_torn_apart_stays() -> None:
    text = "a b cccccccccccccccccccccccccccccccccccccccc"
    assert sides(page(text, "justified", 440))[0] == sides(page(text, "left", 440))[0]


@pytest.mark.parametrize("text", ["one\ttwo three four five", "one two\nthree four\nfive"])
def test_tabs_and_last_lines_stay(text: str) -> None:
    assert page(text, "justified", 110)["lines"] == page(text, "left", 110)["lines"]


KEPT = [
    "Pick one of these numbers:\nA. three\nB. four",
    "Do this now and do not wait:\n- one\n- two",
    "1. one and a line that is long enough to go on below it\n2) two",
    "(a) one\n(b) two",
    "\u7b54\u6848\uff1a\n\u2460 4\n\uff082\uff09 5\n3\u3001 6",
    "def f(x):\n    return x\nf(1)",
    "if x:\n\ty\nelse it goes on and on and on",
    "ab\tc\nabcdefgh\td",
]


@pytest.mark.parametrize("align", ["centre", "right"])
@pytest.mark.parametrize("text", KEPT)
def test_lists_and_indented_lines_stay(text: str, align: str) -> None:
    made = page(text, align, 200)
    assert made["lines"] == page(text, "left", 200)["lines"]
    # The paragraph around them does, others do not.
    between = page(f"ab\n\n{text}\n\ncd", align, 200)["lines"]
    assert [line[0] > 1 for line in between] == [True, False, *[False] * len(made["lines"]), False, True]


@pytest.mark.parametrize("text", ["3.5 is\nmore than", "A.B\n-x here", "(see) it\n1234. done", " a\n12 b"])
def test_other_lines_are_centred(text: str) -> None:
    assert any(line[0] > 1 for line in page(text, "centre", 200)["lines"])


def test_right_to_left_lines_mirror() -> None:
    text = "שלום עולם זה טקסט ארוך מאוד שנשבר לשורות"
    start, end = page(text, "left", 150), page(text, "right", 150)
    width = max(right for _, right in sides(start))
    assert all(right == pytest.approx(width) for _, right in sides(start))
    assert all(left == 0 for left, _ in sides(end))
    justified = sides(page(text, "justified", 150))
    assert justified[:-1] == [pytest.approx((0, width))] * (len(justified) - 1)
    assert justified[-1] == pytest.approx(sides(start)[-1])


def test_code_stays_at_the_left() -> None:
    text = "Some words that fill the line of this page.\nif x:\n    y\nAnd words after it.\n"
    code = [(text.index("if"), text.index("And"))]
    for align in ALIGNS:
        made = page(text, align, 400, code)
        starts = {text[line[5] : line[6]].strip(): line[0] for line in made["lines"]}
        assert starts["if x:"] == starts["y"] == 0
        assert (starts["And words after it."] > 0) == (align in ("centre", "right"))


@settings(max_examples=150, deadline=None)
@given(
    st.text(st.sampled_from("ab cd. \n\t中文ابש(1)"), min_size=1, max_size=60),
    st.sampled_from(ALIGNS),
    st.integers(30, 300),
)
def test_nothing_but_x_changes(text: str, align: str, width: int) -> None:
    left, made = page(text, "left", width), page(text, align, width)
    for key in ("width", "height", "depth", "sources", "glyph_faces"):
        assert made[key] == left[key]
    assert [(g[0], g[1], g[3]) for g in made["glyphs"]] == [(g[0], g[1], g[3]) for g in left["glyphs"]]
    assert [line[5:] for line in made["lines"]] == [line[5:] for line in left["lines"]]
    assert all(start >= 0 and end <= made["width"] + 1e-4 for start, end in sides(made))


def test_an_unknown_alignment_is_refused() -> None:
    with pytest.raises(ValueError, match="expected left, justified, centre or right"):
        page("a", "middle", 100)
