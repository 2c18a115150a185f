"""Truncated series of a quantity at weak or strong coupling, as an object."""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Literal

import numpy as np
from flint import arb, fmpq
from numpy.typing import ArrayLike, NDArray

from ..arguments import positive_number, real_array, whole_number
from ..errors import AccuracyError, DomainError
from ..numerics.precision import bits_for, precision
from .coefficient import ExactCoefficient
from .energy import exact_energy, strong_balls, weak_balls, weak_table
from .estimate import Estimate, truncated_strong, truncated_weak
from .quantity import Quantity, quantity
from .resummation import FEWEST_TERMS, resummed

if TYPE_CHECKING:
    import sympy

Side = Literal["weak", "strong"]
_MOST_ORDERS = {"weak": 1000, "strong": 400}
_MOST_EXACT = {"weak": 80, "strong": 400}
_LOOK_AHEAD = 3
_MOST_DIGITS = 10_000
_TABLE_DIGITS = 100
#: couplings at which a sum is of use
_USE: dict[Side, tuple[float, float]] = {"weak": (0.0, 10.0), "strong": (5.0, math.inf)}


@dataclass(frozen=True)
class Series:
    """Terms c_k γ^{x_k} of a quantity, k = 0 … order.

    Made by `weak` and `strong`.

    Attributes
    ----------
    side : "weak" or "strong"
        Where it holds.
    name : str
        The quantity, a key of `QUANTITIES`.
    order : int
        Index of the last term.
    digits : int or None
        None if the coefficients are exact, else their number of proven digits.
    """

    side: Side
    name: str
    order: int
    digits: int | None = None

    @property
    def _quantity(self) -> Quantity:
        return quantity(self.name)

    @cached_property
    def exponents(self) -> tuple[Fraction, ...]:
        """x_k, the power of γ of every term."""
        return tuple(self._energy_exponent(k) + self._quantity.shift for k in range(self.order + 1))

    @cached_property
    def exact(self) -> tuple[ExactCoefficient, ...]:
        """The coefficients as exact expressions.

        Raises
        ------
        DomainError
            If the series was asked for in digits.
        """
        if self.digits is not None:
            raise DomainError(
                f"this series has numbers of {self.digits} digits; leave digits out for exact ones"
            )
        energy = exact_energy(self.side, self.order)
        return tuple(c.scaled(self._factor(k), self._quantity.pi) for k, c in enumerate(energy))

    def balls(self, digits: int | None = None) -> tuple[arb, ...]:
        """The coefficients as balls, by default with the digits of the series or 40."""
        return self._balls(whole_number("digits", digits or self.digits or 40, 1, _MOST_DIGITS))

    def _balls(self, digits: int, extra: int = 0) -> tuple[arb, ...]:
        numbers = weak_balls if self.side == "weak" else strong_balls
        energy = numbers(self.order + extra, digits)
        with precision(bits_for(digits)):
            pi_power = arb.pi() ** self._quantity.pi
            return tuple(
                c * pi_power * self._factor(k).numerator / self._factor(k).denominator
                for k, c in enumerate(energy)
            )

    def coefficient_array(self) -> NDArray[np.float64]:
        """The coefficients as doubles, each within one unit of the last place.

        Raises
        ------
        AccuracyError
            If one of them is too large for a double.
        """
        array = np.array([float(c.mid()) for c in self.balls(20)])
        if not np.isfinite(array).all():
            k = int(np.argmin(np.isfinite(array)))
            raise AccuracyError(
                f"coefficient {k} is too large for a double; use balls(), value() or order < {k}"
            )
        return array

    def __call__(self, gamma: ArrayLike) -> NDArray[np.float64]:
        """Sum of all terms at couplings γ > 0 of any shape, in doubles, whatever it is worth.

        `value` stops where it is best and says how good that is.
        """
        gamma = real_array("gamma", gamma, np.finfo(float).tiny, np.finfo(float).max)
        with np.errstate(over="ignore", invalid="ignore"):
            x = np.sqrt(gamma) if self.side == "weak" else 1 / gamma
            lowest = gamma ** float(self.exponents[0])
            total = lowest * np.polynomial.polynomial.polyval(x, self.coefficient_array())
        if not np.isfinite(total).all():
            worst = float(gamma[~np.isfinite(total)].flat[0])
            raise AccuracyError(f"the sum does not fit into a double at gamma = {worst!r}")
        return np.asarray(total)

    def value(
        self, gamma: float | str | Fraction | Decimal, relative_tolerance: float | None = None
    ) -> Estimate:
        """Best value this series gives at one coupling, with an estimate of its error.

        Weak: summed to the smallest term or to the last one there is; strong: to the last one, or
        to the smallest where the series diverges (γ < 6.95).  Three more coefficients serve the
        estimate; near the end of the table of 400 they are those of the series itself.

        Parameters
        ----------
        gamma : float, str, Fraction or Decimal
            Coupling, at most 10 (weak) or at least 5 (strong), the use of the series; a float is
            taken as the binary number it is, text as a decimal or a fraction.
        relative_tolerance : float, optional
            Refuse if the estimated error is larger than this fraction of the value.

        Raises
        ------
        DomainError
            If gamma is not such a number.
        AccuracyError
            If the tolerance cannot be met.
        """
        point = self._coupling(gamma)
        digits = self.digits or _TABLE_DIGITS
        with precision(bits_for(digits)):
            terms = self._terms(arb(point), digits)
            best = truncated_weak(terms) if self.side == "weak" else truncated_strong(terms)
        if relative_tolerance is not None:
            best.require(relative_tolerance, f"the {self.side} series to order {self.order}")
        return best

    def resummed(
        self, gamma: float | str | Fraction | Decimal, relative_tolerance: float | None = None
    ) -> Estimate:
        """Borel-Padé sum of the weak series at one coupling, with an estimate of its error.

        The leftover e^{-16π/√γ} of `resummation` is added; 5e-4 of it is part of the error.
        Parameters and errors are those of `value`; for γ ≤ 10.

        Examples
        --------
        >>> from decimal import Decimal
        >>> print(weak(40, digits=60).resummed(1).value.quantize(Decimal("1e-18")))
        0.639151285272074494
        """
        if self.side != "weak" or self.order < FEWEST_TERMS:
            raise DomainError(
                f"resummation needs a weak series of order {FEWEST_TERMS} or more, "
                f"got the {self.side} one of order {self.order}"
            )
        coupling = self._coupling(gamma)
        with precision(bits_for(_TABLE_DIGITS)):
            point = arb(coupling)
            prefactor = point ** int(self._energy_exponent(0) + self._quantity.shift)
            best = resummed(self.balls(_TABLE_DIGITS), point, prefactor, self._quantity)
        if relative_tolerance is not None:
            best.require(relative_tolerance, f"the resummed series of order {self.order}")
        return best

    def _coupling(self, gamma: object) -> fmpq:
        exact = positive_number("gamma", gamma, *_USE[self.side])
        return fmpq(exact.numerator, exact.denominator)

    def _terms(self, gamma: arb, digits: int) -> list[arb]:
        root = gamma.sqrt()
        extra = _LOOK_AHEAD
        if self.side == "weak" and self.order < len(weak_table()[0]):
            # the last orders of the table are estimated from themselves
            extra = min(extra, len(weak_table()[0]) - 1 - self.order)
        return [
            c * root ** int(2 * (self._energy_exponent(k) + self._quantity.shift))
            for k, c in enumerate(self._balls(digits, extra))
        ]

    def terms(self, gamma: float | str | Fraction | Decimal) -> tuple[arb, ...]:
        """The terms c_k γ^{x_k} at one coupling, as balls of 100 digits or more."""
        point = self._coupling(gamma)
        digits = max(self.digits or 0, _TABLE_DIGITS)
        with precision(bits_for(digits)):
            return tuple(self._terms(arb(point), digits)[: self.order + 1])

    def text(self) -> str:
        """One line per term."""
        name = f"{self._quantity.symbol}(gamma), {self.side} coupling, order {self.order}"
        lines = [
            f"gamma^({x}): {c}"
            for x, c in zip(self.exponents, self._printed(latex=False), strict=True)
        ]
        return "\n".join([name, *lines])

    def latex(self) -> str:
        """The sum as one LaTeX expression, without the terms that vanish."""
        terms = [
            rf"\left({c}\right)\gamma^{{{_latex_exponent(x)}}}"
            for x, c in zip(self.exponents, self._printed(latex=True), strict=True)
            if c != "0"
        ]
        return f"{self._quantity.latex} = " + (" + ".join(terms) or "0")

    def json(self) -> str:
        """Quantity, side, and exponent and coefficient of every term as strings."""
        terms = [
            {"exponent": str(x), "coefficient": c}
            for x, c in zip(self.exponents, self._printed(latex=False), strict=True)
        ]
        head = {"quantity": self.name, "side": self.side, "order": self.order}
        return json.dumps({**head, "digits": self.digits, "terms": terms}, indent=1)

    def to_sympy(self) -> sympy.Expr:
        """The sum as a SymPy expression in the positive symbol gamma; needs SymPy."""
        import sympy

        gamma = sympy.Symbol("gamma", positive=True)
        return sum(
            (
                c.to_sympy() * gamma ** sympy.Rational(x.numerator, x.denominator)
                for x, c in zip(self.exponents, self.exact, strict=True)
            ),
            sympy.Integer(0),
        )

    def _printed(self, *, latex: bool) -> list[str]:
        if self.digits is None:
            return [c.latex() if latex else c.text() for c in self.exact]
        digits = self.digits
        with precision(bits_for(digits)):
            numbers = [
                "0" if c == 0 else c.str(digits, radius=False) for c in self.balls(digits + 2)
            ]
        return [re.sub(r"e(-?\d+)$", r" \\cdot 10^{\1}", n) for n in numbers] if latex else numbers

    def _energy_exponent(self, k: int) -> Fraction:
        return 1 + Fraction(k, 2) if self.side == "weak" else Fraction(-k)

    def _factor(self, k: int) -> Fraction:
        return self._quantity.factor(self._energy_exponent(k))


