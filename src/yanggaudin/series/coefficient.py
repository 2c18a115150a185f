"""Exact coefficients: polynomials over ℚ in odd zeta values times powers of π."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from flint import arb, fmpq

from ..numerics.precision import precision

if TYPE_CHECKING:
    import sympy

_GUARD_BITS = 24
_MOST_BITS = 1 << 16


@dataclass(frozen=True, order=True)
class Term:
    """rational · π^pi · Π ζ(k)^e."""

    pi: int
    zetas: tuple[tuple[int, int], ...]
    rational: Fraction


@dataclass(frozen=True)
class ExactCoefficient:
    """A sum of terms, in a fixed order and without zeros."""

    terms: tuple[Term, ...]

    @classmethod
    def collect(cls, terms: list[Term]) -> ExactCoefficient:
        """Add up like terms."""
        total: dict[tuple[int, tuple[tuple[int, int], ...]], Fraction] = {}
        for term in terms:
            key = (term.pi, term.zetas)
            total[key] = total.get(key, Fraction(0)) + term.rational
        return cls(tuple(sorted(Term(*key, value) for key, value in total.items() if value)))

    def scaled(self, factor: Fraction, pi: int = 0) -> ExactCoefficient:
        """Multiply by factor · π^pi."""
        return self.collect([Term(t.pi + pi, t.zetas, t.rational * factor) for t in self.terms])

    def ball(self, bits: int) -> arb:
        """Value with a relative error below 2^-bits, as a ball."""
        working = bits + _GUARD_BITS
        while True:
            with precision(working):
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
            if working > _MOST_BITS:
                raise AssertionError("an exact coefficient cancels beyond reason")

    def text(self) -> str:
        """Plain text, such as 1/4/pi^3 - 3/16*zeta(3)/pi^3."""
        if not self.terms:
            return "0"
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
        r"""LaTeX, such as \frac{1}{4\pi^{3}}-\frac{3\zeta(3)}{16\pi^{3}}."""
        if not self.terms:
            return "0"
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
        """SymPy expression; needs SymPy."""
        import sympy

        total = sympy.Integer(0)
        for term in self.terms:
            rational = sympy.Rational(term.rational.numerator, term.rational.denominator)
            product = rational * sympy.pi**term.pi
            for k, exponent in term.zetas:
                product *= sympy.zeta(k) ** exponent
            total += product
        return total


def _join(parts: list[tuple[str, str]]) -> str:
    (sign, first), *rest = parts
    return ("-" if sign == "-" else "") + first + "".join(f" {s} {body}" for s, body in rest)
