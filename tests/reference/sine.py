"""A fraction of a turn -> its sine in 1/2**30, rounded to nearest, by decimal arithmetic of 50 digits."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Context, Decimal, localcontext
from functools import cache

_PI = Decimal("3.14159265358979323846264338327950288419716939937510582097494459")


@cache
def sine(numerator: int, denominator: int) -> int:
    """sin(2 pi * numerator / denominator) * 2**30, rounded to nearest."""
    with localcontext(Context(prec=50)):
        x = 2 * _PI * (numerator % denominator) / denominator
        term = total = x
        for k in range(2, 80, 2):
            term = -term * x * x / (k * (k + 1))
            total += term
        return int((total * (1 << 30)).to_integral_value(ROUND_HALF_EVEN))


def sine_of_angle(angle: int) -> int:
    """Of an angle in 1/1024 degree."""
    return sine(angle, 360 * 1024)


def cosine_of_angle(angle: int) -> int:
    """Of an angle in 1/1024 degree."""
    return sine(angle + 90 * 1024, 360 * 1024)


def sine_of_phase(phase: int) -> int:
    """Of a phase in 1/65536 turn."""
    return sine(phase, 65536)
