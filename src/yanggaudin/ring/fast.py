"""Bethe equations for many atoms: the equations of `dense`, with sums over panels."""

from __future__ import annotations

import math

import numpy as np

from ..panels import Array
from .conjugate_gradient import conjugate_gradient
from .dense import relative_size
from .mirror import ODD, Pairs
from .panel_sums import Cloud, PhaseSums, chebyshev_order
from . import woodbury

_TOLERANCE = 1e-8
_WIDEST = 0.6


def panel_width(n_atoms: int, extent: float) -> float:
    """Width of the panels that costs least: the atoms want few polynomials, the panels are few."""
    widest = min(_WIDEST, 2 * extent * (1 + 1e-9))
    best, least = widest, math.inf
    for k in range(10):
        width = widest / 3 ** (k / 2)
        order = chebyshev_order(width / 2)
        size = math.ceil(extent / width + 0.5) * order
        cost = n_atoms * (order**2 + 60 * order) + size**3
        if size > woodbury.LARGEST:
            break
        if cost < least:
            best, least = width, cost
    return best


class GroundEquations:
    """Eq. (2) of the ground state, upper half of the atoms."""

    def __init__(self, pairs: Pairs, length: float) -> None:
        self.pairs, self.length = pairs, length
        self._sums: PhaseSums | None = None

    def residual(self, x: Array) -> Array:
        """Left minus right sides, shape (m,)."""
        extent = float(x[-1])
        if self._sums is None or self._sums.extent < extent:
            self._sums = PhaseSums(1.001 * extent, panel_width(self.pairs.n_atoms, extent))
        sums = self._sums
        self.cloud = Cloud(sums, x)
        upper = self.cloud.gather(self.pairs.weight)
        moments = upper + sums.mirrored(upper)
        phases, slopes = sums.phases(moments), sums.slopes(moments)
        series = np.stack([phases - sums.mirrored(phases), slopes + sums.mirrored(slopes)], axis=-1)
        phase, slope = self.cloud.spread(series / 2).T
        self.diagonal = self.length + slope
        passed = self.cloud.of_panels(sums.passed(moments))
        integer = 2 * self.pairs.ground_quantum_numbers - passed
        return np.asarray(self.length * x + phase - math.pi * integer)

    def step(self, x: Array, residual: Array) -> Array:
        """Newton's step on odd functions."""
        sums, weight = self.cloud.sums, self.pairs.weight
        if woodbury.size(sums) <= woodbury.LARGEST:
            return woodbury.Woodbury(self.cloud, self.diagonal, self.pairs).solve(-residual, ODD)

        def product(step: Array) -> Array:
            upper = self.cloud.gather(weight * step)
            images = sums.slopes(upper - sums.mirrored(upper))
            return np.asarray(self.diagonal * step - self.cloud.spread(images))

        step = conjugate_gradient(
            product, -residual, lambda r: r / self.diagonal, self.inner, _TOLERANCE
        )
        assert step is not None
        return step

    def inner(self, one: Array, other: Array) -> float:
        """Scalar product over all atoms."""
        return self.pairs.inner(one, other)

    def relative_size(self, step: Array, x: Array) -> float:
        """Largest step relative to the rapidity that makes it; the centre stays where it is."""
        first = self.pairs.n_atoms % 2
        return float(np.max(np.abs(step[first:] / x[first:]), initial=0.0))
