"""Atoms as the panels see them: at rest, displaced by a little, or gone to other panels.

An atom at u (in its panel, in units of the half width) that moves to u + a ± s changes the
Chebyshev polynomials, T = T_n(u), by

    X_n = ½[T_n(u + a + s) + T_n(u + a - s)] - T_n(u),    W_n = ½[T_n(u + a + s) - T_n(u + a - s)],

the first of second order for a mirror pair, where a ~ s².  With C = T + X the recurrence of the
polynomials, T_n(u) = 2u T_{n-1}(u) - T_{n-2}(u), becomes

    X_n = 2u X_{n-1} + 2a C_{n-1} + 2s W_{n-1} - X_{n-2},
    W_n = 2(u + a) W_{n-1} + 2s C_{n-1} - W_{n-2},

and no digit of a small displacement is lost.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ..arguments import Array
from .mirror import OPPOSITE, SHARED
from .panel_sums import PanelPhases, PhaseSums

# Atoms whose polynomials are in memory, and best in the cache, at the same time.
_BLOCK = 2048
_BLOCK_OF_PAIRS = 1024

#: a panel, which atoms are on it, and their polynomials, (number of polynomials, …)
Piece = tuple[int, slice, Array]


class Cloud:
    """Atoms at ascending positions, seen from the panels they are in."""

    def __init__(self, sums: PhaseSums, x: Array) -> None:
        self.sums, self.x = sums, x

    def gather(self, weights: Array) -> Array:
        """Return the moments Σ_l T_n(u_l) v_l of weights v, shape (m,)."""
        sums = self.sums
        moments = np.zeros((2 * sums.n_side + 1, sums.order), sums.dtype)
        for panel, atoms, rows in self._pieces():
            moments[panel] += rows @ weights[atoms]
        return moments

    def spread(self, coefficients: Array) -> Array:
        """Return the values of Chebyshev series at the atoms, (m,) or (m, number of series)."""
        values = np.empty((len(self.x), *coefficients.shape[2:]), self.sums.dtype)
        for panel, atoms, rows in self._pieces():
            np.matmul(rows.T, coefficients[panel], out=values[atoms])
        return values

    def gram(self, weights: Array) -> Array:
        """Return Σ_l T_m(u_l) T_n(u_l) v_l on every panel, shape (2n + 1, p, p)."""
        sums = self.sums
        result = np.zeros((2 * sums.n_side + 1, sums.order, sums.order))
        for panel, atoms, rows in self._pieces():
            result[panel] += (rows * weights[atoms]) @ rows.T
        return result

    def phases(self, phases: PanelPhases) -> tuple[Array, Array]:
        """Return a sum of phases at the atoms as angles and half turns, shape (m,) each."""
        return self.spread(phases.series), self.of_panels(phases.passed)

    def of_panels(self, values: Array) -> Array:
        """Return the value of the panel of every atom."""
        return np.asarray(values[_panel_of(self.sums, self.x)])

    def _pieces(self) -> Iterator[Piece]:
        """Yield runs of atoms of one panel, with the rows T_n(u), p of them."""
        sums = self.sums
        buffer = np.empty((sums.order, _BLOCK), sums.dtype)
        for block, panel, u in _blocks(sums, self.x, _BLOCK):
            yield from _pieces(block, panel, chebyshev_rows(u, buffer[:, : len(u)]))


class DisplacedCloud:
    """Mirror pairs at ±x that move by so little that they count on the panel of x.

    Parameters
    ----------
    x : array, shape (m,)
        Ascending positions.
    shifts : array, shape (2, m)
        The parts S and A; together smaller than the margin of the panels.
    """

    def __init__(self, sums: PhaseSums, x: Array, shifts: Array) -> None:
        self.sums, self.x, self.shifts = sums, x, shifts

    def gather(self, weights: Array) -> tuple[Array, Array]:
        """Return the moments Σ X_n w and Σ W_n w of weights w, shape (m,)."""
        sums = self.sums
        moments = np.zeros((2 * sums.n_side + 1, 3 * sums.order))
        for panel, pairs, rows in self._pieces():
            moments[panel] += rows @ weights[pairs]
        return moments[:, : sums.order], moments[:, 2 * sums.order :]

    def spread(self, before: Array, odd: Array, even: Array) -> Array:
        """Return the parts of the change of a sum at the pairs, shape (2, m).

        The sum was the odd function ``before`` (coefficients) at x and is before + odd + even at
        the new places.  The shared and the opposite part of its change are

            Σ_n (before + odd)_n W_n + even_n C_n,    Σ_n before_n X_n + odd_n C_n + even_n W_n.
        """
        changes = np.empty((2, len(self.x)))
        # coefficients of the rows X, C and W, in this order, for either part
        after = before + odd
        to_shared = np.concatenate([np.zeros_like(before), even, after], axis=1)
        to_opposite = np.concatenate([before, odd, even], axis=1)
        coefficients = np.stack([to_shared, to_opposite], axis=1)
        for panel, pairs, rows in self._pieces():
            changes[:, pairs] = coefficients[panel] @ rows
        return changes

    def of_panels(self, values: Array) -> Array:
        """Return the value of the panel of every pair."""
        return np.asarray(values[_panel_of(self.sums, self.x)])

    def _pieces(self) -> Iterator[Piece]:
        """Yield runs of pairs of one panel, with the rows X_n, C_n and W_n, p of each."""
        sums, p = self.sums, self.sums.order
        buffer = np.empty((3 * p, _BLOCK_OF_PAIRS))
        for block, panel, u in _blocks(sums, self.x, _BLOCK_OF_PAIRS):
            # the recurrence of the module's docstring; row n of `there` holds C_n when it is used
            s, a = self.shifts[:, block] / sums.half_width
            rows = buffer[:, : len(u)]
            changed, there, across = rows[:p], rows[p : 2 * p], rows[2 * p :]
            chebyshev_rows(u, there)
            changed[0] = across[0] = 0.0
            changed[1], across[1] = a, s
            there[1] += a
            for n in range(2, p):
                changed[n] = (
                    2 * (u * changed[n - 1] + a * there[n - 1] + s * across[n - 1]) - changed[n - 2]
                )
                across[n] = 2 * ((u + a) * across[n - 1] + s * there[n - 1]) - across[n - 2]
                there[n] += changed[n]
            yield from _pieces(block, panel, rows)


class MovedPairs:
    """Mirror pairs at ±x that move to S ± (x + A), by much or by little.

    Parameters
    ----------
    x : array, shape (m,)
        Ascending positions.
    shifts : array, shape (2, m)
        The parts S and A.

    Notes
    -----
    Every pair is in one of two groups, and the second is seen as three clouds on the side of the
    upper atom (what a lower atom sees follows by parity):

        near    pairs that stay on the panel of x, up to its margin: x, with S and A apart
        before  the other pairs, where they were:                    x
        up      their upper atoms now:                               x + A + S
        down    the mirror images of their lower atoms now:          x + A - S
    """

    def __init__(self, sums: PhaseSums, x: Array, shifts: Array) -> None:
        shared, opposite = shifts
        self._stays = np.abs(shared) + np.abs(opposite) <= sums.reach
        leaves = ~self._stays
        there, across = x[leaves] + opposite[leaves], shared[leaves]
        self._near = DisplacedCloud(sums, x[self._stays], shifts[:, self._stays])
        self._before = Cloud(sums, x[leaves])
        self._up, self._down = Cloud(sums, there + across), Cloud(sums, there - across)

    def gather(self, weights: Array) -> tuple[Array, Array]:
        """Return by how much the moments of the upper half change, weighted with w, shape (m,).

        Averaged over both atoms of a pair, and half the difference of upper and lower atom: Σ X_n w
        and Σ W_n w, summed over the pairs, whether these stay or leave.
        """
        average, difference = self._near.gather(weights[self._stays])
        leaving = weights[~self._stays]
        if len(leaving):
            up, down = self._up.gather(leaving) / 2, self._down.gather(leaving) / 2
            average += up + down - self._before.gather(leaving)
            difference += up - down
        return average, difference

    def changes(
        self, before: PanelPhases, odd: PanelPhases, even: PanelPhases
    ) -> tuple[Array, Array]:
        """Return the parts of the change of a sum of phases at the pairs, shape (2, m).

        As angles and half turns.

        The sum was the odd function ``before`` at x and is before + odd + even at the new places,
        where the lower atom of a pair sees -(before + odd) + even at the mirror image of its place.
        """
        angles, half_turns = np.empty((2, 2, len(self._stays)))
        angles[:, self._stays] = self._near.spread(before.series, odd.series, even.series)
        half_turns[SHARED, self._stays] = self._near.of_panels(even.passed)
        half_turns[OPPOSITE, self._stays] = self._near.of_panels(odd.passed)
        if not self._stays.all():
            # what the atoms see now on their own panels, less what they saw before
            after = zip(
                self._before.phases(before),
                self._up.phases(before + odd + even),
                self._down.phases(before + odd - even),
                strict=True,
            )
            for change, (start, up, down) in zip((angles, half_turns), after, strict=True):
                change[SHARED, ~self._stays] = (up - down) / 2
                change[OPPOSITE, ~self._stays] = (up + down) / 2 - start
        return angles, half_turns


def _panel_of(sums: PhaseSums, x: Array) -> NDArray[np.intp]:
    """Return the number of the panel, 0 … 2n, of every position."""
    return np.rint(x / sums.width).astype(np.intp) + sums.n_side


def _blocks(
    sums: PhaseSums, x: Array, size: int
) -> Iterator[tuple[slice, NDArray[np.intp], Array]]:
    """Yield blocks of positions: which, their panels, and u, the positions on these."""
    for start in range(0, len(x), size):
        block = slice(start, min(start + size, len(x)))
        panel = _panel_of(sums, x[block])
        u = (x[block] - (panel - sums.n_side) * sums.dtype(sums.width)) / sums.half_width
        yield block, panel, u


def _pieces(block: slice, panel: NDArray[np.intp], rows: Array) -> Iterator[Piece]:
    """Yield the runs of equal panels in a block."""
    ends = [*(np.flatnonzero(np.diff(panel)) + 1).tolist(), len(panel)]
    for a, b in pairwise([0, *ends]):
        yield int(panel[a]), slice(block.start + a, block.start + b), rows[:, a:b]


def chebyshev_rows(t: Array, rows: Array) -> Array:
    """Fill the rows of an array with T_0(t), T_1(t) … and return it."""
    rows[0] = 1.0
    twice = 2 * t
    for n in range(1, len(rows)):
        if n == 1:
            rows[1] = t
        else:
            np.multiply(twice, rows[n - 1], out=rows[n])
            rows[n] -= rows[n - 2]
    return rows
