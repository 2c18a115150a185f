"""Coefficients of a series of a quantity: exact or in digits, and how they are printed."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
from flint import arb

from ..arguments import Array, whole_number
from ..errors import AccuracyError, DomainError
from ..foreign import optional_package
from ..numerics.cached_property import cached_property
from ..numerics.precision import PRECISION, bits_for, precision
from ..quantities import QUANTITIES
from .energy_coefficients import Side, energy_balls, energy_exponent, exact_energy
from .exact_coefficient import ExactCoefficient
from .linear_quantities import LinearQuantity, linear_quantity

if TYPE_CHECKING:
    import sympy

#: far more than any use is known for; refuses slips of the pen before hours of work
MOST_DIGITS = 10_000
# digits of the balls of a series with exact coefficients unless others are asked for
_BALL_DIGITS = 40
# the catalogue's symbols as they can be typed
_ASCII = str.maketrans({"μ": "mu", "₂": "2", "²": "^2"})


@dataclass(frozen=True)
class Expansion:
    """Exponents x_k and coefficients c_k of a quantity, k = 0 … order; `Series` sums them.

    Attributes
    ----------
    side : "weak" or "strong"
        Where it holds.
    name : str
        The quantity, one of `NAMES`.
    order : int
        Index of the last term.
    digits : int or None
        None if the coefficients are exact, else their number of proven digits.
    """

    side: Side
    name: str
    order: int
    digits: int | None = None

    @cached_property
    def exponents(self) -> tuple[Fraction, ...]:
        """x_k, the power of γ of every term."""
        return tuple(self._exponent(k) for k in range(self.order + 1))

    @cached_property
    def exact(self) -> tuple[ExactCoefficient, ...]:
        """The coefficients c_k as exact expressions.

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
        """Return the coefficients c_k as balls, which contain the exact ones.

        Parameters
        ----------
        digits : int, optional
            Number of digits from 1 to 10,000; those of the series, or 40, by default.

        Returns
        -------
        tuple of arb
            The order + 1 coefficients.

        Raises
        ------
        DomainError
            If digits is no such number.

        Examples
        --------
        >>> from yanggaudin.series import strong
        >>> [c.str(6, radius=False) for c in strong(2).balls(10)]
        ['3.28987', '-13.1595', '39.4784']
        """
        if digits is None:
            digits = self.digits or _BALL_DIGITS
        return self._balls(whole_number("digits", digits, 1, MOST_DIGITS))

    def coefficient_array(self) -> Array:
        """Return the coefficients c_k as doubles, each within one unit of the last place.

        Returns
        -------
        ndarray, shape (order + 1,)
            The coefficients.

        Raises
        ------
        AccuracyError
            If one of them is too large for a double.

        Examples
        --------
        >>> from yanggaudin.series import weak
        >>> weak(2, "mass_ratio").coefficient_array().round(12)
        array([ 1.        , -0.21220659,  0.        ])
        """
        array = np.array([float(c.mid()) for c in self.balls(20)])
        if not np.isfinite(array).all():
            k = int(np.argmin(np.isfinite(array)))
            raise AccuracyError(
                f"coefficient {k} is too large for a double; use balls(), value() or order < {k}"
            )
        return array

    # --- what is printed ----------------------------------------------------------------------

    def text(self) -> str:
        """Return plain text: a headline, and a line for every term.

        Returns
        -------
        str
            ASCII only, with γ as gamma.

        Examples
        --------
        >>> from yanggaudin.series import weak
        >>> print(weak(2).text())
        e(gamma), weak coupling, order 2
        gamma^(1): 1
        gamma^(3/2): -4/3/pi
        gamma^(2): -1/pi^2 + 1/6
        """
        symbol = QUANTITIES[self.name].symbol.translate(_ASCII)
        terms = zip(self.exponents, self._printed(), strict=True)
        headline = f"{symbol}(gamma), {self.side} coupling, order {self.order}"
        return "\n".join([headline, *(f"gamma^({x}): {c}" for x, c in terms)])

    def latex(self) -> str:
        r"""Return the sum as one LaTeX expression without dollars and without vanishing terms.

        Returns
        -------
        str
            An equation.

        Examples
        --------
        >>> from yanggaudin.series import strong
        >>> print(strong(1).latex())
        e = \left(\frac{\pi^{2}}{3}\right)\gamma^{0} + \left(-\frac{4\pi^{2}}{3}\right)\gamma^{-1}
        """
        terms = [
            rf"\left({c}\right)\gamma^{{{x}}}"
            for x, c in zip(self.exponents, self._printed(latex=True), strict=True)
            if c != "0"
        ]
        return f"{QUANTITIES[self.name].latex} = " + (" + ".join(terms) or "0")

    def json(self) -> str:
        """Return JSON: quantity, side, order, digits and the terms.

        Returns
        -------
        str
            An object; exponents and coefficients of the terms are strings.

        Examples
        --------
        >>> from yanggaudin.series import strong
        >>> import json
        >>> json.loads(strong(0).json())["terms"]
        [{'exponent': '0', 'coefficient': '1/3*pi^2'}]
        """
        terms = [
            {"exponent": str(x), "coefficient": c}
            for x, c in zip(self.exponents, self._printed(), strict=True)
        ]
        head = {"quantity": self.name, "side": self.side, "order": self.order}
        return json.dumps({**head, "digits": self.digits, "terms": terms}, indent=1)

    def to_sympy(self) -> sympy.Expr:
        """Return the sum as a SymPy expression in the positive symbol gamma; needs SymPy.

        Returns
        -------
        sympy.Expr
            The sum.

        Raises
        ------
        DomainError
            If the series was asked for in digits.

        Examples
        --------
        >>> from yanggaudin.series import strong
        >>> strong(1).to_sympy()
        pi**2/3 - 4*pi**2/(3*gamma)
        """
        sympy = optional_package("sympy")
        gamma = sympy.Symbol("gamma", positive=True)
        return sum(
            (
                c.to_sympy() * gamma ** sympy.Rational(x.numerator, x.denominator)
                for x, c in zip(self.exponents, self.exact, strict=True)
            ),
            sympy.Integer(0),
        )

    # --- inside -------------------------------------------------------------------------------

    @property
    def _quantity(self) -> LinearQuantity:
        return linear_quantity(self.name)

    def _exponent(self, k: int) -> Fraction:
        """Return x_k."""
        return energy_exponent(self.side, k) + self._quantity.shift

    def _factor(self, k: int) -> Fraction:
        """Return c_k/e_k without its power of π."""
        return self._quantity.factor(energy_exponent(self.side, k))

    def _balls(self, digits: int, extra: int = 0) -> tuple[arb, ...]:
        """Return the coefficients and so many extra ones as balls."""
        energy = energy_balls(self.side, self.order + extra, digits)
        with PRECISION, precision(bits_for(digits)):
            pi_power = arb.pi() ** self._quantity.pi
            return tuple(
                c * pi_power * self._factor(k).numerator / self._factor(k).denominator
                for k, c in enumerate(energy)
            )

    def _printed(self, *, latex: bool = False) -> list[str]:
        """Return the coefficients as text, exact or in digits."""
        if self.digits is None:
            return [c.latex() if latex else c.text() for c in self.exact]
        with PRECISION, precision(bits_for(self.digits)):
            # two more digits, so that the last one printed is right
            balls = self._balls(self.digits + 2)
            numbers = ["0" if c == 0 else c.str(self.digits, radius=False) for c in balls]
        return [re.sub(r"e(-?\d+)$", r" \\cdot 10^{\1}", n) for n in numbers] if latex else numbers
