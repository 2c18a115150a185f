"""The polaron: one flipped atom in the Bose gas or another host, Eqs. (8), (14), (15), (19), (21).

Units ħ = m = n = 1, so c = γ: momenta in ħn, energies in ħ²n²/m, velocities in ħn/m.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any, overload

import numpy as np
from numpy.typing import ArrayLike

from ..arguments import TWO_PI, Array, elementwise, fold_momentum, real_array, scalar_or_array
from ..gas.ground_state import GroundState
from ..gas.kernels import LIEB_KERNEL
from ..numerics.dressing import Kernel
from ..quantities import QUANTITIES
from .branch import Branch
from .edge import SpectralEdge
from .shift_function import ShiftFunction


class Polaron:
    """The magnon branch 0 ≤ p ≤ 2πn of the Yang-Gaudin Bose gas, or of a host with another kernel.

    Parameters
    ----------
    gamma : float
        Coupling γ = c/n, from 1e-30 to 1e100.
    kernel : Kernel, optional
        θ′/2π of the host's atoms; Lieb's unless another is given, see `SmoothKernel`.

    Attributes
    ----------
    gas : GroundState
        The host.

    Raises
    ------
    DomainError
        If gamma is not one such number, or the host with the kernel would collapse.
    AccuracyError
        If the kernel changes too fast for the panels.

    Notes
    -----
    The dispersion is given by Eqs. (8) and (14) with the spin rapidity η as parameter; methods
    of a momentum invert p(η) by Newton's method, to rounding.  Errors are relative and below 1e-14
    unless a method says otherwise; `errors` has those of the numbers.  The first use takes some
    milliseconds, then each momentum of an array some ten microseconds.

    Examples
    --------
    >>> polaron = Polaron(1.0)
    >>> round(polaron.mass_ratio, 12)
    0.788795579854
    >>> polaron.energy([0.0, 1.0, 3.0]).round(8)
    array([0.        , 0.31633814, 0.86116075])
    """

    def __init__(self, gamma: float, kernel: Kernel = LIEB_KERNEL) -> None:
        self.gas = GroundState(gamma, kernel)

    def __reduce__(self) -> tuple[type[Polaron], tuple[float, Kernel]]:
        return Polaron, (self.gamma, self.gas.operator.kernel)

    def __repr__(self) -> str:
        return f"Polaron(gamma={self.gamma!r})"

    @property
    def gamma(self) -> float:
        """γ = c/n, the coupling."""
        return self.gas.gamma

    @cached_property
    def branch(self) -> Branch:
        """Equations (8) and (14) as functions of the depth (Q - η)/c, see `polaron/branch.py`."""
        return Branch(self.gas, self.mass_ratio)

    # --- masses and coefficients --------------------------------------------------------------

    @cached_property
    def mass_ratio(self) -> float:
        """m/m* of Eqs. (19) and (21); in (0, 1) for the Bose gas.

        Eq. (21), m/m* = 2e/γ - e′, with e′ = (3e - 2μ/n²)/γ: no derivative, no cancellation.
        """
        return (2 * self.gas.chemical_potential - self.gas.energy) / self.gamma

    @cached_property
    def quartic_coefficient(self) -> float:
        """A₄ of E(p) = p²/2m* + A₄p⁴ + …, in 1/(mħ²n²); negative for the Bose gas.

        From Eqs. (8) and (14) at large η: A₄ = γ²S₃/2π - (m/m*)(1/24 + e/γ²) with
        S₃ = ∫x³σ dx, x = k/c.  At weak coupling A₄ → -1/(5π√γ) for the Bose gas, while two terms
        of order 1/γ cancel: the relative error grows like 1/√γ, see `errors`.
        """
        gas, gamma = self.gas, self.gamma
        third_moment = gas.fermi_rapidity_over_c**5 * gas.dressed_rapidity.moment(3)
        return gamma**2 * third_moment / TWO_PI - self._quartic_subtracted

    @property
    def _quartic_subtracted(self) -> float:
        """(m/m*)(1/24 + e/γ²), the subtracted term of A₄."""
        return self.mass_ratio * (1 / 24 + self.gas.energy / self.gamma**2)

    @cached_property
    def sextic_coefficient(self) -> float:
        """A₆ of E(p) = p²/2m* + A₄p⁴ + A₆p⁶ + …, in 1/(mħ⁴n⁴); π²/1080γ as γ → ∞.

        Its terms cancel at weak coupling, see `errors`.
        """
        return sum(self._sextic_terms)

    @property
    def _sextic_terms(self) -> tuple[float, ...]:
        """The terms of A₆, from Eqs. (8) and (14) at large η.

        p = w + aw³ + bw⁵ with w = c/η, inverted and put into E(η).
        """
        gas, gamma, width = self.gas, self.gamma, self.gas.fermi_rapidity_over_c
        e2, e4 = gas.energy / gamma**2, gas.rapidity_moment(4) / gamma**2 / gamma**2
        a, b = e2 - 1 / 12, e4 - e2 / 2 + 1 / 80
        third, fifth = (
            gamma**2 / TWO_PI * width ** (j + 2) * gas.dressed_rapidity.moment(j) for j in (3, 5)
        )
        first = self.mass_ratio / 2
        return (
            first * (7 * a * a + a),
            first * (1 / 16 - 2 * b),
            -third * (4 * a + 5 / 6),
            fifth,
        )

    @cached_property
    def top_mass_ratio(self) -> float:
        """m/m̂ < 0 of E = E(πn) + (p - πn)²/2m̂ + …, that is E″/p′² at η = 0.

        For the Bose gas from -√γ/4 as γ → 0 to -2π²/3γ as γ → ∞.
        """
        centre = np.array([self.gas.fermi_rapidity_over_c])
        return self.branch.top_slope / float(self.branch.expelled_atoms(centre)[0]) ** 2

    @property
    def maximum_energy(self) -> float:
        """E(πn), the top of the branch, in ħ²n²/m; from (4/3)√γ as γ → 0 to 4π²/3γ as γ → ∞."""
        return self.energy_at(0.0)

    @property
    def errors(self) -> dict[str, float]:
        """Bounds on the absolute errors of the numbers above, by name, in their units.

        Relative ones, but for A₄ a fraction of the larger term of its difference, for A₆ of the
        sum of the sizes of its terms.
        """
        sizes = {
            "mass_ratio": self.mass_ratio,
            "quartic_coefficient": self._quartic_subtracted,
            "sextic_coefficient": sum(map(abs, self._sextic_terms)),
            "top_mass_ratio": abs(self.top_mass_ratio),
            "maximum_energy": self.maximum_energy,
        }
        return {name: QUANTITIES[name].error.bound * size for name, size in sizes.items()}

    # --- along the branch, by momentum --------------------------------------------------------

    @elementwise
    def energy(self, momentum: ArrayLike) -> Array:
        """Return the energy E(p) of the polaron, Eqs. (8) and (14); E(2πn - p) = E(p).

        Parameters
        ----------
        momentum : array_like
            Momenta p in [0, 2πn], in ħn, any shape.

        Returns
        -------
        float or array
            E in ħ²n²/m, of the shape of the momenta; from 0 at p = 0, as p²/2m* of Eq. (15),
            to `maximum_energy` at p = πn.

        Raises
        ------
        DomainError
            If a momentum lies outside.

        Notes
        -----
        The relative error is below 1e-14 also as p → 0, as far as E itself is a normal double.

        Examples
        --------
        >>> polaron = Polaron(1.0)
        >>> round(polaron.energy(1.0), 8)
        0.31633814
        """
        return self._by_momentum(
            fold_momentum(momentum)[0], self.branch.energy, self._energy_near_zero
        )

    @elementwise
    def velocity(self, momentum: ArrayLike) -> Array:
        """Return the velocity V(p) = dE/dp, Eqs. (8) and (14); V(2πn - p) = -V(p).

        Parameters
        ----------
        momentum : array_like
            Momenta p in [0, 2πn], in ħn, any shape.

        Returns
        -------
        float or array
            V in ħn/m, of the shape of the momenta; p/m* as p → 0, 0 at p = πn and at p = 2πn.

        Raises
        ------
        DomainError
            If a momentum lies outside.

        Notes
        -----
        The error is relative as p → 0, but absolute, 1e-14 v with v the sound velocity, as p → πn.

        Examples
        --------
        >>> Polaron(1.0).velocity([0.0, 1.0, np.pi]).round(8)
        array([0.        , 0.47577614, 0.        ])
        """
        folded, sign = fold_momentum(momentum)
        velocity = self._by_momentum(folded, self.branch.velocity, self._velocity_near_zero)
        return np.asarray(sign * velocity + 0.0)  # no -0 at p = 2πn

    @elementwise
    def spin_rapidity(self, momentum: ArrayLike) -> Array:
        """Return the spin rapidity η(p), the inverse of Eq. (8).

        Parameters
        ----------
        momentum : array_like
            Momenta p in [0, 2πn], in ħn, any shape.

        Returns
        -------
        float or array
            η in units of n, of the shape of the momenta; ∞ at p = 0, 0 at p = πn, -∞ at p = 2πn.

        Raises
        ------
        DomainError
            If a momentum lies outside.

        Notes
        -----
        The absolute error is 1e-14 max(Q, c) for η of at most that size.

        Examples
        --------
        >>> polaron = Polaron(1.0)
        >>> round(polaron.momentum_at(polaron.spin_rapidity(1.0)), 12)
        1.0
        """
        folded, sign = fold_momentum(momentum)
        with np.errstate(over="ignore"):  # η beyond all doubles is infinite
            return np.asarray(sign * self.gamma * (self.branch.width - self.branch.depth(folded)))

    @overload
    def edge(self, momentum: float) -> SpectralEdge[float]: ...
    @overload
    def edge(self, momentum: ArrayLike) -> SpectralEdge[Array]: ...
    def edge(self, momentum: ArrayLike) -> SpectralEdge[Any]:
        """Return the edge of the impurity's spectral function at given momenta, Eq. (10) at k = ±Q.

        Parameters
        ----------
        momentum : array_like
            Momenta p in [0, 2πn], in ħn, any shape.

        Returns
        -------
        SpectralEdge
            Shifts g± of the Fermi points, threshold exponent, expelled atoms N and phase drop Φ,
            each of the shape of the momenta.

        Raises
        ------
        DomainError
            If a momentum lies outside.

        Examples
        --------
        >>> edge = Polaron(1.0).edge(np.pi)
        >>> round(edge.exponent, 10), round(edge.expelled_atoms, 10)
        (1.184442715, 1.7975469158)
        """
        depth = self.branch.depth(fold_momentum(momentum)[0])
        return self._edge(real_array("momentum", momentum), self.velocity(momentum), depth)

    # --- along the branch, by spin rapidity ---------------------------------------------------

    @elementwise
    def momentum_at(self, spin_rapidity: ArrayLike) -> Array:
        """Return the momentum p(η) of Eq. (8).

        Parameters
        ----------
        spin_rapidity : array_like
            Spin rapidities η in units of n, any shape; ∞ and -∞ are allowed.

        Returns
        -------
        float or array
            p in ħn, of the shape of the spin rapidities; falls from 2πn at η = -∞ to 0 at η = ∞.

        Raises
        ------
        DomainError
            If a spin rapidity is not a number.

        Examples
        --------
        >>> Polaron(1.0).momentum_at([-np.inf, 0.0, 1.0]).round(8)
        array([6.28318531, 3.14159265, 1.45817838])
        """
        eta, depth = self._depth(spin_rapidity)
        p = self.branch.momentum(depth)
        return np.where(eta < 0, TWO_PI - p, p)

    @elementwise
    def energy_at(self, spin_rapidity: ArrayLike) -> Array:
        """Return the energy E(η) of Eq. (14), even in η.

        Parameters
        ----------
        spin_rapidity : array_like
            Spin rapidities η in units of n, any shape; ∞ and -∞ are allowed.

        Returns
        -------
        float or array
            E in ħ²n²/m, of the shape of the spin rapidities; 0 at η = ±∞, largest at η = 0.

        Raises
        ------
        DomainError
            If a spin rapidity is not a number.

        Examples
        --------
        >>> Polaron(1.0).energy_at([0.0, 1.0]).round(8)
        array([0.86359193, 0.52043408])
        """
        return self.branch.energy(self._depth(spin_rapidity)[1])

    @elementwise
    def velocity_at(self, spin_rapidity: ArrayLike) -> Array:
        """Return the velocity V(η) = E′(η)/p′(η) from Eqs. (8) and (14), odd in η.

        Parameters
        ----------
        spin_rapidity : array_like
            Spin rapidities η in units of n, any shape; ∞ and -∞ are allowed.

        Returns
        -------
        float or array
            V in ħn/m, of the shape of the spin rapidities; 0 at η = 0 and at η = ±∞.

        Raises
        ------
        DomainError
            If a spin rapidity is not a number.

        Notes
        -----
        The error is relative as η → ∞, but absolute, 1e-14 v with v the sound velocity, as η → 0.

        Examples
        --------
        >>> Polaron(1.0).velocity_at([-1.0, 0.0, 1.0]).round(8)
        array([-0.40338679,  0.        ,  0.40338679])
        """
        eta, depth = self._depth(spin_rapidity)
        return np.asarray(np.sign(eta) * self.branch.velocity(depth))

    @overload
    def edge_at(self, spin_rapidity: float) -> SpectralEdge[float]: ...
    @overload
    def edge_at(self, spin_rapidity: ArrayLike) -> SpectralEdge[Array]: ...
    def edge_at(self, spin_rapidity: ArrayLike) -> SpectralEdge[Any]:
        """Return the edge of the spectral function at given η, Eq. (10) at k = ±Q.

        Parameters
        ----------
        spin_rapidity : array_like
            Spin rapidities η in units of n, any shape; ∞ and -∞ are allowed.

        Returns
        -------
        SpectralEdge
            Shifts g± of the Fermi points, threshold exponent, expelled atoms N and phase drop Φ at
            the momenta p(η), each of the shape of the spin rapidities.

        Raises
        ------
        DomainError
            If a spin rapidity is not a number.

        Examples
        --------
        >>> right, left = Polaron(1.0).edge_at(0.0).shifts
        >>> round(right, 12), round(left, 12)
        (1.411026156882, 0.43982712464)
        """
        eta, depth = self._depth(spin_rapidity)
        return self._edge(self.momentum_at(eta), self.velocity_at(eta), depth)

    def shift_function(self, spin_rapidity: float) -> ShiftFunction:
        """Return g(k; η) of Eq. (10) as a function of k, for one η.

        Parameters
        ----------
        spin_rapidity : float
            η in units of n, at most 1e90 c in size.

        Returns
        -------
        ShiftFunction
            The solution on [-Q, Q], dimensionless; its integrals are p and E, Eq. (11).

        Raises
        ------
        DomainError
            If spin_rapidity is not one such number.

        Examples
        --------
        >>> shift = Polaron(1.0).shift_function(0.0)
        >>> round(shift(0.0), 8), round(shift.energy, 8)
        (1.1867234, 0.86359193)
        """
        return ShiftFunction(self.gas, spin_rapidity)

    # --- internals ----------------------------------------------------------------------------

    def _edge(
        self, momentum: float | Array, velocity: float | Array, depth: Array
    ) -> SpectralEdge[Any]:
        """Return the edge of the spectral function, with floats for one momentum."""
        expelled = self.branch.expelled_atoms(depth)
        along = (scalar_or_array(np.asarray(part)) for part in (momentum, velocity, expelled))
        return SpectralEdge(self.gas, *along)

    def _depth(self, spin_rapidity: ArrayLike) -> tuple[Array, Array]:
        """Return η and the depth (Q - |η|)/c, both of the given shape."""
        eta = real_array("spin_rapidity", spin_rapidity)
        with np.errstate(over="ignore"):  # an infinite η/c is as good as a very large one
            return eta, np.asarray(self.branch.width - np.abs(eta) / self.gamma)

    def _energy_near_zero(self, p: Array) -> Array:
        """E = p²/2m* + A₄p⁴: Eq. (15) with its first correction, in ħ²n²/m."""
        return p * p * (self.mass_ratio / 2 + self.quartic_coefficient * p * p)

    def _velocity_near_zero(self, p: Array) -> Array:
        """V = p/m* + 4A₄p³, the derivative of E(p), in ħn/m."""
        return p * (self.mass_ratio + 4 * self.quartic_coefficient * p * p)

    def _by_momentum(
        self, p: Array, at: Callable[[Array], Array], near_zero: Callable[[Array], Array]
    ) -> Array:
        """Return a function of the depth at momenta p in [0, πn], or its expansion near p = 0."""
        small = p < self.branch.two_term_momentum
        result = np.empty_like(p)
        result[small] = near_zero(p[small])
        result[~small] = at(self.branch.depth(p[~small]))
        return result
