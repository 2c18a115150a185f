"""Sums of θ(x - x_l) and θ'(x - x_l) over many atoms, at a cost proportional to their number.

θ(x) = 2 arctan x is analytic for |Im x| < 1.  On panels of width h < 1, where t is x counted from
the centre of the panel in units of its half width, it is to double precision

    θ(x - y) = Σ_mn M_mn(d) T_m(t) T_n(u),    d = number of panels from y to x,

a block Toeplitz matrix.  Atoms enter by their moments q_n = Σ_l T_n(u_l), panel by panel; M turns
them into the coefficients of Chebyshev series that the sums are on every panel.  Toeplitz matrices
are applied by the Fourier transform.

On panels at least a distance 1 apart, M holds θ(x) - π sgn x = -2 arctan(1/x).  The missing
π sgn x is counted in whole numbers, which join the quantum numbers without a rounding error.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ..arguments import Array
from .layout import Layout
from .mirror import ODD

_BLOCK = 2048


class PhaseSums(Layout):
    """The matrices of a layout of panels.

    Moments and coefficients are arrays of shape (2n + 1, p), or (2n + 1, p, number of functions).
    """

    def __init__(self, layout: Layout) -> None:
        width, dtype = layout.width, layout.dtype
        super().__init__(layout.extent, width, layout.margin, dtype)
        angles = (np.arange(self.order) + 0.5) * (4 * np.arctan(dtype(1)) / self.order)
        nodes = np.cos(angles)
        self._to_coefficients = np.cos(np.outer(np.arange(self.order), angles)) * 2 / self.order
        self._to_coefficients[0] /= 2
        self._far = math.ceil((1 + 2 * self.half_width) / width)
        panels = np.arange(-2 * self.n_side, 2 * self.n_side + 1)
        x = panels[:, None, None] * dtype(width) + self.half_width * (nodes[:, None] - nodes)
        far = np.abs(panels) >= self._far
        phase = 2 * np.arctan(x)
        phase[far] = -2 * np.arctan(1 / x[far])
        slope = 2 / (1 + x * x)
        self.slope_blocks = self._blocks(slope)
        self._phase = self._transform(self._integrated(phase, x * slope**2))
        self.signs = np.where(np.arange(self.order) % 2, -1.0, 1.0)

    @cached_property
    def _slope(self) -> NDArray[np.complex128]:
        return self._transform(self.slope_blocks)

    def phases(self, moments: Array) -> Array:
        """Coefficients of Σ_l θ(x - x_l), up to the π of `passed`."""
        return self._apply(self._phase, moments)

    def slopes(self, moments: Array) -> Array:
        """Coefficients of Σ_l θ'(x - x_l) v_l, the moments being weighted with v."""
        return self._apply(self._slope, moments)

    def passed(self, moments: Array) -> Array:
        """Σ_l sgn(x - x_l) over the atoms of far panels, exactly; shape (2n + 1, …)."""
        counts = moments[:, 0]
        none = np.zeros((min(self._far, len(counts)), *counts.shape[1:]))
        left = np.concatenate([none, np.cumsum(counts, axis=0)])[: len(counts)]
        right = np.concatenate([none, np.cumsum(counts[::-1], axis=0)])[: len(counts)][::-1]
        return np.asarray(left - right)

    def both_sides(self, upper: Array, parity: int) -> Array:
        """Moments of all atoms from those of the upper half, with weights of a parity."""
        mirrored = self._mirrored(upper)
        return np.asarray(upper - mirrored if parity == ODD else upper + mirrored)

    def of_parity(self, coefficients: Array, parity: int) -> Array:
        """The part of a function that has a parity, exactly."""
        return self.both_sides(coefficients / 2, parity)

    def _mirrored(self, moments: Array) -> Array:
        """Of the mirror image: q_n(J) → (-1)ⁿ q_n(-J)."""
        return np.asarray(self.signs * moments[::-1])

    def _blocks(self, values: Array) -> Array:
        return np.asarray(self._to_coefficients @ values @ self._to_coefficients.T)

    def _integrated(self, phase: Array, bend: Array) -> Array:
        """Blocks of θ from those of its derivatives, ``bend`` being -θ''.

        A rounding error of M_mn grows by m² and n² where atoms move a little; so the noise of the
        high orders has to be as small as integration makes it.
        """
        order = np.arange(1, self.order)
        half = self.dtype(0.5) / order
        integral = np.zeros((self.order, self.order), self.dtype)
        integral[order, order - 1] = half
        integral[order[:-1], order[:-1] + 1] = -half[:-1]
        integral[1:2, 0] *= 2
        integral *= self.half_width
        blocks = integral @ self._blocks(bend) @ integral.T
        blocks[:, :, 0] = self.slope_blocks[:, :, 0] @ integral.T
        blocks[:, 0, :] = -self.slope_blocks[:, 0, :] @ integral.T
        blocks[:, 0, 0] = self._blocks(phase)[:, 0, 0]
        return np.asarray(blocks)

    def _transform(self, blocks: Array) -> NDArray[np.complex128]:
        # the block of d = 0 first and those of d < 0 last, as the circular convolution wants them
        n, length = self.n_side, fast_length(4 * self.n_side + 1)
        circle = np.zeros((length, *blocks.shape[1:]), self.dtype)
        circle[: 2 * n + 1] = blocks[2 * n :]
        circle[length - 2 * n :] = blocks[: 2 * n]
        return np.asarray(np.fft.rfft(circle, axis=0))

    def _apply(self, transformed: NDArray[np.complex128], moments: Array) -> Array:
        single = moments.ndim == 2
        columns = moments[..., None] if single else moments
        length = fast_length(4 * self.n_side + 1)
        spectrum = transformed @ np.fft.rfft(columns, length, axis=0)
        result = np.fft.irfft(spectrum, length, axis=0)[: 2 * self.n_side + 1]
        return np.asarray(result[..., 0] if single else result)


