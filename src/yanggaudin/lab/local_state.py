"""The state of a piece of gas from its chemical potential, in units of the interaction c."""

from __future__ import annotations

from functools import cache

import numpy as np

from ..arguments import Array
from ..gas import functions

# ln γ of the table; beyond ±110 no gas of a trap is found
_LAST, _STEP = 110.0, 0.01


def gamma_from_chemical_potential(mu_over_c2: Array) -> Array:
    """Return γ at μ > 0 in ħ²c²/m, any shape, by Newton's method in logarithms.

    d ln(μ/c²)/d ln γ = -v²/μ, and -1 at weak, -2 at strong coupling.
    """
    log_mu = np.log(mu_over_c2)
    table, log_gamma = _table()
    x = np.interp(log_mu, table, log_gamma)
    gamma = np.exp(x)
    mu = functions.chemical_potential(gamma)
    slope = mu / functions.sound_velocity(gamma) ** 2
    x += (np.log(mu) - 2 * x - log_mu) * slope
    gamma = np.exp(x)
    # a second step with the slope of the first; not in logarithms, whose rounding is that of x
    excess = functions.chemical_potential(gamma) / gamma / gamma / mu_over_c2 - 1
    return np.asarray(gamma * (1 + excess * slope))


@cache
def _table() -> tuple[Array, Array]:
    """Return ln(μ/c²) in rising order, and ln γ."""
    log_gamma = np.arange(_LAST, -_LAST, -_STEP)
    return np.log(functions.chemical_potential(np.exp(log_gamma))) - 2 * log_gamma, log_gamma
