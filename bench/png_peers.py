"""A picture -> what other programs make of it as a PNG, or of its rows with a deflate: what bench/png.py measures.

The programs of requirements-png.txt are installed into build/bench-peers/png, beside the bench's own environment,
and imported from there; a second call finds them. One that cannot be had is left out with the reason.
"""

from __future__ import annotations

import hashlib
import importlib
import io
import shutil
import subprocess
import sys
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

Pixels = NDArray[np.uint8]
Maker = Callable[[Pixels], Callable[[], bytes]]

HERE = Path(__file__).parent
FOLDER = HERE.parent / "build/bench-peers/png"


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
    missing = _install()
    sys.path.append(str(FOLDER))
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


def _install() -> list[str]:
    versions = HERE / "requirements-png.txt"
    stamp, wanted = FOLDER / "stamp", hashlib.sha256(versions.read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text() == wanted:
        return []
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    print(f"Installing the peers of {versions.name} ...", file=sys.stderr)
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--only-binary=:all:"]
    done = subprocess.run(
        [*command, "--target", str(FOLDER), "--requirement", str(versions)], capture_output=True, text=True
    )
    if done.returncode:
        return [f"{versions.name}: {done.stderr.strip()[-300:]}"]
    stamp.write_text(wanted)
    return []
