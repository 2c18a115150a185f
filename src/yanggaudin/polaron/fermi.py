"""McGuire's polaron: one spin-down fermion in a sea of free spin-up fermions.

It is the branch of Eqs. (8) and (14) for a host without interaction, with the impurity's phase of
opposite sign, which turns the branch over: p → πn - p, E → -E.  J. B. McGuire, J. Math. Phys. 6,
432 (1965).  Units ħ = m = n = 1, so c = γ.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from ..arguments import Array, Ends, coupling, elementwise, scalar_or_array
from ..gas.kernels import NoInteraction
from ..gas.momenta import fold_momentum, momenta, nearest_to_zero, physical_momenta
from ..numerics.cached_property import cached_property
from ..results import Result
from .polaron import Polaron

_ENDS = Ends(
    negative="a fermion attracted by the others (c < 0) forms a pair with one of them, which is "
    "not solved for here",
    zero="without interaction the spin-down fermion is free (m/m* = 1)",
    infinite="the limit is m/m* = 0",
    below="m/m* = 1 in double precision",
    above="m/m* = 2π²/3γ in double precision",
)


class FermiPolaron(Result):
    """A spin-down fermion with contact repulsion to n free spin-up fermions, k_F = πn.

    Its branch runs over p in [-πn, πn] and repeats itself beyond; energies are those above the sea
    with one more fermion of spin up, so that E(±πn) = 0 and the minimum is at p = 0.

    Parameters
    ----------
    gamma : float
        Coupling γ = c/n, from 1e-30 to 1e100.

    Raises
    ------
    DomainError
        If gamma is not one such number.

    Notes
    -----
    Errors: of the mass 1e-14 relative; of E 1e-14 of the depth of the branch, -E(0); of V 1e-14 of
    k_F, beyond what the rounding of p does.

    References
    ----------
    .. [1] J. B. McGuire, J. Math. Phys. 6, 432 (1965).

    Examples
    --------
    >>> polaron = FermiPolaron(1.0)
    >>> round(polaron.mass_ratio, 12)
    0.989574651791
    >>> polaron.energy([0.0, 1.0, np.pi]).round(8)
    array([-4.05140109, -3.55708311,  0.        ])
    """

    _saved = ("gamma", "mass_ratio")

    def __init__(self, gamma: float) -> None:
        self._turned_over = Polaron(coupling(gamma, _ENDS), NoInteraction())

    def __repr__(self) -> str:
        return f"FermiPolaron(gamma={self.gamma!r})"

    @property
    def gamma(self) -> float:
        """γ = c/n, the coupling."""
        return self._turned_over.gamma

    @cached_property
    def mass_ratio(self) -> float:
        """m/m*; from 1 as γ → 0 to 2π²/3γ as γ → ∞.

        m*/m = (2/π) arctan²(1/a) / [arctan(1/a) - a/(1 + a²)] with a = c/2k_F (McGuire).
        """
        return -self._turned_over.top_mass_ratio

    @elementwise
    def energy(self, momentum: ArrayLike) -> Array:
        """Return the energy E(p) ≤ 0, an even function of period 2πn.

        Parameters
        ----------
        momentum : array_like
            Momenta p in ħn, any shape, up to 1e15 in size.

        Returns
        -------
        float or array
            E in ħ²n²/m, of the shape of the momenta; lowest at p = 0, 0 at p = ±πn.

        Raises
        ------
        DomainError
            If a momentum is larger or not a real number.

        Examples
        --------
        >>> round(FermiPolaron(1.0).energy(1.0), 8)
        -3.55708311
        """
        return np.asarray(0.0 - self._turned_over.energy(_from_the_top(momentum)))

    @elementwise
    def velocity(self, momentum: ArrayLike) -> Array:
        """Return the velocity V(p) = dE/dp, an odd function of period 2πn.

        Parameters
        ----------
        momentum : array_like
            Momenta p in ħn, any shape, up to 1e15 in size.

        Returns
        -------
        float or array
            V in ħn/m, of the shape of the momenta; p/m* as p → 0, 0 at p = ±πn.

        Raises
        ------
        DomainError
            If a momentum is larger or not a real number.

        Examples
        --------
        >>> FermiPolaron(1.0).velocity([-1.0, 1.0]).round(8)
        array([-0.98759426,  0.98759426])
        """
        return np.asarray(self._turned_over.velocity(_from_the_top(momentum)))

    @elementwise
    def spin_rapidity(self, momentum: ArrayLike) -> Array:
        """Return the spin rapidity η(p), an odd function of period 2πn.

        Parameters
        ----------
        momentum : array_like
            Momenta p in ħn, any shape, up to 1e15 in size.

        Returns
        -------
        float or array
            η in units of n, of the shape of the momenta; from -∞ at p = -πn to ∞ at p = πn.

        Raises
        ------
        DomainError
            If a momentum is larger or not a real number.

        Examples
        --------
        >>> FermiPolaron(1.0).spin_rapidity([-np.pi, 0.0]).tolist()
        [-inf, 0.0]
        """
        return np.asarray(self._turned_over.spin_rapidity(_from_the_top(momentum)))

    def edge_shifts(self, momentum: ArrayLike) -> tuple[Any, Any]:
        """Return g± = (1/π) arctan[c/2(k_F ∓ η)], how far the Fermi points are pushed outwards.

        The quasimomenta obey k L = 2πI + 2 arctan[c/2(k - η)], where the arctangent falls from π
        to 0 along the sea.

        Parameters
        ----------
        momentum : array_like
            Momenta p in [-πn, πn], in ħn, any shape.

        Returns
        -------
        tuple of float or array
            g₊ and g₋ of the shape of the momenta, dimensionless (in level spacings 2π/L), from 0
            to 1; the relative error is 1e-13 but for the rounding of p.

        Raises
        ------
        DomainError
            If a momentum lies outside: E(p) repeats itself there, but not the edge.

        Examples
        --------
        >>> right, left = FermiPolaron(1.0).edge_shifts(0.0)
        >>> round(right, 10), round(left, 10)
        (0.0502392282, 0.0502392282)
        """
        p = physical_momenta(momentum, math.pi)
        folded, sign = fold_momentum(math.pi - p)
        branch = self._turned_over.branch
        depth = branch.depth(folded)
        near, far = (np.arctan2(0.5, v) / math.pi for v in (depth, 2 * branch.width - depth))
        right, left = np.where(sign < 0, far, near), np.where(sign < 0, near, far)
        return scalar_or_array(right), scalar_or_array(left)

    @elementwise
    def edge_exponent(self, momentum: ArrayLike) -> Array:
        """Return g₊² + g₋² - 1 of A(p, ω) ∝ (ω - E)^(g₊² + g₋² - 1), the injection spectrum.

        A spin-down fermion of momentum p is added to the sea; ω is counted from its energy plus
        k_F²/2, as E is.  The spectral weight of the lowest state on a ring falls as N^-(g₊² + g₋²).

        Parameters
        ----------
        momentum : array_like
            Momenta p in [-πn, πn], in ħn, any shape.

        Returns
        -------
        float or array
            The exponent, dimensionless, of the shape of the momenta; 0 at p = ±πn.

        Raises
        ------
        DomainError
            If a momentum lies outside: E(p) repeats itself there, but not the edge.

        References
        ----------
        .. [1] H. Castella and X. Zotos, Phys. Rev. B 47, 16186 (1993).

        Examples
        --------
        >>> round(FermiPolaron(1.0).edge_exponent(0.0), 8)
        -0.99495204
        """
        right, left = self.edge_shifts(momentum)
        return np.asarray(right**2 + left**2 - 1)


def _from_the_top(momentum: ArrayLike) -> Array:
    """Return πn - p, the momentum of the branch that is turned over, of the shape of p."""
    p = momenta(momentum)
    reduced = np.where(np.abs(p) > math.pi, np.copysign(1, p) * nearest_to_zero(np.abs(p)), p)
    return np.asarray(math.pi - reduced)
