"""How far a truncated series can be trusted."""

from __future__ import annotations

import math
import sys
from dataclasses import dataclass
from decimal import Decimal, localcontext

from flint import arb

from ..arguments import real_number
from ..errors import AccuracyError, DomainError

# Among the first terms of the weak series some vanish or have another sign.
_IRREGULAR = 6
_MARGIN = 2.5
_FEWEST_DIGITS = 20


@dataclass(frozen=True)
class Estimate:
    """A value with an estimate of its absolute error.

    Attributes
    ----------
    value : Decimal
        With as many digits as the error leaves meaning to, and a few more.
    error : float
        Estimate of |value - truth|; tests find no case where it is exceeded.
    n_terms : int
        Number of terms that were summed.
    """

    value: Decimal
    error: float
    n_terms: int

    def __float__(self) -> float:
        return float(self.value)

    @property
    def relative_error(self) -> float:
        """error/|value|."""
        return float(Decimal(self.error) / abs(self.value)) if self.value else math.inf

    def require(self, relative_tolerance: float, source: str) -> None:
        """Raise `AccuracyError` if the relative error is above the tolerance."""
        tolerance = real_number("relative_tolerance", relative_tolerance)
        if not tolerance > 0:
            raise DomainError(f"relative_tolerance must be > 0, got {tolerance!r}")
        if not self.relative_error <= tolerance:
            raise AccuracyError(
                f"{source} gives a relative error of {self.relative_error:.1e} here, "
                f"more than the {tolerance:.1e} asked for"
            )


def truncated_weak(terms: list[arb]) -> Estimate:
    """Sum to the smallest term; the last three terms only serve the estimate.

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
    """Sum to the last term, or to the smallest where the series diverges.

    The singularities that limit convergence lie at γ = -2.75 ± 6.38i, away from the positive axis,
    so that the remainder is of the order of the envelope of the first omitted terms.
    """
    size = [abs(t).upper() for t in terms]
    stop = min(range(1, len(terms) - 2), key=lambda k: max(size[k : k + 3]))
    return _summed(terms, stop, _MARGIN * max(size[stop : stop + 3]))


def _summed(terms: list[arb], n_terms: int, remainder: arb) -> Estimate:
    total = sum(terms[:n_terms], arb(0))
    return rounded(total, remainder + total.rad(), n_terms)


def rounded(total: arb, error: arb, n_terms: int) -> Estimate:
    """An estimate whose value keeps the digits that the error leaves, and a few more."""
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
