"""Derivatives with respect to the density, taken numerically over neighbouring ground states."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.polynomial import chebyshev

from ..gas.ground_state import GroundState

# found by trial: the polynomial is exact to rounding over e^±0.3 in Q/c at every coupling
_N_NODES = 17
_DEGREE = 13
_HALF_RANGE = 0.3


def slope_of_energy(gas: GroundState) -> float:
    """-γ² d(e/γ²)/dγ = d(e/γ²)/d(1/γ)."""
    around = neighbours(gas)
    energy_slope = log_slope(around, lambda n: n.energy * (gas.gamma / n.gamma) ** 2)
    density_slope = log_slope(around, lambda n: gas.gamma / n.gamma)
    return gas.energy / gas.gamma * energy_slope / density_slope


def neighbours(gas: GroundState) -> list[GroundState]:
    """States at the Chebyshev nodes of an interval of ln(Q/c)."""
    return [
        GroundState.from_fermi_rapidity(
            gas.fermi_rapidity_over_c * math.exp(_HALF_RANGE * node), gas.operator.kernel
        )
        for node in chebyshev.chebpts1(_N_NODES)
    ]


def log_slope(around: list[GroundState], quantity: Callable[[GroundState], float]) -> float:
    """d ln(quantity)/d ln Q at fixed c, from a polynomial through the neighbours.

    More nodes than the degree asks for average the rounding errors out.
    """
    logarithms = np.log([quantity(state) for state in around])
    fit = chebyshev.chebfit(chebyshev.chebpts1(_N_NODES), logarithms, _DEGREE)
    return float(chebyshev.chebval(0.0, chebyshev.chebder(fit))) / _HALF_RANGE
