"""The flipped spins: their phases in Eq. (2) and the equations of their rapidities.

In units of c, with φ(u) = 2 atan2(1, 2u) = π - θ(2u) in (0, 2π), an atom at x collects the phase
Σ_α φ(η_α - x) from the spin rapidities, which obey

    Σ_j φ(η_α - x_j) + Σ_β θ(η_α - η_β) = 2π J_α,     α = 1 … M.
"""

from __future__ import annotations

import math

import numpy as np

from ..arguments import Array
from ..errors import ConvergenceError
from .mirror import EVEN, ODD

_MOST_ITERATIONS = 500
# quadratic convergence: the next step would be rounding, and so is one of some units of the last
# place of the farthest atom
_LAST_STEP, _ROUNDING = 1e-9, 1e-15


class Flips:
    """M spins with quantum numbers J_α, or with rapidities given once and for all.

    Attributes
    ----------
    rapidities : array, shape (M,)
        η_α for the atoms last asked about.
    """

    def __init__(
        self, n_atoms: int, targets: tuple[float, ...] = (), given: tuple[float, ...] = ()
    ) -> None:
        self.n_atoms, self.targets = n_atoms, np.array(targets)
        self.rapidities = np.array(given)

    @property
    def is_present(self) -> bool:
        """Whether any spin is flipped."""
        return len(self.targets) + len(self.rapidities) > 0

    def phases(self, x: Array) -> Array:
        """Σ_α φ(η_α - x), of the shape of x."""
        return sum((_phase(eta, x) for eta in self._rapidities_as(x)), np.zeros_like(x))

    def phase_parts(self, upper: Array, lower: Array) -> Array:
        """Even and odd part, (2, m), of Σ_α φ(η_α - x) over the pairs at x = upper, -lower.

        Both are sums of positive angles: nothing cancels.
        """
        parts = np.zeros((2, len(upper)))
        for eta in self.rapidities:
            parts[EVEN] += (_phase(eta, upper) + _phase(eta, -lower)) / 2
            angle = 1 + 4 * (eta - upper) * (eta + lower)
            parts[ODD] += np.arctan2(2 * (upper + lower), angle)
        return parts

    def momentum(self, x: Array) -> tuple[float, int]:
        """Σ_jα φ(η_α - x_j) as a small angle and a number of full turns."""
        angles, turns = zip(*(_total_phase(eta, x) for eta in self.rapidities), strict=True)
        return sum(angles), sum(turns)

    def slopes(self, x: Array) -> Array:
        """a_α(x) = -φ'(η_α - x) > 0, shape (M, …) for x of any shape."""
        eta = self._rapidities_as(x).reshape(-1, *np.ones(x.ndim, dtype=int))
        return np.asarray(4 / (1 + 4 * (eta - x) ** 2))

    def _rapidities_as(self, x: Array) -> Array:
        return self.rapidities.astype(x.dtype)

    def response(self, total_slopes: Array) -> Array:
        """The symmetric matrix R of δη_α = Σ_β R_αβ Σ_j a_β(x_j) δx_j; zero if η is given."""
        if not len(self.targets):
            return np.zeros((len(self.rapidities),) * 2)
        return np.asarray(np.linalg.inv(self._jacobian(total_slopes)))

    def _jacobian(self, total_slopes: Array) -> Array:
        """-∂/∂η_β of the left side of the equation of η_α, as doubles."""
        repulsion = 2 / (1 + (self.rapidities[:, None] - self.rapidities) ** 2)
        np.fill_diagonal(repulsion, 0.0)
        return np.asarray(np.diag(total_slopes - repulsion.sum(axis=1)) + repulsion, dtype=float)

    def settle(self, x: Array) -> None:
        """Find the spin rapidities for atoms at x, (N,), unless they are given, in its precision.

        Those of far atoms, rounded to doubles, would be a wrong phase for the atoms near them.
        """
        if not len(self.targets):
            return
        self.rapidities = self.rapidities.astype(float)
        self._settle(x.astype(float))
        if x.dtype != float:
            self.rapidities = self.rapidities.astype(x.dtype)
            self.rapidities += self._step(x, self._miss(x))

    def _settle(self, x: Array) -> None:
        """By Newton's method; where it does not help, each spin in turn with the others at rest."""
        if not len(self.rapidities):
            self.rapidities = 0.5 / np.tan(math.pi * self.targets / self.n_atoms)
            self._sweep(x)
        if len(self.rapidities) == 1:
            self._sweep(x)
            return
        miss = self._miss(x)
        for _ in range(_MOST_ITERATIONS):
            before = self.rapidities
            step = self._step(x, miss)
            self.rapidities = before + step
            if np.all(np.abs(step) <= _last_step(before, x)):
                return
            following = self._miss(x)
            if not np.abs(following).max() < np.abs(miss).max() / 2:
                self.rapidities = before
                self._sweep(x)
                following = self._miss(x)
            miss = following
        raise ConvergenceError(
            f"the spin rapidities did not settle in {_MOST_ITERATIONS} iterations, "
            f"their equations are missed by {np.abs(miss).max():.1e}"
        )

    def _step(self, x: Array, miss: Array) -> Array:
        """Newton's step."""
        return np.asarray(np.linalg.solve(self._jacobian(self.slopes(x).sum(axis=1)), miss))

    def _miss(self, x: Array) -> Array:
        """Left minus right sides, as doubles."""
        angles, turns = self._scattering()
        every = zip(self.rapidities, self.targets - turns, angles, strict=True)
        misses = [_miss(eta, x, target, others) for eta, target, others in every]
        return np.array(misses, dtype=float)

    def _scattering(self) -> tuple[Array, Array]:
        """Σ_β θ(η_α - η_β) as small angles and multiples of 2π, shape (M,) each."""
        distance = self.rapidities[:, None] - self.rapidities
        sign, size = np.sign(distance), np.abs(distance)
        far = size > 1
        angle = 2 * sign * np.where(far, -np.arctan2(1.0, size), np.arctan(size))
        return angle.sum(axis=1), (sign * far).sum(axis=1) / 2

    def _sweep(self, x: Array) -> None:
        for alpha in range(len(self.targets)):
            angles, turns = self._scattering()
            etas = self.rapidities.copy()
            etas[alpha] = self._one_rapidity(
                float(self.targets[alpha] - turns[alpha]), float(angles[alpha]), x, etas[alpha]
            )
            self.rapidities = etas

    def _one_rapidity(self, target: float, others: float, x: Array, start: float) -> float:
        """Solve Σ_j φ(η - x_j) = 2π target - others, which lies in (0, 2πN).

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
        for _ in range(_MOST_ITERATIONS):
            miss = _miss(eta, x, target, others)
            steepness = float((4 / (1 + 4 * (eta - x) ** 2)).sum())
            # the difference of the cotangents over its derivative
            excess = -math.sin(miss / n) * math.sin(share + side * miss / n) / math.sin(share)
            if excess > 0:
                high = eta
            else:
                low = eta
            following = eta - n * excess / steepness
            if not low <= following <= high:
                following = (low + high) / 2
            if abs(following - eta) <= _last_step(eta, x):
                return following
            eta = following
        raise ConvergenceError(f"the spin rapidity did not settle between {low!r} and {high!r}")


def _last_step(eta: Array | float, x: Array) -> Array:
    """A step of η after which the error is rounding."""
    return np.asarray(_LAST_STEP * (1 + np.abs(eta)) + _ROUNDING * np.abs(x).max())


def _phase(eta: float, x: Array) -> Array:
    """φ(η - x)."""
    return np.asarray(2 * np.arctan2(1.0, 2 * (eta - x)))


def _total_phase(eta: float, x: Array) -> tuple[float, int]:
    """Σ_j φ(η - x_j) without the 2π of atoms above η, and how many these are.

    Distances are rounded to doubles, not places.
    """
    u = (2 * (eta - x)).astype(float)
    angle = 2 * np.arctan2(np.copysign(1.0, u), np.abs(u)).sum()
    return float(angle), int(np.count_nonzero(np.signbit(u)))


def _miss(eta: float, x: Array, target: float, others: float) -> float:
    """Σ_j φ(η - x_j) + others - 2π target."""
    angle, turns = _total_phase(eta, x)
    return angle + others + 2 * math.pi * (turns - target)
