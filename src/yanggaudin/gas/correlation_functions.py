"""Correlations of atoms at short distance, as functions of γ.

Arguments, results and accuracy are those of `functions`.
"""

from __future__ import annotations

from typing import Any

from . import tabulated
from .function_types import function_of_gamma


@function_of_gamma
def pair_correlation(gamma: Any) -> Any:
    """Return g₂, the probability of two atoms at one point relative to n².

    Parameters
    ----------
    gamma : number or array
        Coupling γ = c/n from 0 to ∞, any shape.

    Returns
    -------
    float or array
        g₂ = e′(γ) in [0, 1]; 1 as γ → 0, 4π²/3γ² as γ → ∞.

    Raises
    ------
    DomainError
        If a coupling is negative or not a real number.

    References
    ----------
    D. M. Gangardt and G. V. Shlyapnikov, Phys. Rev. Lett. 90, 010401 (2003).

    Examples
    --------
    >>> round(pair_correlation(1.0), 12)
    0.48950699069
    """
    return tabulated.ENERGY_DERIVATIVE(gamma)


@function_of_gamma
def three_body_correlation(gamma: Any) -> Any:
    """Return g₃, the probability of three atoms at one point relative to n³.

    Parameters
    ----------
    gamma : number or array
        Coupling γ = c/n from 0 to ∞, any shape.

    Returns
    -------
    float or array
        g₃ in [0, 1]; 1 - 6√γ/π as γ → 0, 16π⁶/15γ⁶ as γ → ∞.

    Raises
    ------
    DomainError
        If a coupling is negative or not a real number.

    References
    ----------
    V. V. Cheianov, H. Smith and M. B. Zvonarev, Phys. Rev. A 73, 051604 (2006).

    Examples
    --------
    >>> round(three_body_correlation(1.0), 12)
    0.103912993544
    """
    return tabulated.THREE_BODY_CORRELATION(gamma)


@function_of_gamma
def tan_contact(gamma: Any) -> Any:
    """Return the contact C = γ²e′(γ) of the momentum distribution.

    Parameters
    ----------
    gamma : number or array
        Coupling γ = c/n from 0 to ∞, any shape.

    Returns
    -------
    float or array
        C in n⁴: n(q) with ∫n(q) dq/2π = n falls as C/q⁴; γ² as γ → 0, 4π²/3 as γ → ∞.

    Raises
    ------
    DomainError
        If a coupling is negative or not a real number.

    References
    ----------
    M. Olshanii and V. Dunjko, Phys. Rev. Lett. 91, 090401 (2003).

    Examples
    --------
    >>> round(tan_contact(1.0), 12)
    0.48950699069
    """
    return tabulated.TAN_CONTACT(gamma)
