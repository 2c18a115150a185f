"""Extrapolation to zero by polynomials."""

from __future__ import annotations

from ..arguments import Array

# rounding of the values, as it comes out of the extrapolation
_ROUNDING = 1e-14


def extrapolate_to_zero(points: Array, values: Array) -> tuple[float, float]:
    """Value at 0 of the polynomial through values at points, and an error estimate (Neville).

    The estimate is what the last point has changed, and the rounding of the values.
    """
    column = previous = values
    for order in range(1, len(points)):
        previous = column
        weight = points[order:] / (points[:-order] - points[order:])
        column = previous[1:] + weight * (previous[1:] - previous[:-1])
    value = float(column[0])
    return value, abs(value - float(previous[-1])) + _ROUNDING * abs(value)
