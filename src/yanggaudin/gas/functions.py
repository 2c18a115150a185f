"""e(γ) and what follows from it, as functions of γ: any coupling from 0 to ∞, double precision.

Units ħ = m = n = 1; e is that of ε₀ = (ħ²n²/2m) e, Eq. (20).  Those of the polaron are defined in
`mass_functions`, correlations in `correlation_functions`; all are found here.

All take a number, or an array of any shape and size.  A number of any kind gives a float; an array
gives one of its shape and kind: NumPy arrays and whatever becomes one, or any array of the Python
array API standard, on its own device.  γ = 0 and ∞ give the limits, nan gives nan.  Automatic
differentiation gives the derivative at every coupling, at 0 and ∞ its limit, finite or not.  A
number takes some microseconds; errors in units of the last place are in docs/functions.md.
"""

from __future__ import annotations

from typing import Any, overload

from ..arguments import Array, Number
from . import tabulated
from .correlation_functions import pair_correlation, tan_contact, three_body_correlation
from .function_types import Several, function_of_gamma
from .mass_functions import (
    gamma_from_mass_ratio,
    mass_enhancement,
    mass_ratio,
    mass_shift,
    quartic_coefficient,
)

__all__ = [
    "chemical_potential",
    "energy",
    "energy_derivative",
    "energy_second_derivative",
    "fermi_rapidity",
    "gamma_from_chemical_potential",
    "gamma_from_mass_ratio",
    "luttinger_parameter",
    "mass_enhancement",
    "mass_ratio",
    "mass_shift",
    "pair_correlation",
    "pressure",
    "quartic_coefficient",
    "sound_velocity",
    "tan_contact",
    "three_body_correlation",
]


@function_of_gamma
def energy(gamma: Any) -> Any:
    """Return the ground-state energy e(γ) of Eq. (20).

    Parameters
    ----------
    gamma : number or array
        Coupling γ = c/n from 0 to ∞, any shape.

    Returns
    -------
    float or array
        e = 2mε₀/ħ²n², dimensionless; γ as γ → 0, π²/3 as γ → ∞.

    Raises
    ------
    DomainError
        If a coupling is negative or not a real number.

    Examples
    --------
    >>> round(energy(1.0), 12)
    0.639151285272
    >>> energy([0.0, float("inf")])
    array([0.        , 3.28986813])
    """
    return tabulated.ENERGY(gamma)


@function_of_gamma
def energy_derivative(gamma: Any) -> Any:
    """Return the derivative e′(γ) of the energy of Eq. (20).

    Parameters
    ----------
    gamma : number or array
        Coupling γ = c/n from 0 to ∞, any shape.

    Returns
    -------
    float or array
        e′ > 0, dimensionless; 1 as γ → 0, 4π²/3γ² as γ → ∞.

    Raises
    ------
    DomainError
        If a coupling is negative or not a real number.

    Examples
    --------
    >>> round(energy_derivative(1.0), 12)
    0.48950699069
    """
    return tabulated.ENERGY_DERIVATIVE(gamma)


@function_of_gamma
def energy_second_derivative(gamma: Any) -> Any:
    """Return the second derivative e″(γ) of the energy of Eq. (20).

    Parameters
    ----------
    gamma : number or array
        Coupling γ = c/n from 0 to ∞, any shape.

    Returns
    -------
    float or array
        e″ < 0, dimensionless; -1/π√γ as γ → 0, -8π²/3γ³ as γ → ∞.

    Raises
    ------
    DomainError
        If a coupling is negative or not a real number.

    Examples
    --------
    >>> round(energy_second_derivative(1.0), 12)
    -0.194818646305
    """
    return tabulated.ENERGY_SECOND_DERIVATIVE(gamma)


@function_of_gamma
def chemical_potential(gamma: Any) -> Any:
    """Return μ = ∂(nε₀)/∂n = (3e - γe′)/2, with e of Eq. (20).

    Parameters
    ----------
    gamma : number or array
        Coupling γ = c/n from 0 to ∞, any shape.

    Returns
    -------
    float or array
        μ in ħ²n²/m; γ as γ → 0, π²/2 as γ → ∞.

    Raises
    ------
    DomainError
        If a coupling is negative or not a real number.

    Examples
    --------
    >>> round(chemical_potential(1.0), 12)
    0.713973432563
    """
    return tabulated.CHEMICAL_POTENTIAL(gamma)


