"""Warps lose no ink, and points go where the pixels go."""

from __future__ import annotations

import numpy as np
import pytest

from lomo import _native
from lomo.distort.apply import apply
from lomo.distort.operations import OPERATIONS, Operation
from reference.pictures import SIZES, centroid, dot, noise

DEGREE = 1024


def rotation(angle):
    return Operation("rotate_large", {"angle_deg1024": angle})


def sinusoids(*numbers):
    return Operation("wave_sine", dict(zip(OPERATIONS["wave_sine"].scalars, numbers, strict=True)))


def creases(axis, positions, shifts):
    return Operation("wave_fold", {"axis": axis, "position_share": positions, "shift_px64": shifts})


STEEP = sinusoids(4096, 9000, 1, 0, 512, 0)
WARPS = [
    *(rotation(degrees * DEGREE) for degrees in (1, -3, 8, 30, 45, 77, 90, 135, 180, 268, 270, -90)),
    rotation(1),
    rotation(-12_345),
    sinusoids(64, 2560, 0, 256, 12800, 9000),
    sinusoids(200, 3300, 40000, 100, 2560, 60000),
    STEEP,
    creases(0, [20000, 45000], [256, -200]),
    creases(1, [33333], [-256]),
    creases(1, [10000, 20000, 60000], [90, 91, 4000]),
]
STILL = [
    Operation("clean", {}),
    Operation("blur_gaussian", {"sigma_px64": 90}),
    Operation("blur_box", {"side_px": 5}),
    Operation("blur_motion", {"length_px64": 448, "angle_deg1024": 33 * DEGREE}),
]


@pytest.mark.parametrize("turns", range(-4, 5))
@pytest.mark.parametrize("channels", [1, 3])
def test_quarter_turns_are_transpositions(turns, channels):
    image = noise(13, 8, channels)
    assert np.array_equal(_native.rotate(image, turns * 90 * DEGREE), np.rot90(image, turns))


@pytest.mark.parametrize("operation", WARPS, ids=str)
def test_no_ink_is_lost_even_from_the_very_border(operation):
    # Black to the border: a cut of the canvas would show as missing ink. Bilinear weights of one source pixel
    # sum to one over the output up to the sampling of a tilted tent, and each pixel rounds.
    black = np.zeros((61, 83, 1), np.uint8)
    out = apply(black, operation).image
    assert (255.0 - out).sum() == pytest.approx(255.0 * black.size, rel=2e-3)
    padded = apply(np.pad(black, ((90, 90), (90, 90), (0, 0)), constant_values=255), operation).image
    if operation.op.startswith("rotate"):  # the same picture, as if the canvas had no end
        assert (255.0 - out).sum() == pytest.approx((255.0 - padded).sum(), rel=1e-3)


@pytest.mark.parametrize("operation", WARPS, ids=str)
@pytest.mark.parametrize("corner", [(0, 0), (0, -1), (-1, 0), (-1, -1)])
def test_a_dark_pixel_in_any_corner_stays_in_the_picture(operation, corner):
    image = np.full((41, 27, 1), 255, np.uint8)
    image[corner] = 0
    out = apply(image, operation)
    # One tilted tent sampled on a lattice: its sum strays from one.
    assert (255.0 - out.image).sum() > 0.6 * 255
    y, x = corner[0] % 41 + 0.5, corner[1] % 27 + 0.5
    ((to_x, to_y),) = out.map_points([(x, y)])
    assert 0 <= to_x <= out.image.shape[1]
    assert 0 <= to_y <= out.image.shape[0]
    near = out.image[max(0, int(to_y) - 1) : int(to_y) + 2, max(0, int(to_x) - 1) : int(to_x) + 2]
    assert near.min() < 255


@pytest.mark.parametrize("operation", [*WARPS, *STILL], ids=str)
@pytest.mark.parametrize("place", [(30.0, 20.0), (8.25, 51.5), (90.5, 9.0), (61.7, 33.3)])
def test_points_go_where_a_dots_centroid_goes(operation, place):
    image = dot(100, 60, *place, radius=3.0)
    out = apply(image, operation)
    ((x, y),) = out.map_points([centroid(image)])
    found_x, found_y = centroid(out.image)
    assert abs(x - found_x) <= 0.5
    assert abs(y - found_y) <= 0.5


@pytest.mark.parametrize("operation", [op for op in WARPS if op.op.startswith("rotate")], ids=str)
def test_rotation_moves_points_rigidly_and_holds_the_corners(operation):
    width, height = 83, 61
    corners = np.array([(0, 0), (width, 0), (0, height), (width, height)], float)
    out = apply(np.zeros((height, width, 1), np.uint8), operation)
    moved = out.map_points(corners)
    assert np.linalg.norm(moved[0] - moved[3]) == pytest.approx(np.hypot(width, height), abs=1e-6)
    size = np.array([out.image.shape[1], out.image.shape[0]])
    # The canvas is counted from pixel centre to pixel centre: a corner may pass its outline by a hair.
    assert (moved >= -0.21).all()
    assert (moved <= size + 0.21).all()


def test_a_positive_angle_is_counter_clockwise():
    out = apply(dot(100, 100, 80, 50, 3), rotation(30 * DEGREE))
    x, y = centroid(out.image)
    assert x < out.image.shape[1] / 2 + 30
    assert y < out.image.shape[0] / 2 - 10


def test_turning_back_gives_the_picture_again():
    image = noise(80, 50, 1) // 4 + 96
    smooth = _native.blur_gaussian(image, 160)
    there = apply(smooth, rotation(20 * DEGREE)).image
    back = apply(there, rotation(-20 * DEGREE)).image
    top, left = (back.shape[0] - 50) // 2, (back.shape[1] - 80) // 2
    if (back.shape[0] - 50) % 2 == 0 and (back.shape[1] - 80) % 2 == 0:
        middle = back[top + 5 : top + 45, left + 5 : left + 75].astype(int)
        assert np.abs(middle - smooth[5:45, 5:75]).mean() < 1.5
    assert abs(centroid(back)[0] - back.shape[1] / 2 - (centroid(smooth)[0] - 40)) < 0.5


@pytest.mark.parametrize("operation", [*WARPS, *STILL], ids=str)
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_the_size_told_is_that_of_the_output(operation, size):
    out = apply(noise(*size, 1), operation).image
    assert operation.native.size(*size) == (out.shape[1], out.shape[0])


@pytest.mark.parametrize("operation", WARPS, ids=str)
def test_map_points_is_the_inverse_lookup_of_every_pixel(operation):
    # Two ramps carry each pixel's own coordinates through the warp.
    width, height = 100, 90
    at_y, at_x = np.indices((height, width))
    x = (40 + 2 * at_x).astype(np.uint8)[:, :, None]
    y = (40 + 2 * at_y).astype(np.uint8)[:, :, None]
    out_x, out_y = apply(x, operation).image[:, :, 0], apply(y, operation).image[:, :, 0]
    margin = 8
    inner = np.stack([at_x, at_y], -1)[margin:-margin, margin:-margin].reshape(-1, 2) + 0.5
    moved = apply(x, operation).map_points(inner)
    column, row = np.floor(moved).astype(int).T
    read = np.stack([out_x[row, column], out_y[row, column]], -1) / 2.0 - 20 + 0.5
    # The pixel that holds the point has its centre up to half a pixel from it, on either axis.
    steep = 1 + 2 * np.pi * 64 / 140 if operation == STEEP else 1.5
    assert np.abs(read - inner).max() <= 0.5 * steep + 0.5
