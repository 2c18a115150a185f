"""E(p) of the polaron in its limits: weak coupling, strong coupling, small momentum, Eq. (15).

Units ħ = m = n = 1, so c = γ.  Momenta are of any size as for `Polaron`: E(-p) = E(p) = E(p + 2πn).
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..arguments import Array, coupling, quiet, scalar_or_array, whole_number
from ..errors import DomainError
from ..gas.momenta import fold_momentum
from ..numerics import bracketed_newton
from .polaron import Polaron
from .strong_dispersion import strong_dispersion_coefficients

__all__ = ["dark_soliton", "small_momentum", "strong_coupling", "weak_coupling"]

# By trial: to this order the error is 4e-13 at γ = 20 and 1e-3 at γ = 8, where 16 more orders gain
# one digit.
_MOST_ORDERS = 24
# The series of e(γ), and with it that of E(p), converges beyond γ = 6.95.
_STRONG_FROM = 8.0
# At γ = 1 the first correction to the soliton is nearly half of it.
_WEAK_TO = 1.0


def __dir__() -> list[str]:
    return sorted(__all__)


@quiet()
def dark_soliton(gamma: float, *, momentum: ArrayLike) -> float | Array:
    """Return E(p) as γ → 0 at fixed p/n: the dark soliton of the mean-field equation.

    E = (4/3)√γ sin³φ at p = 2φ - sin 2φ, the leading terms of Eqs. (8) and (14), with the velocity
    V = √γ cos φ.  The flipped atom rests in the soliton.

    Parameters
    ----------
    gamma : float
        Coupling γ = c/n, from 1e-30 to 1e100; the limit is approached for γ ≪ 1.
    momentum : array_like
        Momenta p in ħn, any shape, up to 1e15 in size.

    Returns
    -------
    float or array
        E ≥ 0 in ħ²n²/m, of the shape of the momenta; too large by γ/2, see `weak_coupling`.

    Raises
    ------
    DomainError
        If gamma is not one such number or a momentum is larger.

    Examples
    --------
    >>> round(dark_soliton(1e-6, momentum=np.pi) / Polaron(1e-6).energy(np.pi), 4)
    1.0004
    """
    angle = _soliton_angle(fold_momentum(momentum)[0])
    return scalar_or_array(4 / 3 * math.sqrt(coupling(gamma)) * np.sin(angle) ** 3, momentum)


@quiet()
def weak_coupling(gamma: float, *, momentum: ArrayLike) -> float | Array:
    """Return E(p) as γ → 0 to the next order: the dark soliton less γ/2.

    The correction does not depend on p; docs/dispersion-limits.md derives it from Eqs. (8) and
    (14).  At p = mv = √γ the sum is tangent to p²/2, the energy of a free atom; for smaller momenta
    p²/2 is returned in its place.

    Parameters
    ----------
    gamma : float
        Coupling γ = c/n, from 1e-30 to 1.
    momentum : array_like
        Momenta p in ħn, any shape, up to 1e15 in size.

    Returns
    -------
    float or array
        E in ħ²n²/m, of the shape of the momenta; its error at fixed p falls as γ^(3/2).

    Raises
    ------
    DomainError
        If gamma is not one such number or a momentum is larger.

    Examples
    --------
    >>> exact = Polaron(1e-6).energy(np.pi)
    >>> abs(weak_coupling(1e-6, momentum=np.pi) / exact - 1) < 3e-8
    True
    """
    folded, _ = fold_momentum(momentum)
    gamma = coupling(gamma)
    if gamma > _WEAK_TO:
        raise DomainError(f"gamma must be at most {_WEAK_TO} here, got {gamma!r}")
    soliton = dark_soliton(gamma, momentum=folded) - gamma / 2
    return scalar_or_array(np.where(folded < math.sqrt(gamma), folded**2 / 2, soliton), momentum)


@quiet()
def strong_coupling(gamma: float, *, momentum: ArrayLike, order: int = 4) -> float | Array:
    """Return E(p) as γ → ∞: its exact expansion up to γ^-order.

    It begins with (2π²/3γ)(1 - cos p)(1 - 6/γ); the coefficient of γ^-k is a polynomial in cos p,
    from the exact series of ρ and σ.

    Parameters
    ----------
    gamma : float
        Coupling γ = c/n, from 8, since near 7 the series ceases to converge, to 1e100.
    momentum : array_like
        Momenta p in ħn, any shape, up to 1e15 in size.
    order : int
        Power of 1/γ of the last term, 1 … 24.

    Returns
    -------
    float or array
        E in ħ²n²/m, of the shape of the momenta; its error is of the order of the next term.

    Raises
    ------
    DomainError
        If gamma or order is not one such number or a momentum is larger.

    Notes
    -----
    The curvature at p = 0 is the series of m/m*, Eq. (23).

    Examples
    --------
    >>> exact = Polaron(100.0).energy(2.0)
    >>> abs(strong_coupling(100.0, momentum=2.0, order=8) / exact - 1) < 1e-9
    True
    """
    folded, _ = fold_momentum(momentum)
    gamma = coupling(gamma)
    if gamma < _STRONG_FROM:
        raise DomainError(f"gamma must be at least {_STRONG_FROM} here, got {gamma!r}")
    order = whole_number("order", order, 1, _MOST_ORDERS)
    powers = gamma ** -np.arange(order + 1.0)
    in_harmonics = powers @ strong_dispersion_coefficients(order)
    # Σ_m c_m cos mp with Σ_m c_m = 0
    half_sines = np.sin(np.multiply.outer(folded, np.arange(1, len(in_harmonics))) / 2)
    return scalar_or_array(-2 * half_sines**2 @ in_harmonics[1:], momentum)


@quiet()
def small_momentum(gamma: float, *, momentum: ArrayLike) -> float | Array:
    """Return E(p) as p → 0: Eq. (15), p²/2m*, and the next two terms, A₄p⁴ + A₆p⁶.

    Parameters
    ----------
    gamma : float
        Coupling γ = c/n, from 1e-30 to 1e100.
    momentum : array_like
        Momenta p in ħn, any shape, up to 1e15 in size; 2πn - p counts as p.

    Returns
    -------
    float or array
        E in ħ²n²/m, of the shape of the momenta; its error falls as p⁸, for p below √γ.

    Raises
    ------
    DomainError
        If gamma is not one such number or a momentum is larger.

    Examples
    --------
    >>> exact = Polaron(1.0).energy(0.01)
    >>> abs(small_momentum(1.0, momentum=0.01) / exact - 1) < 1e-13
    True
    """
    return powers_of_momentum(Polaron(gamma), momentum)


def powers_of_momentum(polaron: Polaron, momentum: ArrayLike) -> float | Array:
    """Return `small_momentum` of a polaron that is solved already."""
    square = fold_momentum(momentum)[0] ** 2
    beyond = square * (polaron.quartic_coefficient + square * polaron.sextic_coefficient)
    return scalar_or_array(square * (polaron.mass_ratio / 2 + beyond), momentum)


def _soliton_angle(p: Array) -> Array:
    """Return φ in [0, π/2] with 2φ - sin 2φ = p, of the shape of p.

    Newton's method from above, where it is monotone.
    """
    flat = np.ravel(p)
    start: Array = np.minimum(np.cbrt(flat / math.pi), 1.0) * (math.pi / 2)

    def step(angle: Array, active: NDArray[np.intp]) -> tuple[Array, Array]:
        excess, slope = _less_its_sine(2 * angle) - flat[active], 4 * np.sin(angle) ** 2
        return excess, angle - np.divide(excess, slope, out=0 * angle, where=slope > 0)

    low, high, what = np.zeros_like(flat), np.full_like(flat, math.pi / 2), "p of a dark soliton"
    return bracketed_newton.solve(step, start, low, high, scale=0.0, what=what).reshape(np.shape(p))


def _less_its_sine(x: Array) -> Array:
    """Return x - sin x ≥ 0 without cancellation, by its Taylor series for x < 1."""
    series = np.ones_like(x)
    for n in range(20, 2, -2):
        series = 1 - x**2 / (n * (n + 1)) * series
    return np.where(x < 1, x**3 / 6 * series, x - np.sin(x))
