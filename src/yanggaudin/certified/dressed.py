"""Proven enclosures of dressed functions: docs/certified.md, statements 1 to 5.

Units of c: x = k/c, B = Q/c, K(x, y) = 1/π(1 + (x - y)²), (1 - K) f = s on [-B, B].

Everything is computed on one interval [-B, B] with an exact B, and made to hold for all half widths
within `shift` of it.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache

import numpy as np
from flint import arb, arb_mat, ctx
from numpy.typing import NDArray

from ..errors import AccuracyError
from ..precision import bits_for, precision

#: half width of the strip, in units of its distance to the poles, in which integrands are bounded
KERNEL_STRIP = 0.97
_MOST_BYTES = 4e9
# a double-precision factorisation gains so many bits a step at least
_LEAST_GAIN = 4


class Interval:
    """[-B, B] with the 2m Gauss-Legendre nodes that serve every integral on it.

    Parameters
    ----------
    half_width : arb
        B, exact.
    m : int
        Number of nodes in (0, B).

    Attributes
    ----------
    shift : arb
        How far the true half width may be from B; 0 until it is known.
    """

    def __init__(self, half_width: arb, m: int) -> None:
        self.half_width = half_width
        self.m = m
        self.shift = arb(0)
        rule = _half_rule(m, ctx.prec)
        self.x = [half_width * t for t, _ in rule]
        self.weights = [half_width * w for _, w in rule]

    @property
    def inverse_norm(self) -> arb:
        """Statement 1: ‖(1 - K)^{-1}‖ ≤ 1/(1 - (2/π) arctan B), for the largest B."""
        return arb.pi() / (2 * (1 / (self.half_width + self.shift)).atan())

    def gauss_error(self, bound: arb, strip: arb) -> arb:
        """Statement 2: error of the rule on a function bounded in an ellipse.

        The ellipse has the foci ±B and the half height `strip`.
        """
        b = strip / self.half_width
        rho = b + (1 + b * b).sqrt()
        decay = rho ** (-4 * self.m)
        error = self.half_width * 64 * bound * decay / (15 * (1 - 1 / (rho * rho)))
        return error.upper()


class KernelSum:
    """f ↦ Σ_j w_j [K(x, x_j) ± K(x, -x_j)] f_j at given points x.

    The bracket is 2/π times t/D (even) or 2x x_j/D (odd) with t = 1 + x² + x_j², and
    D = t² - 4x²x_j² the product of both denominators.
    """

    def __init__(self, interval: Interval, parity: int, points: list[arb]) -> None:
        nodes = zip(interval.x, interval.weights, strict=True)
        if parity > 0:
            self._right = [2 * w / arb.pi() for _, w in nodes]
            self._left = [arb(1)] * len(points)
        else:
            self._right = [4 * w * x / arb.pi() for x, w in nodes]
            self._left = points
        squares = [x * x for x in interval.x]
        self._rows = [arb_mat(1, interval.m, _kernel_row(x * x, squares, parity)) for x in points]

    def __call__(self, f: list[arb]) -> list[arb]:
        """The sums, given f_j."""
        column = arb_mat(len(f), 1, [w * v for w, v in zip(self._right, f, strict=True)])
        return [x * (row * column)[0, 0] for x, row in zip(self._left, self._rows, strict=True)]


def _kernel_row(square: arb, squares: list[arb], parity: int) -> list[arb]:
    one, four = 1 + square, 4 * square
    if parity > 0:
        return [(t := one + y) / (t * t - four * y) for y in squares]
    return [1 / ((t := one + y) * t - four * y) for y in squares]


class Dressed:
    """The dressed x^power, enclosed.

    f̃(x) = s(x) + Σ_j w_j K(x, x_j) f_j with fixed numbers f_j; |f - f̃| ≤ `error` on [-B, B].

    Attributes
    ----------
    values : list of arb
        f̃ at the nodes in (0, B).
    error : arb
        Statement 4.
    """

    def __init__(self, interval: Interval, power: int) -> None:
        self.interval, self.power, self.parity = interval, power, (-1) ** power
        parity = self.parity
        kernel = KernelSum(interval, parity, interval.x)
        sources = [self.source(x) for x in interval.x]
        self._nodal = _solve(kernel, sources, _inverse(interval, parity))
        self.values = [s + v for s, v in zip(sources, kernel(self._nodal), strict=True)]
        self.error = self._error()

    def source(self, x: arb) -> arb:
        """s(x)."""
        return x**self.power

    def __call__(self, x: arb) -> arb:
        """f(x) for x in [-B, B]."""
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

    def approximate(self, x: arb) -> arb:
        """f̃(x) for any real x."""
        (image,) = KernelSum(self.interval, self.parity, [x])(self._nodal)
        return self.source(x) + image

    def bound_in_strip(self, strip: arb) -> arb:
        """Statement 3: |f̃| in the ellipse of half height `strip` < 1."""
        b = self.interval.half_width
        weight = 2 * sum(
            (w * abs(f) for w, f in zip(self.interval.weights, self._nodal, strict=True)), arb(0)
        )
        source = (b * b + strip * strip).sqrt() ** self.power
        return source + weight * _kernel_bound(strip)

    def integral(self, factor: Callable[[arb], arb], bound: arb, real: arb, strip: arb) -> arb:
        """Statement 5: ∫_{-B}^{B} factor(x) f(x) dx for a factor of the same parity.

        |factor| ≤ bound in the ellipse of half height `strip`, |factor| ≤ real on [-B, B].
        """
        interval = self.interval
        terms = zip(interval.weights, interval.x, self.values, strict=True)
        total = 2 * sum((w * factor(x) * f for w, x, f in terms), arb(0))
        quadrature = interval.gauss_error(bound * self.bound_in_strip(strip), strip)
        drift = 2 * interval.inverse_norm * self.edge_bound * interval.shift  # statement 6
        error = quadrature + real * (2 * interval.half_width * self.error + drift)
        return total + arb(0, error.upper())

    def moment(self, power: int) -> arb:
        """∫_{-B}^{B} x^power f dx."""
        b, strip = self.interval.half_width, arb(KERNEL_STRIP)
        ellipse = (b * b + strip * strip).sqrt()
        largest = b + self.interval.shift
        return self.integral(lambda x: x**power, ellipse**power, largest**power, strip)

    def _error(self) -> arb:
        """Statement 4: ‖f - f̃‖ ≤ ‖(1 - K)^{-1}‖ (discrete residual + quadrature), at B itself."""
        interval, strip = self.interval, arb(KERNEL_STRIP)
        discrete = max(abs(f - v).upper() for f, v in zip(self._nodal, self.values, strict=True))
        kernel = _kernel_bound(strip)
        quadrature = interval.gauss_error(kernel * self.bound_in_strip(strip), strip)
        residual = 2 * interval.half_width / arb.pi() * discrete + quadrature
        return (interval.inverse_norm * residual).upper()


def nodes_needed(half_width: float, digits: float, strip: float) -> int:
    """m for which the Gauss rule has so many digits on functions analytic in the strip."""
    return max(4, math.ceil(digits * math.log(10) / (4 * math.asinh(strip / half_width))))


def approximation_digits(half_width: float) -> float:
    """Digits that the solution loses to those of the rule, about."""
    return 1 + 2 * math.log10(1 + half_width)


def proof_digits(half_width: float) -> float:
    """Digits that the bounds of statements 2 to 5 lose, about."""
    return 3.5 + 5 * math.log10(1 + half_width / 2)


def refuse_expensive(half_width: float, digits: float, strip: float) -> None:
    """Raise `AccuracyError` if the matrices would not fit, before any work is done."""
    m = nodes_needed(half_width, digits + proof_digits(half_width), strip)
    size = m * m * (96 + bits_for(digits) / 8)
    if size > _MOST_BYTES:
        raise AccuracyError(
            f"{digits:.0f} working digits at Q/c = {half_width:.3g} need {2 * m} nodes and "
            f"{size / 1e9:.2g} GB, more than the {_MOST_BYTES / 1e9:.0f} GB allowed; ask for "
            "fewer digits, or at weak coupling use yanggaudin.series"
        )


def _kernel_bound(strip: arb) -> arb:
    """|K(x, y)| ≤ 1/π(1 - h²) for real x and |Im y| ≤ h < 1."""
    return 1 / (arb.pi() * (1 - strip * strip))


def _solve(kernel: KernelSum, source: list[arb], inverse: NDArray[np.float64]) -> list[arb]:
    """Exact numbers f_j with f_j ≈ s(x_j) + (Kf)_j; nothing about them needs proof.

    A double-precision inverse, refined: each step gains as many digits as it has.
    """
    bits = ctx.prec
    f = [x.mid() for x in source]
    reached = -math.inf
    while True:
        before = reached
        with precision(min(bits, 128 + max(int(before), 0)) if before > -math.inf else bits):
            images = kernel(f)
            residual = [(s - v + k).mid() for s, v, k in zip(source, f, images, strict=True)]
        reached = _bits_below(max(abs(r) for r in residual))
        if reached > bits - 24 or reached < before + _LEAST_GAIN:
            return f
        scale = arb(2) ** int(reached)
        step = inverse @ np.array([float(r * scale) for r in residual])
        f = [(v + arb(float(d)) / scale).mid() for v, d in zip(f, step, strict=True)]


def _inverse(interval: Interval, parity: int) -> NDArray[np.float64]:
    """(1 - K)^{-1} at the nodes in double precision, a preconditioner."""
    x, w = (np.array([float(v) for v in values]) for values in (interval.x, interval.weights))
    near, far = (1 / (1 + np.subtract.outer(x, y) ** 2) for y in (x, -x))
    return np.asarray(np.linalg.inv(np.eye(len(x)) - w / np.pi * (near + parity * far)))


def _bits_below(size: arb) -> float:
    """-log₂ of an exact number."""
    if size == 0:
        return math.inf
    mantissa, exponent = size.man_exp()
    return -(int(exponent) + int(mantissa).bit_length())


@lru_cache(maxsize=16)
def _half_rule(m: int, bits: int) -> list[tuple[arb, arb]]:
    """Nodes in (0, 1) and weights of the 2m-point Gauss-Legendre rule, as balls."""
    with precision(bits):
        return [arb.legendre_p_root(2 * m, k, weight=True) for k in range(m)]
