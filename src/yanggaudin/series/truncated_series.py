"""Truncated series of a quantity at weak or strong coupling, and what they sum to."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction

import numpy as np
from flint import arb, fmpq
from numpy.typing import ArrayLike

from ..arguments import Array, elementwise, positive_number, real_array
from ..errors import AccuracyError, DomainError
from ..numerics.precision import PRECISION, bits_for, precision
from .energy_coefficients import Side, weak_table
from .estimate import Estimate, truncated_strong, truncated_weak
from .expansion import Expansion
from .resummation import FEWEST_TERMS, borel_sum

Coupling = float | str | Fraction | Decimal

# the estimates look at three terms after the last one that is summed
_LOOK_AHEAD = 3
# digits of the terms of a series with exact coefficients: fewer than the table of e_k has
_TABLE_DIGITS = 100
# γ at which a sum is of use.  Weak: up to 10 the leftover of the resummation was fitted and the
# estimates are tested.  Strong: the series diverges below γ = 6.95; the estimates are tested and
# still of some use down to 5.
_USE: dict[Side, tuple[float, float]] = {"weak": (0.0, 10.0), "strong": (5.0, math.inf)}


class Series(Expansion):
    """Terms c_k γ^{x_k} of a quantity, k = 0 … order, Eqs. (22), (23) and beyond.

    Made by `weak` and `strong`.

    Attributes
    ----------
    side : "weak" or "strong"
        Where it holds.
    name : str
        The quantity, one of `NAMES`; its unit is in the catalogue `yanggaudin.quantities`.
    order : int
        Index of the last term.
    digits : int or None
        None if the coefficients are exact, else their number of proven digits.

    Examples
    --------
    >>> import yanggaudin as yg
    >>> terms = yg.series.weak(2, "chemical_potential")
    >>> terms.side, terms.name, [str(x) for x in terms.exponents]
    ('weak', 'chemical_potential', ['1', '3/2', '2'])
    >>> [c.text() for c in terms.exact]
    ['1', '-1/pi', '-1/2/pi^2 + 1/12']
    """

    @elementwise
    def __call__(self, gamma: ArrayLike) -> Array:
        """Sum all terms in doubles, whatever the sum is worth.

        `value` stops where it is best and says how good that is.

        Parameters
        ----------
        gamma : array_like
            Couplings γ > 0 of any shape.

        Returns
        -------
        float or ndarray
            The sums in the shape of gamma, in the unit of the quantity.

        Raises
        ------
        DomainError
            If a coupling is not positive and finite.
        AccuracyError
            If a coefficient or a sum does not fit into a double.

        Examples
        --------
        >>> from yanggaudin.series import weak
        >>> weak(5, "mass_ratio")([0.01, 0.1]).round(8)
        array([0.97878015, 0.93292127])
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

    def value(self, gamma: Coupling, *, relative_tolerance: float | None = None) -> Estimate:
        """Return the best value this series gives at one coupling, with an estimate of its error.

        Parameters
        ----------
        gamma : float, str, Fraction or Decimal
            Coupling γ, at most 10 (weak) or at least 5 (strong), where the series is of use; a
            float is taken as the binary number it is, text as a decimal or a fraction.
        relative_tolerance : float, optional
            Refuse if the estimated error is larger than this fraction of the value.

        Returns
        -------
        Estimate
            Value in the unit of the quantity, and its absolute error.

        Raises
        ------
        DomainError
            If gamma is not such a number.
        AccuracyError
            If the tolerance cannot be met.

        Notes
        -----
        The weak series is summed to the smallest term or to the last one there is; the strong
        series to the last one, or to the smallest where it diverges (γ < 6.95).  Three more
        coefficients serve the estimate; near the end of the table of 400 they are those of the
        series itself.

        Examples
        --------
        >>> from yanggaudin.series import weak
        >>> best = weak(60, digits=60).value("0.1")
        >>> round(float(best), 14), best.n_terms, best.error < 1e-17
        (0.08722713545902, 61, True)
        """
        point = self._coupling(gamma)
        digits = self.digits or _TABLE_DIGITS
        with PRECISION, precision(bits_for(digits)):
            terms = self._terms(arb(point), digits)
            best = truncated_weak(terms) if self.side == "weak" else truncated_strong(terms)
        if relative_tolerance is not None:
            best.require(relative_tolerance, f"the {self.side} series to order {self.order}")
        return best

    def resummed(self, gamma: Coupling, *, relative_tolerance: float | None = None) -> Estimate:
        """Return the Borel-Padé sum of the weak series at one coupling, with its error.

        Parameters
        ----------
        gamma : float, str, Fraction or Decimal
            Coupling γ ≤ 10; a float is taken as the binary number it is, text as a decimal or a
            fraction.
        relative_tolerance : float, optional
            Refuse if the estimated error is larger than this fraction of the value.

        Returns
        -------
        Estimate
            Value in the unit of the quantity, and its absolute error.

        Raises
        ------
        DomainError
            If gamma is not such a number, or the series is not a weak one of order 20 or more.
        AccuracyError
            If the tolerance cannot be met.

        Notes
        -----
        What the Borel sum leaves out, which is of the order e^{-16π/√γ} and was identified
        numerically (docs/series.md), is added; 3e-6 of it is part of the error.

        Examples
        --------
        >>> from yanggaudin.series import weak
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
        with PRECISION, precision(bits_for(_TABLE_DIGITS)):
            best = borel_sum(self.balls(_TABLE_DIGITS), arb(coupling), self._quantity)
        if relative_tolerance is not None:
            best.require(relative_tolerance, f"the resummed series of order {self.order}")
        return best

    def terms(self, gamma: Coupling) -> tuple[arb, ...]:
        """Return the terms c_k γ^{x_k} at one coupling.

        Parameters
        ----------
        gamma : float, str, Fraction or Decimal
            Coupling γ, at most 10 (weak) or at least 5 (strong).

        Returns
        -------
        tuple of arb
            The order + 1 terms as balls of 100 digits or more.

        Raises
        ------
        DomainError
            If gamma is not such a number.

        Examples
        --------
        >>> from yanggaudin.series import weak
        >>> [t.str(6, radius=False) for t in weak(2).terms("0.01")]
        ['0.0100000', '-0.000424413', '6.53455e-6']
        """
        point = self._coupling(gamma)
        digits = max(self.digits or 0, _TABLE_DIGITS)
        with PRECISION, precision(bits_for(digits)):
            return tuple(self._terms(arb(point), digits)[: self.order + 1])

    def _coupling(self, gamma: object) -> fmpq:
        """Return γ exactly if the series is of use there, else raise `DomainError`."""
        exact = positive_number("gamma", gamma, *_USE[self.side])
        return fmpq(exact.numerator, exact.denominator)

    def _terms(self, gamma: arb, digits: int) -> list[arb]:
        """Return the terms at one coupling, and those that serve the estimate."""
        root = gamma.sqrt()
        extra = _LOOK_AHEAD
        if self.side == "weak" and self.order < len(weak_table()[0]):
            # the last orders of the table are estimated from themselves
            extra = min(extra, len(weak_table()[0]) - 1 - self.order)
        coefficients = self._balls(digits, extra)
        return [c * root ** int(2 * self._exponent(k)) for k, c in enumerate(coefficients)]
