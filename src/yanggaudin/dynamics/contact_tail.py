"""The contact tail of an injection: final states with two very fast atoms, in closed form.

An atom injected next to another one does not have the cusp of the wave function yet; the pair ends
up with relative momentum ±K, K = (k_max - k_min)/2, with the weight (docs/dynamics.md)

    dw/dK = (nc²/π)(1 + 2κ/K²)/[K²(K² + c²/4)],     κ = (p² + ⟨k²⟩)/4 + κ₃,

and with the energy K² + (p² - ⟨k²⟩)/4 - γe′ on average: the pair as a whole has the momentum p + k,
and the host has lost an atom's k²/2 and its interactions.  κ₃ is what further atoms near the pair
do to the same order in 1/K; it is no formula but read off nearly complete sums.  ħ = m = n = 1.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from ..arguments import Array

# Points of Gauss's rule in the tail; its integrand is analytic in 1/K.
_N_POINTS = 40
# Widths beyond which a Gaussian is not seen.
_SEEN = 8.0
# κ₃ is so much times γ/(1 + γ); the relative error of W in (fastest/K)⁴ and in π/LK, and the
# smallest K over the fastest at which that holds: nearly complete sums at N = 4, 7, 10,
# γ = 0.3 … 1000, p = 0 … 1.6πn, of bosons, and fermions (benchmarks/dynamics.py).
_OTHERS, _NEXT_ORDER, _LEVELS, _SMALLEST = 2.0, 5.6, 2.0, 2.2
# Of a host of one atom the levels are evenly spaced, and no other quantum number smears them.
_LEVELS_OF_ONE = 4.0


@dataclass(frozen=True)
class ContactTail:
    """Weight of an injection beyond a relative momentum.

    Attributes
    ----------
    gamma, momentum : float
        c and p.
    square : float
        ⟨k²⟩ = e - γe′ of the atoms of the host.
    contact : float
        γe′.
    cutoff : float
        K_c.
    length : float
        L, the number of atoms of the host.
    """

    length: float
    gamma: float
    momentum: float
    square: float
    contact: float
    cutoff: float

    @property
    def _kappa(self) -> float:
        others = _OTHERS * self.gamma / (1 + self.gamma)
        return (self.momentum**2 + self.square) / 4 + others

    @property
    def _shift(self) -> float:
        """The mean energy less K²."""
        return (self.momentum**2 - self.square) / 4 - self.contact

    @property
    def _moments(self) -> tuple[float, float, float]:
        """∫dK/[K^s (K² + a²)] beyond K_c for s = 0, 2, 4, with a = c/2."""
        a, k = self.gamma / 2, self.cutoff
        if a < k / 10:
            # the closed forms would cancel: series in (a/k)²
            powers = np.arange(16)
            terms = (-((a / k) ** 2)) ** powers
            zero, two, four = ((terms / (2 * powers + s)).sum() / k**s for s in (1, 3, 5))
            return float(zero), float(two), float(four)
        zero = math.atan(a / k) / a
        two = (1 / k - zero) / a**2
        return zero, two, (1 / (3 * k**3) - two) / a**2

    @property
    def weight(self) -> float:
        """The weight W beyond K_c."""
        _, two, four = self._moments
        return self.gamma**2 / math.pi * (two + 2 * self._kappa * four)

    @property
    def first_moment(self) -> float:
        """The integral of the energy over dw beyond K_c, in ħ²n²/m."""
        zero, two, _ = self._moments
        squares = self.gamma**2 / math.pi * (zero + 2 * self._kappa * two)
        return squares + self._shift * self.weight

    @property
    def error(self) -> float:
        """An estimate of the error of the weight: the next order in 1/K, and where levels stand."""
        next_order = _NEXT_ORDER * (_fastest(self.momentum) / self.cutoff) ** 4
        levels = _LEVELS_OF_ONE if self.length == 1 else _LEVELS
        return self.weight * (next_order + levels * math.pi / (self.length * self.cutoff))

    def broadened(self, omega: Array, width: float) -> Array:
        """Return the tail at energies, any shape, as a Gaussian of this standard deviation sees it.

        The rule has its points in K_c/K, in which the tail is smooth, and where the Gaussian is.
        """
        node, weight = np.polynomial.legendre.leggauss(_N_POINTS)
        least = self.cutoff**2
        high = omega[..., None] - self._shift + _SEEN * width
        low = np.maximum(high - 2 * _SEEN * width, least)
        first, last = self.cutoff / np.sqrt(np.maximum(high, low)), self.cutoff / np.sqrt(low)
        k = self.cutoff / (first + (last - first) * (node + 1) / 2)
        density = (1 + 2 * self._kappa / k**2) / (k**2 * (k**2 + self.gamma**2 / 4))
        step = weight * (last - first) / 2 * k**2 / self.cutoff
        away = (omega[..., None] - k**2 - self._shift) / width
        lines = self.gamma**2 / math.pi * density * step * np.exp(-np.minimum(away**2, 1e3) / 2)
        return np.asarray(lines.sum(axis=-1) / (math.sqrt(2 * math.pi) * width))


def contact_tail(
    length: float, gamma: float, momentum: float, missing: float, *, square: float, contact: float
) -> ContactTail:
    """Return the tail beyond the smallest K_c at which its error is below ``missing``."""
    cutoff = _SMALLEST * _fastest(momentum)
    while True:
        tail = ContactTail(length, gamma, momentum, square, contact, cutoff)
        if tail.error < missing:
            return tail
        cutoff *= 1.01


def _fastest(momentum: float) -> float:
    """Return the relative momentum of the injected atom and one at the Fermi point, at γ = ∞."""
    return (math.pi + abs(momentum)) / 2
