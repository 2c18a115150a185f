"""The edge of the spectral function in its limits: the dark soliton, impenetrable atoms.

Units ħ = m = n = 1, so c = γ.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from ..arguments import TWO_PI, Array, coupling, real_array, scalar_or_array
from ..gas.momenta import physical_momenta


def dark_soliton_expelled_atoms(gamma: float, *, phase_drop: ArrayLike) -> float | Array:
    """Return the number of atoms that a dark soliton expels, the limit γ → 0 of -p′(η), Eq. (8).

    Parameters
    ----------
    gamma : float
        Coupling γ = c/n, from 1e-30 to 1e100.
    phase_drop : array_like
        Φ in [-2π, 2π], in radian, any shape.

    Returns
    -------
    float or array
        N = (2/√γ) |sin(Φ/2)|, dimensionless.

    Raises
    ------
    DomainError
        If an argument is out of its range.

    Examples
    --------
    >>> from yanggaudin import Polaron
    >>> edge = Polaron(1e-6).edge(np.pi)
    >>> soliton = dark_soliton_expelled_atoms(1e-6, phase_drop=edge.phase_drop)
    >>> round(soliton / edge.expelled_atoms, 3)
    1.0
    """
    drop = np.abs(real_array("phase_drop", phase_drop, -TWO_PI, TWO_PI))
    expelled = np.asarray(2 / math.sqrt(coupling(gamma)) * np.sin(drop / 2))
    return scalar_or_array(expelled, phase_drop)


def impenetrable_exponent(momentum: ArrayLike) -> float | Array:
    """Return the threshold exponent as γ → ∞, where the shift function of Eq. (10) is p/2πn.

    Parameters
    ----------
    momentum : array_like
        p in [-2πn, 2πn], in ħn, any shape.

    Returns
    -------
    float or array
        The limit (p/πn)²/2 - 1 of g₊² + g₋² - 1, dimensionless, from -1 to 1.

    Raises
    ------
    DomainError
        If a momentum is out of its range.

    Examples
    --------
    >>> from yanggaudin import Polaron
    >>> exact = Polaron(1e8).edge(2.0).exponent
    >>> abs(impenetrable_exponent(2.0) - exact) < 1e-7
    True
    """
    p = physical_momenta(momentum)
    return scalar_or_array(np.asarray((p / math.pi) ** 2 / 2 - 1), momentum)
