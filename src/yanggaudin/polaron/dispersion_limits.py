"""E(p) of the polaron in its limits: weak coupling, strong coupling, small momentum.

Units ħ = m = n = 1, so c = γ.  Momenta are p in [0, 2πn] as for `Polaron`.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from ..arguments import TWO_PI, Array, coupling, fold_momentum, real_array, whole_number
from ..errors import DomainError
from .polaron import Polaron
from .strong_dispersion import strong_dispersion_coefficients

_MOST_ORDERS = 24
# the series of e converges beyond 6.95
_STRONG_FROM = 8.0
_WEAK_TO = 1.0
_MAX_NEWTON_STEPS = 60


def dark_soliton(gamma: float, *, momentum: ArrayLike) -> Array:
    """E(p) as γ → 0 at fixed p/n: the dark soliton of the mean-field equation.

    E = (4/3)√γ sin³φ at p = 2φ - sin 2φ, in ħ²n²/m; V = √γ cos φ.  The flipped atom rests in
    the soliton.  Too large by γ/2, see `weak_coupling`.

    >>> round(float(dark_soliton(1e-6, momentum=np.pi) / Polaron(1e-6).energy(np.pi)), 4)
    1.0004
    """
    folded, _ = fold_momentum(momentum)
    angle = _soliton_angle(folded.ravel()).reshape(folded.shape)
    return np.asarray(4 / 3 * math.sqrt(coupling(gamma)) * np.sin(angle) ** 3)


def dark_soliton_expelled_atoms(gamma: float, *, phase_drop: ArrayLike) -> Array:
    """Number of atoms expelled by the dark soliton, the limit γ → 0 of -p′(η), Eq. (8).

    Parameters
    ----------
    gamma : float
        Coupling γ = c/n, from 1e-30 to 1e100.
    phase_drop : array_like
        Φ in [0, 2π], in radian, any shape.

    Returns
    -------
    array
        N = (2/√γ) sin(Φ/2), dimensionless.

    Raises
    ------
    DomainError
        If an argument is out of its range.

    Examples
    --------
    >>> edge = Polaron(1e-6).edge(np.pi)
    >>> soliton = dark_soliton_expelled_atoms(1e-6, phase_drop=edge.phase_drop)
    >>> round(float(soliton / edge.expelled_atoms), 3)
    1.0
    """
    drop = real_array("phase_drop", phase_drop, 0.0, TWO_PI)
    return np.asarray(2 / math.sqrt(coupling(gamma)) * np.sin(drop / 2))


def impenetrable_exponent(momentum: ArrayLike) -> Array:
    """Threshold exponent as γ → ∞: (p/πn)²/2 - 1, for the shift function of Eq. (10) is p/2πn.

    Parameters
    ----------
    momentum : array_like
        p in [0, 2πn], in ħn, any shape.

    Returns
    -------
    array
        The limit of g₊² + g₋² - 1, dimensionless, from -1 to 1.

    Raises
    ------
    DomainError
        If a momentum is out of its range.

    Examples
    --------
    >>> exact = Polaron(1e8).edge(2.0).exponent
    >>> bool(abs(impenetrable_exponent(2.0) - exact) < 1e-7)
    True
    """
    p = real_array("momentum", momentum, 0.0, TWO_PI)
    return np.asarray((p / math.pi) ** 2 / 2 - 1)


def weak_coupling(gamma: float, *, momentum: ArrayLike) -> Array:
    """E(p) as γ → 0 to the next order: the dark soliton less γ/2, in ħ²n²/m.

    The correction does not depend on p, see docs/dispersion-limits.md.  At p = mv = √γ it is
    tangent to p²/2, the energy of a free atom, which is taken below.  The error at fixed p falls
    as γ^(3/2).

    Parameters
    ----------
    momentum : array_like
        Momenta in [0, 2πn], any shape.
    gamma : float
        Coupling, at most 1.

    Examples
    --------
    >>> exact = Polaron(1e-6).energy(np.pi)
    >>> bool(abs(weak_coupling(1e-6, momentum=np.pi) / exact - 1) < 3e-8)
    True
    """
    folded, _ = fold_momentum(momentum)
    gamma = coupling(gamma)
    if gamma > _WEAK_TO:
        raise DomainError(f"gamma must be at most {_WEAK_TO} here, got {gamma!r}")
    soliton = dark_soliton(gamma, momentum=folded) - gamma / 2
    return np.where(folded < math.sqrt(gamma), folded**2 / 2, soliton)


def strong_coupling(gamma: float, *, momentum: ArrayLike, order: int = 4) -> Array:
    """E(p) as γ → ∞: its exact expansion up to γ^-order, in ħ²n²/m.

    Parameters
    ----------
    momentum : array_like
        Momenta in [0, 2πn], any shape.
    gamma : float
        Coupling, at least 8: near 7 the series ceases to converge.
    order : int
        Power of 1/γ of the last term, 1 … 24.

    Notes
    -----
    Begins with (2π²/3γ)(1 - cos p)(1 - 6/γ); the coefficient of γ^-k is a polynomial in cos p,
    from the exact series of ρ and σ.

    Examples
    --------
    >>> exact = Polaron(100.0).energy(2.0)
    >>> bool(abs(strong_coupling(100.0, momentum=2.0, order=8) / exact - 1) < 1e-9)
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
    return np.asarray(-2 * half_sines**2 @ in_harmonics[1:])


def small_momentum(gamma: float, *, momentum: ArrayLike) -> Array:
    """E(p) as p → 0: p²/2m* + A₄p⁴ + A₆p⁶, in ħ²n²/m, for p in [0, 2πn].

    >>> exact = Polaron(1.0).energy(0.01)
    >>> bool(abs(small_momentum(1.0, momentum=0.01) / exact - 1) < 1e-13)
    True
    """
    polaron = Polaron(gamma)
    square = fold_momentum(momentum)[0] ** 2
    quartic, sextic = polaron.quartic_coefficient, polaron.sextic_coefficient
    return np.asarray(square * (polaron.mass_ratio / 2 + square * (quartic + square * sextic)))


def _soliton_angle(p: Array) -> Array:
    """φ in [0, π/2] with 2φ - sin 2φ = p: Newton's method, from above, where it is monotone."""
    angle: Array = np.minimum(np.cbrt(p / math.pi), 1.0) * (math.pi / 2)
    for _ in range(_MAX_NEWTON_STEPS):
        slope = 4 * np.sin(angle) ** 2
        step = np.divide(_less_its_sine(2 * angle) - p, slope, out=0 * p, where=slope > 0)
        angle = angle - step
        if (np.abs(step) <= 1e-9 * angle).all():
            break
    return angle


def _less_its_sine(x: Array) -> Array:
    """x - sin x ≥ 0 without cancellation."""
    series = np.ones_like(x)
    for n in range(20, 2, -2):
        series = 1 - x**2 / (n * (n + 1)) * series
    return np.where(x < 1, x**3 / 6 * series, x - np.sin(x))
