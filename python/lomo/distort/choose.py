"""A stream of chance and the configuration -> one Operation, drawn before any picture exists."""

from __future__ import annotations

from lomo.config import Config
from lomo.distort.operations import OPERATIONS, Operation
from lomo.randomness import Stream

__all__ = ["Operation", "again", "choose"]

_MEMBERS = [
    [op for op, row in OPERATIONS.items() if row.set == name]
    for name in ("clean", "rotate", "blur", "shadow_or_stain", "wave")
]


def choose(stream: Stream, config: Config) -> Operation:
    """The distortion of one record.

    A set is drawn by the weights of ``config.ops``, then one of its operations, each equally likely, then its
    numbers from the ranges of ``config.distort``.
    """
    ops = config.ops
    drawn = stream.choose([ops.clean, ops.rotate, ops.blur, ops.shadow_or_stain, ops.wave])
    members = _MEMBERS[drawn]
    op = members[stream.below(len(members))]
    return Operation(op, OPERATIONS[op].draw(stream, config.distort))


def again(stream: Stream, config: Config, operation: Operation) -> Operation:
    """The same operation with other numbers."""
    return Operation(operation.op, OPERATIONS[operation.op].draw(stream, config.distort))
