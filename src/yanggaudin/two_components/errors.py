"""How good the numbers of two components are, as 300 random gases showed at twice the level."""

from __future__ import annotations

import math

#: relative errors: of P and E; of g₂, and of what a rounding of μ changes; of χ
FIRST, SECOND, SPIN = 1e-13, 2e-13, 1e-11
#: absolute ones: of (n↑ - n↓)/n, and of a potential over the larger of its size and T
POLARISATION, POTENTIAL = 1e-12, 1e-13
#: roundings of the polarisation and of a potential over T, of which others are multiples
HIDDEN = 2e-15
# thermal rapidities over c above which all of these are larger
_WIDE = 1e3


def enlarged(temperature: float) -> float:
    """Return by what factor errors are larger at T in units of c.

    On many widths of the kernel the rounding of a rapidity is a larger share of one.
    """
    return max(1.0, math.sqrt(temperature) / _WIDE)
