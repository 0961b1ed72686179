"""The name of a distortion -> its set, how its numbers are drawn, and its native calls: one table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, cast

import numpy as np
from numpy.typing import NDArray

from lomo import _native
from lomo.config import Distort
from lomo.distort import draw
from lomo.distort.draw import Parameters
from lomo.errors import InputError
from lomo.randomness import Stream

Set = Literal["clean", "rotate", "blur", "shadow_or_stain", "wave"]
Pixels = NDArray[np.uint8]
Points = NDArray[np.float64]
Boxes = list[list[float]]


@dataclass(frozen=True)
class Operation:
    """One drawn distortion: a name of ``OPERATIONS`` and its integers, ready for JSON.

    The keys' endings name the units: ``_deg1024`` 1/1024 degree (counter-clockwise), ``_px64`` 1/64 px,
    ``_share`` 1/65536, ``_turn`` 1/65536 turn. All that is needed to make the picture again is here.
    """

    op: str
    parameters: Parameters

    def __reduce__(self) -> tuple[Any, ...]:  # native calls travel to no other process
        return Operation, (self.op, self.parameters)

    @property
    def set(self) -> Set:
        """The set that the operation belongs to; raises InputError for a name that is none."""
        return row_of(self).set

    @cached_property
    def calls(self) -> Calls:
        """Its native calls; raises InputError for a name or parameters that do not fit."""
        return _calls(self)


@dataclass(frozen=True)
class Row:
    """What the table knows of a distortion.

    ``scalars`` and ``lists`` name its parameters in the order in which the native calls take them (the lists
    of one operation are equally long); ``calls`` turns the values into those calls.
    """

    set: Set
    draw: Callable[[Stream, Distort], Parameters]
    scalars: tuple[str, ...]
    lists: tuple[str, ...]
    calls: Callable[[list[int], list[list[int]]], Calls]


@dataclass(frozen=True)
class Calls:
    """The native calls of one operation; without ``size`` and ``points`` pixels stay where they are, and without
    ``outlines`` straight lines stay straight."""

    pixels: Callable[[Pixels], Pixels]
    size: Callable[[int, int], tuple[int, int]] | None = None
    points: Callable[[Points, int, int], Points] | None = None
    undo: Callable[[int, int], _native.Undo] = _native.undo_still
    outlines: Callable[[Boxes, int, int], tuple[Points, list[int]]] | None = None


def _clean(scalars: list[int], lists: list[list[int]]) -> Calls:
    return Calls(lambda image: image.copy())


def _rotate(scalars: list[int], lists: list[list[int]]) -> Calls:
    (angle,) = scalars
    return Calls(
        lambda image: _native.rotate(image, angle),
        lambda width, height: _native.rotated_size(width, height, angle),
        lambda xy, width, height: _native.rotate_points(xy, width, height, angle),
        lambda width, height: _native.undo_rotate(width, height, angle),
    )


def _blur_gaussian(scalars: list[int], lists: list[list[int]]) -> Calls:
    return Calls(lambda image: _native.blur_gaussian(image, *scalars))


def _blur_box(scalars: list[int], lists: list[list[int]]) -> Calls:
    return Calls(lambda image: _native.blur_box(image, *scalars))


def _blur_motion(scalars: list[int], lists: list[list[int]]) -> Calls:
    return Calls(lambda image: _native.blur_motion(image, *scalars))


def _shadow_edge(scalars: list[int], lists: list[list[int]]) -> Calls:
    return Calls(lambda image: _native.shadow(image, list(zip(*lists, strict=True))))


def _stain_blobs(scalars: list[int], lists: list[list[int]]) -> Calls:
    return Calls(lambda image: _native.stain(image, list(zip(*lists, strict=True))))


def _wave_sine(scalars: list[int], lists: list[list[int]]) -> Calls:
    return Calls(
        lambda image: _native.wave(image, scalars),
        lambda width, height: _native.waved_size(width, height, scalars),
        lambda xy, width, height: _native.wave_points(xy, width, height, scalars),
        lambda width, height: _native.undo_wave(width, height, scalars),
        lambda boxes, width, height: _native.wave_outlines(boxes, width, height, scalars),
    )


def _wave_fold(scalars: list[int], lists: list[list[int]]) -> Calls:
    (axis,) = scalars
    positions, shifts = lists
    return Calls(
        lambda image: _native.fold(image, axis, positions, shifts),
        lambda width, height: _native.folded_size(width, height, axis, positions, shifts),
        lambda xy, width, height: _native.fold_points(xy, width, height, axis, positions, shifts),
        lambda width, height: _native.undo_fold(width, height, axis, positions, shifts),
        lambda boxes, width, height: _native.fold_outlines(boxes, width, height, axis, positions, shifts),
    )


_SHADOW = ("edge", "depth_share", "slant_share", "darkening_share")
_BLOB = (
    *("x_share", "y_share", "radius_share", "opacity_share", "rim_share", "hardness"),
    *("wobble_share", "phase_turn", "red", "green", "blue"),
)
_WAVE = (
    *("amplitude_x_px64", "length_x_px64", "phase_x_turn"),
    *("amplitude_y_px64", "length_y_px64", "phase_y_turn"),
)
_FOLD = ("position_share", "shift_px64")

OPERATIONS: dict[str, Row] = {
    "clean": Row("clean", draw.clean, (), (), _clean),
    "rotate_small": Row("rotate", draw.rotate_small, ("angle_deg1024",), (), _rotate),
    "rotate_large": Row("rotate", draw.rotate_large, ("angle_deg1024",), (), _rotate),
    "blur_gaussian": Row("blur", draw.blur_gaussian, ("sigma_px64",), (), _blur_gaussian),
    "blur_box": Row("blur", draw.blur_box, ("side_px",), (), _blur_box),
    "blur_motion": Row("blur", draw.blur_motion, ("length_px64", "angle_deg1024"), (), _blur_motion),
    "shadow_edge": Row("shadow_or_stain", draw.shadow_edge, (), _SHADOW, _shadow_edge),
    "stain_blobs": Row("shadow_or_stain", draw.stain_blobs, (), _BLOB, _stain_blobs),
    "wave_sine": Row("wave", draw.wave_sine, _WAVE, (), _wave_sine),
    "wave_fold": Row("wave", draw.wave_fold, ("axis",), _FOLD, _wave_fold),
}


def row_of(operation: Operation) -> Row:
    """The table's row for an operation; raises InputError that names an unknown one."""
    row = OPERATIONS.get(operation.op)
    if row is None:
        raise InputError(f"operation {operation.op!r} is not one of {', '.join(OPERATIONS)}")
    return row


def _calls(operation: Operation) -> Calls:
    row = row_of(operation)
    given = operation.parameters
    if set(given) != {*row.scalars, *row.lists}:
        raise InputError(
            f"{operation.op}: expected the parameters {[*row.scalars, *row.lists]}, found {sorted(given)}"
        )
    for name in row.scalars:
        if not _are_integers([given[name]]):
            raise InputError(f"{operation.op}: {name} must be an integer, not {given[name]!r:.60}")
    for name in row.lists:
        if not (isinstance(values := given[name], list) and _are_integers(values)):
            raise InputError(f"{operation.op}: {name} must be a list of integers, not {values!r:.60}")
    lists = [cast("list[int]", given[name]) for name in row.lists]
    if len({len(values) for values in lists}) > 1:
        raise InputError(f"{operation.op}: {', '.join(row.lists)} must be equally long")
    return row.calls([cast("int", given[name]) for name in row.scalars], lists)


def _are_integers(values: list[Any]) -> bool:
    return {int}.issuperset(map(type, values)) and -1 << 62 < min(values, default=0) <= max(
        values, default=0
    ) < 1 << 62
