"""Second phase of a state: one step of Newton's method in extended precision.

Why: an atom's equation is a sum of N phases.  For the slowest atom these cancel almost completely:
each may be of order 1, and all together they are of order 1 too.  Their rounding errors as doubles
do not cancel; they add up to many units of the last place of the sum, and the rapidity of this atom
is wrong by as much.  The rapidities k_j have this error, ΔE does not.

The step: in the frame of the state, in `numpy.longdouble` (where the processor has such a type) and
with x counted from the place b of the slowest atom, let F_j be left minus right side of Eq. (2),

    F_j = Λ (x_j + b) + Σ_l θ(x_j - x_l) - 2π I_j - Σ_α φ(η_α - x_j).

One step, x → x - H⁻¹ F, makes F as small as extended rounding.  F is computed in extended, H,
the Hessian of the shift equations, in double precision.

What is left: for a million atoms even extended phases are too coarse.  The rounding of their sum
varies slowly with x, so that it hardly differs from one slow atom to the next.  Hence the sum is
computed without it for the slowest one, from mirror pairs of the ground state and the change of
each phase (`phases.sum_of_one_atom`), and its F is then made zero by a boost of the whole gas,
b → b - F/Λ, which changes no phase.

The error: Eq. (2) is missed by less than 1e-16 of its largest term, in extended precision.  Where
`numpy.longdouble` is a double there is no such step: up to 1e-14, or 1e-13 if all of 10⁵ atoms
change their quantum numbers.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from ..arguments import Array
from .equations import PI, Real
from .phases import sum_of_one_atom, sums_of_all_pairs
from .quantum_numbers import slowest_atom
from .reference import Reference
from .solver import Shifted
from .spins import Spins
from .state import RingRapidities

# Atoms whose terms are in memory at the same time.
_BLOCK = 65536

_Extended = np.longdouble
_EXTENDED_IS_FINER = bool(np.finfo(_Extended).eps < np.finfo(float).eps)


@dataclass(frozen=True, eq=False)
class Polished:
    """Rapidities of a state, and how well they obey Eq. (2).

    Attributes
    ----------
    rapidities : RingRapidities
        Those of the atoms.
    missed : array, shape (N,)
        Left minus right sides of Eq. (2).
    spins : Spins
        The flipped spins, counted from the origin of the rapidities.
    """

    rapidities: RingRapidities
    missed: Array
    spins: Spins

    @staticmethod
    def of_ground_state(reference: Reference, spins: Spins) -> Polished:
        """Return the ground state as it is: in mirror pairs its equations need no more digits."""
        missed = reference.pairs.all_of(reference.missed, reference.missed)
        return Polished(RingRapidities(0.0, reference.every), missed, spins)

    def relative_residual(self, length: float, numbers: Array) -> float:
        """Return the largest residual of Eq. (2), each relative to its largest term."""
        origin, places = self.rapidities
        worst = 0.0
        # the four kinds of terms of Eq. (2), block by block, which spares the memory of many atoms
        for start in range(0, len(places), _BLOCK):
            part = slice(start, start + _BLOCK)
            x = places[part]
            terms = (
                length * (origin + x),
                2 * math.pi * numbers[part],
                2 * np.arctan(np.maximum(x - places[0], places[-1] - x)),
                self.spins.phases(x),
            )
            largest, missed = np.abs(terms).max(axis=0), np.abs(self.missed[part])
            worst = max(worst, float(np.max(missed / np.where(missed > 0, largest, 1.0))))
        return worst


def polish(found: Shifted, numbers: Array, *, is_dense: bool) -> Polished:
    """Return the rapidities of a state whose shifts solve the shift equations.

    Parameters
    ----------
    found : Shifted
        The shifts.
    numbers : array, shape (N,)
        I_j.
    is_dense : bool
        Whether the phases are summed over all pairs of atoms, or on panels.
    """
    reference, length = found.equations.reference, found.equations.length
    scattering = sums_of_all_pairs if is_dense else reference.scattering
    slowest = slowest_atom(numbers)
    place = reference.every + found.equations.each(found.shifts)
    if not _EXTENDED_IS_FINER:
        # by how much the shift equations and those of the ground state are missed, together
        at = found.equations.residual(found.shifts)
        of_ground = reference.pairs.all_of(reference.missed, reference.missed)
        missed = of_ground + found.equations.each(at.value)
        return Polished(RingRapidities(found.boost, place), missed, at.inner_solution)

    # counted from the place of the slowest atom, which is then at x = 0 but for rounding
    equations, shifts = found.equations.boosted(
        found.shifts.astype(_Extended), found.spins, float(place[slowest])
    )
    frame = equations.frame
    in_frame = numbers - frame.quanta

    def sides(x: Array, sums: tuple[Array, Array], spins: Spins, numbers: Array) -> Array:
        """Return F from Σ_l θ(x_j - x_l) as angles and half turns."""
        phases = sums[0] - spins.phases(x) + PI * (sums[1] - 2 * numbers)
        return np.asarray(length * (x + frame.boost) + phases)

    # the step: linearised in doubles, the sides in extended precision before and after
    x: Array = reference.every + equations.each(shifts)
    at = equations.residual(shifts.astype(float))
    spins = at.inner_solution.settled(x)
    missed = sides(x, scattering(x), spins, in_frame)
    x = x - equations.each(at.solve(equations.folded(missed.astype(float))))
    spins = spins.settled(x)
    missed = sides(x, scattering(x), spins, in_frame)
    # one slow atom without the rounding that it shares with its neighbours
    ground: Array = reference.every.astype(_Extended)
    alone = sum_of_one_atom(slowest, ground, x - ground)
    excess = sides(x[slowest], alone, spins, in_frame[slowest])
    origin: Real = frame.origin(length) - _Extended(excess) / length
    # the same boost takes F of this atom, as it was summed, away from all of them
    return Polished(RingRapidities(origin, x), np.asarray(missed - missed[slowest]), spins)
