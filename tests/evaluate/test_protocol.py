"""Questions of texts and images -> marks, pages and order under the Rendered protocol; names and pairs."""

from __future__ import annotations

import numpy as np
import pytest

import lomo
from lomo.errors import ConfigError, InputError
from lomo.evaluate.benchmarks import BENCHMARKS, chosen
from lomo.evaluate.protocol import Original, evaluation_config, marked_text, rendered_question
from lomo.evaluate.scores import paired

A, B = Original("data:a"), Original("data:b")


@pytest.mark.parametrize(
    ("parts", "text", "images"),
    [
        (["What is it?", A], "What is it?\n<image 1>", [A]),
        ([A, "What is it?"], "<image 1>\nWhat is it?", [A]),
        (["Is ", A, " or ", B, " red?"], "Is <image 1> or <image 2> red?", [A, B]),
        (["Is ", A, " like ", A, "?"], "Is <image 1> like <image 1>?", [A]),
        (["Look:\n", A, B], "Look:\n<image 1>\n<image 2>", [A, B]),
        (["No image."], "No image.", []),
    ],
)
def test_images_are_marked_where_they_stood(
    parts: list[str | Original], text: str, images: list[Original]
) -> None:
    assert marked_text(parts) == (text, images)


def test_the_question_is_one_clean_picture_and_the_images_follow() -> None:
    made = rendered_question(["What is $x^2$ in ", A, "?", B], evaluation_config())
    assert [isinstance(one, bytes) for one in made] == [True, False, False]
    assert made[1:] == [A, B]
    assert made[0] == lomo.render("What is $x^2$ in <image 1>?\n<image 2>").pages[0].png()


def test_nothing_is_dropped_for_its_length_or_its_characters() -> None:
    long = rendered_question(["word " * 30_000], evaluation_config())
    assert len(long) > 1
    pages = lomo.render("word " * 30_000, evaluation_config()).pages
    assert all(np.prod(page.image.shape[:2]) <= 2_560_000 for page in pages)
    odd = rendered_question(["a\x0cb\r\nc\x00"], evaluation_config())
    assert odd == [lomo.render("a\ufffdb\nc\ufffd").pages[0].png()]


def test_an_empty_question_is_refused() -> None:
    with pytest.raises(InputError, match="the question is empty"):
        rendered_question(["  "], evaluation_config())


def test_benchmarks_are_found_by_either_name_and_by_group() -> None:
    assert [one.name for one in chosen(["WeMath", "docvqa"])] == ["we_math", "docvqa"]
    assert len(chosen(["multimodal"])) == 13
    assert len(chosen(["text"])) == 5
    assert chosen(["all", "gsm8k"]) == list(BENCHMARKS)
    with pytest.raises(ConfigError, match="benchmark 'gsm9k': expected all"):
        chosen(["gsm9k"])


def test_pairs_count_samples_that_both_have() -> None:
    standard = {str(n): float(n % 4 != 0) for n in range(40)}
    rendered = {str(n): float(n % 2 != 0) for n in range(38)} | {"other": 1.0}
    got = paired(standard, rendered)
    assert (got.samples, got.unpaired) == (38, 3)
    assert got.standard.value == pytest.approx(28 / 38)
    assert got.drop.value == pytest.approx(9 / 38)
    assert got.drop.low < got.drop.value < got.drop.high
    # Pairs are resampled, not protocols apart: every drop of these lies between the binomial's bounds.
    assert 0.08 < got.drop.low < 0.15
    assert 0.32 < got.drop.high < 0.42
    assert paired(standard, rendered) == got
    with pytest.raises(InputError, match="no sample was scored under both"):
        paired({"a": 1.0}, {"b": 1.0})
