"""Working precision of python-flint, which is one number for the whole process."""

from __future__ import annotations

import math

from flint import ctx

from ..locks import PRECISION


class precision:  # noqa: N801 - reads like a function in a with statement
    """Work with so many bits; other threads wait, and the old precision comes back.

    FLINT has no precision for each thread, so that one thread would change another's results.

    A class and not a generator: an interrupted generator would be finalised late and restore the
    precision of an inner block after the outer one is done.
    """

    def __init__(self, bits: int) -> None:
        self._bits = bits

    def __enter__(self) -> None:
        PRECISION.acquire()
        self._before = ctx.prec
        ctx.prec = self._bits

    def __exit__(self, *_: object) -> None:
        ctx.prec = self._before
        PRECISION.release()


def bits_for(digits: float, guard: int = 64) -> int:
    """Return the bits that hold so many decimal digits, and guard bits for their rounding."""
    return math.ceil(digits * math.log2(10)) + guard
