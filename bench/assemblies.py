"""A span and a drawn distortion -> the PNG that other programs make of them: the strongest assembly, the common one.

Each is told the span and where its formulas stand, and does what a user of it would write: prose by skia-python's
paragraphs, a span with formulas by tex2typst and typst (converted beforehand), the distortion by OpenCV, the file by
ISA-L; or all of it by matplotlib and Pillow.
"""

from __future__ import annotations

import importlib
import io
import math
import re
import struct
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageFilter

from bench.peers import MARGIN_PX, SIZE_PX, WIDTH_PX, matplotlib_png
from lomo.distort.operations import Operation

Pixels = NDArray[np.uint8]
_SPECIAL = re.compile(r"([\\$#*_`<>@\[\]~=/+-])")
_TYPST_HEAD = (
    f"#set page(width: {WIDTH_PX}pt, height: auto, margin: {MARGIN_PX}pt)\n"
    f'#set text(size: {SIZE_PX}pt, font: ("DejaVu Sans", "Noto Sans CJK SC"))\n'
    "#show math.equation: set text(size: 26pt)\n"
)
DEGREE, PIXEL, SHARE, TURN = 1024, 64, 65536, 65536


class Strongest:
    """skia-python, typst, OpenCV and ISA-L, each with what it can keep between two pages."""

    def __init__(self) -> None:
        self.cv2: Any = importlib.import_module("cv2")
        self.cv2.setNumThreads(1)
        self.zlib: Any = importlib.import_module("isal.isal_zlib")
        self.skia: Any = importlib.import_module("skia")
        self.compiler: Any = importlib.import_module("typst").Compiler()
        self.fonts, self.unicode, self.style = self._skia_text()

    def _skia_text(self) -> tuple[Any, Any, Any]:
        skia, text = self.skia, self.skia.textlayout
        fonts = text.FontCollection()
        fonts.setDefaultFontManager(skia.FontMgr.RefDefault())
        style = text.ParagraphStyle()
        letters = text.TextStyle()
        letters.setFontSize(SIZE_PX)
        letters.setFontFamilies(["DejaVu Sans", "Noto Sans CJK SC"])
        letters.setColor(skia.ColorBLACK)
        style.setTextStyle(letters)
        return fonts, skia.Unicodes.ICU.Make(), style

    def prose(self, text: str) -> Pixels:
        """A grey page of plain text, as wide as the rest and as high as its lines."""
        skia = self.skia
        builder = skia.textlayout.ParagraphBuilder.make(self.style, self.fonts, self.unicode)
        builder.addText(text)
        paragraph = builder.Build()
        paragraph.layout(WIDTH_PX - 2 * MARGIN_PX)
        page = np.empty((math.ceil(paragraph.Height) + 2 * MARGIN_PX, WIDTH_PX), np.uint8)
        info = skia.ImageInfo.Make(
            page.shape[1], page.shape[0], skia.ColorType.kGray_8_ColorType, skia.AlphaType.kOpaque_AlphaType
        )
        canvas = skia.Canvas.MakeRasterDirect(info, page)
        canvas.clear(skia.ColorWHITE)
        paragraph.paint(canvas, MARGIN_PX, MARGIN_PX)
        return page

    def formulas(self, document: str) -> Pixels:
        """A grey page of a document in typst's language; raises where typst refuses it."""
        made = self.compiler.compile(input=(_TYPST_HEAD + document).encode(), format="png", ppi=72.0)
        first = made[0] if isinstance(made, list) else made
        page: Pixels = self.cv2.imdecode(np.frombuffer(first, np.uint8), self.cv2.IMREAD_GRAYSCALE)
        return page

    def distorted(self, page: Pixels, operation: Operation) -> Pixels:
        """The page under the distortion that lomo drew for the record."""
        return DISTORTIONS[operation.op](self.cv2, page, operation.parameters)

    def png(self, page: Pixels) -> bytes:
        """The fastest way to a PNG from PyPI: unfiltered rows by ISA-L, level 1."""
        height, width = page.shape[:2]
        channels = 1 if page.ndim == 2 else page.shape[2]
        rows = np.zeros((height, 1 + width * channels), np.uint8)
        rows[:, 1:] = page.reshape(height, -1)
        header = struct.pack(">IIBBBBB", width, height, 8, 0 if channels == 1 else 2, 0, 0, 0)
        chunks = [(b"IHDR", header), (b"IDAT", self.zlib.compress(rows, 1)), (b"IEND", b"")]
        return b"\x89PNG\r\n\x1a\n" + b"".join(
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", self.zlib.crc32(name + data))
            for name, data in chunks
        )

    def __call__(self, text: str, document: str | None, operation: Operation) -> bytes:
        page = self.prose(text) if document is None else self.formulas(document)
        return self.png(self.distorted(page, operation))


