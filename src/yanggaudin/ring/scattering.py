"""The phases θ(x) = 2 arctan x of pairs of atoms, as angles in [-π/2, π/2] and multiples of π.

The multiples are added exactly and join the quantum numbers.
"""

from __future__ import annotations

import numpy as np

from ..arguments import Array

_BLOCK = 256


def nearest(sine: Array, cosine: Array) -> tuple[Array, Array]:
    """atan2(sine, cosine) as an angle in [-π/4, π/4] and a multiple, in units of π, of π/2."""
    along, across = np.abs(cosine), np.abs(sine)
    middle = across > along
    angle = np.arctan2(
        np.where(middle, -cosine, np.copysign(across, cosine)), np.where(middle, across, along)
    )
    return np.copysign(1.0, sine) * angle, np.copysign(np.where(middle, 0.5, cosine < 0), sine)


def theta(x: Array) -> tuple[Array, Array]:
    """θ(x) in the precision of x."""
    angle, turns = nearest(x, np.ones_like(x))
    return 2 * angle, 2 * turns


def at_all(x: Array) -> tuple[Array, Array]:
    """Σ_l θ(x_j - x_l), shape (N,) each."""
    angles, turns = np.empty_like(x), np.empty(len(x))
    for start in range(0, len(x), _BLOCK):
        part = slice(start, start + _BLOCK)
        angle, passed = theta(x[part, None] - x)
        angles[part], turns[part] = angle.sum(axis=1), passed.sum(axis=1)
    return angles, turns


def half_change(x: Array, change: Array) -> tuple[Array, Array]:
    """½[θ(x + change) - θ(x)], without cancellation, as `nearest` has it."""
    return nearest(change, 1 + x * (x + change))


def at_one(atom: int, ground: Array, shifts: Array) -> tuple[Array, Array]:
    """Σ_l θ(x_j - x_l) of one atom at x_j = ground_j + shifts_j, the former being mirror-symmetric.

    Large phases of opposite sign, and with them the rounding of N of them, are avoided by

        Σ_l θ(x_j - x_l) = ½ Σ_l [θ(x_j - x_l) + θ(x_j + x_l)] = Σ_l atan2(2x_j, 1 + x_l² - x_j²)

    in the ground state, to which the changes are added.
    """
    x = ground[atom]
    angle, turns = nearest(np.full_like(ground, 2 * x), 1 + (ground - x) * (ground + x))
    half, more = half_change(x - ground, shifts[atom] - shifts)
    return (angle + 2 * half).sum(), (turns + 2 * more).sum()
