"""Coefficients of e(γ) at both ends: exact, as balls, and from the shipped table.

weak:    e(γ) = Σ_k e_k γ^{1 + k/2}        strong:  e(γ) = Σ_k e_k γ^{-k}
"""

from __future__ import annotations

import json
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import Literal

from flint import arb, fmpq

from ..numerics.precision import PRECISION, bits_for, precision
from .coefficient_rings import Balls, ZetaPolynomials
from .exact_coefficient import ExactCoefficient, Term
from .strong_recursion import strong_energy_coefficients
from .weak_recursion import weak_energy_coefficients

Side = Literal["weak", "strong"]

#: The recursion loses about so many bits at every order.  If it loses more, the computation is
#: repeated with twice the bits, so this decides about time only.
_BITS_PER_ORDER = 1.25

#: γ²/6, the one term of the weak series outside the pattern ε_k/(4π)^k
_SIXTH = Term(0, (), Fraction(1, 6))

#: the longest list of exact coefficients computed so far at either end
_known: dict[Side, tuple[ExactCoefficient, ...]] = {"weak": (), "strong": ()}


def energy_exponent(side: Side, k: int) -> Fraction:
    """Return the power of γ that belongs to e_k."""
    return 1 + Fraction(k, 2) if side == "weak" else Fraction(-k)


def exact_energy(side: Side, order: int) -> tuple[ExactCoefficient, ...]:
    """Return e_0 … e_order as exact expressions, from the longest list known where it suffices."""
    if len(_known[side]) <= order:
        _known[side] = exact_weak(order) if side == "weak" else exact_strong(order)
    return _known[side][: order + 1]


def exact_weak(order: int) -> tuple[ExactCoefficient, ...]:
    """Return e_0 … e_order at weak coupling, polynomials over ℚ in ζ(3), ζ(5), … and 1/π."""
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
    """Return e_0 … e_order at strong coupling, polynomials over ℚ in π²."""
    return tuple(
        ExactCoefficient.collect(
            [Term(2 + k - i, (), _fraction(r)) for i, r in enumerate(polynomial.coeffs())]
        )
        for k, polynomial in enumerate(strong_energy_coefficients(order))
    )


def energy_balls(side: Side, order: int, digits: int) -> tuple[arb, ...]:
    """Return e_0 … e_order as balls with so many digits, proven for the recursion."""
    if side == "strong":
        return _strong_balls(order, digits)
    table, table_digits = weak_table()
    if order < len(table) and digits <= table_digits:
        return table[: order + 1]
    return computed_weak_balls(order, digits)


@cache
def computed_weak_balls(order: int, digits: int) -> tuple[arb, ...]:
    """Return e_0 … e_order at weak coupling from the recursion, not from the table."""
    bits = bits_for(digits) + int(_BITS_PER_ORDER * order)
    while True:
        with PRECISION, precision(bits):
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
def _strong_balls(order: int, digits: int) -> tuple[arb, ...]:
    """Evaluate the exact e_0 … e_order at strong coupling."""
    return tuple(c.ball(bits_for(digits, guard=1)) for c in exact_energy("strong", order))


@cache
def weak_table() -> tuple[tuple[arb, ...], int]:
    """Return the shipped e_k as balls and their digits; `tools/weak_table.py` makes the table."""
    text = (files("yanggaudin") / "data" / "weak_energy.json").read_text(encoding="utf-8")
    table = json.loads(text)
    digits = int(table["digits"])
    with PRECISION, precision(bits_for(digits)):
        balls = []
        for decimal in table["e_k"]:
            middle = arb(decimal)
            # the last digit is rounded
            balls.append(middle + arb(0, 1) * abs(middle) * arb(10) ** (1 - digits))
    return tuple(balls), digits


def _fraction(rational: fmpq) -> Fraction:
    """Convert a rational of FLINT."""
    return Fraction(int(rational.p), int(rational.q))
