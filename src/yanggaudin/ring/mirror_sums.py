"""The sums over all atoms of a mirror-symmetric state, such as the ground state."""

from __future__ import annotations

import math
from functools import cached_property
from typing import Any

import numpy as np

from ..panels import Array
from .mirror import EVEN, ODD, Pairs
from .panel_sums import Cloud, PhaseSums, chebyshev_order
from .scattering import between
from .woodbury import LARGEST, Woodbury, basis_size

_WIDEST = 0.6
# atoms that may lie far from all others
_FEW = 50
# share of a panel's width that an atom may be outside of it
_MARGIN = 0.15


def panel_width(n_atoms: int, extent: float) -> float:
    """Width of the panels that costs least: narrow ones need few polynomials, but are many."""
    widest = min(_WIDEST, 2 * extent)
    best, least = widest, math.inf
    for k in range(10):
        width = widest / 3 ** (k / 2)
        order = chebyshev_order(width / 2)
        size = math.ceil(extent / width + 0.5) * order
        cost = n_atoms * (order**2 + 60 * order) + size**3
        if size > LARGEST:
            break
        if cost < least:
            best, least = width, cost
    return best


class MirrorSums:
    """The sums over all atoms of a mirror-symmetric state, on its panels and at its atoms.

    Attributes
    ----------
    moments, series : array, shape (2n + 1, p)
        Moments of the atoms, coefficients of Σ_l θ(x - x_l).
    phase, diagonal : array, shape (m,)
        That sum at the atoms up to π ``passed``, and cL + Σ_l θ'(x - x_l).
    """

    def __init__(self, pairs: Pairs, length: float, sums: PhaseSums, x: Array) -> None:
        self.pairs, self.sums, self.cloud = pairs, sums, Cloud(sums, x)
        self.moments = sums.both_sides(self.cloud.gather(pairs.weight), EVEN)
        self.series = sums.of_parity(sums.phases(self.moments), ODD)
        slopes = sums.of_parity(sums.slopes(self.moments), EVEN)
        self.phase, slope = self.cloud.spread(np.stack([self.series, slopes], axis=-1)).T
        self.diagonal = length + slope
        self.passed = sums.passed(self.moments)

    @cached_property
    def _woodbury(self) -> Woodbury | None:
        small = basis_size(self.sums) <= LARGEST
        return Woodbury(self.cloud, self.diagonal, self.pairs) if small else None

    @property
    def is_direct(self) -> bool:
        """Whether `solve` is exact."""
        return self._woodbury is not None

    def solve(self, right: Array, parity: int) -> Array:
        """Solve with the Hessian, or with its diagonal if the panels are too many."""
        if self._woodbury is None:
            return np.asarray(right / self.diagonal)
        return self._woodbury.solve(right, parity)


class ReferenceSums:
    """The ground state on panels that reach as far as other states need them."""

    def __init__(self, pairs: Pairs, length: float, x: Array) -> None:
        self.pairs, self.length, self.x = pairs, length, x
        self._sums: MirrorSums | None = None
        self._fine: PhaseSums | None = None

    def reaching(self, extent: float) -> MirrorSums:
        """On panels for atoms at |x| up to extent."""
        if self._sums is None or extent > self._sums.sums.extent:
            extent = 1.1 * max(extent, float(self.x[-1]))
            sums = PhaseSums(extent, panel_width(self.pairs.n_atoms, extent), _MARGIN)
            self._sums = MirrorSums(self.pairs, self.length, sums, self.x)
        return self._sums

    def scattering(self, x: Array) -> tuple[Array, Array]:
        """Σ_l θ(x_j - x_l) as angles and multiples of π, in the precision of ascending x."""
        sizes = np.sort(np.abs(x))
        # panels all the way to a few far atoms would be more work than these atoms are
        extent = float(sizes[-1 - _FEW] if sizes[-1] > 2 * sizes[-1 - _FEW] else sizes[-1])
        is_far = np.abs(x) > extent
        among, far = x[~is_far], x[is_far]
        sums = self._extended(extent, x.dtype.type)
        cloud = Cloud(sums, among)
        moments = cloud.gather(np.ones_like(among))
        angles, turns = between(x, far)
        angles[~is_far] += cloud.spread(sums.phases(moments))
        turns[~is_far] += cloud.of_panels(sums.passed(moments))
        angles[is_far], turns[is_far] = between(far, x)
        return angles, turns

    def _extended(self, extent: float, dtype: type[np.floating[Any]]) -> PhaseSums:
        """Panels of a precision, kept for the next state if it reaches about as far."""
        if self._fine is None or not extent <= self._fine.extent < 2 * extent:
            extent *= 1.1
            self._fine = PhaseSums(extent, panel_width(self.pairs.n_atoms, extent), dtype=dtype)
        return self._fine
