"""A tiny random model of a real class and substituted prompts -> the terms of equations 5 and 6 agree."""

from __future__ import annotations

from pathlib import Path
from typing import Any, get_args

import numpy as np
import pytest

import lomo

torch = pytest.importorskip(
    "torch", reason="the tests of models need the environment of requirements/qwen3_5.txt"
)
pytest.importorskip(
    "transformers", reason="the tests of models need the environment of requirements/qwen3_5.txt"
)

from lomo.errors import InputError  # noqa: E402
from lomo.sft.objective import media_ids, sampled_kl, terms  # noqa: E402
from lomo.vlm.encode import IGNORED, answer_ids, answered_inputs  # noqa: E402
from lomo.vlm.load import Vlm, load  # noqa: E402
from lomo.vlm.tiny import Family  # noqa: E402
from reference.models import tiny  # noqa: E402

pytestmark = pytest.mark.filterwarnings("default")
PROMPTS = [
    "A train leaves at noon. It drives $60$ km an hour. Another leaves at one. Where do they meet?",
    "Add $1$ and $2$.",
]
ANSWERS = ["At 180 km.", "3"]


@pytest.fixture(scope="module", params=get_args(Family))
def vlm(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Vlm:
    """Weights large enough that the two carriers give different answers."""
    torch.set_num_threads(1)
    folder: Path = tmp_path_factory.mktemp(request.param)
    made = load(str(tiny(request.param, folder)), dtype="float64", trust_remote_code=True)
    with torch.no_grad():
        for parameter in made.model.parameters():
            parameter.mul_(4.0 if parameter.ndim > 1 else 1.0)
    return made


def substituted(prompt: str) -> list[Any]:
    """T(x) as the model takes it."""
    parts = lomo.substitute(prompt, key=prompt).parts
    return [part if isinstance(part, str) else part.image for part in parts]


def own_loss(vlm: Vlm, parts: list[Any], answer: str) -> float:
    """-log p(answer | parts), as the model's own loss has it."""
    inputs, labels = answered_inputs(vlm, [parts], [answer_ids(vlm, answer)])
    loss = vlm.model(**inputs, labels=labels).loss * (labels != IGNORED).sum()
    return float(loss.detach())


def test_the_loss_on_the_rewritten_sample_splits(vlm: Vlm) -> None:
    got = terms(vlm, [[p] for p in PROMPTS], [substituted(p) for p in PROMPTS], ANSWERS)
    assert got.tokens.tolist() == [len(answer) + 1 for answer in ANSWERS]
    assert torch.allclose(got.nll_substituted, got.nll + got.alignment, rtol=0, atol=1e-5)
    for index, (prompt, answer) in enumerate(zip(PROMPTS, ANSWERS, strict=True)):
        plain = own_loss(vlm, [prompt], answer)
        assert own_loss(vlm, substituted(prompt), answer) == pytest.approx(
            plain + got.alignment[index].item(), abs=1e-5
        )
    assert (got.alignment.abs() > 1e-3).all()
    assert (got.kl >= -1e-6).all()
    assert got.kl[1, got.tokens[1] :].tolist() == [0.0] * int(got.kl.shape[1] - got.tokens[1])


def test_the_likelihood_is_the_models_own_loss(vlm: Vlm) -> None:
    for parts in ([PROMPTS[0]], substituted(PROMPTS[0])):
        got = terms(vlm, [parts], [parts], [ANSWERS[0]])
        assert got.nll.item() == pytest.approx(own_loss(vlm, parts, ANSWERS[0]), abs=1e-5)
        assert got.alignment.item() == 0
        assert got.kl.abs().max().item() < 1e-6


def test_a_sample_does_not_depend_on_its_batch(vlm: Vlm) -> None:
    batch = terms(vlm, [[p] for p in PROMPTS], [substituted(p) for p in PROMPTS], ANSWERS)
    alone = [terms(vlm, [[p]], [substituted(p)], [a]) for p, a in zip(PROMPTS, ANSWERS, strict=True)]
    for name in ("nll", "nll_substituted"):
        together = getattr(batch, name)
        single = torch.cat([getattr(one, name) for one in alone])
        assert torch.allclose(together, single, rtol=1e-4, atol=1e-3), name


def test_gradients_flow_through_both_carriers(vlm: Vlm) -> None:
    got = terms(vlm, [[PROMPTS[1]]], [substituted(PROMPTS[1])], [ANSWERS[1]])
    weight = vlm.model.get_input_embeddings().weight
    (gradient,) = torch.autograd.grad(got.kl_per_token.sum() + got.alignment.sum(), [weight])
    assert gradient.abs().sum().item() > 0


def test_sampling_estimates_the_exact_divergence(vlm: Vlm) -> None:
    """Answers of one token: the divergence at the first token is the whole of it."""
    x, tx = [PROMPTS[1]], substituted(PROMPTS[1])
    exact = terms(vlm, [x], [tx], [[65]], never=media_ids(vlm)).kl[0, 0].item()
    got = sampled_kl(vlm, [x], [tx], draws=64, max_new_tokens=1, seed=3)
    assert got.kl_rao_blackwell[0] == pytest.approx(exact, rel=1e-4, abs=1e-6)
    assert abs(got.kl[0] - exact) < 5 * got.standard_error[0] + 1e-6
    assert got.standard_error[0] > 0


def test_what_does_not_fit_is_said(vlm: Vlm) -> None:
    with pytest.raises(InputError, match="1 prompts, 2 substituted ones and 1 answers"):
        terms(vlm, [["a"]], [["a"], ["b"]], ["c"])
    with pytest.raises(InputError, match="expected at least two draws"):
        sampled_kl(vlm, [["a"]], [["a"]], draws=1)
    assert np.isfinite(terms(vlm, [["a"]], [["b"]], ["c"]).alignment.item())
