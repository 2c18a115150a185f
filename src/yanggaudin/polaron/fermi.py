"""Other hosts: what the derivation of Eqs. (5)-(19) asks of the gas around the impurity.

It uses that two atoms of the host scatter with a phase that depends on the difference of their
rapidities, never which phase.  A host is therefore given by its kernel, θ′/2π as a function of
(k - q)/c, and `Polaron(gamma, kernel)` is the polaron in it, with the impurity's phase of Eq. (10).
Built in are Lieb's kernel and none; `SmoothKernel` makes one of any smooth function.

An impurity phase of the opposite sign turns the branch over: p → πn - p, E → -E.  That is one
spin-down fermion in a sea of free fermions, `FermiPolaron`: J. B. McGuire, J. Math. Phys. 6, 432
(1965).  Units ħ = m = n = 1, so c = γ.
"""

from __future__ import annotations

import math
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from ..arguments import Array, fold_momentum, real_array
from ..gas.kernels import NoInteraction
from .polaron import Polaron


class FermiPolaron:
    """A spin-down fermion with contact repulsion to n free spin-up fermions, k_F = πn.

    Its momentum is p in [-πn, πn]; energies are those above the sea with one more fermion of
    spin up, so that E(±πn) = 0 and the minimum is at p = 0.

    Parameters
    ----------
    gamma : float
        Coupling γ = c/n, from 1e-30 to 1e100.

    Raises
    ------
    DomainError
        If gamma is not one such number.

    Examples
    --------
    >>> polaron = FermiPolaron(1.0)
    >>> round(polaron.mass_ratio, 12)
    0.989574651791
    >>> polaron.energy([0.0, 1.0, np.pi]).round(8)
    array([-4.05140109, -3.55708311,  0.        ])
    """

    def __init__(self, gamma: float) -> None:
        self._turned_over = Polaron(gamma, NoInteraction())

    def __repr__(self) -> str:
        return f"FermiPolaron(gamma={self.gamma!r})"

    @property
    def gamma(self) -> float:
        """γ = c/n."""
        return self._turned_over.gamma

    @cached_property
    def mass_ratio(self) -> float:
        """m/m*; from 1 as γ → 0 to 2π²/3γ as γ → ∞.

        m*/m = (2/π) arctan²(1/a) / [arctan(1/a) - a/(1 + a²)] with a = c/2k_F (McGuire).
        """
        return -self._turned_over.top_mass_ratio

    def energy(self, p: ArrayLike) -> Array:
        """E(p) ≤ 0 in ħ²n²/m; even."""
        return 0.0 - self._turned_over.energy(_from_the_top(p))

    def velocity(self, p: ArrayLike) -> Array:
        """V(p) = dE/dp in ħn/m; odd."""
        return self._turned_over.velocity(_from_the_top(p))

    def spin_rapidity(self, p: ArrayLike) -> Array:
        """η(p) in units of n; from -∞ at p = -πn to ∞ at p = πn."""
        return self._turned_over.spin_rapidity(_from_the_top(p))

    def edge_shifts(self, p: ArrayLike) -> tuple[Array, Array]:
        """g± = (1/π) arctan[c/2(k_F ∓ η)]: how far the impurity pushes the Fermi points outwards.

        Dimensionless, in level spacings 2π/L, from 0 to 1; relative accuracy 1e-13 but for the
        rounding of p.  The quasimomenta obey k L = 2πI + 2 arctan[c/2(k - η)], where the
        arctangent falls from π to 0 along the sea.
        """
        folded, sign = fold_momentum(_from_the_top(p))
        depth = self._turned_over._branch.depth(folded.ravel()).reshape(folded.shape)
        beyond = 2 * self._turned_over.gas.fermi_rapidity_over_c - depth
        near, far = (np.arctan2(0.5, distance) / math.pi for distance in (depth, beyond))
        return np.where(sign < 0, far, near), np.where(sign < 0, near, far)

    def edge_exponent(self, p: ArrayLike) -> Array:
        """g₊² + g₋² - 1 of A(p, ω) ∝ (ω - E)^(g₊² + g₋² - 1), the spectral function of injection.

        A spin-down fermion of momentum p is added to the sea; ω is counted from its energy plus
        k_F²/2, as E is.  The spectral weight of the lowest state on a ring falls as N^-(g₊² + g₋²).
        """
        right, left = self.edge_shifts(p)
        return np.asarray(right**2 + left**2 - 1)


def _from_the_top(p: ArrayLike) -> Array:
    p = real_array("p", p, -math.pi, math.pi, f"lie in [-πn, πn] = [{-math.pi!r}, {math.pi!r}]")
    return np.asarray(math.pi - p)
