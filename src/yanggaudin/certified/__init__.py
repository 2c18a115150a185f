"""Any number of proven digits: every function returns a `Ball` that contains the true value.

A theorem, not an estimate: rounding, the discretisation of the integral equation and the inversion
γ → Q are all bounded; docs/certified.md has the proof.

Couplings and other arguments are exact: text and `decimal.Decimal` as written, int and Fraction as
they are, a float as the binary number it is.  Units as everywhere: ħ = m = n = 1.

>>> from yanggaudin import certified
>>> ball = certified.mass_ratio("1", digits=30)
>>> ball.mid_text(30), ball.relative_radius < 1e-30
('0.788795579853959055744302842132', True)
"""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from flint import arb

from ..arguments import (
    LARGEST_COUPLING,
    SMALLEST_COUPLING,
    exact_number,
    positive_number,
    whole_number,
)
from ..errors import AccuracyError, DomainError
from ..numerics.precision import bits_for, precision
from .ball import Ball
from .one_rule import IMPURITY_STRIP, KERNEL_STRIP
from .state import State, as_ball

__all__ = [
    "Ball",
    "chemical_potential",
    "dressed_momentum",
    "energy",
    "energy_at",
    "fermi_rapidity_over_c",
    "luttinger_parameter",
    "mass_ratio",
    "momentum_at",
    "pair_correlation",
    "polaron_energy",
    "quartic_coefficient",
    "rapidity_density",
    "second_derivative",
    "sound_velocity",
    "three_body_correlation",
]

Exact = float | int | str | Fraction | Decimal

_MOST_DIGITS = 4000
_MOST_ATTEMPTS = 14
# working digits beyond those asked for
_SPARE_DIGITS = 3


def energy(gamma: Exact, digits: int = 30) -> Ball:
    """e(γ), Eq. (20).

    Parameters
    ----------
    gamma : str, int, Fraction, Decimal or float
        Coupling γ > 0, taken exactly.
    digits : int
        The radius is at most 10^-digits of the value; 1 … 4000.

    Raises
    ------
    DomainError
        If an argument is no such number.
    AccuracyError
        If so many digits would need more than 4 GB; the message says how much.

    Notes
    -----
    These notes hold for every function of this module.  What it costs is in docs/certified.md:
    30 digits take some hundredths of a second at γ = 1 and a second or two at γ = 0.01, 1000
    digits at γ = 1 some minutes.

    Examples
    --------
    >>> energy("1/2", digits=20).mid_text(20)
    '0.36597985070817942411'
    """
    return _enclose(gamma, digits, lambda state: state.energy)


def mass_ratio(gamma: Exact, digits: int = 30) -> Ball:
    """m/m*, Eqs. (16) and (21); arguments and errors as for `energy`."""
    return _enclose(gamma, digits, lambda state: state.mass_ratio)


def chemical_potential(gamma: Exact, digits: int = 30) -> Ball:
    """μ in ħ²n²/m; arguments and errors as for `energy`."""
    return _enclose(gamma, digits, lambda state: state.chemical_potential)


def pair_correlation(gamma: Exact, digits: int = 30) -> Ball:
    """g₂ = e′(γ); arguments and errors as for `energy`."""
    return _enclose(gamma, digits, lambda state: state.pair_correlation)


def luttinger_parameter(gamma: Exact, digits: int = 30) -> Ball:
    """K = (2πρ(Q))²; arguments and errors as for `energy`."""
    return _enclose(gamma, digits, lambda state: state.luttinger_parameter)


def sound_velocity(gamma: Exact, digits: int = 30) -> Ball:
    """v in ħn/m; arguments and errors as for `energy`."""
    return _enclose(gamma, digits, lambda state: state.sound_velocity)


def fermi_rapidity_over_c(gamma: Exact, digits: int = 30) -> Ball:
    """Q/c; arguments and errors as for `energy`."""
    return _enclose(gamma, digits, lambda state: state.fermi_rapidity_over_c)


def second_derivative(gamma: Exact, digits: int = 30) -> Ball:
    """e″(γ); arguments and errors as for `energy`."""
    return _enclose(gamma, digits, lambda state: state.second_derivative)


def three_body_correlation(gamma: Exact, digits: int = 30) -> Ball:
    """g₃, the probability of three atoms at one point; arguments and errors as for `energy`."""
    return _enclose(gamma, digits, lambda state: state.three_body_correlation)


def quartic_coefficient(gamma: Exact, digits: int = 30) -> Ball:
    """A₄ of E(p) = p²/2m* + A₄p⁴ + …; arguments and errors as for `energy`."""
    return _enclose(gamma, digits, lambda state: state.quartic_coefficient)


