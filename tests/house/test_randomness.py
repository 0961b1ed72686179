"""The stream of randomness -> the same numbers for ever, uniform, independent and nested across ratios."""

from __future__ import annotations

import struct
from collections import Counter
from hashlib import blake2b

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lomo.randomness import Stream, selected


@pytest.mark.parametrize(
    ("seed", "key", "purpose", "first", "tenth"),
    [
        (0, "", "select", 476976076216582027, 2460796033066616862),
        (7, "math-1", "distort", 2190847761103071829, 11192674419899240011),
        (2**64 - 1, "记录\ud800", "select", 10908398240867776936, 1765390742486984473),
    ],
)
def test_golden_words(seed: int, key: str, purpose: str, first: int, tenth: int) -> None:
    """If these change, every corpus of every user changes."""
    stream = Stream(seed, key, purpose)
    words = [stream.word() for _ in range(10)]
    assert (words[0], words[9]) == (first, tenth)


def test_golden_draws() -> None:
    stream = Stream(7, "math-1", "distort")
    assert [stream.below(6) for _ in range(12)] == [1, 5, 2, 3, 5, 1, 0, 4, 3, 1, 3, 5]
    stream = Stream(7, "math-1", "distort")
    assert [stream.between(-8192, 8192) for _ in range(4)] == [372, -4020, -5444, 3284]
    assert [k for k in map(str, range(20)) if selected(0, k, 0.25)] == ["1", "7", "12", "14", "19"]


@given(st.integers(0, 2**64 - 1), st.text(), st.text(st.characters(codec="utf-8")))
def test_the_stream_is_blake2b_in_counter_mode(seed: int, key: str, purpose: str) -> None:
    name, what = key.encode("utf-8", "surrogatepass"), purpose.encode()
    prefix = b"lomo1" + struct.pack("<QII", seed, len(name), len(what)) + name + what
    expected = [
        word
        for counter in range(3)
        for word in struct.unpack("<8Q", blake2b(prefix + struct.pack("<Q", counter)).digest())
    ]
    stream = Stream(seed, key, purpose)
    assert [stream.word() for _ in range(24)] == expected


def test_key_and_purpose_cannot_be_confused() -> None:
    streams = [Stream(0, "ab", "c"), Stream(0, "a", "bc"), Stream(0, "", "abc"), Stream(1, "ab", "c")]
    assert len({stream.word() for stream in streams}) == 4


@pytest.mark.parametrize("seed", [-1, 2**64])
def test_a_seed_out_of_range_is_refused(seed: int) -> None:
    with pytest.raises(ValueError, match="seed must be in"):
        Stream(seed, "a", "select")


def test_nothing_is_below_zero() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        Stream(0, "a", "select").below(0)


class Scripted(Stream):
    """A stream whose words are given."""

    def __init__(self, words: list[int]) -> None:
        super().__init__(0, "", "")
        self._words = words[::-1]


def test_below_rejects_the_words_that_would_bias_it() -> None:
    n = 3 << 62  # 2**64 % n is 2**62: the uppermost quarter of the words must be thrown away
    assert Scripted([2**64 - 1, n, n - 1, 5]).below(n) == n - 1
    assert Scripted([2**64 - 1, 4]).below(2**64) == 2**64 - 1


def chi_square(counts: list[int], expected: list[float]) -> float:
    """Pearson's statistic."""
    return sum((count - wanted) ** 2 / wanted for count, wanted in zip(counts, expected, strict=True))


def test_draws_are_uniform() -> None:
    stream = Stream(1, "uniform", "test")
    counts = Counter(stream.between(-3, 3) for _ in range(70_000))
    assert sorted(counts) == [-3, -2, -1, 0, 1, 2, 3]
    assert chi_square(list(counts.values()), [10_000.0] * 7) < 22.5  # 6 degrees of freedom, p = 0.001


def test_choices_follow_their_weights() -> None:
    stream = Stream(1, "weights", "test")
    weights = [5, 0, 3, 1, 1]
    counts = Counter(stream.choose(weights) for _ in range(50_000))
    assert 1 not in counts
    expected = [5_000.0 * weight for weight in weights if weight]
    assert chi_square([counts[i] for i in (0, 2, 3, 4)], expected) < 16.3  # 3 degrees, p = 0.001


def test_records_and_purposes_are_independent() -> None:
    """The first draws of neighbouring records, and of two purposes of one, fill 4 x 4 cells alike."""
    first = [Stream(3, f"record-{i}", "select").below(4) for i in range(16_001)]
    other = [Stream(3, f"record-{i}", "distort").below(4) for i in range(16_000)]
    for partner in (other, first[1:]):
        cells = Counter(zip(first, partner, strict=False))
        counts = [cells[a, b] for a in range(4) for b in range(4)]
        assert chi_square(counts, [1_000.0] * 16) < 37.7  # 15 degrees, p = 0.001


@given(st.text(), st.integers(0, 2**64 - 1), st.floats(0, 1), st.floats(0, 1))
def test_selections_are_nested(key: str, seed: int, one: float, two: float) -> None:
    low, high = sorted((one, two))
    assert selected(seed, key, high) or not selected(seed, key, low)
    assert not selected(seed, key, 0.0)
    assert selected(seed, key, 1.0)


@pytest.mark.parametrize("ratio", [0.25, 0.5, 0.75])
def test_the_share_of_selected_records_is_the_ratio(ratio: float) -> None:
    count = sum(selected(9, f"id-{i}", ratio) for i in range(20_000))
    assert abs(count - 20_000 * ratio) < 4 * (20_000 * ratio * (1 - ratio)) ** 0.5
