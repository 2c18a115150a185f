"""Working precision of python-flint, which is one number for the whole process."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from threading import RLock

from flint import ctx

_LOCK = RLock()


@contextmanager
def precision(bits: int) -> Iterator[None]:
    """Work with so many bits; other threads wait, and the old precision comes back."""
    with _LOCK:
        before = ctx.prec
        ctx.prec = bits
        try:
            yield
        finally:
            ctx.prec = before


def bits_for(digits: float, guard: int = 64) -> int:
    """Bits that hold so many decimal digits, and some to spare."""
    return math.ceil(digits * math.log2(10)) + guard
