r"""A formula -> a Layout that holds one opaque picture: xelatex, unicode-math, Latin Modern Math, pdfium.

The formula is set alone in a box at 10 pt; the box's height, depth and width, in whole pixels of the wanted
size, come back through the log, and the page is just as large, so that the baseline lies between two rows of
pixels. About one second a formula: most of it is xelatex's start.
"""

from __future__ import annotations

import re
import threading
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lomo import _native
from lomo.errors import InputError, MathError
from lomo.render.latex_commands import PREAMBLE
from lomo.render.latex_guard import guarded
from lomo.render.latex_process import INSTALL, find_xelatex, run_xelatex

MAX_SIDE_PX = 16000
MAX_PIXELS = 16_000_000
_MARGIN_PX = 8
"""Room for ink that leaves its box (the head of an italic f, an integral's foot)."""
_BEGIN = "lomo: the formula begins"
_SIZE = re.compile(r"^lomo: width (\d+) height (\d+) depth (\d+)$", re.MULTILINE)
_MISSING = re.compile(r"Missing character: There is no (.)", re.DOTALL)
_ERROR = re.compile(r"^! (.+)$", re.MULTILINE)
_PLACE = re.compile(r"^l\.\d+ (.*)$", re.MULTILINE)

pdfium_lock = threading.Lock()
"""PDFium runs in one thread at a time, whoever calls it."""


def require() -> None:
    """Raises InputError at once, with what to install, where this engine cannot run."""
    find_xelatex()
    _pdfium()


def typeset(tex: str, *, display: bool, size_px: float) -> _native.Layout:
    """The layout of one formula: a grey picture that stands for all of ``tex``.

    Args:
        tex: the formula without its delimiters; an environment whole.
        display: display style, else text style.
        size_px: em size in px, 1 to 1000.

    Raises:
        MathError: the formula is not allowed, not LaTeX, needs a glyph that Latin Modern lacks, is too large,
            or took too long.
        InputError: xelatex, one of its packages, or pypdfium2 is missing.
    """
    if not 1 <= size_px <= 1000:
        raise InputError(f"size_px: expected 1 to 1000, got {size_px}")
    formula = guarded(tex)
    if not formula.strip():
        raise MathError("the formula is empty")
    pdfium = _pdfium()
    log, pdf = run_xelatex(_document(formula, display=display, size_px=size_px))
    size = _SIZE.search(log)
    missing = _MISSING.search(log)
    if missing:
        raise MathError(
            f"Latin Modern has no glyph for {missing.group(1)!r}", max(tex.find(missing.group(1)), 0)
        )
    if pdf is None or size is None:
        raise _failure(log, tex, formula)
    width, height, depth = (int(group) for group in size.groups())
    _check_size(width, height, depth)
    picture, depth_px = _cropped(_rasterised(pdfium, pdf, width, height + depth), width, height, depth)
    return _native.make_picture_layout(np.ascontiguousarray(picture[:, :, None]), depth_px, 0, len(tex))


def _document(formula: str, *, display: bool, size_px: float) -> str:
    px_sp = round(10 * 65536 / size_px)
    style = "display" if display else "text"
    # \count1..3: the box in whole px, rounded up, with a margin; its edges then fall on pixel edges.
    return rf"""{PREAMBLE}\begin{{document}}
\wlog{{{_BEGIN}}}
\setbox0=\hbox{{$\{style}style{{%
{formula}%
}}$}}
\count0={px_sp} \count4={_MARGIN_PX}
\count1=\wd0 \divide\count1 by\count0 \advance\count1 by\count4 \advance\count1 by\count4 \advance\count1 by1
\count2=\ht0 \divide\count2 by\count0 \advance\count2 by\count4 \advance\count2 by1
\count3=\dp0 \divide\count3 by\count0 \advance\count3 by\count4 \advance\count3 by1
\wlog{{lomo: width \the\count1 \space height \the\count2 \space depth \the\count3}}
\ifnum\count1<{MAX_SIDE_PX} \ifnum\count2<{MAX_SIDE_PX} \ifnum\count3<{MAX_SIDE_PX}
\pdfpagewidth=\count0sp \multiply\pdfpagewidth by\count1
\dimen2=\count0sp \multiply\dimen2 by\count2
\dimen3=\count0sp \multiply\dimen3 by\count3
\dimen4=\count0sp \multiply\dimen4 by\count4
\pdfpageheight=\dimen2 \advance\pdfpageheight by\dimen3
\hoffset=-1in \voffset=-1in
\setbox1=\hbox{{\kern\dimen4 \box0}}\ht1=\dimen2 \dp1=\dimen3
\shipout\box1
\fi\fi\fi
\csname @@end\endcsname
"""


