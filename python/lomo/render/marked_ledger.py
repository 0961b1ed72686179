"""A page of Markdown in, its content ledger out.

By item it is kept as on any page: what was set is on the page, and in its picture. By character it is told from the
ink of the items that stand for the character, which here may be one for several or several for one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lomo import _native
from lomo.render.ledger import FATES, FAULTS, Fault, Ledger

_FATE = {name: number for number, name in enumerate(FATES)}


@dataclass(frozen=True, slots=True)
class Account:
    """What a span of Markdown declares.

    Attributes:
        text: the span.
        markup: ranges that stand for markup.
        formulas: ranges of the formulas that were typeset.
        missing: characters that no face covers, and whether boxes stand for them.
    """

    text: str
    markup: tuple[tuple[int, int], ...]
    formulas: tuple[tuple[int, int], ...]
    missing: frozenset[int]
    boxed: bool


def marked_ledger(
    account: Account,
    passage: _native.Passage,
    layout: _native.Layout,
    source: tuple[int, int],
    image: NDArray[np.uint8],
    origin: tuple[int, int],
) -> Ledger:
    """The account of one page; the arguments after the first are those of ``ledger``."""
    start, end = source
    items = _native.item_boxes(layout)[:, 5:7]
    told, ink = _native.item_faults(passage, layout, *source, image, *origin)
    faults = [Fault(FAULTS[kind], first, last) for kind, first, last in told]
    counts = np.zeros(end - start + 1, np.int64)
    whole = items[(ink[:, 0] > 0) & (ink[:, 0] == ink[:, 1]) & (items[:, 0] >= 0)]
    np.add.at(counts, np.clip(whole[:, 0] - start, 0, end - start), 1)
    np.add.at(counts, np.clip(whole[:, 1] - start, 0, end - start), -1)
    counts = np.cumsum(counts)[:-1]
    alone = set(whole[whole[:, 1] - whole[:, 0] == 1][:, 0].tolist())
    declared = np.zeros(end - start + 1, bool)
    for first, last in (*account.markup, *account.formulas):
        declared[max(0, first - start) : max(0, last - start)] = True
    fates = bytearray()
    for at, c in enumerate(account.text[start:end]):
        fate = _fate(c, int(counts[at]), start + at in alone, bool(declared[at]))
        if start + at in account.missing:
            fate = ("box" if counts[at] else "lost") if account.boxed else "skipped"
        if fate == "lost":
            faults.append(Fault("no_ink", start + at, start + at + 1))
        fates.append(_FATE[fate])
    faults.sort(key=lambda fault: (fault.start, fault.end))
    return Ledger(start, bytes(fates), tuple(counts.tolist()), tuple(faults), ink, items)


def _fate(c: str, items: int, alone: bool, declared: bool) -> str:
    if items:
        return "drawn" if alone else "shared"
    if c.isspace():
        return "white"
    if declared:
        return "markup"
    return "lost" if _native.needs_glyph(c) else "invisible"
