"""Bethe equations with all pairs of atoms, for up to some thousand of them.

In units of c, x = k/c and θ(x) = 2 arctan x, with Λ = cL = γN:

    Λ x_j + Σ_l θ(x_j - x_l) = 2π I_j                                       Eq. (2) for η = ∞
    Λ Δ_j + Σ_l [θ(x_jl + Δ_jl) - θ(x_jl)] = 2π (I_j - I_j⁰) + Σ_α φ(η_α - x_j - Δ_j)    Eq. (9)

with x_jl = x_j - x_l, Δ_jl = Δ_j - Δ_l and φ(u) = 2 atan2(1, 2u) = π - θ(2u).  Both are the
gradient of a convex function (Yang and Yang), the first with respect to x, the second to Δ.
"""

from __future__ import annotations

import numpy as np

from ..panels import Array
from .flips import Flips
from .mirror import EVEN, ODD, Pairs

# a share of the odd part below which the even part is its rounding
_NEGLIGIBLE = 1e-6
# a million units of the last place, which Newton's method knows to be rounding
_ROUNDING = 2e-10


class GroundEquations:
    """Eq. (2) of the ground state for the upper half of the atoms, x_i ≥ 0.

    Of the mirror pair ±x_l both phases together are one arctangent without cancellation,

        θ(x_i - x_l) + θ(x_i + x_l) = 2 atan2(2x_i, 1 + x_l² - x_i²),

    and it is counted from the nearest of 0, π, 2π, which joins the right side exactly.
    """

    def __init__(self, pairs: Pairs, length: float) -> None:
        self.pairs, self.length = pairs, length

    def residual(self, x: Array) -> Array:
        """Left minus right sides, shape (m,)."""
        sine, cosine = 2 * x[:, None], 1 + (x - x[:, None]) * (x + x[:, None])
        middle = sine > np.abs(cosine)
        phase = np.where(
            middle,
            -np.arctan2(cosine, sine),
            np.arctan2(np.copysign(sine, cosine), np.abs(cosine)),
        )
        passed = np.where(middle, 0.5, cosine < 0)
        weight = self.pairs.weight
        integer = self.pairs.ground_quantum_numbers - passed @ weight
        return np.asarray(self.length * x + 2 * (phase @ weight) - 2 * np.pi * integer)

    def step(self, x: Array, residual: Array) -> Array:
        """Solve with the Hessian on odd functions."""
        near, far = _kernel(x[:, None] - x), _kernel(x[:, None] + x)
        weight = self.pairs.weight
        hessian = (far - near) * weight
        hessian[np.diag_indices_from(hessian)] += self.length + (near + far) @ weight
        return np.asarray(np.linalg.solve(hessian, -residual))

    def inner(self, one: Array, other: Array) -> float:
        """Scalar product over all atoms."""
        return self.pairs.inner(one, other)

    def relative_size(self, step: Array, x: Array) -> float:
        """Largest step relative to the rapidity that makes it; the centre stays where it is."""
        first = self.pairs.n_atoms % 2
        return float(np.max(np.abs(step[first:] / x[first:]), initial=0.0))


class ShiftEquations:
    """Eq. (9): the shifts Δ of all rapidities against the ground state, even and odd part.

    With y = x + a, where a and s are differences of odd and even parts, the even and odd parts of
    θ(y + s) - θ(x) are

        ½[θ(y + s) - θ(y - s)] = atan2(2s, 1 + y² - s²),
        ½[θ(y + s) + θ(y - s)] - θ(x) = 2 atan2(a, 1 + xy) - atan2(2ys², (1 + y²)² + s²(1 - y²)):

    no digit is lost, however small the shifts are.

    Parameters
    ----------
    ground : array, shape (m,)
        Rapidities of the ground state, upper half.
    jumps : array, shape (2, m)
        I_j - I_j⁰.
    """

    def __init__(
        self, pairs: Pairs, length: float, ground: Array, jumps: Array, flips: Flips
    ) -> None:
        self.pairs, self.length, self.ground = pairs, length, ground
        self.jumps, self.flips = jumps, flips

    def residual(self, shifts: Array) -> Array:
        """Left minus right sides, shape (2, m)."""
        even, odd = shifts
        sides = self.length * shifts - 2 * np.pi * self.jumps
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
        return self.pairs.fold(
            _newton_step(x, self.length, self.flips, self.pairs.unfold(residual))
        )

    def inner(self, one: Array, other: Array) -> float:
        """Scalar product over all atoms."""
        return self.pairs.inner(one, other)

    def relative_size(self, step: Array, shifts: Array) -> float:
        """Largest step of either parity, relative to what matters in the energy."""
        return relative_size(step, shifts, self.ground)


