"""Hidden states of two carriers in, the numbers that say how near they lie out: MIR, pairwise distance, the curve
of carrier sensitivity.

NumPy alone, in float64, one sample at a time: what has been added lies in temporary files, one for each layer and
modality, and one layer at a time is read back. MIR follows Huang et al., 2024 (arXiv 2410.07167); its trace term is
taken by singular values (``trace_of_root``), so that no covariance is formed and nothing has to converge.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, BinaryIO, Self

import numpy as np
from numpy.typing import NDArray

from lomo.errors import InputError

Rows = NDArray[np.floating[Any]]
Wide = NDArray[np.float64]
_CHUNK_BYTES = 64 << 20
OUTLIER_DEVIATIONS = 3.0


@dataclass(frozen=True, slots=True)
class LayerDistance:
    """What one decoder layer gives.

    Attributes:
        layer: which decoder layer, from 1.
        fid: the Frechet distance of the two modalities, after normalisation and outlier removal.
        text_scale: 1 / mean norm of the text tokens: what both modalities were multiplied by.
        outliers: (vision, text): how many rows were replaced by the median row.
        rows: (vision, text): how many tokens went in.
    """

    layer: int
    fid: float
    text_scale: float
    outliers: tuple[int, int]
    rows: tuple[int, int]


@dataclass(frozen=True, slots=True)
class MirResult:
    """The Modality Integration Rate in each of its readings, and the layers that it comes from."""

    layers: tuple[LayerDistance, ...]

    @property
    def total(self) -> float:
        """The sum of the layers' distances."""
        return float(sum(layer.fid for layer in self.layers))

    @property
    def mean(self) -> float:
        """The mean of the layers' distances: what LoMo says that it reports."""
        return self.total / len(self.layers)

    def named(self) -> dict[str, float]:
        """Every reading by name: ``mir_log10_sum`` is the original's, ``mir_layer_mean`` LoMo's; whether LoMo
        takes its logarithm is not stated, so ``mir_log10_layer_mean`` stands beside it."""
        return {
            "mir_log10_sum": float(np.log10(self.total)),
            "mir_layer_mean": self.mean,
            "mir_log10_layer_mean": float(np.log10(self.mean)),
        }