def _check_size(width: int, height: int, depth: int) -> None:
    if max(width, height, depth) >= MAX_SIDE_PX or width * (height + depth) > MAX_PIXELS:
        raise MathError(f"the formula is {width} x {height + depth} px, which is too large")


def _failure(log: str, tex: str, formula: str) -> Exception:
    """What a log without a result means: a fault of the formula, or of the installation."""
    error = _ERROR.search(log)
    said = error.group(1) if error else "no reason given"
    if _BEGIN not in log:
        return InputError(f"xelatex cannot set any formula here ({said}); install {INSTALL}")
    size = _SIZE.search(log)
    if size is not None and error is None:
        try:
            _check_size(*(int(group) for group in size.groups()))
        except MathError as too_large:
            return too_large
    place = _PLACE.search(log, error.end()) if error else None
    offset = 0
    if place is not None:
        read = place.group(1).removeprefix("...")
        at = formula.find(read)
        wrapped = formula.find(re.sub(r"\s", " ", tex))
        offset = min(max(at + len(read) - max(wrapped, 0), 0), len(tex)) if at >= 0 else 0
    return MathError(f"xelatex: {said}", offset)


def _pdfium() -> Any:
    try:
        import pypdfium2
    except ImportError as error:
        raise InputError('the engine latex needs pypdfium2: pip install "lomo[latex]"') from error
    return pypdfium2


def _rasterised(pdfium: Any, pdf: bytes, width: int, height: int) -> NDArray[np.uint8]:
    """The PDF's first page as grey pixels, shape (height, width): black ink on white."""
    raw = pdfium.raw
    with pdfium_lock:
        document = pdfium.PdfDocument(pdf)
        try:
            page = document[0]
            bitmap = raw.FPDFBitmap_CreateEx(width, height, raw.FPDFBitmap_Gray, None, 0)
            if not bitmap:
                raise MathError("the picture of the formula is too large")
            try:
                raw.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xFFFFFFFF)
                raw.FPDF_RenderPageBitmap(bitmap, page.raw, 0, 0, width, height, 0, raw.FPDF_ANNOT)
                stride = raw.FPDFBitmap_GetStride(bitmap)
                rows = _bytes_at(raw.FPDFBitmap_GetBuffer(bitmap), stride * height)
            finally:
                raw.FPDFBitmap_Destroy(bitmap)
            page.close()
        finally:
            document.close()
    return rows.reshape(height, stride)[:, :width]


def _bytes_at(address: Any, count: int) -> NDArray[np.uint8]:
    import ctypes

    return np.frombuffer(ctypes.string_at(address, count), dtype=np.uint8)


def _cropped(pixels: NDArray[np.uint8], width: int, height: int, depth: int) -> tuple[NDArray[np.uint8], int]:
    """The picture without the margin where no ink has entered it, and its depth."""
    rows = np.flatnonzero((pixels < 255).any(axis=1))
    columns = np.flatnonzero((pixels < 255).any(axis=0))
    left, right, top, bottom = _MARGIN_PX, width - _MARGIN_PX, _MARGIN_PX, height + depth - _MARGIN_PX
    if rows.size:
        left, right = min(left, int(columns[0])), max(right, int(columns[-1]) + 1)
        top, bottom = min(top, int(rows[0])), max(bottom, int(rows[-1]) + 1)
    return pixels[top:bottom, left:right], bottom - height
