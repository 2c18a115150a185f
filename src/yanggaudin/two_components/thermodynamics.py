"""Densities, energy and second derivatives of the gas of two components.

With ν = μ̄/T, τ = h/T and t = ln T, P = T Φ(ν, τ, t) and

    n = Φ_ν,   M = (n↑ - n↓)/2 = Φ_τ,   e = T Φ_t,   s = Φ + Φ_t - ν n - τ M,

where e is the energy per length without that of the spins in the field.  The unknowns U solve
U = source + 𝒦 ln(1 + e^U) with kernels 𝒦 that are symmetric, so that U_i = (1 - 𝒦 F)^{-1} source_i
with F = e^U/(1 + e^U), and as the source of ν is 1 in the equation of ln η₀ alone,

    Φ_i = (1/2π) ∫ F U_i dk  (of ln η₀),
    Φ_ij = (1/2π) Σ ∫ U_ν F [(1 - F) U_i U_j + source_ij]  (of all unknowns).
"""

from __future__ import annotations

import math

import numpy as np

from ..arguments import Array
from ..numerics.cached_property import cached_property
from . import free_spins
from .equations import Level
from .interaction import pair_correlation
from .matrices import Kernels
from .solution import Solution

# residual of the linear equations
_LINEAR = 4e-15
# rounding of the elements of a matrix
_SAME = 1e-14


