"""The phases of Eq. (2): of two atoms, θ(x) = 2 arctan x, and of an atom and a flipped spin, φ(u).

Rapidities are in units of c.  The phase of two atoms is returned as a pair, (angle, half turns): an
angle in [-π/2, π/2] that keeps its digits, and a whole number of half turns π that is added exactly
and joins the quantum numbers.  In this package ``half_turns`` are multiples of π, ``turns`` of 2π.

An atom at x and a spin at η have the phase

    φ(η - x) = 2 atan2(1, 2(η - x)) = π + θ(2x - 2η)   in (0, 2π).
"""

from __future__ import annotations

import numpy as np

from ..arguments import Array

# Rows of an N × N table of phases that are in memory at the same time.
_BLOCK = 256


def nearest(sine: Array, cosine: Array) -> tuple[Array, Array]:
    """Return the direction atan2(sine, cosine) as angle + π · half turns.

    It is measured from the nearest axis: half turns are 0, ±1/2 or ±1, and the angle is in
    [-π/4, π/4].  So directions next to 0, ±π/2, ±π all have full relative precision.
    """
    along, across = np.abs(cosine), np.abs(sine)
    middle = across > along
    angle = np.arctan2(
        np.where(middle, -cosine, np.copysign(across, cosine)), np.where(middle, across, along)
    )
    return np.copysign(1.0, sine) * angle, np.copysign(np.where(middle, 0.5, cosine < 0), sine)


def theta(x: Array) -> tuple[Array, Array]:
    """Return θ(x) as angles and half turns, in the precision of x."""
    angle, half_turns = nearest(x, np.ones_like(x))
    return 2 * angle, 2 * half_turns


def theta_slope(x: Array) -> Array:
    """Return θ'(x) = 2/(1 + x²)."""
    return np.asarray(2 / (1 + x * x))


def half_change(x: Array, change: Array) -> tuple[Array, Array]:
    """Return ½[θ(x + change) - θ(x)] as angles and half turns, without cancellation."""
    return nearest(change, 1 + x * (x + change))


def sums_of_all_pairs(x: Array) -> tuple[Array, Array]:
    """Return Σ_l θ(x_j - x_l) of all atoms as angles and half turns, shape (N,) each."""
    angles, half_turns = np.empty_like(x), np.empty(len(x))
    for start in range(0, len(x), _BLOCK):
        part = slice(start, start + _BLOCK)
        angle, passed = theta(x[part, None] - x)
        angles[part], half_turns[part] = angle.sum(axis=1), passed.sum(axis=1)
    return angles, half_turns


def sum_of_one_atom(atom: int, ground: Array, shifts: Array) -> tuple[Array, Array]:
    """Return Σ_l θ(x_j - x_l) of one atom, x_j = ground_j + shifts_j, as an angle and half turns.

    The rapidities of the ground state are mirror-symmetric.  Large phases of opposite sign, and
    with them the rounding of N of them, are avoided by

        Σ_l θ(x_j - x_l) = ½ Σ_l [θ(x_j - x_l) + θ(x_j + x_l)] = Σ_l atan2(2x_j, 1 + x_l² - x_j²)

    in the ground state, to which the changes are added.
    """
    x = ground[atom]
    angle, half_turns = nearest(np.full_like(ground, 2 * x), 1 + (ground - x) * (ground + x))
    half, more = half_change(x - ground, shifts[atom] - shifts)
    return (angle + 2 * half).sum(), (half_turns + 2 * more).sum()


def spin_phase(eta: float, x: Array) -> Array:
    """Return φ(η - x)."""
    return np.asarray(2 * np.arctan2(1.0, 2 * (eta - x)))


def half_difference_of_spin_phases(eta: float, upper: Array, lower: Array) -> Array:
    """Return ½[φ(η - upper) - φ(η + lower)] of the atoms of a pair, without cancellation."""
    return np.arctan2(2 * (upper + lower), 1 + 4 * (eta - upper) * (eta + lower))


def spin_slope(eta: Array | float, x: Array) -> Array:
    """Return a(x) = -φ'(η - x) = 4/(1 + 4(η - x)²)."""
    return np.asarray(4 / (1 + 4 * (eta - x) ** 2))


def total_spin_phase(eta: float, x: Array) -> tuple[float, int]:
    """Return Σ_j φ(η - x_j) as a small angle and a number of turns 2π.

    A turn is counted for every atom above η.  Distances are rounded to doubles, not places.
    """
    u = (2 * (eta - x)).astype(float)
    angle = 2 * np.arctan2(np.copysign(1.0, u), np.abs(u)).sum()
    return float(angle), int(np.count_nonzero(np.signbit(u)))
