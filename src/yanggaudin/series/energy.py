"""Coefficients of e(γ) at both ends: exact, as balls, and from the shipped table.

weak:    e(γ) = Σ_k e_k γ^{1 + k/2}        strong:  e(γ) = Σ_k e_k γ^{-k}
"""

from __future__ import annotations

import json
from fractions import Fraction
from functools import cache
from importlib.resources import files

from flint import arb, fmpq

from ..numerics.precision import bits_for, precision
from .coefficient import ExactCoefficient, Term
from .rings import Balls, ZetaPolynomials
from .strong_recursion import strong_energy_coefficients
from .weak_recursion import weak_energy_coefficients

# bits the recursion loses an order
_BITS_PER_ORDER = 1.25

#: γ²/6, the one term of the weak series outside the pattern ε_k/(4π)^k
_SIXTH = Term(0, (), Fraction(1, 6))


_known: dict[str, tuple[ExactCoefficient, ...]] = {"weak": (), "strong": ()}


def exact_energy(side: str, order: int) -> tuple[ExactCoefficient, ...]:
    """e_0 … e_order; the longest list computed so far is kept."""
    if len(_known[side]) <= order:
        _known[side] = exact_weak(order) if side == "weak" else exact_strong(order)
    return _known[side][: order + 1]


def exact_weak(order: int) -> tuple[ExactCoefficient, ...]:
    """e_0 … e_order as polynomials over ℚ in ζ(3), ζ(5), … and 1/π."""
    coefficients = []
    for k, polynomial in enumerate(weak_energy_coefficients(order, ZetaPolynomials(order))):
        terms = [
            Term(
                -k,
                tuple((2 * i + 3, int(e)) for i, e in enumerate(exponents) if e),
                _fraction(rational) / 4**k,
            )
            for exponents, rational in polynomial.terms()
        ]
        coefficients.append(ExactCoefficient.collect([*terms, _SIXTH] if k == 2 else terms))
    return tuple(coefficients)


def exact_strong(order: int) -> tuple[ExactCoefficient, ...]:
    """e_0 … e_order as polynomials over ℚ in π²."""
    return tuple(
        ExactCoefficient.collect(
            [
                Term(2 + k - i, (), _fraction(rational))
                for i, rational in enumerate(polynomial.coeffs())
            ]
        )
        for k, polynomial in enumerate(strong_energy_coefficients(order))
    )


def weak_balls(order: int, digits: int) -> tuple[arb, ...]:
    """e_0 … e_order as balls with the given number of digits proven for the recursion."""
    table, table_digits = weak_table()
    if order < len(table) and digits <= table_digits:
        return table[: order + 1]
    return computed_weak_balls(order, digits)


@cache
def computed_weak_balls(order: int, digits: int) -> tuple[arb, ...]:
    """The same, from the recursion and not from the table."""
    bits = bits_for(digits) + int(_BITS_PER_ORDER * order)
    while True:
        with precision(bits):
            scale = 1 / (4 * arb.pi())
            coefficients = [
                c * scale**k for k, c in enumerate(weak_energy_coefficients(order, Balls()))
            ]
            if order >= 2:
                coefficients[2] += arb(fmpq(1, 6))
        if min(c.rel_accuracy_bits() for c in coefficients) >= bits_for(digits, guard=0):
            return tuple(coefficients)
        bits *= 2


@cache
def strong_balls(order: int, digits: int) -> tuple[arb, ...]:
    """e_0 … e_order as balls with the given number of digits."""
    return tuple(c.ball(bits_for(digits, guard=1)) for c in exact_energy("strong", order))


@cache
def weak_table() -> tuple[tuple[arb, ...], int]:
    """The shipped e_k as balls, and their number of digits; tools/weak_table.py makes it."""
    text = (files("yanggaudin") / "data" / "weak_energy.json").read_text(encoding="utf-8")
    table = json.loads(text)
    digits = int(table["digits"])
    with precision(bits_for(digits)):
        balls = []
        for decimal in table["e_k"]:
            middle = arb(decimal)
            # the last digit is rounded
            balls.append(middle + arb(0, 1) * abs(middle) * arb(10) ** (1 - digits))
    return tuple(balls), digits


def _fraction(rational: fmpq) -> Fraction:
    return Fraction(int(rational.p), int(rational.q))
