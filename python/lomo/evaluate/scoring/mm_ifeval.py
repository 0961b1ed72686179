"""Constraints, a response and a judge in, MM-IFEval's score of one item out (arXiv 2504.07957)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from lomo.evaluate.scoring.mm_ifeval_rules import keeps

Ask = Callable[[str, bool], str]
"""A judge: the prompt, and whether the item's image goes with it; the reply."""
TRIES = 3


@dataclass(slots=True)
class Item:
    """One item's score.

    Attributes:
        marks: constraint key -> 0 or 1.
        unjudged: keys whose judge gave nothing that can be read; they count 0.
        rules: of the marks, those that a rule decided: all that counts without a judge.
    """

    marks: dict[str, float] = field(default_factory=dict)
    unjudged: list[str] = field(default_factory=list)
    rules: list[str] = field(default_factory=list)

    @property
    def score(self) -> float:
        """The mean over the keys; 0 without one."""
        return sum(self.marks.values()) / len(self.marks) if self.marks else 0.0

    @property
    def rule_score(self) -> float | None:
        """The mean over the rules alone; None without one."""
        return sum(self.marks[key] for key in self.rules) / len(self.rules) if self.rules else None


def compose_level(
    constraints: Sequence[Mapping[str, Any]], response: str, without: Mapping[str, str], ask: Ask | None
) -> Item:
    """A C-Level item.

    Args:
        constraints: the record's.
        response: what the model answered.
        without: constraint key -> what it answered to the prompt without that constraint.
        ask: the judge; None: rules alone, the other constraints are unjudged.
    """
    item = Item()
    direct = [one for one in constraints if one["judge"]["method"] == "direct_gpt"]
    scores = _direct(direct, response, ask) if direct else {}
    for at, one in enumerate(direct, 1):
        _mark(item, one["key"], scores.get(at))
    for one in constraints:
        method, key = one["judge"]["method"], one["key"]
        if method == "rule_based":
            checks = one["judge"].get("verify_funcs") or []
            item.marks[key] = float(
                bool(checks) and all(keeps(response, c["func"], c["params"]) for c in checks)
            )
            item.rules.append(key)
        elif method == "cmp_gpt":
            _mark(item, key, _compared(one, response, without.get(key), ask))
        elif method != "direct_gpt":
            raise KeyError(f"constraint {key!r}: unknown judge method {method!r}")
    return item


def perception_level(question: str, answers: Sequence[str], response: str, ask: Ask | None) -> Item:
    """A P-Level item: one judge call on the short answer."""
    item = Item()
    prompt = (
        "Decide whether a response answers a question about a picture correctly.\n"
        f"Question: {question}\nCorrect answers: {list(answers)}\nResponse: {response}\n"
        "The response is right if every one of the correct answers appears in it, in whatever order. "
        'Reply with one word, "right" or "wrong".'
    )
    _mark(item, "answer", _tried(ask, prompt, False, verdict))
    return item


def verdict(reply: str) -> float | None:
    """1 for right, 0 for wrong, None for neither; "right" is looked for first."""
    low = reply.lower()
    return 1.0 if "right" in low else 0.0 if "wrong" in low else None


def direct_scores(reply: str) -> dict[int, float]:
    """Constraint number -> share, of the lines ``Score of constraint_1: 1/1``."""
    flat = re.sub(r"\s+", " ", reply.replace("*", ""))
    found = re.findall(r"score of constraint_(\d+)\s*:\s*(\d+)\s*/\s*(\d+)", flat, re.IGNORECASE)
    return {int(number): min(1.0, int(got) / int(full)) for number, got, full in found if int(full)}


def compared(reply: str) -> float | None:
    """1 for the first true, 0 for the first false, after the last "summary"; None without them."""
    _, said, tail = reply.lower().rpartition("summary")
    found = re.search(r"\b(?:true|false)\b", tail) if said else None
    return None if found is None else float(found[0] == "true")


def _mark(item: Item, key: str, mark: float | None) -> None:
    item.marks[key] = mark or 0.0
    if mark is None:
        item.unjudged.append(key)


def _direct(constraints: Sequence[Mapping[str, Any]], response: str, ask: Ask | None) -> dict[int, float]:
    listed = "\n".join(f"constraint_{at}: {one['value']}" for at, one in enumerate(constraints, 1))
    prompt = (
        "Judge whether a response, written about the picture, meets each of these constraints.\n"
        f"{listed}\nResponse:\n{response}\n"
        "Reason briefly about each, then end with one line for each: Score of constraint_N: x/1, where x is 1 for "
        "met and 0 for not met."
    )
    wanted = set(range(1, len(constraints) + 1))

    def read(reply: str) -> dict[int, float] | None:
        found = direct_scores(reply)
        return found if wanted <= found.keys() else None

    return _tried(ask, prompt, True, read) or {}


def _compared(one: Mapping[str, Any], response: str, without: str | None, ask: Ask | None) -> float | None:
    if without is None:
        return None
    prompt = (
        "One of two responses was written under a constraint, the other without it.\n"
        f"Constraint: {one['value']}\nResponse under the constraint:\n{response}\n"
        f"Response without it:\n{without}\n"
        "Say False if the two are very similar or the first does not meet the constraint, else True. Reason "
        'briefly, then end with a line: Summary: "True" or Summary: "False".'
    )
    found: float | None = _tried(ask, prompt, False, compared)
    return found


def _tried(ask: Ask | None, prompt: str, with_image: bool, read: Callable[[str], Any]) -> Any:
    for _ in range(TRIES if ask else 0):
        assert ask is not None
        if (found := read(ask(prompt, with_image))) is not None:
            return found
    return None


def after_thinking(response: str) -> str:
    """What a reasoning model says once it has thought."""
    return response.rpartition("</think>")[2].strip()
