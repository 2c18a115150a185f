"""Proven values of the polaron: its mass and its branch."""

from __future__ import annotations

from ..arguments import exact_number
from ..errors import DomainError
from ..quantities import QUANTITIES
from .ball import Ball
from .enclosures import SPARE_DIGITS, Exact, digits_above_one, enclose, zero
from .one_rule import IMPURITY_STRIP
from .state import as_ball

# beyond, a whole multiple of 2π could not be told from the next one by its double
_LARGEST_MOMENTUM = 10**15


def mass_ratio(gamma: Exact, *, digits: int = 30) -> Ball:
    """Enclose m/m*, the inverse mass of the polaron, Eq. (16).

    Parameters
    ----------
    gamma : str, int, Fraction, Decimal or float
        Coupling γ = c/n in [1e-30, 1e100], taken exactly.
    digits : int
        Digits to prove, from 1 to 4000.

    Returns
    -------
    Ball
        m/m*, in (0, 1).
        The radius is at most 10^-digits of the value.

    Raises
    ------
    DomainError
        If an argument is not such a number.
    AccuracyError
        If so many digits would need more than 4 GB.

    Examples
    --------
    >>> mass_ratio("1", digits=20).mid_text(20)
    '0.78879557985395905574'
    """
    return enclose(gamma, digits, lambda state: state.mass_ratio)


def quartic_coefficient(gamma: Exact, *, digits: int = 30) -> Ball:
    """Enclose A₄ of the polaron energy E(p) = p²/2m* + A₄p⁴ + …, from Eqs. (8) and (14).

    Parameters
    ----------
    gamma : str, int, Fraction, Decimal or float
        Coupling γ = c/n in [1e-30, 1e100], taken exactly.
    digits : int
        Digits to prove, from 1 to 4000.

    Returns
    -------
    Ball
        A₄ in 1/(ħ²mn²), negative.
        The radius is at most 10^-digits of the value.

    Raises
    ------
    DomainError
        If an argument is not such a number.
    AccuracyError
        If so many digits would need more than 4 GB.

    Examples
    --------
    >>> quartic_coefficient("1", digits=20).mid_text(20)
    '-0.061463032040049173144'
    """
    return enclose(gamma, digits, lambda state: state.quartic_coefficient)


def momentum_at(gamma: Exact, *, spin_rapidity: Exact, digits: int = 30) -> Ball:
    """Enclose p(η), the momentum of the polaron at a spin rapidity, Eq. (8).

    Parameters
    ----------
    gamma : str, int, Fraction, Decimal or float
        Coupling γ = c/n in [1e-30, 1e100], taken exactly.
    spin_rapidity : str, int, Fraction, Decimal or float
        η in units of n, taken exactly.
    digits : int
        Digits to prove, from 1 to 4000.

    Returns
    -------
    Ball
        p in ħn, in (0, 2π), π at η = 0.
        The radius is at most 10^-digits of the value.

    Raises
    ------
    DomainError
        If an argument is not such a number.
    AccuracyError
        If so many digits would need more than 4 GB.

    Notes
    -----
    Far out the value is small, and more working digits are needed than are proven.

    Examples
    --------
    >>> momentum_at("1", spin_rapidity="1/2", digits=20).mid_text(20)
    '2.2561260426016379818'
    """
    at = exact_number("spin_rapidity", spin_rapidity)
    return enclose(
        gamma,
        digits,
        lambda state: state.momentum_at(as_ball(at) / state.gamma),
        IMPURITY_STRIP,
        spare=SPARE_DIGITS + digits_above_one(abs(at)),
    )


def energy_at(gamma: Exact, *, spin_rapidity: Exact, digits: int = 30) -> Ball:
    """Enclose E(η), the energy of the polaron at a spin rapidity, Eq. (14).

    Parameters
    ----------
    gamma : str, int, Fraction, Decimal or float
        Coupling γ = c/n in [1e-30, 1e100], taken exactly.
    spin_rapidity : str, int, Fraction, Decimal or float
        η in units of n, taken exactly.
    digits : int
        Digits to prove, from 1 to 4000.

    Returns
    -------
    Ball
        E in ħ²n²/m, positive and even in η.
        The radius is at most 10^-digits of the value.

    Raises
    ------
    DomainError
        If an argument is not such a number.
    AccuracyError
        If so many digits would need more than 4 GB.

    Notes
    -----
    Far out the value is small, and more working digits are needed than are proven.

    Examples
    --------
    >>> energy_at("1", spin_rapidity="1/2", digits=20).mid_text(20)
    '0.76843387488383125993'
    """
    at = exact_number("spin_rapidity", spin_rapidity)
    return enclose(
        gamma,
        digits,
        lambda state: state.energy_at(as_ball(at) / state.gamma),
        IMPURITY_STRIP,
        spare=SPARE_DIGITS + 2 * digits_above_one(abs(at)),
    )


def polaron_energy(gamma: Exact, *, momentum: Exact, digits: int = 30) -> Ball:
    """Enclose E(p) of the polaron, Eqs. (8) and (14); E(-p) = E(p) = E(p + 2πn).

    Parameters
    ----------
    gamma : str, int, Fraction, Decimal or float
        Coupling γ = c/n in [1e-30, 1e100], taken exactly.
    momentum : str, int, Fraction, Decimal or float
        p in ħn, up to 1e15 in size, taken exactly; the period is 2π, which is no such number.
    digits : int
        Digits to prove, from 1 to 4000.

    Returns
    -------
    Ball
        E in ħ²n²/m, from 0 at p = 0, where E = p²/2m*, Eq. (15), to 0 as p → 2π.
        The radius is at most 10^-digits of the value.

    Raises
    ------
    DomainError
        If an argument is not such a number.
    AccuracyError
        If so many digits would need more than 4 GB.

    Notes
    -----
    The smaller p, the more working digits are needed beyond those that are proven.

    Examples
    --------
    >>> polaron_energy("1", momentum="3", digits=20).mid_text(20)
    '0.86116074541570534559'
    """
    at = exact_number("momentum", momentum, QUANTITIES["momentum"].unit)
    if abs(at) > _LARGEST_MOMENTUM:
        raise DomainError(f"momentum must be at most 1e15 in size, got {momentum!r}")
    if not at:
        return zero(gamma, digits)
    return enclose(
        gamma,
        digits,
        lambda state: state.energy_of(as_ball(at)),
        IMPURITY_STRIP,
        spare=SPARE_DIGITS + 2 * digits_above_one(1 / at) + digits_above_one(at),
    )
