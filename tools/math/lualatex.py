r"""Formulas -> LuaLaTeX's picture of each in Latin Modern Math, with its baseline; or why it gives none.

All are set in one document, one page each, at 10 pt, where LaTeX's absolute lengths belong; pdfium then draws the
pages so that 10 pt are ``SIZE_PX``. A page is a whole number of pixels around the formula's box, and the baseline
lies between two rows of them. The formulas must come from a source that may run a program: TeX is one.
"""

from __future__ import annotations

import re
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tools.math.formulas import Formula

SIZE_PX = 26
_PX_SP = round(10 * 65536 / SIZE_PX)
_MARGIN_PX = 60  # room for ink outside the box
_MAX_SIDE_PX = 8000
_SECONDS = 120

_DOCUMENT = rf"""\documentclass{{article}}
\usepackage{{amsmath,mathtools,cancel,xcolor}}
\usepackage[math-style=TeX,bold-style=TeX]{{unicode-math}}
\setmathfont{{latinmodern-math.otf}}
\AtBeginDocument{{\let\square\mdlgwhtsquare \let\Box\mdlgwhtsquare \let\blacksquare\mdlgblksquare
  \let\lhd\vartriangleleft \let\rhd\vartriangleright \let\unlhd\trianglelefteq \let\unrhd\trianglerighteq}}
% unicode-math has no \cal that selects anything.
\def\cal{{\directlua{{%
  local holes = {{[66]=0x212C, [69]=0x2130, [70]=0x2131, [72]=0x210B,
                 [73]=0x2110, [76]=0x2112, [77]=0x2133, [82]=0x211B}}
  for letter = 65, 90 do
    local code = tex.getmathcode(letter)
    tex.setmathcode(letter, code[1], code[2], holes[letter] or 0x1D49C + letter - 65)
  end}}}}
\tracinglostchars=2
\newcommand\lomopixels[2]{{\count255=#2\divide\count255 by {_PX_SP}\advance\count255 by {_MARGIN_PX + 1}%
  \edef#1{{\number\count255}}}}
\newcommand\lomopage{{%
  \lomopixels\lomoabove{{\ht0}}\lomopixels\lomobelow{{\dp0}}\lomopixels\lomoacross{{\wd0}}%
  \wlog{{lomo: across \lomoacross\space above \lomoabove\space below \lomobelow}}%
  \pagewidth\dimexpr {_PX_SP}sp*(\lomoacross+{_MARGIN_PX})\pageheight\dimexpr {_PX_SP}sp*(\lomoabove+\lomobelow)%
  \hoffset-1in \voffset-1in
  \setbox1\hbox{{\kern\dimexpr {_PX_SP}sp*{_MARGIN_PX}\box0}}\ht1=\dimexpr {_PX_SP}sp*\lomoabove
  \dp1=\dimexpr {_PX_SP}sp*\lomobelow
  \shipout\box1 }}
\begin{{document}}
"""
_BOX = re.compile(r"^lomo: across (\d+) above (\d+) below (\d+)$", re.MULTILINE)
_SECTION = re.compile(r"^lomo: formula (\d+)$", re.MULTILINE)
_MISSING = re.compile(r"Missing character: There is no (\S)")
_ERROR = re.compile(r"^(?:!|[^\n:]+:\d+:) (.+)$", re.MULTILINE)
_FORBIDDEN = re.compile(
    r"\\(?:directlua|latelua|lua\w+|csname|input\w*|include\w*|openin|openout|read|write\w*|immediate|catcode"
    r"|scantokens|special|pdf\w*|document|shipout)(?![A-Za-z])|\^\^|\\(?:begin|end)\s*\{document\}"
)
_NO_EFFECT = re.compile(r"\\(?:boldsymbol|pmb|boldmath)(?![A-Za-z])")
_INNER_FORM = {"align": "aligned", "gather": "gathered", "alignat": "alignedat"}
_OUTER = re.compile(r"\\(begin|end)\s*\{(align|gather|alignat)\*?\}")
_NO_FORM = re.compile(r"\\(?:begin|end)\s*\{(?:equation|displaymath|math)\*?\}")


class Drawn(NamedTuple):
    """A grey picture; its origin on the baseline at ``x`` px from the left and ``y`` px from the top."""

    image: NDArray[np.uint8]
    x: int
    y: int


