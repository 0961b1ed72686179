"""Sizes of pictures -> their tokens, against what the real processors counted (counts.csv) and, where they are
installed, count."""

from __future__ import annotations

import csv
import importlib.util
import io
import json
import struct
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import lomo
from lomo.processors import PROCESSORS, Processor
from lomo.tokens.count import resized_size, tokens
from lomo.tokens.read import processor_of
from reference import processors as real

TABLE = Path(__file__).with_name("counts.csv")
INSTALLED = all(importlib.util.find_spec(name) for name in ("torch", "torchvision", "transformers"))
QWEN = [name for name, one in PROCESSORS.items() if isinstance(one, Processor)]


def counted(width: int, height: int, name: str) -> int | None:
    """lomo's count; None where it refuses."""
    try:
        return lomo.visual_tokens((width, height), name)
    except lomo.InputError:
        return None


def test_the_counts_of_the_real_processors() -> None:
    lines = TABLE.read_text(encoding="utf-8").splitlines()[1:]
    rows = list(csv.DictReader(lines))
    assert len(rows) >= 180
    assert set(rows[0]) - {"width", "height"} == set(PROCESSORS)
    wrong = [
        (row["width"], row["height"], name, row[name])
        for row in rows
        for name in PROCESSORS
        if counted(int(row["width"]), int(row["height"]), name) != (int(row[name]) if row[name] else None)
    ]
    assert wrong == []
    assert any(not row["qwen2-vl"] for row in rows)  # a size that is refused


