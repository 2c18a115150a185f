"""The sums over all atoms of a mirror-symmetric state, such as the ground state."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np

from ..arguments import Array
from .layout import Layout
from .mirror import EVEN, ODD, Pairs
from .panel_sums import Cloud, PhaseSums
from .scattering import theta
from .woodbury import Woodbury

# atoms that may lie far from all others
_FEW = 50
#: room for the atoms of the next state
ROOM = 1.1
#: share of a panel's width that an atom may be outside of it
MARGIN = 0.15


def without_few(sizes: Array) -> float:
    """The largest size, or of all but a few if one of these is more than twice as large.

    Panels all the way to a few far atoms would be more work than these atoms are.
    """
    largest, others = np.sort(sizes)[[-1, -1 - min(_FEW, len(sizes) - 1)]]
    return float(others if largest > 2 * others else largest)


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
        if not self.sums.has_inverse:
            return None
        return Woodbury(self.cloud, self.diagonal, self.pairs)

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
            extent = ROOM * max(extent, float(self.x[-1]))
            sums = PhaseSums(Layout.cheapest(self.pairs.n_atoms, extent, MARGIN))
            self._sums = MirrorSums(self.pairs, self.length, sums, self.x)
        return self._sums

    def scattering(self, x: Array) -> tuple[Array, Array]:
        """Σ_l θ(x_j - x_l) as angles and multiples of π, in the precision of ascending x."""
        extent = without_few(np.abs(x))
        near = np.abs(x) <= extent
        sums, among = self._extended(extent, x.dtype.type), x[near]
        cloud = Cloud(sums, among)
        moments = cloud.gather(np.ones_like(among))
        angles, turns = np.empty_like(x), np.empty(len(x))
        angles[near] = cloud.spread(sums.phases(moments))
        turns[near] = cloud.of_panels(sums.passed(moments))
        for atom in np.flatnonzero(~near):
            angle, passed = theta(x[atom] - x)
            angles[atom], turns[atom] = angle.sum(), passed.sum()
            angles[near] -= angle[near]
            turns[near] -= passed[near]
        return angles, turns

    def _extended(self, extent: float, dtype: type[np.floating[Any]]) -> PhaseSums:
        """Panels of a precision, kept for the next state if it reaches about as far."""
        if self._fine is None or not extent <= self._fine.extent < 2 * extent:
            layout = Layout.cheapest(self.pairs.n_atoms, ROOM * extent, dtype=dtype)
            self._fine = PhaseSums(layout)
        return self._fine
