"""The two series for the mass as printed in the paper, Eqs. (22) and (23).

    weak:    m/m* = 1 - 2√γ/3π + (4 - 3ζ(3)) γ^{3/2}/16π³ + (4 - 3ζ(3)) γ²/24π⁴
                    + 3 (32 - 60ζ(3) + 45ζ(5)) γ^{5/2}/2048π⁵ + …
    strong:  m/m* = 2π²/3γ - 4π²/γ² + 16π²/γ³ - 32π² (15 - π²)/9γ⁴ + …

Source: Z. Ristivojevic, "Exact result for the polaron mass in a one-dimensional Bose gas"
(2021), which prints them to these orders; the coefficients are those of the exact series
(`series/`), and the tests compare the two.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from ..arguments import Array, elementwise, real_array

_ZETA_3 = 1.2020569031595942  # Apéry's constant, OEIS A002117
_ZETA_5 = 1.0369277551433699  # OEIS A013663

#: coefficients of γ^{k/2} in Eq. (22), k = 0 … 5
WEAK_MASS_TERMS = (
    1.0,
    -2 / (3 * math.pi),
    0.0,
    (4 - 3 * _ZETA_3) / (16 * math.pi**3),
    (4 - 3 * _ZETA_3) / (24 * math.pi**4),
    3 * (32 - 60 * _ZETA_3 + 45 * _ZETA_5) / (2048 * math.pi**5),
)

#: coefficients of γ^{-k} in Eq. (23), k = 0 … 4
STRONG_MASS_TERMS = (
    0.0,
    2 * math.pi**2 / 3,
    -4 * math.pi**2,
    16 * math.pi**2,
    -32 * math.pi**2 * (15 - math.pi**2) / 9,
)


@elementwise
def weak_mass_ratio(gamma: ArrayLike) -> Array:
    """Return the printed terms of Eq. (22), good for γ ≪ 1.

    Parameters
    ----------
    gamma : array_like
        Couplings γ ≥ 0, any shape.

    Returns
    -------
    float or array
        m/m* up to O(γ³), dimensionless, of the shape of the couplings; 1 at γ = 0.

    Raises
    ------
    DomainError
        If a coupling is negative or not finite.

    Examples
    --------
    >>> round(weak_mass_ratio(0.01), 9)
    0.978780152
    """
    gamma = real_array("gamma", gamma, 0.0, np.finfo(float).max, "be ≥ 0 and finite")
    with np.errstate(over="ignore"):  # infinite where it is no double
        return np.asarray(np.polynomial.polynomial.polyval(np.sqrt(gamma), WEAK_MASS_TERMS))


@elementwise
def strong_mass_ratio(gamma: ArrayLike) -> Array:
    """Return the printed terms of Eq. (23), good for γ ≫ 1.

    Parameters
    ----------
    gamma : array_like
        Couplings γ > 0, any shape; ∞ is allowed.

    Returns
    -------
    float or array
        m/m* up to O(γ^-5), dimensionless, of the shape of the couplings; 0 at γ = ∞.

    Raises
    ------
    DomainError
        If a coupling is not positive.

    Examples
    --------
    >>> round(strong_mass_ratio(1000.0), 9)
    0.006540416
    """
    tiny = float(np.finfo(float).tiny)
    gamma = real_array("gamma", gamma, tiny, np.inf, f"be ≥ {tiny!r}")
    with np.errstate(over="ignore"):  # infinite where it is no double
        return np.asarray(np.polynomial.polynomial.polyval(1 / gamma, STRONG_MASS_TERMS))
