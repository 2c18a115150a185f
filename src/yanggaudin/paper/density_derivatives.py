"""Derivatives with respect to the density, taken numerically over neighbouring ground states.

At fixed c a state is chosen by Q alone, and everything is smooth in ln Q: a polynomial of degree 13
is fitted by least squares to 17 neighbours of the state and differentiated.  Nothing of the theory
of derivatives enters.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.polynomial import chebyshev

from ..gas.ground_state import GroundState

# By trial: over Q e^±0.3 a polynomial of degree 13 is exact to rounding at every coupling, and
# three nodes more than it needs average the rounding errors out.
_N_NODES = 17
_DEGREE = 13
_HALF_RANGE = 0.3


def neighbours(gas: GroundState) -> list[GroundState]:
    """Return ground states with the same kernel at Chebyshev's nodes of an interval of ln(Q/c)."""
    return [
        GroundState.from_fermi_rapidity(
            gas.fermi_rapidity_over_c * math.exp(_HALF_RANGE * node), gas.operator.kernel
        )
        for node in chebyshev.chebpts1(_N_NODES)
    ]


def log_slope(around: list[GroundState], quantity: Callable[[GroundState], float]) -> float:
    """Return d ln(quantity)/d ln Q at fixed c, from a polynomial fitted to the neighbours."""
    values = np.array([quantity(state) for state in around])
    # relative to the middle one, for the logarithm of a very small number would lose digits
    logarithms = np.log(values / values[_N_NODES // 2])
    fit = chebyshev.chebfit(chebyshev.chebpts1(_N_NODES), logarithms, _DEGREE)
    return float(chebyshev.chebval(0.0, chebyshev.chebder(fit))) / _HALF_RANGE


def mass_ratio_by_derivative(gas: GroundState, around: list[GroundState]) -> float:
    """Return m/m* of Eq. (21), -γ² d(e/γ²)/dγ = d(e/γ²)/d(1/γ)."""
    energy_slope = log_slope(around, lambda state: state.energy / state.gamma**2)
    density_slope = log_slope(around, lambda state: 1 / state.gamma)
    return gas.energy / gas.gamma * energy_slope / density_slope
