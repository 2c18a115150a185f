"""Truncated power series over any ring that contains the rationals, and the rings used here.

A series is the list of its coefficients.  Ring elements support +, -, * among themselves and
with `fmpq`.  The weak-coupling recursion runs exactly, over polynomials in odd zeta values, and
with balls; the strong-coupling recursion runs over polynomials in 1/π.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from flint import Ordering, arb, fmpq, fmpq_mpoly_ctx

#: FLINT has no common type of balls, rationals and polynomials
Element = Any


class CoefficientRing(Protocol):
    """A ring that contains ℚ and the odd zeta values."""

    @property
    def zero(self) -> Element:
        """0."""

    @property
    def one(self) -> Element:
        """1."""

    def zeta(self, k: int) -> Element:
        """Return ζ(k) for odd k ≥ 3."""


class ZetaPolynomials:
    """ℚ[ζ(3), ζ(5), …, ζ(order)]; the generator of ζ(k) is the variable (k - 3)/2."""

    def __init__(self, order: int) -> None:
        names = [f"zeta{k}" for k in range(3, max(order, 3) + 1, 2)]
        self._context = fmpq_mpoly_ctx.get(names, Ordering.degrevlex)
        self._generators = self._context.gens()
        self.zero = self._context.constant(0)
        self.one = self._context.constant(1)

    def zeta(self, k: int) -> Element:
        """Return ζ(k) as a variable."""
        return self._generators[(k - 3) // 2]


class Balls:
    """Real balls at the current precision of FLINT."""

    def __init__(self) -> None:
        self._values: dict[int, arb] = {}
        self.zero = arb(0)
        self.one = arb(1)

    def zeta(self, k: int) -> arb:
        """Return ζ(k) as a ball."""
        if k not in self._values:
            self._values[k] = arb(k).zeta()
        return self._values[k]


def dot(pairs: Iterable[tuple[Element, Element]], zero: Element) -> Element:
    """Return Σ a b over the pairs."""
    total = zero
    for a, b in pairs:
        total = total + a * b
    return total


def multiply(a: Sequence[Element], b: Sequence[Element], zero: Element) -> list[Element]:
    """Return the product of two series, as long as the shorter factor."""
    length = min(len(a), len(b))
    return [dot(((a[i], b[m - i]) for i in range(m + 1)), zero) for m in range(length)]


def power(
    base: Sequence[Element], exponent: fmpq, length: int, one: Element, zero: Element
) -> list[Element]:
    """Return base^exponent for base[0] = 1, from base · y′ = exponent · base′ · y."""
    result = [one]
    for m in range(1, length):
        terms = ((base[k] * (exponent * k - (m - k)), result[m - k]) for k in range(1, m + 1))
        result.append(dot(terms, zero) * fmpq(1, m))
    return result


def compose_with_inverse(
    outer: Sequence[Element], base: Sequence[Element], exponent: fmpq, one: Element, zero: Element
) -> list[Element]:
    """Return the coefficients in q of outer(x), where q = x base(x)^{-exponent} and base[0] = 1.

    Lagrange's inversion: [q^k] outer = (1/k) [x^{k-1}] outer′ base^{k exponent}.
    """
    result = [outer[0]]
    slope = [c * i for i, c in enumerate(outer)][1:]
    for k in range(1, len(outer)):
        factor = power(base, exponent * k, k, one, zero)
        result.append(dot(((slope[i], factor[k - 1 - i]) for i in range(k)), zero) * fmpq(1, k))
    return result
