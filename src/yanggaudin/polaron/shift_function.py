"""Shift function of the host's rapidities when one spin is flipped, Eqs. (10) and (11).

    g(k) - (1/2π) ∫_{-Q}^{Q} θ'(k - q) g(q) dq = (1/2π) [π + θ(2k - 2η)]

Units ħ = m = n = 1.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from ..arguments import Array, bounded, elementwise, instance, real_array, real_number
from ..gas.ground_state import GroundState
from ..gas.kernels import IMPURITY_KERNEL
from ..numerics.dressing import DressedFunction, DressingOperator
from ..numerics.parity import EVEN, ODD, Parity
from ..quantities import QUANTITIES
from ..results import Result

_RAPIDITY = QUANTITIES["spin_rapidity"].unit

# Largest |η|/c: the odd part of the source is of order Qc/η², which must not underflow where Q/c is
# smallest, 3e-100 at γ = 1e100.
_LARGEST = 1e90


class ShiftFunction(Result):
    """Shift function g(k; η) of Eq. (10) on [-Q, Q], for one spin rapidity η.

    On a ring of length L an atom of rapidity k moves by Δk = g/ρL when the spin is flipped.  The
    solution shares nothing with Eqs. (8) and (14) but Q: it has panels of its own, refined where
    the source steps at k = ±η, so that `momentum` and `energy` are independent routes to p and E.

    Parameters
    ----------
    gas : GroundState
        The host.
    spin_rapidity : float
        η in units of n, at most 1e90 c in size.

    Raises
    ------
    DomainError
        If spin_rapidity is not one such number.
    AccuracyError
        If the solution is not resolved by the panels; no case is known for Lieb's kernel.

    Notes
    -----
    The error is below 1e-12 of the largest value of g at weak coupling, below 1e-13 of it for
    γ > 1e-6.  One η takes from a millisecond to half a second at γ = 1e-14.

    Examples
    --------
    >>> shift = ShiftFunction(GroundState(1.0), 0.0)
    >>> round(shift(shift.gas.fermi_rapidity), 12)
    1.411026156882
    >>> round(shift.momentum, 12), round(shift.energy, 12)
    (3.14159265359, 0.863591933824)
    """

    _saved = ("gamma", "spin_rapidity", "momentum", "polaron_energy")

    def __init__(self, gas: GroundState, spin_rapidity: float) -> None:
        self.gas = instance("gas", gas, GroundState)
        self.spin_rapidity = real_number("spin_rapidity", spin_rapidity, _RAPIDITY)
        largest = _LARGEST * gas.gamma
        bounded("spin_rapidity", self.spin_rapidity, -largest, largest)
        width = gas.fermi_rapidity_over_c
        eta = self.spin_rapidity / gas.gamma
        operator = DressingOperator(width, gas.operator.kernel, steps_at=[eta])

        def part(parity: Parity) -> DressedFunction:
            """Solve for the even or odd part of g, from that of the phase over 2π."""
            point = np.array(width - eta)
            return operator.dress(
                lambda depth: IMPURITY_KERNEL.phase_pair(width, point, depth, parity) / (4 * np.pi),
                parity,
            )

        self._even, self._odd = part(EVEN), part(ODD)

    def __reduce__(self) -> tuple[type[ShiftFunction], tuple[GroundState, float]]:
        return ShiftFunction, (self.gas, self.spin_rapidity)

    def __repr__(self) -> str:
        return f"ShiftFunction({self.gas!r}, spin_rapidity={self.spin_rapidity!r})"

    @property
    def gamma(self) -> float:
        """γ = c/n, the coupling."""
        return self.gas.gamma

    @elementwise
    def __call__(self, rapidity: ArrayLike) -> Array:
        """Return g(k; η) of Eq. (10).

        Parameters
        ----------
        rapidity : array_like
            Rapidities k in [-Q, Q], in units of n, any shape.

        Returns
        -------
        float or array
            g, dimensionless, of the shape of the rapidities; from 0 at η = ∞ to 2πρ(k) at η = -∞.

        Raises
        ------
        DomainError
            If a rapidity lies outside.

        Examples
        --------
        >>> shift = ShiftFunction(GroundState(1.0), 0.0)
        >>> shift([-1.0, 0.0, 1.0]).round(8)
        array([0.5980825 , 1.1867234 , 1.50981688])
        """
        q = self.gas.fermi_rapidity
        position = real_array("rapidity", rapidity, -q, q, f"lie in [-Q, Q] = [{-q!r}, {q!r}]") / q
        return np.asarray(self._even(position) + self._odd(position))

    @property
    def momentum(self) -> float:
        """p(η) = ∫g dk, in ħn; equal to Eq. (8)."""
        return self.gas.fermi_rapidity * self._even.moment(0)

    @property
    def energy(self) -> float:
        """E(η) = ∫kg dk of Eq. (11), in ħ²n²/m; equal to Eq. (14)."""
        return self.gas.fermi_rapidity**2 * self._odd.moment(1)
