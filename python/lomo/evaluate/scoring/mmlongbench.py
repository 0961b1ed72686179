"""A record's answer, its format and a model's answer in, MMLongBench-Doc's score out (arXiv 2407.01523)."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from math import isclose
from typing import Any

from lomo.evaluate.scoring.distance import anls

UNANSWERABLE = "Not answerable"
_EXACT = (
    re.compile(r"\d+(?:[-\s]\d+)?"),  # a number, a telephone number, a year and a month
    re.compile(r"\d{4}[-\s]\d{2}[-\s]\d{2}"),
    re.compile(r"[a-z0-9._%+-]+@[a-z0-9.-]+\.[a-z]{2,}"),
)


def score(answer: str, predicted: str, answer_format: str) -> float:
    """0 to 1, by the record's ``answer_format``: Int, Float, Str, List or None."""
    if answer_format == "Int":
        return _int(answer, predicted)
    if answer_format == "Float":
        return _float(answer, predicted)
    if answer_format == "List":
        return _list(answer, predicted)
    return _str(answer, predicted)


def _int(answer: str, predicted: str) -> float:
    try:
        return float(int(answer) == int(float(predicted)))
    except (ValueError, OverflowError):
        return 0.0


def _float(answer: str, predicted: str) -> float:
    try:
        wanted, got = float(clean(answer)), float(clean(predicted))
    except ValueError:
        return 0.0
    digits = max(2, min(_decimals(wanted), _decimals(got)))
    # A share may be written as 0.45, 45 or 45 %.
    for one in (wanted / 100, wanted, wanted * 100):
        if isclose(one, got, rel_tol=0.01) or round(one, digits) == round(got, digits):
            return 1.0
    return 0.0


def _decimals(value: float) -> int:
    text = str(value)
    return len(text.partition(".")[2]) if "." in text else 3


def _str(answer: Any, predicted: Any) -> float:
    wanted, got = clean(answer), clean(predicted)
    return float(wanted == got) if _looks_exact(wanted) else anls(wanted, got)


def _list(answer: str, predicted: str) -> float:
    wanted, got = (sorted(clean(one) for one in _listed(text)) for text in (answer, predicted))
    if len(wanted) != len(got):
        return 0.0
    if not wanted:
        return 1.0
    if _is_number(wanted[0]) or _looks_exact(wanted[0]):
        return float(wanted == got)
    return min(anls(a, b) for a, b in zip(wanted, got, strict=True))


def _listed(text: str) -> list[Any]:
    if not text.startswith("["):
        return [text]
    try:
        found = ast.literal_eval(text)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return [text]
    return found if isinstance(found, list) else [text]


def clean(value: Any) -> str:
    """Lower case, without brackets and what is in them, one quote at either end, a leading $, a trailing %."""
    text = re.sub(r"\s*\([^)]*\)", "", str(value).lower().strip()).strip()
    text = re.sub(r"^['\"]|['\"]$", "", text).strip()
    return text.lstrip("$").strip().rstrip("%").strip()


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _looks_exact(text: str) -> bool:
    """Whether half of it right is not half right: whole numbers, dates, addresses, files, pages."""
    if "https://" in text or text.endswith((".py", "ipynb")) or text.startswith("page"):
        return True
    return "a.m." in text or "p.m." in text or any(form.fullmatch(text) for form in _EXACT)


def accuracy_and_f1(rows: Sequence[tuple[str, str, float]]) -> tuple[float, float]:
    """(accuracy, F1) of (answer, predicted, score) rows; 0 where there is nothing to divide by."""
    if not rows:
        return 0.0, 0.0
    answerable = [value for answer, _, value in rows if answer != UNANSWERABLE]
    claimed = sum(predicted != UNANSWERABLE for _, predicted, _ in rows)
    recall = sum(answerable) / len(answerable) if answerable else 0.0
    precision = sum(answerable) / claimed if claimed else 0.0
    f1 = 2 * recall * precision / (recall + precision) if recall + precision else 0.0
    return sum(value for *_, value in rows) / len(rows), f1


def extracted(reply: str) -> str | None:
    """What a judge's reply names between ``Extracted answer:`` and ``Answer format:``; None without both."""
    found = re.search(r"Extracted answer:(.*?)Answer format:", reply, re.DOTALL)
    return found[1].strip() if found else None


def last_answer(response: str) -> str:
    """Without a judge: what follows the last ``Answer:``, else the last line that is not empty."""
    if marks := list(re.finditer(r"answer\s*:\s*", response, re.IGNORECASE)):
        return response[marks[-1].end() :].strip().split("\n")[0].strip()
    lines = [line.strip() for line in response.splitlines() if line.strip()]
    return lines[-1] if lines else ""
