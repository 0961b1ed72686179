"""Each stage of the flow and the whole operator on the same 60 prompts, timed by pytest-benchmark.

One round takes all prompts through the stage: divide by ``extra_info["prompts"]`` for a prompt's share.
"""

from __future__ import annotations

from typing import Any

import pytest

from bench.prompts import prompts, spans
from lomo import _native
from lomo.config import Config, Weights
from lomo.distort.apply import apply
from lomo.distort.choose import choose
from lomo.randomness import Stream
from lomo.record.substitute import substitute
from lomo.render.render import render
from lomo.span.locate import locate

PROMPTS = prompts(60)
SPANS = spans(60)
SETS = ["clean", "rotate", "blur", "shadow_or_stain", "wave"]


@pytest.fixture(scope="module")
def images() -> list[tuple[str, Any]]:
    """The undistorted first page of each span."""
    return [(key, render(text).pages[0].image) for key, text in SPANS]


def only(name: str) -> Config:
    """A setting that draws this distortion set alone."""
    return Config(ops=Weights(**{other: int(other == name) for other in SETS}))


def test_locate(benchmark: Any) -> None:
    benchmark.extra_info["prompts"] = len(PROMPTS)
    benchmark(lambda: [locate(text) for _, text in PROMPTS])


@pytest.mark.parametrize("route", ["text", "math"])
def test_render(benchmark: Any, route: str) -> None:
    chosen = [text for _, text in SPANS if render(text).route == route]
    benchmark.extra_info["prompts"] = len(chosen)
    benchmark.pedantic(lambda: [render(text) for text in chosen], rounds=5, warmup_rounds=1)


@pytest.mark.parametrize("name", SETS)
def test_distort(benchmark: Any, images: list[tuple[str, Any]], name: str) -> None:
    config = only(name)
    work = [(image, choose(Stream(0, key, "distort"), config)) for key, image in images]
    benchmark.extra_info["prompts"] = len(work)
    benchmark.pedantic(lambda: [apply(image, operation) for image, operation in work], rounds=5)


def test_encode_png(benchmark: Any, images: list[tuple[str, Any]]) -> None:
    benchmark.extra_info["prompts"] = len(images)
    benchmark.pedantic(lambda: [_native.encode_png(image) for _, image in images], rounds=5)


def test_substitute(benchmark: Any) -> None:
    def work() -> None:
        for key, text in PROMPTS:
            for picture in substitute(text, key=key).pictures:
                picture.png()

    benchmark.extra_info["prompts"] = len(PROMPTS)
    benchmark.pedantic(work, rounds=3, warmup_rounds=1)
