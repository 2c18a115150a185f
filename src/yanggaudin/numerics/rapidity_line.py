"""Panels on the whole line of rapidities, and a kernel between their nodes.

At a temperature the filling has no end.  Functions are given at k in [0, X], units of c, and by
their parity at k < 0; beyond X nothing is filled.

What the kernel makes of a function is as smooth as the kernel, however sharp the function is.  So
there are two sets of panels: the nodes of the finer ones are where the filling is given, and the
points of the coarser ones are where its images are, from which they are interpolated to the nodes.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from ..arguments import Array
from .cached_property import cached_property
from .lorentzian import Lorentzian, NearPairs
from .panels import ORDER, GaussPanels
from .parity import EVEN, Parity
from .threads import one_blas_thread


class RapidityLine:
    """Rapidities k in [0, X] on panels, and a Lorentzian K between them.

    Parameters
    ----------
    edges : array
        Panel ends, from 0 to X, for N nodes.
    kernel : Lorentzian
        K, whose integrals with the polynomials of the panels are exact.
    smooth_edges : array, optional
        Those of the edges that are ends of the coarser panels, for M points; all unless given.
    """

    def __init__(self, edges: Array, kernel: Lorentzian, smooth_edges: Array | None = None) -> None:
        self.kernel = kernel
        self.panels = GaussPanels(edges)
        self.smooth_panels = self.panels if smooth_edges is None else GaussPanels(smooth_edges)

    @property
    def k(self) -> Array:
        """The nodes, shape (N,)."""
        return self.panels.roots

    @property
    def points(self) -> Array:
        """The points, shape (M,)."""
        return self.smooth_panels.roots

    @property
    def end(self) -> float:
        """X, beyond which nothing is filled."""
        return float(self.panels.edges[-1])

    def integral(self, values: Array) -> Any:
        """Return (1/2π) ∫ f dk over the whole line, f even: values at the nodes, shape (…, N)."""
        return values @ self.panels.root_weights / math.pi

    def at_nodes(self, values: Array) -> Array:
        """Return a smooth function at the nodes, (…, N), from its values at the points, (…, M)."""
        if self.smooth_panels is self.panels:
            return values
        parts = [values[..., own] @ rows.T for own, _, rows in self._interpolation]
        return np.concatenate(parts, axis=-1)

    def from_points(self, matrix: Array) -> Array:
        """Return the matrix that acts at the points, (M, M), of one at the nodes, (M, N)."""
        if self.smooth_panels is self.panels:
            return matrix
        return np.concatenate(
            [matrix[:, part] @ rows for _, part, rows in self._interpolation], axis=1
        )

    @cached_property
    def _interpolation(self) -> list[tuple[slice, slice, Array]]:
        """Of every coarse panel its points, the nodes in it, and the matrix from those to these."""
        smooth = self.smooth_panels
        ends = ORDER * np.searchsorted(self.panels.edges, smooth.edges)
        rows = smooth.interpolation(self.k, smooth.panel_of(self.k))
        return [
            (
                slice(ORDER * i, ORDER * (i + 1)),
                slice(*ends[i : i + 2]),
                rows[slice(*ends[i : i + 2])],
            )
            for i in range(len(smooth.centres))
        ]

    @one_blas_thread()
    def image(self, values: Array, parity: Parity = EVEN) -> Array:
        """Return ∫ K(k - q) f(q) dq at the points, f of this parity, shape (…, N)."""
        return np.asarray(values @ (self._even if parity == EVEN else self._odd).T)

    @one_blas_thread()
    def image_at(
        self, points: Array, kernel: Lorentzian, values: Array, parity: Parity = EVEN
    ) -> Array:
        """Return ∫ L(k - q) f(q) dq at any points k, (m,), L a Lorentzian, f of this parity.

        f is given at the nodes, one function or several, shape (…, N).
        """
        direct, mirror = (
            kernel.line_weights(self.panels, side, kernel.near_pairs(self.panels, side))
            for side in (points, -points)
        )
        return np.asarray(values @ (direct + parity * mirror).T)

    @cached_property
    def _sides(self) -> list[tuple[Array, NearPairs]]:
        """Points on the side of q and their mirror images, with the panels near them."""
        return [(k, self.kernel.near_pairs(self.panels, k)) for k in (self.points, -self.points)]

    @cached_property
    def _weights(self) -> list[Array]:
        """Matrices of K from q > 0 to both sides."""
        return [self.kernel.line_weights(self.panels, *side) for side in self._sides]

    @cached_property
    def _even(self) -> Array:
        direct, mirror = self._weights
        return direct + mirror

    @cached_property
    def _odd(self) -> Array:
        direct, mirror = self._weights
        return direct - mirror

    @one_blas_thread()
    def conjugate_image(self, values: Array, parity: Parity = EVEN) -> Array:
        """Return ∫ (k - q) K(k - q) f(q) dq at the points, f of this parity."""
        direct, mirror = self._conjugate
        return np.asarray(direct @ values - parity * (mirror @ values))

    @cached_property
    def _conjugate(self) -> list[Array]:
        return [self.kernel.conjugate_line_weights(self.panels, *side) for side in self._sides]

    def exchange(self, parity: Parity) -> tuple[Array, Array]:
        """Return K on functions of one parity without its diagonal, (M, N), and the leak, (M,).

        K f (k) = (1 - leak) f(k) - ∫ exchange(k, q) [f(k) - f(q)] dq: the leak is what K loses
        beyond X, for odd functions also twice what it has at q < 0.
        """
        matrix = self._even.copy() if parity == EVEN else self._odd.copy()
        point = np.minimum(np.searchsorted(self.k, self.points), len(self.k) - 1)
        own = np.flatnonzero(self.k[point] == self.points)
        matrix[own, point[own]] = 0.0
        leak = self.kernel.tail(self.end - self.points) + self.kernel.tail(self.end + self.points)
        if parity != EVEN:
            leak += 2 * self._weights[1].sum(axis=1)
        return matrix, leak

    @cached_property
    def even_exchange(self) -> tuple[Array, Array]:
        """`exchange` of even functions."""
        return self.exchange(EVEN)
