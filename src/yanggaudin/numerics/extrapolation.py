"""Extrapolation to zero by polynomials."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..arguments import Array

# Some roundings of the values, relative; extrapolation from few points magnifies them little.
_ROUNDING = 1e-14
# factor on the remainder of an asymptotic series, chosen by looking at random draws
# (benchmarks/estimates.py has others)
_MARGIN = 50.0


def polynomial_at_zero(points: NDArray[Any], values: NDArray[Any]) -> tuple[Any, Any]:
    """Return the value at 0 of the polynomial through values at points, by Neville's scheme.

    Parameters
    ----------
    points, values : array, shape (m,)
        Distinct points other than 0 and the values there, m ≥ 1: doubles or, in arrays of
        objects, balls.

    Returns
    -------
    value, change : float or arb
        The value, and what the first point has changed; with one point nothing.
    """
    column = previous = values
    for order in range(1, len(points)):
        previous = column
        weight = points[order:] / (points[:-order] - points[order:])
        column = previous[1:] + weight * (previous[1:] - previous[:-1])
    return column[0], column[0] - previous[-1]


def extrapolate_to_zero(points: Array, values: Array) -> tuple[float, float]:
    """Return the value at 0 of the polynomial through values at points, and an error estimate.

    The estimate is what the first point, the farthest one, has changed, and the rounding of the
    values.

    Parameters
    ----------
    points, values : array, shape (m,)
        Distinct points other than 0 and the values there, m ≥ 1.

    Returns
    -------
    value, error : float
        With one point the value there, and no more than its rounding as the error.
    """
    value, change = map(float, polynomial_at_zero(points, values))
    return value, abs(change) + _ROUNDING * abs(value)


def extrapolate_series(
    points: Array, values: Array, *, roundings: Array, scale: float, growth: float
) -> tuple[float, float]:
    """Return the value at 0 of an asymptotic series known at some points, and an error estimate.

    What the polynomial through m values misses at 0 is, but for the sign, the product of the points
    and a divided difference of order m, which nobody knows.  Those of order k < m are known; they
    are taken to grow like k! growth^k, as the coefficients of an asymptotic series do.  The missing
    one is the largest that any of them points to, so that it does not matter if one vanishes.

    Parameters
    ----------
    points, values : array, shape (m,)
        Distinct points other than 0 and the values there, m ≥ 2.
    roundings : array, shape (m,)
        Absolute errors of the values.
    scale : float
        Coefficients are taken to be scale k! growth^k at least, should all differences vanish; ≥ 0.
    growth : float
        Growth of the coefficients from one order to the next, but for the factorial, > 0.

    Returns
    -------
    value, error : float
        With an error of both the remainder and the roundings.
    """
    count, differences = len(points), values
    missing = scale * math.factorial(count) * growth**count
    for order in range(1, count):
        differences = np.diff(differences) / (points[order:] - points[:-order])
        to_the_missing = math.perm(count, count - order) * growth ** (count - order)
        missing = max(missing, float(np.max(np.abs(differences))) * to_the_missing)
    # of every value in the extrapolated one: Π x_j/(x_j - x_i) over the others
    gaps = points - points[:, None] + np.diag(points)
    weights = np.prod(points / gaps, axis=1)
    error = _MARGIN * missing * float(np.prod(points)) + float(np.abs(weights) @ roundings)
    return float(polynomial_at_zero(points, values)[0]), error
