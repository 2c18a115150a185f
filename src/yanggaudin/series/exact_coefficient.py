"""Exact coefficients: polynomials over ℚ in odd zeta values times powers of π."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from flint import arb, fmpq

from ..foreign import optional_package
from ..numerics.precision import PRECISION, precision

if TYPE_CHECKING:
    import sympy

# Bits beyond those asked for in the first evaluation.  The terms of a coefficient cancel 24 bits at
# order 35 (weak) or 70 (strong); above, the evaluation is repeated with twice the bits.
_GUARD_BITS = 24
# Evaluations stop at four times the bits of 10,000 digits, the most a series is printed with: a
# coefficient that still cancels is a fault of the recursion.
_MOST_BITS = 1 << 17


@dataclass(frozen=True, order=True)
class Term:
    """A term rational · π^pi · Π ζ(k)^e.

    Parameters
    ----------
    pi : int
        Power of π, of either sign.
    zetas : tuple of (int, int)
        The odd k and the power e of every ζ(k).
    rational : Fraction
        The factor in front.
    """

    pi: int
    zetas: tuple[tuple[int, int], ...]
    rational: Fraction


@dataclass(frozen=True)
class ExactCoefficient:
    """A sum of terms, in a fixed order and without zeros.

    Parameters
    ----------
    terms : tuple of Term
        Sorted; `collect` makes the sum of any terms.
    """

    terms: tuple[Term, ...]

    @classmethod
    def collect(cls, terms: list[Term]) -> ExactCoefficient:
        """Return the sum of terms, like terms added up.

        Parameters
        ----------
        terms : list of Term
            In any order.

        Returns
        -------
        ExactCoefficient
            Their sum.
        """
        total: dict[tuple[int, tuple[tuple[int, int], ...]], Fraction] = {}
        for term in terms:
            key = (term.pi, term.zetas)
            total[key] = total.get(key, Fraction(0)) + term.rational
        return cls(tuple(sorted(Term(*key, value) for key, value in total.items() if value)))

    def scaled(self, factor: Fraction, pi: int) -> ExactCoefficient:
        """Return the coefficient times factor · π^pi.

        Parameters
        ----------
        factor : Fraction
            Any rational number.
        pi : int
            Power of π, of either sign.

        Returns
        -------
        ExactCoefficient
            The product.
        """
        return self.collect([Term(t.pi + pi, t.zetas, t.rational * factor) for t in self.terms])

    def ball(self, bits: int) -> arb:
        """Return the value as a ball with a relative error below 2^-bits.

        Parameters
        ----------
        bits : int
            Bits of accuracy.

        Returns
        -------
        arb
            Ball that contains the value.
        """
        working = bits + _GUARD_BITS
        while working <= _MOST_BITS:
            with PRECISION, precision(working):
                value = arb(0)
                for term in self.terms:
                    product = arb(fmpq(term.rational.numerator, term.rational.denominator))
                    product *= arb.pi() ** term.pi
                    for k, exponent in term.zetas:
                        product *= arb(k).zeta() ** exponent
                    value += product
                if not self.terms or value.rel_accuracy_bits() >= bits:
                    return value
            working *= 2
        raise AssertionError("an exact coefficient cancels beyond reason")

    def text(self) -> str:
        """Return plain text, such as 1/4/pi^3 - 3/16*zeta(3)/pi^3.

        Returns
        -------
        str
            ASCII only; "0" without terms.
        """
        parts = []
        for term in self.terms:
            factors = [f"zeta({k})" + (f"^{e}" if e > 1 else "") for k, e in term.zetas]
            if term.pi > 0:
                factors.append("pi" + (f"^{term.pi}" if term.pi > 1 else ""))
            size = abs(term.rational)
            if size != 1 or not factors:
                factors.insert(0, str(size))
            body = "*".join(factors)
            if term.pi < 0:
                body += "/pi" + (f"^{-term.pi}" if term.pi < -1 else "")
            parts.append(("-" if term.rational < 0 else "+", body))
        return _join(parts)

    def latex(self) -> str:
        r"""Return LaTeX without dollars, such as \frac{1}{4\pi^{3}}-\frac{3\zeta(3)}{16\pi^{3}}.

        Returns
        -------
        str
            "0" without terms.
        """
        parts = []
        for term in self.terms:
            over = [rf"\zeta({k})" + (f"^{{{e}}}" if e > 1 else "") for k, e in term.zetas]
            under: list[str] = []
            if term.pi:
                power = abs(term.pi)
                symbol = r"\pi" + (f"^{{{power}}}" if power > 1 else "")
                (over if term.pi > 0 else under).append(symbol)
            numerator, denominator = abs(term.rational.numerator), term.rational.denominator
            if numerator != 1 or not over:
                over.insert(0, str(numerator))
            if denominator != 1:
                under.insert(0, str(denominator))
            top, bottom = "".join(over), "".join(under)
            body = rf"\frac{{{top}}}{{{bottom}}}" if bottom else top
            parts.append(("-" if term.rational < 0 else "+", body))
        return _join(parts)

    def to_sympy(self) -> sympy.Expr:
        """Return a SymPy expression; needs SymPy.

        Returns
        -------
        sympy.Expr
            The same number.

        Raises
        ------
        MissingPackageError
            If SymPy is not installed.
        """
        sympy = optional_package("sympy")
        total = sympy.Integer(0)
        for term in self.terms:
            rational = sympy.Rational(term.rational.numerator, term.rational.denominator)
            product = rational * sympy.pi**term.pi
            for k, exponent in term.zetas:
                product *= sympy.zeta(k) ** exponent
            total += product
        return total


def _join(parts: list[tuple[str, str]]) -> str:
    """Join (sign, body) pairs to a sum; a leading plus is left out."""
    if not parts:
        return "0"
    (sign, first), *rest = parts
    return ("-" if sign == "-" else "") + first + "".join(f" {s} {body}" for s, body in rest)
