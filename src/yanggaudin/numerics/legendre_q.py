"""Legendre functions of the second kind off the interval [-1, 1]."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Complex = NDArray[np.complex128]


def legendre_recurrence(z: Complex, start: Complex, n_max: int) -> Complex:
    """Run (n+1) y_{n+1} = (2n+1) z y_n - n y_{n-1} upwards from y_0 = start, y_1 = z y_0 - 2."""
    y = np.empty((n_max + 1, *z.shape), dtype=np.complex128)
    y[0] = start
    y[1] = z * start - 2
    for n in range(1, n_max):
        y[n + 1] = ((2 * n + 1) * z * y[n] - n * y[n - 1]) / (n + 1)
    return y


def twice_legendre_q(z_minus_1: Complex, z_plus_1: Complex, n_max: int) -> Complex:
    """Return 2 Q_n(z) = ∫_{-1}^{1} P_n(t) / (z - t) dt for n = 0 … n_max, shape (n_max + 1, …).

    z is given by z - 1 and z + 1, which keep their digits when z is close to an end.
    The upward recurrence loses a factor r^n relative to Q_0 on the ellipse |z + √(z²-1)| = r,
    so z must be near the interval (r ≲ 3); there the Legendre coefficients that Q_n multiplies
    fall faster than r^n grows.
    """
    z = (z_minus_1 + z_plus_1) / 2
    return legendre_recurrence(z, np.log(z_plus_1 / z_minus_1), n_max)
