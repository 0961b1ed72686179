"""More of a parameter is more of its effect, and what must stay as it is stays."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from lomo import _native
from reference.pictures import noise, strokes

WHITE = np.full((60, 100, 1), 255, np.uint8)


def is_rising(values):
    return all(low < high for low, high in pairwise(values))


def sharpness(image):
    return float(
        np.abs(np.diff(image.astype(int), axis=0)).sum() + np.abs(np.diff(image.astype(int), axis=1)).sum()
    )


def test_wider_blurs_are_less_sharp():
    image = strokes(100, 60, 1)
    for blurred in (
        [_native.blur_gaussian(image, sigma) for sigma in (500, 200, 90, 64, 38)],
        [_native.blur_box(image, side) for side in (9, 7, 5, 3, 1)],
        [_native.blur_motion(image, length, 30_000) for length in (640, 448, 320, 192, 64)],
    ):
        assert is_rising([sharpness(each) for each in blurred])


@pytest.mark.parametrize("value", [0, 1, 100, 254, 255])
def test_blurs_keep_flat_pictures(value):
    flat = np.full((9, 14, 3), value, np.uint8)
    assert np.array_equal(_native.blur_gaussian(flat, 500), flat)
    assert np.array_equal(_native.blur_box(flat, 31), flat)
    assert np.array_equal(_native.blur_motion(flat, 1000, 12_345), flat)


def test_blurs_keep_the_mass_of_ink_away_from_the_border():
    image = np.full((80, 80, 1), 255, np.uint8)
    image[30:50, 30:50] = noise(20, 20, 1)
    mass = (255.0 - image).sum()
    for blurred in (
        _native.blur_gaussian(image, 200),
        _native.blur_box(image, 7),
        _native.blur_motion(image, 600, 40_000),
    ):
        assert (255.0 - blurred).sum() == pytest.approx(mass, rel=0.01)


def test_a_motion_blur_spreads_along_its_angle():
    image = np.full((41, 41, 1), 255, np.uint8)
    image[20, 20] = 0
    ink = 255.0 - _native.blur_motion(image, 20 * 64, 30 * 1024)[:, :, 0]
    y, x = np.nonzero(ink > 4)
    slope = np.polyfit(x - 20.0, 20.0 - y, 1)[0]
    assert slope == pytest.approx(np.tan(np.radians(30)), abs=0.03)
    assert np.ptp(x) == pytest.approx(20 * np.cos(np.radians(30)), abs=1.5)


def test_deeper_and_stronger_shadows_are_darker():
    darkening = [_native.shadow(WHITE, [[0, 30000, 0, d]]) for d in (60000, 40000, 20000, 5000)]
    depth = [_native.shadow(WHITE, [[1, d, 0, 30000]]) for d in (60000, 40000, 20000, 5000)]
    for images in (darkening, depth):
        assert is_rising([float(image.sum()) for image in images])


@pytest.mark.parametrize("edge", range(4))
def test_a_shadow_is_darkest_at_its_edge_and_gone_at_its_depth(edge):
    side = (100, 60)[edge % 2]
    out = _native.shadow(WHITE, [[edge, 32768, 0, 32768]])[:, :, 0]
    profile = (
        np.rot90(out, (0, 1, 2, 3)[edge])[30] if edge in (0, 2) else np.rot90(out, (0, 1, 2, 3)[edge])[50]
    )
    assert abs(int(profile[0]) - 128) <= 2
    assert (np.diff(profile.astype(int)) >= 0).all()
    assert (profile[side // 2 :] == 255).all()
    assert np.abs(np.diff(profile.astype(int))).max() <= 8


def test_a_slanted_shadow_is_deeper_at_its_far_end():
    out = _native.shadow(WHITE, [[0, 20000, 60000, 32768]])[:, :, 0]
    reach = (out < 255).sum(axis=1)
    assert is_rising(reach[::6].tolist())


def test_shadows_and_stains_keep_black_ink_black_and_order():
    image = strokes(100, 60, 1)
    shaded = _native.shadow(image, [[0, 60000, 0, 30000]])
    assert (shaded <= image).all()
    assert (shaded[image == 0] == 0).all()
    blob = [32768, 32768, 30000, 25000, 5000, 8, 3000, 0]
    grey = _native.stain(image, [[*blob, 120, 120, 120]])
    assert grey.shape == image.shape
    assert (grey <= image).all()
    tinted = _native.stain(image, [[*blob, 150, 105, 60]])
    assert tinted.shape == (60, 100, 3)
    assert (tinted[..., 0].astype(int) >= tinted[..., 2]).all()


def test_stronger_and_larger_stains_take_more_light():
    opacity = [[30000, 30000, 15000, o, 0, 8, 0, 0, 100, 100, 100] for o in (60000, 30000, 10000)]
    radius = [[30000, 30000, r, 20000, 0, 8, 0, 0, 100, 100, 100] for r in (30000, 15000, 5000)]
    for blobs in (opacity, radius):
        assert is_rising([float(_native.stain(WHITE, [blob]).sum()) for blob in blobs])


def test_no_amplitude_and_no_shift_change_nothing():
    image = noise(31, 17, 3)
    assert np.array_equal(_native.wave(image, [0, 4000, 77, 0, 4000, 77]), image)
    assert np.array_equal(_native.fold(image, 0, [30000], [0]), image)
    assert np.array_equal(_native.rotate(image, 0), image)
    assert np.array_equal(_native.blur_box(image, 1), image)
    assert np.array_equal(_native.blur_gaussian(image, 1), image)
