"""The edge of the impurity's spectral function, Eq. (10), from the branch alone.

A(p, ω) is zero below ω = E(p) and (ω - E)^(g₊² + g₋² - 1) above, with the shift function at the
two Fermi points, g± = g(±Q; η).  They follow from p(η) and E(η) without solving Eq. (10): for
any two sources s and f, dressed by a kernel of k - q, integration by parts gives

    ∫ (s′ f^dr + f′ s^dr) dk = f^dr(Q) s^dr(Q) - f^dr(-Q) s^dr(-Q).

With s = 2π times the source of Eq. (10), and f = 1 and f = k, the integrals are those of Eqs. (8)
and (14):

    g₊ - g₋ = N/√K,       N = -p′(η),
    g₊ + g₋ = √K Φ/π,     Φ = p - E′(η) = p + VN.

N counts the atoms, of both kinds, that the polaron expels from its surroundings, and Φ is the
drop of the superfluid's phase across it: the momentum p = nΦ - VN is that of the phase drop
less that of the missing atoms.  Units ħ = m = n = 1.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from ..arguments import Array
from ..gas.ground_state import GroundState


@dataclass(frozen=True, eq=False)
class SpectralEdge:
    """Edge of the spectral function at momenta p of any shape; made by `Polaron.edge`.

    Attributes
    ----------
    gas : GroundState
        The host.
    momentum : array
        p in [0, 2πn], in ħn.
    velocity : array
        V = dE/dp in ħn/m.
    expelled_atoms : array
        N = -p′(η) ≥ 0, dimensionless, to a relative 1e-13: the number of atoms missing around the
        polaron, itself counted as one that is there; the density far away is larger by N/L on a
        ring.

    Notes
    -----
    N and Φ are the two parameters by which a moving impurity acts on a superfluid far away:
    Schecter, Gangardt and Kamenev, Ann. Phys. 327, 639 (2012), who count an impurity added to the
    host, N + 1; Campbell and Gangardt, SciPost Phys. 3, 015 (2017), for this model.
    """

    gas: GroundState
    momentum: Array
    velocity: Array
    expelled_atoms: Array

    @property
    def phase_drop(self) -> Array:
        """Φ = p + VN in radian, from 0 at p = 0 through π to 2π at p = 2πn."""
        return np.asarray(self.momentum + self.velocity * self.expelled_atoms)

    @property
    def shifts(self) -> tuple[Array, Array]:
        """g₊ = g(Q; η) and g₋ = g(-Q; η), dimensionless; from 0 at p = 0 to √K at p = 2πn.

        Both have the absolute accuracy of the larger one, 1e-14 of it.
        """
        root = self.gas.dressed_one.edge  # √K
        current = root * self.phase_drop / (2 * math.pi)
        density = self.expelled_atoms / (2 * root)
        return np.asarray(current + density), np.asarray(current - density)

    @property
    def exponent(self) -> Array:
        """g₊² + g₋² - 1 of the threshold, dimensionless; from -1 at p = 0 to 2K - 1 at p = 2πn."""
        right, left = self.shifts
        return np.asarray(right**2 + left**2 - 1)

    @property
    def density_slope(self) -> Array:
        """(∂E/∂n)_{p,c} = v²N - VΦ in ħ²n/m, with the absolute accuracy 1e-14 v²N.

        At fixed η, ∂E/∂μ = N, for the dressed energy has ∂ε/∂μ = -2πρ, and ∂p/∂n = Φ.
        """
        return np.asarray(
            self.gas.sound_velocity**2 * self.expelled_atoms - self.velocity * self.phase_drop
        )
