"""Linear equations with any matrix that is known by its products only."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ..arguments import Array
from ..errors import ConvergenceError

# up to two hundred are seen
_MOST_PRODUCTS = 400


def gmres(product: Callable[[Array], Array], right: Array, tolerance: float) -> Array:
    """Solve A x = right by GMRES without restarts (Saad and Schultz 1986).

    Parameters
    ----------
    product : callable
        Takes x, returns A x, both of shape (n,).
    right : array, shape (n,)
        The right side.
    tolerance : float
        The residual at the end, relative to the right side.

    Returns
    -------
    array, shape (n,)

    Raises
    ------
    ConvergenceError
        If hundreds of products do not suffice.
    """
    size = float(np.linalg.norm(right))
    if size == 0:
        return np.zeros_like(right)
    basis = np.empty((_MOST_PRODUCTS + 1, len(right)))
    upper = np.zeros((_MOST_PRODUCTS, _MOST_PRODUCTS))
    reflected = np.zeros(_MOST_PRODUCTS + 1)
    rotations: list[tuple[float, float]] = []
    basis[0], reflected[0] = right / size, size
    for n in range(_MOST_PRODUCTS):
        vector, known = product(basis[n]), basis[: n + 1]
        column = np.zeros(n + 1)
        for _ in range(2):  # the second time removes the rounding of the first
            overlaps = known @ vector
            vector = vector - overlaps @ known
            column += overlaps
        rest = float(np.linalg.norm(vector))
        for i, (cosine, sine) in enumerate(rotations):
            first, second = column[i : i + 2]
            column[i : i + 2] = cosine * first + sine * second, cosine * second - sine * first
        length = float(np.hypot(column[n], rest))
        rotations.append((float(column[n]) / length, rest / length))
        column[n] = length
        upper[: n + 1, n] = column
        cosine, sine = rotations[n]
        reflected[n : n + 2] = cosine * reflected[n], -sine * reflected[n]
        if abs(reflected[n + 1]) <= tolerance * size:
            weights = np.linalg.solve(upper[: n + 1, : n + 1], reflected[: n + 1])
            return np.asarray(weights @ basis[: n + 1])
        basis[n + 1] = vector / rest
    raise ConvergenceError(
        f"{_MOST_PRODUCTS} products with a matrix leave a residual of "
        f"{abs(reflected[_MOST_PRODUCTS]) / size:.1e} of the right side"
    )
