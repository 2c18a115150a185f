"""Truncated power series over any ring that contains the rationals.

A series is the list of its coefficients.  Ring elements support +, -, * among themselves and
with `fmpq`: balls, polynomials, rationals.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from flint import fmpq

Element = Any


def dot(pairs: Iterable[tuple[Element, Element]], zero: Element) -> Element:
    """Σ a b."""
    total = zero
    for a, b in pairs:
        total = total + a * b
    return total


def multiply(a: Sequence[Element], b: Sequence[Element], zero: Element) -> list[Element]:
    """Product, as long as the shorter factor."""
    length = min(len(a), len(b))
    return [dot(((a[i], b[m - i]) for i in range(m + 1)), zero) for m in range(length)]


def power(
    base: Sequence[Element], exponent: fmpq, length: int, one: Element, zero: Element
) -> list[Element]:
    """base^exponent for base[0] = 1, from base · y′ = exponent · base′ · y."""
    result = [one]
    for m in range(1, length):
        terms = ((base[k] * (exponent * k - (m - k)), result[m - k]) for k in range(1, m + 1))
        result.append(dot(terms, zero) * fmpq(1, m))
    return result


def compose_with_inverse(
    outer: Sequence[Element], base: Sequence[Element], exponent: fmpq, one: Element, zero: Element
) -> list[Element]:
    """Coefficients in q of outer(x), where q = x base(x)^{-exponent} and base[0] = 1.

    Lagrange's inversion: [q^k] outer = (1/k) [x^{k-1}] outer′ base^{k exponent}.
    """
    result = [outer[0]]
    slope = [c * i for i, c in enumerate(outer)][1:]
    for k in range(1, len(outer)):
        factor = power(base, exponent * k, k, one, zero)
        result.append(dot(((slope[i], factor[k - 1 - i]) for i in range(k)), zero) * fmpq(1, k))
    return result
