"""The flipped spins: their phases in Eq. (2) and the equations of their rapidities.

In units of c an atom at x collects the phase Σ_α φ(η_α - x) from the M spin rapidities η_α.  These
obey equations of their own (B. Sutherland, Phys. Rev. Lett. 20, 98 (1968)), which are not in the
paper, where η is a parameter:

    Σ_j φ(η_α - x_j) + Σ_β θ(η_α - η_β) = 2π J_α,     α = 1 … M,

for one flipped spin Σ_j φ(η - x_j) = 2πJ.

For given atoms they are solved anew at every point of Newton's method for the atoms, so that only
the atoms are unknowns there; `Spins.response` is how the η_α follow them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace

import numpy as np

from ..arguments import Array
from ..errors import ConvergenceError
from .mirror import OPPOSITE, SHARED
from .phases import half_difference_of_spin_phases, spin_phase, spin_slope, theta, total_spin_phase

# Bisection alone, its slowest part, ends after some hundred.
_MOST_ITERATIONS = 500
# The convergence is quadratic: after a step of this size, compared with 1 + |η|, the error is
# rounding; and so it is after one of some units of the last place of the farthest atom.
_LAST_STEP, _ROUNDING = 1e-9, 1e-15


@dataclass(frozen=True, eq=False)
class Spins:
    """M flipped spins with quantum numbers J_α, or with rapidities given once and for all.

    Attributes
    ----------
    n_atoms : int
        N.
    targets : array, shape (M,)
        J_α; empty if the rapidities are given, or no spin is flipped.
    rapidities : array, shape (M,)
        η_α in units of c: those given, or those at the atoms of the last `settled`, in whose
        precision they are; empty before.
    """

    n_atoms: int
    targets: Array = field(default_factory=lambda: np.zeros(0))
    rapidities: Array = field(default_factory=lambda: np.zeros(0))

    @property
    def is_present(self) -> bool:
        """Whether any spin is flipped."""
        return len(self.targets) + len(self.rapidities) > 0

    def boosted(self, more: float) -> Spins:
        """Return the same spins counted from a boost that is larger by ``more``."""
        return replace(self, rapidities=self.rapidities - more)

    # --- what the atoms see -------------------------------------------------------------------

    def phases(self, x: Array) -> Array:
        """Return Σ_α φ(η_α - x), of the shape of x."""
        etas = self.rapidities.astype(x.dtype)
        return sum((spin_phase(eta, x) for eta in etas), np.zeros_like(x))

    def phase_parts(self, upper: Array, lower: Array) -> Array:
        """Return the parts, (2, m), of Σ_α φ(η_α - x) over pairs at x = upper and -lower.

        Both are sums of positive angles: nothing cancels.
        """
        parts = np.zeros((2, len(upper)))
        for eta in self.rapidities:
            parts[SHARED] += (spin_phase(eta, upper) + spin_phase(eta, -lower)) / 2
            parts[OPPOSITE] += half_difference_of_spin_phases(eta, upper, lower)
        return parts

    def slopes(self, x: Array) -> Array:
        """Return a_α(x) = -φ'(η_α - x) > 0, shape (M, …) for x of any shape."""
        return spin_slope(self.rapidities.astype(x.dtype).reshape(-1, *(1,) * x.ndim), x)

    def response(self, total_slopes: Array) -> Array:
        """Return the symmetric matrix R of δη_α = Σ_β R_αβ Σ_j a_β(x_j) δx_j; 0 if η is given.

        ``total_slopes`` are Σ_j a_α(x_j), shape (M,).
        """
        if not len(self.targets):
            return np.zeros((len(self.rapidities),) * 2)
        return np.asarray(np.linalg.inv(self._jacobian(total_slopes)))

    def momentum(self, x: Array) -> tuple[float, int]:
        """Return Σ_jα φ(η_α - x_j), which is L times the momentum of the spins, Eq. (3).

        As a small angle and a number of turns 2π.
        """
        angles, turns = zip(*(total_spin_phase(eta, x) for eta in self.rapidities), strict=True)
        return sum(angles), sum(turns)

    # --- their own equations ------------------------------------------------------------------

    def settled(self, x: Array) -> Spins:
        """Return the spins that obey their equations for atoms at x, (N,), in its precision.

        Given ones are returned as they are.  The rapidities of far atoms, rounded to doubles, would
        be a wrong phase for the atoms near them; so where x has extended precision, one more step
        of Newton's method follows that sees it.
        """
        if not len(self.targets):
            return self
        found = self._settled(x.astype(float))
        if x.dtype == float:
            return found
        wide = replace(found, rapidities=found.rapidities.astype(x.dtype))
        return wide._moved(wide._newton_step(x, wide._miss(x)))

    def _settled(self, x: Array) -> Spins:
        """Solve for all η_α by Newton's method.

        If a step does not halve the residual, sweep over the spins one at a time instead.
        """
        etas = self.rapidities.astype(float)
        if not len(etas):
            # where they would be if all atoms were at x = 0 and the spins did not see each other
            etas = 0.5 / np.tan(math.pi * self.targets / self.n_atoms)
        spins = replace(self, rapidities=etas)
        # one spin is solved for at once; several, from a first guess, are better swept first
        if len(etas) == 1 or not len(self.rapidities):
            spins = spins._swept(x)
        if len(etas) == 1:
            return spins
        miss = spins._miss(x)
        for _ in range(_MOST_ITERATIONS):
            step = spins._newton_step(x, miss)
            moved = spins._moved(step)
            if np.all(np.abs(step) <= _last_step(spins.rapidities, x)):
                return moved
            following = moved._miss(x)
            if not np.abs(following).max() < np.abs(miss).max() / 2:
                moved = spins._swept(x)
                following = moved._miss(x)
            spins, miss = moved, following
        raise ConvergenceError(
            f"the spin rapidities did not settle in {_MOST_ITERATIONS} iterations, "
            f"their equations are missed by {np.abs(miss).max():.1e}"
        )

    def _moved(self, step: Array) -> Spins:
        """Return the spins after a step of their rapidities, shape (M,)."""
        return replace(self, rapidities=self.rapidities + step)

    def _jacobian(self, total_slopes: Array) -> Array:
        """Return -∂/∂η_β of the left side of the equation of η_α, as doubles."""
        # the left side falls with the own η by Σ_j a(x_j), and rises by θ' with distances of spins
        repulsion = 2 / (1 + (self.rapidities[:, None] - self.rapidities) ** 2)
        np.fill_diagonal(repulsion, 0.0)
        return np.asarray(np.diag(total_slopes - repulsion.sum(axis=1)) + repulsion, dtype=float)

    def _newton_step(self, x: Array, miss: Array) -> Array:
        """Return Newton's step of the rapidities, shape (M,), from what their equations miss."""
        return np.asarray(np.linalg.solve(self._jacobian(self.slopes(x).sum(axis=1)), miss))

    def _miss(self, x: Array) -> Array:
        """Return left minus right sides of the equations, as doubles, shape (M,)."""
        angles, turns = self._scattering()
        every = zip(self.rapidities, self.targets - turns, angles, strict=True)
        misses = [_miss_of_one(eta, x, target, others) for eta, target, others in every]
        return np.array(misses, dtype=float)

    def _scattering(self) -> tuple[Array, Array]:
        """Return Σ_β θ(η_α - η_β) as small angles and turns 2π, shape (M,) each."""
        angle, half_turns = theta(self.rapidities[:, None] - self.rapidities)
        return angle.sum(axis=1), half_turns.sum(axis=1) / 2

    def _swept(self, x: Array) -> Spins:
        """Return the spins after each was solved for once, in turn, with the others at rest."""
        spins = self
        for alpha in range(len(self.targets)):
            angles, turns = spins._scattering()
            etas = spins.rapidities.copy()
            etas[alpha] = spins._one_rapidity(
                float(self.targets[alpha] - turns[alpha]), float(angles[alpha]), x, etas[alpha]
            )
            spins = replace(self, rapidities=etas)
        return spins

    def _one_rapidity(self, target: float, others: float, x: Array, start: float) -> float:
        """Solve Σ_j φ(η - x_j) = 2π target - others, which lies in (0, 2πN), for η.

        By Newton's method for cot(Σφ/2N), which for equal x_j is linear in η, between the η at
        which the first and the last atom alone would have their share of the phase.
        """
        n = 2 * self.n_atoms
        # an angle close to π has its digits in what it lacks of π
        side, turns = (1, target) if target < n / 4 else (-1, n / 2 - target)
        share = (2 * math.pi * turns - side * others) / n
        alone = side * 0.5 / math.tan(share)
        low, high = float(np.min(x)) + alone, float(np.max(x)) + alone
        eta = min(max(start, low), high)
        # Newton's method within a bracket that shrinks with every step, bisected if it would leave
        # or if its steps do not become smaller, as when it goes to and fro between two points
        step = high - low
        for _ in range(_MOST_ITERATIONS):
            miss = _miss_of_one(eta, x, target, others)
            steepness = float(spin_slope(eta, x).sum())
            # the difference of the cotangents over its derivative
            excess = -math.sin(miss / n) * math.sin(share + side * miss / n) / math.sin(share)
            if excess > 0:
                high = eta
            else:
                low = eta
            following = eta - n * excess / steepness
            if not low <= following <= high or abs(following - eta) > step / 2:
                following = (low + high) / 2
            step = abs(following - eta)
            if step <= _last_step(eta, x):
                return following
            eta = following
        raise ConvergenceError(
            f"the spin rapidity did not settle between {float(low)!r} and {float(high)!r}"
        )


def _last_step(eta: Array | float, x: Array) -> Array:
    """Return the size of a step of η after which the error is rounding."""
    return np.asarray(_LAST_STEP * (1 + np.abs(eta)) + _ROUNDING * np.abs(x).max())


def _miss_of_one(eta: float, x: Array, target: float, others: float) -> float:
    """Return Σ_j φ(η - x_j) + others - 2π target."""
    angle, turns = total_spin_phase(eta, x)
    return angle + others + 2 * math.pi * (turns - target)
