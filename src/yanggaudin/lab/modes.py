"""The lowest modes of a trapped gas, in slices that are fine enough."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np

from ..arguments import Array
from ..numerics import tanh_sinh
from .cloud import FINE_STEP, Cloud
from .resolution import settled
from .well import Harmonic

#: gives the stiffness p and the inertia W in the slices of a cloud
Coefficients: TypeAlias = Callable[[Cloud], tuple[Array, Array]]
# how much finer slices may be than those of a harmonic trap: the time grows with the cube
_FINEST = 8


def lowest_modes(cloud: Cloud, count: int, coefficients: Coefficients) -> tuple[Array, float]:
    """Return the lowest λ > 0 of -(pφ′)′ = λWφ, and their change in finer slices."""

    def at(fineness: int) -> Array:
        step = FINE_STEP / fineness
        fine = Cloud(cloud.guide, cloud.well, cloud.height, step=step, whole=True)
        modes = tanh_sinh.sturm_liouville(fine.slices.width, *coefficients(fine))
        return np.asarray(modes[:count])

    if isinstance(cloud.well, Harmonic):
        return at(1), 0.0
    return settled(at, np.asarray, _FINEST)
