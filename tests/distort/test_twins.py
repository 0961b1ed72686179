"""Every kernel equals its slow twin, byte for byte: random, tiny, odd, one-pixel and non-square pictures."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lomo import _native
from reference import blur, rotate, shade, wave
from reference.pictures import SIZES, noise, strokes

CHANNELS = (1, 3)
KERNEL_SETS = _native.kernel_sets()  # the one for the processor comes last
DEGREE = 1024
TINTED = [9000, 30000, 20000, 22000, 9000, 9, 5000, 123, 150, 105, 60]
GREY = [52000, 9000, 30000, 30000, 0, 4, 16384, 60000, 130, 130, 130]
SMALL_HARD = [30000, 60000, 9000, 65536, 65536, 64, 0, 0, 0, 0, 0]

CASES = {
    "rotate": [(a,) for a in (0, 1, 3 * DEGREE, -5321, 8 * DEGREE, 45 * DEGREE, 87 * DEGREE, 90 * DEGREE)]
    + [(a,) for a in (93_000, 180 * DEGREE, 181 * DEGREE, -90 * DEGREE, 270 * DEGREE, 300_001, 360 * DEGREE)],
    "blur_gaussian": [(s,) for s in (1, 38, 64, 90, 200, 512)],
    "blur_box": [(s,) for s in (1, 3, 5, 7, 9, 15, 31)],
    "blur_motion": [
        *((64, 0), (192, 0), (448, 30 * DEGREE), (300, 90 * DEGREE), (449, 136_000), (1984, 45 * DEGREE)),
        *((700, -333), (333, 45 * DEGREE + 1), (512, 179 * DEGREE)),
    ],
    "shadow": [
        ([[0, 20000, 0, 30000]],),
        ([[1, 65536, 65536, 65536]],),
        ([[2, 1, -65536, 40000]],),
        ([[3, 13000, -20000, 20000], [0, 30000, 30000, 29000]],),
        ([[edge, 30000, edge * 9000, 20000] for edge in range(4)],),
        ([[0, 65536, 0, 0]],),
    ],
    "stain": [([TINTED],), ([GREY],), ([SMALL_HARD, GREY],), ([GREY, TINTED, SMALL_HARD, TINTED],)],
    "wave": [
        ([0, 512, 0, 0, 512, 0],),
        ([64, 6400, 0, 64, 6400, 0],),
        ([256, 2560, 1234, 177, 3333, 60000],),
        ([4096, 512, 65535, 4096, 262144, 32768],),
    ],
    "fold": [
        (0, [32768], [256]),
        (1, [20000, 45000], [-177, 100]),
        (0, [1, 65535], [4096, -4096]),
        (1, [8000, 8001, 30000, 31000, 40000, 50000, 60000, 65000], [1, 2, 63, -64, 65, 0, -1, 300]),
    ],
}
TWINS = {
    "rotate": rotate.rotate,
    "blur_gaussian": blur.blur_gaussian,
    "blur_box": blur.blur_box,
    "blur_motion": blur.blur_motion,
    "shadow": shade.shadow,
    "stain": shade.stain,
    "wave": wave.wave,
    "fold": wave.fold,
}


def check(kernel, image, parameters):
    before = image.copy()
    expected = TWINS[kernel](image, *parameters)
    for name in KERNEL_SETS:
        _native.choose_kernels(name)
        found = getattr(_native, kernel)(image, *parameters)
        assert np.array_equal(image, before)
        assert found.shape == expected.shape, name
        assert np.array_equal(found, expected), name


@pytest.mark.parametrize("channels", CHANNELS)
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("kernel", CASES)
def test_kernel_equals_its_twin(kernel, size, channels):
    for number, parameters in enumerate(CASES[kernel]):
        make = noise if number % 2 else strokes
        check(kernel, make(*size, channels, seed=number), parameters)


# Larger than what kernels work on at once: vectors of 64 bytes, strips of 2,048, bands of 128 rows.
@pytest.mark.parametrize("channels", CHANNELS)
@pytest.mark.parametrize("size", [(150, 140), (192, 20), (2100, 9)], ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize(
    ("kernel", "parameters"),
    [
        *(("blur_box", (side,)) for side in (3, 5, 7, 15)),
        ("blur_gaussian", (90,)),
        ("blur_motion", (449, 136_000)),
        ("shadow", ([[0, 20000, 30000, 30000]],)),
        ("shadow", ([[3, 13000, -20000, 20000], [2, 30000, 30000, 29000]],)),
        ("stain", ([TINTED, GREY],)),  # their shades every fourth row
        ("stain", ([[30000, 60000, 30000, 40000, 20000, 20, 9000, 50000, 90, 90, 90]],)),  # every second
        ("wave", ([256, 2560, 1234, 177, 3333, 60000],)),
    ],
)
def test_there_are_no_seams(kernel, parameters, size, channels):
    check(kernel, strokes(*size, channels), parameters)


# Its outermost shades lie a pixel inside its outline, in the middle of four rows: the spline reaches into four more.
@pytest.mark.parametrize("channels", CHANNELS)
def test_a_blobs_rim_ends_where_its_spline_does(channels):
    blob = [32768, 32768, 16384, 65536, 65536, 4, 0, 0, 0, 0, 0]
    check("stain", np.full((100, 9, channels), 255, np.uint8), ([blob],))


def test_waves_that_hold_fewer_rows_than_there_are():
    check("wave", strokes(2100, 60, 3), ([256, 2560, 1234, 177, 3333, 60000],))


# The twin would take minutes; the portable kernel goes pixel by pixel, as it does.
@pytest.mark.parametrize("channels", CHANNELS)
@pytest.mark.parametrize("degrees", [5, -5, 30, -29.9, 44.9, -44.9, 86, 200])
def test_there_are_no_seams_in_larger_turned_pictures(degrees, channels):
    for image in (strokes(701, 230, channels), noise(60, 530, channels)):
        found = []
        for name in KERNEL_SETS:
            _native.choose_kernels(name)
            found.append(_native.rotate(image, int(degrees * DEGREE)))
        assert all(np.array_equal(each, found[0]) for each in found)


@pytest.mark.parametrize("channels", CHANNELS)
@pytest.mark.parametrize(
    "size", [(70, 333), (333, 70), (200, 9), (16, 17)], ids=lambda size: f"{size[0]}x{size[1]}"
)
def test_quarter_turns_come_first(size, channels):
    image = noise(*size, channels)
    for quarters in range(4):
        first = np.ascontiguousarray(np.rot90(image, quarters))
        for angle in (0, 5 * DEGREE, -44 * DEGREE):
            expected = _native.rotate(first, angle)
            assert np.array_equal(_native.rotate(image, angle + quarters * 90 * DEGREE), expected)


pictures = st.builds(
    noise,
    st.integers(1, 24),
    st.integers(1, 24),
    st.sampled_from(CHANNELS),
    st.integers(0, 1 << 30),
)
share = st.integers(0, 65536)
positive_share = st.integers(1, 65536)
shift = st.integers(-4096, 4096)
sinusoid = (st.integers(0, 1000), st.integers(512, 262144), st.integers(0, 65535))
creases = st.lists(st.integers(1, 65535), min_size=1, max_size=8, unique=True).map(sorted)
DRAWN = {
    "rotate": st.tuples(st.integers(-360 * DEGREE, 360 * DEGREE)),
    "blur_gaussian": st.tuples(st.integers(1, 512)),
    "blur_box": st.tuples(st.integers(0, 15).map(lambda k: 2 * k + 1)),
    "blur_motion": st.tuples(st.integers(64, 1984), st.integers(-360 * DEGREE, 360 * DEGREE)),
    "shadow": st.tuples(
        st.lists(
            st.tuples(st.integers(0, 3), positive_share, st.integers(-65536, 65536), share),
            min_size=1,
            max_size=4,
        )
    ),
    "stain": st.tuples(
        st.lists(
            st.tuples(
                *(share, share, positive_share, share, share, st.integers(4, 64), st.integers(0, 16384)),
                *(st.integers(0, 65535), *([st.integers(0, 255)] * 3)),
            ),
            min_size=1,
            max_size=3,
        )
    ),
    "wave": st.tuples(st.tuples(*sinusoid, *sinusoid)),
    "fold": creases.flatmap(
        lambda at: st.tuples(
            st.integers(0, 1), st.just(at), st.lists(shift, min_size=len(at), max_size=len(at))
        )
    ),
}


@pytest.mark.parametrize("kernel", DRAWN)
@settings(max_examples=25, deadline=None, derandomize=True)
@given(data=st.data())
def test_kernel_equals_its_twin_on_drawn_parameters(kernel, data):
    check(kernel, data.draw(pictures), data.draw(DRAWN[kernel]))


def test_gaussian_weights_for_every_sigma():
    for sigma in range(1, 513):
        assert _native.gaussian_weights(sigma) == blur.gaussian_weights(sigma)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.integers(1, 65535), st.integers(1, 4000), st.integers(-360 * DEGREE, 360 * DEGREE))
def test_rotated_size_equals_its_twin(width, height, angle):
    expected = rotate.rotated_size(width, height, angle)
    if max(expected) > 65535 or expected[0] * expected[1] > 1 << 28:
        with pytest.raises(_native.NativeInputError, match="the most is"):
            _native.rotated_size(width, height, angle)
    else:
        assert _native.rotated_size(width, height, angle) == expected


def test_kernels_can_be_chosen_by_name_and_no_other_way():
    assert KERNEL_SETS[0] == "portable"
    with pytest.raises(_native.NativeInputError, match="no kernels named scalar here: portable"):
        _native.choose_kernels("scalar")
    _native.choose_kernels(KERNEL_SETS[-1])
