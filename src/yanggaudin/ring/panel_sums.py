"""Sums of θ(x - x_l) and θ'(x - x_l) over many atoms, at a cost proportional to their number.

θ(x) = 2 arctan x is analytic for |Im x| < 1.  On panels of width h < 1, where t is x counted from
the centre of the panel in units of its half width, it is to double precision

    θ(x - y) = Σ_mn M_mn(d) T_m(t) T_n(u),    d = number of panels from y to x,

a block Toeplitz matrix.  Atoms enter by their moments q_n = Σ_l T_n(u_l), panel by panel
(`clouds`); M turns them into the coefficients of Chebyshev series that the sums are on every panel.
Toeplitz matrices are applied by the Fourier transform.

On panels at least a distance 1 apart, M holds θ(x) - π sgn x = -2 arctan(1/x).  The missing
π sgn x is counted in whole numbers, which join the quantum numbers without a rounding error.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..arguments import Array
from ..numerics.cached_property import cached_property
from ..numerics.parity import Parity
from .plan import Layout


@dataclass(frozen=True, eq=False)
class PanelPhases:
    """A sum of phases as a function on the panels.

    Attributes
    ----------
    series : array, shape (2n + 1, p)
        Chebyshev coefficients of an angle.
    passed : array, shape (2n + 1,)
        What is missing on each panel, in half turns π.
    """

    series: Array
    passed: Array

    def __add__(self, other: PanelPhases) -> PanelPhases:
        return PanelPhases(self.series + other.series, self.passed + other.passed)

    def __sub__(self, other: PanelPhases) -> PanelPhases:
        return PanelPhases(self.series - other.series, self.passed - other.passed)


class PhaseSums(Layout):
    """The matrices of a layout of panels; moments and coefficients have shape (2n + 1, p)."""

    def __init__(self, layout: Layout) -> None:
        width, dtype = layout.width, layout.dtype
        super().__init__(layout.extent, width, layout.margin, dtype)
        # θ and θ' between the Chebyshev nodes of two panels, for every distance of panels
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
        # the blocks M(d) of θ' and the transformed ones of θ, whose second derivative is -xθ'²
        self.slope_blocks = self._blocks(slope)
        self._phase = self._transform(self._integrated(phase, x * slope**2))
        #: T_n(-1)
        self.signs = np.where(np.arange(self.order) % 2, -1.0, 1.0)

    @cached_property
    def _slope(self) -> NDArray[np.complex128]:
        return self._transform(self.slope_blocks)

    def phases(self, moments: Array, parity: Parity | None = None) -> PanelPhases:
        """Return Σ_l θ(x - x_l) on the panels; exactly even or odd if a parity is known."""
        series = self._apply(self._phase, moments)
        if parity is not None:
            series = self.of_parity(series, parity)
        return PanelPhases(series, self._passed(moments))

    def slopes(self, moments: Array) -> Array:
        """Return coefficients of Σ_l θ'(x - x_l) v_l, the moments being weighted with v."""
        return self._apply(self._slope, moments)

    def _passed(self, moments: Array) -> Array:
        """Return Σ_l sgn(x - x_l) over the atoms of far panels, exactly; shape (2n + 1,)."""
        counts = moments[:, 0]
        none = np.zeros(min(self._far, len(counts)))
        # atoms of all panels that are at least `_far` to the left, and to the right
        left = np.concatenate([none, np.cumsum(counts)])[: len(counts)]
        right = np.concatenate([none, np.cumsum(counts[::-1])])[: len(counts)][::-1]
        return np.asarray(left - right)

    def both_sides(self, upper: Array, parity: Parity) -> Array:
        """Return moments of all atoms from those of the upper half, with weights of a parity.

        The mirror image of moments q_n(J) is (-1)ⁿ q_n(-J).
        """
        return np.asarray(upper + parity * (self.signs * upper[::-1]))

    def of_parity(self, coefficients: Array, parity: Parity) -> Array:
        """Return the part of a function that has a parity, exactly."""
        return self.both_sides(coefficients / 2, parity)

    def _blocks(self, values: Array) -> Array:
        """Return Chebyshev blocks, (…, p, p), from values at pairs of nodes."""
        return np.asarray(self._to_coefficients @ values @ self._to_coefficients.T)

    def _integrated(self, phase: Array, bend: Array) -> Array:
        """Return blocks of θ from those of its derivatives, ``bend`` being -θ''.

        A rounding error of M_mn grows by m² and n² where atoms move a little; so the noise of the
        high orders has to be as small as integration makes it.
        """
        # the matrix that integrates Chebyshev series in x; the constants of integration are the
        # blocks' rows and columns 0, from θ' and from θ itself
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
        """Return the Fourier transform of the blocks over their distance."""
        # the block of d = 0 first and those of d < 0 last, as the circular convolution wants them
        n, length = self.n_side, fast_length(4 * self.n_side + 1)
        circle = np.zeros((length, *blocks.shape[1:]), self.dtype)
        circle[: 2 * n + 1] = blocks[2 * n :]
        circle[length - 2 * n :] = blocks[: 2 * n]
        return np.asarray(np.fft.rfft(circle, axis=0))

    def _apply(self, transformed: NDArray[np.complex128], moments: Array) -> Array:
        """Return coefficients from moments: the product with the block Toeplitz matrix."""
        length = fast_length(4 * self.n_side + 1)
        spectrum = transformed @ np.fft.rfft(moments, length, axis=0)[..., None]
        return np.asarray(np.fft.irfft(spectrum[..., 0], length, axis=0)[: 2 * self.n_side + 1])


def fast_length(least: int) -> int:
    """Return the smallest 2^a, 3·2^a or 5·2^a not below ``least``."""
    return min(odd << max(0, math.ceil(least / odd - 1).bit_length()) for odd in (1, 3, 5))