class JumpEquations:
    """Eq. (9) where the atoms of a pair change their quantum number unequally: all N atoms.

    Shifts may then be of any size, and those of a pair differ:
    θ(x + δ) - θ(x) = 2 atan2(δ, 1 + x(x + δ)) for all of them.

    Parameters
    ----------
    ground, jumps : array, shape (N,)
        Rapidities of the ground state, and I_j - I_j⁰.
    """

    def __init__(self, length: float, ground: Array, jumps: Array, flips: Flips) -> None:
        self.length, self.ground, self.jumps, self.flips = length, ground, jumps, flips

    def residual(self, shifts: Array) -> Array:
        """Left minus right sides, shape (N,)."""
        x, change = self.ground[:, None] - self.ground, shifts[:, None] - shifts
        places = self.ground + shifts
        self.flips.settle(places)
        phase = 2 * np.arctan2(change, 1 + x * (x + change)).sum(axis=1)
        driven = self.flips.phases(places) + 2 * np.pi * self.jumps
        return np.asarray(self.length * shifts + phase - driven)

    def step(self, shifts: Array, residual: Array) -> Array:
        """Newton's step."""
        return _newton_step(self.ground + shifts, self.length, self.flips, residual)

    def inner(self, one: Array, other: Array) -> float:
        """Scalar product."""
        return float(one @ other)

    def relative_size(self, step: Array, shifts: Array) -> float:
        """Largest step in units of c, or relative to the largest shift if that is smaller."""
        return largest_relative_to_unit(step, shifts, self.ground)


def _newton_step(x: Array, length: float, flips: Flips, residual: Array) -> Array:
    """-H⁻¹ times the residual of all atoms, H being the Hessian at x.

    Without the part of the flipped spins should that not lead downhill.
    """
    hessian = -_kernel(x[:, None] - x)
    hessian[np.diag_indices_from(hessian)] += length - hessian.sum(axis=1)
    slopes = flips.slopes(x)
    response = flips.response(slopes.sum(axis=1))
    flipped = slopes.T @ response @ slopes - np.diag(slopes.sum(axis=0))
    step = -np.linalg.solve(hessian + flipped, residual)
    if step @ residual >= 0:
        step = -np.linalg.solve(hessian, residual)
    return np.asarray(step)


def relative_size(step: Array, shifts: Array, ground: Array) -> float:
    """Largest step of either parity, in units of c or of the shifts of that parity if less.

    The energy of the shifts is Σ (2x A + S² + A²): an odd part A far below S²/x does not matter.
    In a mirror-symmetric state the even part is nothing but rounding.
    """
    even, odd = np.abs(shifts).max(axis=1)
    scale = np.array([even + _NEGLIGIBLE * odd, odd + even**2 / max(ground[-1], 1e-300)])
    scale = np.minimum(scale, 1.0)  # c is the scale of the equations
    moved = np.abs(step).max(axis=1)
    return float(np.max(np.divide(moved, scale, out=np.zeros(2), where=moved > 0)))


def largest_relative_to_unit(step: Array, shifts: Array, ground: Array) -> float:
    """Largest step in units of c, or relative to the largest shift if that is smaller.

    Where atoms are so far that rounding is more than that, relative to what can be told apart.
    """
    rounding = _ROUNDING * np.max(np.abs(ground + shifts))
    return float(np.max(np.abs(step)) / max(min(np.max(np.abs(shifts)), 1.0), rounding))


def _kernel(x: Array) -> Array:
    """θ'(x)."""
    return np.asarray(2 / (1 + x * x))
