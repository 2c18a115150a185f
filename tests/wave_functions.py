"""Wave functions of a few atoms written out, and their integrals by Gauss's rule.

Units c = 1, ring of length Λ.  The down atom, or the first of atoms all alike, is at 0; the others
are at 0 < y_1 < … < Λ, and what depends on the place of the first is a plane wave.  Rapidities come
from Newton's method in balls (`dynamics_oracle.rapidities`).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import permutations

import numpy as np
from flint import arb, ctx
from numpy.typing import NDArray

import dynamics_oracle
from yanggaudin.arguments import Array
from yanggaudin.dynamics.states import solve_states

Values = NDArray[np.complex128]


@dataclass(frozen=True)
class State:
    """Rapidities with c = 1, and η; None for atoms all alike, ∞ for S⁻₀ of such a state."""

    length: float
    k: tuple[float, ...]
    eta: float | None

    @property
    def momentum(self) -> float:
        """Σk."""
        return sum(self.k)


def solved(length: float, numbers: Array, magnon: int | None) -> State:
    """Solve Eq. (2) in balls; the package only says where Newton's method begins."""
    j = np.array([magnon or 0])
    near = solve_states(length, numbers[None], j, 2 * np.pi * numbers[None] / length)
    before, ctx.prec = ctx.prec, dynamics_oracle.BITS
    try:
        eta = float(near.eta[0]) if magnon else 0.0
        k, spin = dynamics_oracle.rapidities(arb(length), numbers, magnon or 0, near.x[0], eta)
    finally:
        ctx.prec = before
    if magnon is None:
        return State(length, tuple(map(float, k)), None)
    return State(length, tuple(map(float, k)), math.inf if spin is None else float(spin))


def simplex(length: float, dimension: int, order: int) -> tuple[Array, Array]:
    """Points y_1 < … < y_d in (0, Λ), shape (points, d), and weights."""
    node, weight = np.polynomial.legendre.leggauss(order)
    node, weight = (node + 1) / 2, weight / 2
    points, weights = np.zeros((1, 0)), np.ones(1)
    for d in range(dimension):
        # the next coordinate fills what is left above the last one
        last = points[:, -1] if d else np.zeros(1)
        rest = length - last
        new = last[:, None] + rest[:, None] * node
        points = np.concatenate([np.repeat(points, order, axis=0), new.reshape(-1, 1)], axis=1)
        weights = (weights[:, None] * rest[:, None] * weight).ravel()
    return points, weights


def amplitude(state: State, y: Array, power: int = 0) -> Values:
    """Ψ with the first atom at 0, times the momentum of that atom to a power, at points (p, d)."""
    count = len(state.k)
    total = np.zeros(len(y), dtype=complex)
    for order in permutations(range(count)):
        k = [state.k[i] for i in order]
        factor = complex(k[0] ** power)
        for a in range(count):
            for b in range(a):
                factor *= 1 - 1j / (k[a] - k[b])
        if state.eta is not None and math.isfinite(state.eta):
            # the down atom is the first in its order along the ring
            for q in k[1:]:
                factor *= q - state.eta + 0.5j
        total += factor * np.exp(1j * y @ np.array(k[1:]))
    return total


def integral(length: float, one: Values, other: Values, weights: Array) -> complex:
    """Λ times the integral over the places of the others."""
    return complex(length * (weights * one.conj() * other).sum())


#: points of Gauss's rule for each atom, by their number
ORDERS = {0: 40, 1: 40, 2: 40, 3: 27}


def form_factor(bra: State, ket: State) -> float:
    """|⟨bra|ψ↓†(p) or S⁻_q|ket⟩|², or without flips of ψ†(p) and ρ_q; by one atom more or none."""
    length, dimension = bra.length, len(bra.k) - 1
    y, weights = simplex(length, dimension, ORDERS[dimension])
    value = amplitude(bra, y)
    if len(ket.k) == len(bra.k):
        other, prefactor = amplitude(ket, y), 1.0
    else:
        other, prefactor = of_all(ket, y), 1 / length
    overlap = abs(integral(length, value, other, weights)) ** 2 * prefactor
    return overlap / (norm(bra, y, weights) * norm(ket))


def of_all(ket: State, y: Array) -> Values:
    """Ψ of atoms all alike, at their places y, none of which is 0."""
    moved = amplitude(ket, y[:, 1:] - y[:, :1])
    return np.asarray(moved * np.exp(1j * ket.momentum * y[:, 0]))


def norm(state: State, y: Array | None = None, weights: Array | None = None) -> float:
    """⟨Ψ|Ψ⟩ over ordered places; of atoms all alike each is the first in one of M places."""
    if y is None or weights is None:
        y, weights = simplex(state.length, len(state.k) - 1, ORDERS[len(state.k) - 1])
    value = amplitude(state, y)
    total = integral(state.length, value, value, weights).real
    return total if state.eta is not None else total / len(state.k)


def momentum_element(bra: State, ket: State) -> complex:
    """⟨bra|p↓|ket⟩ between states with a flip, of the same momentum."""
    y, weights = simplex(bra.length, len(bra.k) - 1, ORDERS[len(bra.k) - 1])
    value = integral(bra.length, amplitude(bra, y), amplitude(ket, y, 1), weights)
    return value / math.sqrt(norm(bra, y, weights) * norm(ket, y, weights))


def density_element(bra: State, ket: State) -> complex:
    """⟨bra|ρ↓(q)|ket⟩ = ⟨bra|e^{iqx↓}|ket⟩ between states with a flip, q the momentum between."""
    y, weights = simplex(bra.length, len(bra.k) - 1, ORDERS[len(bra.k) - 1])
    value = integral(bra.length, amplitude(bra, y), amplitude(ket, y), weights)
    return value / math.sqrt(norm(bra, y, weights) * norm(ket, y, weights))