class Thermodynamics:
    """All quantities of one solution, in units ħ = m = c = k_B = 1.

    Parameters
    ----------
    solution : Solution
        Settled.
    residual : float
        Of the linear equations; all digits unless said.
    """

    def __init__(self, solution: Solution, residual: float = _LINEAR) -> None:
        self.solution, self._residual = solution, residual
        level = solution.level
        self.mean, self.field, self.temperature = level.mean, level.field, level.temperature
        empty = -level.product(solution.shares, solution.shares)
        self._fluctuation = solution.shares + empty

    @cached_property
    def pressure(self) -> float:
        """P."""
        return self.temperature * self._charge(self.solution.logarithms)

    @cached_property
    def density(self) -> float:
        """n."""
        return self._first(self._by_mean)

    @cached_property
    def magnetisation(self) -> float:
        """M = (n↑ - n↓)/2."""
        return self._first(self._by_field)

    @cached_property
    def energy(self) -> float:
        """Energy per length, e, without that of the spins in the field."""
        return self.temperature * self._first(self._by_temperature)

    @property
    def entropy(self) -> float:
        """Entropy per length, s."""
        work = self.energy + self.pressure - self.mean * self.density
        return (work - self.field * self.magnetisation) / self.temperature

    @cached_property
    def pair_correlation(self) -> float:
        """g₂ = -2(∂P/∂c)/n²."""
        return pair_correlation(self.solution, self._by_mean, self.density)

    @cached_property
    def compressibility(self) -> float:
        """∂n/∂μ̄ at constant h and T."""
        return float(self.hessian[0, 0]) / self.temperature

    @cached_property
    def susceptibility(self) -> float:
        """∂M/∂h at constant μ̄ and T."""
        return float(self.hessian[1, 1]) / self.temperature

    @cached_property
    def mixed(self) -> float:
        """∂M/∂μ̄ = ∂n/∂h."""
        return float(self.hessian[0, 1]) / self.temperature

    @cached_property
    def specific_heat(self) -> float:
        """∂e/∂T per length at constant n and M.

        (1/2π) Σ ∫ U_ν F (1 - F) φ², φ = U_t less its parts along U_ν and U_τ: what the source of t
        contributes to Φ_tt is -Φ_t, and ∂e/∂T = Φ_t + Φ_tt at constant ν and τ.
        """
        heat, moved = self._by_temperature, (self._by_mean, self._by_field)
        shared = [self._second(heat, a) for a in moved]
        # in a strong field U_ν/2 and U_τ are the same but for rounding
        along = np.linalg.lstsq(self.hessian, shared, rcond=_SAME)[0]
        rest = heat - along[0] * moved[0] - along[1] * moved[1]
        return self._second(rest, rest)

    @cached_property
    def hessian(self) -> Array:
        """Derivatives of n and M by ν and τ, shape (2, 2)."""
        moved = self._by_mean, self._by_field
        return np.array([[self._second(a, b) for a in moved] for b in moved])

    @np.errstate(under="ignore")
    def without_matrices(self) -> Thermodynamics:
        """Drop the matrices, tens of megabytes, when all derivatives are known."""
        level = self.solution.level
        for _ in (self._by_mean, self._by_field, self._by_temperature):
            pass  # they are known
        level.kernels = Kernels(level.kernels.charge, level.kernels.spin)
        return self

    def moved(self, mean_step: float, field_step: float) -> Solution:
        """Return a start for the gas of μ̄ and h changed by these multiples of T."""
        t = self.temperature
        return self.start_for(self.mean + mean_step * t, self.field + field_step * t)

    def start_for(self, mean: float, field: float) -> Solution:
        """Return a start for the gas of other μ̄ and h."""
        mean_step, field_step = mean - self.mean, field - self.field
        step = (mean_step * self._by_mean + field_step * self._by_field) / self.temperature
        return self.solution.moved(mean, field, step)

    @property
    def imaginary(self) -> float:
        """The largest imaginary part of s*ln(1 + η_J) and of its derivative by τ, relative.

        Both are real, but the equations do not say so: each is the odd part of a sum that is even.
        """
        level = self.solution.level
        by_field = level.product(self.solution.shares, self._by_field)
        by_field -= level.product(level.shares(level.far), level.far_slopes / 2)
        return max(_imaginary(level, vector) for vector in (self.solution.logarithms, by_field))

    # --- derivatives of the unknowns ----------------------------------------------------------

    @cached_property
    def _by_mean(self) -> Array:
        """U_ν."""
        return self.solution.solve(self.solution.level.source(1.0), self._residual)

    @cached_property
    def _by_field(self) -> Array:
        """U_τ, which far away is that of free spins."""
        level = self.solution.level
        far = level.far_slopes / 2
        excess = level.product(self.solution.shares - level.shares(level.far), far)
        source = level.source(free_spins.slope(2, level.tilt) / 2)
        return far + self.solution.solve(source + level.image(excess), self._residual)

    @cached_property
    def _by_temperature(self) -> Array:
        """U_t."""
        level = self.solution.level
        k = level.kernels.charge.x
        return self.solution.solve(level.source(k * k / (2 * self.temperature)), self._residual)

    # --- integrals ----------------------------------------------------------------------------

    def _charge(self, vector: Array) -> float:
        """Return (1/2π) ∫ dk of the part that belongs to ln η₀."""
        level = self.solution.level
        return level.kernels.charge.integral(level.parts(vector).charge) / math.pi

    @np.errstate(under="ignore")
    def _first(self, derivative: Array) -> float:
        """Return Φ_i of U_i."""
        return self._charge(self.solution.level.product(self.solution.shares, derivative))

    @np.errstate(under="ignore")
    def _second(self, first: Array, second: Array) -> float:
        """Return Φ_ij without its source, of U_i and U_j."""
        level = self.solution.level
        integrand = self._fluctuation
        for factor in (first, second, self._by_mean):
            integrand = level.product(integrand, factor)
        parts = level.parts(integrand)
        rows = parts.strings.sum(axis=0) + parts.lines[:, 0].sum(axis=0)
        return self._charge(integrand) + level.kernels.spin.integral(rows) / math.pi


def _imaginary(level: Level, vector: Array) -> float:
    """Return the imaginary part of s*(V + V̄) over the larger of 1 and the real one, V of ln B."""
    kernels = level.kernels
    line, conjugate = level.parts(vector).lines.reshape(2, -1)
    odd = kernels.imaginary @ (line - conjugate)
    even = kernels.string_line @ (line + conjugate)
    return float(np.max(np.abs(odd)) / max(1.0, np.max(np.abs(even))))
