"""Bethe equations with all pairs of atoms, for up to some thousand of them.

In units of c, x = k/c and θ(x) = 2 arctan x, with Λ = cL = γN:

    Λ x_j + Σ_l θ(x_j - x_l) = 2π I_j                                       Eq. (2) for η = ∞
    Λ Δ_j + Σ_l [θ(x_jl + Δ_jl) - θ(x_jl)] = 2π (I_j - I_j⁰) + Σ_α φ(η_α - x_j - Δ_j)    Eq. (9)

with x_jl = x_j - x_l, Δ_jl = Δ_j - Δ_l and φ(u) = 2 atan2(1, 2u) = π - θ(2u).  Both are the
gradient of a convex function (Yang and Yang), the first with respect to x, the second to Δ.
"""

from __future__ import annotations

import numpy as np

from ..arguments import Array
from .mirror import EVEN, ODD
from .scattering import at_all, half_change, nearest
from .unknowns import AtomShifts, GroundRapidities, PairShifts, Shifts


class GroundEquations(GroundRapidities):
    """Eq. (2) of the ground state for the upper half of the atoms, x_i ≥ 0.

    Of the mirror pair ±x_l both phases together are one arctangent without cancellation,

        θ(x_i - x_l) + θ(x_i + x_l) = 2 atan2(2x_i, 1 + x_l² - x_i²),

    and it is counted from the nearest of 0, π, 2π, which joins the right side exactly.
    """

    def residual(self, x: Array) -> Array:
        """Left minus right sides, shape (m,)."""
        sine, cosine = 2 * x[:, None], 1 + (x - x[:, None]) * (x + x[:, None])
        phase, passed = nearest(sine, cosine)
        weight = self.pairs.weight
        integer = self.pairs.upper_quantum_numbers - passed @ weight
        return np.asarray(self.length * x + 2 * (phase @ weight) - 2 * np.pi * integer)

    def step(self, x: Array, residual: Array) -> Array:
        """Solve with the Hessian on odd functions."""
        near, far = _kernel(x[:, None] - x), _kernel(x[:, None] + x)
        weight = self.pairs.weight
        hessian = (far - near) * weight
        hessian[np.diag_indices_from(hessian)] += self.length + (near + far) @ weight
        return np.asarray(np.linalg.solve(hessian, -residual))


class ShiftEquations(PairShifts):
    """Eq. (9): the shifts Δ of all rapidities against the ground state, even and odd part.

    With y = x + a, where a and s are differences of odd and even parts, the even and odd parts of
    θ(y + s) - θ(x) are

        ½[θ(y + s) - θ(y - s)] = atan2(2s, 1 + y² - s²),
        ½[θ(y + s) + θ(y - s)] - θ(x) = 2 atan2(a, 1 + xy) - atan2(2ys², (1 + y²)² + s²(1 - y²)):

    no digit is lost, however small the shifts are.
    """

    def residual(self, shifts: Array) -> Array:
        """Left minus right sides, shape (2, m)."""
        even, odd = shifts
        sides = self.length * shifts
        sides[EVEN] += self.length * self.boost
        weight = self.pairs.weight
        s = even[:, None] - even
        for mirrored in (False, True):
            x0, a0 = (-self.ground, -odd) if mirrored else (self.ground, odd)
            x, a = self.ground[:, None] - x0, odd[:, None] - a0
            y = x + a
            sides[EVEN] += np.arctan2(2 * s, 1 + (y - s) * (y + s)) @ weight
            square = s * s
            bend = np.arctan2(2 * y * square, (1 + y * y) ** 2 + square * (1 - y * y))
            sides[ODD] += (2 * np.arctan2(a, 1 + x * y) - bend) @ weight
        upper, lower = self.ground + odd + even, self.ground + odd - even
        self.flips.settle(self.pairs.all_of(upper, lower))
        sides -= self.flips.phase_parts(upper, lower)
        if self.pairs.n_atoms % 2:
            sides[ODD, 0] = 0.0
        return sides

    def step(self, shifts: Array, residual: Array) -> Array:
        """Newton's step."""
        even, odd = shifts
        x = self.pairs.all_of(self.ground + odd + even, self.ground + odd - even)
        return self.pairs.fold(_newton_step(self, x, self.pairs.unfold(residual)))

    def scattering(self, x: Array) -> tuple[Array, Array]:
        """Σ_l θ(x_j - x_l) as angles and multiples of π."""
        return at_all(x)


class JumpEquations(AtomShifts):
    """Eq. (9) where atoms change their quantum number: all N of them.

    Shifts may then be of any size, and those of a pair differ:
    θ(x + δ) - θ(x) = 2 atan2(δ, 1 + x(x + δ)) for all of them.
    """

    def residual(self, shifts: Array) -> Array:
        """Left minus right sides, shape (N,)."""
        x, change = self.ground[:, None] - self.ground, shifts[:, None] - shifts
        places = self.ground + shifts
        self.flips.settle(places)
        phase, passed = half_change(x, change)
        integer = self.jumps - passed.sum(axis=1)
        moved = self.length * shifts + self.length * self.boost - 2 * np.pi * integer
        return np.asarray(moved + 2 * phase.sum(axis=1) - self.flips.phases(places))

    def step(self, shifts: Array, residual: Array) -> Array:
        """Newton's step."""
        return _newton_step(self, self.ground + shifts, residual)

    def scattering(self, x: Array) -> tuple[Array, Array]:
        """Σ_l θ(x_j - x_l) as angles and multiples of π."""
        return at_all(x)


def _newton_step(equations: Shifts, x: Array, residual: Array) -> Array:
    """-H⁻¹ times the residual of all atoms, H being the Hessian at x.

    Without the part of the flipped spins should that not lead downhill, and be far from the end.
    """
    hessian = -_kernel(x[:, None] - x)
    hessian[np.diag_indices_from(hessian)] += equations.length - hessian.sum(axis=1)
    slopes = equations.flips.slopes(x)
    response = equations.flips.response(slopes.sum(axis=1))
    flipped = slopes.T @ response @ slopes - np.diag(slopes.sum(axis=0))
    step = -np.linalg.solve(hessian + flipped, residual)
    if step @ residual >= 0 and not equations.is_close:
        step = -np.linalg.solve(hessian, residual)
    return np.asarray(step)


def _kernel(x: Array) -> Array:
    """θ'(x)."""
    return np.asarray(2 / (1 + x * x))
