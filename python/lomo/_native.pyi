"""The native core as Python sees it; private: use the names in the package lomo."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

class NativeInputError(ValueError): ...
class NativeSizeError(NativeInputError): ...

# value

class Layout:
    @property
    def width(self) -> float: ...
    @property
    def height(self) -> float: ...
    @property
    def depth(self) -> float: ...
    def dump(self) -> dict[str, Any]: ...
    def glyph_items(self) -> list[tuple[int, int, int, int, int, int, int]]: ...
    def face_ids(self) -> set[int]: ...
    @property
    def in_colour(self) -> bool: ...  # some glyph is of a face opened for its colours

def make_layout(
    faces: list[FontFile],
    glyphs: list[tuple[int, int, int, int, int, int, int]],
    rules: list[tuple[int, int, int, int, int, int]],
    width: int,
    height: int,
    depth: int,
) -> Layout: ...
def make_parted_layout(
    whole: Layout,
    parts: list[tuple[int, int, int, int, int, int, int, int]],
    tag: tuple[int, int, int, int, int],
) -> Layout: ...
def without_item(layout: Layout, kind: int, index: int) -> Layout: ...
def make_picture_layout(image: NDArray[np.uint8], depth_px: int, start: int, end: int) -> Layout: ...

# text

class FontFile:
    def __init__(self, data: bytes, index: int, in_colour: bool) -> None: ...
    @property
    def in_colour(self) -> bool: ...
    @property
    def id(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def units_per_em(self) -> int: ...
    def glyph_index(self, code_point: int) -> int: ...
    def covers(self, code_point: int) -> bool: ...
    def glyph_box(self, glyph: int) -> tuple[int, int, int, int]: ...
    def scripts(self) -> list[tuple[str, int]]: ...  # characters drawn of each, by ISO 15924 tag

def face_tables(data: bytes, index: int) -> tuple[bool, bool, bool]: ...  # outlines, colours, undrawn colours
def asks_for_colour(cluster: str) -> bool: ...
def versions() -> dict[str, str]: ...

class Faces:  # in order; wherever they are taken, a list will do, too
    def __init__(self, faces: list[FontFile]) -> None: ...

def lacking(faces: Faces | list[FontFile], text: str) -> str: ...
def linked() -> dict[str, str]: ...
def script_of(code_point: int) -> str: ...
def needs_glyph(character: str) -> bool: ...
def grapheme_boundaries(text: str) -> list[int]: ...
def first_undrawable(text: str, most_in_cluster: int) -> tuple[str, int] | None: ...  # reason, offset
def line_breaks(text: str) -> bytes: ...
def page_breaks(text: str) -> bytes: ...
def sentence_ends(text: str, atoms: list[tuple[int, int]]) -> list[int]: ...
def bidi_levels(text: str, base: int) -> tuple[int, bytes]: ...
def bidi_order(levels: bytes) -> list[int]: ...
def mirrored(code_point: int) -> int: ...
def script_runs(text: str) -> list[tuple[int, int, str]]: ...

# span

_Block = TypeVar("_Block", bound=tuple[Any, ...])

class Blocks:  # of one text
    def __init__(self, text: str) -> None: ...
    def listed(self, block_type: type[_Block]) -> list[_Block]: ...  # kind, start, end, display
    @property
    def unwrapped(self) -> list[tuple[int, int]]: ...  # code and tables
    @property
    def formulas(self) -> list[tuple[int, int, bool]]: ...  # start, end, whether it is a display

def segmented(text: str, position: str) -> tuple[list[tuple[int, int]], Blocks]: ...

class Pattern:  # for the tests: what of Python's `re` the rules of blocks use; groups as (start, end), -1 for none
    def __init__(self, source: str, flags: int) -> None: ...
    def match(self, text: str, start: int, end: int) -> list[tuple[int, int]] | None: ...
    def fullmatch(self, text: str, start: int, end: int) -> list[tuple[int, int]] | None: ...
    def find_all(self, text: str, start: int, end: int) -> list[list[tuple[int, int]]]: ...

# math: the faces in the order of lomo.render.native.MATH_FACES; fallbacks draw, in order, what these lack;
# size is the em in 1/65536 px. Raises lomo.errors.MathError for a formula that is refused.

class MathFonts:
    def __init__(self, faces: Faces | list[FontFile]) -> None: ...

def typeset(
    fonts: MathFonts, fallbacks: Faces | list[FontFile], tex: str, display: bool, size: int
) -> Layout: ...

# a block: start, end, display; a block's source: the TeX's start and end, display; a place: start, end, the TeX's
# start and end, whether it stands alone; a formula that is set: start, end, the TeX's start, layout, alone
def formula_source(block: str) -> tuple[int, int, bool]: ...
def formula_places(
    text: str, blocks: list[tuple[int, int, bool]]
) -> list[tuple[int, int, int, int, bool]]: ...
def set_formulas(
    fonts: MathFonts,
    symbols: Faces | list[FontFile],  # for what the fonts lack in a formula in ASCII
    page: Faces | list[FontFile],  # and in another
    text: str,
    blocks: list[tuple[int, int, bool]],
    sizes: list[int],
    most_different: int,
) -> list[tuple[int, int, int, Layout, bool]]: ...

# distort: angles in 1/1024 degree, lengths in 1/64 px, shares and turns in 1/65536; the headers say more

def rotate(image: NDArray[np.uint8], angle: int) -> NDArray[np.uint8]: ...
def rotated_size(width: int, height: int, angle: int) -> tuple[int, int]: ...
def blur_gaussian(image: NDArray[np.uint8], sigma: int) -> NDArray[np.uint8]: ...
def blur_box(image: NDArray[np.uint8], side: int) -> NDArray[np.uint8]: ...
def blur_motion(image: NDArray[np.uint8], length: int, angle: int) -> NDArray[np.uint8]: ...

# each shadow: edge, depth, slant, darkening
def shadow(image: NDArray[np.uint8], shadows: Sequence[Sequence[int]]) -> NDArray[np.uint8]: ...

# each blob: x, y, radius, opacity, rim, hardness, wobble, phase, red, green, blue
def stain(image: NDArray[np.uint8], blobs: Sequence[Sequence[int]]) -> NDArray[np.uint8]: ...

# parameters: amplitude, length and phase along x, then along y
def wave(image: NDArray[np.uint8], parameters: Sequence[int]) -> NDArray[np.uint8]: ...
def waved_size(width: int, height: int, parameters: Sequence[int]) -> tuple[int, int]: ...
def fold(
    image: NDArray[np.uint8], axis: int, positions: Sequence[int], shifts: Sequence[int]
) -> NDArray[np.uint8]: ...

# where a warp moved a picture's pixels

class Undo: ...

# One distortion. kernel: still, rotate, blur_gaussian, blur_box, blur_motion, shadow, stain, wave or fold; scalars and
# lists name its integers among the parameters, in the order of that kernel's arguments. Sizes are the picture's before.
class Operation:
    def __init__(
        self, kernel: str, scalars: tuple[str, ...], lists: tuple[str, ...], parameters: dict[str, Any]
    ) -> None: ...
    @property
    def keeps_size(self) -> bool: ...
    @property
    def keeps_lines(self) -> bool: ...
    def size(self, width: int, height: int) -> tuple[int, int]: ...
    def apply(self, image: NDArray[np.uint8]) -> NDArray[np.uint8]: ...
    def points(self, points: NDArray[np.float64], width: int, height: int) -> NDArray[np.float64]: ...
    # boxes (x0, y0, x1, y1) as polygons: the points of all, and where each ends among them
    def outlines(
        self, boxes: Sequence[Sequence[float]], width: int, height: int
    ) -> tuple[NDArray[np.float64], list[int]]: ...
    def undo(self, width: int, height: int) -> Undo: ...

# the page's score, and for each box with ink its index, score, correlation, contrast, size and straightness, in
# 1/65536; each box: x0, y0, x1, y1 in px of the page, em size in 1/65536 px (0: not to be judged)
def legibility_of_boxes(
    page: NDArray[np.uint8],
    distorted: NDArray[np.uint8],
    undo: Undo,
    boxes: Sequence[Sequence[int]],
) -> tuple[int, NDArray[np.int32]]: ...
def sine_of_angle(angle: int) -> int: ...
def sine_of_phase(phase: int) -> int: ...
def gaussian_weights(sigma: int) -> list[int]: ...
def kernel_sets() -> list[str]: ...
def choose_kernels(name: str) -> None: ...
def search_sets() -> list[str]: ...
def choose_search(name: str) -> None: ...

# encode

def encode_png(image: NDArray[np.uint8]) -> bytes: ...

# page

class Lines:
    align: str  # left, justified, centre or right
    @property
    def count(self) -> int: ...
    @property
    def width(self) -> int: ...

# lengths in 1/65536 px; offsets count the passage's text; see page/markup.h
# stretches: start in the text, start and end in the source
# runs: start, end, face, second face, em size, rise, ink, strike, underline, shade
# blocks: start, end, left, right, label's end, above, pad, table, column, align, rule, keep
# frames: start, end, left, right, width (0: a box), ink
class Markup:
    def __init__(
        self,
        stretches: list[tuple[int, int, int]],
        runs: list[tuple[int, int, int, int, int, int, int, bool, bool, int]],
        blocks: list[tuple[int, int, int, int, int, int, int, int, int, int, bool, bool]],
        frames: list[tuple[int, int, int, int, int, int]],
    ) -> None: ...

class Passage:
    def __init__(
        self,
        faces: Faces | list[FontFile],
        text: str,
        code: list[tuple[int, int]],
        formulas: list[tuple[int, int, int, Layout, bool]],
        text_size: int,
        line_height: int,
        tab_width: int,
        box_missing: bool,
        markup: Markup | None,
    ) -> None: ...
    @property
    def missing(self) -> list[int]: ...
    @property
    def total_advance(self) -> int: ...
    @property
    def longest_word(self) -> int: ...
    @property
    def longest_whole(self) -> int: ...
    def balanced_width(self, width: int, code_width: int) -> int: ...
    def break_lines(self, width: int, code_width: int) -> Lines: ...
    def pages(self, lines: Lines, max_height: int) -> list[tuple[Layout, int, int]]: ...

# for one page of the passage (its layout, source range, picture and origin, and ranges of the text declared to be
# markup): the fate of each character, how many items with ink stand for it, faults (kind, start, end), and each
# item's ink in pixels drawn and seen; the numbers' meanings stand in page/ledger.h
def ledger(
    passage: Passage,
    layout: Layout,
    start: int,
    end: int,
    image: NDArray[np.uint8],
    origin_x: int,
    origin_y: int,
    declared: list[tuple[int, int]],
) -> tuple[bytes, list[int], list[tuple[int, int, int]], NDArray[np.int64]]: ...

# what `ledger` says of the items alone, of a passage with markup too, where start and end count its source: the faults,
# and each item's ink
def item_faults(
    passage: Passage,
    layout: Layout,
    start: int,
    end: int,
    image: NDArray[np.uint8],
    origin_x: int,
    origin_y: int,
) -> tuple[list[tuple[int, int, int]], NDArray[np.int64]]: ...

# paint

def paint(layout: Layout, margin_px: int, max_pixels: int) -> tuple[NDArray[np.uint8], int, int]: ...

# the same in RGB, glyphs in colour as their faces have them, all else in ink, on paper
def paint_in_colour(
    layout: Layout, margin_px: int, max_pixels: int, ink: Sequence[int], paper: Sequence[int]
) -> NDArray[np.uint8]: ...

# the grey picture, white where the one in RGB shows anything else
def agreed(
    layout: Layout,
    grey: NDArray[np.uint8],
    image: NDArray[np.uint8],
    ink: Sequence[int],
    paper: Sequence[int],
    origin_x: int,
    origin_y: int,
) -> NDArray[np.uint8]: ...
def read_png(file: bytes) -> NDArray[np.uint8]: ...  # red, green, blue and alpha, height x width x 4

# a grey picture with black as the ink's colour and white as the paper's: red, green and blue, 0 to 255
def coloured(image: NDArray[np.uint8], ink: Sequence[int], paper: Sequence[int]) -> NDArray[np.uint8]: ...

# each item's kind (0 glyph, 1 rule, 2 picture), x0, y0, x1, y1 in px from the layout's origin (y downward, ends
# exclusive), source start and end, em size in 1/65536 px
def item_boxes(layout: Layout) -> NDArray[np.int64]: ...

# of the layout's glyphs (at most `most`, evenly spread; 0: all) and pictures; see legibility_of_boxes
def legibility(
    layout: Layout,
    origin_x: int,
    origin_y: int,
    page: NDArray[np.uint8],
    distorted: NDArray[np.uint8],
    undo: Undo,
    most: int,
) -> tuple[int, NDArray[np.int32]]: ...
def trim(image: NDArray[np.uint8], margin: int) -> tuple[NDArray[np.uint8], int, int]: ...

# picture

# most_aspect: numerator and denominator; lengths in px
class Finish:
    def __init__(
        self,
        ink: Sequence[int],
        paper: Sequence[int],
        least_side: int,
        most_aspect: tuple[int, int],
        step: int,
        least_pixels: int,
        most_pixels: int,
        most_padded_pixels: int,
        most_paid_pixels: int,
        affordable: Callable[[int, int], bool] | None,
    ) -> None: ...
    def padded_size(self, width: int, height: int) -> tuple[int, int]: ...
    def fits(self, width: int, height: int, operation: Operation | None) -> bool: ...
    def page_height(self, width: int, operation: Operation | None) -> int: ...

# widths in 1/65536 px; aspect: numerator and denominator, and the number itself
class PageFit:
    def __init__(
        self,
        finish: Finish,
        width: int | None,
        width_range: tuple[int, int],
        code_width: int,
        aspect: tuple[int, int],
        aspect_number: float,
        line_height_px: float,
        margin_px: int,
        most_pages: int,
        align: str,
        budgeted: bool,
        patched: bool,
    ) -> None: ...
    def wrap_widths(self, passage: Passage, operation: Operation | None) -> tuple[int, int]: ...
    # each page: layout, start and end in the source, its picture, and where the layout's origin lies in that;
    # without any, how many would be needed, or 0 where a line fits no picture
    def pages(
        self, passage: Passage, operation: Operation | None
    ) -> tuple[list[tuple[Layout, int, int, NDArray[np.uint8], tuple[int, int]]], int]: ...

# the picture, and its score in 1/65536 from at most so many glyphs (0: all; None: not judged)
def final_picture(
    layout: Layout,
    origin: tuple[int, int],
    image: NDArray[np.uint8],
    grey: NDArray[np.uint8],
    operation: Operation,
    finish: Finish,
    judged: int | None,
) -> tuple[NDArray[np.uint8], int | None]: ...
