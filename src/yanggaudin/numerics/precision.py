"""Working precision of python-flint, which is one number for the whole process."""

from __future__ import annotations

import math
import os
from threading import RLock

from flint import ctx

_LOCK = RLock()

# a fork waits until no other thread works with a raised precision, so the child starts clean
if hasattr(os, "register_at_fork"):
    os.register_at_fork(
        before=_LOCK.acquire, after_in_parent=_LOCK.release, after_in_child=_LOCK.release
    )


class precision:  # noqa: N801 - reads like a function in a with statement
    """Work with so many bits; other threads wait, and the old precision comes back.

    FLINT has no precision for each thread, so that one thread would change another's results.

    A class and not a generator: an interrupted generator would be finalised late and restore the
    precision of an inner block after the outer one is done.
    """

    def __init__(self, bits: int) -> None:
        self._bits = bits

    def __enter__(self) -> None:
        _LOCK.acquire()
        self._before = ctx.prec
        ctx.prec = self._bits

    def __exit__(self, *_: object) -> None:
        ctx.prec = self._before
        _LOCK.release()


def bits_for(digits: float, guard: int = 64) -> int:
    """Return the bits that hold so many decimal digits, and guard bits for their rounding."""
    return math.ceil(digits * math.log2(10)) + guard
