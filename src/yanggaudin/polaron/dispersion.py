"""The dispersion E(p) of one flipped atom, Eqs. (8) and (14), and its mass, Eqs. (15), (19), (21).

Units ħ = m = n = 1, so c = γ: momenta in ħn, energies in ħ²n²/m, velocities in ħn/m.
"""

from __future__ import annotations

from typing import Self

import numpy as np
from numpy.typing import ArrayLike

from ..arguments import TWO_PI, Array, elementwise, real_array
from ..gas.ground_state import GroundState
from ..gas.kernels import LIEB_KERNEL
from ..gas.momenta import fold_momentum
from ..numerics.cached_property import cached_property
from ..numerics.dressing import Kernel
from ..quantities import QUANTITIES
from .branch import Branch, Function


class Dispersion:
    """The dispersion of the polaron by momentum or spin rapidity; `Polaron` adds the rest.

    Parameters
    ----------
    gamma : float
        Coupling γ = c/n, from 1e-30 to 1e100.
    kernel : Kernel, optional
        θ′/2π of the host's atoms.

    Attributes
    ----------
    gas : GroundState
        The host.

    Raises
    ------
    DomainError
        If gamma is not one such number, or the host with the kernel would collapse.
    """

    def __init__(self, gamma: float, kernel: Kernel = LIEB_KERNEL) -> None:
        self.gas = GroundState(gamma, kernel)

    def __reduce__(self) -> tuple[type[Self], tuple[float, Kernel]]:
        return type(self), (self.gamma, self.gas.operator.kernel)

    def __repr__(self) -> str:
        return f"{type(self).__name__}(gamma={self.gamma!r})"

    @property
    def gamma(self) -> float:
        """γ = c/n, the coupling."""
        return self.gas.gamma

    @cached_property
    def branch(self) -> Branch:
        """Equations (8) and (14) as functions of the depth of η below the Fermi edge, (Q - η)/c.

        The depth is negative for η > Q; see `polaron/branch.py`.
        """
        return Branch(self.gas, self.mass_ratio)

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
        S₃ = ∫x³(σ/c) dx, x = k/c.  At weak coupling A₄ → -1/(5π√γ) for the Bose gas, while two
        terms of order 1/γ cancel: the relative error grows like 1/√γ, see `errors`.
        """
        gas, gamma = self.gas, self.gamma
        third_moment = gas.fermi_rapidity_over_c**5 * gas.dressed_rapidity.moment(3)
        return gamma**2 * third_moment / TWO_PI - self._quartic_subtracted

    @property
    def _quartic_subtracted(self) -> float:
        """(m/m*)(1/24 + e/γ²), the subtracted term of A₄."""
        return self.mass_ratio * (1 / 24 + self.gas.energy / self.gamma**2)

    @property
    def maximum_energy(self) -> float:
        """E(πn), the top of the branch, in ħ²n²/m; from (4/3)√γ as γ → 0 to 4π²/3γ as γ → ∞."""
        return self.energy_at(0.0)

    # --- by momentum --------------------------------------------------------------------------

    @elementwise
    def energy(self, momentum: ArrayLike) -> Array:
        """Return the energy E(p) of the polaron, Eqs. (8) and (14); E(-p) = E(p) = E(p + 2πn).

        Parameters
        ----------
        momentum : array_like
            Momenta p in ħn, any shape, up to 1e15 in size.

        Returns
        -------
        float or array
            E in ħ²n²/m, of the shape of the momenta; from 0 at p = 0, as p²/2m* of Eq. (15),
            to `maximum_energy` at p = πn.

        Raises
        ------
        DomainError
            If a momentum is larger or not a real number.

        Notes
        -----
        The relative error is below 1e-14 also as p → 0, as far as E itself is a normal double.

        Examples
        --------
        >>> from yanggaudin import Polaron
        >>> polaron = Polaron(1.0)
        >>> round(polaron.energy(1.0), 8)
        0.31633814
        """
        return self._by_momentum(
            fold_momentum(momentum)[0], self.branch.energy, self._energy_near_zero
        )

    @elementwise
    def velocity(self, momentum: ArrayLike) -> Array:
        """Return the velocity V(p) = dE/dp, Eqs. (8) and (14); -V(-p) = V(p) = V(p + 2πn).

        Parameters
        ----------
        momentum : array_like
            Momenta p in ħn, any shape, up to 1e15 in size.

        Returns
        -------
        float or array
            V in ħn/m, of the shape of the momenta; p/m* as p → 0, 0 at p = πn and at p = 2πn.

        Raises
        ------
        DomainError
            If a momentum is larger or not a real number.

        Notes
        -----
        The error is relative as p → 0, but absolute, 1e-14 v with v the sound velocity, as p → πn.

        Examples
        --------
        >>> from yanggaudin import Polaron
        >>> Polaron(1.0).velocity([0.0, 1.0, np.pi]).round(8)
        array([0.        , 0.47577614, 0.        ])
        """
        folded, sign = fold_momentum(momentum)
        velocity = self._by_momentum(folded, self.branch.velocity, self._velocity_near_zero)
        return np.asarray(sign * velocity + 0.0)  # no -0 at p = 2πn

    @elementwise
    def spin_rapidity(self, momentum: ArrayLike) -> Array:
        """Return the spin rapidity η(p), the inverse of Eq. (8); -η(-p) = η(p) = η(p + 2πn).

        Parameters
        ----------
        momentum : array_like
            Momenta p in ħn, any shape, up to 1e15 in size.

        Returns
        -------
        float or array
            η in units of n, of the shape of the momenta; ∞ at p = 0, 0 at p = πn, -∞ at p = 2πn.

        Raises
        ------
        DomainError
            If a momentum is larger or not a real number.

        Notes
        -----
        The absolute error is 1e-14 max(Q, c) for η of at most that size.

        Examples
        --------
        >>> from yanggaudin import Polaron
        >>> polaron = Polaron(1.0)
        >>> round(polaron.momentum_at(polaron.spin_rapidity(1.0)), 12)
        1.0
        """
        folded, sign = fold_momentum(momentum)
        with np.errstate(over="ignore"):  # η beyond all doubles is infinite
            return np.asarray(sign * self.gamma * (self.branch.width - self.branch.depth(folded)))

    # --- by spin rapidity ---------------------------------------------------------------------

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
        >>> from yanggaudin import Polaron
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
        >>> from yanggaudin import Polaron
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
        >>> from yanggaudin import Polaron
        >>> Polaron(1.0).velocity_at([-1.0, 0.0, 1.0]).round(8)
        array([-0.40338679,  0.        ,  0.40338679])
        """
        eta, depth = self._depth(spin_rapidity)
        return np.asarray(np.sign(eta) * self.branch.velocity(depth))

    # --- internals ----------------------------------------------------------------------------

    def _depth(self, spin_rapidity: ArrayLike) -> tuple[Array, Array]:
        """Return η and the depth (Q - |η|)/c, both of the given shape."""
        eta = real_array("spin_rapidity", spin_rapidity, unit=QUANTITIES["spin_rapidity"].unit)
        with np.errstate(over="ignore"):  # an infinite η/c is as good as a very large one
            return eta, np.asarray(self.branch.width - np.abs(eta) / self.gamma)

    def _energy_near_zero(self, p: Array) -> Array:
        """E = p²/2m* + A₄p⁴: Eq. (15) with its first correction, in ħ²n²/m."""
        return p * p * (self.mass_ratio / 2 + self.quartic_coefficient * p * p)

    def _velocity_near_zero(self, p: Array) -> Array:
        """V = p/m* + 4A₄p³, the derivative of E(p), in ħn/m."""
        return p * (self.mass_ratio + 4 * self.quartic_coefficient * p * p)

    def _by_momentum(self, p: Array, at: Function, near_zero: Function) -> Array:
        """Return a function of the depth at momenta p in [0, πn], or its expansion near p = 0."""
        small, branch = p < self.branch.two_term_momentum, self.branch
        return np.piecewise(p, [small], [near_zero, lambda q: at(branch.depth(q))])
