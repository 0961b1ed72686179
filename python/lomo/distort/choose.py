"""A stream of chance and the configuration -> one Operation, drawn before any picture exists."""

from __future__ import annotations

from lomo.config import Config
from lomo.distort.operations import OPERATIONS, Operation
from lomo.randomness import Stream

__all__ = ["Operation", "again", "choose"]

_MEMBERS: dict[str, list[str]] = {}
for _op, _row in OPERATIONS.items():
    _MEMBERS.setdefault(_row.set, []).append(_op)


def choose(stream: Stream, config: Config) -> Operation:
    """The distortion of one record.

    A set is drawn by the weights of ``config.ops``, then one of its operations, each equally likely, then its
    numbers from the ranges of ``config.distort``.
    """
    sets = list(_MEMBERS)
    drawn = sets[stream.choose([getattr(config.ops, name) for name in sets])]
    members = _MEMBERS[drawn]
    op = members[stream.below(len(members))]
    return Operation(op, OPERATIONS[op].draw(stream, config.distort))


def again(stream: Stream, config: Config, operation: Operation) -> Operation:
    """The same operation with other numbers."""
    return Operation(operation.op, OPERATIONS[operation.op].draw(stream, config.distort))
