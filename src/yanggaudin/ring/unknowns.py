"""The three kinds of unknowns of the Bethe equations, in units of c.

The ground state is found by its rapidities, every other state by shifts against it: of mirror
pairs, or of all atoms where their quantum numbers change.  Shifts are counted from a boost b of the
whole gas, Δ_j = b + δ_j.  Phases depend on differences alone, so a boost, however large, leaves
them exact; in Eqs. (2) and (9) it is the term Λ b.
"""

from __future__ import annotations

from abc import abstractmethod
from typing import Any

import numpy as np

from ..arguments import Array
from ..numerics.newton import Equations
from .flips import Flips
from .mirror import EVEN, ODD, Pairs
from .scattering import at_one

# a share of the odd part below which the even part is its rounding
_NEGLIGIBLE = 1e-6
# a million units of the last place, which Newton's method knows to be rounding
_ROUNDING = 2e-10

_Extended = np.longdouble
_EXTENDED_IS_FINER = bool(np.finfo(_Extended).eps < np.finfo(float).eps)
PI = 4 * np.arctan(_Extended(1))

Boost = float | np.floating[Any]


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
    is_close : bool
        Whether the solution is so close that any step of Newton's method leads there, even uphill:
        a hint that the dense solver takes.
    """

    def __init__(self, pairs: Pairs, length: float, ground: Array, flips: Flips) -> None:
        self.pairs, self.length, self.ground, self.flips = pairs, length, ground, flips
        self.boost, self.is_close = 0.0, False

    @property
    @abstractmethod
    def reference(self) -> Array:
        """x_j of all atoms in the ground state."""

    @abstractmethod
    def common(self, shifts: Array) -> Array:
        """The part of the shifts that a boost changes, as a view."""

    @abstractmethod
    def each(self, values: Array) -> Array:
        """Of every atom, (N,), what has the shape of the shifts."""

    @abstractmethod
    def folded(self, values: Array) -> Array:
        """In the shape of the shifts, what every atom has."""

    @abstractmethod
    def scattering(self, x: Array) -> tuple[Array, Array]:
        """Σ_l θ(x_j - x_l) as angles and multiples of π, in the precision of x, shape (N,) each."""

    @abstractmethod
    def recentred(self, shifts: Array, slowest: int) -> Array:
        """The same shifts counted from the boost of the slowest atom."""

    def _boosted(self, shifts: Array, more: float) -> Array:
        """The same shifts counted from a boost that is larger by ``more``."""
        counted = shifts.copy()
        self.common(counted)[:] -= more
        self.boost += more
        self.flips.rapidities = self.flips.rapidities - more
        return counted

    def places(
        self, shifts: Array, missed: Array, numbers: Array, frame: Boost
    ) -> tuple[Boost, Array, Array]:
        """The boost, x_j counted from it, and left minus right sides of Eq. (2), shape (N,) each.

        For I_j = ``numbers`` at rest, the shifts being those in a frame that moves.

        The phases that Eq. (9) adds up are many, and may be far larger than their sum; rounded to
        doubles they are more than the equation of the slowest atom can bear.  So there is a last
        step in extended precision, for Eq. (2) itself and counted from the place of that atom.
        Where a processor has no such precision, the sides are what Eq. (9) and the equations of the
        ground state have ``missed``, together.
        """
        ground, slowest = self.reference, slowest_atom(numbers)
        if not _EXTENDED_IS_FINER:
            sides = missed + self.each(self.residual(shifts))
            return self.boost + frame, ground + self.each(shifts), sides
        wide = self._boosted(shifts.astype(_Extended), float((ground + self.each(shifts))[slowest]))
        near = wide.astype(float)
        self.residual(near)  # where the step starts
        self.boost += float(frame)
        x = ground + self.each(wide)
        x += self.each(self.step(near, self.folded(self._missed(x, numbers).astype(float))))
        sides = self._missed(x, numbers)
        boost = self._balanced(slowest, numbers[slowest], ground.astype(_Extended), x)
        return boost, x, sides - sides[slowest]

    def _missed(self, x: Array, numbers: Array) -> Array:
        """Left minus right sides of Eq. (2) for atoms at x."""
        self.flips.settle(x)
        angles, turns = self.scattering(x)
        return self._sides(x, numbers, angles, turns)

    def _sides(self, x: Array, numbers: Array, angles: Array, turns: Array) -> Array:
        phases = angles - self.flips.phases(x) + PI * (turns - 2 * numbers)
        return np.asarray(self.length * (x + self.boost) + phases)

    def _balanced(self, atom: int, number: Array, ground: Array, x: Array) -> Boost:
        """The boost of the gas, and of the flipped spins, at which one atom obeys Eq. (2).

        Sums over all atoms have a smooth rounding error, which the neighbours of that atom share.
        """
        side = self._sides(x[atom], number, *at_one(atom, ground, x - ground))
        return self.boost - _Extended(side) / self.length


def slowest_atom(numbers: Array) -> int:
    """The atom of smallest |I_j|, of two the upper one.

    Its equation has the smallest terms, and so the least room for rounding.
    """
    return int(np.argmin(np.abs(numbers - 0.25)))


class PairShifts(Shifts):
    """Even and odd part of the shifts of mirror pairs that keep their I_j, shape (2, m)."""

    @property
    def reference(self) -> Array:
        """At ±x."""
        return self.pairs.all_of(self.ground, self.ground)

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

    def each(self, values: Array) -> Array:
        """Sum and difference of the parts."""
        return self.pairs.unfold(values)

    def folded(self, values: Array) -> Array:
        """Even and odd part."""
        return self.pairs.fold(values)

    def recentred(self, shifts: Array, slowest: int) -> Array:
        """From the even part in the centre."""
        return self._boosted(shifts, float(shifts[EVEN, 0]))


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
    def reference(self) -> Array:
        """The same as ``ground``."""
        return self.ground

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

    def each(self, values: Array) -> Array:
        """The same."""
        return values

    def folded(self, values: Array) -> Array:
        """The same."""
        return values

    def recentred(self, shifts: Array, slowest: int) -> Array:
        """From the shift of that atom."""
        return self._boosted(shifts, float(shifts[slowest]))
