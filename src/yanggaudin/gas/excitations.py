"""Excitations of the host: Lieb's type I (a particle) and type II (a hole), and their masses.

With χ = 2πρ of Eq. (5) and σ of Eq. (13), continued beyond Q by their equations,

    type I,  λ > Q:    p = ∫_Q^λ χ dk,   ε = ∫_Q^λ σ dk,    0 ≤ p < ∞,
    type II, |λ| < Q:  p = ∫_λ^Q χ dk,   ε = ∫_λ^Q σ dk,    0 ≤ p ≤ 2πn:

χ is the derivative of the dressed momentum, σ that of the dressed energy, which vanishes at Q.
For λ > 0 the integrands are positive, so that p and ε have relative accuracy.

E. H. Lieb, Phys. Rev. 130, 1616 (1963).  Units ħ = m = n = 1, so c = γ.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..arguments import Array, fold_momentum, real_array
from ..numerics import bracketed_newton
from ..numerics.panels import Panels
from ..numerics.parity import ODD
from ..quantities import RELATIVE_ERROR
from .ground_state import GroundState
from .kernels import LIEB_KERNEL

_LARGEST_MOMENTUM = 1e50


class Excitations:
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
    Momenta in ħn, energies in ħ²n²/m, velocities in ħn/m, rapidities in n.  Arguments of the
    methods may be arrays of any shape; the result has the same.

    Examples
    --------
    >>> excitations = Excitations(1.0)
    >>> excitations.particle_energy([1.0, np.pi]).round(8)
    array([1.16103092, 6.05069406])
    >>> excitations.hole_energy([1.0, np.pi]).round(8)
    array([0.732411  , 1.32119631])
    """

    def __init__(self, gamma: float) -> None:
        self.gas = GroundState(gamma)

    def __repr__(self) -> str:
        return f"Excitations(gamma={self.gas.gamma!r})"

    # --- type I -------------------------------------------------------------------------------

    def particle_energy(self, p: ArrayLike) -> Array:
        """ε(p) of type I for p in [0, 1e50], in ħ²n²/m; vp as p → 0, p²/2 as p → ∞."""
        p = _positive_momentum(p)
        branch = self._particles(p)
        return branch.energy(branch.distance(p.ravel())).reshape(p.shape)

    def particle_velocity(self, p: ArrayLike) -> Array:
        """dε/dp of type I, in ħn/m; v at p = 0."""
        p = _positive_momentum(p)
        branch = self._particles(p)
        return branch.velocity(branch.distance(p.ravel())).reshape(p.shape)

    def particle_rapidity(self, p: ArrayLike) -> Array:
        """λ(p) > Q of type I, in units of n."""
        p = _positive_momentum(p)
        distance = self._particles(p).distance(p.ravel()).reshape(p.shape)
        return np.asarray(self.gas.fermi_rapidity + self.gas.gamma * distance)

    # --- type II ------------------------------------------------------------------------------

    def hole_energy(self, p: ArrayLike) -> Array:
        """ε(p) of type II for p in [0, 2πn], in ħ²n²/m; vp as p → 0, ε(2πn - p) = ε(p)."""
        folded, _ = fold_momentum(p)
        return self._holes.energy(self._holes.distance(folded.ravel())).reshape(folded.shape)

    def hole_velocity(self, p: ArrayLike) -> Array:
        """dε/dp of type II, in ħn/m; from v at p = 0 through 0 at πn to -v at 2πn.

        With the absolute accuracy 1e-14 v at p → πn.
        """
        folded, sign = fold_momentum(p)
        velocity = self._holes.velocity(self._holes.distance(folded.ravel()))
        return np.asarray(sign * velocity.reshape(folded.shape) + 0.0)  # no -0 at p = πn

    def hole_rapidity(self, p: ArrayLike) -> Array:
        """λ(p) of type II, in units of n; from Q at p = 0 to -Q at p = 2πn."""
        folded, sign = fold_momentum(p)
        distance = self._holes.distance(folded.ravel()).reshape(folded.shape)
        width = self.gas.fermi_rapidity_over_c
        return np.asarray(sign * self.gas.gamma * (width - distance))

    # --- masses at the special points ---------------------------------------------------------

    @cached_property
    def fermi_point_mass_ratio(self) -> float:
        """m/m̃ of ε = vp ± p²/2m̃ + … (type I, type II); from (3/4)(γ/π²)^¼ to 1 as γ → ∞.

        m/m̃ = (v/K) d(v√K)/dμ = (σ′χ - σχ′)/χ³ at Q; the first form is that of
        Pustilnik and Matveev, Phys. Rev. B 89, 100504 (2014).  The error is
        `fermi_point_mass_ratio_error`.
        """
        gas, width, edge = self.gas, self.gas.fermi_rapidity_over_c, np.zeros(1)
        density, momentum = gas.dressed_one.edge, width * gas.dressed_rapidity.edge
        # χ′ is the solution for the source -χ(Q) [K(k - Q) - K(k + Q)]
        density_slope = gas.operator.dress(
            lambda depth: -density * LIEB_KERNEL.pair(width, edge, depth, ODD), ODD
        )
        wronskian = gas.dressed_rapidity_slope.edge * density - momentum * density_slope.edge
        return wronskian / density**3

    @property
    def fermi_point_mass_ratio_error(self) -> float:
        """Bound on the error of m/m̃, relative 1e-14 (1 + Q/c): the two terms of σ′ cancel."""
        relative = RELATIVE_ERROR * (1 + self.gas.fermi_rapidity_over_c)
        return relative / self.gas.dressed_one.edge

    @cached_property
    def hole_top_mass_ratio(self) -> float:
        """m/m̂ < 0 of ε = ε(πn) + (p - πn)²/2m̂ + … (type II); from -√γ/4 to -1 as γ → ∞.

        m/m̂ = -σ′(0)/χ(0)².
        """
        centre = np.zeros(1)
        density = float(self.gas.dressed_one(centre)[0])
        return -float(self.gas.dressed_rapidity_slope(centre)[0]) / density**2

    # --- internals ----------------------------------------------------------------------------

    @cached_property
    def _holes(self) -> _Branch:
        return _Branch(self.gas, self.gas.operator.panels, side=-1)

    def _particles(self, p: Array) -> _Branch:
        # χ ≥ 1, so that λ - Q ≤ p
        farthest = float(np.max(p, initial=0.0)) / self.gas.gamma
        # halves, for beyond Q a panel is interpolated and not solved on
        panels, _ = Panels(max(1.0, farthest)).cut(2)
        return _Branch(self.gas, panels, side=1)


