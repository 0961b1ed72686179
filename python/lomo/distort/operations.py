"""The name of a distortion -> its set, how its numbers are drawn, and what the core calls them: one table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from lomo import _native
from lomo.config import Distort
from lomo.distort import draw
from lomo.distort.draw import Parameters
from lomo.errors import InputError
from lomo.randomness import Stream

Set = Literal["clean", "rotate", "blur", "shadow_or_stain", "wave"]


@dataclass(frozen=True)
class Operation:
    """One drawn distortion: a name of ``OPERATIONS`` and its integers, ready for JSON.

    The keys' endings name the units: ``_deg1024`` 1/1024 degree (counter-clockwise), ``_px64`` 1/64 px,
    ``_share`` 1/65536, ``_turn`` 1/65536 turn. All that is needed to make the picture again is here.
    """

    op: str
    parameters: Parameters

    def __reduce__(self) -> tuple[Any, ...]:  # native objects travel to no other process
        return Operation, (self.op, self.parameters)

    @property
    def set(self) -> Set:
        """The set that the operation belongs to; raises InputError for a name that is none."""
        return row_of(self).set

    @property
    def native(self) -> _native.Operation:
        """What the core knows it by; raises InputError for a name or parameters that do not fit."""
        # functools.cached_property would take a lock in Python 3.11, which costs more than all else.
        made: _native.Operation | None = self.__dict__.get("_made")
        if made is None:
            made = self.__dict__["_made"] = self._make()
        return made

    def _make(self) -> _native.Operation:
        row = row_of(self)
        if not isinstance(self.parameters, dict):
            raise InputError(f"{self.op}: parameters must be integers by name, not {self.parameters!r:.60}")
        try:
            return _native.Operation(row.kernel, row.scalars, row.lists, self.parameters)
        except _native.NativeInputError as error:
            raise InputError(f"{self.op}: {error}") from None


@dataclass(frozen=True)
class Row:
    """What the table knows of a distortion.

    ``scalars`` and ``lists`` name its parameters in the order in which the core's ``kernel`` takes them (the lists of
    one operation are equally long).
    """

    set: Set
    draw: Callable[[Stream, Distort], Parameters]
    kernel: str
    scalars: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()


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
    "clean": Row("clean", draw.clean, "still"),
    "rotate_small": Row("rotate", draw.rotate_small, "rotate", ("angle_deg1024",)),
    "rotate_large": Row("rotate", draw.rotate_large, "rotate", ("angle_deg1024",)),
    "blur_gaussian": Row("blur", draw.blur_gaussian, "blur_gaussian", ("sigma_px64",)),
    "blur_box": Row("blur", draw.blur_box, "blur_box", ("side_px",)),
    "blur_motion": Row("blur", draw.blur_motion, "blur_motion", ("length_px64", "angle_deg1024")),
    "shadow_edge": Row("shadow_or_stain", draw.shadow_edge, "shadow", (), _SHADOW),
    "stain_blobs": Row("shadow_or_stain", draw.stain_blobs, "stain", (), _BLOB),
    "wave_sine": Row("wave", draw.wave_sine, "wave", _WAVE),
    "wave_fold": Row("wave", draw.wave_fold, "fold", ("axis",), _FOLD),
}


def row_of(operation: Operation) -> Row:
    """The table's row for an operation; raises InputError that names an unknown one."""
    row = OPERATIONS.get(operation.op)
    if row is None:
        raise InputError(f"operation {operation.op!r} is not one of {', '.join(OPERATIONS)}")
    return row
