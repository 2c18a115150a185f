"""Working precision of python-flint, which is one number for the whole process.

FLINT has no precision for each thread, so that one thread would change another's results.  So

    with PRECISION, precision(bits):

makes other threads wait, works with so many bits, and puts the old precision back.  Both managers
are compiled: CPython raises KeyboardInterrupt between two lines of Python, also in the first line
of an `__exit__` or `finally` written in Python, which would then never put anything back.
"""

from __future__ import annotations

import math

from flint import ctx

from ..locks import PRECISION

__all__ = ["PRECISION", "bits_for", "precision"]

#: a context of so many bits; the lock comes first
precision = ctx.workprec


def bits_for(digits: float, guard: int = 64) -> int:
    """Return the bits that hold so many decimal digits, and guard bits for their rounding."""
    return math.ceil(digits * math.log2(10)) + guard
