"""mathtext's formulas as layouts: places, refusals, bounded memory, threads, and the user's own settings."""

from __future__ import annotations

import functools
import gc
import json
import logging
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lomo import _native
from lomo.errors import InputError, MathError
from lomo.render import mathtext
from lomo.render import mathtext_commands as commands

typeset = functools.partial(mathtext.typeset, display=True, size_px=26.0)
FORMULAS = [r"x^2 + y^2", r"\frac{a}{\sqrt{b}}", r"\sum_{i=1}^n i", r"\left(\frac12\right)", r"\text{if } x"]


def matplotlib_version() -> tuple[int, int]:
    import matplotlib

    return matplotlib.__version_info__[:2]


def dump(tex: str, **options: Any) -> dict[str, Any]:
    return mathtext.typeset(tex, **{"display": True, "size_px": 26.0, **options}).dump()


def test_a_letter_stands_on_the_baseline_in_the_asked_size() -> None:
    layout = dump("x")
    (_, size, x, y), *rest = layout["glyphs"]
    assert not rest
    assert not layout["rules"]
    assert size == 26.0
    assert (x, y) == pytest.approx((0, 0), abs=0.03)
    assert layout["width"] == pytest.approx(0.5715 * 26, abs=0.05)
    assert layout["height"] == pytest.approx(0.4306 * 26, abs=0.4)


def test_a_fraction_has_its_parts_in_order() -> None:
    layout = dump(r"\frac{a}{b}")
    (_, _, _, above), (_, _, _, below) = layout["glyphs"]
    ((_, rule, width, thickness),) = layout["rules"]
    assert below < rule < above
    assert layout["height"] > above
    assert layout["depth"] > -below
    assert 0 < thickness < 3
    assert 0 < width < layout["width"]


def test_scripts_are_smaller_and_off_the_baseline() -> None:
    layout = dump("x_i^2")
    (_, full, _, base), *scripts = layout["glyphs"]
    assert {round(size / full, 3) for _, size, _, _ in scripts} == {0.7}
    assert min(y for *_, y in scripts) < base < max(y for *_, y in scripts)


def test_a_radical_covers_its_body() -> None:
    layout = dump(r"\sqrt{x}")
    ((x, y, width, _),) = layout["rules"]
    letter = layout["glyphs"][-1]
    assert x < letter[2] < x + width
    assert y > 0.43 * 26


def test_delimiters_are_never_smaller_than_in_a_line_of_text() -> None:
    plain = dump("(x)")["glyphs"][0][1]
    assert dump(r"\left(x\right)")["glyphs"][0][1] == pytest.approx(plain, rel=0.1)
    assert dump(r"\left(\frac{\frac{a}{b}}{\frac{c}{d}}\right)")["height"] > dump(r"\left(x\right)")["height"]


def test_a_slanted_last_letter_stays_inside_the_width() -> None:
    """``$V$ is``: in plain mathtext the letter ends 0.15 em beyond the formula's width."""
    layout = typeset("V")
    pixels, origin_x, _ = _native.paint(layout, 0, 1_000_000)
    assert pixels.shape[1] - origin_x <= layout.width + 1


def test_bars_of_fractions_in_a_row_stay_apart() -> None:
    (x, _, width, _), (after, *_) = dump(r"\frac{a}{b}\frac{c}{d}")["rules"]
    assert after - (x + width) >= 0.2 * 26


def test_braces_stand_as_low_as_parentheses() -> None:
    def low(tex: str) -> int:
        pixels, _, origin_y = _native.paint(typeset(tex), 0, 1_000_000)
        return int(pixels.shape[0] - origin_y)

    assert abs(low(r"\{x\}") - low("(x)")) <= 1


def test_sizes_scale_exactly() -> None:
    small, large = dump(r"\frac{x^2}{\sqrt y}", size_px=13.0), dump(r"\frac{x^2}{\sqrt y}", size_px=52.0)
    for key in ("glyphs", "rules"):
        for one, four in zip(small[key], large[key], strict=True):
            assert np.asarray(four[1:]) == pytest.approx(4 * np.asarray(one[1:]), abs=1e-3)


def test_every_glyph_stands_for_the_whole_source() -> None:
    assert set(dump("a+b")["sources"]) == {(0, 3)}


def test_ink_lies_where_the_layout_says() -> None:
    pixels, origin_x, origin_y = _native.paint(typeset(r"\frac{a}{b}"), 0, 1_000_000)
    ink = pixels[:, :, 0] < 128
    ((x, y, width, thickness),) = dump(r"\frac{a}{b}")["rules"]
    row = origin_y - round(y + thickness / 2)
    assert ink[row, origin_x + round(x) + 1 : origin_x + round(x + width) - 1].all()


