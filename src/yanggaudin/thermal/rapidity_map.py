"""All spin rapidities on a finite interval, and panels on it that resolve given functions.

η ≥ 0 is R/u for u in (0, 1] and R (2 - u) for u in [1, 2], from ∞ to 0: what falls like a power of
1/η is a polynomial in u near 0.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from ..arguments import Array
from ..errors import AccuracyError
from ..numerics.panels import ORDER, TO_LEGENDRE, GaussPanels, gauss_nodes

# last Legendre coefficients on a panel, relative to the largest value of a function
_TAIL = 1e-14
_FIRST_EDGES = np.array([0.0, 0.25, 0.5, 1.0, 1.5, 2.0])
# some forty are seen in very cold gases
_MOST_PANELS = 400
# u below which further terms, of the order of u², are below rounding
_ONE_TERM = 1e-9


class RapidityMap:
    """η as a function of u, in units of c.

    Parameters
    ----------
    scale : float
        R.
    """

    #: u where η = 0
    centre = 2.0

    def __init__(self, scale: float) -> None:
        self.scale = scale

    def rapidity(self, u: Array) -> Array:
        """Return η."""
        with np.errstate(divide="ignore", over="ignore"):
            return np.where(u < 1, self.scale / u, self.scale * (self.centre - u))

    def stretch(self, u: Array) -> Array:
        """Return -dη/du."""
        return np.where(u < 1, self.scale / u**2, self.scale)

    def inverse(self, eta: Array) -> Array:
        """Return u at η ≥ 0."""
        far = eta > self.scale
        return np.where(
            far, self.scale / np.where(far, eta, 1.0), self.centre - np.minimum(eta / self.scale, 1)
        )

    def is_asymptotic(self, u: Array) -> NDArray[np.bool_]:
        """Return where only the leading power of u counts."""
        return np.asarray(u < _ONE_TERM)


def on_resolving_panels(
    functions: Callable[[Array], Array], resolved: Callable[[Array], Array]
) -> tuple[GaussPanels, Array]:
    """Return panels in u, and functions at their nodes, bisected until they are polynomials there.

    Parameters
    ----------
    functions : callable
        Takes u, shape (m,); returns values, shape (j, m).
    resolved : callable
        Takes values, shape (j, …); returns those that panels must resolve.

    Raises
    ------
    AccuracyError
        If that takes too many panels.
    """
    left, right = _FIRST_EDGES[:-1], _FIRST_EDGES[1:]
    kept: list[tuple[float, Array]] = []
    largest = np.zeros(1)
    while len(left):
        if len(kept) + len(left) > _MOST_PANELS:
            raise AccuracyError("the functions of the spin rapidity cannot be resolved")
        values = functions(gauss_nodes(left, right).ravel())
        values = values.reshape(len(values), -1, ORDER)
        tested = resolved(values)
        largest = np.maximum(largest, np.max(np.abs(tested), axis=(1, 2)))
        tails = np.max(np.abs(tested @ TO_LEGENDRE[-2:].T), axis=2)
        coarse = np.any(tails > _TAIL * largest[:, None], axis=0)
        kept += [(left[i], values[:, i]) for i in np.flatnonzero(~coarse)]
        centres = (left + right)[coarse] / 2
        left = np.concatenate([left[coarse], centres])
        right = np.concatenate([centres, right[coarse]])
    kept.sort(key=lambda panel: panel[0])
    edges = np.array([*(start for start, _ in kept), RapidityMap.centre])
    return GaussPanels(edges), np.concatenate([values for _, values in kept], axis=1)
