"""Pillow and matplotlib on the spans of test_stages.py, timed by pytest-benchmark in the same run."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from bench.peers import matplotlib_png, pillow_png
from bench.prompts import spans

SPANS = spans(60)


def test_pillow(benchmark: Any) -> None:
    benchmark.extra_info["prompts"] = len(SPANS)
    benchmark.pedantic(lambda: [pillow_png(text) for _, text in SPANS], rounds=3, warmup_rounds=1)


def test_matplotlib(benchmark: Any) -> None:
    def work() -> None:
        for _, text in SPANS:
            with suppress(ValueError):  # spans that mathtext refuses
                matplotlib_png(text)

    benchmark.extra_info["prompts"] = len(SPANS)
    benchmark.pedantic(work, rounds=1)
