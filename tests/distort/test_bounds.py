"""Parameters out of range are refused by name, sizes that would not fit before any work."""

from __future__ import annotations

import numpy as np
import pytest

from lomo import _native
from lomo.distort.apply import Distorted, apply
from lomo.distort.operations import OPERATIONS, Operation
from lomo.errors import InputError

IMAGE = np.full((5, 7, 1), 200, np.uint8)
WAVE = {
    "amplitude_x_px64": 64,
    "length_x_px64": 6400,
    "phase_x_turn": 0,
    "amplitude_y_px64": 64,
    "length_y_px64": 6400,
    "phase_y_turn": 0,
}
SHADOW = {"edge": [0], "depth_share": [20000], "slant_share": [0], "darkening_share": [20000]}
BLOB = {name: [8] for name in OPERATIONS["stain_blobs"].lists}
FOLD = {"axis": 0, "position_share": [20000, 40000], "shift_px64": [64, -64]}
LEGAL = [
    ("clean", {}),
    ("rotate_small", {"angle_deg1024": 3000}),
    ("rotate_large", {"angle_deg1024": -368640}),
    ("blur_gaussian", {"sigma_px64": 512}),
    ("blur_box", {"side_px": 31}),
    ("blur_motion", {"length_px64": 1984, "angle_deg1024": 0}),
    ("shadow_edge", SHADOW),
    ("stain_blobs", BLOB),
    ("wave_sine", WAVE),
    ("wave_fold", FOLD),
]
WRONG = [
    ("rotate_small", {"angle_deg1024": 368641}, "angle"),
    ("rotate_small", {"angle_deg1024": 1 << 61}, "angle"),
    ("rotate_small", {"angle_deg1024": 1 << 70}, "angle_deg1024"),
    ("rotate_small", {"angle_deg1024": 1.5}, "angle_deg1024"),
    ("rotate_small", {"angle_deg1024": True}, "angle_deg1024"),
    ("rotate_small", {"angle_deg1024": [3]}, "angle_deg1024"),
    ("rotate_small", {}, "angle_deg1024"),
    ("rotate_small", [3], "parameters"),
    ("rotate_small", None, "parameters"),
    ("rotate_small", {"angle_deg1024": 3, "more": 1}, "more"),
    ("rotate_tiny", {"angle_deg1024": 3}, "rotate_tiny"),
    ("clean", {"angle_deg1024": 3}, "clean"),
    ("blur_gaussian", {"sigma_px64": 0}, "sigma"),
    ("blur_gaussian", {"sigma_px64": 513}, "sigma"),
    ("blur_box", {"side_px": 4}, "side"),
    ("blur_box", {"side_px": 33}, "side"),
    ("blur_box", {"side_px": -1}, "side"),
    ("blur_motion", {"length_px64": 63, "angle_deg1024": 0}, "length"),
    ("blur_motion", {"length_px64": 1985, "angle_deg1024": 0}, "length"),
    ("blur_motion", {"length_px64": 64, "angle_deg1024": -368641}, "angle"),
    ("shadow_edge", SHADOW | {"edge": [4]}, "edge"),
    ("shadow_edge", SHADOW | {"depth_share": [0]}, "depth"),
    ("shadow_edge", SHADOW | {"slant_share": [65537]}, "slant"),
    ("shadow_edge", SHADOW | {"darkening_share": [-1]}, "darkening"),
    ("shadow_edge", SHADOW | {"darkening_share": []}, "slant_share, darkening_share must be equally long"),
    ("shadow_edge", {name: [1] * 5 for name in SHADOW} | {"edge": [0] * 5}, "number of shadows"),
    ("shadow_edge", {name: [] for name in SHADOW}, "number of shadows"),
    ("shadow_edge", SHADOW | {"edge": 0}, "edge"),
    ("stain_blobs", BLOB | {"x_share": [65537]}, "x "),
    ("stain_blobs", BLOB | {"y_share": [-1]}, "y "),
    ("stain_blobs", BLOB | {"radius_share": [0]}, "radius"),
    ("stain_blobs", BLOB | {"opacity_share": [65537]}, "opacity"),
    ("stain_blobs", BLOB | {"rim_share": [65537]}, "rim"),
    ("stain_blobs", BLOB | {"hardness": [3]}, "hardness"),
    ("stain_blobs", BLOB | {"wobble_share": [16385]}, "wobble"),
    ("stain_blobs", BLOB | {"phase_turn": [65536]}, "phase"),
    ("stain_blobs", BLOB | {"red": [256]}, "red"),
    ("stain_blobs", BLOB | {"green": [256]}, "green"),
    ("stain_blobs", BLOB | {"blue": [-1]}, "blue"),
    ("stain_blobs", {name: BLOB[name] * 65 for name in BLOB}, "number of blobs"),
    ("wave_sine", WAVE | {"amplitude_x_px64": 4097}, "amplitude"),
    ("wave_sine", WAVE | {"amplitude_y_px64": -1}, "amplitude"),
    ("wave_sine", WAVE | {"length_x_px64": 511}, "length"),
    ("wave_sine", WAVE | {"length_y_px64": 262145}, "length"),
    ("wave_sine", WAVE | {"phase_y_turn": 65536}, "phase"),
    ("wave_fold", FOLD | {"axis": 2}, "axis"),
    ("wave_fold", FOLD | {"position_share": [40000, 20000]}, "positions"),
    ("wave_fold", FOLD | {"position_share": [0, 20000]}, "positions"),
    ("wave_fold", FOLD | {"position_share": [20000, 65536]}, "positions"),
    ("wave_fold", FOLD | {"shift_px64": [4097, 0]}, "shifts"),
    ("wave_fold", FOLD | {"shift_px64": [64]}, "position_share, shift_px64 must be equally long"),
    ("wave_fold", FOLD | {"position_share": [], "shift_px64": []}, "number of creases"),
]


