"""The Bethe equations for many atoms: those of `dense`, with sums over panels.

`panel_sums` evaluates the sums over l of Eqs. (2) and (9) at a cost proportional to N.  In Eq. (9)
atoms count by the change of their moments, in which no digit of a small shift is lost.  Each pair
is in one of two groups (`clouds.MovedPairs`): pairs that stay on their panel count by the moments
of their displacement; those that leave it by three clouds, one of where they were, `before`, and
two of where they are, `up` (upper atoms) and `down` (lower atoms, mirrored).

Newton's equations are solved in the basis of the panels, or by conjugate gradients with the inverse
Hessian of the ground state as preconditioner (`reference`).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial

import numpy as np

from ..arguments import Array
from ..numerics.conjugate_gradient import solve_first_definite
from ..numerics.newton import Linearisation
from ..numerics.parity import EVEN, ODD
from .clouds import Cloud, MovedPairs
from .equations import AtomShifts, GroundEquations, PairShifts
from .mirror import OPPOSITE, Pairs
from .panel_sums import PanelPhases, PhaseSums
from .plan import Layout
from .reference import MirrorSums
from .spins import Spins

Product = Callable[[Array], Array]


class FastGround(GroundEquations):
    """Eq. (2) of the ground state, upper half of the atoms."""

    def __init__(self, pairs: Pairs, length: float) -> None:
        super().__init__(pairs, length)
        self._sums: PhaseSums | None = None

    def residual(self, unknowns: Array, near: Linearisation | None = None) -> Linearisation:
        """Return left minus right sides, shape (m,), and their linearisation."""
        x = unknowns
        at = MirrorSums(self.pairs, self.length, self._reaching(float(x[-1])), x)
        integer = 2 * self.pairs.upper_quantum_numbers - at.cloud.of_panels(at.phases.passed)
        value = self.length * x + at.phase - math.pi * integer
        return Linearisation(value, partial(self._solved, at))

    def _reaching(self, extent: float) -> PhaseSums:
        """Return panels that cover |x| ≤ extent: the last ones if these do."""
        if self._sums is None or extent > self._sums.extent:
            self._sums = PhaseSums(Layout.cheapest(self.pairs.n_atoms, 1.001 * extent))
        return self._sums

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
    """Eq. (9) for mirror pairs: the parts S and A of the shifts against the ground state."""

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
        angles, turns = pairs.changes(
            reference.phases, sums.phases(stretched, ODD), sums.phases(moved, EVEN)
        )
        upper, lower = self.places(unknowns)
        spins = self.spins_near(near).settled(self.pairs.all_of(upper, lower))
        phases = angles + math.pi * turns - spins.phase_parts(upper, lower)
        # the linearisation: Σ_l θ'(x - x_l) as a function on the panels, even and odd part
        clouds = Cloud(sums, upper), Cloud(sums, lower)
        moments = reference.moments + stretched, moved
        solve = partial(self._solved, reference, clouds, moments, spins)
        return Linearisation(self.sides(unknowns, phases), solve, spins)

    def _solved(
        self,
        reference: MirrorSums,
        clouds: tuple[Cloud, Cloud],
        moments: tuple[Array, Array],
        spins: Spins,
        right: Array,
    ) -> Array:
        """Return H⁻¹ times a right side, shape (2, m).

        ``clouds`` are the upper and the mirrored lower atoms, ``moments`` the even and the odd part
        of those of all atoms.  Without the part of the flipped spins should H not be positive.
        """
        sums, weight = reference.sums, self.pairs.weight
        up, down = clouds
        even = sums.of_parity(sums.slopes(moments[0]), EVEN)
        odd = sums.of_parity(sums.slopes(moments[1]), ODD)
        # rows are upper and lower atoms here; a lower one sees even - odd at its mirror image
        bare = self.length + np.stack([up.spread(even + odd), down.spread(even - odd)])

        def scattered(rows: Array) -> Array:
            of_up, of_down = up.gather(weight * rows[0]), down.gather(weight * rows[1])
            even = sums.slopes(sums.both_sides((of_up + of_down) / 2, EVEN))
            odd = sums.slopes(sums.both_sides((of_up - of_down) / 2, ODD))
            return np.stack([up.spread(even + odd), down.spread(even - odd)])

        def on_rows(product: Product, parts: Array) -> Array:
            images = product(np.stack([parts[0] + parts[1], parts[0] - parts[1]]))
            return np.stack([images[0] + images[1], images[0] - images[1]]) / 2

        places = np.stack([up.x, -down.x])
        products = _with_and_without_spins(bare, scattered, spins, places, weight)
        products = [partial(on_rows, product) for product in products]
        return solve_first_definite(products, right, reference.solve_parts, self.inner)


class FastAtomShifts(AtomShifts):
    """Eq. (9) for all N atoms, where some change their quantum number."""

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
        angles, turns = atoms.changes(reference.phases, phases, nothing)
        spins = self.spins_near(near).settled(places)
        moved = self.length * unknowns + self.length * self.frame.boost + angles[OPPOSITE]
        value = moved + math.pi * (turns[OPPOSITE] - 2 * self.jumps) - spins.phases(places)
        cloud, moments = Cloud(sums, places), reference.moments + change
        solve = partial(self._solved, reference, cloud, moments, spins)
        return Linearisation(value, solve, spins)

    def _solved(
        self, reference: MirrorSums, cloud: Cloud, moments: Array, spins: Spins, right: Array
    ) -> Array:
        """Return H⁻¹ times a right side, shape (N,).

        Without the part of the flipped spins should H not be positive.
        """
        sums = reference.sums
        bare = self.length + cloud.spread(sums.slopes(moments))

        def scattered(step: Array) -> Array:
            return cloud.spread(sums.slopes(cloud.gather(step)))

        def precondition(right: Array) -> Array:
            return self.pairs.unfold(reference.solve_parts(self.pairs.fold(right)))

        products = _with_and_without_spins(bare, scattered, spins, cloud.x, np.ones_like(bare))
        return solve_first_definite(products, right, precondition, self.inner)


def _with_and_without_spins(
    bare: Array, scattered: Product, spins: Spins, x: Array, weight: Array
) -> list[Product]:
    """Return the products with the Hessian, and with it without the part of the flipped spins.

    The second is positive definite everywhere.  The Hessian of the atoms alone is ``bare`` on the
    diagonal less ``scattered``.  The spins follow the atoms, ∂η = R Σ_j a(x_j) ∂x_j, and pull at
    them with their phases.  Vectors have the shape of x, (…, m), and ``weight``, (m,).
    """
    slopes = spins.slopes(x)
    rows = tuple(range(1, x.ndim))
    response = spins.response((slopes @ weight).sum(axis=rows))
    pull = slopes.sum(axis=0)

    def without(values: Array) -> Array:
        return np.asarray(bare * values - scattered(values))

    def with_spins(values: Array) -> Array:
        driven = response @ ((slopes * values) @ weight).sum(axis=rows)
        return np.asarray(without(values) - pull * values + np.tensordot(driven, slopes, axes=1))

    return [with_spins, without]
