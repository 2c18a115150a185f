"""The phases of Eq. (2): of two atoms, θ(x) = 2 arctan x, and of an atom and a flipped spin, φ(u).

Rapidities are in units of c.  Angles of pairs of atoms are returned as a pair (angle, turns): an
angle in [-π/2, π/2] that keeps its digits, and a whole number of π ("turns" throughout this room)
that is added exactly and joins the quantum numbers.

An atom at x and a spin at η have the phase

    φ(η - x) = 2 atan2(1, 2(η - x)) = π + θ(2x - 2η)   in (0, 2π).
"""

from __future__ import annotations

import numpy as np

from ..arguments import Array

# Rows of an N × N table of phases that are in memory at the same time.
_BLOCK = 256


def nearest(sine: Array, cosine: Array) -> tuple[Array, Array]:
    """Split atan2(sine, cosine) into an angle in [-π/4, π/4] and multiples of π/2, in units of π.

    The angle is measured from the nearest axis, and so has full relative precision next to any of
    0, ±π/2, ±π.
    """
    along, across = np.abs(cosine), np.abs(sine)
    middle = across > along
    angle = np.arctan2(
        np.where(middle, -cosine, np.copysign(across, cosine)), np.where(middle, across, along)
    )
    return np.copysign(1.0, sine) * angle, np.copysign(np.where(middle, 0.5, cosine < 0), sine)


def theta(x: Array) -> tuple[Array, Array]:
    """Return θ(x) as angles and turns, in the precision of x."""
    angle, turns = nearest(x, np.ones_like(x))
    return 2 * angle, 2 * turns


def theta_slope(x: Array) -> Array:
    """Return θ'(x) = 2/(1 + x²)."""
    return np.asarray(2 / (1 + x * x))


def half_change(x: Array, change: Array) -> tuple[Array, Array]:
    """Return ½[θ(x + change) - θ(x)] without cancellation, split as by `nearest`."""
    return nearest(change, 1 + x * (x + change))


def sums_of_all_pairs(x: Array) -> tuple[Array, Array]:
    """Return Σ_l θ(x_j - x_l) of all atoms as angles and turns, shape (N,) each."""
    angles, turns = np.empty_like(x), np.empty(len(x))
    for start in range(0, len(x), _BLOCK):
        part = slice(start, start + _BLOCK)
        angle, passed = theta(x[part, None] - x)
        angles[part], turns[part] = angle.sum(axis=1), passed.sum(axis=1)
    return angles, turns


def sum_of_one_atom(atom: int, ground: Array, shifts: Array) -> tuple[Array, Array]:
    """Return Σ_l θ(x_j - x_l) of one atom at x_j = ground_j + shifts_j as an angle and turns.

    The rapidities of the ground state are mirror-symmetric.  Large phases of opposite sign, and
    with them the rounding of N of them, are avoided by

        Σ_l θ(x_j - x_l) = ½ Σ_l [θ(x_j - x_l) + θ(x_j + x_l)] = Σ_l atan2(2x_j, 1 + x_l² - x_j²)

    in the ground state, to which the changes are added.
    """
    x = ground[atom]
    angle, turns = nearest(np.full_like(ground, 2 * x), 1 + (ground - x) * (ground + x))
    half, more = half_change(x - ground, shifts[atom] - shifts)
    return (angle + 2 * half).sum(), (turns + 2 * more).sum()


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
    """Return Σ_j φ(η - x_j) as a small angle and a number of full turns 2π.

    A turn is counted for every atom above η.  Distances are rounded to doubles, not places.
    """
    u = (2 * (eta - x)).astype(float)
    angle = 2 * np.arctan2(np.copysign(1.0, u), np.abs(u)).sum()
    return float(angle), int(np.count_nonzero(np.signbit(u)))
