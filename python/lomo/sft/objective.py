"""(x, T(x), a) in, the terms of LoMo's objective out: both likelihoods, their difference, the divergence.

The paper's equations 5 and 6. With L_SFT(x, a) = -log p(a|x),

    -log p(a|T(x)) = -log p(a|x) + log[p(a|x) / p(a|T(x))]

and the last term, in expectation over a ~ p(.|x), is KL(p(.|x) || p(.|T(x))). Everything is in nats, differentiable
where gradients are on, and works with any Hugging Face vision-language model.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from lomo.errors import InputError
from lomo.vlm.encode import IGNORED, Part, answer_ids, answered_inputs, prompt_inputs
from lomo.vlm.load import Vlm


@dataclass(frozen=True, slots=True)
class Terms:
    """The objective's terms for a batch of B samples whose longest answer has L tokens (tensors).

    Attributes:
        nll: -log p(a|x), B.
        nll_substituted: -log p(a|T(x)), B: what training on the rewritten sample minimises.
        alignment: log p(a|x) - log p(a|T(x)), summed token by token, B: the alignment term of eq. 5.
        kl: KL(p(.|x, a_<t) || p(.|T(x), a_<t)) over the whole vocabulary, exact, B x L; 0 beyond an answer's end.
        tokens: how many tokens each answer has, B.
    """

    nll: Any
    nll_substituted: Any
    alignment: Any
    kl: Any
    tokens: Any

    @property
    def kl_per_token(self) -> Any:
        """The mean divergence of each sample's tokens, B."""
        return self.kl.sum(dim=1) / self.tokens


@dataclass(frozen=True, slots=True)
class Sampled:
    """KL(p(.|x) || p(.|T(x))) over whole answers, estimated from answers drawn from p(.|x).

    Attributes:
        kl: the mean over the draws of log p(a|x) - log p(a|T(x)), for each prompt (floats).
        standard_error: of that mean.
        kl_rao_blackwell: the mean over the draws of the exact per-token divergences along the draw: the same
            expectation with less variance.
        draws: how many answers were drawn for each prompt.
    """

    kl: list[float]
    standard_error: list[float]
    kl_rao_blackwell: list[float]
    draws: int


def terms(
    vlm: Vlm,
    plain: Sequence[Sequence[Part]],
    substituted: Sequence[Sequence[Part]],
    answers: Sequence[str] | Sequence[Sequence[int]],
    *,
    never: Sequence[int] = (),
) -> Terms:
    """The terms for a batch.

    Args:
        vlm: the model; give it float32 where 1e-5 matters.
        plain: each x as parts, usually one string.
        substituted: each T(x) as parts: ``[part if isinstance(part, str) else part.image for part in
            lomo.substitute(...).parts]``.
        answers: the answers as text (the end of a turn is added) or as token ids.
        never: token ids without which both distributions are taken; none by default.

    Raises InputError where the three differ in length, or a batch is empty.
    """
    if not len(plain) == len(substituted) == len(answers):
        raise InputError(
            f"the objective: {len(plain)} prompts, {len(substituted)} substituted ones and {len(answers)} answers"
        )
    ids = [answer_ids(vlm, one) if isinstance(one, str) else list(one) for one in answers]
    there, labels = _log_probabilities(vlm, plain, ids, never)
    here, _ = _log_probabilities(vlm, substituted, ids, never)
    known = labels != IGNORED
    picked = labels.masked_fill(~known, 0).unsqueeze(-1)
    log_p = there.gather(-1, picked).squeeze(-1).masked_fill(~known, 0.0)
    log_q = here.gather(-1, picked).squeeze(-1).masked_fill(~known, 0.0)
    apart = (there - here).nan_to_num(nan=0.0)  # -inf - -inf: a token that neither can give
    kl = (there.exp() * apart).sum(dim=-1).masked_fill(~known, 0.0)
    return Terms(-log_p.sum(1), -log_q.sum(1), (log_p - log_q).sum(1), kl, known.sum(1))


def sampled_kl(
    vlm: Vlm,
    plain: Sequence[Sequence[Part]],
    substituted: Sequence[Sequence[Part]],
    *,
    draws: int = 16,
    max_new_tokens: int = 64,
    batch_size: int = 16,
    seed: int = 0,
) -> Sampled:
    """Equation 6 by sampling: answers are drawn from p(.|x) at temperature 1, with nothing cut from it but the
    placeholders of media, which no answer can hold.

    Answers end with the end of a turn or after ``max_new_tokens``; the estimate is of the divergence over answers so
    ended. The random state of torch's CPU generator is left as it was.
    """
    import torch

    if draws < 2 or not plain:
        raise InputError(
            f"sampling: {draws} draws of {len(plain)} prompts; expected at least two draws of one"
        )
    estimates: list[tuple[float, float, float]] = []
    never = media_ids(vlm)
    with torch.no_grad(), torch.random.fork_rng():
        torch.manual_seed(seed)
        for x, tx in zip(plain, substituted, strict=True):
            drawn = _draw(vlm, x, draws, max_new_tokens, never)
            each = []
            for at in range(0, draws, batch_size):
                some = drawn[at : at + batch_size]
                each.append(terms(vlm, [x] * len(some), [tx] * len(some), some, never=never))
            ratio = torch.cat([one.alignment for one in each]).double()
            exact = torch.cat([one.kl.sum(dim=1) for one in each]).double()
            error = float(ratio.std(unbiased=True)) / draws**0.5
            estimates.append((float(ratio.mean()), error, float(exact.mean())))
    kl, errors, exact_kl = (list(column) for column in zip(*estimates, strict=True))
    return Sampled(kl, errors, exact_kl, draws)


def media_ids(vlm: Vlm) -> list[int]:
    """The tokens that stand for media: a model that reads one in an answer looks for a picture."""
    keys = ("image_token_id", "video_token_id")
    found = (getattr(vlm.model.config, key, None) for key in keys)
    return sorted({vlm.image_token_id, *(one for one in found if isinstance(one, int))})


def _draw(
    vlm: Vlm, prompt: Sequence[Part], draws: int, max_new_tokens: int, never: list[int]
) -> list[list[int]]:
    inputs = prompt_inputs(vlm, [prompt])
    end = vlm.processor.tokenizer.eos_token_id
    made = vlm.model.generate(
        **inputs,
        max_new_tokens=max_new_tokens,
        num_return_sequences=draws,
        do_sample=True,
        temperature=1.0,
        top_k=0,
        top_p=1.0,
        repetition_penalty=1.0,
        suppress_tokens=never,
        eos_token_id=end,
        pad_token_id=end,
    )
    rows: list[list[int]] = made[:, inputs["input_ids"].shape[1] :].tolist()
    return [row[: row.index(end) + 1] if end in row else row for row in rows]


def _log_probabilities(
    vlm: Vlm, prompts: Sequence[Sequence[Part]], answers: Sequence[Sequence[int]], never: Sequence[int]
) -> tuple[Any, Any]:
    """log p(. | prompt, a_<t), B x L x vocabulary, and the answers' ids, -100 beyond their ends.

    In float32; in float64 from a model of float64.
    """
    import torch

    inputs, labels = answered_inputs(vlm, prompts, answers)
    longest = max(len(answer) for answer in answers)
    logits = vlm.model(**inputs).logits[:, -longest - 1 : -1, :]
    logits = logits if logits.dtype == torch.float64 else logits.float()
    if never:
        logits = logits.index_fill(-1, torch.tensor(list(never), device=logits.device), float("-inf"))
    return torch.log_softmax(logits, dim=-1), labels[:, -longest:]
