"""Dressed functions by one Gauss-Legendre rule on [-B, B]: docs/certified.md, statements 2 to 5.

The rule has to resolve the kernel, so the number of nodes grows like B.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache

import numpy as np
from flint import arb, arb_mat, ctx
from numpy.typing import NDArray

from ..numerics.cached_property import cached_property
from ..numerics.precision import PRECISION, precision
from .dressed import Dressed, Interval, largest, refined

#: half width of the strip in which integrands are bounded: nearly 1, the distance of the kernel's
#: poles, to need few nodes, and not quite, for the bound is 1/π(1 - h²)
KERNEL_STRIP = 0.97
#: the same share of the distance 1/2 of the poles that belong to the impurity
IMPURITY_STRIP = 0.485


def nodes_needed(half_width: float, digits: float, strip: float) -> int:
    """Return m for which the rule has so many digits on functions analytic in the strip."""
    return max(4, math.ceil(digits * math.log(10) / (4 * math.asinh(strip / half_width))))


class OneRule:
    """The 2m Gauss-Legendre nodes that serve every integral on [-B, B].

    Parameters
    ----------
    interval : Interval
    m : int
        Number of nodes in (0, B).
    """

    def __init__(self, interval: Interval, m: int) -> None:
        self.interval, self.m = interval, m
        rule = _half_rule(m, ctx.prec)
        self.x = [interval.half_width * t for t, _ in rule]
        self.weights = [interval.half_width * w for _, w in rule]

    def dressed(self, power: int) -> OneRuleDressed:
        """Dress x^power."""
        return OneRuleDressed(self, power)

    def gauss_error(self, bound: arb, strip: arb) -> arb:
        """Return the error of the rule on a function with |F| ≤ bound in an ellipse (statement 2).

        The ellipse has the foci ±B and the half height `strip`.
        """
        half_width = self.interval.half_width
        b = strip / half_width
        rho = b + (1 + b * b).sqrt()
        decay = rho ** (-4 * self.m)
        return (half_width * 64 * bound * decay / (15 * (1 - 1 / (rho * rho)))).upper()

    def inverse(self, parity: int) -> NDArray[np.float64]:
        """Return (1 - K)^{-1} at the nodes in double precision, a preconditioner, shape (m, m)."""
        x, w = (np.array([float(v) for v in values]) for values in (self.x, self.weights))
        near, far = (1 / (1 + np.subtract.outer(x, y) ** 2) for y in (x, -x))
        return np.asarray(np.linalg.inv(np.eye(len(x)) - w / np.pi * (near + parity * far)))


class KernelSum:
    """f ↦ Σ_j w_j [K(x, x_j) ± K(x, -x_j)] f_j at given points x.

    The bracket is 2/π times t/D (even) or 2x x_j/D (odd) with t = 1 + x² + x_j², and
    D = t² - 4x²x_j² the product of both denominators.
    """

    def __init__(self, rule: OneRule, parity: int, points: list[arb]) -> None:
        nodes = zip(rule.x, rule.weights, strict=True)
        if parity > 0:
            self._right = [2 * w / arb.pi() for _, w in nodes]
            self._left = [arb(1)] * len(points)
        else:
            self._right = [4 * w * x / arb.pi() for x, w in nodes]
            self._left = points
        squares = [x * x for x in rule.x]
        self._rows = [arb_mat(1, rule.m, _kernel_row(x * x, squares, parity)) for x in points]

    def __call__(self, f: list[arb]) -> list[arb]:
        """Return the sums at all points, given f_j."""
        column = arb_mat(len(f), 1, [w * v for w, v in zip(self._right, f, strict=True)])
        return [x * (row * column)[0, 0] for x, row in zip(self._left, self._rows, strict=True)]


def _kernel_row(square: arb, squares: list[arb], parity: int) -> list[arb]:
    """Return t/D (even) or 1/D (odd) at all nodes, given x² and the squares of the nodes."""
    one, four = 1 + square, 4 * square
    if parity > 0:
        return [(t := one + y) / (t * t - four * y) for y in squares]
    return [1 / ((t := one + y) * t - four * y) for y in squares]


class OneRuleDressed(Dressed):
    """f̃(x) = s(x) + Σ_j w_j K(x, x_j) f_j with fixed numbers f_j.

    Attributes
    ----------
    values : list of arb
        f̃ at the nodes in (0, B).
    """

    def __init__(self, rule: OneRule, power: int) -> None:
        super().__init__(rule.interval, power)
        self._rule = rule
        kernel = KernelSum(rule, self.parity, rule.x)
        sources = [self.source(x) for x in rule.x]
        self._nodal = refined(kernel, sources, rule.inverse(self.parity))
        self.values = [s + v for s, v in zip(sources, kernel(self._nodal), strict=True)]

    def approximate(self, x: arb) -> arb:
        """Return f̃(x) for any real x."""
        (image,) = KernelSum(self._rule, self.parity, [x])(self._nodal)
        return self.source(x) + image

    @cached_property
    def error(self) -> arb:
        """Statement 4: ‖f - f̃‖ ≤ ‖(1 - K)^{-1}‖ (discrete residual + quadrature)."""
        strip = arb(KERNEL_STRIP)
        discrete = largest(f - v for f, v in zip(self._nodal, self.values, strict=True))
        bound = _kernel_bound(strip) * self.bound_in_strip(strip)
        quadrature = self._rule.gauss_error(bound, strip)
        residual = 2 * self.interval.half_width / arb.pi() * discrete + quadrature
        return (self.interval.inverse_norm * residual).upper()

    def bound_in_strip(self, strip: arb) -> arb:
        """Return a bound on |f̃| in the ellipse of half height `strip` < 1 (statement 3)."""
        weight = 2 * self._sum([abs(f) for f in self._nodal])
        return self._ellipse(strip) ** self.power + weight * _kernel_bound(strip)

    def approximate_moment(self, power: int) -> arb:
        """Enclose ∫ x^power f̃ dx (statement 5)."""
        strip = arb(KERNEL_STRIP)
        return self._integral(lambda x: x**power, self._ellipse(strip) ** power, strip)

    def approximate_phase(self, eta: arb) -> arb:
        """Enclose ∫ φ(η - x) f̃ dx (statement 5), where only the part of the parity of f̃ counts.

        Half the difference of two phases is one arctangent.
        """
        strip = arb(IMPURITY_STRIP)
        bound = 1 + ((1 + 2 * strip) / (1 - 2 * strip)).log() / (2 * arb.pi())

        def even(x: arb) -> arb:
            return (_phase(eta - x) + _phase(eta + x)) / 2

        def odd(x: arb) -> arb:
            return arb.atan2(x, arb(0.25) + eta * eta - x * x) / (2 * arb.pi())

        return self._integral(even if self.parity > 0 else odd, bound, strip)

    def approximate_lorentzian(self, eta: arb) -> arb:
        """Return -d/dη of the phase integral by the same rule, not enclosed."""
        pairs = list(zip(self._rule.x, self.values, strict=True))
        near = self._sum([f / (1 + 4 * (eta - x) ** 2) for x, f in pairs])
        far = self._sum([f / (1 + 4 * (eta + x) ** 2) for x, f in pairs])
        total: arb = 2 * (near + self.parity * far) / arb.pi()
        return total

    def _integral(self, factor: Callable[[arb], arb], bound: arb, strip: arb) -> arb:
        """Enclose ∫_{-B}^{B} factor(x) f̃(x) dx for a factor of the same parity (statement 5).

        |factor| ≤ bound in the ellipse of half height `strip`.
        """
        products = [factor(x) * f for x, f in zip(self._rule.x, self.values, strict=True)]
        error = self._rule.gauss_error(bound * self.bound_in_strip(strip), strip)
        return 2 * self._sum(products) + arb(0, error)

    def _sum(self, values: list[arb]) -> arb:
        """Return Σ_j w_j v_j over the nodes in (0, B)."""
        total: arb = sum((w * v for w, v in zip(self._rule.weights, values, strict=True)), arb(0))
        return total

    def _ellipse(self, strip: arb) -> arb:
        """Return the largest |x| in the ellipse of half height `strip`."""
        b = self.interval.half_width
        return (b * b + strip * strip).sqrt()


def _phase(y: arb) -> arb:
    """Return φ(y) = arg(y + i/2)/π, from 1 at y = -∞ to 0 at y = ∞."""
    return arb.atan2(arb(0.5), y) / arb.pi()


def _kernel_bound(strip: arb) -> arb:
    """Return the bound 1/π(1 - h²) on |K(x, y)| for real x and |Im y| ≤ h < 1."""
    return 1 / (arb.pi() * (1 - strip * strip))


@lru_cache(maxsize=16)
def _half_rule(m: int, bits: int) -> list[tuple[arb, arb]]:
    """Return nodes in (0, 1) and weights of the 2m-point Gauss-Legendre rule, as balls."""
    with PRECISION, precision(bits):
        return [arb.legendre_p_root(2 * m, k, weight=True) for k in range(m)]