class Mir:
    """Collects tokens sample by sample, then measures each layer; a context manager that removes its files.

    Disk, not memory, grows with the samples: layers x tokens x width x 4 bytes (float64 input: 8).
    """

    def __init__(self, folder: Path | None = None) -> None:
        """``folder``: where the temporary files lie; the system's place for them when absent."""
        self._folder = tempfile.TemporaryDirectory(prefix="lomo-mir-", dir=folder)
        self._stores: dict[int, tuple[_Store, _Store]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        for pair in self._stores.values():
            for store in pair:
                store.close()
        self._folder.cleanup()

    def add(self, layer: int, vision: Rows, text: Rows) -> None:
        """One sample's tokens at one layer: vision n x d, text m x d, n and m at least 1, d the same throughout.

        Raises InputError for other shapes and for numbers that are not finite.
        """
        for name, rows in (("vision", vision), ("text", text)):
            if rows.ndim != 2 or not rows.shape[0]:
                raise InputError(
                    f"layer {layer}: {name} tokens: expected a table of tokens, got {rows.shape}"
                )
            if not np.isfinite(rows).all():
                raise InputError(f"layer {layer}: {name} tokens hold a number that is not finite")
        if layer not in self._stores:
            at = Path(self._folder.name)
            width, kind = vision.shape[1], np.result_type(vision, text, np.float32)
            self._stores[layer] = (
                _Store(at / f"{layer}.vision", width, kind),
                _Store(at / f"{layer}.text", width, kind),
            )
        for store, rows in zip(self._stores[layer], (vision, text), strict=True):
            store.add(rows, layer)

    def result(self) -> MirResult:
        """Measures every layer; raises InputError when nothing was added or a layer has fewer than two tokens."""
        if not self._stores:
            raise InputError("MIR: no sample was added")
        return MirResult(
            tuple(
                _layer_distance(layer, vision.rows(), text.rows())
                for layer, (vision, text) in sorted(self._stores.items())
            )
        )


class _Store:
    """Rows of one width appended to a file, read back as an array that the file backs."""

    def __init__(self, path: Path, width: int, kind: np.dtype[Any]) -> None:
        self._path, self._width, self._kind = path, width, kind
        self._file: BinaryIO = path.open("wb")

    def add(self, rows: Rows, layer: int) -> None:
        if rows.shape[1] != self._width:
            raise InputError(f"layer {layer}: tokens of width {rows.shape[1]} after ones of {self._width}")
        self._file.write(np.ascontiguousarray(rows, dtype=self._kind).tobytes())

    def rows(self) -> Rows:
        self._file.flush()
        return np.memmap(self._path, dtype=self._kind, mode="r").reshape(-1, self._width)

    def close(self) -> None:
        self._file.close()


def layer_distance(vision: Rows, text: Rows) -> LayerDistance:
    """The distance at one layer of all vision tokens (n x d) from all text tokens (m x d), n and m at least 2."""
    return _layer_distance(0, vision, text)


def _layer_distance(layer: int, vision: Rows, text: Rows) -> LayerDistance:
    if min(len(vision), len(text)) < 2:
        raise InputError(f"layer {layer}: a covariance needs at least two tokens of each modality")
    scale = 1.0 / float(_norms(text, 1.0).mean())
    seen, seen_outliers = _cleaned(vision, scale)
    read, read_outliers = _cleaned(text, scale)
    mean_v, trace_v, root_v = _moments(seen)
    mean_t, trace_t, root_t = _moments(read)
    apart = float(((mean_v - mean_t) ** 2).sum())
    fid = apart + trace_v + trace_t - 2.0 * trace_of_root(root_v, root_t)
    return LayerDistance(layer, fid, scale, (seen_outliers, read_outliers), (len(vision), len(text)))


def trace_of_root(root_a: Wide, root_b: Wide) -> float:
    """tr (A B)^(1/2) for A = root_a' root_a and B = root_b' root_b: the nuclear norm of root_a root_b'.

    A B is similar to (root_a root_b')(root_a root_b')', whose eigenvalues are that product's squared singular
    values.
    """
    return float(np.linalg.svd(root_a @ root_b.T, compute_uv=False).sum())


@dataclass(frozen=True, slots=True)
class _Cleaned:
    """Rows that are scaled, and replaced where they are outliers, as they are read."""

    raw: Rows
    scale: float
    outlier: NDArray[np.bool_]
    median: Wide

    def chunks(self) -> Iterator[Wide]:
        for start, piece in _chunks(self.raw):
            piece *= self.scale
            piece[self.outlier[start : start + len(piece)]] = self.median
            yield piece


def _cleaned(raw: Rows, scale: float) -> tuple[_Cleaned, int]:
    """An outlier's norm lies more than three standard deviations from the median norm."""
    norms = _norms(raw, scale)
    outlier = np.abs(norms - _lower_median(norms)) > OUTLIER_DEVIATIONS * norms.std(ddof=1)
    median = np.zeros(raw.shape[1])
    if outlier.any():
        columns = max(1, _CHUNK_BYTES // (8 * len(raw)))
        for start in range(0, raw.shape[1], columns):
            block = np.asarray(raw[:, start : start + columns], dtype=np.float64) * scale
            median[start : start + columns] = np.sort(block, axis=0)[(len(raw) - 1) // 2]
    return _Cleaned(raw, scale, outlier, median), int(outlier.sum())


def _lower_median(values: Wide) -> float:
    return float(np.sort(values)[(len(values) - 1) // 2])


def _moments(rows: _Cleaned) -> tuple[Wide, float, Wide]:
    """The mean, the covariance's trace, and R with R'R = covariance (n - 1), by QR chunk after chunk."""
    count, width = rows.raw.shape
    mean = np.zeros(width)
    for piece in rows.chunks():
        mean += piece.sum(axis=0)
    mean /= count
    root = np.zeros((0, width))
    for piece in rows.chunks():
        centred = (piece - mean) / np.sqrt(count - 1.0)
        root = np.asarray(np.linalg.qr(np.vstack([root, centred]), mode="r"))
    return mean, float((root**2).sum()), root


def _norms(raw: Rows, scale: float) -> Wide:
    return np.concatenate([np.linalg.norm(piece, axis=1) * scale for _, piece in _chunks(raw)])


def _chunks(raw: Rows) -> Iterator[tuple[int, Wide]]:
    step = max(raw.shape[1], _CHUNK_BYTES // (8 * raw.shape[1]), 1)
    for start in range(0, len(raw), step):
        yield start, np.array(raw[start : start + step], dtype=np.float64)


def pairwise_distance(text: Rows, image: Rows) -> float:
    """1 - cos of the mean hidden states of a text's tokens (n x d) and of its picture's (m x d): 0 to 2.

    Raises InputError for an empty side or a mean of length 0.
    """
    if not len(text) or not len(image):
        raise InputError(f"pairwise distance: {len(text)} text tokens and {len(image)} of the picture")
    a, b = (np.asarray(rows, dtype=np.float64).mean(axis=0) for rows in (text, image))
    length = float(np.linalg.norm(a) * np.linalg.norm(b))
    if not length:
        raise InputError("pairwise distance: a mean hidden state is zero")
    return float(1.0 - (a @ b) / length)


@dataclass(frozen=True, slots=True)
class Bin:
    """One bin of the carrier-sensitivity curve.

    Attributes:
        low, high: distances from low (inclusive) to high (exclusive, but for the last bin's).
        count: samples in it.
        standard, rendered: their mean scores, 0 to 1; None in an empty bin.
    """

    low: float
    high: float
    count: int
    standard: float | None
    rendered: float | None

    @property
    def drop(self) -> float | None:
        """standard - rendered: how much the bin's samples lose when their question is a picture."""
        return None if self.standard is None or self.rendered is None else self.standard - self.rendered


def sensitivity_curve(
    distances: Sequence[float],
    standard: Sequence[float],
    rendered: Sequence[float],
    *,
    bins: int = 7,
    edges: Sequence[float] | None = None,
) -> list[Bin]:
    """The accuracy drop by cross-modal distance (the paper's Figure 1b): three values for each sample.

    Args:
        distances: each sample's pairwise distance.
        standard: its score as text, 0 to 1.
        rendered: its score as a picture, 0 to 1.
        bins: how many bins of equal width between the smallest and the largest distance.
        edges: the bins' edges, ascending, instead; samples outside them are left out.

    Raises InputError where the three differ in length or hold nothing.
    """
    if not len(distances) == len(standard) == len(rendered) or not len(distances):
        raise InputError(
            f"carrier sensitivity: {len(distances)} distances, {len(standard)} standard and {len(rendered)} "
            "rendered scores; expected one of each for every sample"
        )
    d, s, r = (np.asarray(values, dtype=np.float64) for values in (distances, standard, rendered))
    marks = np.linspace(d.min(), d.max(), bins + 1) if edges is None else np.asarray(edges, dtype=np.float64)
    if len(marks) < 2 or (np.diff(marks) < 0).any():
        raise InputError("carrier sensitivity: expected at least two edges in ascending order")
    made = []
    for at, (low, high) in enumerate(pairwise(marks)):
        last = at == len(marks) - 2
        inside = (d >= low) & ((d <= high) if last else (d < high))
        count = int(inside.sum())
        means = (float(s[inside].mean()), float(r[inside].mean())) if count else (None, None)
        made.append(Bin(float(low), float(high), count, *means))
    return made
