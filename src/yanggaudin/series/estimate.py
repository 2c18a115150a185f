"""How far a truncated series can be trusted."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction

from flint import arb, fmpq

from ..domain import real_number
from ..errors import AccuracyError, DomainError

# Among the first terms of the weak series some vanish or have another sign.
_IRREGULAR = 6


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
        return self.error / abs(float(self.value)) if self.value else math.inf

    def require(self, relative_tolerance: float, source: str) -> None:
        """Raise `AccuracyError` if the relative error is above the tolerance."""
        tolerance = real_number("relative_tolerance", relative_tolerance)
        if not tolerance > 0:
            raise DomainError(f"relative_tolerance must be > 0, got {tolerance!r}")
        if not self.relative_error <= relative_tolerance:
            raise AccuracyError(
                f"{source} gives a relative error of {self.relative_error:.1e} here, "
                f"more than the {relative_tolerance:.1e} asked for"
            )


def gamma_as_ball(gamma: float | str | Fraction | Decimal) -> arb:
    """γ > 0 as a ball: text and decimals exactly as written, floats as the binary number."""
    try:
        exact = Fraction(gamma) if isinstance(gamma, str) else None
    except (ValueError, ZeroDivisionError):
        raise DomainError(f"gamma must be a number, got {gamma!r}") from None
    if exact is None:
        value = real_number("gamma", gamma)
        if not math.isfinite(value):
            raise DomainError(f"gamma must be > 0 and finite, got {value!r}")
        exact = Fraction(gamma)
    if exact <= 0:
        raise DomainError(f"gamma must be > 0, got {gamma!r}")
    return arb(fmpq(exact.numerator, exact.denominator))


def truncated_weak(terms: list[arb]) -> Estimate:
    """Sum to the smallest term; the last three terms only serve the estimate.

    From some order on all terms have one sign and grow like Γ(k)(√γ/8π)^k.  The remainder after
    the smallest term is of its size; before it the remainder after the terms k < K is at most
    |t_K| / (1 - r) with r = |t_{K+1}/t_K|, and less than |t_K| √K.
    """
    size = [_upper(t) for t in terms]
    last = len(terms) - 3
    first = min(_IRREGULAR, last)
    smallest = min(range(first, last + 1), key=lambda k: max(size[k], size[k + 1]))
    if smallest < last:
        return _summed(terms, smallest + 1, 2 * max(size[smallest : smallest + 3]))
    omitted = max(size[last], size[last + 1])
    ratio = size[last + 2] / size[last + 1] if size[last + 1] else 0.0
    growth = min(1 / (1 - ratio) if ratio < 1 else math.inf, 2 * math.sqrt(last))
    return _summed(terms, last, 2 * growth * omitted)


def truncated_strong(terms: list[arb]) -> Estimate:
    """Sum to the last term, or to the smallest where the series diverges.

    The singularities that limit convergence lie at γ = -2.75 ± 6.38i, away from the positive axis,
    so that the remainder is of the order of the envelope of the first omitted terms.
    """
    size = [_upper(t) for t in terms]
    stop = min(range(1, len(terms) - 2), key=lambda k: max(size[k : k + 3]))
    return _summed(terms, stop, 2 * max(size[stop : stop + 3]))


def _summed(terms: list[arb], n_terms: int, remainder: float) -> Estimate:
    total = sum(terms[:n_terms], arb(0))
    return rounded(total, remainder + float(total.rad()), n_terms)


def rounded(total: arb, error: float, n_terms: int) -> Estimate:
    """An estimate whose value keeps the digits that the error leaves, and a few more."""
    digits = 20
    middle = float(abs(total.mid()))
    if 0 < error < middle:
        digits = max(digits, int(math.log10(middle / error)) + 5)
    with localcontext() as context:
        context.prec = digits
        value = +Decimal(total.mid().str(digits + 2, radius=False))
    rounding = middle * 10.0 ** (1 - digits)
    # an error too small for a double is still no zero
    return Estimate(value, max(error + rounding, 5e-324 if middle else 0.0), n_terms)


def _upper(t: arb) -> float:
    return float(abs(t).upper())
