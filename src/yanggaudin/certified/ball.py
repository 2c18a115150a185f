"""A number with a proven radius."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar

from flint import arb, fmpq, fmpz

from ..arguments import exact_number, instance, whole_number
from ..errors import DomainError
from ..foreign import optional_package
from ..numerics.precision import PRECISION, bits_for, precision
from ..results import Result

if TYPE_CHECKING:
    import mpmath


@dataclass(frozen=True)
class Ball(Result):
    """All numbers within ``radius`` of ``middle``; the true value is one of them.

    Parameters
    ----------
    middle, radius : Fraction
        Exact numbers, also given as text, int, Decimal or float; those that the functions of this
        package return are dyadic.

    Raises
    ------
    DomainError
        If one of them is no finite number, or the radius negative.

    Notes
    -----
    ``x in ball`` asks whether a number or another ball lies inside; ``float(ball)`` is the middle;
    ``str(ball)`` has a radius that covers the rounding of the digits shown.

    Examples
    --------
    >>> from yanggaudin import certified
    >>> third = Ball(Fraction(1, 4), Fraction(1, 8))
    >>> 0.3 in third, "0.376" in third, Ball(Fraction(1, 4), Fraction(1, 16)) in third
    (True, False, True)
    >>> print(certified.mass_ratio("1", digits=3))
    0.788795579 ± 3e-7

    References
    ----------
    F. Johansson, IEEE Trans. Comput. 66, 1281 (2017), on arithmetic with balls.
    """

    _saved: ClassVar = ("middle", "radius")

    middle: Fraction
    radius: Fraction

    def __post_init__(self) -> None:
        object.__setattr__(self, "middle", exact_number("middle", self.middle))
        object.__setattr__(self, "radius", exact_number("radius", self.radius))
        if self.radius < 0:
            raise DomainError(f"radius must be >= 0, got {self.radius!r}")

    @classmethod
    def from_flint(cls, value: arb) -> Ball:
        """Return the ball of a `flint.arb`, its middle cut to the digits that the radius leaves.

        Parameters
        ----------
        value : flint.arb
            A finite ball; the digits cut off are added to its radius.

        Returns
        -------
        Ball
            A ball that contains ``value``.

        Raises
        ------
        DomainError
            If it is no ball, or not finite.

        Examples
        --------
        >>> Ball.from_flint(arb(0.25)).middle
        Fraction(1, 4)
        """
        if not instance("value", value, arb).is_finite():
            raise DomainError(f"the ball must be finite, got {value}")
        kept = value
        if not value.is_exact():
            with PRECISION, precision(max(64, value.rel_accuracy_bits() + 16)):
                kept = +value  # the rounding goes into the radius
        middle, exponent = kept.mid().man_exp()
        radius, radius_exponent = kept.rad().man_exp()
        return cls(_dyadic(middle, exponent), _dyadic(radius, radius_exponent))

    def to_flint(self) -> arb:
        """Return a `flint.arb` that contains the ball.

        Returns
        -------
        flint.arb
            The same ball if middle and radius are dyadic and the radius has at most 30 bits.

        Examples
        --------
        >>> Ball(Fraction(1, 4), Fraction(1, 8)).to_flint().contains(arb(0.3))
        True
        """
        bits = 256
        if self.radius:
            bits = max(64, bits_for(3 - _floor_log10(self._relative())))
        middle = _as_arb(self.middle, bits)
        with PRECISION, precision(max(bits, self.middle.numerator.bit_length()) + 64):
            return middle + arb(0, _as_arb(self.radius, 64).upper())

    def to_mpmath(self) -> mpmath.ctx_iv.ivmpf:
        """Return an mpmath interval that contains the ball.

        Returns
        -------
        mpmath.iv.mpf
            At the precision ``mpmath.iv.prec``, its ends rounded outwards.

        Raises
        ------
        MissingPackageError
            If mpmath is not installed.

        Examples
        --------
        >>> 0.25 in Ball(Fraction(1, 4), Fraction(1, 8)).to_mpmath()
        True
        """
        iv = optional_package("mpmath").iv
        low, high = self.middle - self.radius, self.middle + self.radius
        ends = [iv.mpf(f.numerator) / iv.mpf(f.denominator) for f in (low, high)]
        interval: mpmath.ctx_iv.ivmpf = iv.mpf([ends[0].a, ends[1].b])
        return interval

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
        """Return the middle in decimal digits.

        Parameters
        ----------
        digits : int, optional
            1 … 4300; by default as many as the radius leaves, and two more.

        Returns
        -------
        str
            The decimal nearest to the middle.

        Raises
        ------
        DomainError
            If ``digits`` is no such number.

        Examples
        --------
        >>> Ball(Fraction(1, 3), Fraction(0)).mid_text(5)
        '0.33333'
        """
        if digits is None:
            digits = max(1, 2 - _floor_log10(self._relative())) if self.radius else 20
        digits = whole_number("digits", digits, 1, 4300)
        with PRECISION, precision(bits_for(digits)):
            return str(_as_arb(self.middle, bits_for(digits)).str(digits, radius=False))

    def radius_text(self) -> str:
        """Return a decimal bound on the radius.

        Returns
        -------
        str
            One digit and a power of ten, rounded up.

        Examples
        --------
        >>> Ball(Fraction(0), Fraction(1, 3)).radius_text()
        '4e-1'
        """
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
        """Return True if two balls have a number in common.

        Parameters
        ----------
        other : Ball
            The other ball.

        Returns
        -------
        bool
            False proves that the two true values differ.

        Raises
        ------
        DomainError
            If ``other`` is no ball.

        Examples
        --------
        >>> Ball(Fraction(0), Fraction(1)).overlaps(Ball(Fraction(2), Fraction(1)))
        True
        """
        other = instance("other", other, Ball)
        return abs(other.middle - self.middle) <= self.radius + other.radius

    def _relative(self) -> Fraction:
        """Return radius/|middle|; 1 around 0."""
        return self.radius / abs(self.middle) if self.middle else Fraction(1)


def _dyadic(mantissa: fmpz, exponent: fmpz) -> Fraction:
    """Return mantissa · 2^exponent."""
    scale = Fraction(2) ** int(exponent)
    return int(mantissa) * scale


def _as_arb(value: Fraction, bits: int) -> arb:
    """Return a ball around a fraction, exact if the fraction is dyadic."""
    dyadic = value.denominator & (value.denominator - 1) == 0
    with PRECISION, precision(max(value.numerator.bit_length(), 2) if dyadic else bits):
        return arb(fmpq(value.numerator, value.denominator))


def _floor_log10(value: Fraction) -> int:
    """Return the largest k with 10^k ≤ value, for a value > 0 (bit lengths alone are one off)."""
    bits = value.numerator.bit_length() - value.denominator.bit_length()
    exponent = math.floor((bits - 1) * math.log10(2))
    while Fraction(10) ** (exponent + 1) <= value:
        exponent += 1
    return exponent


def _rounded_up(value: Fraction) -> str:
    """Return the least decimal with one digit that is ≥ value."""
    if not value:
        return "0"
    exponent = _floor_log10(value)
    digit = math.ceil(value / Fraction(10) ** exponent)
    return f"{digit}e{exponent}" if digit < 10 else f"1e{exponent + 1}"
