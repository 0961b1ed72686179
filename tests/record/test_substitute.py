"""The operator: parts join to the prompt whatever the prompt, draws depend on seed and key."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lomo.config import Config
from lomo.errors import InputError
from lomo.record.placeholder import MEDIA
from lomo.record.remake import remake
from lomo.record.substitute import Picture, Substitution, substitute

PROMPT = (
    "A train leaves at noon. It travels at 60 km/h for two hours. Then it stops for lunch. After that it "
    "goes on at $v = \\frac{90}{2}$ km/h. How far does it get by six? Show each step. Answer in kilometres."
)


def joined(made: Substitution) -> str:
    """The prompt again: texts and sources in order."""
    return "".join(part.source if isinstance(part, Picture) else part for part in made.parts)


def test_the_middle_of_a_prompt_becomes_a_picture() -> None:
    made = substitute(PROMPT, key="train")
    assert joined(made) == PROMPT
    first, *pictures, last = made.parts
    assert isinstance(first, str)
    assert isinstance(last, str)
    assert all(isinstance(part, Picture) for part in pictures)
    (span,) = made.provenance["spans"]
    assert PROMPT[span["start"] : span["end"]] == span["source"] == "".join(p.source for p in made.pictures)
    assert made.provenance["reason"] is None


def test_accounts_share_nothing_that_can_be_changed() -> None:
    config = Config.from_dict({"style": {"processor": "qwen2.5-vl"}})
    first = substitute(PROMPT, key="train", config=config).provenance
    told = json.dumps(first)
    first["versions"].clear()
    for value in first["style"].values():
        if isinstance(value, (list, dict)):
            value.clear()
    first["style"].clear()
    assert json.dumps(substitute(PROMPT, key="train", config=config).provenance) == told


@pytest.mark.parametrize("position", ["prefix", "middle", "suffix", "multi", "full"])
def test_every_position_joins_to_the_prompt(position: str) -> None:
    made = substitute(PROMPT, key="train", config=Config.from_dict({"position": position}))
    assert joined(made) == PROMPT
    assert len(made.provenance["spans"]) == (2 if position == "multi" else 1)
    assert made.pictures


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=120), st.sampled_from(["middle", "multi", "full"]))
def test_any_text_joins_to_the_prompt(text: str, position: str) -> None:
    made = substitute(text, key="k", config=Config.from_dict({"position": position}))
    assert joined(made) == text
    assert bool(made.pictures) == (made.provenance["reason"] is None)
    assert made.pictures or made.parts == [text]
    json.dumps(made.provenance)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        (" \n\t ", "blank"),
        ("What is in <image>?", "media"),
        ("```\n<video>\n```", "media"),
        ("a\x00b", "control_character"),
        ("a\x1b[0m", "control_character"),
        ("a\ud800b", "lone_surrogate"),
        ("word " * 50_000, "too_long"),
    ],
)
def test_what_cannot_be_rewritten_is_left_alone(text: str, reason: str) -> None:
    made = substitute(text, key="k")
    assert made.parts == [text]
    assert made.provenance["reason"] == reason
    assert made.provenance["spans"] == []


def test_limits_of_the_page_leave_the_prompt_alone() -> None:
    missing = substitute("Say \U0010fffd.", key="k", config=Config(on_missing_glyph="error"))
    assert (missing.parts, missing.provenance["reason"]) == (["Say \U0010fffd."], "missing_glyph")
    config = Config.from_dict({"style": {"max_pages": 1, "max_pixels": 40_000}})
    long = "A sentence of some words. " * 100
    made = substitute(long, key="k", config=config)
    assert (made.parts, made.provenance["reason"]) == ([long], "page_limit")


def test_draws_depend_on_seed_and_key_alone() -> None:
    def made(key: str, seed: int) -> list[bytes]:
        return [picture.png() for picture in substitute(PROMPT, key=key, seed=seed).pictures]

    assert made("a", 1) == made("a", 1)
    kinds = {
        (p.op, json.dumps(dict(p.parameters))) for k in "abcdefgh" for p in substitute(PROMPT, key=k).pictures
    }
    assert len(kinds) > 4
    assert made("a", 1) != made("a", 2)


def test_large_pictures_keep_the_limit_after_the_distortion() -> None:
    config = Config.from_dict({"position": "full", "style": {"max_pixels": 200_000}})
    text = "The quick brown fox jumps over the lazy dog. " * 120
    for key in "abcdef":
        made = substitute(text, key=key, config=config)
        assert joined(made) == text
        assert len(made.pictures) > 1
        assert all(p.image.shape[0] * p.image.shape[1] <= 200_000 for p in made.pictures)
        assert [p.page for p in made.pictures] == list(range(len(made.pictures)))


@pytest.mark.parametrize("key", ["a", "b", "c", "d", "e", "f"])
def test_the_provenance_alone_makes_the_pictures_again(key: str) -> None:
    config = Config.from_dict({"preset": "strong", "position": "multi", "style": {"margin_px": 14}})
    made = substitute(PROMPT, key=key, seed=9, config=config)
    told = json.loads(json.dumps(made.provenance))
    assert remake(told) == [picture.png() for picture in made.pictures]


def test_another_version_is_refused() -> None:
    told = substitute(PROMPT, key="a").provenance
    told["versions"]["lomo"] = "0.0.1"
    with pytest.raises(InputError, match=r"lomo 0\.0\.1"):
        remake(told)
    del told["versions"]
    with pytest.raises(InputError, match="versions"):
        remake(told)
    assert remake({"spans": []}) == []


def test_no_prompt_gives_a_placeholder() -> None:
    made = substitute("Write <imag and e> here. " * 8, key="k", config=Config(position="multi"))
    assert made.pictures
    assert not any(mark in part for part in made.parts if isinstance(part, str) for mark in MEDIA)


def test_pictures_are_padded_as_the_style_asks() -> None:
    config = Config.from_dict({"style": {"pad_to": 28, "min_side_px": 100, "max_aspect": 2.0}})
    for key in "abcdef":
        for picture in substitute("Short.", key=key, config=config).pictures:
            height, width = picture.image.shape[:2]
            assert width % 28 == height % 28 == 0
            assert min(width, height) >= 100
            assert max(width, height) <= 2 * min(width, height) + 28
