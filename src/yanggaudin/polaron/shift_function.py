"""Shift function of the host's rapidities when one spin is flipped, Eqs. (10) and (11).

    g(k) - (1/2π) ∫_{-Q}^{Q} θ'(k - q) g(q) dq = (1/2π) [π + θ(2k - 2η)]

Units ħ = m = n = 1.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from ..arguments import Array, bounded, real_array, real_number
from ..gas.ground_state import GroundState
from ..gas.kernels import IMPURITY_KERNEL
from ..numerics.dressing import DressedFunction, DressingOperator
from ..numerics.parity import EVEN, ODD, Parity

_LARGEST = 1e90


class ShiftFunction:
    """g(k; η) on [-Q, Q] for one spin rapidity η.

    Solved by itself, on panels refined where its source steps at k = ±η; shares with Eqs. (8)
    and (14) nothing but Q, so `momentum` and `energy` are independent routes to p and E.

    Parameters
    ----------
    gas : GroundState
        The host.
    spin_rapidity : float
        η in units of n, at most 1e90 c in size.

    Notes
    -----
    Relative error below 1e-12 of the largest value at weak coupling (below 1e-13 for γ > 1e-6).

    Examples
    --------
    >>> g = ShiftFunction(GroundState(1.0), 0.0)
    >>> round(float(g(g.gas.fermi_rapidity)), 12)
    1.411026156882
    """

    def __init__(self, gas: GroundState, spin_rapidity: float) -> None:
        self.gas = gas
        self.spin_rapidity = real_number("spin_rapidity", spin_rapidity)
        largest = _LARGEST * gas.gamma
        bounded("spin_rapidity", self.spin_rapidity, -largest, largest)
        width = gas.fermi_rapidity_over_c
        eta = self.spin_rapidity / gas.gamma
        operator = DressingOperator(width, gas.operator.kernel, steps_at=[eta])

        def part(parity: Parity) -> DressedFunction:
            point = np.array(width - eta)
            return operator.dress(
                lambda depth: IMPURITY_KERNEL.phase_pair(width, point, depth, parity) / (4 * np.pi),
                parity,
            )

        self.even, self.odd = part(EVEN), part(ODD)

    def __call__(self, k: ArrayLike) -> Array:
        """g at k in [-Q, Q] (units of n), any shape; dimensionless."""
        q = self.gas.fermi_rapidity
        position = real_array("k", k, -q, q, f"lie in [-Q, Q] = [{-q!r}, {q!r}]") / q
        return np.asarray(self.even(position) + self.odd(position))

    @property
    def momentum(self) -> float:
        """∫ g dk = p(η), in ħn."""
        return self.gas.fermi_rapidity * self.even.moment(0)

    @property
    def energy(self) -> float:
        """∫ k g dk = E(η), Eq. (11), in ħ²n²/m."""
        return self.gas.fermi_rapidity**2 * self.odd.moment(1)
