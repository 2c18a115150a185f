"""Proven values of functions of γ and of the rapidity: the gas in its ground state."""

from __future__ import annotations

from ..arguments import exact_number
from .ball import Ball
from .enclosures import Exact, enclose, zero
from .state import as_ball


def energy(gamma: Exact, *, digits: int = 30) -> Ball:
    """Enclose e(γ) of the ground-state energy per particle ħ²n²e/2m, Eq. (20).

    Parameters
    ----------
    gamma : str, int, Fraction, Decimal or float
        Coupling γ = c/n in [1e-30, 1e100], taken exactly.
    digits : int
        Digits to prove, from 1 to 4000.

    Returns
    -------
    Ball
        e, in (0, π²/3).
        The radius is at most 10^-digits of the value.

    Raises
    ------
    DomainError
        If an argument is not such a number.
    AccuracyError
        If so many digits would need more than 4 GB.

    Examples
    --------
    >>> energy("1", digits=20).mid_text(20)
    '0.63915128527207449419'
    """
    return enclose(gamma, digits, lambda state: state.energy)


def chemical_potential(gamma: Exact, *, digits: int = 30) -> Ball:
    """Enclose the chemical potential μ = (e + γ m/m*)/2, from Eqs. (16) and (20).

    Parameters
    ----------
    gamma : str, int, Fraction, Decimal or float
        Coupling γ = c/n in [1e-30, 1e100], taken exactly.
    digits : int
        Digits to prove, from 1 to 4000.

    Returns
    -------
    Ball
        μ in ħ²n²/m, from γ at weak to π²/2 at strong coupling.
        The radius is at most 10^-digits of the value.

    Raises
    ------
    DomainError
        If an argument is not such a number.
    AccuracyError
        If so many digits would need more than 4 GB.

    Examples
    --------
    >>> chemical_potential("1", digits=20).mid_text(20)
    '0.71397343256301677497'
    """
    return enclose(gamma, digits, lambda state: state.chemical_potential)


def pair_correlation(gamma: Exact, *, digits: int = 30) -> Ball:
    """Enclose g₂ = e′(γ): how likely two atoms are at one point, relative to n².

    Parameters
    ----------
    gamma : str, int, Fraction, Decimal or float
        Coupling γ = c/n in [1e-30, 1e100], taken exactly.
    digits : int
        Digits to prove, from 1 to 4000.

    Returns
    -------
    Ball
        g₂, in (0, 1).
        The radius is at most 10^-digits of the value.

    Raises
    ------
    DomainError
        If an argument is not such a number.
    AccuracyError
        If so many digits would need more than 4 GB.

    Notes
    -----
    g₂ = e′ is the theorem of Hellmann and Feynman, and e′ = 2e/γ - m/m* is Eq. (21) solved for e′.

    Examples
    --------
    >>> pair_correlation("1", digits=20).mid_text(20)
    '0.48950699069018993264'
    """
    return enclose(gamma, digits, lambda state: state.pair_correlation)


def energy_second_derivative(gamma: Exact, *, digits: int = 30) -> Ball:
    """Enclose e″(γ), from the sound velocity and Eqs. (20) and (21).

    Parameters
    ----------
    gamma : str, int, Fraction, Decimal or float
        Coupling γ = c/n in [1e-30, 1e100], taken exactly.
    digits : int
        Digits to prove, from 1 to 4000.

    Returns
    -------
    Ball
        e″, in (-∞, 0).
        The radius is at most 10^-digits of the value.

    Raises
    ------
    DomainError
        If an argument is not such a number.
    AccuracyError
        If so many digits would need more than 4 GB.

    Notes
    -----
    e″ = 2(v² - 3e + 2γe′)/γ².

    Examples
    --------
    >>> energy_second_derivative("1", digits=20).mid_text(20)
    '-0.19481864630548124730'
    """
    return enclose(gamma, digits, lambda state: state.energy_second_derivative)


def sound_velocity(gamma: Exact, *, digits: int = 30) -> Ball:
    """Enclose the sound velocity v = π/K.

    Parameters
    ----------
    gamma : str, int, Fraction, Decimal or float
        Coupling γ = c/n in [1e-30, 1e100], taken exactly.
    digits : int
        Digits to prove, from 1 to 4000.

    Returns
    -------
    Ball
        v in ħn/m, from √γ at weak to π at strong coupling.
        The radius is at most 10^-digits of the value.

    Raises
    ------
    DomainError
        If an argument is not such a number.
    AccuracyError
        If so many digits would need more than 4 GB.

    References
    ----------
    E. H. Lieb, Phys. Rev. 130, 1616 (1963).

    Examples
    --------
    >>> sound_velocity("1", digits=20).mid_text(20)
    '0.91707717847687333760'
    """
    return enclose(gamma, digits, lambda state: state.sound_velocity)


