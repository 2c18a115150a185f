"""A number with a proven radius."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from flint import arb, fmpq, fmpz

from ..arguments import exact_number, whole_number
from ..errors import DomainError
from ..numerics.precision import bits_for, precision

if TYPE_CHECKING:
    import mpmath

_RADIUS_DIGITS = 2


@dataclass(frozen=True)
class Ball:
    """All numbers within ``radius`` of ``middle``; the true value is one of them.

    Attributes
    ----------
    middle, radius : Fraction
        Exact numbers; what the functions of this package return is dyadic.

    Raises
    ------
    DomainError
        If the radius is negative.

    Examples
    --------
    >>> from yanggaudin import certified
    >>> third = Ball(Fraction(1, 4), Fraction(1, 8))
    >>> 0.3 in third, "0.376" in third, Ball(Fraction(1, 4), Fraction(1, 16)) in third
    (True, False, True)
    """

    middle: Fraction
    radius: Fraction

    def __post_init__(self) -> None:
        object.__setattr__(self, "middle", exact_number("middle", self.middle))
        object.__setattr__(self, "radius", exact_number("radius", self.radius))
        if self.radius < 0:
            raise DomainError(f"radius must be >= 0, got {self.radius!r}")

    @classmethod
    def from_flint(cls, value: arb) -> Ball:
        """The ball of a finite `flint.arb`, its middle cut to the digits the radius leaves."""
        if not value.is_finite():
            raise DomainError(f"the ball must be finite, got {value}")
        kept = value
        if not value.is_exact():
            with precision(max(64, value.rel_accuracy_bits() + 16)):
                kept = +value  # the rounding goes into the radius
        middle, exponent = kept.mid().man_exp()
        radius, radius_exponent = kept.rad().man_exp()
        return cls(_dyadic(middle, exponent), _dyadic(radius, radius_exponent))

    def to_flint(self) -> arb:
        """A `flint.arb` that contains the ball; the same if it is dyadic."""
        bits = 256
        if self.radius:
            bits = max(64, bits_for(3 - _floor_log10(self._relative())))
        middle = _as_arb(self.middle, bits)
        with precision(max(bits, self.middle.numerator.bit_length()) + 64):
            return middle + arb(0, _as_arb(self.radius, 64).upper())

    def to_mpmath(self) -> mpmath.ctx_iv.ivmpf:
        """An `mpmath.iv.mpf` interval that contains the ball, at mpmath's interval precision."""
        import mpmath

        iv = mpmath.iv
        low, high = self.middle - self.radius, self.middle + self.radius
        ends = [iv.mpf(f.numerator) / iv.mpf(f.denominator) for f in (low, high)]
        return iv.mpf([ends[0].a, ends[1].b])

    @property
    def relative_radius(self) -> float:
        """radius/|middle|, rounded up; infinite for a radius around 0."""
        if not self.radius:
            return 0.0
        ratio = self._relative()
        if not self.middle or ratio > 10**300:
            return math.inf
        return math.nextafter(float(ratio), math.inf)

    def mid_text(self, digits: int | None = None) -> str:
        """The middle in decimal digits, by default as many as the radius leaves, and two more."""
        if digits is None:
            digits = max(1, 2 - _floor_log10(self._relative())) if self.radius else 20
        digits = whole_number("digits", digits, 1, 4300)
        with precision(bits_for(digits)):
            return str(_as_arb(self.middle, bits_for(digits)).str(digits, radius=False))

    def radius_text(self) -> str:
        """A decimal bound on the radius, with one digit, rounded up."""
        return _rounded_up(self.radius)

    def __str__(self) -> str:
        """Decimal digits, and a radius that covers their rounding too."""
        middle = self.mid_text()
        shown = abs(self.middle - Fraction(middle)) + self.radius
        return f"{middle} ± {_rounded_up(shown)}"

    def __repr__(self) -> str:
        return f"<Ball {self}>"

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


def _as_arb(value: Fraction, bits: int) -> arb:
    """A ball around a fraction, exact if it is dyadic."""
    dyadic = value.denominator & (value.denominator - 1) == 0
    with precision(max(value.numerator.bit_length(), 2) if dyadic else bits):
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
