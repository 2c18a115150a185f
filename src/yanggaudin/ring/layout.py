"""Where the panels of the sums over atoms are, and how many polynomials they need."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

_WIDEST = 0.6
# of the natural logarithm of the rounding error
_BEYOND_ROUNDING = 3.0
# largest matrix worth an inverse
_LARGEST = 2500


class Layout:
    """Panels of width h with centres J h, J = -n … n.

    Parameters
    ----------
    extent : float
        Largest |x| of an atom.
    width : float
        h < 0.7.
    margin : float
        An atom may lie so far outside of its panel, in units of h.
    dtype : type
        Of all numbers: double precision, or `numpy.longdouble`.

    Attributes
    ----------
    reach : float
        The margin as a distance.
    n_side : int
        n.
    order : int
        p, the number of Chebyshev polynomials.
    entries : int
        Numbers in a block Toeplitz matrix are about twice as many.
    basis_size : int
        Number of unknowns of one parity in the basis of the panels.
    """

    def __init__(
        self,
        extent: float,
        width: float,
        margin: float = 0.0,
        dtype: type[np.floating[Any]] = np.float64,
    ) -> None:
        self.extent, self.width, self.margin, self.dtype = extent, width, margin, dtype
        self.n_side = max(0, math.ceil(extent / width - 0.5))
        self.reach, self.half_width = margin * width, (0.5 + margin) * width
        self.order = _chebyshev_order(self.half_width, dtype)
        self.entries = (2 * self.n_side + 1) * self.order**2
        self.basis_size = (self.n_side + 1) * self.order

    @staticmethod
    def cheapest(
        n_atoms: int,
        extent: float,
        margin: float = 0.0,
        dtype: type[np.floating[Any]] = np.float64,
    ) -> Layout:
        """Of the width that costs least: narrow panels need few polynomials, but are many."""
        widest = min(_WIDEST, 2 * extent)
        best, least = widest, math.inf
        for k in range(10):
            panels = Layout(extent, widest / 3 ** (k / 2))
            cost = n_atoms * (panels.order**2 + 60 * panels.order) + panels.basis_size**3
            if not panels.has_inverse:
                break
            if cost < least:
                best, least = panels.width, cost
        return Layout(extent, best, margin, dtype)

    @property
    def has_inverse(self) -> bool:
        """Whether a matrix in the basis of the panels is small enough to be inverted."""
        return self.basis_size <= _LARGEST


def _chebyshev_order(half_width: float, dtype: type[np.floating[Any]]) -> int:
    """Number of polynomials for the precision of a type: the poles ±i decide."""
    ratio = 1 / half_width + math.sqrt(1 + 1 / half_width**2)
    digits = _BEYOND_ROUNDING - math.log(np.finfo(dtype).eps)
    return math.ceil(digits / math.log(ratio)) + 1