@pytest.mark.skipif(not INSTALLED, reason="torch, torchvision and transformers are not installed")
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", real.NAMES)
def test_the_installed_processors_count_the_same(name: str) -> None:
    import random

    processor = real.real_processor(name)
    assert processor_of(processor) == PROCESSORS[name]
    stream = random.Random()
    for turn in range(2000):
        width = int(2 ** stream.uniform(0, 16))
        height = int(2 ** stream.uniform(0, 16)) if turn % 2 else max(1, width // stream.randint(1, 210))
        assert counted(width, height, name) == real.real_count(processor, width, height), (width, height)
    for width, height in ((1000, 600), (37, 41), (1025, 33), (29, 900)):
        expected = real.processed_count(processor, width, height)
        assert lomo.visual_tokens((width, height), processor) == expected
        if name == "llava-onevision":
            assert expected == real.packed_count(width, height)


@given(st.sampled_from(QWEN), st.integers(1, 5000), st.integers(1, 5000))
def test_resized_sides_are_whole_tokens_within_the_bounds(name: str, width: int, height: int) -> None:
    processor = PROCESSORS[name]  # type: ignore[index]
    assert isinstance(processor, Processor)
    if max(width, height) > 100 * min(width, height):
        return
    w, h = resized_size(width, height, processor)
    assert w % processor.token_px == 0 == h % processor.token_px
    assert w * h <= processor.max_pixels
    assert w * h >= processor.min_pixels
    assert tokens(width, height, processor) == w * h // processor.token_px**2
    assert resized_size(w, h, processor) == (w, h)


def test_a_picture_that_is_too_long_is_named() -> None:
    with pytest.raises(lomo.InputError, match=r"a picture of 201 x 1 px is longer than 200 : 1"):
        lomo.visual_tokens((201, 1), "qwen3-vl")


def test_every_kind_of_picture_is_measured() -> None:
    page = lomo.render("A line of text.").pages[0]
    height, width, _ = page.image.shape
    expected = lomo.visual_tokens((width, height), "qwen3-vl")
    (picture,) = lomo.substitute("A line of text.", key="k", config=lomo.Config(preset="clean")).pictures
    distorted = lomo.distort(page.image, key="k", config=lomo.Config(preset="clean"))
    pillow = SimpleNamespace(size=(width, height))
    for one in (page, page.image, page.image[:, :, 0], page.png(), picture, distorted, pillow):
        assert lomo.visual_tokens(one, "qwen3-vl") == expected


@pytest.mark.parametrize(
    "picture", [(3,), (0, 5), (2.5, 3), b"GIF89a", "a.png", np.zeros(3), None, (True, 1)]
)
def test_what_is_no_picture_is_refused(picture: Any) -> None:
    with pytest.raises(lomo.InputError, match="picture"):
        lomo.visual_tokens(picture, "qwen2-vl")


def test_a_cut_png_is_refused() -> None:
    head = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", 30, 60)
    assert lomo.visual_tokens(head, "qwen2-vl") == lomo.visual_tokens((30, 60), "qwen2-vl")
    with pytest.raises(lomo.InputError, match="no PNG"):
        lomo.visual_tokens(head[:20], "qwen2-vl")


def test_a_processor_is_read_from_its_file() -> None:
    qwen = {"patch_size": 16, "merge_size": 2, "size": {"shortest_edge": 65536, "longest_edge": 16777216}}
    assert processor_of(qwen) == PROCESSORS["qwen3-vl"]
    # As transformers reads a file that holds both.
    assert processor_of({**qwen, "max_pixels": 99999, "min_pixels": 3136}) == Processor(
        patch_size=16, min_pixels=3136, max_pixels=99999
    )
    anyres = {
        "image_processor": {"size": {"height": 384, "width": 384}, "image_grid_pinpoints": [[384, 768]]},
        "num_image_tokens": 729,
        "vision_feature_select_strategy": "default",
        "vision_aspect_ratio": "anyres_max_4",
    }
    read = processor_of(json.load(io.StringIO(json.dumps(anyres))))
    assert read == lomo.AnyresProcessor(pinpoints=((384, 768),), max_tiles=4, drops_first=True)
    assert tokens(768, 384, read) == 729 + 27 * 54 + 27 - 1


def test_a_changed_object_is_counted_as_it_counts() -> None:
    class SomeProcessor:
        patch_size, merge_size = 14, 2
        size = SimpleNamespace(shortest_edge=3136, longest_edge=1003520)
        min_pixels: int | None = None
        max_pixels: int | None = None

    class SomeProcessorFast(SomeProcessor):
        pass

    # What the processors of transformers 5.24 and 4.57 made of a picture of 1000 x 600 px.
    for bounds, slow, fast in (
        ((None, None), 756, 756),
        ((None, 100_000), 112, 756),
        ((900_000, None), 1188, 756),
        ((50_000, 100_000), 112, 112),
    ):
        for kind, expected in ((SomeProcessor, slow), (SomeProcessorFast, fast)):
            inner = kind()
            inner.min_pixels, inner.max_pixels = bounds
            assert lomo.visual_tokens((1000, 600), SimpleNamespace(image_processor=inner)) == expected


@pytest.mark.skipif(not INSTALLED, reason="torch, torchvision and transformers are not installed")
@pytest.mark.filterwarnings("ignore")
def test_an_installed_processor_that_was_changed_counts_the_same() -> None:
    for least, most in ((None, 100_000), (900_000, None), (50_000, 100_000)):
        processor = real.real_processor("qwen2-vl")
        if least:
            processor.min_pixels = least
        if most:
            processor.max_pixels = most
        assert lomo.visual_tokens((1000, 600), processor) == real.processed_count(processor, 1000, 600)


@pytest.mark.parametrize(
    ("processor", "message"),
    [
        ("qwen4", "'qwen4': expected one of qwen2-vl, qwen2.5-vl"),
        ({"patch_size": 14, "merge_size": 2}, "no min_pixels and max_pixels"),
        ({"crop_size": 224}, "the mapping has neither patch_size and merge_size"),
        (SimpleNamespace(size={"height": 224}), "SimpleNamespace has neither"),
        ({"patch_size": 0.5, "merge_size": 2, "min_pixels": 1, "max_pixels": 9}, "patch_size: "),
        ({"patch_size": 14, "merge_size": 2, "min_pixels": 9, "max_pixels": 1}, "min_pixels 9 is above"),
        (
            SimpleNamespace(patch_size=14, merge_size=2, do_resize=False, size={}),
            "do_resize is off",
        ),
        ({"image_grid_pinpoints": [[384, 384]], "vision_aspect_ratio": "pad"}, "'pad' is not anyres_max_N"),
    ],
)
def test_a_processor_that_cannot_be_counted_says_why(processor: Any, message: str) -> None:
    with pytest.raises(lomo.InputError, match=message):
        lomo.visual_tokens((100, 100), processor)
