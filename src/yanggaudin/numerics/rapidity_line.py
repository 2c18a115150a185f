"""Panels on the whole line of rapidities, and a kernel between their nodes.

At a temperature the filling has no end.  Functions are given at k in [0, X], units of c, and by
their parity at k < 0; beyond X nothing is filled.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from ..arguments import Array
from .cached_property import cached_property
from .lorentzian import Lorentzian
from .panels import GaussPanels
from .parity import EVEN, Parity
from .threads import one_blas_thread


class RapidityLine:
    """Rapidities k in [0, X] on panels, and a Lorentzian K between their N nodes.

    Parameters
    ----------
    edges : array
        Panel ends, from 0 to X.
    kernel : Lorentzian
        K, whose integrals with the polynomials of the panels are exact.
    """

    def __init__(self, edges: Array, kernel: Lorentzian) -> None:
        self.kernel = kernel
        self.panels = GaussPanels(edges)
        # pairs on the same side of 0, and those of -k and q
        self._near = [kernel.near_pairs(self.panels, k) for k in (self.k, -self.k)]
        self._direct = kernel.line_weights(self.panels, self.k, self._near[0])
        self._mirror = kernel.line_weights(self.panels, -self.k, self._near[1])

    @property
    def k(self) -> Array:
        """The nodes, shape (N,)."""
        return self.panels.roots

    @property
    def end(self) -> float:
        """X, beyond which nothing is filled."""
        return float(self.panels.edges[-1])

    def integral(self, values: Array) -> Any:
        """Return (1/2π) ∫ f dk over the whole line, f even: values at the nodes, shape (…, N)."""
        return values @ self.panels.root_weights / math.pi

    @one_blas_thread()
    def image(self, values: Array, parity: Parity = EVEN) -> Array:
        """Return ∫ K(k - q) f(q) dq at the nodes, f of this parity, shape (…, N)."""
        return np.asarray(values @ (self._even if parity == EVEN else self._odd).T)

    @cached_property
    def _even(self) -> Array:
        return self._direct + self._mirror

    @cached_property
    def _odd(self) -> Array:
        return self._direct - self._mirror

    @one_blas_thread()
    def conjugate_image(self, values: Array, parity: Parity = EVEN) -> Array:
        """Return ∫ (k - q) K(k - q) f(q) dq at the nodes, f of this parity."""
        direct, mirror = self._conjugate
        return np.asarray(direct @ values - parity * (mirror @ values))

    @cached_property
    def _conjugate(self) -> tuple[Array, Array]:
        direct = self.kernel.conjugate_line_weights(self.panels, self.k, self._near[0])
        mirror = self.kernel.conjugate_line_weights(self.panels, -self.k, self._near[1])
        return direct, mirror

    def exchange(self, parity: Parity) -> tuple[Array, Array]:
        """Return K on functions of one parity without its diagonal, (N, N), and the leak, (N,).

        K f (k) = (1 - leak) f(k) - ∫ exchange(k, q) [f(k) - f(q)] dq: the leak is what K loses
        beyond X, for odd functions also twice what it has at q < 0.
        """
        matrix = self._even.copy() if parity == EVEN else self._odd.copy()
        np.fill_diagonal(matrix, 0.0)
        leak = self.kernel.tail(self.end - self.k) + self.kernel.tail(self.end + self.k)
        if parity != EVEN:
            leak += 2 * self._mirror.sum(axis=1)
        return matrix, leak

    @cached_property
    def even_exchange(self) -> tuple[Array, Array]:
        """`exchange` of even functions."""
        return self.exchange(EVEN)