def rapidity_density(k: Exact, gamma: Exact, digits: int = 30) -> Ball:
    """ρ(k) of Eq. (5), k in units of n, |k| ≤ Q; further arguments and errors as for `energy`."""
    at = exact_number("k", k)
    return _enclose(gamma, digits, lambda state: state.rapidity_density(as_ball(at)))


def dressed_momentum(k: Exact, gamma: Exact, digits: int = 30) -> Ball:
    """σ(k) of Eq. (13), in ħn; arguments and errors as for `rapidity_density`."""
    at = exact_number("k", k)
    if not at:
        return _zero(gamma, digits)
    return _enclose(gamma, digits, lambda state: state.dressed_momentum(as_ball(at)))


def momentum_at(eta: Exact, gamma: Exact, digits: int = 30) -> Ball:
    """p(η) of Eq. (8) in ħn, η in units of n; further arguments and errors as for `energy`."""
    at = exact_number("eta", eta)
    return _enclose(
        gamma,
        digits,
        lambda state: state.momentum_at(as_ball(at) / state.gamma),
        IMPURITY_STRIP,
        spare=_SPARE_DIGITS + _digits_above_one(abs(at)),
    )


def energy_at(eta: Exact, gamma: Exact, digits: int = 30) -> Ball:
    """E(η) of Eq. (14) in ħ²n²/m, η in units of n; arguments and errors as for `momentum_at`."""
    at = exact_number("eta", eta)
    return _enclose(
        gamma,
        digits,
        lambda state: state.energy_at(as_ball(at) / state.gamma),
        IMPURITY_STRIP,
        spare=_SPARE_DIGITS + 2 * _digits_above_one(abs(at)),
    )


def polaron_energy(p: Exact, gamma: Exact, digits: int = 30) -> Ball:
    """E(p) of the polaron in ħ²n²/m, 0 ≤ p ≤ 2πħn; further arguments and errors as for `energy`.

    >>> polaron_energy("3", "1", digits=20).mid_text(20)
    '0.86116074541570534559'
    """
    at = exact_number("p", p)
    with precision(at.numerator.bit_length() + at.denominator.bit_length() + 64):
        if at < 0 or not as_ball(at) <= 2 * arb.pi():
            raise DomainError(f"p must lie in [0, 2πn], got {p!r}")
    if not at:
        return _zero(gamma, digits)
    return _enclose(
        gamma,
        digits,
        lambda state: state.energy_of(as_ball(at)),
        IMPURITY_STRIP,
        spare=_SPARE_DIGITS + 2 * _digits_above_one(1 / at),
    )


def _checked(gamma: object, digits: object) -> tuple[Fraction, int]:
    remedy = "; time and memory grow with their square and more: 4000 at gamma = 1 need 23 GB"
    return (
        positive_number("gamma", gamma, SMALLEST_COUPLING, LARGEST_COUPLING),
        whole_number("digits", digits, 1, _MOST_DIGITS, remedy),
    )


def _zero(gamma: object, digits: object) -> Ball:
    _checked(gamma, digits)
    return Ball(Fraction(0), Fraction(0))


def _digits_above_one(size: Fraction) -> int:
    """Digits that absolute bounds lose: p is proportional to 1/η and E to p², at the far end."""
    bits = size.numerator.bit_length() - size.denominator.bit_length()
    return max(0, math.ceil(bits * math.log10(2)))


def _enclose(
    gamma: Exact,
    digits: int,
    quantity: Callable[[State], arb],
    strip: float = KERNEL_STRIP,
    *,
    spare: int = _SPARE_DIGITS,
) -> Ball:
    """Work with more and more digits until the radius is small enough."""
    exact, digits = _checked(gamma, digits)
    following = digits + spare
    for _ in range(_MOST_ATTEMPTS):
        working = following
        try:
            with precision(bits_for(working)):
                value = quantity(_state(exact, working, strip))
        except AccuracyError as error:
            raise AccuracyError(f"gamma = {gamma}, {digits} digits: {error}") from None
        if value.is_finite() and not value.contains(0):
            ball = Ball.from_flint(value)
            if ball.radius * 10**digits <= abs(ball.middle):
                return ball
            reached = value.rel_accuracy_bits() * math.log10(2)
            following = working + max(math.ceil(digits - reached), 0) + 2
        else:  # the size is not even known
            following = 2 * working
    raise AccuracyError(
        f"gamma = {gamma}, {digits} digits: {working} working digits give {value}; {following} or "
        "more would be needed"
    )


@lru_cache(maxsize=8)
def _state(gamma: Fraction, digits: int, strip: float) -> State:
    return State(gamma, digits, strip)
