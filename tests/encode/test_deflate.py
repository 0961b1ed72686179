"""What the encoder deflates is inflated again by zlib, whatever repeats in it, and never grows by much."""

from __future__ import annotations

import io
import struct
import zlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from lomo import _native
from reference.pictures import noise, strokes


def stream(file):
    """The zlib stream of a file with one IDAT chunk."""
    at = file.index(b"IDAT") + 4
    (length,) = struct.unpack(">I", file[at - 8 : at - 4])
    return file[at : at + length]


SEARCHES = _native.search_sets()


def encoded(image):
    """The file; every search for copies that this processor can run must give the same."""
    files = set()
    try:
        for name in SEARCHES:
            _native.choose_search(name)
            files.add(_native.encode_png(image))
    finally:
        _native.choose_search(SEARCHES[-1])
    (file,) = files
    return file


def check(image):
    """Encodes, inflates strictly, compares; returns the stream."""
    file = encoded(image)
    inflate = zlib.decompressobj()
    lines = inflate.decompress(stream(file))
    assert inflate.eof
    assert not inflate.unused_data
    height, width, channels = image.shape
    assert len(lines) in {height * (1 + (width * channels * bits + 7) // 8) for bits in (1, 2, 4, 8)}
    picture = Image.open(io.BytesIO(file)).convert("L" if channels == 1 else "RGB")
    assert np.array_equal(np.array(picture).reshape(image.shape), image)
    return stream(file)


@pytest.mark.parametrize(
    "size", [(1, 1), (65535, 1), (1, 65535), (65535, 40), (40000, 3), (3, 40000), (2049, 700)]
)
@pytest.mark.parametrize("channels", [1, 3])
def test_long_sides(size, channels):
    width, height = size
    check(np.full((height, width, channels), 255, np.uint8))
    check(strokes(width, height, channels) if width * height < 100_000 else noise(width, height, channels))


@pytest.mark.parametrize("channels", [1, 3])
def test_noise_is_stored_and_grows_by_less_than_a_thousandth(channels):
    image = noise(1500, 900, channels)
    assert len(check(image)) < image.size * 1.001 + 900 + 100


def test_a_white_page_takes_almost_nothing():
    assert len(check(np.full((1600, 1600, 3), 255, np.uint8))) < 12_000
    assert len(check(np.full((1600, 1600, 1), 254, np.uint8))) < 6000
    assert len(check(np.full((1600, 1600, 1), 255, np.uint8))) < 2000


@pytest.mark.parametrize(
    "distance", [1, 2, 3, 4, 5, 7, 8, 9, 255, 256, 257, 8191, 32767, 32768, 32769, 40000]
)
def test_a_repeat_at_any_distance(distance):
    """One row: noise, and the same noise again; only within 32,768 bytes may a copy reach back."""
    piece = noise(min(distance, 1000), 1, 1)[0, :, 0]
    row = np.full(distance + 3000, 77, np.uint8)
    row[: len(piece)] = piece
    row[distance : distance + len(piece)] = piece
    check(row[None, :, None])
    check(np.resize(noise(distance, 1, 1)[0, :, 0], (3, distance // 2 + 300, 1)))


@pytest.mark.parametrize(
    "length", [*range(1, 24), 31, 32, 33, 255, 256, 257, 258, 259, 260, 515, 516, 517, 800]
)
def test_a_run_of_any_length(length):
    """Runs between bytes that never repeat nearby: every length of a copy, right up to the end of the data."""
    draw = np.random.default_rng(length)
    pieces = [np.r_[draw.integers(0, 200, 9), np.full(length, 255)] for _ in range(20)]
    row = np.concatenate(pieces).astype(np.uint8)
    for cut in range(10):
        check(row[None, : len(row) - cut, None])


@pytest.mark.parametrize("skew", [1.01, 1.3, 2.0, 2.7])
def test_skewed_counts_meet_the_limit_of_a_code(skew):
    """Symbols as rare as in a Fibonacci series would need codes longer than deflate has."""
    counts = (skew ** np.arange(24)).astype(int).clip(1, 300_000)
    values = np.repeat(np.arange(24) * 7 + 1, counts).astype(np.uint8)
    np.random.default_rng(1).shuffle(values)
    check(np.resize(values, (len(values) // 100 + 1, 100, 1)))


@pytest.mark.parametrize("before", range(6))
def test_far_copies_in_a_row_with_the_rarest_codes(before):
    """A distance, a length and a distance take 60 bits, at each place among three symbols and in a byte."""
    draw = np.random.default_rng(5)

    def ramps(size):  # few places are dark enough to look for a copy there
        return np.sort(draw.integers(0, 255, (size // 32 + 1, 32)), 1).reshape(-1)[:size]

    pieces = [ramps(40 + before)]
    for k, times in enumerate((16, 12, 8, 6, 4, 3, 2, 1)):  # copies 258 * times back, twice as many each time
        pieces.append(np.resize(ramps(258 * times), 258 * (times + (3 << k))))
    far = ramps(258 + 200)
    row = np.concatenate([*pieces, far, np.full(26_000, 255), far, ramps(50)]).astype(np.uint8)
    image = np.full((4, 65535, 1), 255, np.uint8)
    image.reshape(-1)[: len(row)] = row
    check(image)


def test_many_blocks():
    """More steps than one block holds, and changing from row to row: each block has its own codes."""
    image = np.concatenate([strokes(900, 500, 1), noise(900, 400, 1), strokes(900, 600, 1, 3) // 2])
    check(image)
    check(np.repeat(image, 3, 2))


@settings(max_examples=300, deadline=None, derandomize=True)
@given(
    width=st.integers(1, 200),
    height=st.integers(1, 60),
    channels=st.sampled_from([1, 3]),
    kind=st.sampled_from(["tiles", "walk", "sparse", "blurred", "rows", "few"]),
    seed=st.integers(0, 1 << 30),
)
def test_pictures_of_every_kind(width, height, channels, kind, seed):
    draw = np.random.default_rng(seed)
    size = (height, width, channels)
    if kind == "tiles":
        tile = draw.integers(0, 256, (int(draw.integers(1, 12)), int(draw.integers(1, 40)), channels))
        image = np.tile(tile, (height, width, 1))[:height, :width]
    elif kind == "walk":
        image = np.cumsum(draw.integers(-2, 3, size), axis=int(draw.integers(2)))
    elif kind == "sparse":
        image = np.where(draw.random(size) < draw.random() * 0.2, draw.integers(0, 256, size), 255)
    elif kind == "blurred":
        image = _native.blur_gaussian(strokes(width, height, channels, seed), int(draw.integers(32, 200)))
    elif kind == "rows":
        image = np.repeat(draw.integers(0, 256, (1, width, channels)), height, 0)
        image[draw.integers(0, height), draw.integers(0, width)] ^= 1
    else:
        image = draw.choice(draw.integers(0, 256, int(draw.integers(1, 6))), size)
    check(np.ascontiguousarray(image.astype(np.uint8)))


def test_searches_can_be_chosen_by_name_and_no_other_way():
    assert SEARCHES[0] == "portable"
    with pytest.raises(_native.NativeInputError, match="no search for copies named fastest here: portable"):
        _native.choose_search("fastest")
    _native.choose_search(SEARCHES[-1])


def test_a_repeated_letter_costs_little_wherever_it_stands():
    """Noise that stands again, at another column and with other neighbours, is copied from where it stood."""
    letter = noise(40, 30, 1, 5)
    page = np.full((200, 400, 1), 255, np.uint8)
    page[:30, :40] = letter
    once = len(check(page))
    for row, column in ((40, 7), (90, 201), (150, 333)):
        page[row : row + 30, column : column + 40] = letter
    assert len(check(page)) < once + 3 * 30 * 12
