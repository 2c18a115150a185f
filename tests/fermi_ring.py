"""McGuire's impurity on a ring of N fermions: the spectral weight of its lowest states, exactly.

Among N fermions the impurity at X has the wave function, in y_l = x_l - X on (0, L),

    det of the rows e^{i k_j y_l}, l = 1 … N, and ν_j = 1/(k_j - η - ic/2),     j = 1 … N + 1,

with e^{i k_j L} = (k_j - η + ic/2)/(k_j - η - ic/2).  It is periodic, and its slope jumps by c
times its value at y = 0: e^{ikL} - 1 = ic ν, and (k - η - ic/2) ν = 1.  Its overlap with the Slater
determinant of the Fermi sea is Cauchy's determinant, and its norm a diagonal matrix plus one of
rank one.  H. Castella and X. Zotos, Phys. Rev. B 47, 16186 (1993).
"""

from __future__ import annotations

import math

import numpy as np

from yanggaudin.arguments import Array


def quasimomenta(n_particles: int, c: float, eta: float) -> Array:
    """The N + 1 lowest k_j for a spin rapidity, N odd, on a ring of length N."""
    numbers = np.arange(n_particles + 1) - (n_particles + 1) / 2
    k: Array = 2 * np.pi * (numbers + 0.5) / n_particles
    for _ in range(100):
        y = k - eta
        miss = n_particles * k - 2 * np.pi * numbers - 2 * np.arctan2(c / 2, y)
        k = k - miss / (n_particles + c / (y * y + c * c / 4))
    return k


def lowest_state(n_particles: int, c: float, quanta: int) -> tuple[Array, float]:
    """k_j and η at the momentum 2π quanta/L, by bisection of the momentum in arctan η."""
    low, high = -math.pi / 2, math.pi / 2
    for _ in range(60):
        angle = (low + high) / 2
        k = quasimomenta(n_particles, c, math.tan(angle))
        if k.sum() * n_particles < 2 * math.pi * quanta:
            low = angle
        else:
            high = angle
    return k, math.tan(angle)


def log_weight(n_particles: int, c: float, quanta: int) -> float:
    """Logarithm of |⟨Fermi sea, impurity at p | lowest state at p⟩|²."""
    k, eta = lowest_state(n_particles, c, quanta)
    sea = 2 * np.pi * (np.arange(n_particles) - (n_particles - 1) / 2) / n_particles
    weight = 1 / ((k - eta) ** 2 + c * c / 4)  # |ν|²
    diagonal = n_particles + c * weight

    def differences(x: Array) -> float:
        return float(np.log(np.abs(x[:, None] - x) + np.eye(len(x))).sum())

    cauchy = differences(k) + differences(sea) - 2 * np.log(np.abs(k[:, None] - sea)).sum()
    norm = (
        n_particles * math.log(n_particles)
        + np.log(diagonal).sum()
        + math.log((weight / diagonal).sum())
    )
    return float(np.log(weight).sum() + 2 * n_particles * math.log(c) + cauchy - norm)
