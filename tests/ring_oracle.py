"""Eq. (2) of a state of the ring, summed over all atoms in 128 bits; far quantum numbers."""

import math
from typing import Any

import numpy as np
from flint import arb, ctx

from yanggaudin.arguments import Array
from yanggaudin.ring import RingState

BITS = 128


def residual_of(state: RingState, atom: int) -> float:
    """Left minus right side of the equation of one atom, relative to its largest term.

    The rapidities are those that the state has before it rounds them to doubles.
    """
    before, ctx.prec = ctx.prec, BITS
    try:
        origin = wide(state.rapidities.origin)
        places = [wide(x) for x in state.rapidities.relative]
        here, length = places[atom], arb(state.gamma) * state.n_particles
        boosted = length * (here + origin)
        number = 2 * arb.pi() * arb(float(state.quantum_numbers[atom]))
        total, phase = arb(0), arb(0)
        for there in places:
            total += (here - there).atan()
        for eta in state.spin_rapidities:
            relative = arb(eta) / arb(state.gamma) - origin - here
            phase += arb.pi() - 2 * (2 * relative).atan()
        missed = boosted + 2 * total - number - phase
        largest = max(abs(float(term)) for term in (boosted, number, phase))
        return abs(float(missed)) / max(largest, math.pi / 2)
    finally:
        ctx.prec = before


def wide(x: float | np.floating[Any]) -> arb:
    """The exact value of an extended number."""
    high = float(x)
    return arb(high) + arb(float(x - high))


def last_atoms_jump(n_atoms: int, count: int, far: int) -> Array:
    """Quantum numbers of the ground state, but for the last atoms."""
    numbers = np.arange(n_atoms) - np.float64((n_atoms - 1) / 2)
    numbers[-count:] += far
    return numbers
