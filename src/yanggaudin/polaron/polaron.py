"""The polaron: one flipped atom in the Bose gas or another host, Eqs. (8), (10)-(16), (19), (21).

Units ħ = m = n = 1, so c = γ: momenta in ħn, energies in ħ²n²/m, velocities in ħn/m.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from ..arguments import TWO_PI, Array, fold_momentum, real_array
from ..gas.ground_state import GroundState
from ..gas.kernels import LIEB_KERNEL
from ..numerics.dressing import Kernel
from ..quantities import RELATIVE_ERROR
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
        θ′/2π of the host's atoms; Lieb's unless another is given, see `hosts`.

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
    Spin rapidities η are in units of n, momenta in ħn, energies in ħ²n²/m.  Arguments of the
    methods may be arrays of any shape; the result has the same.

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
        """γ = c/n."""
        return self.gas.gamma

    @cached_property
    def mass_ratio(self) -> float:
        """m/m* of Eqs. (16), (19), (21); in (0, 1) for the Bose gas.

        Eq. (21), m/m* = 2e/γ - e′, with e′ = (3e - 2μ/n²)/γ: no derivative, no cancellation.
        """
        return (2 * self.gas.chemical_potential - self.gas.energy) / self.gamma

    @cached_property
    def quartic_coefficient(self) -> float:
        """A₄ of E(p) = p²/2m* + A₄p⁴ + …, in 1/(m ħ²n²); negative for the Bose gas.

        From Eqs. (8) and (14) at large η: A₄ = γ²S₃/2π - (m/m*)(1/24 + e/γ²) with
        S₃ = ∫x³σ dx, x = k/c.  At weak coupling A₄ → -1/(5π√γ) for the Bose gas, while two terms
        of order 1/γ cancel: the relative error grows like 1/√γ, see `quartic_coefficient_error`.
        """
        gas, gamma = self.gas, self.gamma
        third_moment = gas.fermi_rapidity_over_c**5 * gas.dressed_rapidity.moment(3)
        subtracted = self.mass_ratio * (1 / 24 + gas.energy / gamma**2)
        return gamma**2 * third_moment / TWO_PI - subtracted

    @property
    def quartic_coefficient_error(self) -> float:
        """Bound on the error of A₄, in the same unit."""
        return RELATIVE_ERROR * self.mass_ratio * (1 / 24 + self.gas.energy / self.gamma**2)

    @cached_property
    def sextic_coefficient(self) -> float:
        """A₆ of E(p) = p²/2m* + A₄p⁴ + A₆p⁶ + …, in 1/(m ħ⁴n⁴); π²/1080γ as γ → ∞.

        Its terms cancel at weak coupling, see `sextic_coefficient_error`.
        """
        return sum(self._sextic_terms)

    @property
    def sextic_coefficient_error(self) -> float:
        """Bound on the error of A₆, in the same unit."""
        return 4 * RELATIVE_ERROR * sum(map(abs, self._sextic_terms))

    @property
    def _sextic_terms(self) -> tuple[float, ...]:
        """From Eqs. (8) and (14) at large η, p = w + aw³ + bw⁵ with w = c/η."""
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
        return self._branch.top_slope / float(self._branch.expelled_atoms(centre)[0]) ** 2

    # --- along the branch, by momentum --------------------------------------------------------

    def energy(self, p: ArrayLike) -> Array:
        """E(p) for p in [0, 2πn], in ħ²n²/m; E(p) = E(2πn - p).

        With relative accuracy for p → 0, as far as E itself is a normal double.
        """
        folded, _ = fold_momentum(p)
        return self._by_momentum(
            folded,
            self._branch.energy,
            lambda q: q * q * (self.mass_ratio / 2 + self.quartic_coefficient * q * q),
        )

    def velocity(self, p: ArrayLike) -> Array:
        """V(p) = dE/dp for p in [0, 2πn], in ħn/m; V(2πn - p) = -V(p).

        Relative accuracy at p → 0, the absolute accuracy 1e-14 v (v the sound velocity) at p → πn.
        """
        folded, sign = fold_momentum(p)
        velocity = self._by_momentum(
            folded,
            self._branch.velocity,
            lambda q: q * (self.mass_ratio + 4 * self.quartic_coefficient * q * q),
        )
        return np.asarray(sign * velocity + 0.0)  # no -0 at p = 2πn

    def edge(self, p: ArrayLike) -> SpectralEdge:
        """Edge of the spectral function at p in [0, 2πn]: g±, exponent, N, Φ; see `SpectralEdge`.

        >>> edge = Polaron(1.0).edge(np.pi)
        >>> float(edge.exponent.round(10)), float(edge.expelled_atoms.round(10))
        (1.184442715, 1.7975469158)
        """
        velocity = self.velocity(p)
        folded, _ = fold_momentum(p)
        depth = self._branch.depth(folded.ravel())
        expelled = self._branch.expelled_atoms(depth).reshape(folded.shape)
        return SpectralEdge(self.gas, real_array("p", p), velocity, expelled)

    def spin_rapidity(self, p: ArrayLike) -> Array:
        """η(p) for p in [0, 2πn], in units of n; ∞ at p = 0, 0 at p = πn, -∞ at p = 2πn.

        With the absolute accuracy 1e-14 max(Q, c) for |η| below that.
        """
        folded, sign = fold_momentum(p)
        depth = self._branch.depth(folded.ravel()).reshape(folded.shape)
        with np.errstate(over="ignore"):
            return np.asarray(sign * self.gamma * (self.gas.fermi_rapidity_over_c - depth))

    @property
    def maximum_energy(self) -> float:
        """E(πn), the top of the branch, in ħ²n²/m."""
        return float(self.energy_at(0.0))

    # --- along the branch, by spin rapidity ---------------------------------------------------

    def momentum_at(self, spin_rapidity: ArrayLike) -> Array:
        """p(η) of Eq. (8), in ħn; falls from 2πn at η = -∞ to 0 at η = ∞."""
        eta, depth = self._depth(spin_rapidity)
        p = self._branch.momentum(depth).reshape(eta.shape)
        return np.where(eta < 0, TWO_PI - p, p)

    def energy_at(self, spin_rapidity: ArrayLike) -> Array:
        """E(η) of Eq. (14), in ħ²n²/m; even in η."""
        eta, depth = self._depth(spin_rapidity)
        return self._branch.energy(depth).reshape(eta.shape)

    def velocity_at(self, spin_rapidity: ArrayLike) -> Array:
        """V(η) = E′(η)/p′(η), in ħn/m; odd in η; with the absolute accuracy 1e-14 v at η → 0."""
        eta, depth = self._depth(spin_rapidity)
        return np.asarray(np.sign(eta) * self._branch.velocity(depth).reshape(eta.shape))

    def shift_function(self, spin_rapidity: float) -> ShiftFunction:
        """g(k; η) of Eq. (10) as a function of k, for one η."""
        return ShiftFunction(self.gas, spin_rapidity)

    def edge_at(self, spin_rapidity: ArrayLike) -> SpectralEdge:
        """Edge of the spectral function at the momenta p(η): g±, exponent, N, Φ."""
        eta, depth = self._depth(spin_rapidity)
        expelled = self._branch.expelled_atoms(depth).reshape(eta.shape)
        return SpectralEdge(self.gas, self.momentum_at(eta), self.velocity_at(eta), expelled)

    # --- internals ----------------------------------------------------------------------------

    @cached_property
    def _branch(self) -> Branch:
        return Branch(self.gas, self.mass_ratio)

    def _depth(self, spin_rapidity: ArrayLike) -> tuple[Array, Array]:
        """η, and (Q - |η|)/c flattened."""
        eta = real_array("spin_rapidity", spin_rapidity)
        with np.errstate(over="ignore"):  # an infinite η/c is as good as a very large one
            return eta, self.gas.fermi_rapidity_over_c - np.abs(eta).ravel() / self.gamma

    def _by_momentum(
        self, p: Array, at: Callable[[Array], Array], near_zero: Callable[[Array], Array]
    ) -> Array:
        """A function of the depth taken at p, or its expansion where p is small."""
        flat = p.ravel()
        small = flat < self._branch.two_term_momentum
        result = np.empty_like(flat)
        result[small] = near_zero(flat[small])
        result[~small] = at(self._branch.depth(flat[~small]))
        return result.reshape(p.shape)
