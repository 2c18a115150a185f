"""Eq. (2) of many states at once, with at most one flipped spin in each.

`yanggaudin.ring` solves one state to the last digit; form factors want thousands of them, of a few
dozen atoms, each next to one that is known.  Rapidities are in units of c here, as in `ring`:

    F_m = Λ x_m + Σ_l θ(x_m - x_l) - 2π I_m - φ(η - x_m) = 0,     Σ_m φ(η - x_m) = 2πJ.

With η eliminated, F is the gradient of a convex function of the x_m, whose Hessian is

    H = diag(Λ + Σ_l W_ml) - W,     W_ml = K_ml - a_m a_l/Σa ≥ 0,     m ≠ l,

K_ml = 2/(1 + x_ml²), a_m = 4/(1 + 4(x_m - η)²); among free fermions, with the Θ and s of `hosts`,
W_ml = ΘK_ml - s a_m a_l/Σa, which is not negative either.  Newton's method with steps that are
halved where they go too far finds the only solution from anywhere.  The determinant of H is also
in the norm.

In the last step the phases of far atoms are counted from ±π, which joins 2πI exactly, so that they
are small and keep their digits; and Λx is in extended precision (where the processor has it).  The
x_m of a state are sums of two doubles: at γ ≪ 1 they are hundreds of c, and what matters are their
differences between two states.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..arguments import Array
from ..errors import ConvergenceError
from ..numerics.bracketed_newton import solve as solve_each
from ..ring.equations import PI
from ..ring.phases import spin_slope, theta_slope
from .hosts import BOSE, Host

#: whole numbers, such as J; Numbers where a twist of the ring may make it none
Integers = NDArray[np.int64]
Numbers = Integers | Array

# After a step of this size the error is its square, and after one more step the fourth power.
_SMALL_STEP = 1e-5
# A start at 2πI/Λ, the worst there is, takes about twenty at γ = 1e-3.
_MOST_STEPS = 100
_SHORTEST = 2.0**-40


@dataclass(frozen=True, eq=False)
class Equations:
    """Eq. (2) of a batch of states.

    Attributes
    ----------
    length : float
        Λ = cL.
    numbers : array, shape (b, M)
        I_m.
    magnon : integer array, shape (b,)
        J; at J = 0 the spin is at η = ±∞, and no atom sees it.
    host : Host
        Bosons or fermions.
    """

    length: float
    numbers: Array
    magnon: Numbers
    host: Host = BOSE

    def of(self, which: NDArray[np.intp]) -> Equations:
        """Return the equations of some of the states."""
        return Equations(self.length, self.numbers[which], self.magnon[which], self.host)

    def solve(self, start: Array) -> tuple[Array, Array, Array]:
        """Return x, shape (b, M), what it lacks by its rounding, and η, shape (b,)."""
        return self._polished(self._solved(start))

    def _solved(self, start: Array) -> Array:
        """Return x but for the last step; states that are found are left out of further steps."""
        found, active = np.array(start), np.arange(len(start))
        left, x, eta = self, start, self._spins(start)
        miss = left._miss(x, eta)
        for _ in range(_MOST_STEPS):
            step, size = left._newton_step(x, eta, miss)
            done = size < _SMALL_STEP  # not so of nan
            going = np.flatnonzero(~done)
            found[active[done]] = x[done] + step[done]
            if not len(going):
                return found
            active, left = active[going], left.of(going)
            x, eta, miss = left._stepped(x[going], eta[going], miss[going], step[going])
        raise ConvergenceError(
            f"Newton's method did not settle in {_MOST_STEPS} steps for the quantum numbers "
            f"{left.numbers[0].tolist()}, J = {left.magnon[0]}; please report them"
        )

    def _polished(self, x: Array) -> tuple[Array, Array, Array]:
        """Return x, what it lacks and η after the last step, from Eq. (2) without losses."""
        eta = self._spins(x)
        apart = x[:, :, None] - x[:, None, :]
        far = np.abs(apart) > 1
        half_turns = (np.sign(apart) * far).sum(axis=2)
        np.divide(-1.0, apart, out=apart, where=far)
        theta, spin, turns = self.host.repulsion, *self._spin_phases(x, eta)
        integer = self.numbers + turns - theta * half_turns / 2
        exact = self.length * x.astype(np.longdouble) - 2 * PI * integer
        miss = (exact + (2 * theta * np.arctan(apart).sum(axis=2) - spin)).astype(float)
        step, _ = self._newton_step(x, eta, miss)
        moved = x + step
        return moved, np.asarray((x - moved) + step), self._spins(moved, eta)

    def _newton_step(self, x: Array, eta: Array, miss: Array) -> tuple[Array, Array]:
        """Return -H⁻¹F, and its largest element in distances of neighbours, or in c if less."""
        matrix = hessian(self.length, x, eta, self.host)
        step = np.asarray(-np.linalg.solve(matrix, miss[..., None])[..., 0], dtype=float)
        scale = np.minimum(2 * np.pi / np.diagonal(matrix, axis1=1, axis2=2), 1.0)
        return step, np.abs(step / scale).max(axis=1)

    def _stepped(
        self, x: Array, eta: Array, miss: Array, step: Array
    ) -> tuple[Array, Array, Array]:
        """Return x, η and F after a step, halved as long as the slope along it has not fallen."""
        slope = (miss * step).sum(axis=1)
        share, far = np.ones(len(x)), np.arange(len(x))
        new, new_eta, new_miss = x + step, eta.copy(), miss.copy()
        while len(far):
            some = self.of(far)
            new[far] = x[far] + share[far, None] * step[far]
            new_eta[far] = some._spins(new[far], new_eta[far])
            new_miss[far] = some._miss(new[far], new_eta[far])
            over = (new_miss[far] * step[far]).sum(axis=1) > -slope[far] / 2
            far = far[over & (share[far] > _SHORTEST)]
            share[far] /= 2
        return new, new_eta, new_miss

    def _miss(self, x: Array, eta: Array) -> Array:
        """Return F, the left minus right sides of Eq. (2)."""
        angle = np.arctan(x[:, :, None] - x[:, None, :]).sum(axis=2)
        spin, turns = self._spin_phases(x, eta)
        turned = self.length * x - 2 * np.pi * (self.numbers + turns)
        return np.asarray(turned + 2 * self.host.repulsion * angle - spin)

    def _spin_phases(self, x: Array, eta: Array) -> tuple[Array, NDArray[np.bool_]]:
        """Return φ(s(η - x_m)) as `_spin_phases`."""
        return _spin_phases(self.host.mirror * x, self.host.mirror * eta)

    def _spins(self, x: Array, near: Array | None = None) -> Array:
        """Return the η of Σ_m φ(s(η - x_m)) = 2πJ, by Newton's method for cot(Σφ/2M).

        The cotangent is linear in η where all x are equal.
        """
        mirror = self.host.mirror
        eta, flipped = np.full(len(x), mirror * np.inf), np.flatnonzero(self.magnon)
        if not len(flipped):
            return eta
        x, twice = mirror * x[flipped], 2 * x.shape[1]
        share = 2 * np.pi * self.magnon[flipped] / twice
        alone = 0.5 / np.tan(share)
        start = x.mean(axis=1) + alone if near is None else mirror * near[flipped]

        def step(at: Array, which: NDArray[np.intp]) -> tuple[Array, Array]:
            # the phase that is missed, as small angles and turns; `share` is Σφ/2M where none is
            angle, turned = _spin_phases(x[which], at)
            turns = turned.sum(axis=1) - self.magnon[flipped[which]]
            missed, wanted = (angle.sum(axis=1) + 2 * np.pi * turns) / twice, share[which]
            excess = -np.sin(missed) * np.sin(wanted + missed) / np.sin(wanted)
            return excess, at - excess * twice / spin_slope(at[:, None], x[which]).sum(axis=1)

        low, high = x.min(axis=1) + alone, x.max(axis=1) + alone
        found = solve_each(step, start, low, high, scale=1.0, what="a spin rapidity")
        eta[flipped] = mirror * found
        return eta


def hessian(length: float, x: Array, eta: Array, host: Host = BOSE) -> Array:
    """Return H of the module's docstring, shape (b, M, M)."""
    slopes = spin_slope(eta[:, None], x)
    total = slopes.sum(axis=1)
    share = slopes / np.where(total > 0, total, 1.0)[:, None]
    springs = slopes[:, :, None] * (-host.mirror * share)[:, None, :]
    if host.repulsion:
        springs += theta_slope(x[:, :, None] - x[:, None, :])
    diagonal = np.arange(x.shape[1])
    springs[:, diagonal, diagonal] = 0.0
    matrix = -springs
    matrix[:, diagonal, diagonal] = length + springs.sum(axis=2)
    return matrix


def _spin_phases(x: Array, eta: Array) -> tuple[Array, NDArray[np.bool_]]:
    """Return φ(η - x_m), 0 where η = ∞, as small angles and turns 2π; one for atoms above η."""
    away = 2 * (eta[:, None] - x)
    return 2 * np.arctan2(np.copysign(1.0, away), np.abs(away)), np.signbit(away)
