"""Markdown as a reader would see it: what is drawn how, and that every character is drawn or is markup."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import lomo
from lomo import _native
from lomo.config import Config, Style
from lomo.record.remake import remake
from lomo.render.faces import styled
from lomo.render.manuscript import Manuscript
from lomo.render.markdown import manuscript_of

STYLE = Style(markup="markdown", system_fonts=False)

DOCUMENT = """# Title with $x^2$

Plain, *italic*, **bold**, ***both***, ~~gone~~ and `code`.
A second line.

1. one
2. two
   - nested **deep**

> quoted
> > twice

| a | b |
|:-:|--:|
| 1 | $y$ |

```python
def f():
    return 1
```

---

[text](https://e.org/x) and &amp; and \\* and <https://e.org>.
"""


def written(text: str) -> Manuscript:
    return manuscript_of(text, lomo.blocks(text))


def looks(text: str) -> dict[str, str]:
    """The words of each role."""
    script = written(text)
    found: dict[str, str] = {}
    for start, end, look in script.runs:
        found[look.role] = found.get(look.role, "") + script.text[start:end]
    return found


def account(text: str, rendering: lomo.Rendering) -> list[int]:
    """How often each character is taken as drawn or as markup."""
    drawn = np.zeros(len(text), int)
    for page in rendering.pages:
        items = _native.item_boxes(page.layout)
        for start, end in {(row[5], row[6]) for row in items.tolist() if row[1] < row[3] and row[5] >= 0}:
            assert page.source[0] <= start <= end <= page.source[1]
            drawn[start:end] = 1
    if rendering.route == "math":
        for block in lomo.blocks(text):
            if block.kind == "math":
                drawn[block.start : block.end] = 1
    for start, end in rendering.markup:
        drawn[start:end] += 1
    return [int(one) for one in drawn]


def check_account(text: str) -> lomo.Rendering:
    rendering = lomo.render(text, STYLE)
    counts = account(text, rendering)
    for place, (count, c) in enumerate(zip(counts, text, strict=True)):
        assert count < 2, f"{place}: {c!r} is markup and drawn"
        assert count == 1 or not _native.needs_glyph(c), f"{place}: {c!r} is neither drawn nor markup"
    edges = [page.source for page in rendering.pages]
    assert (edges[0][0], edges[-1][1]) == (0, len(text))
    assert all(a[1] == b[0] for a, b in pairwise(edges))
    return rendering


def test_none_is_the_default_and_draws_the_characters() -> None:
    assert Style().markup == "none"
    assert lomo.render(DOCUMENT, Style(system_fonts=False)).markup == ()


def test_each_character_is_drawn_or_markup() -> None:
    rendering = check_account(DOCUMENT)
    marks = "".join(DOCUMENT[start:end] for start, end in rendering.markup)
    assert not any(c.isalnum() for c in marks)
    assert rendering.reason == "math"


def test_looks_follow_the_marks() -> None:
    found = looks(DOCUMENT)
    assert found["italic"] == "italic"
    assert found["bold_italic"] == "both"
    assert found["bold"] == "Title with $x^2$bolddeepab"
    assert found["mono"].startswith("codedef f():\n    return 1")
    script = written(DOCUMENT)
    assert [script.text[a:b] for a, b, look in script.runs if look.strike] == ["gone"]
    assert [script.text[a:b] for a, b, look in script.runs if look.underline] == ["text", "https://e.org"]


def test_the_faces_are_those_of_the_roles() -> None:
    used = {face for page in lomo.render(DOCUMENT, STYLE).pages for face in page.layout.face_ids()}
    assert {styled()[role].native.id for role in ("bold", "italic", "bold_italic")} <= used


def test_the_visible_text() -> None:
    text = "# A\n\n- b *c*\n- [x] d\n\n[e](f) &lt; \\* a  \nb"
    assert written(text).text == "A\n•\u00a0b c\n☑\u00a0d\ne\u00a0(f) < * a\nb\n"


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("**a** *b* _c_ ~~d~~", ["**", "**", "*", "*", "_", "_", "~~", "~~"]),
        ("a * b ** c _ d", []),
        ("# a #", ["#", "#"]),
        ("a\n===", ["==="]),
        ("> a\nb", [">"]),
        ("> > a", [">", ">"]),
        ("```\na\n```", ["```", "```"]),
        ("|a|b|\n|-|-|\n|c|d|", ["|", "|", "|", "|-|-|", "|", "|", "|"]),
        ("|a|\\||\n|-|-|\n|c|d|e|", []),  # a cell too many: as it stands
        ("[http://e.org](http://e.org)", ["[", "](http://e.org)"]),
        ("<b>a</b> <i>b", ["<b>", "</b>"]),
        ("x<sup>2</sup><br>y", ["<sup>", "</sup><br>"]),
        ("a&nbsp;b", ["&nbsp;"]),
        ("[a]: http://e.org", []),
        ("<div>\n*a*\n</div>", ["*", "*"]),
        ("(____) and (____)", []),
        ("**注：**这", ["**", "**"]),
        ("__init__.py and a_b_c", ["__", "__"]),
        ("$a_1$ and $b_2 * c * d$", []),
        ("![a](b.png)", ["![", "]"]),
    ],
)
def test_what_is_markup(text: str, marks: list[str]) -> None:
    rendering = check_account(text)
    assert [text[start:end] for start, end in rendering.markup] == marks


def test_a_formula_is_not_read_as_markdown() -> None:
    text = r"*a* $x_1*y_1*z$ **b** \(p_q*r*\) | $|x|$ |"
    rendering = check_account(text)
    assert rendering.route == "math"
    assert [text[a:b] for a, b in rendering.markup] == ["*", "*", "**", "**"]
    script = written(text)
    assert [script.text[f.start : f.start + 5] for f in script.formulas] == ["$x_1*", r"\(p_q", "$|x|$"]


def test_a_refused_formula_is_drawn_as_it_stands() -> None:
    text = "**a** $\\nosuchcommand{x}$\n\n- $y$"
    rendering = check_account(text)
    assert (rendering.route, rendering.reason) == ("text", "math_refused")


def test_line_ends_are_kept_but_those_of_a_text_width() -> None:
    long = "a line of prose that was wrapped at some sixty characters and"
    assert written(f"{long}\ngoes on here\nA. first\nB. second").text == (
        f"{long} goes on here\nA. first\nB. second\n"
    )
    assert written(f"{long}.\nit").text == f"{long}.\nit\n"


def test_code_keeps_its_lines() -> None:
    text = "    if x:\n        y\n\n    z\n\n~~~\n\ta\n~~~\n\n[asy]\nx * y * z;\n\nw\n[/asy]"
    assert written(text).text == "if x:\n    y\n\nz\n\ta\n[asy]\nx * y * z;\n\nw\n[/asy]\n"
    check_account(text)


def test_every_kind_of_line_end() -> None:
    text = "# a\r\n\r\n- b\r- c  \r\nd\r\n\r\n```\r\ne\r\n```"
    check_account(text)
    assert written(text).text.replace("\r", " ").split() == ["a", "•", "b", "•", "c", "d", "e"]


PIECES = [
    *("a|B |中|。| |\n|\n\n|*|**|_|`|```|~~|# |- |1. |> |[|](|)|![|<b>|</b>|<br>".split("|")),
    *("&amp;|&|\\|    |\t|---|$x$|$$y$$|http://e.org/a_b|\r\n|\0|[x] |====|שלום".split("|")),
    *("|", "|-|\n"),
]


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(PIECES),
        min_size=1,
        max_size=30,
    ).map("".join)
)
def test_any_text_is_accounted_for(text: str) -> None:
    check_account(text)


HOSTILE = {
    "quotes": ">" * 10_000 + " x",
    "brackets": "[" * 10_000,
    "links": "[a](" * 2500,
    "stars": "*a " * 3000,
    "unclosed": "**a *b " * 1000,
    "tags": "<b>" * 3000,
    "lists": "".join(" " * (2 * depth) + "- x\n" for depth in range(150)),
    "markers": "- " * 3000 + "x",
    "columns": "|a" * 300 + "|\n" + "|-" * 300 + "|\n" + "|b" * 300 + "|",
    "rows": "|a|b|\n|-|-|\n" + "|c|d|\n" * 500,
    "images": "![" * 3000,
    "entities": "&#0;&#x110000;&nosuch;&amp" * 300,
    "surrogates": "**\ud800** `\udfff`",
    "nothing": "\n \n\t\n",
    "only marks": "#\n\n>\n\n-\n\n```",
}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.timeout(60)
def test_hostile_text_is_bounded_and_accounted_for(name: str) -> None:
    check_account(HOSTILE[name])


def test_pages_split_between_lines() -> None:
    style = STYLE.model_copy(update={"max_pixels": 60_000, "width_px": 300})
    rendering = lomo.render(DOCUMENT * 3, style)
    assert len(rendering.pages) > 3
    assert all(page.image.size <= 60_000 for page in rendering.pages)
    sources = [page.source for page in rendering.pages]
    assert "".join((DOCUMENT * 3)[start:end] for start, end in sources) == DOCUMENT * 3


def test_no_page_ends_below_a_heading() -> None:
    text = "".join(f"para {n}\n\n## Head {n}\n\nbody {n}\n\n" for n in range(12))
    style = STYLE.model_copy(update={"max_pixels": 30_000, "width_px": 200})
    rendering = lomo.render(text, style)
    assert len(rendering.pages) > 2
    for page in rendering.pages[:-1]:
        last = text[: page.source[1]].rstrip("# \n").splitlines()[-1]
        assert not last.startswith("#")


def test_a_record_is_made_again_from_its_provenance() -> None:
    config = Config.from_dict({"position": "full", "style": {"markup": "markdown"}, "boxes": True})
    made = lomo.substitute(DOCUMENT, key="k", seed=5, config=config)
    assert made.provenance["style"]["markup"] == "markdown"
    told = json.loads(json.dumps(made.provenance))
    assert remake(told) == [picture.png() for picture in made.pictures]
    assert "".join(p if isinstance(p, str) else p.source for p in made.parts) == DOCUMENT
    boxes = made.pictures[0].boxes
    assert boxes is not None
    assert {DOCUMENT[box.start : box.end] for box in boxes.formulas} == {"$x^2$", "$y$"}


@pytest.mark.timeout(900)
def test_real_prompts_are_accounted_for() -> None:
    if "LOMO_CORPUS_DIR" not in os.environ:
        pytest.skip("LOMO_CORPUS_DIR is not set: the real prompts are not here")
    path = Path(os.environ["LOMO_CORPUS_DIR"]) / "spans-dev.jsonl"
    texts = [json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines()]
    marked = 0
    for text in texts:
        script = written(text)
        assert len(script.formulas) == sum(block.kind == "math" for block in lomo.blocks(text))
        taken = np.zeros(len(text), int)
        for _, start, end in script.stretches:
            taken[start:end] += 1
        for start, end in script.markup():
            taken[start:end] += 1
        assert all(n == 1 or (n == 0 and c.isspace()) for n, c in zip(taken, text, strict=True))
        marked += bool(script.markup())
    assert marked > 300
    some = [text for text in texts if any(mark in text for mark in ("```", "**", "\n- ", "\n# ", "|--"))]
    for text in some[::8]:
        check_account(text)


def test_the_ledger_of_a_page_adds_up_and_misses_a_deleted_glyph() -> None:
    (page,) = lomo.render(DOCUMENT, STYLE).pages
    account = page.ledger()
    assert account.complete
    assert account.counts["lost"] == 0
    assert account.counts["markup"] > 50
    wiped = page.grey.copy()
    place = DOCUMENT.index("Plain")
    (box,) = [row for row in _native.item_boxes(page.layout).tolist() if row[5] == place]
    (x, y) = page.origin
    wiped[y + box[2] : y + box[4], x + box[1] : x + box[3]] = 255
    faults = replace(page, grey=wiped).ledger().faults
    assert {(fault.kind, fault.start) for fault in faults} == {("unpainted", place), ("no_ink", place)}


HARD = (
    DOCUMENT,
    "# Office *fi* **\u4e2d\u6587**\n\n- [x] a &lt;b&gt; \\* `x\ty`\n- \u0645\u0631\u062d\u0628\u0627 (1)\n\n---",
    "> caf\u0065\u0301 ~~s~~ \ue000 and ***both*** in **\u0441\u043b\u043e\u0432\u0430**",
    "| a | $x^2$ |\n|--|:-:|\n| 1<br>2 | ``` ` ``` |\n\n$$\\frac{a}{b} \\overline{c}\\tag{1}$$\n\n12. [t](http://a.b/c)",
    "```py\nif x:\n\treturn 'fi'\n```\n\n<u>u</u> H<sub>2</sub>O\n\n    code",
)


@pytest.mark.parametrize("text", HARD)
@pytest.mark.parametrize("max_pixels", [2_560_000, 40_000])
def test_every_single_loss_is_seen(text: str, max_pixels: int) -> None:
    style = STYLE.model_copy(update={"max_pixels": max_pixels, "system_fonts": False})
    lost = 0
    for page in lomo.render(text, style).pages:
        assert page.ledger().complete, page.ledger().faults
        boxes = _native.item_boxes(page.layout)
        counts = [int((boxes[:, 0] == kind).sum()) for kind in (0, 1)]
        items = [(one, index) for one, count in enumerate(counts) for index in range(count)]
        for kind, index in items:
            if kind == 1 and boxes[counts[0] + index, 5] < 0:
                continue  # a box or line beside the text stands for no character
            without = _native.without_item(page.layout, kind, index)
            image, x, y = _native.paint(without, 10, 1 << 24)
            # Left out of the layout; and set, but never painted.
            assert not replace(page, layout=without, grey=image, origin=(x, y)).ledger().complete
            if not np.array_equal(image, page.grey):
                assert not replace(page, grey=image, origin=(x, y)).ledger().complete
            lost += 1
    assert lost > 20


def test_a_page_of_markdown_is_held_against_its_own_passage() -> None:
    (page,), (other,) = (lomo.render(text, STYLE).pages for text in ("**ab** c", "**ax** c"))
    strange = replace(page, layout=other.layout, grey=other.grey, origin=other.origin)
    assert {(one.kind, one.start) for one in strange.ledger().faults} == {("gone", 3), ("stranger", 3)}


def test_lists_and_quotes_of_right_to_left_text_are_mirrored() -> None:
    arabic, hebrew = "\u0645\u0631\u062d\u0628\u0627", "\u05e9\u05dc\u05d5\u05dd"
    words = "\u0633\u0644\u0627\u0645 " * 12
    text = f"- {arabic} {words}\n  - {hebrew}\n- a {arabic}\n\n> {hebrew}\n\n7. {hebrew}"
    (page,) = lomo.render(text, STYLE.model_copy(update={"width_px": 300})).pages
    rows = _native.item_boxes(page.layout).tolist()
    width = page.layout.width

    def box(start: int) -> tuple[int, int]:
        """From where to where the item of a character reaches along the page."""
        ((x0, x1),) = [(row[1], row[3]) for row in rows if row[5] <= start < row[6]]
        return x0, x1

    first, nested = box(0), box(text.index("  -") + 2)
    lines = [line for line in page.layout.dump()["lines"] if line[5] < text.index("  -")]
    assert len(lines) > 1
    edges = [line[0] + line[2] for line in lines]
    assert first[1] > width - 20  # the marker hangs at the right
    assert edges[0] > width - 20
    assert all(edge < first[0] for edge in edges[1:])  # further lines stand left of it
    assert nested[1] < first[0]
    assert box(text.index(hebrew))[1] < nested[0]
    left_to_right = box(text.index("- a"))
    assert left_to_right[0] < 30
    assert box(text.index("- a") + 2)[0] > left_to_right[1]
    (bar,) = [row for row in rows if row[5] < 0]
    assert bar[3] == pytest.approx(width, abs=1)
    assert box(text.index("> ") + 2)[1] < bar[1]
    assert box(text.index("7"))[0] > box(text.index("7. ") + 3)[1]
    assert page.ledger().complete
