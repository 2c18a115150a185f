"""The flipped spins: their phases in Eq. (2) and the equations of their rapidities.

In units of c, with φ(u) = 2 atan2(1, 2u) = π - θ(2u) in (0, 2π), an atom at x collects the phase
Σ_α φ(η_α - x) from the spin rapidities, which obey

    Σ_j φ(η_α - x_j) + Σ_β θ(η_α - η_β) = 2π J_α,     α = 1 … M.

Atoms come as mirror pairs at x = even ± centre, two arrays of shape (m,).
"""

from __future__ import annotations

import math

import numpy as np

from ..errors import ConvergenceError
from ..panels import Array
from .mirror import EVEN, ODD, Pairs

_MOST_ITERATIONS = 500
# quadratic convergence: the next step would be rounding
_LAST_STEP = 1e-9


class Flips:
    """M spins with quantum numbers J_α, or with rapidities given once and for all.

    Attributes
    ----------
    rapidities : array, shape (M,)
        η_α for the atoms last asked about.
    """

    def __init__(
        self, pairs: Pairs, targets: tuple[float, ...] = (), given: tuple[float, ...] = ()
    ) -> None:
        self.pairs, self.targets = pairs, 2 * math.pi * np.array(targets)
        self.rapidities = np.array(given)

    @property
    def is_present(self) -> bool:
        """Whether any spin is flipped."""
        return len(self.targets) + len(self.rapidities) > 0

    def phases(self, centre: Array, even: Array) -> Array:
        """Even and odd part of Σ_α φ(η_α - x), shape (2, m)."""
        if len(self.targets):
            self._solve(centre, even)
        return self.at(centre, even)

    def at(self, centre: Array, even: Array) -> Array:
        """The phases without solving for the rapidities again."""
        phases = np.zeros((2, len(centre)))
        for eta in self.rapidities:
            phases[EVEN] += _shared_phase(eta, centre, even)
            u = eta - even
            phases[ODD] += np.arctan2(4 * centre, 1 + 4 * (u - centre) * (u + centre))
        return phases

    def slopes(self, x: Array) -> Array:
        """a_α(x) = -φ'(η_α - x) > 0, shape (M, …) for x of any shape."""
        eta = self.rapidities.reshape(-1, *np.ones(x.ndim, dtype=int))
        return np.asarray(4 / (1 + 4 * (eta - x) ** 2))

    def response(self, total_slopes: Array) -> Array:
        """The symmetric matrix R of δη_α = Σ_β R_αβ Σ_j a_β(x_j) δx_j; zero if η is given."""
        if not len(self.targets):
            return np.zeros((len(self.rapidities),) * 2)
        return np.asarray(np.linalg.inv(self._jacobian(total_slopes)))

    def _jacobian(self, total_slopes: Array) -> Array:
        """-∂/∂η_β of the left side of the equation of η_α."""
        repulsion = 2 / (1 + (self.rapidities[:, None] - self.rapidities) ** 2)
        return np.asarray(np.diag(total_slopes - repulsion.sum(axis=1)) + repulsion)

    def _solve(self, centre: Array, even: Array) -> None:
        """Newton's method; where it does not help, each spin in turn with the others at rest."""
        if not len(self.rapidities):
            self.rapidities = 0.5 / np.tan(self.targets / (2 * self.pairs.n_atoms))
            self._sweep(centre, even)
        if len(self.rapidities) == 1:
            self._sweep(centre, even)
            return
        x = np.stack([even + centre, even - centre])
        miss = self._miss(centre, even)
        for _ in range(_MOST_ITERATIONS):
            before = self.rapidities
            total = (self.slopes(x) @ self.pairs.weight).sum(axis=1)
            step = np.linalg.solve(self._jacobian(total), miss)
            self.rapidities = before + step
            if np.all(np.abs(step) < _LAST_STEP * (1 + np.abs(before))):
                return
            following = self._miss(centre, even)
            if not np.abs(following).max() < np.abs(miss).max() / 2:
                self.rapidities = before
                self._sweep(centre, even)
                following = self._miss(centre, even)
            miss = following
        raise ConvergenceError(
            f"the spin rapidities did not settle in {_MOST_ITERATIONS} iterations, "
            f"their equations are missed by {np.abs(miss).max():.1e}"
        )

    def _miss(self, centre: Array, even: Array) -> Array:
        """Left minus right sides."""
        total = [2 * float(_shared_phase(eta, centre, even) @ self.pairs.weight)
                 for eta in self.rapidities]  # fmt: skip
        return np.asarray(np.array(total) + self._scattering().sum(axis=1) - self.targets)

    def _scattering(self) -> Array:
        """θ(η_α - η_β)."""
        return np.asarray(2 * np.arctan(self.rapidities[:, None] - self.rapidities))

    def _sweep(self, centre: Array, even: Array) -> None:
        for alpha, target in enumerate(self.targets):
            phase = float(target - self._scattering()[alpha].sum())
            start = float(self.rapidities[alpha])
            etas = self.rapidities.copy()
            etas[alpha] = _spin_rapidity(self.pairs, phase, centre, even, start)
            self.rapidities = etas


def _shared_phase(eta: float, centre: Array, even: Array) -> Array:
    """Even part of φ(η - x): the mean of both atoms of a pair."""
    u = eta - even
    return np.asarray(np.arctan2(1.0, 2 * (u - centre)) + np.arctan2(1.0, 2 * (u + centre)))


def _spin_rapidity(pairs: Pairs, phase: float, centre: Array, even: Array, start: float) -> float:
    """Solve Σ_j φ(η - x_j) = phase in (0, 2πN).

    By Newton's method for cot(Σφ/2N), which for equal x_j is linear in η, between the η at which
    the first and the last atom alone would have their share of the phase.
    """
    n = 2 * pairs.n_atoms
    alone = 0.5 / math.tan(phase / n)
    low = float(np.min(even - centre)) + alone
    high = float(np.max(even + centre)) + alone
    x = np.stack([even + centre, even - centre])
    eta = min(max(start, low), high)
    for _ in range(_MOST_ITERATIONS):
        total = 2 * float(_shared_phase(eta, centre, even) @ pairs.weight)
        steepness = float(np.sum(4 / (1 + 4 * (eta - x) ** 2) @ pairs.weight))
        excess = math.sin((phase - total) / n) * math.sin(total / n) / math.sin(phase / n)
        # the difference of the cotangents over its derivative
        step = -n * excess / steepness
        if excess > 0:
            high = eta
        else:
            low = eta
        following = eta + step
        if not low <= following <= high:
            following = (low + high) / 2
        if abs(following - eta) <= _LAST_STEP * (1 + abs(eta)):
            return following
        eta = following
    raise ConvergenceError(f"the spin rapidity did not settle between {low!r} and {high!r}")
