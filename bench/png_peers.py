"""A picture -> what other programs make of it as a PNG, or of its rows with a deflate: what bench/png.py measures.

The programs of requirements-png.txt are installed into build/bench-peers/png, beside the bench's own environment,
and imported from there; a second call finds them. One that cannot be had is left out with the reason.
"""

from __future__ import annotations

import importlib
import io
import sys
from collections.abc import Callable
from importlib.metadata import version
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from bench.installed import PeersMissingError, packages

Pixels = NDArray[np.uint8]
Maker = Callable[[Pixels], Callable[[], bytes]]


def pillow(image: Pixels) -> Callable[[], bytes]:
    """``Image.save`` with its defaults, from an array to bytes."""

    def work() -> bytes:
        out = io.BytesIO()
        Image.fromarray(image[:, :, 0] if image.shape[2] == 1 else image).save(out, "png")
        return out.getvalue()

    return work


def opencv(*parameters: int) -> Maker:
    """``cv2.imencode``, one thread; RGB counts as BGR, which costs the same."""
    cv2.setNumThreads(1)
    return lambda image: lambda: cv2.imencode(".png", image, parameters)[1].tobytes()


def installed() -> tuple[dict[str, Maker], list[str]]:
    """The programs from PyPI by name, and a line for each that is left out."""
    makers: dict[str, Maker] = {}
    missing: list[str] = []
    try:
        sys.path.append(str(packages("png")))
    except PeersMissingError as error:
        missing.append(str(error))
    for package, make in (
        ("imagecodecs", _libpng),
        ("fpng", _fpng),
        ("deflate", _libdeflate),
        ("isal", _isal),
    ):
        try:
            found = make(importlib.import_module(package))
            makers |= {f"{name} ({package} {version(package)})": maker for name, maker in found.items()}
        except (ImportError, OSError, AttributeError) as error:
            missing.append(f"{package}: {error}")
    return makers, missing


def _libpng(imagecodecs: Any) -> dict[str, Maker]:
    return {
        "libpng 1": lambda image: (
            lambda: bytes(imagecodecs.png_encode(image.squeeze(2) if image.shape[2] == 1 else image, level=1))
        )
    }


def _fpng(fpng: Any) -> dict[str, Maker]:
    def make(image: Pixels) -> Callable[[], bytes]:
        three = np.ascontiguousarray(np.broadcast_to(image, (*image.shape[:2], 3)))  # it writes no grey
        return lambda: bytes(fpng.from_ndarray(three))

    return {"fpng, as RGB": make}


def _libdeflate(deflate: Any) -> dict[str, Maker]:
    def at(level: int) -> Maker:
        return lambda image: _on_rows(image, lambda rows: deflate.zlib_compress(rows, level))

    return {f"libdeflate {level}": at(level) for level in (1, 6)}


def _isal(isal: Any) -> dict[str, Maker]:
    zlib = importlib.import_module("isal.isal_zlib")
    return {"ISA-L 1": lambda image: _on_rows(image, lambda rows: zlib.compress(rows, 1))}


def _on_rows(image: Pixels, compress: Callable[[bytes], Any]) -> Callable[[], bytes]:
    """The deflate alone, on unfiltered rows that are ready."""
    height, width, channels = image.shape
    rows = np.zeros((height, 1 + width * channels), np.uint8)
    rows[:, 1:] = image.reshape(height, -1)
    data = rows.tobytes()
    return lambda: bytes(compress(data))
