"""Tokens made by a formula -> MIR, pairwise distance and the curve, against worked numbers and slow twins."""

from __future__ import annotations

import math

import numpy as np
import pytest

from lomo.errors import InputError
from lomo.evaluate import alignment
from lomo.evaluate.alignment import Mir, layer_distance, pairwise_distance, sensitivity_curve

# l: rows of vision, rows of text, width, shift, scale; text scale, outliers, FID
ORACLE = {
    0: (12, 10, 3, 0.5, 2.0, 0.805167546572112, (0, 0), 2.18559771919),
    1: (12, 10, 3, 0.2, 1.5, 0.897653344590202, (0, 0), 0.52940866731),
    2: (40, 30, 4, 1.0, 0.7, 0.363337380025667, (1, 1), 0.600488048504),
}


def wavy(rows: int, width: int, s: float) -> np.ndarray:
    """g(i, j, s): reproducible everywhere, and no two rows alike."""
    i, j = np.arange(rows)[:, None], np.arange(width)[None, :]
    return np.asarray(
        np.sin(0.7 * (i + 1) * (j + 1) + s) + 0.3 * np.cos(0.11 * (i + 1) ** 2 + 1.3 * j + 2 * s)
    )


def tokens(layer: int) -> tuple[np.ndarray, np.ndarray]:
    """The oracle's vision and text tokens."""
    nv, nt, width, shift, scale = ORACLE[layer][:5]
    vision, text = scale * wavy(nv, width, 0.3 + layer) + shift, wavy(nt, width, 1.1 + layer)
    if layer == 2:
        vision[5] *= 25
        text[7] *= 30
    return vision, text


@pytest.mark.parametrize("layer", ORACLE)
def test_a_layer_against_the_oracle(layer: int) -> None:
    *_, scale, outliers, fid = ORACLE[layer]
    got = layer_distance(*tokens(layer))
    assert got.text_scale == pytest.approx(scale, abs=1e-12)
    assert got.outliers == outliers
    assert got.fid == pytest.approx(fid, abs=1e-9)


def test_mir_against_the_oracle_sample_by_sample() -> None:
    with Mir() as mir:
        for layer in ORACLE:
            vision, text = tokens(layer)
            mir.add(layer + 1, vision[:5], text[:3])
            mir.add(layer + 1, vision[5:], text[3:])
        result = mir.result()
    assert [layer.layer for layer in result.layers] == [1, 2, 3]
    assert result.layers[2].rows == (40, 30)
    named = result.named()
    assert result.total == pytest.approx(3.31549443501, abs=1e-9)
    assert named["mir_log10_sum"] == pytest.approx(0.520548303294, abs=1e-9)
    assert named["mir_layer_mean"] == pytest.approx(1.10516481167, abs=1e-9)
    assert named["mir_log10_layer_mean"] == pytest.approx(0.0434270485739, abs=1e-9)


def test_the_size_of_a_chunk_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = layer_distance(*tokens(2)).fid
    monkeypatch.setattr(alignment, "_CHUNK_BYTES", 8)
    assert layer_distance(*tokens(2)).fid == pytest.approx(whole, abs=1e-12)


@pytest.mark.parametrize("rows", [(9, 4), (4, 9), (3, 3)])
def test_the_distance_is_that_of_the_covariances(rows: tuple[int, int]) -> None:
    """The textbook's formula with an eigendecomposition, also where the covariances are singular."""
    vision, text = wavy(rows[0], 6, 0.1), wavy(rows[1], 6, 2.0)
    scale = 1 / np.linalg.norm(text, axis=1).mean()
    v, t = vision * scale, text * scale
    product = np.cov(v, rowvar=False) @ np.cov(t, rowvar=False)
    root = np.sqrt(np.maximum(np.linalg.eigvals(product).real, 0)).sum()
    apart = ((v.mean(0) - t.mean(0)) ** 2).sum()
    wanted = apart + np.trace(np.cov(v, rowvar=False)) + np.trace(np.cov(t, rowvar=False)) - 2 * root
    got = layer_distance(vision, text)
    assert got.outliers == (0, 0)
    assert got.fid == pytest.approx(wanted, abs=1e-6)


def test_equal_samples_lie_at_distance_zero_whatever_their_scale_in_common() -> None:
    rows = wavy(20, 5, 0.4)
    assert layer_distance(rows, rows).fid == pytest.approx(0, abs=1e-12)
    assert layer_distance(rows * 7, rows[::-1] * 7).fid == pytest.approx(0, abs=1e-12)


def test_pairwise_distance() -> None:
    assert pairwise_distance(np.array([[1.0, 0], [3, 0]]), np.array([[0, 2.0]])) == pytest.approx(1)
    assert pairwise_distance(np.array([[1.0, 1]]), np.array([[4.0, 4], [2, 2]])) == pytest.approx(0)
    assert pairwise_distance(np.array([[1.0, 0]]), np.array([[1.0, 1]])) == pytest.approx(1 - math.sqrt(0.5))


def test_the_curve_bins_by_distance() -> None:
    curve = sensitivity_curve(
        [0.40, 0.44, 0.45, 0.49, 0.60], [1, 1, 1, 0, 1], [1, 0, 0, 0, 0], edges=[0.40, 0.45, 0.50, 0.55, 0.60]
    )
    assert [(one.count, one.drop) for one in curve] == [(2, 0.5), (2, 0.5), (0, None), (1, 1.0)]
    assert sum(one.count for one in sensitivity_curve([0.1, 0.2, 0.9], [1, 1, 1], [0, 0, 0], bins=3)) == 3


def test_what_cannot_be_measured_is_said() -> None:
    with Mir() as mir:
        with pytest.raises(InputError, match="no sample"):
            mir.result()
        with pytest.raises(InputError, match="layer 1: vision tokens: expected a table"):
            mir.add(1, np.zeros((0, 3)), np.ones((2, 3)))
        with pytest.raises(InputError, match="not finite"):
            mir.add(1, np.ones((2, 3)), np.full((2, 3), np.nan))
        mir.add(1, np.ones((1, 3)), np.ones((1, 3)))
        with pytest.raises(InputError, match="width 4 after ones of 3"):
            mir.add(1, np.ones((1, 4)), np.ones((1, 4)))
        with pytest.raises(InputError, match="at least two tokens"):
            mir.result()
    with pytest.raises(InputError, match="is zero"):
        pairwise_distance(np.zeros((1, 2)), np.ones((1, 2)))
    with pytest.raises(InputError, match="2 distances, 1 standard"):
        sensitivity_curve([0.1, 0.2], [1], [0, 1])
