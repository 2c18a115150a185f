"""Even and odd functions."""

from enum import IntEnum


class Parity(IntEnum):
    """Parity of a function on a symmetric interval; its value is the sign f(-x)/f(x)."""

    EVEN = 1
    ODD = -1


EVEN, ODD = Parity.EVEN, Parity.ODD
