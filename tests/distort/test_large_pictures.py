"""Large pictures lie in memory that is kept for the next one: each owns its own, whatever becomes of the others."""

from __future__ import annotations

import gc
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from lomo.distort.apply import apply
from lomo.distort.operations import Operation

BLUR = Operation("blur_box", {"side_px": 3})


def flat(level: int, height: int) -> np.ndarray:
    """A picture of one level."""
    return np.full((height, 1600, 1), level, np.uint8)


def test_a_large_picture_owns_its_memory() -> None:
    image = apply(flat(7, 1600), BLUR).image
    assert image.flags.owndata
    assert image.flags.writeable
    assert image.ctypes.data % 64 == 0
    image.resize((1700, 1600, 1), refcheck=False)
    assert (image[:1600] == 7).all()
    assert (image[1600:] == 0).all()


def test_memory_that_is_given_back_was_nobody_elses() -> None:
    kept = [apply(flat(level, 400 + 100 * level), BLUR).image for level in range(12)]
    del kept[::2]
    gc.collect()
    more = [apply(flat(100 + level, 500), BLUR).image for level in range(12)]
    assert all((image == level).all() for image, level in zip(kept, range(1, 12, 2), strict=True))
    assert all((image == 100 + level).all() for level, image in enumerate(more))


def test_threads_take_and_give_back_each_others_memory() -> None:
    def made(level: int) -> np.ndarray:
        return apply(flat(level, 350 + level), BLUR).image

    with ThreadPoolExecutor(4) as threads:
        for start in range(0, 120, 12):
            images = list(threads.map(made, range(start, start + 12)))
            assert all((image == level).all() for level, image in enumerate(images, start))


def test_arrays_made_by_others_meanwhile_are_not_affected() -> None:
    apply(flat(7, 1600), BLUR)
    assert np.empty(1 << 21, np.uint8).flags.owndata
    from numpy._core.multiarray import get_handler_name

    assert get_handler_name() == "default_allocator"
    assert get_handler_name(apply(flat(7, 1600), BLUR).image) == "lomo"
    assert get_handler_name(apply(flat(7, 10), BLUR).image) == "default_allocator"
