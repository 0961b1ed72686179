"""Draws: the sets' shares, the ranges, what a record holds, and that a record alone decides its picture."""

from __future__ import annotations

import json
import pickle
from collections import Counter

import numpy as np
import pytest

from lomo.config import Config
from lomo.distort.apply import apply, distort
from lomo.distort.choose import choose
from lomo.distort.operations import OPERATIONS, Operation
from lomo.errors import ConfigError, InputError
from lomo.randomness import Stream
from reference.pictures import strokes

PRESETS = ["paper", "mild", "strong"]
DRAWS = 3000


def drawn(config, count=DRAWS, seed=7):
    return [choose(Stream(seed, str(number), "distort"), config) for number in range(count)]


def chi_square(counts, shares):
    total = sum(counts.values())
    return sum((counts[name] - total * share) ** 2 / (total * share) for name, share in shares.items())


def test_the_five_sets_are_equally_likely():
    counts = Counter(operation.set for operation in drawn(Config(), 5000))
    # 18.47 is passed with probability 0.001 at four degrees of freedom.
    assert (
        chi_square(counts, dict.fromkeys(["clean", "rotate", "blur", "shadow_or_stain", "wave"], 0.2)) < 18.47
    )


def test_the_operations_of_a_set_are_equally_likely():
    operations = drawn(Config(), 6000)
    size = Counter(row.set for row in OPERATIONS.values())
    shares = {op: 0.2 / size[row.set] for op, row in OPERATIONS.items()}
    # 27.88 is passed with probability 0.001 at nine degrees of freedom.
    assert chi_square(Counter(operation.op for operation in operations), shares) < 27.88


def test_weights_are_followed():
    config = Config.from_dict({"ops": {"clean": 0, "rotate": 3, "blur": 1, "shadow_or_stain": 0, "wave": 0}})
    counts = Counter(operation.set for operation in drawn(config, 2000))
    assert set(counts) == {"rotate", "blur"}
    assert chi_square(counts, {"rotate": 0.75, "blur": 0.25}) < 10.83


def test_the_clean_preset_draws_nothing():
    assert {operation.op for operation in drawn(Config(preset="clean"), 50)} == {"clean"}


@pytest.mark.parametrize("preset", PRESETS)
def test_parameters_are_integers_for_json_and_legal(preset):
    image = strokes(40, 30, 1)
    for operation in drawn(Config(preset=preset), 600):
        again = Operation(operation.op, json.loads(json.dumps(operation.parameters)))
        assert again == operation
        out = apply(image, again)
        assert again.native.size(40, 30) == (out.image.shape[1], out.image.shape[0])


@pytest.mark.parametrize("preset", PRESETS)
def test_numbers_lie_in_the_configured_ranges(preset):
    config = Config(preset=preset)
    strength = config.distort
    seen = {}
    for operation in drawn(config):
        for name, value in operation.parameters.items():
            values = value if isinstance(value, list) else [value]
            seen.setdefault((operation.op, name), []).extend(values)

    def spans(op, name, bounds, unit, slack=0.1):
        found = np.abs(seen[op, name]) / unit
        low, high = bounds
        assert low - 1 / unit <= found.min() <= low + slack * (high - low)
        assert high - slack * (high - low) <= found.max() <= high + 1 / unit

    spans("rotate_small", "angle_deg1024", strength.small_angle_deg_range, 1024)
    spans("blur_gaussian", "sigma_px64", strength.gaussian_sigma_px_range, 64)
    spans("blur_motion", "length_px64", strength.motion_px_range, 64)
    spans("blur_motion", "angle_deg1024", (0, 180), 1024)
    spans("shadow_edge", "depth_share", strength.shadow_depth_range, 65536)
    spans("shadow_edge", "darkening_share", strength.shadow_darkening_range, 65536)
    spans("stain_blobs", "radius_share", strength.stain_radius_range, 65536)
    spans("stain_blobs", "opacity_share", strength.stain_opacity_range, 65536)
    spans("wave_sine", "length_x_px64", strength.wave_length_px_range, 64)
    spans("wave_fold", "shift_px64", strength.fold_px_range, 64)
    assert max(seen["wave_sine", "amplitude_x_px64"]) <= 64 * strength.wave_amplitude_px_range[1]
    assert set(seen["shadow_edge", "edge"]) == {0, 1, 2, 3}
    assert {sign > 0 for sign in seen["rotate_small", "angle_deg1024"]} == {True, False}
    assert set(seen["blur_box", "side_px"]) <= {3, 5, 7}
    angles = np.abs(seen["rotate_large", "angle_deg1024"]) / 1024
    low, high = strength.large_angle_deg_range
    plain = (angles >= low) & (angles <= high)
    quarter = np.abs((angles + 45) % 90 - 45) <= strength.quarter_jitter_deg
    assert (plain | (quarter & (angles > 80))).all()
    assert quarter.any() == (strength.quarter_turns or low < 5)