class _Branch:
    """p, ε, dε/dp at distances |λ - Q|/c beyond (side 1) or below (side -1) the Fermi point.

    The sources 1 and k of χ and σ are integrated exactly, only what the kernel adds is not: at
    strong coupling the Fermi sea is much narrower than a panel.
    """

    def __init__(self, gas: GroundState, panels: Panels, side: int) -> None:
        self.gas, self.panels, self.side = gas, panels, side
        one, momentum = (
            f.operator.image(f.values, -side * panels.depth, f.parity)
            for f in (gas.dressed_one, gas.dressed_rapidity)
        )
        self.one_image, self.momentum_image = one, momentum
        self.ends = panels.edges**2
        self.momenta_at_ends = self.momentum(self.ends)

    def momentum(self, distance: Array) -> Array:
        return self.gas.gamma * (distance + self.panels.integral(self.one_image, distance))

    def energy(self, distance: Array) -> Array:
        bare = distance * (1 + self.side * distance / (2 * self.gas.fermi_rapidity_over_c))
        dressed = bare + self.panels.integral(self.momentum_image, distance)
        return self.gas.gamma * self.gas.fermi_rapidity * dressed

    def velocity(self, distance: Array) -> Array:
        # by the equation: the integrals bear the interpolation's error, values do not
        density, momentum = (
            f.at_depth(-self.side * distance)
            for f in (self.gas.dressed_one, self.gas.dressed_rapidity)
        )
        return self.gas.fermi_rapidity * momentum / density

    def distance(self, p: Array) -> Array:
        """Where the momentum is p: Newton's method, kept inside the panel."""
        panel = np.searchsorted(self.momenta_at_ends, p) - 1
        panel = np.clip(panel, 0, len(self.ends) - 2)
        low, high = self.ends[panel], self.ends[panel + 1]
        share = (p - self.momenta_at_ends[panel]) / np.diff(self.momenta_at_ends)[panel]

        def step(at: Array, active: NDArray[np.intp]) -> tuple[Array, Array]:
            excess = self.momentum(at) - p[active]
            slope = 1 + self.panels.interpolate(self.one_image, at)
            return excess, at - excess / (self.gas.gamma * slope)

        what = f"p(λ) at gamma = {self.gas.gamma!r}"
        start = low + share * (high - low)
        return bracketed_newton.solve(step, start, low, high, scale=0.0, what=what)


def _positive_momentum(p: ArrayLike) -> Array:
    return real_array("p", p, 0.0, _LARGEST_MOMENTUM)
