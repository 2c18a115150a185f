"""N atoms on a ring: exact states of the Bethe equations, from N = 1 to 10⁷.

The Hamiltonian of Eq. (1), with contact interactions of equal strength whatever the spins, is

    H = -(ħ²/2m) Σ_j ∂²/∂x_j² + (ħ²c/m) Σ_{j<l} δ(x_j - x_l),     γ = c/n,  n = N/L,

on a ring of length L.  Its states obey Eq. (2), with the quantum numbers of Eq. (4) in the ground
state, and have the momentum and energy of Eq. (3).  What is solved for are the shifts of a state's
rapidities against the ground state; they obey the *shift equations*, the difference of Eq. (2) for
the two states (`equations`).

One equation is not in the paper, where η is a parameter: that of the rapidity η of the flipped spin
with the quantum number J,

    Σ_j φ(η - k_j) = 2πJ,     φ(η - k) = π + θ(2k - 2η),

the condition that the wave function of the spins is periodic too.  The sum of Eq. (2) over j then
says that J adds 2πħJ/L to the momentum (`spins`).

Units ħ = m = n = 1, so that L = N and c = γ: momenta in ħn, rapidities in n, energies in ħ²n²/m.
Inside this package rapidities are in units of c.

The way of one state: `ring.Ring` checks and plans (`plan`), `solver` runs Newton's method on the
equations (`equations`; `dense` with all pairs of atoms, `fast` with sums over panels), `polish`
adds a step in extended precision, `state` is the result.

>>> from yanggaudin import ring
>>> state = ring.solve(n_particles=100, gamma=1.0, magnon=1)
>>> round(state.excitation_energy, 15), state.solver
(0.001575570752645, 'dense')
"""

from ..public import public_names as _public_names
from .ring import Ring as Ring, solve as solve
from .state import RingRapidities as RingRapidities, RingState as RingState
from .thermodynamic_limit import (
    SIZES as SIZES,
    Extrapolation as Extrapolation,
    extrapolate_mass_ratio as extrapolate_mass_ratio,
    extrapolate_size_correction as extrapolate_size_correction,
    ground_state_energy as ground_state_energy,
    size_correction as size_correction,
)


def __dir__() -> list[str]:
    return _public_names(globals())
