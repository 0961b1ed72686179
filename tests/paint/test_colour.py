"""A grey picture and two colours -> the picture that its twin makes, byte for byte."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from lomo import _native
from reference.colour import coloured

CHANNELS = st.tuples(*[st.integers(0, 255)] * 3)
GREYS: NDArray[np.uint8] = np.arange(256, dtype=np.uint8).reshape(1, 256, 1)


@settings(max_examples=60, deadline=None)
@given(CHANNELS, CHANNELS)
def test_every_grey_has_the_twins_colour(ink: tuple[int, ...], paper: tuple[int, ...]) -> None:
    made = _native.coloured(GREYS, ink, paper)
    np.testing.assert_array_equal(made, coloured(GREYS, ink, paper))
    assert (made[0, 0] == ink[: made.shape[2]]).all()
    assert (made[0, 255] == paper[: made.shape[2]]).all()


@pytest.mark.parametrize("shape", [(1, 1, 1), (1, 9, 1), (9, 1, 1), (37, 53, 1)])
@pytest.mark.parametrize(
    ("ink", "paper"),
    [((0, 0, 0), (255, 255, 255)), ((250, 250, 250), (9, 9, 9)), ((10, 20, 30), (200, 210, 255))],
)
def test_pictures_of_every_shape(
    shape: tuple[int, ...], ink: tuple[int, ...], paper: tuple[int, ...]
) -> None:
    grey = np.random.default_rng(0).integers(0, 256, shape, dtype=np.uint8)
    made = _native.coloured(grey, ink, paper)
    np.testing.assert_array_equal(made, coloured(grey, ink, paper))
    assert made.shape == (*shape[:2], 1 if ink[0] == ink[2] else 3)


def test_black_on_white_is_the_picture_itself() -> None:
    np.testing.assert_array_equal(_native.coloured(GREYS, (0, 0, 0), (255, 255, 255)), GREYS)


def test_what_cannot_be_coloured_is_refused() -> None:
    with pytest.raises(ValueError, match="only a grey picture"):
        _native.coloured(np.zeros((2, 2, 3), np.uint8), (0, 0, 0), (9, 9, 9))
    with pytest.raises(ValueError, match=r"0 \.\. 255, not 256"):
        _native.coloured(GREYS, (0, 0, 256), (9, 9, 9))
