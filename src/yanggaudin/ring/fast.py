"""Bethe equations for many atoms: the equations of `dense`, with sums over panels."""

from __future__ import annotations

import math
from functools import partial

import numpy as np

from ..arguments import Array
from ..numerics.conjugate_gradient import newton_step
from .displaced import DisplacedCloud
from .flips import Flips
from .layout import Layout
from .mirror import EVEN, ODD, Pairs
from .mirror_sums import MirrorSums, ReferenceSums
from .panel_sums import Cloud, PhaseSums
from .unknowns import GroundRapidities, PairShifts


class GroundEquations(GroundRapidities):
    """Eq. (2) of the ground state, upper half of the atoms."""

    def __init__(self, pairs: Pairs, length: float) -> None:
        super().__init__(pairs, length)
        self._sums: PhaseSums | None = None

    def residual(self, x: Array) -> Array:
        """Left minus right sides, shape (m,)."""
        extent = float(x[-1])
        if self._sums is None or extent > self._sums.extent:
            self._sums = PhaseSums(Layout.cheapest(self.pairs.n_atoms, 1.001 * extent))
        self._at = at = MirrorSums(self.pairs, self.length, self._sums, x)
        integer = 2 * self.pairs.upper_quantum_numbers - at.cloud.of_panels(at.passed)
        return np.asarray(self.length * x + at.phase - math.pi * integer)

    def step(self, x: Array, residual: Array) -> Array:
        """Newton's step on odd functions."""
        at, sums, weight = self._at, self._at.sums, self.pairs.weight
        if at.is_direct:
            return at.solve(-residual, ODD)

        def product(step: Array) -> Array:
            images = sums.slopes(sums.both_sides(at.cloud.gather(weight * step), ODD))
            return np.asarray(at.diagonal * step - at.cloud.spread(images))

        return newton_step([product], residual, lambda r: at.solve(r, ODD), self.inner)


class ShiftEquations(PairShifts):
    """Eq. (9): the shifts of all rapidities against the ground state, even and odd part.

    Atoms that stay in their panel count by the moments of their displacement; those that leave it,
    where they come from and where they go.
    """

    def __init__(self, ground: ReferenceSums, flips: Flips) -> None:
        super().__init__(ground.pairs, ground.length, ground.x, flips)
        self._grounds = ground

    def residual(self, shifts: Array) -> Array:
        """Left minus right sides, shape (2, m)."""
        even, odd = shifts
        extent = float(np.max(np.abs(self.ground + odd) + np.abs(even)))
        self._reference = self._grounds.reaching(extent)
        sums, weight = self._reference.sums, self.pairs.weight
        self._upper = Cloud(sums, self.ground + odd + even)
        self._lower = Cloud(sums, self.ground + odd - even)
        stays = np.abs(even) + np.abs(odd) <= sums.reach
        near = DisplacedCloud(sums, self.ground[stays], shifts[:, stays])
        everyone = (self._reference.cloud, self._upper, self._lower)
        from_, up, down = (Cloud(sums, cloud.x[~stays]) for cloud in everyone)
        stretched, moved = near.gather(weight[stays])
        if not stays.all():
            leaving = weight[~stays]
            gone_up, gone_down = up.gather(leaving) / 2, down.gather(leaving) / 2
            stretched = stretched + gone_up + gone_down - from_.gather(leaving)
            moved = moved + gone_up - gone_down
        self._stretched = sums.both_sides(stretched, EVEN)
        self._moved = sums.both_sides(moved, ODD)
        odd_series = sums.of_parity(sums.phases(self._stretched), ODD)
        even_series = sums.of_parity(sums.phases(self._moved), EVEN)
        odd_passed, even_passed = sums.passed(self._stretched), sums.passed(self._moved)

        sides, integer = self.length * shifts, np.zeros_like(shifts)
        sides[:, stays] += near.spread(self._reference.series, odd_series, even_series)
        integer[:, stays] += [near.of_panels(even_passed), near.of_panels(odd_passed)]
        if not stays.all():
            after = self._reference.series + odd_series
            sides[:, ~stays] += _change(
                from_.spread(self._reference.series),
                *(cloud.spread(series) for series in (after, even_series) for cloud in (up, down)),
            )
            before = self._reference.passed
            integer[:, ~stays] += _change(
                from_.of_panels(before),
                *(
                    cloud.of_panels(passed)
                    for passed in (before + odd_passed, even_passed)
                    for cloud in (up, down)
                ),
            )
        self.flips.settle(self.pairs.all_of(self._upper.x, self._lower.x))
        sides[EVEN] += self.length * self.boost
        sides += math.pi * integer - self.flips.phase_parts(self._upper.x, self._lower.x)
        if self.pairs.n_atoms % 2:
            sides[ODD, 0] = 0.0
        return sides

    def step(self, shifts: Array, residual: Array) -> Array:
        """Newton's step; without the flipped spins' part should the Hessian not be positive."""
        sums, weight, reference = self._upper.sums, self.pairs.weight, self._reference
        clouds = (self._upper, self._lower)
        stretch = sums.of_parity(sums.slopes(reference.moments + self._stretched), EVEN)
        move = sums.of_parity(sums.slopes(self._moved), ODD)
        bare = self.length + np.stack(
            [clouds[0].spread(stretch + move), clouds[1].spread(stretch - move)]
        )
        slopes = self.flips.slopes(np.stack([clouds[0].x, -clouds[1].x]))
        response = self.flips.response((slopes @ weight).sum(axis=1))
        diagonal = bare - slopes.sum(axis=0)

        def product(parts: Array, flipped: bool) -> Array:
            both = np.stack([parts[EVEN] + parts[ODD], parts[EVEN] - parts[ODD]])
            up, down = (c.gather(weight * v) for c, v in zip(clouds, both, strict=True))
            even_series = sums.slopes(sums.both_sides((up + down) / 2, EVEN))
            odd_series = sums.slopes(sums.both_sides((up - down) / 2, ODD))
            images = (diagonal if flipped else bare) * both
            images[0] -= clouds[0].spread(even_series + odd_series)
            images[1] -= clouds[1].spread(even_series - odd_series)
            if flipped:
                driven = response @ ((slopes * both) @ weight).sum(axis=1)
                images += np.tensordot(driven, slopes, axes=1)
            return np.stack([images[0] + images[1], images[0] - images[1]]) / 2

        def precondition(parts: Array) -> Array:
            return np.stack([reference.solve(parts[parity], parity) for parity in (EVEN, ODD)])

        products = [partial(product, flipped=flipped) for flipped in (True, False)]
        return newton_step(products, residual, precondition, self.inner)

    def scattering(self, x: Array) -> tuple[Array, Array]:
        """Σ_l θ(x_j - x_l) as angles and multiples of π."""
        return self._grounds.scattering(x)


def _change(
    before: Array, odd_up: Array, odd_down: Array, even_up: Array, even_down: Array
) -> Array:
    """Even and odd part, (2, m), of the change of a sum at pairs that go to up and -down."""
    return np.stack(
        [
            (odd_up - odd_down + even_up + even_down) / 2,
            (odd_up + odd_down + even_up - even_down) / 2 - before,
        ]
    )
