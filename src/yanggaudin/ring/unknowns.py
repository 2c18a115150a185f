"""The three kinds of unknowns of the Bethe equations, in units of c.

The ground state is found by its rapidities, every other state by shifts against it: of mirror
pairs, or of all atoms where their quantum numbers change.  Shifts are counted from a boost b of the
whole gas, Δ_j = b + δ_j.  Phases depend on differences alone, so a boost, however large, leaves
them exact; in Eqs. (2) and (9) it is the term Λ b.
"""

from __future__ import annotations

from abc import abstractmethod

import numpy as np

from ..panels import Array
from .flips import Flips
from .mirror import EVEN, ODD, Pairs
from .newton import Equations

# a share of the odd part below which the even part is its rounding
_NEGLIGIBLE = 1e-6
# a million units of the last place, which Newton's method knows to be rounding
_ROUNDING = 2e-10

_Extended = np.longdouble
# how much finer it is; 1 if not at all
_GAIN = float(np.finfo(float).eps / np.finfo(_Extended).eps)


class GroundRapidities(Equations):
    """Rapidities x_i ≥ 0 of the upper half of the atoms, shape (m,)."""

    def __init__(self, pairs: Pairs, length: float) -> None:
        self.pairs, self.length = pairs, length

    def inner(self, one: Array, other: Array) -> float:
        """Scalar product over all atoms."""
        return self.pairs.inner(one, other)

    def relative_size(self, step: Array, x: Array) -> float:
        """Largest step relative to the rapidity that makes it; the centre stays where it is."""
        first = self.pairs.n_atoms % 2
        return float(np.max(np.abs(step[first:] / x[first:]), initial=0.0))


class Shifts(Equations):
    """Shifts of the rapidities of the ground state.

    Attributes
    ----------
    ground : array, shape (m,) or (N,)
        Rapidities of the ground state.
    flips : Flips
        The flipped spins, their rapidities counted from the boost too.
    boost : float
        b.
    """

    def __init__(self, pairs: Pairs, length: float, ground: Array, flips: Flips) -> None:
        self.pairs, self.length, self.ground, self.flips = pairs, length, ground, flips
        self.boost = 0.0

    @property
    @abstractmethod
    def slowest(self) -> int:
        """Which atom has the smallest |I_j|."""

    @abstractmethod
    def common(self, shifts: Array) -> Array:
        """The part of the shifts that a boost changes, as a view."""

    def recentred(self, shifts: Array) -> Array:
        """The same shifts counted from the boost of the slowest atom.

        Its equation has the smallest terms, and so the least room for rounding.
        """
        return self._boosted(shifts, float(self.common(shifts)[self.slowest]))

    def _boosted(self, shifts: Array, more: float) -> Array:
        """The same shifts counted from a boost that is larger by ``more``."""
        counted = shifts.copy()
        self.common(counted)[:] -= more
        self.boost += more
        self.flips.rapidities = self.flips.rapidities - more
        return counted

    @abstractmethod
    def places(self, shifts: Array, missed: Array) -> tuple[Array, Array]:
        """x_j counted from the boost, and left minus right sides of Eq. (2), shape (N,) each.

        The second is what Eq. (9) and the equations of the ground state have ``missed``, together.
        The boost may be another one afterwards.
        """


class PairShifts(Shifts):
    """Even and odd part of the shifts of mirror pairs that keep their I_j, shape (2, m)."""

    @property
    def slowest(self) -> int:
        """The pair in the centre."""
        return 0

    def common(self, shifts: Array) -> Array:
        """The even part."""
        even: Array = shifts[EVEN]
        return even

    def inner(self, one: Array, other: Array) -> float:
        """Scalar product over all atoms."""
        return self.pairs.inner(one, other)

    def relative_size(self, step: Array, shifts: Array) -> float:
        """Largest step of either parity, in units of c or of the shifts of that parity if less.

        The energy of the shifts is Σ (2x A + S² + A²): an odd part A far below S²/x does not
        matter.  In a mirror-symmetric state the even part is nothing but rounding.
        """
        even = np.abs(self.boost + shifts[EVEN]).max()
        odd = np.abs(shifts[ODD]).max()
        scale = np.array([even + _NEGLIGIBLE * odd, odd + even**2 / max(self.ground[-1], 1e-300)])
        scale = np.minimum(scale, 1.0)  # c is the scale of the equations
        moved = np.abs(step).max(axis=1)
        return float(np.max(np.divide(moved, scale, out=np.zeros(2), where=moved > 0)))

    def places(self, shifts: Array, missed: Array) -> tuple[Array, Array]:
        """From the shifts."""
        ground = self.pairs.all_of(self.ground, self.ground)
        left = self.pairs.unfold(self.residual(shifts))
        return ground + self.pairs.unfold(shifts), missed + left


class AtomShifts(Shifts):
    """Shifts of all atoms, shape (N,).

    Attributes
    ----------
    jumps : array, shape (N,)
        I_j - I_j⁰.
    """

    def __init__(
        self, pairs: Pairs, length: float, ground: Array, jumps: Array, flips: Flips
    ) -> None:
        super().__init__(pairs, length, ground, flips)
        self.jumps = jumps

    @property
    def _numbers(self) -> Array:
        """I_j."""
        return self.pairs.ground_quantum_numbers + self.jumps

    @property
    def slowest(self) -> int:
        """The first atom of smallest |I_j|."""
        return int(np.argmin(np.abs(self._numbers)))

    def common(self, shifts: Array) -> Array:
        """All of it."""
        return shifts

    def inner(self, one: Array, other: Array) -> float:
        """Scalar product."""
        return float(one @ other)

    def relative_size(self, step: Array, shifts: Array) -> float:
        """Largest step in units of c, or relative to the largest shift if that is smaller.

        Where atoms are so far that rounding is more than that, relative to what can be told apart.
        """
        rounding = _ROUNDING * np.max(np.abs(self.ground + shifts))
        largest = np.max(np.abs(self.boost + shifts))
        return float(np.max(np.abs(step)) / max(min(largest, 1.0), rounding))

    def places(self, shifts: Array, missed: Array) -> tuple[Array, Array]:
        """From the shifts; of many jumps in extended precision, where the processor has one.

        Eq. (9) has a phase of order 1 for every jump.  Where these are many, their rounding is
        more than the equation of the slowest atom can bear, and they take two more steps, for
        Eq. (2) itself and counted from the place of that atom.
        """
        if np.count_nonzero(self.jumps) * _GAIN < self.pairs.n_atoms or _GAIN == 1:
            return self.ground + shifts, missed + self.residual(shifts)
        place = float(self.ground[self.slowest] + shifts[self.slowest])
        wide = self._boosted(shifts.astype(_Extended), place)
        near = wide.astype(float)
        self.residual(near)  # where the step starts
        x = self.ground + wide
        left = self._miss(x)
        for _ in range(2):  # the second for what conjugate gradients leave of the first
            x += self.step(near, left.astype(float))
            left = self._miss(x)
        return x, left

    @abstractmethod
    def scattering(self, x: Array) -> tuple[Array, Array]:
        """Σ_l θ(x_j - x_l) as angles and multiples of π, in the precision of x."""

    def _miss(self, x: Array) -> Array:
        """Left minus right sides of Eq. (2)."""
        self.flips.settle(x.astype(float))
        angles, halves = self.scattering(x)
        pi = 4 * np.arctan(_Extended(1))
        phases = angles - self.flips.phases(x) + pi * (halves - 2 * self._numbers)
        return np.asarray(self.length * (x + self.boost) + phases)
