"""m/m*(γ) and its family as functions of γ, and the coupling at a given mass.

Arguments, results and accuracy are those of `functions`.
"""

from __future__ import annotations

from typing import Any, overload

from ..arguments import Array, Number
from . import tabulated
from .function_types import Several, function_of_gamma


@function_of_gamma
def mass_ratio(gamma: Any) -> Any:
    """Return m/m* of Eq. (21), the inverse mass of the polaron.

    Parameters
    ----------
    gamma : number or array
        Coupling γ = c/n from 0 to ∞, any shape.

    Returns
    -------
    float or array
        m/m* in [0, 1]; 1 as γ → 0, 2π²/3γ as γ → ∞.

    Raises
    ------
    DomainError
        If a coupling is negative or not a real number.

    Examples
    --------
    >>> round(mass_ratio(1.0), 12)
    0.788795579854
    """
    return tabulated.MASS_RATIO(gamma)


@function_of_gamma
def mass_enhancement(gamma: Any) -> Any:
    """Return m*/m, the mass of the polaron, from Eq. (21).

    Parameters
    ----------
    gamma : number or array
        Coupling γ = c/n from 0 to ∞, any shape.

    Returns
    -------
    float or array
        m*/m ≥ 1; 1 as γ → 0, 3γ/2π² as γ → ∞.

    Raises
    ------
    DomainError
        If a coupling is negative or not a real number.

    Examples
    --------
    >>> round(mass_enhancement(1.0), 12)
    1.267755582739
    """
    return tabulated.MASS_ENHANCEMENT(gamma)


@function_of_gamma
def mass_shift(gamma: Any) -> Any:
    """Return 1 - m/m* of Eq. (21), with relative accuracy also where it is small.

    Parameters
    ----------
    gamma : number or array
        Coupling γ = c/n from 0 to ∞, any shape.

    Returns
    -------
    float or array
        1 - m/m* in [0, 1]; 2√γ/3π as γ → 0, 1 as γ → ∞.

    Raises
    ------
    DomainError
        If a coupling is negative or not a real number.

    Examples
    --------
    >>> round(mass_shift(1.0), 12)
    0.211204420146
    """
    return tabulated.MASS_SHIFT(gamma)


@function_of_gamma
def quartic_coefficient(gamma: Any) -> Any:
    """Return A₄ of E(p) = p²/2m* + A₄p⁴ + …, the expansion of Eqs. (8) and (14).

    Parameters
    ----------
    gamma : number or array
        Coupling γ = c/n from 0 to ∞, any shape.

    Returns
    -------
    float or array
        A₄ < 0 in 1/(mħ²n²); -1/5π√γ as γ → 0, -π²/36γ as γ → ∞.

    Raises
    ------
    DomainError
        If a coupling is negative or not a real number.

    Examples
    --------
    >>> round(quartic_coefficient(1.0), 12)
    -0.06146303204
    """
    return tabulated.QUARTIC_COEFFICIENT(gamma)


@overload
def gamma_from_mass_ratio(mass_ratio: Number) -> float: ...
@overload
def gamma_from_mass_ratio(mass_ratio: Several) -> Array: ...
@overload
def gamma_from_mass_ratio(mass_ratio: Any) -> Any: ...


def gamma_from_mass_ratio(mass_ratio: Any) -> Any:
    """Return the coupling γ at which m/m* of Eq. (21) has the given value.

    Parameters
    ----------
    mass_ratio : number or array
        m/m* from 0 to 1, any shape.

    Returns
    -------
    float or array
        γ = c/n; (9π²/4)(1 - m/m*)² as m/m* → 1, (2π²/3) m*/m as m/m* → 0.

    Raises
    ------
    DomainError
        If a value lies outside [0, 1] or is not a real number.

    Examples
    --------
    >>> round(gamma_from_mass_ratio(mass_ratio(3.0)), 12)
    3.0
    """
    return tabulated.GAMMA_FROM_MASS_RATIO(mass_ratio)
