"""e(γ), m/m*(γ) and their family as functions of γ: any coupling from 0 to ∞, double precision.

Units ħ = m = n = 1; e is that of ε₀ = (ħ²n²/2m) e, Eq. (20).  Divided by its leading behaviour,
every function is smooth in √γ for γ < 1 and in 1/√γ for γ ≥ 1; there it is a polynomial on each of
128 equal pieces (`piecewise`).  `tools/function_tables.py` makes the table data/functions.npz from
certified values and the weak series.

All take a number, or an array of any shape and size, and return the same kind: NumPy arrays and
whatever becomes one, or any array of the Python array API standard, on its own device.  γ = 0 and ∞
give the limits, nan gives nan, and a negative γ raises `DomainError`.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

from ..numerics.piecewise import PIECES, PiecewiseFunction

_PI, _PI_2 = math.pi, math.pi**2
_SCALE = 32 * math.e * math.pi


class _Coupling(NamedTuple):
    """γ in the half it belongs to, 1 in the other; γ or 1/γ, whichever is smaller, and its root."""

    small: Any
    large: Any
    square: Any
    root: Any
    weak: Any
    position: Any


def _of_coupling(gamma: Any, xp: Any) -> _Coupling:
    # 1 in the other half, so that nothing overflows there, derivatives included
    small, large = xp.minimum(gamma, 1.0), xp.maximum(gamma, 1.0)
    square = small / large
    root = xp.sqrt(square)  # halves the rounding error of 1/γ
    return _Coupling(small, large, square, root, gamma < 1, root * PIECES)


class _MassRatio(NamedTuple):
    """r = m/m* and 1 - r."""

    ratio: Any
    shift: Any
    weak: Any
    position: Any


def _of_mass_ratio(ratio: Any, xp: Any) -> _MassRatio:
    """z = (1 - r)/(1 - r + √r) runs over both halves."""
    shift = 1 - ratio
    position = shift / (shift + xp.sqrt(ratio)) * (2 * PIECES)
    weak = position < PIECES
    return _MassRatio(ratio, shift, weak, xp.where(weak, position, position - PIECES))


def _leading(weak: int, strong: int, factor: float = 1.0) -> Callable[..., Any]:
    """factor · √γ^weak for γ < 1, factor · γ^strong for γ ≥ 1, times the sum of the tables."""

    def formula(v: _Coupling, *smooth: Any, xp: Any) -> Any:
        total = sum(smooth[1:], smooth[0])
        if factor != 1:
            total = factor * total
        if weak == 2:
            total = total * v.small
        if weak == 1:
            total = total * xp.sqrt(v.small)
        if weak == -1:
            total = total / xp.sqrt(v.small)
        for _ in range(-strong):
            total = total / v.large
        return total

    return formula


def _fermi_rapidity(v: _Coupling, smooth: Any, xp: Any) -> Any:
    """Q = γ (β - ln β - 1 - ln 8)/2π at weak coupling, β = 4π/√γ times the table."""
    logarithm = xp.log(_SCALE * smooth / v.root)  # of 8 e β
    weak = v.root * (2 * smooth - v.root * (logarithm / (2 * _PI)))
    return xp.where(v.weak, weak, smooth)


def _luttinger_parameter(v: _Coupling, smooth: Any, xp: Any) -> Any:
    return _PI / (smooth * xp.sqrt(v.small))


def _tan_contact(v: _Coupling, smooth: Any, xp: Any) -> Any:
    """γ²e′; the table is γ²e′ itself at strong coupling."""
    del xp
    return smooth * (v.small * v.small)


def _mass_enhancement(v: _Coupling, smooth: Any, xp: Any) -> Any:
    del xp
    return v.large / smooth


def _gamma_from_mass_ratio(v: _MassRatio, smooth: Any, xp: Any) -> Any:
    """γ = [(1 - r) H]²/r."""
    del xp
    root = v.shift * smooth
    return root * root / v.ratio


_of_gamma = partial(PiecewiseFunction, variables=_of_coupling)
# tables, formula, leading terms as γ → 0 and γ → ∞
_ENERGY = _of_gamma(
    ("energy",),
    _leading(2, 0),
    lambda g: g - 4 / (3 * _PI) * g**1.5,
    lambda g: _PI_2 / 3 - 4 * _PI_2 / 3 / g,
)
_ENERGY_DERIVATIVE = _of_gamma(
    ("energy_derivative",),
    _leading(0, -2),
    lambda g: 1 - 2 / _PI * g**0.5,
    lambda g: 4 * _PI_2 / 3 / g / g,  # 1/g² underflows too early
    steep=True,
)
_TAN_CONTACT = _of_gamma(
    ("energy_derivative",),
    _tan_contact,
    lambda g: g * g - 2 / _PI * g**2.5,
    lambda g: 4 * _PI_2 / 3 - 8 * _PI_2 / g,
    steep=True,
)
_ENERGY_SECOND_DERIVATIVE = _of_gamma(
    ("energy_second_derivative",),
    _leading(-1, -3, -1.0),
    lambda g: -1 / _PI * g**-0.5,
    lambda g: -8 * _PI_2 / 3 * g**-3.0,
    steep=True,
)
_MASS_RATIO = _of_gamma(
    ("mass_ratio",),
    _leading(0, -1),
    lambda g: 1 - 2 / (3 * _PI) * g**0.5,
    lambda g: 2 * _PI_2 / 3 / g,
)
_MASS_ENHANCEMENT = _of_gamma(
    ("mass_ratio",),
    _mass_enhancement,
    lambda g: 1 + 2 / (3 * _PI) * g**0.5,
    lambda g: 1.5 / _PI_2 * g,
)
_MASS_SHIFT = _of_gamma(
    ("mass_shift",),
    _leading(1, 0),
    lambda g: 2 / (3 * _PI) * g**0.5,
    lambda g: 1 - 2 * _PI_2 / 3 / g,
)
# μ = (e + γ m/m*)/2 and P = γ (m/m*)/2
_CHEMICAL_POTENTIAL = _of_gamma(
    ("energy", "mass_ratio"),
    _leading(2, 0, 0.5),
    lambda g: g - g**1.5 / _PI,
    lambda g: _PI_2 / 2 - 8 * _PI_2 / 3 / g,
)
_PRESSURE = _of_gamma(
    ("mass_ratio",),
    _leading(2, 0, 0.5),
    lambda g: g / 2 - g**1.5 / (3 * _PI),
    lambda g: _PI_2 / 3 - 2 * _PI_2 / g,
)
_SOUND_VELOCITY = _of_gamma(
    ("sound_velocity",), _leading(1, 0), lambda g: g**0.5, lambda g: _PI - 4 * _PI / g
)
_LUTTINGER_PARAMETER = _of_gamma(
    ("sound_velocity",), _luttinger_parameter, lambda g: _PI * g**-0.5, lambda g: 1 + 4 / g
)
_FERMI_RAPIDITY = _of_gamma(
    ("fermi_rapidity",), _fermi_rapidity, lambda g: 2 * g**0.5, lambda g: _PI - 2 * _PI / g
)
_THREE_BODY_CORRELATION = _of_gamma(
    ("three_body_correlation",),
    _leading(0, -6),
    lambda g: 1 - 6 / _PI * g**0.5,
    lambda g: 16 / 15 * _PI**6 * g**-6.0,
    steep=True,
)
_QUARTIC_COEFFICIENT = _of_gamma(
    ("quartic_coefficient",),
    _leading(-1, -1, -1.0),
    lambda g: -1 / (5 * _PI) * g**-0.5,
    lambda g: -_PI_2 / 36 / g,
)
_GAMMA_FROM_MASS_RATIO = PiecewiseFunction(
    ("gamma_from_mass_ratio",),
    _gamma_from_mass_ratio,
    lambda r: 2 * _PI_2 / 3 / r,
    lambda r: 9 / 4 * _PI_2 * (1 - r) ** 2,
    variables=_of_mass_ratio,
    argument="mass_ratio",
    largest=1,
    ends=(1e-40, 1.0),
)


def energy(gamma: Any) -> Any:
    """e(γ) of Eq. (20), dimensionless; from γ as γ → 0 to π²/3 as γ → ∞.

    Parameters
    ----------
    gamma : number or array
        Coupling γ = c/n ≥ 0, any shape; ∞ is allowed, nan gives nan.

    Returns
    -------
    float or array of float64
        Of the same shape and kind.

    Raises
    ------
    DomainError
        If a coupling is negative or not a real number; the message names its index.

    Notes
    -----
    This holds for every function of this module.  Errors in units of the last place are in
    docs/functions.md.  Automatic differentiation gives the derivative at every coupling, at 0 and
    ∞ its limit, finite or not.

    Examples
    --------
    >>> round(energy(1.0), 12)
    0.639151285272
    >>> energy([0.0, float("inf")])
    array([0.        , 3.28986813])
    """
    return _ENERGY(gamma)


def energy_derivative(gamma: Any) -> Any:
    """e′(γ); from 1 as γ → 0 to 4π²/3γ² as γ → ∞."""
    return _ENERGY_DERIVATIVE(gamma)


def pair_correlation(gamma: Any) -> Any:
    """g₂ = e′(γ), the probability of two atoms at one point relative to n²."""
    return _ENERGY_DERIVATIVE(gamma)


def tan_contact(gamma: Any) -> Any:
    """C = γ²e′(γ) n⁴: the momentum distribution n(q), ∫n(q) dq/2π = n, falls as C/q⁴.

    From γ² as γ → 0 to 4π²/3 as γ → ∞.  M. Olshanii and V. Dunjko, Phys. Rev. Lett. 91, 090401
    (2003).

    >>> round(tan_contact(1.0), 12)
    0.48950699069
    """
    return _TAN_CONTACT(gamma)


def energy_second_derivative(gamma: Any) -> Any:
    """e″(γ) < 0; from -1/π√γ as γ → 0 to -8π²/3γ³ as γ → ∞."""
    return _ENERGY_SECOND_DERIVATIVE(gamma)


def mass_ratio(gamma: Any) -> Any:
    """m/m* of Eqs. (16) and (21); from 1 as γ → 0 to 2π²/3γ as γ → ∞.

    >>> round(mass_ratio(1.0), 12)
    0.788795579854
    """
    return _MASS_RATIO(gamma)


def mass_enhancement(gamma: Any) -> Any:
    """m*/m; from 1 as γ → 0 to 3γ/2π² as γ → ∞."""
    return _MASS_ENHANCEMENT(gamma)


def mass_shift(gamma: Any) -> Any:
    """1 - m/m*, with relative accuracy as γ → 0, where it is 2√γ/3π."""
    return _MASS_SHIFT(gamma)


def chemical_potential(gamma: Any) -> Any:
    """μ in ħ²n²/m; from γ as γ → 0 to π²/2 as γ → ∞."""
    return _CHEMICAL_POTENTIAL(gamma)


def pressure(gamma: Any) -> Any:
    """P = γ (m/m*)/2 in ħ²n³/m, Eqs. (16) and (17); from γ/2 as γ → 0 to π²/3 as γ → ∞."""
    return _PRESSURE(gamma)


def sound_velocity(gamma: Any) -> Any:
    """v in ħn/m; from √γ as γ → 0 to π as γ → ∞."""
    return _SOUND_VELOCITY(gamma)


def luttinger_parameter(gamma: Any) -> Any:
    """K = πħn/mv, dimensionless; from π/√γ as γ → 0 to 1 as γ → ∞."""
    return _LUTTINGER_PARAMETER(gamma)


def fermi_rapidity(gamma: Any) -> Any:
    """Q in units of n; from 2√γ as γ → 0 to π as γ → ∞."""
    return _FERMI_RAPIDITY(gamma)


def three_body_correlation(gamma: Any) -> Any:
    """g₃, the probability of three atoms at one point relative to n³ (Cheianov et al. 2006).

    From 1 - 6√γ/π as γ → 0 to 16π⁶/15γ⁶ as γ → ∞.
    """
    return _THREE_BODY_CORRELATION(gamma)


def quartic_coefficient(gamma: Any) -> Any:
    """A₄ < 0 of E(p) = p²/2m* + A₄p⁴ + …, in 1/(m ħ²n²); -1/5π√γ as γ → 0, -π²/36γ as γ → ∞."""
    return _QUARTIC_COEFFICIENT(gamma)


def gamma_from_mass_ratio(mass_ratio: Any) -> Any:
    """The coupling at which m/m* has the given value in [0, 1].

    >>> round(gamma_from_mass_ratio(mass_ratio(3.0)), 12)
    3.0
    """
    return _GAMMA_FROM_MASS_RATIO(mass_ratio)
