"""The fields of a form and a model's JSON in, CC-OCR's key information score out: field F1 and tree accuracy."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

from lomo.evaluate.scoring.cc_ocr import HALF_WIDTH
from lomo.evaluate.scoring.distance import edit_distance

_CJK = "\u4e00-\u9fff"
_PLAIN = HALF_WIDTH | {0x3000: " ", ord("、"): ","}
_LEAF = "<leaf>"


@dataclass(frozen=True, slots=True)
class Fields:
    """Fields right, wrongly given and missed in one form; ``accuracy``: of its tree, 0 to 1."""

    right: int
    extra: int
    missed: int
    accuracy: float


def fields(answer: str, predicted: str) -> Fields:
    """Compares a form's JSON with a response's; a response that is no JSON is an empty form."""
    wanted, got = (_prepared(_parsed(text)) for text in (answer, predicted))
    have, want = Counter(_flat(got)), Counter(_flat(wanted))
    right = (have & want).total()
    return Fields(right, have.total() - right, want.total() - right, _accuracy(wanted, got))


def f1(forms: list[Fields]) -> float:
    """Pooled over the forms of a subset."""
    right = sum(one.right for one in forms)
    wrong = sum(one.extra + one.missed for one in forms)
    return right / (right + wrong / 2 + 1e-6) if forms else 0.0


def _parsed(text: str) -> Any:
    flat = text.replace("\n", "")
    if found := re.search(r"```json(.*?)```", flat):
        flat = found[1]
    try:
        made = json.loads(flat)
    except (ValueError, RecursionError):
        return {}
    return {} if made is None else made


def _prepared(data: Any) -> Any:
    return _shaped(_normalised(data))


def _normalised(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _normalised(value) for key, value in data.items()}
    if isinstance(data, list):  # officially, strings inside lists stay as they are
        return [_normalised(one) if isinstance(one, dict) else one for one in data]
    return _value(data) if isinstance(data, str) else data


def _value(text: str) -> str:
    text = text.translate(_PLAIN)
    text = re.sub(rf"(?<=[{_CJK}])\s+(?=[{_CJK}A-Za-z0-9])|(?<=[A-Za-z0-9])\s+(?=[{_CJK}])", "", text)
    text = re.sub(r"(?<![0-9])\s*([,.!?:;])\s*", r"\1 ", text)
    text = re.sub(r"(?<=[0-9])(?=[A-Za-z])|(?<=[A-Za-z])(?=[0-9])", " ", text)
    return re.sub(r"\s+", " ", text).strip()


def _shaped(data: Any) -> Any:
    """Scalars become lists of one, empty lists and objects vanish (an empty text does not, and null is the word
    None, as officially), keys are sorted by length, then name."""
    if isinstance(data, dict):
        made = {}
        for key in sorted(data, key=lambda one: (len(one), one)):
            if value := _shaped(data[key]):
                made[key] = value if isinstance(value, list) else [value]
        return made
    if isinstance(data, list):
        if all(isinstance(one, dict) for one in data):
            return [shaped for one in data if (shaped := _shaped(one))]
        return [text for one in data if type(one) in (str, int, float) and (text := str(one).strip())]
    return [str(data).strip()]


def _flat(data: Any, key: str = "") -> list[tuple[str, str]]:
    if isinstance(data, dict):
        return [
            pair for name, value in data.items() for pair in _flat(value, f"{key}.{name}" if key else name)
        ]
    if isinstance(data, list):
        return [pair for value in data for pair in _flat(value, key)]
    return [(key, str(data))]


def _accuracy(wanted: Any, got: Any) -> float:
    """max(0, 1 - distance of the trees / distance from an empty tree), as Donut has it."""
    from zss import distance

    def between(tree: Any) -> float:
        return float(distance(tree, _tree(wanted), lambda node: node[1], _whole, _whole, _replaced))

    empty = between(("<root>", []))
    return max(0.0, 1.0 - between(_tree(got)) / empty) if empty else float(not got)


def _tree(data: Any, name: str = "<root>") -> tuple[str, list[Any]]:
    if isinstance(data, dict):
        return name, [_tree(value, key) for key, value in data.items()]
    if data and all(isinstance(one, dict) for one in data):
        return name, [_tree(one, "<subtree>") for one in data]
    return name, [(f"{_LEAF}{one}", []) for one in data]


def _whole(node: tuple[str, list[Any]]) -> int:
    label = node[0]
    return len(label) - len(_LEAF) if label.startswith(_LEAF) else 1


def _replaced(a: tuple[str, list[Any]], b: tuple[str, list[Any]]) -> int:
    leaves = [node[0].startswith(_LEAF) for node in (a, b)]
    if all(leaves):
        return edit_distance(a[0][len(_LEAF) :], b[0][len(_LEAF) :])
    if any(leaves):
        return 1 + _whole(a if leaves[0] else b)
    return int(a[0] != b[0])
