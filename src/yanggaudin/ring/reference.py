"""The ground state, on which all other states are built: its sums and its inverse Hessian.

The Hessian of the Bethe equations at mirror-symmetric atoms is diag(D) - K with
K_jl = θ'(x_j - x_l).  It acts on even or odd functions, which are known from their values at the
upper half of the atoms.  On these K is T F Tᵀ w, a product of four matrices:

- w is diagonal: 1 for an atom that has a mirror image, 1/2 for a single one in the centre.
- T has a row for each of these atoms and a column for every Chebyshev polynomial of every panel
  that they are on: T_n(u_l) at the place u_l of the atom in its panel, and 0 for all other panels.
- F is θ' between the polynomials of two panels (`panel_sums`), with that from the mirror image of
  the second added for even functions and subtracted for odd ones.

So K has low rank, and Woodbury's formula leaves a matrix of the size of F to be inverted,

    (D - T F Tᵀw)⁻¹ = D⁻¹ + D⁻¹ T (1 - F G)⁻¹ F Tᵀ w D⁻¹,     G = Tᵀ (w/D) T,

where G, the Gram matrix of the polynomials with weights w/D, has no entries between panels.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ..arguments import Array
from ..numerics.cached_property import cached_property
from ..numerics.parity import EVEN, ODD, Parity
from .clouds import Cloud
from .mirror import OPPOSITE, SHARED, Pairs
from .panel_sums import PanelPhases, PhaseSums
from .phases import theta
from .plan import HEADROOM, MARGIN, Layout, without_few


class MirrorSums:
    """The sums over all atoms of a mirror-symmetric state, on its panels and at its atoms.

    Attributes
    ----------
    moments : array, shape (2n + 1, p)
        Moments of all atoms.
    phases : PanelPhases
        Σ_l θ(x - x_l) as a function on the panels.
    phase : array, shape (m,)
        The angle of that sum at the atoms of the upper half.
    diagonal : array, shape (m,)
        D = Λ + Σ_l θ'(x - x_l) at these.
    """

    def __init__(self, pairs: Pairs, length: float, sums: PhaseSums, x: Array) -> None:
        self.pairs, self.sums, self.cloud = pairs, sums, Cloud(sums, x)
        # the sum of phases is an odd function, its derivative an even one
        self.moments = sums.both_sides(self.cloud.gather(pairs.weight), EVEN)
        self.phases: PanelPhases = sums.phases(self.moments, ODD)
        slopes = sums.of_parity(sums.slopes(self.moments), EVEN)
        both = np.stack([self.phases.series, slopes], axis=-1)
        self.phase, slope = self.cloud.spread(both).T
        self.diagonal = length + slope
        self._inverses: dict[Parity, Array] = {}

    @property
    def is_direct(self) -> bool:
        """Whether `solve` is exact."""
        return self.sums.has_inverse

    def solve(self, right: Array, parity: Parity) -> Array:
        """Return H⁻¹ times an even or odd right side, shape (m,).

        If the panels are too many, D⁻¹ instead, which is enough of a preconditioner.
        """
        if not self.is_direct:
            return np.asarray(right / self.diagonal)
        sums, n_side = self.sums, self.sums.n_side
        # D⁻¹ r + D⁻¹ T [(1 - F G)⁻¹ F] Tᵀ w D⁻¹ r on the panels of the upper half
        moments = self.cloud.gather(self.pairs.weight * right / self.diagonal)[n_side:]
        coefficients = np.zeros((2 * n_side + 1, sums.order))
        upper = self._inverse(parity) @ moments.ravel()
        coefficients[n_side:] = upper.reshape(-1, sums.order)
        return np.asarray((right + self.cloud.spread(coefficients)) / self.diagonal)

    def solve_parts(self, right: Array) -> Array:
        """Return the same for both parts, (2, m), of a right side."""
        return np.stack([self.solve(right[SHARED], EVEN), self.solve(right[OPPOSITE], ODD)])

    @cached_property
    def _gram(self) -> Array:
        """G on the panels of the upper half."""
        return self.cloud.gram(self.pairs.weight / self.diagonal)[self.sums.n_side :]

    def _inverse(self, parity: Parity) -> Array:
        """Return (1 - F G)⁻¹ F, made once for each parity."""
        if parity not in self._inverses:
            sums = self.sums
            middle, panel = 2 * sums.n_side, np.arange(sums.n_side + 1)
            # F: from a panel of the upper half, and from its mirror image
            direct = sums.slope_blocks[middle + panel[:, None] - panel]
            mirrored = sums.slope_blocks[middle + panel[:, None] + panel] * sums.signs
            folded = direct + parity * mirrored
            small = -_matrix(folded @ self._gram)
            small[np.diag_indices_from(small)] += 1
            self._inverses[parity] = np.asarray(np.linalg.solve(small, _matrix(folded)))
        return self._inverses[parity]


def _matrix(blocks: Array) -> Array:
    """Return the matrix of blocks, shape (n, n, p, p)."""
    count, _, order, _ = blocks.shape
    return blocks.transpose(0, 2, 1, 3).reshape(count * order, -1)


class Reference:
    """The solved ground state, and its sums on panels that reach as far as other states need them.

    The panels made for one state are kept for the next.  Which panels a state gets depends on what
    was solved before; its results depend on that by no more than their rounding.

    Attributes
    ----------
    pairs : Pairs
        The mirror pairs.
    length : float
        Λ = cL = γN.
    x : array, shape (m,)
        Rapidities of the upper half of the atoms, in units of c.
    missed : array, shape (m,)
        Left minus right sides of Eq. (2) at x.
    n_steps : int
        Steps of Newton's method that it took.
    """

    def __init__(self, pairs: Pairs, length: float, x: Array, missed: Array, n_steps: int) -> None:
        self.pairs, self.length, self.x = pairs, length, x
        self.missed, self.n_steps = missed, n_steps
        self._sums: MirrorSums | None = None
        self._fine: PhaseSums | None = None

    @cached_property
    def every(self) -> Array:
        """Rapidities of all atoms, shape (N,)."""
        return self.pairs.all_of(self.x, self.x)

    def reaching(self, extent: float) -> MirrorSums:
        """Return the sums on panels that cover |x| ≤ extent; rebuild them if they are too short."""
        if self._sums is None or extent > self._sums.sums.extent:
            extent = HEADROOM * max(extent, float(self.x[-1]))
            sums = PhaseSums(Layout.cheapest(self.pairs.n_atoms, extent, MARGIN))
            self._sums = MirrorSums(self.pairs, self.length, sums, self.x)
        return self._sums

    def scattering(self, x: Array) -> tuple[Array, Array]:
        """Return Σ_l θ(x_j - x_l) of any ascending x, (N,), as angles and half turns.

        Angles have the precision of x.  A few atoms that are far from the others are summed one by
        one.
        """
        extent = without_few(np.abs(x))
        near = np.abs(x) <= extent
        sums, among = self._of_precision(extent, x.dtype.type), x[near]
        cloud = Cloud(sums, among)
        # the near atoms among themselves, then each far one with all, in both directions
        angles, half_turns = np.empty_like(x), np.empty(len(x))
        moments = cloud.gather(np.ones_like(among))
        angles[near], half_turns[near] = cloud.phases(sums.phases(moments))
        for atom in np.flatnonzero(~near):
            angle, passed = theta(x[atom] - x)
            angles[atom], half_turns[atom] = angle.sum(), passed.sum()
            angles[near] -= angle[near]
            half_turns[near] -= passed[near]
        return angles, half_turns

    def _of_precision(self, extent: float, dtype: type[np.floating[Any]]) -> PhaseSums:
        """Return panels of a precision; keep those of the last state if they reach about as far."""
        if self._fine is None or not extent <= self._fine.extent < 2 * extent:
            layout = Layout.cheapest(self.pairs.n_atoms, HEADROOM * extent, dtype=dtype)
            self._fine = PhaseSums(layout)
        return self._fine