@function_of_gamma
def pressure(gamma: Any) -> Any:
    """Return P = n²∂ε₀/∂n = e - γe′/2, with e of Eq. (20).

    Parameters
    ----------
    gamma : number or array
        Coupling γ = c/n from 0 to ∞, any shape.

    Returns
    -------
    float or array
        P in ħ²n³/m; γ/2 as γ → 0, π²/3 as γ → ∞.

    Raises
    ------
    DomainError
        If a coupling is negative or not a real number.

    Examples
    --------
    >>> round(pressure(1.0), 12)
    0.394397789927
    """
    return tabulated.PRESSURE(gamma)


@function_of_gamma
def sound_velocity(gamma: Any) -> Any:
    """Return the sound velocity v, mv² = n∂μ/∂n.

    Parameters
    ----------
    gamma : number or array
        Coupling γ = c/n from 0 to ∞, any shape.

    Returns
    -------
    float or array
        v in ħn/m; √γ as γ → 0, π as γ → ∞.

    Raises
    ------
    DomainError
        If a coupling is negative or not a real number.

    References
    ----------
    E. H. Lieb, Phys. Rev. 130, 1616 (1963).

    Examples
    --------
    >>> round(sound_velocity(1.0), 12)
    0.917077178477
    """
    return tabulated.SOUND_VELOCITY(gamma)


@function_of_gamma
def luttinger_parameter(gamma: Any) -> Any:
    """Return the Luttinger parameter K = πħn/mv.

    Parameters
    ----------
    gamma : number or array
        Coupling γ = c/n from 0 to ∞, any shape.

    Returns
    -------
    float or array
        K ≥ 1, dimensionless; π/√γ as γ → 0, 1 as γ → ∞.

    Raises
    ------
    DomainError
        If a coupling is negative or not a real number.

    References
    ----------
    F. D. M. Haldane, Phys. Rev. Lett. 47, 1840 (1981).

    Examples
    --------
    >>> round(luttinger_parameter(1.0), 12)
    3.42565786972
    """
    return tabulated.LUTTINGER_PARAMETER(gamma)


@function_of_gamma
def fermi_rapidity(gamma: Any) -> Any:
    """Return the Fermi rapidity Q, at which Eq. (6) gives the density n.

    Parameters
    ----------
    gamma : number or array
        Coupling γ = c/n from 0 to ∞, any shape.

    Returns
    -------
    float or array
        Q in n; 2√γ as γ → 0, π as γ → ∞.

    Raises
    ------
    DomainError
        If a coupling is negative or not a real number.

    Examples
    --------
    >>> round(fermi_rapidity(1.0), 12)
    1.431877389602
    """
    return tabulated.FERMI_RAPIDITY(gamma)


@overload
def gamma_from_chemical_potential(mu_over_c2: Number) -> float: ...
@overload
def gamma_from_chemical_potential(mu_over_c2: Several) -> Array: ...
@overload
def gamma_from_chemical_potential(mu_over_c2: Any) -> Any: ...


def gamma_from_chemical_potential(mu_over_c2: Any) -> Any:
    """Return the coupling γ at which the chemical potential μ/c² = μ/γ² has the given value.

    In a trap μ falls from the centre outwards and c is the same everywhere, so that this is the
    profile of the density, n = c/γ; e of Eq. (20) gives μ.

    Parameters
    ----------
    mu_over_c2 : number or array
        μ in ħ²c²/m from 0 to ∞, any shape; below 0 there are no atoms.

    Returns
    -------
    float or array
        γ = c/n; 1/x as x = μ/c² → ∞, π/√(2x) as x → 0.

    Raises
    ------
    DomainError
        If a value is negative or not a real number.

    Examples
    --------
    >>> round(gamma_from_chemical_potential(chemical_potential(3.0) / 9), 12)
    3.0
    """
    return tabulated.GAMMA_FROM_CHEMICAL_POTENTIAL(mu_over_c2)
