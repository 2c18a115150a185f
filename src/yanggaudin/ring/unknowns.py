"""The three kinds of unknowns of the Bethe equations, in units of c.

The ground state is found by its rapidities, every other state by shifts against it: of mirror
pairs, or of all atoms where those of a pair differ.  Shifts are counted from a boost b of the whole
gas, Δ_j = b + δ_j.  Phases depend on differences alone, so a boost, however large, leaves them
exact; in Eq. (9) it is the term Λ b.
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
    jumps : array
        I_j - I_j⁰, of the shape of the shifts.
    flips : Flips
        The flipped spins, their rapidities counted from the boost too.
    boost : float
        b.
    """

    def __init__(
        self, pairs: Pairs, length: float, ground: Array, jumps: Array, flips: Flips
    ) -> None:
        self.pairs, self.length, self.ground = pairs, length, ground
        self.jumps, self.flips = jumps, flips
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
        centred = shifts.copy()
        more = float(self.common(shifts)[self.slowest])
        self.common(centred)[:] -= more
        self.boost += more
        self.flips.rapidities = self.flips.rapidities - more
        return centred


class PairShifts(Shifts):
    """Even and odd part of the shifts of mirror pairs, shape (2, m)."""

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


class AtomShifts(Shifts):
    """Shifts of all atoms, shape (N,)."""

    @property
    def slowest(self) -> int:
        """The first atom of smallest |I_j|."""
        return int(np.argmin(np.abs(self.pairs.ground_quantum_numbers + self.jumps)))

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