@pytest.mark.parametrize(
    "name", sorted(commands.ORDINARY | commands.BINARY | commands.RELATIONS | commands.OPERATORS)
)
def test_every_listed_symbol_has_a_glyph(name: str) -> None:
    assert typeset(rf"\{name}").dump()["glyphs"]


@pytest.mark.parametrize("name", sorted(commands.REPLACED))
def test_every_replacement_is_set(name: str) -> None:
    typeset(rf"x\{name} y")


@pytest.mark.parametrize("name", sorted(commands.TEMPLATES))
def test_every_template_is_set(name: str) -> None:
    tex = rf"x\{name}{'{a}{b}'[: 3 * commands.TEMPLATES[name][0]]} y"
    if name in ("phantom", "hphantom", "underline") and matplotlib_version() < (3, 11):
        with pytest.raises(MathError, match="Unknown symbol"):
            typeset(tex)
    else:
        typeset(tex)


@pytest.mark.parametrize("char", sorted(commands.CHARACTERS))
def test_every_listed_character_is_set(char: str) -> None:
    typeset(f"x{char}y")


@pytest.mark.parametrize("name", sorted(commands.ACCENTS))
def test_every_accent_adds_a_glyph(name: str) -> None:
    assert len(dump(rf"\{name}{{x}}")["glyphs"]) == 2


@pytest.mark.parametrize(
    "tex",
    [
        r"\text{如果}",
        "中",
        r"\mathrm{你}",
        "a（b",
        "x\u00a4",
        r"\text{\u00e9}",
        "🙂",
        r"\begin{matrix}1\end{matrix}",
    ],
)
def test_a_missing_glyph_is_refused(tex: str) -> None:
    with pytest.raises(MathError):
        typeset(tex)


def test_a_missing_glyph_is_refused_whatever_the_log_level(caplog: pytest.LogCaptureFixture) -> None:
    logging.disable(logging.CRITICAL)
    try:
        with pytest.raises(MathError, match="no glyph"):
            typeset("中")
    finally:
        logging.disable(logging.NOTSET)
    with pytest.raises(MathError, match="no glyph"):
        typeset("中")
    assert not caplog.records