@pytest.mark.parametrize(("op", "parameters"), LEGAL)
def test_bounds_are_included(op, parameters):
    assert apply(IMAGE, Operation(op, parameters)).image.dtype == np.uint8


@pytest.mark.parametrize(("op", "parameters", "named"), WRONG)
def test_a_wrong_parameter_is_named(op, parameters, named):
    with pytest.raises(InputError, match=named):
        apply(IMAGE, Operation(op, parameters))


@pytest.mark.parametrize(
    "image",
    [
        IMAGE[:, :, 0],
        IMAGE.astype(float),
        np.zeros((4, 4, 2), np.uint8),
        np.zeros((0, 4, 1), np.uint8),
        np.zeros((4, 0, 3), np.uint8),
        np.zeros((65536, 1, 1), np.uint8),
        [[[1]]],
    ],
    ids=["flat", "float", "two channels", "no rows", "no columns", "tall", "list"],
)
@pytest.mark.parametrize("op", LEGAL[:3], ids=lambda op: op[0])
def test_images_of_another_form_are_refused(image, op):
    with pytest.raises(InputError, match=r"image|array"):
        apply(image, Operation(*op))


def test_a_result_too_large_is_refused_before_it_is_made():
    turn = Operation("rotate_large", {"angle_deg1024": 45 * 1024})
    with pytest.raises(InputError, match=r"46342 x 46342 px; the most is 65535 px a side and 2\*\*28 px"):
        apply(np.zeros((1, 65535, 1), np.uint8), turn)
    with pytest.raises(_native.NativeInputError, match="the most is"):
        turn.native.size(65535, 1)
    wave = Operation("wave_sine", WAVE)
    with pytest.raises(InputError, match="the most is"):
        apply(np.zeros((1, 65535, 1), np.uint8), wave)
    fold = Operation("wave_fold", FOLD | {"axis": 1})
    assert fold.native.size(65533, 5) == (65535, 5)
    with pytest.raises(InputError, match="the most is"):
        apply(np.zeros((1, 65534, 1), np.uint8), fold)


@pytest.mark.parametrize(("op", "parameters"), LEGAL)
def test_the_longest_line_of_pixels_passes(op, parameters):
    if op == "wave_sine":
        parameters = parameters | {"amplitude_x_px64": 0}
    line = np.arange(65535, dtype=np.uint32).astype(np.uint8).reshape(1, -1, 1)
    if op == "rotate_small":
        parameters = {"angle_deg1024": 60}
    for image in (line, line.transpose(1, 0, 2)):
        if op == "wave_sine" and image.shape[0] > 1:
            parameters = parameters | {"amplitude_y_px64": 0}
        if op == "wave_fold" and image.shape[0] > 1:
            parameters = parameters | {"axis": 1}
        assert apply(image, Operation(op, parameters)).image.size >= 65535


@pytest.mark.parametrize("points", [[1.0, 2.0], [[1.0, 2.0, 3.0]], np.zeros((2, 2, 2))])
def test_points_of_another_shape_are_refused(points):
    out = Distorted(IMAGE, Operation("clean", {}), (7, 5))
    with pytest.raises(InputError, match=r"\(n, 2\)"):
        out.map_points(points)


@pytest.mark.parametrize("far", [1e12, -np.inf, np.nan])
@pytest.mark.parametrize(
    "op", [("rotate_small", {"angle_deg1024": 3000}), ("wave_sine", WAVE)], ids=lambda op: op[0]
)
def test_boxes_beyond_any_picture_are_refused(op, far):
    out = Distorted(IMAGE, Operation(*op), (7, 5))
    assert len(out.map_boxes([[-(1 << 20), 0, 1, 1 << 20]])) == 1
    with pytest.raises(InputError, match=r"within 1048576 px .* not \[0.0, 0.0, "):
        out.map_boxes([[0, 0, 1, 1], [0, 0, far, 1]])


def test_native_sizes_are_checked():
    with pytest.raises(_native.NativeInputError, match="width"):
        _native.rotated_size(0, 5, 0)
    with pytest.raises(_native.NativeInputError, match="height"):
        _native.waved_size(5, 65536, [0, 512, 0, 0, 512, 0])
