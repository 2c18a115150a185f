"""Where the atoms are in the infinite system: the start of Newton's method."""

from __future__ import annotations

import math

import numpy as np

from ..arguments import Array
from ..gas.ground_state import GroundState

_N_POINTS = 4001


def profile(gas: GroundState, n_atoms: int, quantum_number: Array) -> Array:
    """x = k/c ≥ 0 at which N∫_0^k ρ dk reaches given quantum numbers I ≥ 0.

    Beyond the Fermi edge, where I > N/2, as if all other atoms were far away.
    """
    angle = np.linspace(0, math.pi / 2, _N_POINTS)
    position = np.sin(angle)
    density = gas.dressed_one(position) * np.cos(angle)
    below = np.concatenate([[0.0], np.cumsum(density[1:] + density[:-1])])
    number = below * (n_atoms / 2 / below[-1])
    width = gas.fermi_rapidity_over_c
    beyond = np.maximum(quantum_number - n_atoms / 2, 0.0)
    x = np.interp(quantum_number, number, width * position)
    return np.asarray(x + 2 * math.pi * beyond / (gas.gamma * n_atoms))