def typst_document(text: str, formulas: list[tuple[int, int, str, bool]]) -> str:
    """The span in typst's language, its formulas (start, end, typst source, display) in their places."""
    parts, at = [], 0
    for start, end, source, display in formulas:
        parts += [_typst_text(text[at:start]), f"$ {source} $" if display else f"${source}$"]
        at = end
    return "".join([*parts, _typst_text(text[at:])])


def _typst_text(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text).replace("\n", " \\\n")


def _rotate(cv2: Any, page: Pixels, p: Any) -> Pixels:
    angle = p["angle_deg1024"] / DEGREE
    height, width = page.shape
    cosine, sine = abs(math.cos(math.radians(angle))), abs(math.sin(math.radians(angle)))
    size = math.ceil(width * cosine + height * sine), math.ceil(width * sine + height * cosine)
    matrix = cv2.getRotationMatrix2D(((width - 1) / 2, (height - 1) / 2), angle, 1)
    matrix[:, 2] += (size[0] - width) / 2, (size[1] - height) / 2
    return np.asarray(cv2.warpAffine(page, matrix, size, flags=cv2.INTER_LINEAR, borderValue=255), np.uint8)


def _gaussian(cv2: Any, page: Pixels, p: Any) -> Pixels:
    return np.asarray(cv2.GaussianBlur(page, (0, 0), p["sigma_px64"] / PIXEL), np.uint8)


def _box(cv2: Any, page: Pixels, p: Any) -> Pixels:
    return np.asarray(cv2.blur(page, (p["side_px"], p["side_px"])), np.uint8)


