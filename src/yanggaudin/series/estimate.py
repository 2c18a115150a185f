"""How far a truncated series can be trusted."""

from __future__ import annotations

import math
import sys
from dataclasses import dataclass
from decimal import Decimal, localcontext
from typing import ClassVar

from flint import arb

from ..arguments import real_number
from ..errors import AccuracyError, DomainError
from ..results import Result

# Among the first terms of the weak series some vanish or have another sign.
_IRREGULAR = 6
# factor on every estimate, chosen by looking at random draws; the tests draw others
_MARGIN = 2.5
# digits of a value at least: a few more than a double has
_FEWEST_DIGITS = 20


@dataclass(frozen=True)
class Estimate(Result):
    """A value with an estimate of its absolute error, from Eqs. (22), (23) and beyond.

    It states its error as every single number of the package does: `value` and `error`
    (`yanggaudin.quantities`).  The error is an estimate and no proof.  Made by `Series.value`
    and `Series.resummed`.

    Attributes
    ----------
    value : Decimal
        With as many digits as the error leaves meaning to, and a few more; float() rounds it.
    error : float
        Estimate of |value - truth|; tests find no case where it is exceeded.
    n_terms : int
        Number of terms that were summed.

    Examples
    --------
    >>> from yanggaudin.series import strong
    >>> best = strong(5).value(100)
    >>> round(float(best), 9), f"{best.error:.0e}", best.n_terms
    (3.162181213, '7e-09', 6)
    """

    _saved: ClassVar = ("value", "error", "n_terms")

    value: Decimal
    error: float
    n_terms: int

    def __float__(self) -> float:
        return float(self.value)

    @property
    def relative_error(self) -> float:
        """error/|value|; infinite if the value is 0."""
        return float(Decimal(self.error) / abs(self.value)) if self.value else math.inf

    def require(self, relative_tolerance: float, source: str) -> None:
        """Raise an error if the relative error is above a tolerance.

        Parameters
        ----------
        relative_tolerance : float
            Largest error/|value| that is accepted, > 0.
        source : str
            What gave the value, for the message.

        Raises
        ------
        AccuracyError
            If the relative error is above the tolerance.
        DomainError
            If the tolerance is not positive.

        Examples
        --------
        >>> from yanggaudin.series import strong
        >>> strong(5).value(100).require(1e-8, "the strong series")
        """
        tolerance = real_number("relative_tolerance", relative_tolerance)
        if not tolerance > 0:
            raise DomainError(f"relative_tolerance must be > 0, got {tolerance!r}")
        if not self.relative_error <= tolerance:
            raise AccuracyError(
                f"{source} gives a relative error of {self.relative_error:.1e} here, "
                f"more than the {tolerance:.1e} asked for"
            )


def truncated_weak(terms: list[arb]) -> Estimate:
    """Sum the weak series to its smallest term; the last three terms only serve the estimate.

    From some order on all terms have one sign and grow like Γ(k)(√γ/8π)^k.  The remainder after
    the smallest term is of its size; before it the remainder after the terms k < K is at most
    |t_K| / (1 - r) with r = |t_{K+1}/t_K|, and less than |t_K| √K.
    """
    size = [abs(t).upper() for t in terms]
    last = len(terms) - 3
    first = min(_IRREGULAR, last)
    smallest = min(range(first, last + 1), key=lambda k: max(size[k], size[k + 1]))
    if smallest < last:
        return _summed(terms, smallest + 1, _MARGIN * max(size[smallest : smallest + 3]))
    *_, first_omitted, second, third = size
    growth = 2 * math.sqrt(last)
    if 0 < third < second:
        growth = min(float(1 / (1 - third / second)), growth)
    return _summed(terms, last, _MARGIN * growth * max(first_omitted, second))


def truncated_strong(terms: list[arb]) -> Estimate:
    """Sum the strong series to the last term, or to the smallest where the series diverges.

    The singularities that limit convergence lie at γ = -2.75 ± 6.38i, away from the positive axis,
    so that the remainder is of the order of the envelope of the first omitted terms.
    """
    size = [abs(t).upper() for t in terms]
    stop = min(range(1, len(terms) - 2), key=lambda k: max(size[k : k + 3]))
    return _summed(terms, stop, _MARGIN * max(size[stop : stop + 3]))


def _summed(terms: list[arb], n_terms: int, remainder: arb) -> Estimate:
    """Sum the first terms; the error is the remainder and the rounding of the sum."""
    total = sum(terms[:n_terms], arb(0))
    return rounded(total, remainder + total.rad(), n_terms)


def rounded(total: arb, error: arb, n_terms: int) -> Estimate:
    """Return an estimate whose value keeps the digits that the error leaves, and a few more."""
    digits = _FEWEST_DIGITS
    middle = abs(total.mid())
    if 0 < error < middle:
        digits = max(digits, int(float((middle / error).log()) / math.log(10)) + 5)
    with localcontext() as context:
        context.prec = digits
        value = +Decimal(total.mid().str(digits + 2, radius=False))
    rounding = middle * arb(10) ** (1 - digits)
    bound = float((error + rounding).upper()) * (1 + 1e-15)
    # an error too small for a double is still no zero
    return Estimate(value, max(bound, sys.float_info.min) if middle else bound, n_terms)
