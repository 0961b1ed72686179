"""Polygons of glyphs, words, lines and formulas against masks in false colours that the kernels warped."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from lomo import _native
from lomo.config import Config
from lomo.distort.apply import apply
from lomo.distort.operations import OPERATIONS, Operation
from lomo.record.boxes import KINDS, Box, page_boxes
from lomo.render.render import Page, Rendering, render

TEXT = (
    "Let $f(x) = \\frac{x^2 + 1}{\\sqrt{x}}$ be given; it's well-known that 你好，世界 means hello. "
    "Then compute $$\\sum_{k=1}^{n} k^3$$ for a non-negative integer, or say why it cannot be done (see A/B)."
)
STYLE = Config.from_dict({"style": {"width_px": 330}})
DEGREE = 1024
WARPS = [
    Operation("clean", {}),
    Operation("blur_gaussian", {"sigma_px64": 90}),
    *(
        Operation("rotate_large", {"angle_deg1024": degrees * DEGREE})
        for degrees in (3, -8, 45, 90, 180, 268)
    ),
    Operation(
        "wave_sine",
        dict(zip(OPERATIONS["wave_sine"].scalars, (200, 3300, 40000, 100, 2560, 60000), strict=True)),
    ),
    Operation(
        "wave_sine", dict(zip(OPERATIONS["wave_sine"].scalars, (384, 4400, 9, 384, 3840, 0), strict=True))
    ),
    Operation("wave_fold", {"axis": 0, "position_share": [20000, 45000], "shift_px64": [256, -384]}),
    Operation("wave_fold", {"axis": 1, "position_share": [33333], "shift_px64": [-256]}),
]


@pytest.fixture(scope="module")
def rendering() -> Rendering:
    return render(TEXT, STYLE)


def filled(page: Page, box: Box) -> np.ndarray:
    """The page's size in white, the unwarped box black."""
    image = np.full(page.image.shape, 255, np.uint8)
    (x0, y0), (x1, y1) = box.polygon[0].astype(int), box.polygon[2].astype(int)
    image[y0:y1, x0:x1] = 0
    return image


def farthest(mask: np.ndarray, polygon: np.ndarray) -> float:
    """How deep, in px, a pixel's centre lies on the wrong side of the polygon."""
    outline = (polygon - 0.5).astype(np.float32)
    worst = 0.0
    left, top = np.maximum(0, np.floor(outline.min(axis=0)).astype(int) - 3)
    right, bottom = np.ceil(outline.max(axis=0)).astype(int) + 4
    for y in range(top, min(bottom, mask.shape[0])):
        for x in range(left, min(right, mask.shape[1])):
            inside = cv2.pointPolygonTest(outline, (float(x), float(y)), True)
            if (inside > 0) != (mask[y, x] < 128):
                worst = max(worst, abs(inside))
    dark = np.argwhere(mask < 128)
    assert (dark.min(axis=0) >= (top, left)).all()
    assert (dark.max(axis=0) < (bottom, right)).all()
    return worst


def test_boxes_hold_their_ink_to_the_pixel(rendering: Rendering) -> None:
    (page,) = rendering.pages
    boxes = page_boxes(TEXT, page, apply(page.image, Operation("clean", {})), typeset=True)
    dump = page.layout.dump()
    assert len(boxes.glyphs) == len(dump["glyphs"])
    whole = np.concatenate([box.polygon for box in boxes.lines])
    ink = np.argwhere(page.image[:, :, 0] < 255)
    assert whole.min(axis=0).tolist() == ink.min(axis=0)[::-1].tolist()
    assert whole.max(axis=0).tolist() == (ink.max(axis=0)[::-1] + 1).tolist()
    for line in boxes.lines:
        (x0, y0), (x1, y1) = line.polygon[0].astype(int), line.polygon[2].astype(int)
        inked = page.image[y0:y1, x0:x1, 0] < 255
        assert inked[0].any()
        assert inked[-1].any()
        assert inked[:, 0].any()
        assert inked[:, -1].any()


def test_each_box_tells_its_characters(rendering: Rendering) -> None:
    (page,) = rendering.pages
    boxes = page_boxes(TEXT, page, apply(page.image, Operation("clean", {})), typeset=True, offset=100)
    words = [TEXT[box.start - 100 : box.end - 100] for box in boxes.words]
    assert words[:4] == ["Let", "be", "given;", "it's"]
    assert {"well-", "known", "你", "好，", "世", "界", "non-", "negative"} <= set(words)
    assert [TEXT[box.start - 100 : box.end - 100] for box in boxes.formulas] == [
        "$f(x) = \\frac{x^2 + 1}{\\sqrt{x}}$",
        "$$\\sum_{k=1}^{n} k^3$$",
    ]
    assert boxes.lines[0].start == 100
    assert boxes.lines[-1].end - 100 == len(TEXT)
    told = boxes.to_json()
    assert list(told) == list(KINDS)
    assert all(len(row[2]) == 8 for kind in told.values() for row in kind)


@pytest.mark.parametrize("operation", WARPS, ids=str)
def test_polygons_lie_within_half_a_pixel_of_the_warped_boxes(
    rendering: Rendering, operation: Operation
) -> None:
    (page,) = rendering.pages
    still = page_boxes(TEXT, page, apply(page.image, Operation("clean", {})), typeset=True)
    moved = page_boxes(TEXT, page, apply(page.image, operation), typeset=True)
    for kind in KINDS:
        before, after = getattr(still, kind), getattr(moved, kind)
        assert [box[:2] for box in before] == [box[:2] for box in after]
        for one, other in list(zip(before, after, strict=True))[:: 9 if kind in ("glyphs", "words") else 1]:
            mask = apply(filled(page, one), operation).image[:, :, 0]
            assert farthest(mask, other.polygon) <= 0.5, (kind, one[:2])


def test_every_page_has_its_own(rendering: Rendering) -> None:
    style = Config.from_dict({"style": {"width_px": 330, "max_pixels": 40000, "pad_to": 28}})
    several = render(TEXT, style)
    assert len(several.pages) > 1
    seen = []
    for page in several.pages:
        boxes = page_boxes(TEXT, page, apply(page.image, WARPS[2]), typeset=True)
        assert all(page.source[0] <= box.start < box.end <= page.source[1] for box in boxes.words)
        seen += [TEXT[box.start : box.end] for box in boxes.words]
    (page,) = rendering.pages
    assert seen == [
        TEXT[box.start : box.end]
        for box in page_boxes(TEXT, page, apply(page.image, WARPS[0]), typeset=True).words
    ]


def test_a_page_without_ink_has_no_boxes() -> None:
    (page,) = render("   ", STYLE).pages
    boxes = page_boxes("   ", page, apply(page.image, WARPS[2]), typeset=False)
    assert not any(getattr(boxes, kind) for kind in KINDS)
    assert _native.item_boxes(page.layout).shape[1] == 8
