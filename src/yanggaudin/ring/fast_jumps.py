"""Bethe equations for many atoms of which some change their quantum number."""

from __future__ import annotations

import math
from functools import partial

import numpy as np

from ..arguments import Array
from ..numerics.conjugate_gradient import newton_step
from .displaced import DisplacedCloud
from .flips import Flips
from .mirror import EVEN, ODD
from .mirror_sums import ReferenceSums
from .panel_sums import Cloud
from .unknowns import AtomShifts


class JumpEquations(AtomShifts):
    """Eq. (9) where atoms change their quantum number: all N of them.

    Parameters
    ----------
    jumps : array, shape (N,)
        I_j - I_j⁰.
    """

    def __init__(self, ground: ReferenceSums, jumps: Array, flips: Flips) -> None:
        every = ground.pairs.all_of(ground.x, ground.x)
        super().__init__(ground.pairs, ground.length, every, jumps, flips)
        self._grounds = ground

    def residual(self, shifts: Array) -> Array:
        """Left minus right sides, shape (N,)."""
        places = self.ground + shifts
        self._reference = reference = self._grounds.reaching(float(np.max(np.abs(places))))
        sums = reference.sums
        self._cloud = Cloud(sums, places)
        stays = np.abs(shifts) <= sums.reach
        near = DisplacedCloud(
            sums, self.ground[stays], np.stack([np.zeros_like(shifts[stays]), shifts[stays]])
        )
        start, end = Cloud(sums, self.ground[~stays]), Cloud(sums, places[~stays])
        one = np.ones(len(end.x))
        self._change, _ = near.gather(np.ones(len(near.x)))
        self._change += end.gather(one) - start.gather(one)
        series, passed = sums.phases(self._change), sums.passed(self._change)
        sides, integer = self.length * shifts + self.length * self.boost, -2 * self.jumps
        none = np.zeros_like(series)
        sides[stays] += near.spread(reference.series, series, none)[ODD]
        integer[stays] += near.of_panels(passed)
        sides[~stays] += end.spread(reference.series + series) - start.spread(reference.series)
        integer[~stays] += end.of_panels(reference.passed + passed)
        integer[~stays] -= start.of_panels(reference.passed)
        self.flips.settle(places)
        return np.asarray(sides + math.pi * integer - self.flips.phases(places))

    def step(self, shifts: Array, residual: Array) -> Array:
        """Newton's step; without the flipped spins' part should the Hessian not be positive."""
        cloud, reference = self._cloud, self._reference
        sums = cloud.sums
        bare = self.length + cloud.spread(sums.slopes(reference.moments + self._change))
        slopes = self.flips.slopes(cloud.x)
        response = self.flips.response(slopes.sum(axis=1))
        diagonal = bare - slopes.sum(axis=0)

        def product(step: Array, flipped: bool) -> Array:
            image = (diagonal if flipped else bare) * step
            image -= cloud.spread(sums.slopes(cloud.gather(step)))
            return image + (response @ (slopes @ step)) @ slopes if flipped else image

        def precondition(right: Array) -> Array:
            parts = self.pairs.fold(right)
            return self.pairs.unfold(
                np.stack([reference.solve(parts[parity], parity) for parity in (EVEN, ODD)])
            )

        products = [partial(product, flipped=flipped) for flipped in (True, False)]
        return newton_step(products, residual, precondition, self.inner)

    def scattering(self, x: Array) -> tuple[Array, Array]:
        """Σ_l θ(x_j - x_l) as angles and multiples of π."""
        return self._grounds.scattering(x)