def weak(order: int, quantity: str = "energy", *, digits: int | None = None) -> Series:
    """Weak-coupling series to the given order: powers √γ^k, k = 0 … order.

    Parameters
    ----------
    order : int
        Index of the last term, 0 … 80 exactly, 0 … 1000 in digits.
    quantity : str
        One of energy, mass_ratio, chemical_potential, pair_correlation,
        sound_velocity_squared, inverse_luttinger_squared.
    digits : int, optional
        Give numbers with so many digits, proven for the recursion, instead of exact expressions.

    Raises
    ------
    DomainError
        If order, quantity or digits is out of range.

    Notes
    -----
    Exact order 30 / 50 takes 0.5 / 25 seconds, 100 digits to order 400 none (a table).

    Examples
    --------
    >>> from decimal import Decimal
    >>> print(weak(3, "mass_ratio").text())
    m/m*(gamma), weak coupling, order 3
    gamma^(0): 1
    gamma^(1/2): -2/3/pi
    gamma^(1): 0
    gamma^(3/2): 1/4/pi^3 - 3/16*zeta(3)/pi^3
    >>> print(weak(20).value("0.01").value.quantize(Decimal("1e-20")))
    0.00958210531914644699
    """
    return _series("weak", order, quantity, digits)


def strong(order: int, quantity: str = "energy", *, digits: int | None = None) -> Series:
    """Strong-coupling series to the given order: powers γ^-k, k = 0 … order.

    Parameters are those of `weak`; the order goes to 400.

    Examples
    --------
    >>> print(strong(3, "mass_ratio").text())
    m/m*(gamma), strong coupling, order 3
    gamma^(-1): 2/3*pi^2
    gamma^(-2): -4*pi^2
    gamma^(-3): 16*pi^2
    gamma^(-4): -160/3*pi^2 + 32/9*pi^4
    """
    return _series("strong", order, quantity, digits)


def _series(side: Side, order: int, name: str, digits: int | None) -> Series:
    most = _MOST_EXACT[side] if digits is None else _MOST_ORDERS[side]
    remedy = f"; with digits=… up to {_MOST_ORDERS[side]}" if digits is None else ""
    order = whole_number("order", order, 0, most, remedy)
    if digits is not None:
        digits = whole_number("digits", digits, 1, _MOST_DIGITS)
    quantity(name)
    return Series(side, name, order, digits)


def _latex_exponent(x: Fraction) -> str:
    return str(x.numerator) if x.denominator == 1 else f"{x.numerator}/{x.denominator}"
