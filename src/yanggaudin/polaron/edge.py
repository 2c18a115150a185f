"""The edge of the impurity's spectral function, Eq. (10) at k = ±Q, from the branch alone.

S⁻⁺(p, ω), the answer to the flip of one atom, is zero below ω = E(p) and (ω - E)^(g₊² + g₋² - 1)
above, with the shift function at the two Fermi points, g± = g(±Q; η).  They follow from p(η) and
E(η) without solving Eq. (10): for any two sources s and f, dressed by a kernel of k - q,
integration by parts gives

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
from typing import Any, ClassVar, Generic, TypeVar

import numpy as np

from ..arguments import Array, scalar_or_array
from ..gas.ground_state import GroundState
from ..gas.kernels import error_bounds
from ..quantities import QUANTITIES
from ..results import Result

#: a float for one momentum, an array for an array of momenta
Values = TypeVar("Values", float, Array)


@dataclass(frozen=True, eq=False)
class SpectralEdge(Generic[Values], Result):
    """Edge of the impurity's spectral function at one momentum or many, made by `Polaron.edge`.

    S⁻⁺(p, ω) ∝ (ω - E)^(g₊² + g₋² - 1) of a spin flip for ω above the threshold E(p), with the
    shifts g± = g(±Q; η) of the Fermi points by Eq. (10).  An atom that is injected pushes one more
    atom out of its place: A(p, ω) has (g₊ + 1/2√K)² + (g₋ - 1/2√K)² - 1.  What is said of
    p = 0 … 2πn is mirrored for negative p: p, V and Φ change sign, N stays, g± becomes -g∓.

    Parameters
    ----------
    gas : GroundState
        The host.
    momentum : float or array
        p in [-2πn, 2πn], in ħn; its shape is that of every result.
    velocity : float or array
        V = dE/dp in ħn/m; from 0 at p = 0 to 0 at p = 2πn.
    expelled_atoms : float or array
        N = -p′(η) ≥ 0, dimensionless: how many atoms fewer are found around the polaron than in the
        same piece of undisturbed gas, the flipped atom being one of those found; p²/γ as p → 0, and
        0 at p = 2πn.  On a ring the density far away is larger by N/L.

    Notes
    -----
    N and Φ are the two parameters by which a moving impurity acts on a superfluid far away [1]_;
    there an impurity added to the host is counted, N + 1.  For this model see [2]_, for the
    exponent [3]_.

    References
    ----------
    .. [1] Schecter, Gangardt and Kamenev, Ann. Phys. 327, 639 (2012).
    .. [2] Campbell and Gangardt, SciPost Phys. 3, 015 (2017).
    .. [3] Zvonarev, Cheianov and Giamarchi, Phys. Rev. B 80, 201102(R) (2009).

    Examples
    --------
    >>> from yanggaudin import Polaron
    >>> edge = Polaron(1.0).edge(math.pi)
    >>> round(edge.shift_right, 10), round(edge.shift_left, 10), round(edge.exponent, 10)
    (1.4110261569, 0.4398271246, 1.184442715)
    """

    _saved: ClassVar = (
        "gamma",
        "momentum",
        "polaron_velocity",
        "expelled_atoms",
        "phase_drop",
        "shift_right",
        "shift_left",
        "threshold_exponent",
        "density_slope",
    )

    gas: GroundState
    momentum: Values
    velocity: Values
    expelled_atoms: Values

    @property
    def gamma(self) -> float:
        """γ = c/n, the coupling."""
        return self.gas.gamma

    @property
    def phase_drop(self) -> Values:
        """Φ = p + VN in radian, from 0 at p = 0 through π at p = πn to 2π at p = 2πn."""
        return self.momentum + self.velocity * self.expelled_atoms

    @property
    def shift_right(self) -> Values:
        """g₊ = g(Q; η) of Eq. (10), dimensionless; from 0 at p = 0 to √K at p = 2πn."""
        root = self.gas.dressed_one.edge  # √K
        return root * self.phase_drop / (2 * math.pi) + self.expelled_atoms / (2 * root)

    @property
    def shift_left(self) -> Values:
        """g₋ = g(-Q; η) of Eq. (10), dimensionless; from 0 at p = 0 to √K at p = 2πn."""
        root = self.gas.dressed_one.edge  # √K
        return root * self.phase_drop / (2 * math.pi) - self.expelled_atoms / (2 * root)

    @property
    def shifts(self) -> tuple[Values, Values]:
        """Both shifts, g₊ and g₋."""
        return self.shift_right, self.shift_left

    @property
    def exponent(self) -> Values:
        """g₊² + g₋² - 1 of the threshold, dimensionless; from -1 at p = 0 to 2K - 1 at p = 2πn."""
        return self.shift_right**2 + self.shift_left**2 - 1

    @property
    def density_slope(self) -> Values:
        """(∂E/∂n)_{p,c} = v²N - VΦ in ħ²n/m, much smaller than v²N as γ → 0 or p → 0.

        Its error is 1e-14 of the larger of v²N and |V|Φ, the latter near p = 2πn, where N → 0.
        At fixed η, ∂E/∂μ = N, for the dressed energy has ∂ε/∂μ = -2πρ, and ∂p/∂n = Φ.
        """
        return self.gas.sound_velocity**2 * self.expelled_atoms - self.velocity * self.phase_drop

    @property
    def errors(self) -> dict[str, Values]:
        """Bounds on the absolute errors, each in the unit of the attribute it is named after.

        A fraction of v for V, of N itself, of 2π for Φ, of the larger of |g₊| and |g₋| for both
        shifts, of the larger of 1 and g₊² + g₋² for the exponent, of the larger of v²N and |VΦ| for
        (∂E/∂n)_p; ∞ if the kernel is not Lieb's.
        """
        one, sound = 1 + 0 * self.momentum, self.gas.sound_velocity
        terms = sound**2 * self.expelled_atoms, abs(self.velocity * self.phase_drop)
        shift = scalar_or_array(np.maximum(abs(self.shift_right), abs(self.shift_left)))
        sizes: dict[str, Any] = {
            "polaron_velocity": sound * one,
            "expelled_atoms": self.expelled_atoms,
            "phase_drop": 2 * math.pi * one,
            "shift_right": shift,
            "shift_left": shift,
            "threshold_exponent": scalar_or_array(np.maximum(one, self.exponent + 1)),
            "density_slope": scalar_or_array(np.maximum(*terms)),
        }
        bounds = error_bounds(self.gas.kernel, sizes)
        return {QUANTITIES[name].attribute: bound for name, bound in bounds.items()}
