"""Pictures and a processor: within the budget, told in the record, and of a size that the processor leaves alone."""

from __future__ import annotations

import importlib.util
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import lomo
from lomo.config import Config, Style
from lomo.processors import PROCESSORS, Processor
from lomo.record.remake import remake
from lomo.record.substitute import substitute
from lomo.render.fit import finish_of
from lomo.tokens.count import resized_size, tokens
from reference import processors as real

QWEN = [name for name, one in PROCESSORS.items() if isinstance(one, Processor)]
# What makes each processor's resize the identity, without naming it: min_side_px^2 is its min_pixels.
BY_HAND = {name: {"pad_to": 28, "min_side_px": 56} for name in QWEN} | {
    name: {"pad_to": 32, "min_side_px": 256} for name in ("qwen3-vl", "qwen3.5")
}
TEXT = "It costs more to read a page twice than to write it well once, said $a^2 + b^2 = c^2$ to the wall. "
TEXTS = ["Yes.", TEXT, TEXT * 4, "$$\\sum_{i=1}^n i = \\frac{n(n+1)}{2}$$", "一字。", TEXT * 20]
MANY = [
    *(TEXT[:length] for length in range(3, 100, 12)),
    *(TEXT * times for times in (1, 2, 4, 7, 11, 16, 20)),
    *TEXTS,
]
INSTALLED = all(importlib.util.find_spec(name) for name in ("torch", "torchvision", "transformers"))


def qwen(name: str) -> Processor:
    """The numbers of a family of the Qwen kind."""
    one = PROCESSORS[name]  # type: ignore[index]
    assert isinstance(one, Processor)
    return one


def sizes(style: dict[str, Any], texts: list[str] = MANY, keys: int = 4) -> set[tuple[int, int]]:
    """Width and height of the pictures of every text, distorted in several ways."""
    config = Config.from_dict({"position": "full", "style": style})
    return {
        (picture.image.shape[1], picture.image.shape[0])
        for text in texts
        for key in range(keys)
        for picture in substitute(text, key=f"{text[:3]}{len(text)}-{key}", config=config).pictures
    }


@pytest.mark.parametrize("name", QWEN)
@pytest.mark.parametrize("by_name", [False, True])
def test_no_picture_is_resized(name: str, by_name: bool) -> None:
    made = sizes({"processor": name} if by_name else dict(BY_HAND[name]))
    assert len(made) > 12
    assert {size for size in made if resized_size(*size, qwen(name)) != size} == set()
    # Without either, text would be blurred.
    assert any(resized_size(*size, qwen(name)) != size for size in sizes({}, TEXTS, keys=1))


@pytest.mark.skipif(not INSTALLED, reason="torch, torchvision and transformers are not installed")
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", QWEN)
def test_the_installed_processors_leave_pictures_alone(name: str) -> None:
    from transformers.models.qwen2_vl.image_processing_qwen2_vl import smart_resize

    processor, numbers = real.real_processor(name), qwen(name)
    for style in (dict(BY_HAND[name]), {"processor": name}):
        for width, height in sizes(style):
            assert smart_resize(height, width, numbers.token_px, numbers.min_pixels, numbers.max_pixels) == (
                height,
                width,
            )
        width, height = min(sizes(style, TEXTS[:2]))
        expected = real.processed_count(processor, width, height)
        assert expected == (width // numbers.token_px) * (height // numbers.token_px)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(QWEN), st.booleans(), st.integers(1, 4000), st.integers(1, 4000))
def test_padding_makes_the_resize_the_identity(name: str, by_name: bool, width: int, height: int) -> None:
    if width * height > 1_000_000:
        return
    style = Style.model_validate({"processor": name} if by_name else BY_HAND[name])
    size = finish_of(style).padded_size(width, height)
    assert size >= (width, height)
    assert resized_size(*size, qwen(name)) == size


def test_padding_by_a_processor_adds_no_more_than_it_needs() -> None:
    style = Style(processor="qwen3-vl")
    assert finish_of(style).padded_size(300, 200) == (320, 224)
    assert finish_of(style).padded_size(20, 20) == (256, 256)
    assert finish_of(style).padded_size(1000, 20) == (1024, 96)
    assert finish_of(style).padded_size(5000, 20) == (5024, 64)
    assert finish_of(style).padded_size(20, 1000) == (96, 1024)


@pytest.mark.parametrize("name", PROCESSORS)
@pytest.mark.parametrize("budget", [90, 300, 1500])
def test_pictures_keep_the_budget(name: str, budget: int) -> None:
    if name == "llava-onevision" and budget < 1500:
        pytest.skip("a small square page costs 1,485 tokens there")
    config = Config.from_dict({"position": "full", "style": {"processor": name, "token_budget": budget}})
    spent = []
    for text in [*TEXTS, TEXT * 60] if budget > 1000 else TEXTS:
        for key in range(5):
            made = substitute(text, key=f"{len(text)}-{key}", config=config)
            (span,) = made.provenance["spans"]
            assert span["visual_tokens"] == [lomo.visual_tokens(one, name) for one in made.pictures]
            assert max(span["visual_tokens"]) <= budget
            assert "".join(one.source for one in made.pictures) == text
            spent += span["visual_tokens"]
    assert max(spent) > budget * 2 // 3  # pages fill it


def test_a_text_keeps_to_one_page_where_another_width_allows_it() -> None:
    def costs(text: str, budget: int | None) -> list[int]:
        style = {"processor": "qwen2.5-vl", "token_budget": budget}
        config = Config.from_dict({"preset": "clean", "position": "full", "style": style})
        found: list[int] = substitute(text, key="k", config=config).provenance["spans"][0]["visual_tokens"]
        return found

    saved = 0
    for text in [(TEXT * 3)[:length] for length in range(20, 3 * len(TEXT), 11)]:
        (free,) = costs(text, None)
        (kept,) = costs(text, free)
        assert kept <= free
        saved += len(costs(text, free - 1)) == 1
    assert saved > 5


def test_pages_share_a_text_evenly() -> None:
    style = {"processor": "qwen2.5-vl", "token_budget": 100}
    config = Config.from_dict({"preset": "clean", "position": "full", "style": style})
    for times in range(4, 16):
        pages = substitute(TEXT * times, key="k", config=config).pictures
        heights = [page.image.shape[0] for page in pages]
        assert len(pages) > 1
        assert max(heights) - min(heights) <= 3 * 28


def test_what_fits_no_budget_says_so() -> None:
    config = Config.from_dict({"style": {"processor": "qwen3-vl", "token_budget": 63}})
    made = substitute("A line.", key="k", config=config)
    assert made.parts == ["A line."]
    assert made.provenance["reason"] == "page_limit"
    assert "style.token_budget (63)" in made.provenance["detail"]


def test_a_processors_limit_is_a_limit_of_the_page() -> None:
    numbers = Processor(max_pixels=100_000)
    config = Config.from_dict({"position": "full", "style": {"processor": numbers.model_dump()}})
    made = substitute(TEXT * 8, key="k", config=config)
    assert len(made.pictures) > 2
    for picture in made.pictures:
        height, width, _ = picture.image.shape
        assert resized_size(width, height, numbers) == (width, height)
        assert tokens(width, height, numbers) <= 100_000 // 784
    assert remake(made.provenance) == [picture.png() for picture in made.pictures]


def test_without_a_processor_nothing_is_counted() -> None:
    (span,) = substitute(TEXT, key="k").provenance["spans"]
    assert span["visual_tokens"] is None
