"""What stays together when lines are broken: URLs, paths, rows of tables, indentation, Japanese punctuation."""

from __future__ import annotations

import pytest

from lomo import _native, render
from lomo.config import Style
from lomo.render.faces import faces_for
from lomo.render.fit import units

MONO_PX = 1233 * 20 / 2048  # DejaVu Sans Mono's advance at 20 px
Line = tuple[float, str]
"""Where a line begins, in px, and its text."""


def lines_of(
    text: str, width: float, code: tuple[int, int] | None = None, code_width: float = 0
) -> list[Line]:
    faces = [face.native for face in faces_for(text, Style())]
    made = _native.Passage(faces, text, [code] if code else [], [], units(20), units(22), 4, True, None)
    broken = made.break_lines(units(width), units(code_width or width))
    ((layout, _, _),) = made.pages(broken, units(100_000))
    return [(x, text[start:end]) for x, _, _, _, _, start, end in layout.dump()["lines"]]


def texts(lines: list[Line]) -> list[str]:
    return [text.rstrip() for _, text in lines]


def test_a_url_that_fits_the_next_line_is_not_broken() -> None:
    url = "https://a.org/bb/cc/dd"
    width = render_width(url) + 1
    assert texts(lines_of(f"see also {url} now", width)) == ["see also", url, "now"]


def test_a_url_wider_than_a_line_fills_the_line_up_to_a_slash() -> None:
    lines = texts(lines_of("see https://a.org/bbbb/cccc/dddd/eeee", 130))
    assert lines[0] == "see https://"
    assert all(line.endswith("/") for line in lines[:-1])


def test_a_windows_path_wider_than_a_line_ends_lines_after_backslashes() -> None:
    lines = texts(lines_of("C:\\Users\\somebody\\Documents\\file.txt", 160))
    assert len(lines) > 1
    assert all(line.endswith("\\") for line in lines[:-1])


def test_a_run_without_opportunities_is_broken_anywhere() -> None:
    digest = "3b18e512dba79e4c8300dd08aeb37f8e728b8dad" * 3
    lines = texts(lines_of(digest, 300))
    assert "".join(lines) == digest
    assert all(len(line) > 20 for line in lines[:-1])


def test_wrapped_code_is_indented_like_its_line() -> None:
    text = "    return f(alpha, beta, gamma, delta)\n  x"
    lines = lines_of(text, 20 * MONO_PX + 1, (0, len(text)))
    assert texts(lines) == ["    return f(alpha,", "beta, gamma,", "delta)", "  x"]
    assert [x for x, _ in lines] == pytest.approx([0, 4 * MONO_PX, 4 * MONO_PX, 0], abs=0.01)


def test_the_indentation_of_wrapped_code_leaves_half_of_the_line() -> None:
    text = " " * 30 + "aaaa bbbb cccc dddd"
    lines = lines_of(text, 20 * MONO_PX + 1, (0, len(text)))
    assert [x for x, _ in lines[1:]] == pytest.approx([10 * MONO_PX] * 2, abs=1)
    assert " ".join(texts(lines)).split() == text.split()


def test_code_may_be_wider_than_text() -> None:
    text = "aaaa bbbb cccc dddd\n" + "eeee ffff gggg hhhh"
    lines = lines_of(text, 10 * MONO_PX, (20, len(text)), 40 * MONO_PX)
    assert texts(lines)[-1] == "eeee ffff gggg hhhh"
    assert len(lines) > 2


def test_code_in_a_line_of_text_is_wrapped_with_it() -> None:
    text = "aaaa bbbb `cccc` dddd eeee ffff"
    assert len(lines_of(text, 12 * MONO_PX, (10, 16), 80 * MONO_PX)) > 2


def test_tabs_of_code_are_columns() -> None:
    text = "\ta\nbb\tc"
    faces = [face.native for face in faces_for(text, Style())]
    made = _native.Passage(faces, text, [(0, len(text))], [], units(20), units(22), 4, True, None)
    ((layout, _, _),) = made.pages(made.break_lines(units(400), units(400)), units(1000))
    a, _, _, c = layout.dump()["glyphs"]
    assert (a[2], c[2]) == pytest.approx((4 * MONO_PX, 4 * MONO_PX), abs=0.01)


@pytest.mark.parametrize("before", range(9))
def test_a_tab_of_code_may_be_a_space_wide(before: int) -> None:
    text = "x" * before + "\ty"
    faces = [face.native for face in faces_for(text, Style())]
    made = _native.Passage(faces, text, [(0, len(text))], [], units(20), units(22), 4, True, None)
    ((layout, _, _),) = made.pages(made.break_lines(units(400), units(400)), units(1000))
    assert layout.dump()["glyphs"][-1][2] == pytest.approx((before // 4 + 1) * 4 * MONO_PX, abs=0.01)


@pytest.mark.parametrize("columns", [30, 90, 160])
def test_rows_of_a_table_keep_to_a_line_each(columns: int) -> None:
    row = "| " + "x" * (columns - 8) + " | y |"
    text = f"Words before the table, more than one line of them. {'word ' * 60}\n\n" + "\n".join(
        [row, "|---|---|", row, row]
    )
    (page,) = render(text).pages
    lines = page.layout.dump()["lines"]
    assert [text[start:end].strip() for *_, start, end in lines][-4:] == [row, "|---|---|", row, row]
    assert all(line[2] <= 1024 for line in lines[:-4])


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        (
            "「こんにちは」と言った。（価格は￥1,980）ちょっとキャッシュー々、です。",
            "」。）ょっャュー々、",
            "「（￥",
        ),
        ("“你好，世界！”他说：《书名》（第一卷）……完。", "，！”：》）…。", "“《（"),
        ("한국어 문장에서는 (괄호)와 “따옴표”를, 그리고 마침표를.", ")”,.", "(“"),
    ],
)
def test_punctuation_keeps_to_its_neighbour(text: str, first: str, last: str) -> None:
    for width in range(130, 400, 9):
        lines = [line for line in texts(lines_of(text, width)) if line]
        assert not [line for line in lines[1:] if line[0] in first], width
        assert not [line for line in lines[:-1] if line[-1] in last], width


def render_width(text: str) -> float:
    faces = [face.native for face in faces_for(text, Style())]
    made = _native.Passage(faces, text, [], [], units(20), units(22), 4, True, None)
    return made.total_advance / 65536
