"""A number with a proven radius."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from flint import arb, fmpq, fmpz

from ..domain import exact_number, whole_number
from ..precision import bits_for, precision

if TYPE_CHECKING:
    import mpmath

_RADIUS_DIGITS = 2


@dataclass(frozen=True)
class Ball:
    """All numbers within ``radius`` of ``middle``; the true value is one of them.

    Attributes
    ----------
    middle, radius : Fraction
        Exact dyadic numbers.

    Examples
    --------
    >>> from yanggaudin import certified
    >>> third = Ball(Fraction(1, 4), Fraction(1, 8))
    >>> 0.3 in third, "0.376" in third, Ball(Fraction(1, 4), Fraction(1, 16)) in third
    (True, False, True)
    """

    middle: Fraction
    radius: Fraction

    @classmethod
    def from_flint(cls, value: arb) -> Ball:
        """The ball of a finite `flint.arb`, its middle cut to the digits the radius leaves."""
        if not value.is_finite():
            raise ArithmeticError("a ball without bounds is no result; please report it")
        with precision(max(64, value.rel_accuracy_bits() + 16)):
            kept = +value
        middle, exponent = kept.mid().man_exp()
        radius, radius_exponent = kept.rad().man_exp()
        return cls(_dyadic(middle, exponent), _dyadic(radius, radius_exponent))

    def to_flint(self) -> arb:
        """The same ball as a `flint.arb`."""
        return arb(_exact_arb(self.middle), _exact_arb(self.radius))

    def to_mpmath(self) -> mpmath.ctx_iv.ivmpf:
        """An `mpmath.iv.mpf` interval that contains the ball, at mpmath's interval precision."""
        import mpmath

        iv = mpmath.iv
        low, high = self.middle - self.radius, self.middle + self.radius
        ends = [iv.mpf(f.numerator) / iv.mpf(f.denominator) for f in (low, high)]
        return iv.mpf([ends[0].a, ends[1].b])

    @property
    def relative_radius(self) -> float:
        """radius/|middle|, rounded up; infinite if the ball contains 0 in its middle."""
        if not self.middle:
            return math.inf if self.radius else 0.0
        return math.nextafter(float(self.radius / abs(self.middle)), math.inf)

    def mid_text(self, digits: int | None = None) -> str:
        """The middle in decimal digits, by default as many as the radius leaves, and two more."""
        if digits is None:
            digits = 20 if not self.relative_radius else 2 - _floor_log10(self._relative())
        digits = whole_number("digits", max(digits, 1), 1, 10**7)
        with precision(bits_for(digits)):
            return str(_exact_arb(self.middle).str(digits, radius=False))

    def radius_text(self) -> str:
        """A decimal bound on the radius, with one digit, rounded up."""
        return _rounded_up(self.radius)

    def __str__(self) -> str:
        """Decimal digits, and a radius that covers their rounding too."""
        middle = self.mid_text()
        shown = abs(self.middle - Fraction(middle)) + self.radius
        return f"{middle} ± {_rounded_up(shown)}"

    def __float__(self) -> float:
        return float(self.middle)

    def __contains__(self, other: object) -> bool:
        """Whether a number (text and decimals taken exactly) or another ball lies inside."""
        if isinstance(other, Ball):
            return abs(other.middle - self.middle) + other.radius <= self.radius
        return abs(exact_number("the number", other) - self.middle) <= self.radius

    def overlaps(self, other: Ball) -> bool:
        """Whether two balls have a number in common."""
        return abs(other.middle - self.middle) <= self.radius + other.radius

    def _relative(self) -> Fraction:
        return self.radius / abs(self.middle) if self.middle else Fraction(1)


def _dyadic(mantissa: fmpz, exponent: fmpz) -> Fraction:
    scale = Fraction(2) ** int(exponent)
    return int(mantissa) * scale


def _exact_arb(value: Fraction) -> arb:
    # a dyadic number is exact at the precision of its numerator
    with precision(max(value.numerator.bit_length(), 2)):
        return arb(fmpq(value.numerator, value.denominator))


def _floor_log10(value: Fraction) -> int:
    bits = value.numerator.bit_length() - value.denominator.bit_length()
    exponent = math.floor((bits - 1) * math.log10(2))
    while Fraction(10) ** (exponent + 1) <= value:
        exponent += 1
    return exponent


def _rounded_up(value: Fraction) -> str:
    if not value:
        return "0"
    exponent = _floor_log10(value)
    digit = math.ceil(value / Fraction(10) ** exponent)
    return f"{digit}e{exponent}" if digit < 10 else f"1e{exponent + 1}"