class Answer(NamedTuple):
    """LuaLaTeX's picture of a formula, None where it refuses; ``note``: its error, or what it could not draw."""

    drawn: Drawn | None
    note: str


def draw(formulas: Sequence[Formula]) -> list[Answer]:
    """LuaLaTeX's answer to each formula, in their order.

    Raises:
        RuntimeError: lualatex is missing, or cannot set any formula here.
    """
    answers = {n: Answer(None, "not handed to LuaLaTeX") for n in range(len(formulas))}
    left = [n for n, formula in enumerate(formulas) if not _FORBIDDEN.search(formula.tex)]
    with tempfile.TemporaryDirectory() as folder:
        while left:
            # A formula that TeX refuses leaves it in a state that spoils the next ones: it halts there, and all
            # start again without that formula.
            log, whole = _run(Path(folder), [(n, formulas[n]) for n in left])
            sections = _SECTION.split(log)
            if not whole:
                if len(sections) == 1:
                    raise RuntimeError("lualatex cannot set any formula here:\n" + log[-2000:])
                error = _ERROR.search(sections[-1])
                refused = int(sections[-2])
                answers[refused] = Answer(None, error.group(1) if error else "took too long")
                left.remove(refused)
                continue
            notes = {int(n): text for n, text in zip(sections[1::2], sections[2::2], strict=True)}
            pages = _pages(Path(folder) / "sheet.pdf", [_BOX.search(notes[n]) for n in left])
            for n, drawn in zip(left, pages, strict=True):
                said = [f"no glyph for U+{ord(c):04X}" for c in sorted(set(_MISSING.findall(notes[n])))]
                said += [f"{name} has no effect" for name in sorted(set(_NO_EFFECT.findall(formulas[n].tex)))]
                answers[n] = Answer(drawn, ", ".join(said))
            break
    return [answers[n] for n in range(len(formulas))]


def _run(folder: Path, numbered: Sequence[tuple[int, Formula]]) -> tuple[str, bool]:
    """The log, and whether LuaLaTeX came to the end without an error."""
    text = _DOCUMENT + "".join(_source(n, formula) for n, formula in numbered) + "\\end{document}\n"
    (folder / "sheet.tex").write_text(text, encoding="utf-8")
    command = ["lualatex", "-halt-on-error", "-interaction=nonstopmode", "-no-shell-escape", "sheet.tex"]
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, timeout=_SECONDS, check=False)
        whole = done.returncode == 0
    except FileNotFoundError:
        raise RuntimeError("there is no lualatex: tools/setup/system.sh lualatex installs it") from None
    except subprocess.TimeoutExpired:
        whole = False
    return (folder / "sheet.log").read_text(encoding="utf-8", errors="replace"), whole


def _source(number: int, formula: Formula) -> str:
    """A top-level alignment is set in its inner form, as a formula that stands in a page is."""
    style = r"\displaystyle" if formula.display else r"\textstyle"
    tex = _OUTER.sub(lambda m: rf"\{m[1]}{{{_INNER_FORM[m[2]]}}}", _NO_FORM.sub("", formula.tex))
    tex = tex.replace("\n", " ")
    return f"\\wlog{{lomo: formula {number}}}\n\\setbox0\\hbox{{${style} {tex}$}}\n\\lomopage\n"


def _pages(pdf: Path, boxes: Sequence[re.Match[str] | None]) -> list[Drawn | None]:
    import pypdfium2

    drawn: list[Drawn | None] = []
    with pypdfium2.PdfDocument(pdf) as document:
        for number, box in enumerate(boxes):
            assert box is not None
            across, above, below = (int(group) for group in box.groups())
            width, height = across + _MARGIN_PX, above + below
            if max(width, height) > _MAX_SIDE_PX:
                drawn.append(None)
            else:
                drawn.append(
                    Drawn(_rasterised(pypdfium2, document[number], width, height), _MARGIN_PX, above)
                )
    return drawn


def _rasterised(pdfium: Any, page: Any, width: int, height: int) -> NDArray[np.uint8]:
    """Exactly width x height px: pypdfium2's own render would round the size, and so stretch the page."""
    bitmap = pdfium.PdfBitmap.new_native(width, height, pdfium.raw.FPDFBitmap_Gray)
    bitmap.fill_rect((255, 255, 255, 255), 0, 0, width, height)
    pdfium.raw.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, 0)
    pixels: NDArray[np.uint8] = bitmap.to_numpy().reshape(height, -1)[:, :width].copy()
    return pixels
