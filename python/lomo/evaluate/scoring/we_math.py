"""Answers to composite problems and their steps in, We-Math's four dimensions and score out (arXiv 2407.01284)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

_STEPS = {"2steps": 2, "3steps": 3}
_DELETED = str.maketrans("", "", "><:.")


def choice(response: str) -> str | None:
    """The letter A to H that stands first after the last ``Answer``; None where there is none.

    Case-sensitive and crude, as the official script has it: it works with the official prompt.
    """
    tail = response.split("Answer")[-1].strip().translate(_DELETED).strip()
    return tail[0] if tail and tail[0] in "ABCDEFGH" else None


@dataclass(frozen=True, slots=True)
class WeMath:
    """The figures of complete problems.

    Attributes:
        problems: complete ones; the score is over these.
        incomplete: problems of which a row is missing; they count nowhere.
        ik, ig: insufficient knowledge, inadequate generalisation.
        cm_strict, cm_loose: complete mastery. rm_strict, rm_loose: rote memorisation.
    """

    problems: int
    incomplete: int
    ik: int
    ig: int
    cm_strict: int
    cm_loose: int
    rm_strict: int
    rm_loose: int

    def score(self, *, strict: bool = True) -> float:
        """(CM + IG / 2) / problems; 0 without a problem."""
        cm = self.cm_strict if strict else self.cm_loose
        return (cm + 0.5 * self.ig) / self.problems if self.problems else 0.0

    def rm_rate(self, *, strict: bool = True) -> float | None:
        """Rote memorisation among the composites that were right; None where none was."""
        cm, rm = (self.cm_strict, self.rm_strict) if strict else (self.cm_loose, self.rm_loose)
        return rm / (cm + rm) if cm + rm else None


def we_math(rows: Iterable[tuple[str, str, bool]]) -> WeMath:
    """The figures of (problem's ID, key, right) rows; ``key`` is 2steps_1, 2steps_multi, 3steps_3, ..."""
    problems: defaultdict[str, dict[str, bool]] = defaultdict(dict)
    for ident, key, right in rows:
        problems[ident][key] = right
    count = dict.fromkeys(("ik", "ig", "cm_strict", "cm_loose", "rm_strict", "rm_loose"), 0)
    incomplete = 0
    for keys in problems.values():
        found = _parts(keys)
        if found is None:
            incomplete += 1
            continue
        steps, multi = found
        if multi:
            count["cm_strict" if all(steps) else "rm_strict"] += 1
            count["cm_loose" if any(steps) else "rm_loose"] += 1
        else:
            count["ig" if all(steps) else "ik"] += 1
    return WeMath(len(problems) - incomplete, incomplete, **count)


def _parts(keys: Mapping[str, bool]) -> tuple[list[bool], bool] | None:
    """Whether each step and the composite were right; None for a problem with a missing row."""
    kinds = {key.partition("_")[0] for key in keys}
    kind = kinds.pop() if len(kinds) == 1 else ""
    names = [f"{kind}_{step}" for step in range(1, _STEPS.get(kind, 0) + 1)]
    if not names or any(name not in keys for name in (*names, f"{kind}_multi")):
        return None
    return [keys[name] for name in names], keys[f"{kind}_multi"]
