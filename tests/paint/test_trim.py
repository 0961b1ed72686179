"""The trim keeps every drawn pixel and leaves exactly the margin, as its twin defines it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lomo import _native
from reference.pictures import SIZES, noise, strokes
from reference.trim import trim


def check(image, margin):
    found, x, y = _native.trim(image, margin)
    expected, expected_x, expected_y = trim(image, margin)
    assert (x, y) == (expected_x, expected_y)
    assert found.shape == expected.shape
    assert np.array_equal(found, expected)
    return found, x, y


@pytest.mark.parametrize("margin", [0, 1, 10])
@pytest.mark.parametrize("channels", [1, 3])
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_trim_equals_its_twin(size, channels, margin):
    check(noise(*size, channels), margin)
    check(strokes(*size, channels), margin)
    check(np.full((*size, channels), 255, np.uint8), margin)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(
    width=st.integers(1, 40),
    height=st.integers(1, 40),
    channels=st.sampled_from([1, 3]),
    margin=st.integers(0, 20),
    dots=st.lists(st.tuples(st.integers(0, 39), st.integers(0, 39), st.integers(0, 254)), max_size=4),
)
def test_trim_of_scattered_ink_equals_its_twin(width, height, channels, margin, dots):
    image = np.full((height, width, channels), 255, np.uint8)
    for x, y, value in dots:
        image[y % height, x % width, x % channels] = value
    found, x, y = check(image, margin)
    assert (255.0 - found).sum() == (255.0 - image).sum()
    # Trimming again changes nothing.
    again, nothing_x, nothing_y = check(found, margin)
    assert np.array_equal(again, found)
    if dots:
        assert (nothing_x, nothing_y) == (0, 0)


def test_a_white_image_becomes_a_small_white_square():
    found, x, y = _native.trim(np.full((30, 50, 1), 255, np.uint8), 10)
    assert found.shape == (21, 21, 1)
    assert (found == 255).all()
    assert (x, y) == (-10, -10)


@pytest.mark.parametrize("margin", [-1, 4097])
def test_a_wrong_margin_is_named(margin):
    with pytest.raises(_native.NativeInputError, match="margin"):
        _native.trim(np.zeros((2, 2, 1), np.uint8), margin)
