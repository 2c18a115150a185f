"""Panels on half of the real line, which may be all of it.

The strings and lines vary near the origin within a length R, and fall as powers of 1/x far away:
they are polynomials in s = x/(1 + x/R) on few panels from s = 0 to R, which is x = ∞.  The charge
ends at some k, and R = ∞ leaves s = k.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from ..arguments import Array
from ..numerics.panels import GaussPanels, Index


class LinePanels(GaussPanels):
    """Gauss-Legendre nodes in s on adjoining panels of x ≥ 0.

    Parameters
    ----------
    edges : array, shape (n_panels + 1,)
        Panel ends s in rising order.
    scale : float, optional
        R.

    Attributes
    ----------
    x, weights : array, shape (n_panels * ORDER,)
        Nodes x_j and weights for ∫ dx.
    """

    def __init__(self, edges: Array, scale: float = math.inf) -> None:
        super().__init__(edges)
        self.scale = scale
        self.x = self.from_root(self.roots)
        self.weights = self.root_weights * self.stretch(self.roots)

    def to_root(self, x: Any) -> Any:
        """Return s of x, which may be complex."""
        return x / (1 + x / self.scale)

    def from_root(self, s: Array) -> Array:
        """Return x of s."""
        return s / (1 - s / self.scale)

    def stretch(self, s: Array) -> Array:
        """Return dx/ds."""
        return (1 - s / self.scale) ** -2.0

    def integral(self, values: Array) -> float:
        """Return ∫ f dx of a function that falls as 1/x² at infinity, or ends with the panels."""
        return float(self.weights @ values)

    def interpolate(self, values: Array, x: Array) -> Array:
        """Return functions with these nodal values, shape (…, number of nodes), at any x."""
        return self.interpolate_root(values, self.to_root(x))

    def slope(self, values: Array) -> Array:
        """Return df/dx at the nodes, of one or several functions (…, number of nodes)."""
        return super().slope(values) / self.stretch(self.roots)


class Neighbourhood:
    """Where y ≥ 0 are, seen from points x, by σ = s(y) - s(x), or σ = s(y) from x < 0.

    Far away a rounding of s is more than the width of a kernel in x, and one of σ is not.

    Parameters
    ----------
    x : array, shape (m, 1)
        Points of either sign.
    scale : float
        R.

    Attributes
    ----------
    origin : array, shape (m, 1)
        s(x), or 0.
    """

    def __init__(self, x: Array, scale: float) -> None:
        self._x, self._scale = x, scale
        self._from = np.maximum(x, 0.0)
        self._factor = 1 + self._from / scale
        self.origin = self._from / self._factor

    def of(self, numbers: Index) -> Neighbourhood:
        """Return that of some of the points."""
        return Neighbourhood(self._x[numbers], self._scale)

    def root(self, steps: Array) -> Array:
        """Return σ of y = x + step, or of y = 0 where y would be negative."""
        away = np.maximum(np.minimum(self._x, 0.0) + steps, -self._from)
        return away / (self._factor * (self._factor + away / self._scale))

    def distance(self, sigma: Array) -> Array:
        """Return x - y of σ."""
        away = sigma * self._factor**2 / (1 - sigma * self._factor / self._scale)
        return np.minimum(self._x, 0.0) - away

    def stretch(self, sigma: Array) -> Array:
        """Return dy/dσ."""
        return (self._factor / (1 - sigma * self._factor / self._scale)) ** 2
