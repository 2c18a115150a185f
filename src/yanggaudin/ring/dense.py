"""The Bethe equations with all pairs of atoms, for up to some thousand of them.

The sums over l of Eq. (2) and of the shift equations (`equations`) are those of N × N tables, and
Newton's equations are solved with the full Hessian.
"""

from __future__ import annotations

from functools import partial

import numpy as np

from ..arguments import Array
from ..numerics.newton import Linearisation
from .equations import AtomShifts, GroundEquations, PairShifts, ShiftEquations
from .mirror import OPPOSITE, SHARED
from .phases import half_change, nearest, theta_slope
from .spins import Spins


class DenseGround(GroundEquations):
    """Eq. (2) of the ground state for the upper half of the atoms, x_i ≥ 0.

    The phases with both atoms of a pair ±x_l together are one arctangent without cancellation,

        θ(x_i - x_l) + θ(x_i + x_l) = 2 atan2(2x_i, 1 + x_l² - x_i²),

    and it is counted from the nearest of 0, π, 2π, which joins the right side exactly.
    """

    def residual(self, unknowns: Array, near: Linearisation | None = None) -> Linearisation:
        """Return left minus right sides, shape (m,), and their linearisation."""
        x, weight = unknowns, self.pairs.weight
        # both atoms of every pair, (m, m): rows are the equations; the arctangent is half a phase,
        # and its half turns π are turns 2π of the phase
        sine, cosine = 2 * x[:, None], 1 + (x - x[:, None]) * (x + x[:, None])
        phase, turns = nearest(sine, cosine)
        integer = self.pairs.upper_quantum_numbers - turns @ weight
        value = self.length * x + 2 * (phase @ weight) - 2 * np.pi * integer
        return Linearisation(value, partial(self._solved, x))

    def _solved(self, x: Array, right: Array) -> Array:
        """Solve with the Hessian on odd functions."""
        near, far = theta_slope(x[:, None] - x), theta_slope(x[:, None] + x)
        weight = self.pairs.weight
        hessian = (far - near) * weight
        hessian[np.diag_indices_from(hessian)] += self.length + (near + far) @ weight
        return np.asarray(np.linalg.solve(hessian, right))


class DensePairShifts(PairShifts):
    """The shift equations of mirror pairs, whose unknowns are the parts S and A of the shifts.

    With y = x + a, where x, a and s are differences of rapidities and of the parts A and S, the
    even and odd parts of θ(y + s) - θ(x) are

        ½[θ(y + s) - θ(y - s)] = atan2(2s, 1 + y² - s²),
        ½[θ(y + s) + θ(y - s)] - θ(x) = 2 atan2(a, 1 + xy) - atan2(2ys², (1 + y²)² + s²(1 - y²)):

    no digit is lost, however small the shifts are.
    """

    def residual(self, unknowns: Array, near: Linearisation | None = None) -> Linearisation:
        """Return left minus right sides, shape (2, m), and their linearisation."""
        shared, opposite = unknowns
        phases, weight = np.zeros_like(unknowns), self.pairs.weight
        s = shared[:, None] - shared
        # the upper atoms of all pairs, then the lower ones at -x, whose part A has the other sign
        for mirrored in (False, True):
            x0, a0 = (-self.ground, -opposite) if mirrored else (self.ground, opposite)
            x, a = self.ground[:, None] - x0, opposite[:, None] - a0
            y = x + a
            phases[SHARED] += np.arctan2(2 * s, 1 + (y - s) * (y + s)) @ weight
            square = s * s
            bend = np.arctan2(2 * y * square, (1 + y * y) ** 2 + square * (1 - y * y))
            phases[OPPOSITE] += (2 * np.arctan2(a, 1 + x * y) - bend) @ weight
        upper, lower = self.places(unknowns)
        every = self.pairs.all_of(upper, lower)
        spins = self.spins_near(near).settled(every)
        value = self.sides(unknowns, phases - spins.phase_parts(upper, lower))
        return Linearisation(value, partial(_solved, self, every, spins), spins)


class DenseAtomShifts(AtomShifts):
    """The shift equations of all N atoms, where some change their quantum number.

    Shifts may then be of any size, and those of a pair differ:
    θ(x + δ) - θ(x) = 2 atan2(δ, 1 + x(x + δ)) for all of them.
    """

    def residual(self, unknowns: Array, near: Linearisation | None = None) -> Linearisation:
        """Return left minus right sides, shape (N,), and their linearisation."""
        x, change = self.ground[:, None] - self.ground, unknowns[:, None] - unknowns
        places = self.ground + unknowns
        spins = self.spins_near(near).settled(places)
        # the half turns π of half a change are turns 2π of the change
        phase, turns = half_change(x, change)
        integer = self.jumps - turns.sum(axis=1)
        moved = self.length * unknowns + self.length * self.frame.boost - 2 * np.pi * integer
        value = moved + 2 * phase.sum(axis=1) - spins.phases(places)
        return Linearisation(value, partial(_solved, self, places, spins), spins)


def _solved(equations: ShiftEquations, x: Array, spins: Spins, right: Array) -> Array:
    """Return H⁻¹ times a right side, H being the Hessian with all atoms at x, (N,).

    Without the part of the flipped spins should that not lead downhill, and be far from the end.
    """
    # of the atoms alone: Λ + Σ_l θ'(x_jl) on the diagonal, -θ'(x_jl) beside it
    hessian = -theta_slope(x[:, None] - x)
    hessian[np.diag_indices_from(hessian)] += equations.length - hessian.sum(axis=1)
    # the spins follow the atoms, ∂η = R Σ_j a(x_j) ∂x_j, and pull at them with their phases
    slopes = spins.slopes(x)
    response = spins.response(slopes.sum(axis=1))
    flipped = slopes.T @ response @ slopes - np.diag(slopes.sum(axis=0))
    each = equations.each(right)
    solution = np.linalg.solve(hessian + flipped, each)
    if solution @ each <= 0 and not equations.is_close:
        solution = np.linalg.solve(hessian, each)
    return equations.folded(np.asarray(solution, dtype=float))
