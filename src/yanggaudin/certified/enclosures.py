"""From a coupling and a number of digits to a ball: working digits are added until they suffice."""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from flint import arb

from ..arguments import LARGEST_COUPLING, SMALLEST_COUPLING, positive_number, whole_number
from ..errors import AccuracyError
from ..numerics.precision import PRECISION, bits_for, precision
from .ball import Ball
from .one_rule import KERNEL_STRIP
from .state import State

#: what is taken exactly: text and decimals as written, a float as the binary number it is
Exact = float | int | str | Fraction | Decimal

# far more than anyone waits for: 1000 digits at γ = 1 take some minutes
_MOST_DIGITS = 4000
# the first attempt or the second succeeds, unless the size of the value has to be found first: 14
# doublings of the working digits are far beyond what memory allows
_MOST_ATTEMPTS = 14
# working digits beyond those asked for, so that one attempt is nearly always enough
SPARE_DIGITS = 3
# a state is used again by the next quantity of the same coupling; large ones are megabytes
_KEPT_STATES = 8


def enclose(
    gamma: Exact,
    digits: int,
    quantity: Callable[[State], arb],
    strip: float = KERNEL_STRIP,
    *,
    spare: int = SPARE_DIGITS,
) -> Ball:
    """Return a quantity of the state of γ, its radius at most 10^-digits of the value.

    `strip` is where its integrands are analytic, `spare` how many working digits it is expected to
    lose.  A quantity may answer nan, or a ball around 0, to ask for more working digits.
    """
    exact, digits = checked(gamma, digits)
    following = digits + spare
    for _ in range(_MOST_ATTEMPTS):
        working = following
        try:
            with PRECISION, precision(bits_for(working)):
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


def checked(gamma: object, digits: object) -> tuple[Fraction, int]:
    """Return γ exactly and the number of digits, else raise `DomainError`."""
    remedy = "; time and memory grow with their square and more: 4000 at gamma = 1 need 23 GB"
    return (
        positive_number("gamma", gamma, SMALLEST_COUPLING, LARGEST_COUPLING),
        whole_number("digits", digits, 1, _MOST_DIGITS, remedy),
    )


def zero(gamma: object, digits: object) -> Ball:
    """Return what is exactly 0 at every coupling."""
    checked(gamma, digits)
    return Ball(Fraction(0), Fraction(0))


def digits_above_one(size: Fraction) -> int:
    """Return the decimal digits before the point, which are those that absolute bounds lose.

    Far out p is proportional to 1/η and E to p², while the bounds are those of O(1).
    """
    bits = size.numerator.bit_length() - size.denominator.bit_length()
    return max(0, math.ceil(bits * math.log10(2)))


@lru_cache(maxsize=_KEPT_STATES)
def _state(gamma: Fraction, digits: int, strip: float) -> State:
    """Return the state, kept for the next quantity."""
    return State(gamma, digits, strip)