def luttinger_parameter(gamma: Exact, *, digits: int = 30) -> Ball:
    """Enclose the Luttinger parameter K = (2πρ(Q))², with ρ of Eq. (5).

    Parameters
    ----------
    gamma : str, int, Fraction, Decimal or float
        Coupling γ = c/n in [1e-30, 1e100], taken exactly.
    digits : int
        Digits to prove, from 1 to 4000.

    Returns
    -------
    Ball
        K, in (1, ∞).
        The radius is at most 10^-digits of the value.

    Raises
    ------
    DomainError
        If an argument is not such a number.
    AccuracyError
        If so many digits would need more than 4 GB.

    Examples
    --------
    >>> luttinger_parameter("1", digits=20).mid_text(20)
    '3.4256578697198681534'
    """
    return enclose(gamma, digits, lambda state: state.luttinger_parameter)


def fermi_rapidity_over_c(gamma: Exact, *, digits: int = 30) -> Ball:
    """Enclose Q/c, the Fermi rapidity over the interaction, from Eqs. (5) and (6).

    Parameters
    ----------
    gamma : str, int, Fraction, Decimal or float
        Coupling γ = c/n in [1e-30, 1e100], taken exactly.
    digits : int
        Digits to prove, from 1 to 4000.

    Returns
    -------
    Ball
        Q/c, from 2/√γ at weak to π/γ at strong coupling.
        The radius is at most 10^-digits of the value.

    Raises
    ------
    DomainError
        If an argument is not such a number.
    AccuracyError
        If so many digits would need more than 4 GB.

    Examples
    --------
    >>> fermi_rapidity_over_c("1", digits=20).mid_text(20)
    '1.4318773896016034967'
    """
    return enclose(gamma, digits, lambda state: state.fermi_rapidity_over_c)


def three_body_correlation(gamma: Exact, *, digits: int = 30) -> Ball:
    """Enclose g₃: how likely three atoms are at one point, relative to n³.

    Parameters
    ----------
    gamma : str, int, Fraction, Decimal or float
        Coupling γ = c/n in [1e-30, 1e100], taken exactly.
    digits : int
        Digits to prove, from 1 to 4000.

    Returns
    -------
    Ball
        g₃, in (0, 1).
        The radius is at most 10^-digits of the value.

    Raises
    ------
    DomainError
        If an argument is not such a number.
    AccuracyError
        If so many digits would need more than 4 GB.

    References
    ----------
    V. V. Cheianov, H. Smith and M. B. Zvonarev, Phys. Rev. A 73, 051604 (2006).

    Examples
    --------
    >>> three_body_correlation("1", digits=20).mid_text(20)
    '0.10391299354404269842'
    """
    return enclose(gamma, digits, lambda state: state.three_body_correlation)


def rapidity_density(gamma: Exact, *, rapidity: Exact, digits: int = 30) -> Ball:
    """Enclose ρ(k), the density of rapidities, Eq. (5).

    Parameters
    ----------
    gamma : str, int, Fraction, Decimal or float
        Coupling γ = c/n in [1e-30, 1e100], taken exactly.
    rapidity : str, int, Fraction, Decimal or float
        k in units of n, |k| ≤ Q, taken exactly.
    digits : int
        Digits to prove, from 1 to 4000.

    Returns
    -------
    Ball
        ρ ≥ 1/2π.
        The radius is at most 10^-digits of the value.

    Raises
    ------
    DomainError
        If an argument is not such a number; |k| > Q among them.
    AccuracyError
        If so many digits would need more than 4 GB.

    Examples
    --------
    >>> rapidity_density("1", rapidity="1/2", digits=20).mid_text(20)
    '0.36724597135129113995'
    """
    at = exact_number("rapidity", rapidity)
    return enclose(gamma, digits, lambda state: state.rapidity_density(as_ball(at)))


def dressed_momentum(gamma: Exact, *, rapidity: Exact, digits: int = 30) -> Ball:
    """Enclose σ(k), the dressed rapidity, Eq. (13).

    Parameters
    ----------
    gamma : str, int, Fraction, Decimal or float
        Coupling γ = c/n in [1e-30, 1e100], taken exactly.
    rapidity : str, int, Fraction, Decimal or float
        k in units of n, |k| ≤ Q, taken exactly.
    digits : int
        Digits to prove, from 1 to 4000.

    Returns
    -------
    Ball
        σ in ħn, odd in k.
        The radius is at most 10^-digits of the value.

    Raises
    ------
    DomainError
        If an argument is not such a number; |k| > Q among them.
    AccuracyError
        If so many digits would need more than 4 GB.

    Examples
    --------
    >>> dressed_momentum("1", rapidity="1/2", digits=20).mid_text(20)
    '0.68822721002361198508'
    """
    at = exact_number("rapidity", rapidity)
    if not at:
        return zero(gamma, digits)
    return enclose(gamma, digits, lambda state: state.dressed_momentum(as_ball(at)))
