"""The inverse Hessian of the ground state in the basis of the panels.

The Hessian diag(D) - K acts on even or odd functions.  With T_li = T_n(u_l) of the upper half of
the atoms, their weights w (1/2 for a single atom in the centre) and F = K in the panel basis with
its mirror image folded in,

    (D - T F Tᵀw)⁻¹ = D⁻¹ + D⁻¹ T (1 - F G)⁻¹ F Tᵀ w D⁻¹,     G = Tᵀ (w/D) T.
"""

from __future__ import annotations

import numpy as np

from ..arguments import Array
from .mirror import ODD, Pairs
from .panel_sums import Cloud


class Woodbury:
    """Solves with the Hessian at mirror-symmetric atoms, one parity at a time."""

    def __init__(self, cloud: Cloud, diagonal: Array, pairs: Pairs) -> None:
        self.cloud, self.diagonal, self.pairs = cloud, diagonal, pairs
        self._gram = cloud.gram(pairs.weight / diagonal)[cloud.sums.n_side :]
        self._inverses: dict[int, Array] = {}

    def solve(self, right: Array, parity: int) -> Array:
        """Solve for right sides of one parity, shape (m,)."""
        sums = self.cloud.sums
        if parity not in self._inverses:
            self._inverses[parity] = self._invert(parity)
        moments = self.cloud.gather(self.pairs.weight * right / self.diagonal)[sums.n_side :]
        upper = self._inverses[parity] @ moments.ravel()
        coefficients = np.zeros((2 * sums.n_side + 1, sums.order))
        coefficients[sums.n_side :] = upper.reshape(-1, sums.order)
        return np.asarray((right + self.cloud.spread(coefficients)) / self.diagonal)

    def _invert(self, parity: int) -> Array:
        """(1 - F G)⁻¹ F."""
        sums = self.cloud.sums
        middle, count = 2 * sums.n_side, sums.n_side + 1
        panel = np.arange(count)
        signs = -sums.signs if parity == ODD else sums.signs
        direct = sums.slope_blocks[middle + panel[:, None] - panel]
        folded = direct + sums.slope_blocks[middle + panel[:, None] + panel] * signs
        small = -_matrix(folded @ self._gram)
        small[np.diag_indices_from(small)] += 1
        return np.asarray(np.linalg.solve(small, _matrix(folded)))


def _matrix(blocks: Array) -> Array:
    """The matrix of blocks, shape (n, n, p, p)."""
    count, _, order, _ = blocks.shape
    return blocks.transpose(0, 2, 1, 3).reshape(count * order, -1)