def _motion(cv2: Any, page: Pixels, p: Any) -> Pixels:
    length = max(1, round(p["length_px64"] / PIXEL)) | 1
    streak = np.zeros((length, length), np.float32)
    streak[length // 2] = 1
    middle = (length - 1) / 2
    matrix = cv2.getRotationMatrix2D((middle, middle), p["angle_deg1024"] / DEGREE, 1)
    streak = cv2.warpAffine(streak, matrix, (length, length))
    return np.asarray(cv2.filter2D(page, -1, streak / streak.sum()), np.uint8)


def _shadow(cv2: Any, page: Pixels, p: Any) -> Pixels:
    height, width = page.shape
    for edge, depth, darkening in zip(p["edge"], p["depth_share"], p["darkening_share"], strict=True):
        side = width if edge % 2 == 0 else height
        reach = max(1, side * depth // SHARE)
        line = np.clip(1 - np.arange(side, dtype=np.float32) / reach, 0, 1)
        line = line if edge < 2 else line[::-1]
        shade = (255 * (1 - darkening / SHARE * line * line * (3 - 2 * line))).astype(np.uint8)
        mask = (
            cv2.repeat(shade[None, :], height, 1) if edge % 2 == 0 else cv2.repeat(shade[:, None], 1, width)
        )
        page = cv2.multiply(page, mask, scale=1 / 255)
    return page


def _stain(cv2: Any, page: Pixels, p: Any) -> Pixels:
    height, width = page.shape
    scale, side = 4, max(width, height)
    mask = np.zeros((-(-height // scale), -(-width // scale)), np.uint8)
    for x, y, radius, opacity in zip(
        p["x_share"], p["y_share"], p["radius_share"], p["opacity_share"], strict=True
    ):
        centre = x * width // SHARE // scale, y * height // SHARE // scale
        cv2.circle(mask, centre, max(1, radius * side // SHARE // scale), 255 * opacity // SHARE, cv2.FILLED)
    mask = cv2.resize(cv2.GaussianBlur(mask, (0, 0), side / 100 / scale), (width, height))
    colours = [p["red"][0], p["green"][0], p["blue"][0]]
    if len(set(colours)) == 1:
        left = cv2.convertScaleAbs(mask, alpha=colours[0] / 255 - 1, beta=255)
        return np.asarray(cv2.multiply(page, left, scale=1 / 255))
    planes = [cv2.multiply(page, cv2.LUT(mask, _falling(colour)), scale=1 / 255) for colour in colours]
    return np.asarray(cv2.merge(planes), np.uint8)


def _falling(colour: int) -> Pixels:
    return (255 - np.arange(256) * (255 - colour) / 255).astype(np.uint8)


def _wave(cv2: Any, page: Pixels, p: Any) -> Pixels:
    height, width = page.shape
    grow_x, grow_y = (math.ceil(p[f"amplitude_{axis}_px64"] / PIXEL) for axis in "xy")
    across = np.arange(width + 2 * grow_x, dtype=np.float32) - grow_x
    down = np.arange(height + 2 * grow_y, dtype=np.float32) - grow_y
    shift_x = _sine(p, "x", down)
    shift_y = _sine(p, "y", across)
    return _remapped(cv2, page, across[None, :] - shift_x[:, None], down[:, None] - shift_y[None, :])


def _sine(p: Any, axis: str, at: NDArray[np.float32]) -> NDArray[np.float32]:
    amplitude, length = p[f"amplitude_{axis}_px64"] / PIXEL, p[f"length_{axis}_px64"] / PIXEL
    angle = 2 * np.pi * (at / length + p[f"phase_{axis}_turn"] / TURN)
    shift: NDArray[np.float32] = (amplitude * np.sin(angle)).astype(np.float32)
    return shift


def _fold(cv2: Any, page: Pixels, p: Any) -> Pixels:
    height, width = page.shape
    side = width if p["axis"] == 0 else height
    grow = math.ceil(max(map(abs, p["shift_px64"])) / PIXEL)
    places = [0.0, *(at * side / SHARE for at in p["position_share"]), float(side)]
    shift = np.interp(np.arange(side), places, [0.0, *(s / PIXEL for s in p["shift_px64"]), 0.0]).astype(
        np.float32
    )
    across, down = np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32)
    if p["axis"] == 0:
        down = np.arange(-grow, height + grow, dtype=np.float32)
        return _remapped(
            cv2, page, np.broadcast_to(across, (len(down), width)), down[:, None] - shift[None, :]
        )
    across = np.arange(-grow, width + grow, dtype=np.float32)
    return _remapped(
        cv2, page, across[None, :] - shift[:, None], np.broadcast_to(down[:, None], (height, len(across)))
    )


def _remapped(cv2: Any, page: Pixels, x: NDArray[np.float32], y: NDArray[np.float32]) -> Pixels:
    x, y = np.ascontiguousarray(x, np.float32), np.ascontiguousarray(y, np.float32)
    return np.asarray(cv2.remap(page, x, y, cv2.INTER_LINEAR, borderValue=255), np.uint8)


DISTORTIONS: dict[str, Callable[[Any, Pixels, Any], Pixels]] = {
    "clean": lambda cv2, page, p: page,
    "rotate_small": _rotate,
    "rotate_large": _rotate,
    "blur_gaussian": _gaussian,
    "blur_box": _box,
    "blur_motion": _motion,
    "shadow_edge": _shadow,
    "stain_blobs": _stain,
    "wave_sine": _wave,
    "wave_fold": _fold,
}


def common(text: str, operation: Operation) -> bytes:
    """matplotlib's picture of the whole span, distorted and written by Pillow; raises where mathtext refuses."""
    page = Image.open(io.BytesIO(matplotlib_png(text))).convert("L")
    out = io.BytesIO()
    _pillow(page, operation).save(out, "PNG")
    return out.getvalue()


def _pillow(page: Image.Image, operation: Operation) -> Image.Image:
    p: Any = operation.parameters
    match operation.op:
        case "rotate_small" | "rotate_large":
            angle = p["angle_deg1024"] / DEGREE
            return page.rotate(angle, Image.Resampling.BILINEAR, expand=True, fillcolor=255)
        case "blur_gaussian":
            return page.filter(ImageFilter.GaussianBlur(p["sigma_px64"] / PIXEL))
        case "blur_box":
            return page.filter(ImageFilter.BoxBlur(p["side_px"] / 2))
        case "blur_motion":
            return page.filter(ImageFilter.Kernel((5, 5), [0] * 10 + [1] * 5 + [0] * 10))
        case "shadow_edge":
            shade = Image.linear_gradient("L").resize(page.size)
            return ImageChops.multiply(page, shade)
        case "stain_blobs":
            mask = Image.radial_gradient("L").resize(page.size)
            return Image.merge("RGB", [ImageChops.multiply(page, mask)] * 3)
        case "wave_sine" | "wave_fold":
            width, height = page.size
            strips = []
            for y in range(0, height, 4):
                s = 3 * math.sin(y / 20)
                strips.append(
                    ((0, y, width, min(y + 4, height)), (s, y, s, y + 4, width + s, y + 4, width + s, y))
                )
            return page.transform(
                page.size, Image.Transform.MESH, strips, Image.Resampling.BILINEAR, fillcolor=255
            )
    return page
