"""An image and an Operation -> the distorted image, and the map that carries points along with the pixels."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lomo import _native
from lomo.colour import WHITE, Rgb, rgb
from lomo.config import PAPER, Config
from lomo.distort.choose import choose
from lomo.distort.draw import Parameters
from lomo.distort.operations import Operation
from lomo.errors import InputError
from lomo.randomness import Stream


@dataclass(eq=False)
class Distorted:
    """A distorted picture and how it came about.

    Attributes:
        image: uint8, height x width x channels, owned, contiguous; RGB if the source was or the stain is.
        operation: the distortion, to be applied again.
        source_size: width and height of the picture before, in px.
    """

    image: NDArray[np.uint8]
    operation: Operation
    source_size: tuple[int, int]

    def __repr__(self) -> str:
        height, width, _ = self.image.shape
        return f"Distorted({width} x {height} px, {self.operation})"

    @property
    def op(self) -> str:
        """The operation's name."""
        return self.operation.op

    @property
    def parameters(self) -> Parameters:
        """The operation's integers."""
        return self.operation.parameters

    def map_points(self, xy: ArrayLike) -> NDArray[np.float64]:
        """Where points of the source lie in ``image``.

        Args:
            xy: shape (n, 2), x and y in px from the upper left corner of the picture before: pixel (i, j) covers
                [i, i + 1) x [j, j + 1), so that the first pixel's centre is (.5, .5) and the picture's lower
                right corner (width, height). ``image`` is counted alike; white that a style adds on the right
                and below it moves nothing.

        Returns:
            A new array of the same shape, mapped as the pixels were. Raises InputError for another shape.
        """
        points = np.array(xy, dtype=np.float64)
        if points.ndim != 2 or points.shape[1] != 2:
            raise InputError(f"expected points of shape (n, 2), not {points.shape}")
        native = self.operation.native
        return points if native.keeps_size else native.points(points, *self.source_size)

    def map_boxes(self, boxes: ArrayLike) -> list[NDArray[np.float64]]:
        """The outlines of boxes of the source in ``image``.

        Args:
            boxes: shape (n, 4), x0, y0, x1, y1 in px, counted as in ``map_points``.

        Returns:
            A polygon for each, shape (k, 2), from the upper left corner by the upper right one, not closed:
            four points where the distortion keeps lines straight, else as many as it takes to stray from the
            box's true outline by less than a quarter of a pixel. Raises InputError for another shape.
        """
        sides = np.array(boxes, dtype=np.float64)
        if sides.ndim != 2 or sides.shape[1] != 4:
            raise InputError(f"expected boxes of shape (n, 4), not {sides.shape}")
        native = self.operation.native
        if native.keeps_lines:
            corners = self.map_points(sides[:, [0, 1, 2, 1, 2, 3, 0, 3]].reshape(-1, 2))
            return list(corners.reshape(-1, 4, 2))
        points, ends = native.outlines(sides.tolist(), *self.source_size)
        return np.split(points, ends[:-1]) if ends else []


def apply(image: NDArray[np.uint8], operation: Operation) -> Distorted:
    """``image`` (uint8, height x width x 1 or 3, sides of 1 to 65,535 px) distorted by ``operation``.

    The same bytes on every machine. Raises InputError for an image or a parameter that cannot be used, or
    where the result would pass 2**28 px or 65,535 px a side.
    """
    _check(image)
    native = operation.native
    try:
        pixels = native.apply(np.ascontiguousarray(image))
    except _native.NativeInputError as error:
        raise InputError(f"{operation.op}: {error}") from None
    return Distorted(pixels, operation, (image.shape[1], image.shape[0]))


def _check(image: object) -> None:
    if (
        not isinstance(image, np.ndarray)
        or image.dtype != np.uint8
        or image.ndim != 3
        or image.shape[2] not in (1, 3)
    ):
        got = f"{image.dtype} {image.shape}" if isinstance(image, np.ndarray) else type(image).__name__
        raise InputError(f"expected an image as a uint8 array of shape (height, width, 1 or 3), got {got}")
    if not (1 <= image.shape[0] <= 65535 and 1 <= image.shape[1] <= 65535):
        raise InputError(f"an image's sides must be 1 to 65535 px, not {image.shape[1]} x {image.shape[0]}")


def keeps_size(operation: Operation) -> bool:
    """Whether pictures of every size stay as large as they were."""
    return operation.native.keeps_size


def distort(image: NDArray[np.uint8], *, key: str, seed: int = 0, config: Config | None = None) -> Distorted:
    """``image`` with a distortion drawn for the record ``key`` under ``seed``; see ``apply``.

    Args:
        image: uint8, height x width x 1 or 3.
        key: the record's id; the same key, seed and configuration give the same picture.
        seed: 0 <= seed < 2**64.
        config: weights and strengths; None is ``Config()``, the paper's setting. ``style.paper`` is the colour of
            what a growing canvas adds.
    """
    config = config or PAPER
    operation = choose(Stream(seed, key, "distort"), config)
    made = apply(image, operation)
    paper = rgb(config.style.paper)
    if paper == WHITE or keeps_size(operation):
        return made
    return replace(
        made, image=_on_paper(made.image, apply(np.zeros_like(image[:, :, :1]), operation).image, paper)
    )


def _on_paper(image: NDArray[np.uint8], white: NDArray[np.uint8], paper: Rgb) -> NDArray[np.uint8]:
    """``image`` with ``paper`` for the white that a distortion blended in.

    ``white`` is what the distortion makes of a black picture: each pixel's share of the canvas, in 1/255.
    """
    channels = image.shape[2] if paper[0] == paper[1] == paper[2] else 3
    share = white.astype(np.int32)
    ground = (share * np.array(paper[:channels], np.int32) + 127) // 255
    blended: NDArray[np.int32] = np.clip(image.astype(np.int32) - share + ground, 0, 255)
    return blended.astype(np.uint8)