def fast_length(least: int) -> int:
    """The smallest 2^a, 3·2^a or 5·2^a not below ``least``."""
    return min(odd << max(0, math.ceil(least / odd - 1).bit_length()) for odd in (1, 3, 5))


class Cloud:
    """Atoms at ascending positions, seen from the panels they are in."""

    def __init__(self, sums: PhaseSums, x: Array) -> None:
        self.sums, self.x = sums, x

    def gather(self, weights: Array) -> Array:
        """Moments Σ_l T_n(u_l) v_l of weights v, shape (m,) or (m, number of functions)."""
        sums = self.sums
        moments = np.zeros((2 * sums.n_side + 1, sums.order, *weights.shape[1:]), sums.dtype)
        for part, polynomials, pieces in self._blocks():
            values = weights[part]
            for panel, piece in pieces:
                moments[panel] += polynomials[:, piece] @ values[piece]
        return moments

    def spread(self, coefficients: Array) -> Array:
        """Values of Chebyshev series at the atoms, shape (m,) or (m, number of functions)."""
        values = np.empty((len(self.x), *coefficients.shape[2:]), self.sums.dtype)
        for part, polynomials, pieces in self._blocks():
            block = values[part]
            for panel, piece in pieces:
                np.matmul(polynomials[:, piece].T, coefficients[panel], out=block[piece])
        return values

    def gram(self, weights: Array) -> Array:
        """Σ_l T_m(u_l) T_n(u_l) v_l on every panel, shape (2n + 1, p, p)."""
        sums = self.sums
        result = np.zeros((2 * sums.n_side + 1, sums.order, sums.order))
        for part, polynomials, pieces in self._blocks():
            weighted = polynomials * weights[part]
            for panel, piece in pieces:
                result[panel] += weighted[:, piece] @ polynomials[:, piece].T
        return result

    def of_panels(self, values: Array) -> Array:
        """The value of the panel of every atom."""
        return np.asarray(values[panel_of(self.sums, self.x)])

    def _blocks(self) -> Iterator[tuple[slice, Array, list[tuple[int, slice]]]]:
        sums = self.sums
        buffer = np.empty((sums.order, _BLOCK), sums.dtype)
        for start in range(0, len(self.x), _BLOCK):
            part = slice(start, min(start + _BLOCK, len(self.x)))
            x = self.x[part]
            panel = panel_of(sums, x)
            t = (x - (panel - sums.n_side) * sums.dtype(sums.width)) / sums.half_width
            yield part, chebyshev_rows(t, buffer[:, : len(t)]), pieces_of(panel)


def panel_of(sums: PhaseSums, x: Array) -> NDArray[np.intp]:
    """Number of the panel, 0 … 2n, of ascending positions."""
    return np.rint(x / sums.width).astype(np.intp) + sums.n_side


def pieces_of(panel: NDArray[np.intp]) -> list[tuple[int, slice]]:
    """Runs of equal panels."""
    ends = [*(np.flatnonzero(np.diff(panel)) + 1).tolist(), len(panel)]
    starts = [0, *ends[:-1]]
    return [(int(panel[a]), slice(a, b)) for a, b in zip(starts, ends, strict=True)]


def chebyshev_rows(t: Array, rows: Array) -> Array:
    """T_0(t) … as the rows of an array, which is filled."""
    rows[0] = 1.0
    twice = 2 * t
    for n in range(1, len(rows)):
        if n == 1:
            rows[1] = t
        else:
            np.multiply(twice, rows[n - 1], out=rows[n])
            rows[n] -= rows[n - 2]
    return rows
