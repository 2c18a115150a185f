"""The kernels of the two-component gas, between lines in the complex plane.

With units c = 1 and Fourier transforms over the real line,

    s(z) = 1/(2 cosh πz),                      s^ = 1/(2 cosh(w/2)),
    K(z) = [β(1 + iz) + β(1 - iz)]/2π,         K^ = 1/(1 + e^{|w|}),
    G(z) = (1/π)/(1 + z²) - K(z),              G^ = e^{-|w|} - K^ = e^{-3|w|/2} s^,

where β(z) = Σ_j (-1)^j/(z + j).  The poles nearest to the real line are ±i/2, ±i and ±2i.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ..numerics.legendre_q import Complex

#: distance α of the lines of ln b and ln b̄ from the real one, 0 < α < 1/2: at a sixth the poles
#: of s between a line and the real one, and those of K between the two lines, are equally far
LINE = 1 / 6
# β(z) beyond this |z| is its asymptotic series, whose next term is 2e-17
_SHIFTS = 16
# (4^k - 1) B_2k/2k of β(z) = 1/2z + Σ_k (…) z^{-2k}
_ASYMPTOTIC = (
    1 / 4, -1 / 8, 1 / 4, -17 / 16, 31 / 4, -691 / 8, 5461 / 4, -929569 / 32, 3202291 / 4,
    -221930581 / 8,
)  # fmt: skip
# s is below 1e-17 of its largest value beyond
_REACH_OF_S = 13.0


def beta(z: Complex) -> Complex:
    """Return β(z) = Σ_j (-1)^j/(z + j) for Re z > 0."""
    total = np.zeros_like(z)
    near = np.abs(z.real) + np.abs(z.imag) < 2 * _SHIFTS
    close = z[near]
    total[near] = sum(1 / ((close + j) * (close + (j + 1))) for j in range(0, _SHIFTS, 2))
    far = 1 / np.where(near, z + _SHIFTS, z)
    square = far * far
    series = np.full_like(z, _ASYMPTOTIC[-1])
    for coefficient in _ASYMPTOTIC[-2::-1]:
        series *= square
        series += coefficient
    return np.asarray(total + far * (0.5 + far * series))


def spin(z: Complex) -> Complex:
    """Return s(z) for |Im z| < 1/2."""
    decay = np.exp(-np.pi * np.where(z.real < 0, -z, z))
    return np.asarray(decay / (1 + decay * decay))


def exchange(z: Complex) -> Complex:
    """Return K(z) for |Im z| < 1."""
    if not z.imag.any():
        return np.asarray(beta(1 + 1j * z).real / np.pi + 0j)
    return (beta(1 + 1j * z) + beta(1 - 1j * z)) / (2 * np.pi)


def charge(z: Complex) -> Complex:
    """Return G(z) for |Im z| < 1."""
    return 1 / (np.pi * (1 + z * z)) - exchange(z)


@dataclass(frozen=True)
class Kernel:
    """An even analytic function of z = x - y + i shift, x and y real.

    Attributes
    ----------
    function : callable
        The kernel at complex z.
    pole : float
        Distance of its nearest poles from the real line.
    shift : float
        Imaginary part of z.
    reach : float
        |x - y| beyond which it is nothing.
    """

    function: Callable[[Complex], Complex]
    pole: float
    shift: float = 0.0
    reach: float = math.inf

    def __call__(self, distance: np.ndarray) -> Complex:
        """Return the kernel at x - y, any shape."""
        return self.function(distance + 1j * self.shift)

    @property
    def clearance(self) -> float:
        """Distance of the nearest pole from the line of z."""
        return self.pole - abs(self.shift)


SPIN = Kernel(spin, 0.5, reach=_REACH_OF_S)
SPIN_TO_LINE = Kernel(spin, 0.5, LINE, _REACH_OF_S)
EXCHANGE = Kernel(exchange, 1.0)
EXCHANGE_ACROSS = Kernel(exchange, 1.0, 2 * LINE - 1)
# its poles at ±i cancel
CHARGE = Kernel(charge, 2.0)
