"""The pair correlation without a difference of nearly equal numbers.

P depends on c by the kernels alone.  With the lines at ±iαc these are functions of x/c over c, so
that c ∂k/∂c = -d(x k)/dx, and as they are symmetric

    c ∂P/∂c = -(T/2π) Σ ∫ F U_ν (x k)*[ln(1 + e^U)]' dx

over all unknowns, the prime for the derivative by the rapidity.  This is small by itself where
the interaction is weak, or the kernel is flat over all rapidities.

Functions on the lines are even in their real and odd in their imaginary part.  So are i [ln …]' and
its image by -i x k, which is that of [ln …]' by x k.
"""

from __future__ import annotations

import math
from dataclasses import replace
from functools import cache

import numpy as np

from ..arguments import Array
from ..numerics.cached_property import cached_property
from ..numerics.legendre_q import Complex
from .half_line import Folded
from .kernels import CHARGE, EXCHANGE, EXCHANGE_ACROSS, SPIN, SPIN_TO_LINE, Kernel
from .matrices import Kernels, starting_kernels
from .solution import Solution


@np.errstate(under="ignore")
def pair_correlation(solution: Solution, by_mean: Array, density: float) -> float:
    """Return g₂ = -2(∂P/∂c)/n², given U_ν and n."""
    level = solution.level
    charge, spin = level.kernels.charge, level.kernels.spin
    former = starting_kernels(MomentKernels, spin.scale)
    level = level.on(MomentKernels(charge, spin, former))
    weighted = level.product(solution.shares, by_mean)
    integrand = level.product(weighted, level.image(_turned_slope(solution)))
    parts, kernels = level.parts(integrand), level.kernels
    rows = parts.strings.sum(axis=0) + parts.lines[:, 0].sum(axis=0)
    whole = kernels.charge.integral(parts.charge) + kernels.spin.integral(rows)
    return 2 * level.temperature / math.pi * whole / density**2


def _turned_slope(solution: Solution) -> Array:
    """Return i d/dx of ln(1 + η₀), ln(1 + η_n), ln B and ln B̄*; of real ones the imaginary part."""
    level, kernels = solution.level, solution.level.kernels
    given, slopes = level.parts(solution.unknowns), level.parts(np.empty(level.size))
    k = kernels.charge.x
    slopes.charge[:] = kernels.charge.slope(given.charge - level.bare) - k / level.temperature
    slopes.rows[:] = kernels.spin.slope(given.rows)
    found = level.parts(level.product(solution.shares, slopes.vector))
    found.complex_lines = 1j * found.complex_lines
    return found.vector


class MomentKernels(Kernels):
    """-i x k for every kernel k(x + i shift), acting on i times derivatives."""

    @cached_property
    def charge_charge(self) -> Array:
        """Of G."""
        return _real(self.folded(_moment(CHARGE), self.charge, self.charge))

    @cached_property
    def charge_string(self) -> Array:
        """Of s, from a string to ln η₀."""
        return _real(self.folded(_moment(SPIN), self.charge, self.spin))

    @cached_property
    def string_charge(self) -> Array:
        """Of s, from L to a string."""
        return _real(self.folded(_moment(SPIN), self.spin, self.charge))

    @cached_property
    def string_string(self) -> Array:
        """Of s, between strings."""
        return _real(self.folded(_moment(SPIN), self.spin, self.spin))

    @cached_property
    def charge_line(self) -> Array:
        """Of s(· - iα), from a line to ln η₀."""
        return _received(self.folded(_moment(_BACK), self.charge, self.spin))

    @cached_property
    def line_charge(self) -> Array:
        """Of s(· + iα), from L to a line."""
        return _sent(self.folded(_moment(SPIN_TO_LINE), self.spin, self.charge))

    @cached_property
    def string_line(self) -> Array:
        """Of s(· - iα), from a line to a string."""
        return _received(self.folded(_moment(_BACK), self.spin, self.spin))

    @cached_property
    def line_string(self) -> Array:
        """Of s(· + iα), from a string to a line."""
        return _sent(self.folded(_moment(SPIN_TO_LINE), self.spin, self.spin))

    @cached_property
    def lines(self) -> tuple[Array, Array]:
        """Of K, between the lines: for the sum and for the difference of ln b and ln b̄*."""
        along = self.folded(_moment(EXCHANGE), self.spin, self.spin)
        across = self.folded(_moment(EXCHANGE_ACROSS), self.spin, self.spin)
        # i times a derivative changes its sign where the function is conjugated
        direct = np.block([[along.even.real, -along.odd.imag], [along.even.imag, along.odd.real]])
        conjugate = np.block(
            [[across.even.real, across.odd.imag], [across.even.imag, -across.odd.real]]
        )
        return direct + conjugate, direct - conjugate


_BACK = replace(SPIN_TO_LINE, shift=-SPIN_TO_LINE.shift)


@cache
def _moment(kernel: Kernel) -> Kernel:
    def function(z: Complex) -> Complex:
        return -1j * z.real * kernel.function(z)

    return replace(kernel, function=function)


def _real(folded: Folded) -> Array:
    """Return what takes i times a real odd function, given without the i, to its image."""
    return np.ascontiguousarray(-folded.odd.imag)


def _received(folded: Folded) -> Array:
    """Return what takes Re and Im of V to the even half of its image."""
    return np.hstack([folded.even.real, -folded.odd.imag])


def _sent(folded: Folded) -> Array:
    """Return what takes i times a real odd function to Re and Im of its image on the line."""
    return np.vstack([-folded.odd.imag, folded.odd.real])
