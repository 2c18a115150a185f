"""The Bethe equations for many atoms: those of `dense`, with sums over panels.

`panel_sums` evaluates the sums over l at a cost proportional to N.  In the shift equations atoms
count by the change of their moments, in which no digit of a small shift is lost.  Each pair
is in one of two groups (`clouds.MovedPairs`): pairs that stay on their panel count by the moments
of their displacement; those that leave it by three clouds, one of where they were, `before`, and
two of where they are, `up` (upper atoms) and `down` (lower atoms, mirrored).

Newton's equations are solved in the basis of the panels, or by conjugate gradients with the inverse
Hessian of the ground state as preconditioner (`reference`).
"""

from __future__ import annotations

import math
from functools import partial

import numpy as np

from ..arguments import Array
from ..numerics.conjugate_gradient import solve_first_definite
from ..numerics.newton import Linearisation
from ..numerics.parity import EVEN, ODD
from .clouds import Cloud, MovedPairs
from .equations import AtomShifts, GroundEquations, PairShifts, ShiftEquations
from .mirror import OPPOSITE
from .panel_sums import PanelPhases, PhaseSums
from .plan import Layout
from .reference import MirrorSums
from .spins import Spins


class FastGround(GroundEquations):
    """Eq. (2) of the ground state, upper half of the atoms.

    The inner solution of a linearisation is its panels, used again as long as they are long enough.
    """

    def residual(self, unknowns: Array, near: Linearisation | None = None) -> Linearisation:
        """Return left minus right sides, shape (m,), and their linearisation."""
        x = unknowns
        sums: PhaseSums | None = near.inner_solution if near else None
        if sums is None or x[-1] > sums.extent:
            # a little too long: the atoms still move
            sums = PhaseSums(Layout.cheapest(self.pairs.n_atoms, 1.001 * float(x[-1])))
        at = MirrorSums(self.pairs, self.length, sums, x)
        integer = 2 * self.pairs.upper_quantum_numbers - at.cloud.of_panels(at.phases.passed)
        value = self.length * x + at.phase - math.pi * integer
        return Linearisation(value, partial(self._solved, at), sums)

    def _solved(self, at: MirrorSums, right: Array) -> Array:
        """Solve with the Hessian on odd functions."""
        if at.is_direct:
            return at.solve(right, ODD)
        sums, weight = at.sums, self.pairs.weight

        def product(step: Array) -> Array:
            images = sums.slopes(sums.both_sides(at.cloud.gather(weight * step), ODD))
            return np.asarray(at.diagonal * step - at.cloud.spread(images))

        return solve_first_definite([product], right, partial(at.solve, parity=ODD), self.inner)


class FastPairShifts(PairShifts):
    """The shift equations of mirror pairs, whose unknowns are the parts S and A of the shifts."""

    def residual(self, unknowns: Array, near: Linearisation | None = None) -> Linearisation:
        """Return left minus right sides, shape (2, m), and their linearisation."""
        shared, opposite = unknowns
        extent = float(np.max(np.abs(self.ground + opposite) + np.abs(shared)))
        reference = self.reference.reaching(extent)
        sums, pairs = reference.sums, MovedPairs(reference.sums, self.ground, unknowns)
        # by how much the moments of all atoms change: an even part of the distribution, which
        # scatters with an odd sum of phases, and an odd one, with an even sum
        stretched, moved = pairs.gather(self.pairs.weight)
        stretched, moved = sums.both_sides(stretched, EVEN), sums.both_sides(moved, ODD)
        angles, half_turns = pairs.changes(
            reference.phases, sums.phases(stretched, ODD), sums.phases(moved, EVEN)
        )
        upper, lower = self.places(unknowns)
        every = self.pairs.all_of(upper, lower)
        spins = self.spins_near(near).settled(every)
        phases = angles + math.pi * half_turns - spins.phase_parts(upper, lower)
        moments = reference.moments + stretched + moved
        solve = partial(_solved, self, reference, (Cloud(sums, every), moments), spins)
        return Linearisation(self.sides(unknowns, phases), solve, spins)


class FastAtomShifts(AtomShifts):
    """The shift equations of all N atoms, where some change their quantum number."""

    def residual(self, unknowns: Array, near: Linearisation | None = None) -> Linearisation:
        """Return left minus right sides, shape (N,), and their linearisation."""
        places = self.ground + unknowns
        reference = self.reference.reaching(float(np.max(np.abs(places))))
        sums, none = reference.sums, np.zeros_like(unknowns)
        # every atom as the upper one of a pair that is not moved, S = 0, but stretched
        atoms = MovedPairs(sums, self.ground, np.stack([none, unknowns]))
        change, _ = atoms.gather(np.ones_like(unknowns))
        phases = sums.phases(change)
        nothing = PanelPhases(np.zeros_like(phases.series), np.zeros_like(phases.passed))
        angles, half_turns = atoms.changes(reference.phases, phases, nothing)
        spins = self.spins_near(near).settled(places)
        moved = self.length * unknowns + self.length * self.frame.boost + angles[OPPOSITE]
        value = moved + math.pi * (half_turns[OPPOSITE] - 2 * self.jumps) - spins.phases(places)
        at = Cloud(sums, places), reference.moments + change
        return Linearisation(value, partial(_solved, self, reference, at, spins), spins)


def _solved(
    equations: ShiftEquations,
    reference: MirrorSums,
    at: tuple[Cloud, Array],
    spins: Spins,
    right: Array,
) -> Array:
    """Return H⁻¹ times a right side, H being the Hessian where all atoms, and their moments, are.

    Solved for all N atoms by conjugate gradients; without the part of the flipped spins should H
    not be positive.
    """
    cloud, moments = at
    sums, pairs = cloud.sums, equations.pairs
    diagonal = equations.length + cloud.spread(sums.slopes(moments))
    # the spins follow the atoms, ∂η = R Σ_j a(x_j) ∂x_j, and pull at them with their phases
    slopes = spins.slopes(cloud.x)
    response = spins.response(slopes.sum(axis=1))
    pull = slopes.sum(axis=0)

    def of_atoms(step: Array) -> Array:
        return np.asarray(diagonal * step - cloud.spread(sums.slopes(cloud.gather(step))))

    def with_spins(step: Array) -> Array:
        return np.asarray(of_atoms(step) - pull * step + (response @ (slopes @ step)) @ slopes)

    # the inverse Hessian of the ground state, which acts on the parts of mirror pairs
    def precondition(right: Array) -> Array:
        return pairs.unfold(reference.solve_parts(pairs.fold(right)))

    each = equations.each(right)
    return equations.folded(
        solve_first_definite([with_spins, of_atoms], each, precondition, np.dot)
    )
