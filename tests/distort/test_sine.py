"""The fixed-point sine is the nearest integer for every argument that a distortion can hold."""

from __future__ import annotations

import numpy as np
import pytest

from lomo import _native
from reference.sine import sine


@pytest.mark.parametrize(
    ("native", "denominator"), [(_native.sine_of_angle, 360 * 1024), (_native.sine_of_phase, 65536)]
)
def test_sine_is_rounded_to_nearest_for_every_argument(native, denominator):
    found = np.array([native(n) for n in range(denominator)])
    exact = np.sin(2 * np.pi * np.arange(denominator) / denominator) * (1 << 30)
    # The doubles are good to about 2**-20 here: they decide all but the ties, decimal arithmetic the ties.
    near_tie = np.abs(exact - np.floor(exact) - 0.5) < 2**-12
    assert np.array_equal(found[~near_tie], np.rint(exact[~near_tie]).astype(int))
    for n in np.nonzero(near_tie)[0]:
        assert found[n] == sine(int(n), denominator)


@pytest.mark.parametrize(
    ("angle", "value"), [(0, 0), (30, 1 << 29), (90, 1 << 30), (180, 0), (-90, -(1 << 30))]
)
def test_sine_at_known_angles(angle, value):
    assert _native.sine_of_angle(angle * 1024) == value


def test_sine_repeats_after_a_full_turn():
    assert _native.sine_of_phase(70_000) == _native.sine_of_phase(70_000 - 65_536)
    assert _native.sine_of_phase(-1) == _native.sine_of_phase(65_535)
