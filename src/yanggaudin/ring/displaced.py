"""Panel moments of small displacements, without cancellation.

An atom at u that moves to u + a ± s changes the Chebyshev polynomials, T = T_n(u), by

    X_n = ½[T_n(u + a + s) + T_n(u + a - s)] - T_n(u),    W_n = ½[T_n(u + a + s) - T_n(u + a - s)],

the first of second order for a mirror pair, where a ~ s².  With C = T + X the recurrence of the
polynomials, T_n(u) = 2u T_{n-1}(u) - T_{n-2}(u), becomes

    X_n = 2u X_{n-1} + 2a C_{n-1} + 2s W_{n-1} - X_{n-2},
    W_n = 2(u + a) W_{n-1} + 2s C_{n-1} - W_{n-2}.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ..arguments import Array
from .mirror import EVEN, ODD
from .panel_sums import PhaseSums, chebyshev_rows, panel_of, pieces_of

_BLOCK = 1024


class DisplacedCloud:
    """Mirror pairs at ±x that move to even ± (x + odd), seen from the panels of x.

    Parameters
    ----------
    x : array, shape (m,)
        Ascending positions.
    shifts : array, shape (2, m)
        Even and odd parts; together smaller than the margin of the panels.
    """

    def __init__(self, sums: PhaseSums, x: Array, shifts: Array) -> None:
        self.sums, self.x, self.shifts = sums, x, shifts

    def gather(self, weights: Array) -> tuple[Array, Array]:
        """Moments Σ X_n w and Σ W_n w."""
        sums = self.sums
        moments = np.zeros((2 * sums.n_side + 1, 3 * sums.order))
        for part, rows, pieces in self._blocks():
            for panel, piece in pieces:
                moments[panel] += rows[:, piece] @ weights[part][piece]
        return moments[:, : sums.order], moments[:, 2 * sums.order :]

    def spread(self, before: Array, odd: Array, even: Array) -> Array:
        """Change of a sum at the pairs, shape (2, m).

        The sum was the odd function ``before`` (coefficients) at x and is before + odd + even at
        the new places.  Its even and odd parts over the pair are

            Σ_n (before + odd)_n W_n + even_n C_n,    Σ_n before_n X_n + odd_n C_n + even_n W_n.
        """
        changes = np.empty((2, len(self.x)))
        after = before + odd
        to_even = np.concatenate([np.zeros_like(before), even, after], axis=1)
        to_odd = np.concatenate([before, odd, even], axis=1)
        coefficients = np.stack([to_even, to_odd], axis=1)
        for part, rows, pieces in self._blocks():
            for panel, piece in pieces:
                changes[:, part][:, piece] = coefficients[panel] @ rows[:, piece]
        return changes

    def of_panels(self, values: Array) -> Array:
        """The value of the panel of every pair."""
        return np.asarray(values[panel_of(self.sums, self.x)])

    def _blocks(self) -> Iterator[tuple[slice, Array, list[tuple[int, slice]]]]:
        """X, C and W, p rows each."""
        sums, p = self.sums, self.sums.order
        buffer = np.empty((3 * p, _BLOCK))
        for start in range(0, len(self.x), _BLOCK):
            part = slice(start, min(start + _BLOCK, len(self.x)))
            panel = panel_of(sums, self.x[part])
            u = (self.x[part] - (panel - sums.n_side) * sums.width) / sums.half_width
            s, a = (
                self.shifts[EVEN, part] / sums.half_width,
                self.shifts[ODD, part] / sums.half_width,
            )
            rows = buffer[:, : len(u)]
            changed, there, across = rows[:p], rows[p : 2 * p], rows[2 * p :]
            chebyshev_rows(u, there)
            changed[0] = across[0] = 0.0
            if p > 1:
                changed[1], across[1] = a, s
                there[1] += a
            for n in range(2, p):
                changed[n] = (
                    2 * (u * changed[n - 1] + a * there[n - 1] + s * across[n - 1]) - changed[n - 2]
                )
                across[n] = 2 * ((u + a) * across[n - 1] + s * there[n - 1]) - across[n - 2]
                there[n] += changed[n]
            yield part, rows, pieces_of(panel)
