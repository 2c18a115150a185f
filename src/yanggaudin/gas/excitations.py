"""Excitations of the host: Lieb's type I (a particle) and type II (a hole), and their masses.

With χ = 2πρ of Eq. (5) and σ of Eq. (13), continued beyond Q by their equations,

    type I,  λ > Q:    p = ∫_Q^λ χ dk,   ε = ∫_Q^λ σ dk,    0 ≤ p < ∞,
    type II, |λ| < Q:  p = ∫_λ^Q χ dk,   ε = ∫_λ^Q σ dk,    0 ≤ p ≤ 2πn:

χ = dp/dλ and σ = dε/dλ, where ε is the dressed energy, which vanishes at Q.  For λ > 0 the
integrands are positive, so that p and ε have relative accuracy.

E. H. Lieb, Phys. Rev. 130, 1616 (1963).  Units ħ = m = n = 1, so c = γ.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from ..arguments import Array, elementwise
from ..numerics.cached_property import cached_property
from ..numerics.panels import Panels
from ..numerics.parity import ODD
from ..quantities import QUANTITIES
from ..results import Result
from .ground_state import GroundState
from .kernels import LIEB_KERNEL
from .lieb_dispersion import LiebDispersion
from .momenta import fold_momentum, momenta

# Far beyond any use, and the energy p²/2 ~ 1e100 leaves room for products of doubles.
_LARGEST_MOMENTUM = 1e50


class Excitations(Result):
    """Type I and type II excitations of the Bose gas.

    Parameters
    ----------
    gamma : float
        Coupling γ = c/n, from 1e-30 to 1e100.

    Attributes
    ----------
    gas : GroundState
        The host.

    Raises
    ------
    DomainError
        If gamma is not one such number.

    Notes
    -----
    Momenta in ħn, energies in ħ²n²/m, velocities in ħn/m, rapidities in n.

    Examples
    --------
    >>> excitations = Excitations(1.0)
    >>> excitations.particle_energy([1.0, np.pi]).round(8)
    array([1.16103092, 6.05069406])
    >>> excitations.hole_energy([1.0, np.pi]).round(8)
    array([0.732411  , 1.32119631])

    References
    ----------
    E. H. Lieb, Phys. Rev. 130, 1616 (1963).
    """

    _saved = ("gamma", "fermi_point_mass_ratio", "hole_top_mass_ratio")

    def __init__(self, gamma: float) -> None:
        self.gas = GroundState(gamma)

    def __repr__(self) -> str:
        return f"Excitations(gamma={self.gamma!r})"

    @property
    def gamma(self) -> float:
        """γ = c/n."""
        return self.gas.gamma

    # --- type I -------------------------------------------------------------------------------

    @elementwise
    def particle_energy(self, momentum: ArrayLike) -> Array:
        """Return the energy ε(p) of type I, a particle beyond the Fermi point; ε(-p) = ε(p).

        Parameters
        ----------
        momentum : float or array
            p in ħn from -1e50 to 1e50, any shape.

        Returns
        -------
        float or array
            ε ≥ 0 in ħ²n²/m, of the same shape; v|p| as p → 0, p²/2 as p → ∞.

        Raises
        ------
        DomainError
            If a momentum is beyond ±1e50 or not a real number.

        Examples
        --------
        >>> round(Excitations(1.0).particle_energy(1.0), 10)
        1.161030919
        """
        p = np.abs(momenta(momentum, _LARGEST_MOMENTUM))
        return self._particles(p).energy(p)

    @elementwise
    def particle_velocity(self, momentum: ArrayLike) -> Array:
        """Return the velocity dε/dp of type I, odd in p.

        Parameters
        ----------
        momentum : float or array
            p in ħn from -1e50 to 1e50, any shape.

        Returns
        -------
        float or array
            In ħn/m, of the same shape; v at p = 0, -v as p → 0 from below, p as p → ∞.

        Raises
        ------
        DomainError
            If a momentum is beyond ±1e50 or not a real number.

        Examples
        --------
        >>> round(Excitations(1.0).particle_velocity(1.0), 10)
        1.4437003598
        """
        p = momenta(momentum, _LARGEST_MOMENTUM)
        size = np.abs(p)
        return np.copysign(self._particles(size).velocity(size), p + 0.0)  # at p = 0 it is v

    @elementwise
    def particle_rapidity(self, momentum: ArrayLike) -> Array:
        """Return the rapidity λ(p) of type I, beyond Q for p > 0, below -Q for p < 0.

        Parameters
        ----------
        momentum : float or array
            p in ħn from -1e50 to 1e50, any shape.

        Returns
        -------
        float or array
            In n, of the same shape, odd in p; Q at p = 0.

        Raises
        ------
        DomainError
            If a momentum is beyond ±1e50 or not a real number.

        Examples
        --------
        >>> round(Excitations(1.0).particle_rapidity(1.0), 10)
        2.0293437325
        """
        p = momenta(momentum, _LARGEST_MOMENTUM)
        size = np.abs(p)
        return np.copysign(self._particles(size).rapidity(size), p + 0.0)

    # --- type II ------------------------------------------------------------------------------

    @elementwise
    def hole_energy(self, momentum: ArrayLike) -> Array:
        """Return the energy ε(p) of type II, a hole between the Fermi points.

        It is the lowest energy of the gas at the momentum p, and ε(-p) = ε(p) = ε(p + 2πn): atoms
        taken from one Fermi point to the other carry 2πħn at no cost.

        Parameters
        ----------
        momentum : float or array
            p in ħn, any shape, up to 1e15 in size.

        Returns
        -------
        float or array
            ε ≥ 0 in ħ²n²/m, of the same shape; v|p| as p → 0.

        Raises
        ------
        DomainError
            If a momentum is larger or not a real number.

        Examples
        --------
        >>> round(Excitations(1.0).hole_energy(1.0), 10)
        0.7324109998
        """
        return self._holes.energy(fold_momentum(momentum)[0])

    @elementwise
    def hole_velocity(self, momentum: ArrayLike) -> Array:
        """Return the velocity dε/dp of type II, odd in p and of period 2πn.

        Parameters
        ----------
        momentum : float or array
            p in ħn, any shape, up to 1e15 in size.

        Returns
        -------
        float or array
            In ħn/m, of the same shape; from v at p = 0 through 0 at πn to -v at 2πn, where it
            jumps back, with the absolute accuracy 1e-14 v as p → πn.

        Raises
        ------
        DomainError
            If a momentum is larger or not a real number.

        Examples
        --------
        >>> round(Excitations(1.0).hole_velocity(1.0), 10)
        0.5669531822
        """
        folded, sign = fold_momentum(momentum)
        return sign * self._holes.velocity(folded) + 0.0  # no -0 at p = πn

    @elementwise
    def hole_rapidity(self, momentum: ArrayLike) -> Array:
        """Return the rapidity λ(p) of type II, from Q to -Q in every period 2πn of p.

        Parameters
        ----------
        momentum : float or array
            p in ħn, any shape, up to 1e15 in size.

        Returns
        -------
        float or array
            In n, of the same shape; from Q at p = 0 to -Q at p = 2πn.

        Raises
        ------
        DomainError
            If a momentum is larger or not a real number.

        Examples
        --------
        >>> round(Excitations(1.0).hole_rapidity(1.0), 10)
        0.9324881027
        """
        folded, sign = fold_momentum(momentum)
        return sign * self._holes.rapidity(folded)

    # --- masses at the special points ---------------------------------------------------------

    @cached_property
    def fermi_point_mass_ratio(self) -> float:
        """m/m̃ of ε = vp ± p²/2m̃ + … (type I, type II); from (3/4)(γ/π²)^¼ to 1 as γ → ∞.

        m/m̃ = (v/K) d(v√K)/dμ = (σ′χ - σχ′)/χ³ at Q; the first form is that of
        Pustilnik and Matveev, Phys. Rev. B 89, 100504 (2014).  `errors` bounds the error: the two
        terms cancel at weak coupling.
        """
        gas, width, edge = self.gas, self.gas.fermi_rapidity_over_c, np.zeros(1)
        one, sigma = gas.dressed_one.edge, width * gas.dressed_rapidity.edge
        # χ′ is the solution for the source -χ(Q) [K(k - Q) - K(k + Q)]
        one_slope = gas.operator.dress(
            lambda depth: -one * LIEB_KERNEL.pair(width, edge, depth, ODD), ODD
        )
        wronskian = gas.dressed_rapidity_slope.edge * one - sigma * one_slope.edge
        return wronskian / one**3

    @cached_property
    def hole_top_mass_ratio(self) -> float:
        """m/m̂ < 0 of ε = ε(πn) + (p - πn)²/2m̂ + … (type II); from -√γ/4 to -1 as γ → ∞.

        m/m̂ = -σ′(0)/χ(0)².
        """
        centre = np.zeros(1)
        one = float(self.gas.dressed_one(centre)[0])
        return -float(self.gas.dressed_rapidity_slope(centre)[0]) / one**2

    @property
    def errors(self) -> dict[str, float]:
        """Bound on the absolute error of every number, by its name.

        That of m/m̃ is 1e-14 (1 + Q/c)/√K.  `hole_velocity` and `hole_rapidity` have bounds of
        the same size for all momenta; energies and the others of type I have the relative error
        1e-14.
        """
        gas = self.gas
        sizes = {
            "fermi_point_mass_ratio": (1 + gas.fermi_rapidity_over_c) / gas.dressed_one.edge,
            "hole_top_mass_ratio": abs(self.hole_top_mass_ratio),
            "hole_velocity": gas.sound_velocity,
            "hole_rapidity": max(gas.fermi_rapidity, gas.gamma),
        }
        return {name: QUANTITIES[name].error.bound * size for name, size in sizes.items()}

    # --- internals ----------------------------------------------------------------------------

    # Halves of the panels of the gas: here the dressed functions are interpolated, not solved for.

    @cached_property
    def _holes(self) -> LiebDispersion:
        """Type II."""
        return LiebDispersion(self.gas, self.gas.operator.panels.cut(2)[0], side=-1)

    def _particles(self, p: Array) -> LiebDispersion:
        """Type I up to the largest of some momenta."""
        farthest = float(np.max(p, initial=0.0)) / self.gamma  # χ ≥ 1, so that λ - Q ≤ p
        return LiebDispersion(self.gas, Panels(max(1.0, farthest)).cut(2)[0], side=1)
