"""The LaTeX engine: its guard without LaTeX, its pictures and its walls where xelatex is installed."""

from __future__ import annotations

import shutil
import tempfile
import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lomo import _native
from lomo.errors import InputError, MathError
from lomo.render import latex, latex_process
from lomo.render.latex_commands import COMMANDS, PREAMBLE
from lomo.render.latex_guard import guarded
from lomo.render.latex_process import run_xelatex

needs_xelatex = pytest.mark.skipif(
    shutil.which("xelatex") is None,
    reason="xelatex is not installed: tools/setup/system.sh latex installs it",
)


def dump(tex: str, *, display: bool = True) -> dict[str, object]:
    return latex.typeset(tex, display=display, size_px=26.0).dump()


@pytest.mark.parametrize(
    "tex",
    [
        r"\input{/etc/passwd}",
        r"\include{x}",
        r"\openin5=/etc/passwd \read5 to \x \x",
        r"\write18{touch x}",
        r"\immediate\write18{touch x}",
        r"\special{pdf:image (/etc/passwd)}",
        r'\XeTeXpicfile "/etc/passwd"',
        r'\XeTeXpdffile "x.pdf"',
        r"\loop x\iftrue\repeat",
        r"\def\x{\x\x}\x",
        r"\csname input\endcsname{/etc/passwd}",
        r"\catcode`\@=11",
        r"\font\x=/etc/passwd",
        r"\directlua{os.exit()}",
        r"\rule{9999cm}{9999cm}",
        r"^^5cinput{/etc/passwd}",
        r"^^5c^^5c",
        r"\^^69nput{/etc/passwd}",
        r"\^^",
        "x}\\end{document}",
        r"x}$ y ${",
        r"x$ y $z",
        r"x$$ y",
        r"\end{document}",
        r"\begin{document}",
        r"\begin{verbatim}x\end{verbatim}",
        r"\begin{filecontents}{x}\end{filecontents}",
        r"\usepackage{shellesc}",
        r"\newcommand{\x}{y}",
        r"\let\x\input",
        r"\text{$x}$}",
        r"\text{$$x$$}",
        r"\begin{align}x\end{gather}",
        r"\left( { \right) }\end{align}",
        r"a % b",
        r"a # b",
        "\\",
        "\\\x00",
        "a\x00b",
        "\ud800",
        r"\ExplSyntaxOn",
        r"\@@input",
        r"\inputé",
    ],
)
def test_the_guard_refuses_at_once(tex: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(latex, "run_xelatex", lambda document: pytest.fail("xelatex was started"))
    with pytest.raises(MathError):
        guarded(tex)


@pytest.mark.parametrize(
    ("tex", "line"),
    [
        (r"\frac{a}{b}", r"\frac{a}{b}"),
        ("a\n\n+ b", "a  + b"),
        (r"\text{if $x>0$}", r"\text{if $x>0$}"),
        (r"\mbox {a $b$}", r"\mbox {a $b$}"),
        (r"a \\ b", r"\begin{gathered}a \\ b\end{gathered}"),
        (r"a &= b \\ c &= d", r"\begin{aligned}a &= b \\ c &= d\end{aligned}"),
        (r"\operatorname*{argmin}_x", r"\operatorname*{argmin}_x"),
        (r"\begin{align*}a&=b\\c&=d\end{align*}", r"\begin{align*}a&=b\\c&=d\end{align*}"),
        (r"\$5 \% \#", r"\$5 \% \#"),
    ],
)
def test_the_guard_passes_formulas(tex: str, line: str) -> None:
    assert guarded(tex) == line


def test_no_listed_command_defines_reads_or_writes() -> None:
    banned = """
        input include openin openout read readline write immediate special font catcode csname
        endcsname def edef gdef xdef let futurelet newcommand renewcommand providecommand
        expandafter directlua usepackage RequirePackage documentclass XeTeXpicfile XeTeXpdffile
        includegraphics scantokens everymath everyjob lccode uccode lowercase uppercase loop repeat
        string meaning jobname shipout output setbox box raise lower vcenter halign valign char
        mathchar mathcode mathchoice mathpalette rule hrule vrule the verb fontspec setmathfont
        usefont selectfont newif afterassignment aftergroup ensuremath color"""
    assert not COMMANDS & set(banned.split())


@given(st.text(alphabet=r"\{}$^%#&ab " + "\n", max_size=40))
def test_what_passes_the_guard_is_balanced(tex: str) -> None:
    offset = 0
    try:
        line = guarded(tex)
    except MathError as error:
        offset, line = error.offset, ""
    assert 0 <= offset <= len(tex)
    assert "^^" not in line
    assert "\n" not in line
    depth = 0
    at = 0
    while at < len(line):
        if line[at] == "\\":
            at += 2
            continue
        depth += {"{": 1, "}": -1}.get(line[at], 0)
        assert depth >= 0
        at += 1
    assert depth == 0


def test_a_missing_xelatex_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(latex_process.shutil, "which", lambda name: None)
    with pytest.raises(InputError, match=r"texlive-xetex.*packages/system\.txt"):
        latex.require()
    with pytest.raises(InputError, match="texlive-xetex"):
        latex.typeset("x", display=False, size_px=26.0)


def test_the_package_list_names_what_the_message_names() -> None:
    lines = (Path(__file__).parents[2] / "packages" / "system.txt").read_text(encoding="utf-8").splitlines()
    packages = [line.split()[0] for line in lines if line.endswith(" latex")]
    assert [name for name in packages if name not in latex_process.INSTALL] == []
    assert "texlive-xetex" in packages


@needs_xelatex
def test_the_picture_stands_on_its_baseline() -> None:
    layout = latex.typeset(r"x", display=False, size_px=26.0)
    assert layout.depth == 1.0
    assert layout.height == pytest.approx(0.43 * 26, abs=1.5)
    assert layout.width == pytest.approx(0.572 * 26, abs=2)
    pixels, _, origin_y = _native.paint(layout, 0, 10_000_000)
    rows = np.flatnonzero((pixels[:, :, 0] < 128).any(axis=1))
    assert rows[-1] in (origin_y - 1, origin_y)
    assert latex.typeset("y", display=False, size_px=26.0).depth > 4


@needs_xelatex
def test_size_and_style_are_obeyed() -> None:
    inline = latex.typeset(r"\sum_{i=1}^n i", display=False, size_px=26.0)
    display = latex.typeset(r"\sum_{i=1}^n i", display=True, size_px=26.0)
    double = latex.typeset(r"\sum_{i=1}^n i", display=True, size_px=52.0)
    assert display.height + display.depth > 1.5 * (inline.height + inline.depth)
    assert double.width == pytest.approx(2 * display.width, abs=3)
    assert double.height == pytest.approx(2 * display.height, abs=3)


@needs_xelatex
def test_environments_and_the_like_are_set() -> None:
    single = latex.typeset("a=b", display=True, size_px=26.0)
    both = latex.typeset(r"\begin{align*}a&=b\\c&=d\end{align*}", display=True, size_px=26.0)
    assert both.height + both.depth > 2 * (single.height + single.depth)
    for tex in (
        r"\begin{cases}x & \text{if $x>0$}\\ -x & \text{otherwise}\end{cases}",
        r"\boxed{\underbrace{a+b}_n}",
        r"a \setminus b \square \boldsymbol{\alpha} \mathbf{\Gamma} \textless \label{x}",
        r"\begin{eqnarray}a&=&b\nonumber\\c&=&d\end{eqnarray}",
    ):
        assert latex.typeset(tex, display=True, size_px=26.0).width > 10


@needs_xelatex
@pytest.mark.parametrize(
    ("tex", "message", "offset"),
    [
        ("x_1_2", "Double subscript", 4),
        (r"a \left( b", "xelatex: ", None),
        (r"\text{中}", "no glyph for '中'", 6),
        (r"\hspace{9999cm} x", "Dimension too large", None),
        (r"\hspace{500cm} x", "too large", 0),
        (r"a \tag{1}", "tag", None),
    ],
)
def test_faults_are_told(tex: str, message: str, offset: int | None) -> None:
    with pytest.raises(MathError, match=message) as caught:
        latex.typeset(tex, display=True, size_px=26.0)
    if offset is not None:
        assert caught.value.offset == offset


ENDLESS = r"\def\x{\x}\x"


def document(body: str) -> str:
    return PREAMBLE + "\\begin{document}\n" + body + "\n\\end{document}\n"


@needs_xelatex
@pytest.mark.parametrize(
    "body",
    [
        r"\input{/etc/passwd}",
        r"\input{../secret.tex}",
        r"\input{FOLDER/secret.tex}",
        r"\newread\r \openin\r=../secret.tex \read\r to \x \x",
        r"\newread\r \openin\r=FOLDER/secret.tex \read\r to \x \x",
        r"\immediate\write18{touch touched}\newwrite\w \immediate\openout\w=../written \immediate\write\w{x}",
        r"\newwrite\w \immediate\openout\w=FOLDER/written \immediate\write\w{x}",
        ENDLESS,
        r"\def\x{\x\x}\x",
        r"\loop\iftrue\setbox0\hbox{x}\repeat",
        r"\def\x#1{\x{#1#1}}\x{aaaaaaaaaaaaaaaa}",
    ],
)
def test_the_walls_hold_without_the_guard(body: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "secret.tex").write_text(r"\wlog{lomo-secret}")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    if body != ENDLESS:
        monkeypatch.setattr(latex_process, "TIMEOUT_S", 4.0)
    start = time.monotonic()
    log, message = "", "no longer than"
    try:
        log, _ = run_xelatex(document(body.replace("FOLDER", str(tmp_path))))
    except MathError as error:
        message = error.message
    assert "longer than" in message
    assert time.monotonic() - start < 10.5
    assert "lomo-secret" not in log
    assert sorted(path.name for path in tmp_path.iterdir()) == ["secret.tex"]


@needs_xelatex
def test_nothing_of_the_caller_reaches_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEXINPUTS", "/nonexistent")
    monkeypatch.setenv("openin_any", "a")
    monkeypatch.setenv("shell_escape", "t")
    log, pdf = run_xelatex(document(r"\immediate\write18{touch x} x"))
    assert pdf is not None
    assert "runsystem(touch x)...disabled" in log
