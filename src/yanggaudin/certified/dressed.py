"""Proven enclosures of dressed functions: docs/certified.md, statements 1, 6 and 8.

Units of c: x = k/c, B = Q/c, K(x, y) = 1/π(1 + (x - y)²), (1 - K) f = s on [-B, B].

Everything is computed on one interval [-B, B] with an exact B, and made to hold for all half widths
within `shift` of it.  How f is approximated, and how far off that can be, is the business of
`one_rule` and `graded_panels`.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable

import numpy as np
from flint import arb, ctx
from numpy.typing import NDArray

from ..numerics.precision import PRECISION, precision

# a double-precision factorisation gains so many bits a step at least, even at γ = 1e-30; with fewer
# the rounding of the residual is reached
_LEAST_GAIN = 1


class Interval:
    """[-B, B].

    Parameters
    ----------
    half_width : arb
        B, exact.

    Attributes
    ----------
    shift : arb
        How far the true half width may be from B; 0 until it is known.
    """

    def __init__(self, half_width: arb) -> None:
        self.half_width = half_width
        self.shift = arb(0)

    @property
    def inverse_norm(self) -> arb:
        """Statement 1: ‖(1 - K)^{-1}‖ ≤ 1/(1 - (2/π) arctan B), for the largest B."""
        return arb.pi() / (2 * (1 / (self.half_width + self.shift)).atan())


class Dressed(ABC):
    """The dressed x^power, enclosed: |f - f̃| ≤ `error` on [-B, B] for an approximation f̃.

    The abstract methods enclose what they say of f̃ itself, with this B.
    """

    def __init__(self, interval: Interval, power: int) -> None:
        self.interval, self.power, self.parity = interval, power, (-1) ** power

    @property
    @abstractmethod
    def error(self) -> arb:
        """A bound on |f - f̃|."""

    @abstractmethod
    def approximate(self, x: arb) -> arb:
        """Enclose f̃(x), |x| ≤ B."""

    @abstractmethod
    def approximate_moment(self, power: int) -> arb:
        """Enclose ∫ x^power f̃ dx over [-B, B]."""

    @abstractmethod
    def approximate_phase(self, eta: arb) -> arb:
        """Enclose ∫ φ(η - x) f̃ dx over [-B, B] with φ(y) = arg(y + i/2)/π."""

    @abstractmethod
    def approximate_lorentzian(self, eta: arb) -> arb:
        """Return -d/dη of `approximate_phase`, not enclosed."""

    def source(self, x: arb) -> arb:
        """Return s(x)."""
        return x**self.power

    def __call__(self, x: arb) -> arb:
        """Enclose f(x) for x in [-B, B]."""
        drift = 2 * self.interval.inverse_norm * self.edge_bound * self.interval.shift / arb.pi()
        return self.approximate(x) + arb(0, (self.error + drift).upper())

    @property
    def edge(self) -> arb:
        """f(B), for every half width (statement 6)."""
        norm, shift = self.interval.inverse_norm, self.interval.shift
        b, k = self.interval.half_width + shift, self.power
        slope = k * b ** (k - 1) if k else arb(0)
        drift = (4 * norm * b**k / arb.pi() + slope) * norm * shift
        return self.approximate(self.interval.half_width) + arb(0, (self.error + drift).upper())

    @property
    def edge_bound(self) -> arb:
        """|f(B)|, for every half width."""
        return abs(self.edge).upper()

    def moment(self, power: int) -> arb:
        """Enclose ∫_{-B}^{B} x^power f dx for the true B."""
        largest = self.interval.half_width + self.interval.shift
        return self.approximate_moment(power) + self._integral_error(largest**power)

    def phase_integral(self, eta: arb) -> arb:
        """Enclose ∫_{-B}^{B} φ(η - x) f dx for the true B."""
        # |φ| ≤ 1; where η lies outside, what the parity of f leaves of φ at the edge
        b, size = self.interval.half_width + self.interval.shift, arb(1)
        if self.parity > 0 and eta > b:
            size = arb.atan2(arb(0.5), eta - b) / arb.pi()
        if self.parity < 0 and abs(eta) > b:
            size = arb.atan2(b, arb(0.25) + eta * eta - b * b) / (2 * arb.pi())
        return self.approximate_phase(eta) + self._integral_error(size)

    def _integral_error(self, largest: arb) -> arb:
        """Return the ball ∫ g f - ∫ g f̃ lies in, if |g| ≤ largest (statements 5 and 6)."""
        interval = self.interval
        drift = 2 * interval.inverse_norm * self.edge_bound * interval.shift
        return arb(0, (largest * (2 * interval.half_width * self.error + drift)).upper())


def largest(values: Iterable[arb]) -> arb:
    """Return a bound on |v|; nan if one of them is, which the max of Python would lose."""
    bound = arb(0)
    for value in values:
        bound = bound.max(abs(value).upper())
    return bound


def lorentzian_share(eta: arb, half_width: arb, parity: int = 1) -> arb:
    """Return (1/π) ∫_0^B [½/(¼ + (η - x)²) ± ½/(¼ + (η + x)²)] dx.

    That is what a function |f| ≤ 1 of this parity can make of the slope of its phase integral.
    """
    b = half_width
    if parity > 0:
        return arb.atan2(4 * b, 1 + 4 * (eta * eta - b * b)) / arb.pi()
    # the difference of the phases of (1 + 2i(η - x))(1 + 2i(η + x)) at x = 0 and B
    middle = arb.atan2(4 * eta, 1 - 4 * eta * eta)
    return abs(middle - arb.atan2(4 * eta, 1 - 4 * (eta * eta - b * b))) / arb.pi()


def refined(
    image: Callable[[list[arb]], list[arb]], source: list[arb], inverse: NDArray[np.float64]
) -> list[arb]:
    """Return exact numbers f_j with f_j ≈ s(x_j) + (Kf)_j; nothing about them needs proof.

    `inverse` is that of 1 - K in double precision: each step gains as many digits as it has.
    """
    bits = needed = ctx.prec
    f = [x.mid() for x in source]
    reached = -math.inf
    while True:
        before = reached
        with PRECISION, precision(needed):
            residual = [(s - v + k).mid() for s, v, k in zip(source, f, image(f), strict=True)]
        reached = _bits_below(largest(residual).mid())
        if reached > bits - 24 or reached < before + _LEAST_GAIN:
            return f
        scale = arb(2) ** int(reached)
        # the residual is scaled to order one, to fit into doubles however small it is
        step = inverse @ np.array([float(r * scale) for r in residual])
        f = [(v + arb(float(d)) / scale).mid() for v, d in zip(f, step, strict=True)]
        # the next residual needs the digits that have been found, and some more, but no others
        needed = min(bits, 128 + max(int(reached - _bits_below(largest(f).mid())), 0))


def _bits_below(size: arb) -> float:
    """Return -log₂ of an exact number, rounded to a whole one."""
    if size == 0:
        return math.inf
    mantissa, exponent = size.man_exp()
    return -(int(exponent) + int(mantissa).bit_length())
