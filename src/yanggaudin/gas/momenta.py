"""Momenta of a branch that repeats itself: E(-p) = E(p) = E(p + 2πn).

A momentum of the whole gas can be changed by 2πħn without changing an energy per atom: all atoms
are pushed by 2πħ/L, from one Fermi point to the other.  Units ħ = m = n = 1.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from ..arguments import TWO_PI, Array, real_array
from ..quantities import QUANTITIES

_MOMENTUM = QUANTITIES["momentum"].unit
# in ħn; neighbouring doubles differ there by an eighth
_LARGEST = 1e15
# 2π less the double TWO_PI
_REST = 2.4492935982947064e-16


def momenta(momentum: ArrayLike, largest: float = _LARGEST) -> Array:
    """Return momenta in [-largest, largest] as an array of their shape, in ħn."""
    return real_array("momentum", momentum, -largest, largest, unit=_MOMENTUM)


def physical_momenta(momentum: ArrayLike, largest: float = TWO_PI) -> Array:
    """Return momenta where they are not taken modulo 2πn: those of one branch and its mirror image.

    The energy repeats itself beyond, what happens at the Fermi points does not.
    """
    text = {math.pi: "πn", TWO_PI: "2πn"}[largest]
    rule = (
        f"lie in [-{text}, {text}] = [{-largest!r}, {largest!r}] (E(p) has the period 2πn, but "
        "every 2πn moves all atoms from one Fermi point to the other, which adds to the shifts g± "
        "and changes all that follows from them)"
    )
    return real_array("momentum", momentum, -largest, largest, rule, unit=_MOMENTUM)


def fold_momentum(momentum: ArrayLike) -> tuple[Array, Array]:
    """Return p as one in [0, π] of the same energy, and the sign of the velocity there, any shape.

    In [-2π, 2π] the double `TWO_PI` is the period, so that E vanishes at 2πn; larger momenta, which
    are no better known than to their rounding, are reduced by 2π itself.
    """
    p = momenta(momentum)
    size, sign = np.asarray(np.abs(p)), np.where(p < 0, -1.0, 1.0)
    beyond = size > TWO_PI
    if beyond.any():
        reduced = nearest_to_zero(size[beyond])
        size[beyond] = np.abs(reduced)
        sign[beyond] *= np.where(reduced < 0, -1, 1)
    return np.minimum(size, TWO_PI - size), sign * np.sign(math.pi - size)


def nearest_to_zero(p: Array) -> Array:
    """Return p less the nearest multiple of 2π, which is not a double."""
    rest = np.fmod(p, TWO_PI)
    periods = np.rint((p - rest) / TWO_PI)
    upper = rest > math.pi
    return np.where(upper, rest - TWO_PI, rest) - (periods + upper) * _REST
