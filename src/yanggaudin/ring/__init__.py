"""N atoms on a ring: exact states of the Bethe equations, Eqs. (2)-(4) and (9), from N = 1 to 10⁷.

Units ħ = m = n = 1, so that L = N and c = γ: momenta and rapidities in ħn, energies in ħ²n²/m.

>>> from yanggaudin import ring
>>> state = ring.solve(n_particles=100, gamma=1.0, magnon=1)
>>> round(state.excitation_energy, 15), state.solver
(0.001575570752645, 'dense')
"""

from .solver import Ring, solve
from .state import RingState
from .thermodynamic_limit import (
    SIZES,
    Extrapolation,
    extrapolate_mass_ratio,
    extrapolate_size_correction,
    ground_state_energy,
    size_correction,
)

__all__ = [
    "SIZES",
    "Extrapolation",
    "Ring",
    "RingState",
    "extrapolate_mass_ratio",
    "extrapolate_size_correction",
    "ground_state_energy",
    "size_correction",
    "solve",
]