def test_waves_stay_below_the_steepest_slope():
    config = Config.from_dict({"distort": {"wave_slope": 0.2, "wave_amplitude_px_range": (8.0, 16.0)}})
    for operation in drawn(config, 1500):
        if operation.op == "wave_sine":
            numbers = operation.parameters
            for axis in "xy":
                slope = 2 * np.pi * numbers[f"amplitude_{axis}_px64"] / numbers[f"length_{axis}_px64"]
                assert slope <= 0.2001


def test_shadows_come_from_different_edges():
    config = Config.from_dict({"distort": {"shadow_edges_range": (1, 4)}})
    numbers = [o.parameters["edge"] for o in drawn(config) if o.op == "shadow_edge"]
    assert all(len(set(edges)) == len(edges) for edges in numbers)
    assert {len(edges) for edges in numbers} == {1, 2, 3, 4}


def test_grey_stains_keep_a_grey_picture_grey():
    config = Config.from_dict({"distort": {"stain_tint": False}})
    image = strokes(40, 30, 1)
    stains = [o for o in drawn(config, 400) if o.op == "stain_blobs"]
    assert stains
    assert all(apply(image, stain).image.shape == image.shape for stain in stains)


def test_the_same_record_gives_the_same_picture_and_another_another():
    image = strokes(120, 60, 1)
    first = distort(image, key="a", seed=3)
    again = distort(image.copy(), key="a", seed=3, config=Config())
    assert first.operation == again.operation
    assert np.array_equal(first.image, again.image)
    others = {json.dumps(distort(image, key=str(n), seed=3).parameters) for n in range(40)}
    assert len(others) > 25
    assert len({distort(image, key="a", seed=n).op for n in range(40)}) > 5


def test_a_distorted_picture_can_be_pickled_and_made_again():
    image = strokes(50, 40, 3)
    for number in range(20):
        out = pickle.loads(pickle.dumps(distort(image, key=str(number))))
        assert np.array_equal(apply(image, out.operation).image, out.image)
        assert out.map_points([(1, 2)]).shape == (1, 2)
        assert out.source_size == (50, 40)


def test_the_source_is_not_changed_and_the_result_is_owned():
    image = strokes(50, 40, 1)
    before = image.copy()
    for number in range(20):
        out = distort(image, key=str(number)).image
        out[:] = 0
    assert np.array_equal(image, before)


def test_any_layout_of_memory_is_read_alike():
    image = strokes(50, 40, 1)
    for view in (image[::2], image[:, ::-1], np.asfortranarray(image)):
        assert np.array_equal(distort(view, key="3").image, distort(view.copy(), key="3").image)


def test_an_unknown_operation_has_no_set():
    with pytest.raises(InputError, match="sharpen"):
        _ = Operation("sharpen", {}).set


def test_a_box_range_without_an_odd_side_is_refused():
    with pytest.raises(ConfigError, match="odd"):
        Config.from_dict({"distort": {"box_px_range": (4, 4)}})
