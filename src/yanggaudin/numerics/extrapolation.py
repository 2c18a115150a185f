"""Extrapolation to zero by polynomials."""

from __future__ import annotations

from ..arguments import Array

# Some roundings of the values, relative; extrapolation from few points magnifies them little.
_ROUNDING = 1e-14


def extrapolate_to_zero(points: Array, values: Array) -> tuple[float, float]:
    """Return the value at 0 of the polynomial through values at points, and an error estimate.

    By Neville's scheme.  The estimate is what the last point has changed, and the rounding of the
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
    column = previous = values
    for order in range(1, len(points)):
        previous = column
        weight = points[order:] / (points[:-order] - points[order:])
        column = previous[1:] + weight * (previous[1:] - previous[:-1])
    value = float(column[0])
    return value, abs(value - float(previous[-1])) + _ROUNDING * abs(value)
