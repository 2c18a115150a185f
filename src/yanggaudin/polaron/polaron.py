"""The polaron: one flipped atom in the Bose gas or another host, Eqs. (8), (10) and (14).

Units ħ = m = n = 1, so c = γ: momenta in ħn, energies in ħ²n²/m, velocities in ħn/m.
"""

from __future__ import annotations

from typing import Any, overload

import numpy as np
from numpy.typing import ArrayLike

from ..arguments import TWO_PI, Array, Number, quiet, scalar_or_array
from ..gas.kernels import error_bounds
from ..gas.momenta import fold_momentum, physical_momenta
from ..numerics.cached_property import cached_property
from ..results import Result
from .dispersion import Dispersion
from .edge import SpectralEdge
from .shift_function import ShiftFunction


class Polaron(Dispersion, Result):
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

    _saved = (
        "gamma",
        "mass_ratio",
        "quartic_coefficient",
        "sextic_coefficient",
        "top_mass_ratio",
        "maximum_energy",
    )

    # --- coefficients and their errors ----------------------------------------------------------

    @cached_property
    def sextic_coefficient(self) -> float:
        """A₆ of E(p) = p²/2m* + A₄p⁴ + A₆p⁶ + …, in 1/(mħ⁴n⁴); π²/1080γ as γ → ∞.

        Its terms cancel at weak coupling, see `errors`.
        """
        return sum(self._sextic_terms)

    @property
    def _sextic_terms(self) -> tuple[float, ...]:
        """The terms of A₆, from Eqs. (8) and (14) at large η.

        With w = c/η and x = k/c the phase of both is φ = 2 arctan(u/2), u = w/(1 - wx), that is
        u - u³/12 + u⁵/80 - …  Expanded in w and integrated it gives

            p = w + aw³ + bw⁵ + …,   a = e₂/γ² - 1/12,   b = e₄/γ⁴ - e₂/2γ² + 1/80,
            E = s₁w² + (s₃ - s₁/4) w⁴ + (s₅ - 5s₃/6 + s₁/16) w⁶ + …

        with the moments e_j = ∫k^jρ dk and s_j = (γ²/2π) ∫x^j (σ/c) dx, s₁ = m/2m*.  The first,
        inverted, is w = p - ap³ + (3a² - b) p⁵ + …; put into the second,

            A₆ = s₁ (7a² + a) + s₁ (1/16 - 2b) - s₃ (4a + 5/6) + s₅.
        """
        gas, gamma, width = self.gas, self.gamma, self.gas.fermi_rapidity_over_c
        e2, e4 = gas.energy / gamma**2, gas.rapidity_moment(4) / gamma**2 / gamma**2
        a, b = e2 - 1 / 12, e4 - e2 / 2 + 1 / 80
        third, fifth = (
            gamma**2 / TWO_PI * width ** (j + 2) * gas.dressed_rapidity.moment(j) for j in (3, 5)
        )
        first = self.mass_ratio / 2
        return first * (7 * a * a + a), first * (1 / 16 - 2 * b), -third * (4 * a + 5 / 6), fifth

    @cached_property
    def top_mass_ratio(self) -> float:
        """m/m̂ < 0 of E = E(πn) + (p - πn)²/2m̂ + …, that is E″/p′² at η = 0.

        For the Bose gas from -√γ/4 as γ → 0 to -2π²/3γ as γ → ∞.
        """
        centre = np.array([self.gas.fermi_rapidity_over_c])
        return self.branch.top_curvature / float(self.branch.expelled_atoms(centre)[0]) ** 2

    @property
    def errors(self) -> dict[str, float]:
        """Bounds on the absolute errors of the masses, A₄, A₆ and E(πn), in their units.

        Relative ones, but for A₄ a fraction of the larger term of its difference, for A₆ of the
        sum of the sizes of its terms; ∞ if the kernel is not Lieb's.
        """
        sizes = {
            "mass_ratio": self.mass_ratio,
            "quartic_coefficient": self._quartic_subtracted,
            "sextic_coefficient": sum(map(abs, self._sextic_terms)),
            "top_mass_ratio": abs(self.top_mass_ratio),
            "maximum_energy": self.maximum_energy,
        }
        return error_bounds(self.gas.kernel, sizes)

    # --- edge of the spectral function -----------------------------------------------------------

    @overload
    def edge(self, momentum: Number) -> SpectralEdge[float]: ...
    @overload
    def edge(self, momentum: ArrayLike) -> SpectralEdge[Array]: ...
    def edge(self, momentum: Any) -> SpectralEdge[Any]:
        """Return the edge of the impurity's spectral function at given momenta, Eq. (10) at k = ±Q.

        At -p everything is mirrored: V and Φ change sign, N and the exponent stay, and g± becomes
        -g∓.

        Parameters
        ----------
        momentum : array_like
            Momenta p in [-2πn, 2πn], in ħn, any shape.

        Returns
        -------
        SpectralEdge
            Shifts g± of the Fermi points, threshold exponent, expelled atoms N and phase drop Φ,
            each of the shape of the momenta.

        Raises
        ------
        DomainError
            If a momentum lies outside: E(p) repeats itself there, but not the edge, whose shifts g±
            grow by √K with every 2πn that an Umklapp process adds to p.

        Examples
        --------
        >>> edge = Polaron(1.0).edge(np.pi)
        >>> round(edge.exponent, 10), round(edge.expelled_atoms, 10)
        (1.184442715, 1.7975469158)
        """
        p = physical_momenta(momentum)
        with quiet():
            return self._edge(p, self.velocity(p), self.branch.depth(fold_momentum(p)[0]))

    @overload
    def edge_at(self, spin_rapidity: Number) -> SpectralEdge[float]: ...
    @overload
    def edge_at(self, spin_rapidity: ArrayLike) -> SpectralEdge[Array]: ...
    def edge_at(self, spin_rapidity: Any) -> SpectralEdge[Any]:
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
        with quiet():
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

    def _edge(
        self, momentum: float | Array, velocity: float | Array, depth: Array
    ) -> SpectralEdge[Any]:
        """Return the edge of the spectral function, with floats for one momentum."""
        expelled = self.branch.expelled_atoms(depth)
        along = (scalar_or_array(np.asarray(part)) for part in (momentum, velocity, expelled))
        return SpectralEdge(self.gas, *along)
