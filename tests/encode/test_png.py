"""Every PNG is read back exactly by Pillow and OpenCV, and takes the fewest bits that hold it."""

from __future__ import annotations

import io
import struct
import zlib
from concurrent.futures import ThreadPoolExecutor

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


def check(image, level):
    file = _native.encode_png(image, level)
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
@pytest.mark.parametrize("level", [0, 1, 6, 12])
def test_pictures_are_read_back_exactly(size, channels, level):
    check(noise(*size, channels), level)
    check(strokes(*size, channels), level)


@settings(max_examples=120, deadline=None, derandomize=True)
@given(
    width=st.integers(1, 70),
    height=st.integers(1, 40),
    channels=st.sampled_from([1, 3]),
    levels=st.sampled_from(
        [[0, 255], [255], [0, 85, 170, 255], [0, 17, 34, 255], [85, 17], [1, 2], list(range(256))]
    ),
    level=st.integers(0, 12),
    seed=st.integers(0, 1 << 20),
)
def test_any_content_is_read_back_exactly(width, height, channels, levels, level, seed):
    draw = np.random.default_rng(seed)
    check(draw.choice(np.array(levels, np.uint8), (height, width, channels)), level)


@pytest.mark.parametrize(
    ("values", "depth"),
    [([255], 1), ([0, 255], 1), ([0, 85], 2), ([170], 2), ([17, 255], 4), ([0, 254], 8), ([1], 8)],
)
@pytest.mark.parametrize("width", range(1, 18))
def test_grey_takes_the_fewest_bits(values, depth, width):
    image = np.resize(np.array(values, np.uint8), (5, width, 1))
    expected = depth if width * 5 > 1 or len(values) == 1 else header(_native.encode_png(image, 6))[2]
    assert header(check(image, 6))[2] == expected


def test_colour_stays_eight_bits():
    assert header(check(np.full((3, 4, 3), 255, np.uint8), 6))[2:4] == (8, 2)


def test_the_file_is_three_sound_chunks_without_filters():
    image = strokes(37, 21, 1) | 1
    (first, fields), (second, data), (third, nothing) = chunks(_native.encode_png(image, 6))
    assert (first, second, third, nothing) == (b"IHDR", b"IDAT", b"IEND", b"")
    assert struct.unpack(">IIBBBBB", fields) == (37, 21, 8, 0, 0, 0, 0)
    lines = np.frombuffer(zlib.decompress(data), np.uint8).reshape(21, 38)
    assert (lines[:, 0] == 0).all()
    assert np.array_equal(lines[:, 1:, None], image)


def test_the_same_bytes_again_and_from_any_thread():
    images = [strokes(60, 40, 1, seed) for seed in range(8)] + [noise(40, 60, 3, seed) for seed in range(8)]
    once = [_native.encode_png(image, level) for level in (1, 6, 9) for image in images]
    with ThreadPoolExecutor(4) as pool:
        many = [list(pool.map(lambda i, q=q: _native.encode_png(i, q), images)) for q in (1, 6, 9)]
    assert once == [file for files in many for file in files]


@pytest.mark.parametrize("level", [-1, 13, 1 << 40])
def test_a_wrong_level_is_named(level):
    with pytest.raises(_native.NativeInputError, match="level"):
        _native.encode_png(np.zeros((1, 1, 1), np.uint8), level)


@pytest.mark.parametrize("shape", [(0, 1, 1), (1, 0, 3), (2, 2, 2), (2, 2, 4), (2, 2)])
def test_a_wrong_shape_is_refused(shape):
    with pytest.raises(_native.NativeInputError):
        _native.encode_png(np.zeros(shape, np.uint8), 6)
