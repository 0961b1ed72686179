"""Every PNG is read back exactly by Pillow and OpenCV, takes the fewest bits, and has the rows' filter it should."""

from __future__ import annotations

import io
import struct
import zlib
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from lomo import _native
from reference.pictures import SIZES, noise, strokes


def chunks(file):
    assert file[:8] == b"\x89PNG\r\n\x1a\n"
    at, found = 8, []
    while at < len(file):
        (length,) = struct.unpack(">I", file[at : at + 4])
        name, data = file[at + 4 : at + 8], file[at + 8 : at + 8 + length]
        assert struct.unpack(">I", file[at + 8 + length : at + 12 + length])[0] == zlib.crc32(name + data)
        found.append((name, data))
        at += 12 + length
    return found


def header(file):
    return struct.unpack(">IIBBBBB", chunks(file)[0][1])


def soft(width, height):
    """A page of strokes under a 5 x 5 box, in NumPy alone."""
    wide = strokes(width + 4, height + 4, 1)[:, :, 0].astype(np.int64)
    boxes = np.lib.stride_tricks.sliding_window_view(wide, (5, 5)).sum((2, 3)) // 25
    return np.ascontiguousarray(boxes.astype(np.uint8)[:, :, None])


def check(image):
    file = _native.encode_png(image)
    height, width, channels = image.shape
    picture = Image.open(io.BytesIO(file))
    assert picture.size == (width, height)
    as_pillow = np.array(picture.convert("L" if channels == 1 else "RGB")).reshape(image.shape)
    assert np.array_equal(as_pillow, image)
    assert picture.mode in (("L", "1") if channels == 1 else ("RGB",))
    flag = cv2.IMREAD_UNCHANGED
    as_opencv = cv2.imdecode(np.frombuffer(file, np.uint8), flag)
    as_opencv = as_opencv[:, :, None] if channels == 1 else as_opencv[:, :, ::-1]
    assert np.array_equal(as_opencv, image)
    return file


@pytest.mark.parametrize("channels", [1, 3])
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_pictures_are_read_back_exactly(size, channels):
    check(noise(*size, channels))
    check(strokes(*size, channels))


@settings(max_examples=120, deadline=None, derandomize=True)
@given(
    width=st.integers(1, 70),
    height=st.integers(1, 40),
    channels=st.sampled_from([1, 3]),
    levels=st.sampled_from(
        [[0, 255], [255], [0, 85, 170, 255], [0, 17, 34, 255], [85, 17], [1, 2], list(range(256))]
    ),
    seed=st.integers(0, 1 << 20),
)
def test_any_content_is_read_back_exactly(width, height, channels, levels, seed):
    draw = np.random.default_rng(seed)
    check(draw.choice(np.array(levels, np.uint8), (height, width, channels)))


@pytest.mark.parametrize(
    ("values", "depth"),
    [([255], 1), ([0, 255], 1), ([0, 85], 2), ([170], 2), ([17, 255], 4), ([0, 254], 8), ([1], 8)],
)
@pytest.mark.parametrize("width", range(1, 18))
def test_grey_takes_the_fewest_bits(values, depth, width):
    image = np.resize(np.array(values, np.uint8), (5, width, 1))
    expected = depth if width * 5 > 1 or len(values) == 1 else header(_native.encode_png(image))[2]
    assert header(check(image))[2] == expected


def test_colour_stays_eight_bits():
    assert header(check(np.full((3, 4, 3), 255, np.uint8)))[2:4] == (8, 2)


def rows(file):
    """The filter of each row, and the rows' bytes as they were deflated."""
    (_, fields), (_, data), _ = chunks(file)
    width, height, bits, colour, *_ = struct.unpack(">IIBBBBB", fields)
    lines = np.frombuffer(zlib.decompress(data), np.uint8).reshape(height, -1)
    assert lines.shape[1] == 1 + (width * bits * (3 if colour == 2 else 1) + 7) // 8
    return lines[:, 0], lines[:, 1:]


def test_the_file_is_three_sound_chunks_without_filters():
    image = strokes(37, 21, 1) | 1
    file = _native.encode_png(image)
    (first, fields), (second, _), (third, nothing) = chunks(file)
    assert (first, second, third, nothing) == (b"IHDR", b"IDAT", b"IEND", b"")
    assert struct.unpack(">IIBBBBB", fields) == (37, 21, 8, 0, 0, 0, 0)
    filters, samples = rows(file)
    assert not filters.any()
    assert np.array_equal(samples[:, :, None], image)


@pytest.mark.parametrize("seed", range(4))
def test_a_blurred_page_is_written_as_differences(seed):
    image = _native.blur_gaussian(strokes(300, 200, 1, seed), 120)
    file = check(image)
    filters, samples = rows(file)
    assert filters[0] == 0
    assert (filters[1:] == 2).all()
    assert np.array_equal(np.cumsum(samples, 0, dtype=np.uint8)[:, :, None], image)
    assert (rows(check(np.repeat(image, 3, 2)))[0] == 0).all()  # RGB gains nothing by it on real pages


def test_a_sharp_page_is_not():
    assert not rows(check(strokes(300, 200, 1)))[0].any()
    assert not rows(check(noise(300, 200, 1)))[0].any()


def test_the_same_bytes_again_and_from_any_thread():
    images = [strokes(60, 40, 1, seed) for seed in range(8)] + [noise(40, 60, 3, seed) for seed in range(8)]
    images += [_native.blur_gaussian(strokes(500, 300, 1, seed), 100) for seed in range(4)]
    once = [_native.encode_png(image) for image in images]
    with ThreadPoolExecutor(4) as pool:
        many = list(pool.map(_native.encode_png, images * 5))
    assert once * 5 == many


@pytest.mark.parametrize(
    ("draw", "digest"),
    [
        (lambda: strokes(400, 300, 1), "328391cdd6c50077"),
        (lambda: strokes(400, 300, 3), "bf9658e5a23e242d"),
        (lambda: soft(400, 300), "ef647500d45b010b"),
        (lambda: strokes(400, 300, 1) // 17 * 17, "712d95ba09d4f4bc"),
        (lambda: noise(400, 300, 1), "f9f35e98d7219310"),
    ],
    ids=["strokes", "colour", "blurred", "four bits", "noise"],
)
def test_the_bytes_are_the_same_on_every_machine(draw, digest):
    """Pinned: a corpus made on one CPU must come out the same on another. A change here is one of *Pictures*."""
    assert sha256(_native.encode_png(draw())).hexdigest()[:16] == digest


def test_a_small_file_after_a_large_one_is_not_touched_by_it():
    small = strokes(31, 17, 1)
    before = _native.encode_png(small)
    check(noise(3000, 1500, 3))
    assert _native.encode_png(small) == before


@pytest.mark.parametrize("shape", [(0, 1, 1), (1, 0, 3), (2, 2, 2), (2, 2, 4), (2, 2)])
def test_a_wrong_shape_is_refused(shape):
    with pytest.raises(_native.NativeInputError):
        _native.encode_png(np.zeros(shape, np.uint8))
