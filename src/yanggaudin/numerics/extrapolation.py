"""Extrapolation to zero by polynomials."""

from __future__ import annotations

from typing import Any

from numpy.typing import NDArray

from ..arguments import Array

# Some roundings of the values, relative; extrapolation from few points magnifies them little.
_ROUNDING = 1e-14


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
        The value, and what the last point has changed; with one point nothing.
    """
    column = previous = values
    for order in range(1, len(points)):
        previous = column
        weight = points[order:] / (points[:-order] - points[order:])
        column = previous[1:] + weight * (previous[1:] - previous[:-1])
    return column[0], column[0] - previous[-1]


def extrapolate_to_zero(points: Array, values: Array) -> tuple[float, float]:
    """Return the value at 0 of the polynomial through values at points, and an error estimate.

    The estimate is what the last point has changed, and the rounding of the values.

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
