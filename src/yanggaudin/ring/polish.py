"""Second phase of a state: one step of Newton's method in extended precision.

Why: the phases that Eq. (9) adds up are many, and may be far larger than their sum.  The slowest
atom's equation has terms of order 1, but N phases of up to order 1 add up to them, and rounded to
doubles these are more than it can bear.  ΔE does not see this error, the rapidities k_j do.

The step: in the frame of the state, in `numpy.longdouble` (where the processor has such a type) and
with x counted from the place of the slowest atom, b, let F_j be left minus right side of Eq. (2),

    F_j = Λ (x_j + b) + Σ_l θ(x_j - x_l) - 2π I_j - Σ_α φ(η_α - x_j).

One step, x → x - H⁻¹ F, with F in extended and H, the Hessian of Eq. (9), in double precision,
makes F as small as extended rounding.

What is left: for a million atoms even extended phases are too coarse.  The rounding of their sum
varies slowly with x, so that it hardly differs from one slow atom to the next.  Hence the sum is
computed without it for the slowest one, by mirror pairs of the ground state and the changes of
Eq. (9) (`phases.sum_of_one_atom`), and its F is then made zero by a boost of the whole gas,
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
from .state import Rapidities

# Atoms whose terms are in memory at the same time.
_BLOCK = 65536

_Extended = np.longdouble
_EXTENDED_IS_FINER = bool(np.finfo(_Extended).eps < np.finfo(float).eps)


@dataclass(frozen=True, eq=False)
class Polished:
    """Rapidities of a state, and how well they obey Eq. (2).

    Attributes
    ----------
    rapidities : Rapidities
        Those of the atoms.
    missed : array, shape (N,)
        Left minus right sides of Eq. (2).
    spins : Spins
        The flipped spins, counted from the origin of the rapidities.
    """

    rapidities: Rapidities
    missed: Array
    spins: Spins

    @staticmethod
    def of_ground_state(reference: Reference, spins: Spins) -> Polished:
        """Return the ground state as it is: in mirror pairs its equations need no more digits."""
        missed = reference.pairs.all_of(reference.missed, reference.missed)
        return Polished(Rapidities(0.0, reference.every), missed, spins)

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
    """Return the rapidities of a state whose shifts solve Eq. (9).

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
        # what Eq. (9) and the equations of the ground state are missed by, together
        at = found.equations.residual(found.shifts)
        of_ground = reference.pairs.all_of(reference.missed, reference.missed)
        missed = of_ground + found.equations.each(at.value)
        return Polished(Rapidities(found.boost, place), missed, at.inner_solution)

    # counted from the place of the slowest atom, which is then at x = 0 but for rounding
    equations, shifts = found.equations.boosted(
        found.shifts.astype(_Extended), found.spins, float(place[slowest])
    )
    frame = equations.frame
    in_frame = numbers - frame.quanta

    def sides(x: Array, sums: tuple[Array, Array], spins: Spins, numbers: Array) -> Array:
        """Return F from Σ_l θ(x_j - x_l) as angles and turns."""
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
    return Polished(Rapidities(origin, x), np.asarray(missed - missed[slowest]), spins)