def test_where_matplotlib_is_missing_the_extra_is_named() -> None:
    code = (
        "import sys; sys.modules['matplotlib'] = None; from lomo.render import mathtext; mathtext.require()"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert run.returncode == 1
    assert "InputError: the engine mathtext needs matplotlib" in run.stderr
    assert 'pip install "lomo[mathtext]"' in run.stderr


def test_other_users_of_matplotlib_keep_their_log(caplog: pytest.LogCaptureFixture) -> None:
    mathtext.require()
    logging.getLogger("matplotlib.mathtext").warning("theirs")
    assert [record.message for record in caplog.records] == ["theirs"]


def test_a_failed_formula_leaves_nothing_behind() -> None:
    before = dump(r"x = \sin^2 y")
    for bad in (r"\sin^2\sum_{中}", r"\sin_中", r"\operatorname{f}^中"):
        with pytest.raises(MathError):
            typeset(bad)
        assert dump(r"x = \sin^2 y") == before


def test_the_users_settings_do_not_reach_the_formula() -> None:
    import matplotlib

    before = [dump(tex) for tex in FORMULAS]
    theirs = {
        "mathtext.fontset": "stix",
        "mathtext.default": "bf",
        "font.family": "monospace",
        "font.weight": "bold",
        "font.size": 40,
        "mathtext.fallback": None,
    }
    with matplotlib.rc_context(theirs):
        assert [dump(tex) for tex in FORMULAS] == before
        assert matplotlib.rcParams["mathtext.default"] == "bf"


def test_the_callers_stack_does_not_decide() -> None:
    tex = r"\frac{1}{" * 12 + "x" + "}" * 12
    expected = dump(tex)

    def deeper(levels: int) -> dict[str, Any]:
        return deeper(levels - 1) if levels else dump(tex)

    assert deeper(sys.getrecursionlimit() // 2) == expected


@pytest.mark.parametrize("size_px", [0.5, 0, -1, 1001, float("nan")])
def test_sizes_out_of_range(size_px: float) -> None:
    with pytest.raises(InputError, match="size_px"):
        mathtext.typeset("x", display=False, size_px=size_px)


def test_huge_formulas_are_refused() -> None:
    with pytest.raises(MathError, match="wider"):
        typeset("x" * 1500)


def live_objects() -> dict[str, int]:
    gc.collect()
    counts: dict[str, int] = {}
    for thing in gc.get_objects():
        kind = type(thing)
        if str(kind.__module__).split(".")[0] in ("matplotlib", "pyparsing", "lomo"):
            counts[kind.__qualname__] = counts.get(kind.__qualname__, 0) + 1
    return counts


def cache_sizes() -> dict[str, int]:
    gc.collect()
    sizes: dict[str, int] = {}
    for thing in gc.get_objects():
        if type(thing) is functools._lru_cache_wrapper:
            name = f"{thing.__module__}.{thing.__qualname__}"
            if name.startswith(("matplotlib", "pyparsing", "lomo")):
                sizes[name] = sizes.get(name, 0) + thing.cache_info().currsize
    return sizes


def test_no_cache_grows_with_distinct_formulas() -> None:
    def some(start: int) -> None:
        for number in range(start, start + 25):
            typeset(rf"\frac{{{number}}}{{x_{{{number}}}}} + \sqrt{{{number}}}")

    some(1000)
    objects, caches = live_objects(), cache_sizes()
    for start in (2000, 3000, 4000):
        some(start)
    assert cache_sizes() == caches
    assert live_objects() == objects


def test_every_font_that_loaded_a_glyph_is_cleared(monkeypatch: pytest.MonkeyPatch) -> None:
    from matplotlib.ft2font import FT2Font

    loaded: dict[int, int] = {}
    load, clear = FT2Font.load_glyph, FT2Font.clear

    def counting_load(font: Any, *args: Any, **kwargs: Any) -> Any:
        loaded[id(font)] = loaded.get(id(font), 0) + 1
        return load(font, *args, **kwargs)

    def counting_clear(font: Any) -> None:
        loaded.pop(id(font), None)
        clear(font)

    if matplotlib_version() < (3, 10):
        pytest.skip("matplotlib 3.9 does not let FT2Font be watched")
    monkeypatch.setattr(FT2Font, "load_glyph", counting_load)
    monkeypatch.setattr(FT2Font, "clear", counting_clear)
    seen = 0
    for tex in [*FORMULAS, r"\mathbb{R} \leqslant \mathfrak{g}", r"\widehat{abc}", r"\sin^2\sum_{中}"]:
        try:
            typeset(tex)
        except MathError:
            seen += 1
        assert loaded == {}
    assert seen == 1


def test_faces_are_shared() -> None:
    typeset("x")
    before = mathtext._face.cache_info().currsize
    typeset("y + z")
    after = mathtext._face.cache_info()
    assert after.currsize - before <= 2
    assert after.maxsize == 64


def test_threads_get_what_one_gets() -> None:
    expected = [dump(tex) for tex in FORMULAS]
    results: list[list[dict[str, Any]]] = []
    threads = [
        threading.Thread(target=lambda: results.append([dump(tex) for tex in FORMULAS])) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [expected] * 4


def test_matplotlib_is_imported_late() -> None:
    code = "import sys, lomo.render.mathtext; print('matplotlib' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"


TEX_WORDS = [
    *"{}[]^_'$&%#~,.1xα中 ",
    *[
        rf"\{name}"
        for name in ("frac", "sqrt", "over", "cal ", "\\", " ", "text{", "mathrm{", "left(", "right)")
    ],
    *[
        rf"\{name}"
        for name in ("sum", "int", "alpha", "hat", "vec", "sin", "mathbb", "boldsymbol", "not", "pmod")
    ],
]


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=30), st.lists(st.sampled_from(TEX_WORDS), max_size=25).map("".join)))
def test_any_string_is_set_or_refused(tex: str) -> None:
    offset, message = 0, "set"
    try:
        assert isinstance(typeset(tex), _native.Layout)
    except MathError as error:
        offset, message = error.offset, error.message
    assert 0 <= offset <= len(tex)
    assert message


def test_most_real_formulas_are_set() -> None:
    folder = os.environ.get("LOMO_CORPUS_DIR")
    if not folder:
        pytest.skip("LOMO_CORPUS_DIR is not set: no real formulas to set")
    lines = (Path(folder) / "formulas-dev.jsonl").read_text(encoding="utf-8").splitlines()
    formulas = [json.loads(line) for line in lines][::20]
    done = 0
    for formula in formulas:
        try:
            mathtext.typeset(formula["text"], display=formula["display"], size_px=26.0)
            done += 1
        except MathError:
            pass
    assert done / len(formulas) > 0.82
