"""The unknowns of the Bethe equations, and what both solvers have in common.

Rapidities are in units of c, x = k/c, and θ(x) = 2 arctan x.  Λ = cL = γN is the length of the ring
in units of 1/c; it is called ``length`` in all of this package.  The ground state obeys Eq. (2) for
η = ∞,

    Λ x_j + Σ_l θ(x_j - x_l) = 2π I_j⁰.

Any other state has the rapidities x_j + Δ_j.  Its shifts Δ_j obey the *shift equations*, which are
the difference of Eq. (2) for the two states:

    Λ Δ_j + Σ_l [θ(x_jl + Δ_jl) - θ(x_jl)] = 2π (I_j - I_j⁰) + Σ_α φ(η_α - x_j - Δ_j),

with x_jl = x_j - x_l, Δ_jl = Δ_j - Δ_l and φ(u) = 2 atan2(1, 2u) = π - θ(2u).  They are exact for
every N.  Eq. (9) is the part of them that is linear in Δ, with one flipped spin, I_j = I_j⁰ and the
spin's phase taken where the atom is in the ground state:

    Λ Δ_j = -Σ_l θ'(x_jl) Δ_jl + φ(η - x_j) + O(1/N).

It is good for N → ∞; no solver of a ring uses it.

Eq. (2) and the shift equations are each the gradient of a convex function (Yang and Yang), the
first with respect to x, the second to Δ; this one is convex for certain with one flipped spin of
given J, or of given η at γN > 4.

The ground state is found by its rapidities, every other state by shifts against it: those of mirror
pairs, or of all atoms where their quantum numbers change.  Each of these has a dense and a fast
class (`dense`, `fast`), which add the sums over l.

Shifts are counted from a boost b of the whole gas, Δ_j = b + δ_j.  Phases depend on differences
alone, so a boost, however large, leaves them exact; in the equations it is the term Λ b.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Self

import numpy as np

from ..arguments import Array
from ..numerics.newton import Equations, Linearisation
from .mirror import OPPOSITE, SHARED, Pairs
from .reference import Reference
from .spins import Spins

# Steps of the shared part are measured against that part plus this share of the opposite one: where
# the shared part is smaller than the share, it is nothing but rounding.
_NEGLIGIBLE = 1e-6
# Steps are measured against no less than this share of the farthest rapidity, a million units of
# its last place.  What Newton's method takes for rounding noise, 1e-5 of that, is then ten units.
_ROUNDING = 2e-10

#: a number in double or extended precision
Real = float | np.floating[Any]
#: π in extended precision, where the processor has any
PI = 4 * np.arctan(np.longdouble(1))


@dataclass(frozen=True)
class Frame:
    """The moving frame in which a state is solved.

    In it all quantum numbers I_j are smaller by ``quanta``, which is exact, and rapidities are
    counted from a further ``boost``, so that in the frame at rest they are

        x_j + origin,     origin = 2π quanta/Λ + boost.

    Attributes
    ----------
    quanta : float
        A whole number.
    boost : float
        b, in units of c.
    """

    quanta: float = 0.0
    boost: float = 0.0

    def origin(self, length: float) -> Real:
        """Return what is to be added to rapidities, in extended precision where there is any."""
        origin: Real = 2 * PI * np.longdouble(self.quanta) / length + self.boost
        return origin


class GroundEquations(Equations):
    """Eq. (2) of the ground state for the upper half of the atoms, x_i ≥ 0, shape (m,)."""

    def __init__(self, pairs: Pairs, length: float) -> None:
        self.pairs, self.length = pairs, length

    def inner(self, one: Array, other: Array) -> float:
        """Return the scalar product over all atoms."""
        return self.pairs.inner(one, other)

    def relative_size(self, step: Array, unknowns: Array) -> float:
        """Return the largest step relative to its rapidity; the centre stays where it is."""
        first = self.pairs.n_atoms % 2
        return float(np.max(np.abs(step[first:] / unknowns[first:]), initial=0.0))


@dataclass(frozen=True, eq=False)
class ShiftEquations(Equations):
    """The shift equations, whose unknowns are the shifts δ_j, counted from a boost.

    Attributes
    ----------
    reference : Reference
        The ground state.
    jumps : array, shape (N,)
        I_j - I_j⁰ in the frame.
    spins : Spins
        The flipped spins in the frame; where the search for their rapidities starts.  At every
        point they are settled, and the inner solution of its linearisation.
    frame : Frame
        Where shifts are counted from.
    is_close : bool
        Whether the solution is so close that any step of Newton's method leads there, even uphill:
        a hint that the dense solver takes.  It matters where η is given and γN ≤ 4: there the
        solution need not be a minimum.
    """

    reference: Reference
    jumps: Array
    spins: Spins
    frame: Frame
    is_close: bool = False

    @property
    def pairs(self) -> Pairs:
        """The mirror pairs."""
        return self.reference.pairs

    @property
    def length(self) -> float:
        """Λ = cL."""
        return self.reference.length

    def spins_near(self, near: Linearisation | None) -> Spins:
        """Return the spins from which their rapidities are searched for: those at another point."""
        return self.spins if near is None else near.inner_solution

    def each(self, values: Array) -> Array:
        """Expand values of the shape of the shifts to one value per atom, shape (N,)."""
        return values

    def folded(self, values: Array) -> Array:
        """Reduce values per atom, (N,), to the shape of the shifts: the inverse of `each`."""
        return values

    def boosted(self, shifts: Array, spins: Spins, more: float) -> tuple[Self, Array]:
        """Return the equations and the shifts, counted from a boost that is larger by ``more``."""
        counted = shifts - more * self.folded(np.ones(self.pairs.n_atoms))
        frame = replace(self.frame, boost=self.frame.boost + more)
        return replace(self, frame=frame, spins=spins.boosted(more), is_close=True), counted


class PairShifts(ShiftEquations):
    """Shifts of mirror pairs that keep their I_j, as parts S and A, shape (2, m)."""

    @property
    def ground(self) -> Array:
        """Rapidities of the upper half of the atoms in the ground state, shape (m,)."""
        return self.reference.x

    def places(self, shifts: Array) -> tuple[Array, Array]:
        """Return the places x + A + S and x + A - S of the upper atoms and of mirrored lower ones.

        Shape (m,) each.
        """
        shared, opposite = shifts
        return self.ground + opposite + shared, self.ground + opposite - shared

    def sides(self, shifts: Array, phases: Array) -> Array:
        """Return left minus right sides, (2, m), from the parts of all phases that change."""
        value = self.length * shifts + phases
        value[SHARED] += self.length * self.frame.boost
        if self.pairs.n_atoms % 2:
            value[OPPOSITE, 0] = 0.0  # the atom in the centre has no partner
        return value

    def inner(self, one: Array, other: Array) -> float:
        """Return the scalar product over all atoms."""
        return self.pairs.inner(one, other)

    def relative_size(self, step: Array, unknowns: Array) -> float:
        """Return the largest step of either part, in units of c or of that part if less.

        The energy of the shifts is Σ (2x A + S² + A²): a part A far below S²/x does not matter.
        In a mirror-symmetric state S is nothing but rounding.
        """
        shared = np.abs(self.frame.boost + unknowns[SHARED]).max()
        opposite = np.abs(unknowns[OPPOSITE]).max()
        # no more than 1 is looked at: a single atom has x = 0
        of_opposite = opposite + shared**2 / max(self.ground[-1], shared**2, 1e-300)
        scale = np.minimum([shared + _NEGLIGIBLE * opposite, of_opposite], 1.0)
        moved = np.abs(step).max(axis=1)
        return float(np.max(np.divide(moved, scale, out=np.zeros(2), where=moved > 0)))

    def each(self, values: Array) -> Array:
        """Return sum and difference of the parts."""
        return self.pairs.unfold(values)

    def folded(self, values: Array) -> Array:
        """Return the parts."""
        return self.pairs.fold(values)


class AtomShifts(ShiftEquations):
    """Shifts of all atoms, shape (N,), where quantum numbers change."""

    @property
    def ground(self) -> Array:
        """Rapidities of all atoms in the ground state, shape (N,)."""
        return self.reference.every

    def inner(self, one: Array, other: Array) -> float:
        """Return the scalar product."""
        return float(one @ other)

    def relative_size(self, step: Array, unknowns: Array) -> float:
        """Return the largest step in units of c, or of the largest shift if that is smaller.

        Where atoms are so far away that their rounding is larger, it is the unit (`_ROUNDING`).
        """
        rounding = _ROUNDING * np.max(np.abs(self.ground + unknowns))
        largest = np.max(np.abs(self.frame.boost + unknowns))
        return float(np.max(np.abs(step)) / max(min(largest, 1.0), rounding))
