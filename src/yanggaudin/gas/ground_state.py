"""Ground state of the host gas, Eqs. (5)-(7), (13), (16), (20), and its thermodynamics.

For bosons with contact repulsion, or another host by its kernel (`kernels.py`).

Units ħ = m = n = 1, so c = γ: momenta and rapidities in ħn, energies in ħ²n²/m.  The one
exception is the paper's e(γ), defined by ε₀ = (ħ²n²/2m) e(γ), Eq. (20).

Everything follows from three solutions of one integral equation, the dressed 1, t and t²
(t = k/Q), each solved for when it is first needed.  With χ_j = (k^j)^dr and
A_j = ∫_{-1}^{1} t^j χ₀ dt,

    from the dressed 1:   ρ = χ₀/2π,   1/γ = B A₀/2π  (B = Q/c),   e = Q² A₂/A₀,   K = χ₀(Q)²;
    from the dressed t:   σ = χ₁,   S = ∫kσ dk;
    from 1 and t²:        μ = χ₂(Q)/2χ₀(Q),   P = μ - e/2,   g₂,   ε = χ₂/2 - μχ₀.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from ..arguments import Array, bounded, coupling, elementwise, real_number, whole_number
from ..errors import DomainError
from ..numerics.cached_property import cached_property
from ..numerics.dressing import Kernel, checked_kernel
from ..results import Result
from .functions import fermi_rapidity, gamma_from_chemical_potential
from .kernels import LIEB_KERNEL, error_bounds
from .rapidities import (
    FermiSea,
    density_over_c,
    dressed_one_of_density,
    dressed_one_of_width,
)

# Limits of Q/c: at 1e-150 its square is just a normal double, at 1e16 γ is 4e-32.
_LEAST_FERMI_RAPIDITY, _LARGEST_FERMI_RAPIDITY = 1e-150, 1e16
# The tests compare the moments up to this one with an independent solver.
_LARGEST_POWER = 16
# The numbers whose error is a fraction of themselves; all of them are positive.
_WITH_RELATIVE_ERROR = (
    "energy",
    "energy_per_particle",
    "chemical_potential",
    "mu_over_c2",
    "pressure",
    "sound_velocity",
    "luttinger_parameter",
    "compressibility",
    "pair_correlation",
    "fermi_rapidity",
    "fermi_rapidity_over_c",
    "density_over_c",
    "spin_wave_moment",
)


class GroundState(FermiSea, Result):
    """Ground state of N bosons with contact repulsion in the thermodynamic limit.

    Parameters
    ----------
    gamma : float
        Coupling γ = c/n, from 1e-30 to 1e100.
    kernel : Kernel, optional
        θ′/2π of the host's atoms; Lieb's unless another is given, see `kernels`.

    Raises
    ------
    DomainError
        If gamma is not one such number, or the gas of this kernel would collapse.
    AccuracyError
        If the kernel changes too fast to be resolved.

    Notes
    -----
    `errors` bounds the errors: relative 1e-14 for Lieb's kernel.  A state takes a few milliseconds,
    a few hundredths of a second at γ = 1e-30.  A copy, or what comes out of a pickle, is solved for
    again from the same input.

    Examples
    --------
    >>> gas = GroundState(1.0)
    >>> round(gas.energy, 12), round(gas.luttinger_parameter, 12)
    (0.639151285272, 3.42565786972)

    References
    ----------
    E. H. Lieb and W. Liniger, Phys. Rev. 130, 1605 (1963).
    """

    _saved = ("gamma", *_WITH_RELATIVE_ERROR)

    def __init__(self, gamma: float, kernel: Kernel = LIEB_KERNEL) -> None:
        gamma = coupling(gamma)
        if checked_kernel(kernel) == LIEB_KERNEL:
            dressed_one = dressed_one_of_width(fermi_rapidity(gamma) / gamma, kernel)
        else:
            dressed_one = dressed_one_of_density(1 / gamma, kernel)
        super().__init__(gamma, dressed_one)

    @classmethod
    def from_fermi_rapidity(
        cls, fermi_rapidity_over_c: float, kernel: Kernel = LIEB_KERNEL
    ) -> GroundState:
        """Return the state whose rapidities fill [-Q, Q]; γ is c/n with n(Q) of Eq. (6).

        Parameters
        ----------
        fermi_rapidity_over_c : float
            B = Q/c, from 1e-150 to 1e16.
        kernel : Kernel, optional
            θ′/2π of the host's atoms, as for the class.

        Returns
        -------
        GroundState
            With γ of a relative error of 1e-14; it may lie beyond the couplings of the class.

        Raises
        ------
        DomainError
            If Q/c is not one such number, or the gas of this kernel would collapse.
        AccuracyError
            If the kernel changes too fast to be resolved.

        Examples
        --------
        >>> round(GroundState.from_fermi_rapidity(1.4318773896016035).gamma, 12)
        1.0
        """
        value = real_number("Q/c", fermi_rapidity_over_c)
        bounded("Q/c", value, _LEAST_FERMI_RAPIDITY, _LARGEST_FERMI_RAPIDITY)
        return _OfFermiRapidity(value, kernel)

    @classmethod
    def from_chemical_potential(cls, mu_over_c2: float) -> GroundState:
        """Return the gas of a given chemical potential, at a place in a trap for example.

        Parameters
        ----------
        mu_over_c2 : float
            μ in ħ²c²/m = mg²/ħ² > 0, for which γ is from 1e-30 to 1e100.

        Returns
        -------
        GroundState
            The gas, whose γ has a relative error of 1e-15.

        Raises
        ------
        DomainError
            If μ/c² is not one such number.

        Examples
        --------
        >>> gas = GroundState.from_chemical_potential(0.5)
        >>> round(gas.gamma, 12), round(gas.mu_over_c2, 12)
        (1.347785393963, 0.5)
        """
        value = real_number("mu_over_c2", mu_over_c2)
        if not value > 0:
            raise DomainError(
                f"mu_over_c2 must be > 0, got {value!r}: without atoms the chemical potential of "
                "the ground state is 0, and below the gas is empty"
            )
        return cls(gamma_from_chemical_potential(value))

    def __reduce__(self) -> tuple[Callable[..., GroundState], tuple[Any, ...]]:
        return GroundState, (self.gamma, self.kernel)

    def __repr__(self) -> str:
        return f"GroundState(gamma={self.gamma!r})"

    @elementwise
    def dressed_energy(self, rapidity: ArrayLike) -> Array:
        """Return the dressed energy ε(k), the solution for the source ħ²k²/2m - μ.

        Parameters
        ----------
        rapidity : float or array
            k in n from -Q to Q, any shape.

        Returns
        -------
        float or array
            ε ≤ 0 in ħ²n²/m, of the same shape; it vanishes at ±Q, with the absolute accuracy
            1e-14 |ε(0)|.

        Raises
        ------
        DomainError
            If a rapidity is beyond ±Q.

        References
        ----------
        C. N. Yang and C. P. Yang, J. Math. Phys. 10, 1115 (1969).

        Examples
        --------
        >>> round(GroundState(1.0).dressed_energy(0.0), 12)
        -1.321196311984
        """
        position = self._position_inside(rapidity)
        return np.asarray(
            self.fermi_rapidity**2 / 2 * self.dressed_rapidity_squared(position)
            - self.chemical_potential * self.dressed_one(position)
        )

    # --- thermodynamics -----------------------------------------------------------------------

    @property
    def spin_wave_moment(self) -> float:
        """S = ∫kσ dk of Eq. (16), in ħ²n³/m; πγ as γ → 0, 2π³/3 as γ → ∞; m/m* = S/πγ."""
        return self.fermi_rapidity**3 * self.dressed_rapidity.moment(1)

    @cached_property
    def energy(self) -> float:
        """e(γ) of Eq. (20), dimensionless; from γ as γ → 0 to π²/3 as γ → ∞."""
        return self.rapidity_moment(2)

    def rapidity_moment(self, power: int) -> float:
        """Return the moment e_j = ∫ k^j ρ dk of the density of rapidities of Eq. (5).

        These are moments of the rapidities; those of the atoms' momenta diverge beyond j = 2.

        Parameters
        ----------
        power : int
            j, even, from 0 to 16.

        Returns
        -------
        float
            e_j in n^j; e₀ = 1 and e₂ = e.  From C γ^(j/2), C = 1, 2, 5, 14, … Catalan's numbers for
            j = 2, 4, 6, 8, …, as γ → 0 to π^j/(j + 1) as γ → ∞.

        Raises
        ------
        DomainError
            If the power is not such a number.

        Examples
        --------
        >>> gas = GroundState(1.0)
        >>> [round(gas.rapidity_moment(j), 12) for j in (2, 4, 6, 8)]
        [0.639151285272, 0.763311810423, 1.099474669516, 1.73488144325]
        """
        power = whole_number("power", power, 0, _LARGEST_POWER)
        if power % 2:
            raise DomainError(f"power must be even, got {power}: odd moments vanish")
        return (
            self.fermi_rapidity**power * self.dressed_one.moment(power) / self.dressed_one.moment(0)
        )

    @property
    def energy_per_particle(self) -> float:
        """ε₀ = e/2 of Eq. (7), in ħ²n²/m; from γ/2 as γ → 0 to π²/6 as γ → ∞."""
        return self.energy / 2

    @cached_property
    def chemical_potential(self) -> float:
        """μ = ∂(nε₀)/∂n = (3e - γe′)/2, in ħ²n²/m; from γ as γ → 0 to π²/2 as γ → ∞."""
        return (
            self.fermi_rapidity**2
            * self.dressed_rapidity_squared.edge
            / (2 * self.dressed_one.edge)
        )

    @property
    def mu_over_c2(self) -> float:
        """μ in ħ²c²/m, which is μ/γ² here; from 1/γ as γ → 0 to π²/2γ² as γ → ∞."""
        return self.chemical_potential / self.gamma / self.gamma

    @property
    def pressure(self) -> float:
        """P = n² ∂ε₀/∂n = μn - nε₀, in ħ²n³/m; from γ/2 as γ → 0 to π²/3 as γ → ∞."""
        return self.chemical_potential - self.energy / 2

    @cached_property
    def pair_correlation(self) -> float:
        """g₂ = e′(γ), the probability of two atoms at one point relative to n², in (0, 1).

        From μ = (3e - γe′)/2, with every dressed function written as its source plus a
        correction: at strong coupling the sources cancel exactly and e′ ≈ 4π²/3γ² keeps
        its digits.
        """
        one, square = self.dressed_one, self.dressed_rapidity_squared
        a0, a2 = one.image_moment(0), one.image_moment(2)
        d0, d2 = one.edge_image, square.edge_image
        numerator = 2 * (d0 - d2) + 3 * a2 * (1 + d0) - a0 * (1 + d2)
        return self.fermi_rapidity**2 * numerator / (self.gamma * one.moment(0) * one.edge)

    @cached_property
    def luttinger_parameter(self) -> float:
        """K = (2πρ(Q))² = πn/v, dimensionless; from π/√γ as γ → 0 to 1 as γ → ∞."""
        return self.dressed_one.edge**2

    @property
    def sound_velocity(self) -> float:
        """v = πħn/(mK) in ħn/m; from √γ as γ → 0 to π as γ → ∞."""
        return math.pi / self.luttinger_parameter

    @property
    def compressibility(self) -> float:
        """∂n/∂μ = n/(mv²) = (K/π)², in m/(ħ²n); from 1/γ as γ → 0 to 1/π² as γ → ∞."""
        return (self.luttinger_parameter / math.pi) ** 2

    @property
    def errors(self) -> dict[str, float]:
        """Bound on the absolute error of every number, by its name; ∞ if the kernel is not Lieb's.

        The bound of `dressed_momentum` and `dressed_energy` is the same for all rapidities.  γ is
        not among them: it is exact unless it follows from a Fermi rapidity.
        """
        largest = max(self.dressed_rapidity.edge, float(np.max(self.dressed_rapidity.values)))
        sizes = {name: getattr(self, name) for name in _WITH_RELATIVE_ERROR}
        sizes["dressed_momentum"] = self.fermi_rapidity * largest
        sizes["dressed_energy"] = abs(self.dressed_energy(0.0))
        return error_bounds(self.kernel, sizes)


class _OfFermiRapidity(GroundState):
    """A state that was asked for by its Fermi rapidity, and is copied by it."""

    def __init__(self, fermi_rapidity_over_c: float, kernel: Kernel) -> None:
        dressed_one = dressed_one_of_width(fermi_rapidity_over_c, checked_kernel(kernel))
        FermiSea.__init__(self, 1 / density_over_c(dressed_one), dressed_one)

    def __reduce__(self) -> tuple[Callable[..., GroundState], tuple[Any, ...]]:
        return GroundState.from_fermi_rapidity, (self.fermi_rapidity_over_c, self.kernel)
