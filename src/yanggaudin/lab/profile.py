"""The gas in a trap: how much there is, where, and how good the approximations are."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from ..arguments import Array, elementwise, scalar_or_array
from ..errors import DomainError
from ..units import BOLTZMANN
from .amounts import AMOUNTS, cloud_of, well_of
from .cloud import Cloud, plain
from .door import si_temperatures
from .guide import Guide, as_guide
from .si_result import SIResult
from .thermal_cloud import ThermalCloud, thermal_cloud_of
from .thermal_clouds import thermal_clouds_of
from .validity import figures, reason_at_zero, warn_of
from .well import Harmonic

# e^-5 is just below 1 %
_SEEN = 5.0


class Profile(SIResult):
    """The gas in a trap and where it is; the parameters are those of `Trap`."""

    def __init__(
        self,
        guide: Guide,
        *,
        f_axial: Any = None,
        potential: Callable[[Any], Any] | None = None,
        interval: Any = None,
        n_atoms: Any = None,
        peak_density: Any = None,
        chemical_potential: Any = None,
        temperature: Any = 0.0,
    ) -> None:
        self.temperature = si_temperatures(temperature)
        self.guide = as_guide(guide)
        self._well = well_of(guide, f_axial, potential, interval)
        amounts = dict(zip(AMOUNTS, (n_atoms, peak_density, chemical_potential), strict=True))
        self._cloud: Cloud | ThermalCloud | Any  # ThermalClouds at many temperatures
        if isinstance(self.temperature, np.ndarray):
            many = thermal_clouds_of(guide, self._well, amounts, self.temperature)
            self._cloud, self._change = many
        elif self.temperature == 0:
            self._cloud, self._change = cloud_of(guide, self._well, amounts)
        else:
            found = thermal_cloud_of(guide, self._well, amounts, self.temperature)
            self._cloud, self._change = found
        warn_of(guide, self.validity, self.n_atoms, stacklevel=3)

    def __repr__(self) -> str:
        where = "potential=…"
        if isinstance(self._well, Harmonic):
            where = f"f_axial={plain(self._well.omega / math.tau)!r}"
        if self.is_warm:
            where += f", temperature={self.temperature!r}"
        atoms = f"{self.n_atoms:.12g}" if self._cloud.height.ndim == 0 else repr(self.n_atoms)
        return f"{type(self).__name__}({self.guide!r}, {where}, n_atoms={atoms})"

    @property
    def is_warm(self) -> bool:
        """True at a temperature, False in the ground state."""
        return not isinstance(self._cloud, Cloud)

    # --- the profile --------------------------------------------------------------------------

    @property
    def n_atoms(self) -> Any:
        """Number of atoms N = ∫n dx; a float, or an array for many traps."""
        return plain(self._cloud.atoms)

    @property
    def chemical_potential(self) -> Any:
        """μ₀ in J, on the scale of V."""
        return plain(self._cloud.height + self._well.minimum)

    @property
    def peak_gamma(self) -> Any:
        """γ at the bottom of the well."""
        return plain(self._cloud.peak_gamma)

    @property
    def peak_density(self) -> Any:
        """The largest density in 1/m."""
        return self.guide.c / self.peak_gamma

    @property
    def edges(self) -> tuple[Any, Any]:
        """Where the gas at T = 0 ends in m, to the left and to the right."""
        left, right = self._well.edges(self._ground("radius").height)
        return plain(left), plain(right)

    @property
    def radius(self) -> Any:
        """Half the length of the gas in m; R = √(2μ₀/m)/ω in a harmonic trap.  Only at T = 0."""
        left, right = self.edges
        return (right - left) / 2

    @property
    def visible_edges(self) -> tuple[Any, Any]:
        """Where there is nothing left to see, in m: the edges, or where n is 1 % at a temperature.

        There V is 5 k_BT above the chemical potential, or above its minimum.
        """
        height = np.maximum(self._cloud.height, 0.0) + _SEEN * BOLTZMANN * self.temperature
        left, right = self._well.edges(height)
        return plain(left), plain(right)

    @property
    def rms_radius(self) -> Any:
        """√(⟨x²⟩ - ⟨x⟩²) in m, on average over the atoms."""
        return plain(np.sqrt(self._cloud.squared_radius))

    @elementwise
    def density(self, position: Any) -> Array:
        """Return the density n(x).

        Parameters
        ----------
        position : float, array or quantity
            x in m, any shape; one position at a time for many traps.

        Returns
        -------
        float or array
            n in 1/m, of the shape of the positions or traps; at T = 0 it is 0 outside the cloud.

        Raises
        ------
        DomainError
            If a position is not finite, or there are many of both.

        Examples
        --------
        >>> from yanggaudin import lab
        >>> guide = lab.Guide(lab.Atom("87Rb"), f_perp=20e3)
        >>> trap = lab.Trap(guide, f_axial=10.0, n_atoms=60)
        >>> trap.density([0.0, 5e-6, 1e-3]).round(-2)  # in 1/m
        array([1695600., 1638900.,       0.])
        """
        return self._cloud.density(position)

    @elementwise
    def local_gamma(self, position: Any) -> Array:
        """Return γ = c/n(x), ∞ outside the cloud.

        Parameters
        ----------
        position : float, array or quantity
            x in m, any shape; one position at a time for many traps.

        Returns
        -------
        float or array
            γ, of the shape of the positions or traps.  Every function of γ of the package takes it.

        Raises
        ------
        DomainError
            If a position is not finite, or there are many of both.

        Examples
        --------
        >>> import yanggaudin as yg
        >>> guide = yg.lab.Guide(yg.lab.Atom("87Rb"), f_perp=20e3)
        >>> trap = yg.lab.Trap(guide, f_axial=10.0, n_atoms=60)
        >>> yg.mass_enhancement(trap.local_gamma([0.0, 20e-6])).round(4)
        array([1.2943, 1.5121])
        """
        density = self._cloud.density(position)
        with np.errstate(divide="ignore"):
            return np.asarray(self.guide.c / density)

    def local(self, quantity: str | Callable[[Array], Any], position: Any) -> Any:
        """Return a number of the gas, or of the flipped atom in it, where it is.

        Parameters
        ----------
        quantity : str or callable
            A name that `average` takes, such as "mass_enhancement", or a function of γ.
        position : float, array or quantity
            x in m, any shape; one position at a time for many traps.

        Returns
        -------
        float or array
            The number at x in SI units, of the shape of the positions or traps; nan outside the
            cloud at T = 0, where there is no gas.

        Raises
        ------
        DomainError
            If a position is not finite, there are many of both, or no such quantity.

        Examples
        --------
        >>> from yanggaudin import lab
        >>> guide = lab.Guide(lab.Atom("87Rb"), f_perp=20e3)
        >>> trap = lab.Trap(guide, f_axial=10.0, n_atoms=60)
        >>> trap.local("mass_enhancement", [0.0, 20e-6, 30e-6]).round(4)
        array([1.2943, 1.5121,    nan])
        """
        return scalar_or_array(self._cloud.local_at(quantity, position), position)

    # --- how good is it? ----------------------------------------------------------------------

    @property
    def validity(self) -> dict[str, Any]:
        """The figures on which the approximations rest, dimensionless.

        chemical_potential_over_gap
            μ/ħω⊥ in the centre, of a gas at T = 0 of this density; one-dimensional if it is small.
            Of two transverse frequencies ω⊥ is here the softer one.
        temperature_over_gap
            k_BT/ħω⊥; one-dimensional if it is small.
        transverse_density
            n a in the centre, small in one dimension.
        resonance_fraction
            C a/a⊥, 1 at the confinement-induced resonance.
        radius_over_healing_length
            At T = 0: R/ξ; local density neglects terms of the order (ξ/R)².
        size_over_healing_length
            At a temperature: the `rms_radius` over the shorter one of ħ/√(mμ) and ħ/√(mk_BT).
        change_in_finer_slices
            In a potential: by what fraction numbers of the gas change when the slices of the axis
            are halved; above 1e-11, of kinks and noise, it is warned of, above 1e-6 refused.
        """
        found = figures(self.guide, self._cloud)
        if not isinstance(self._well, Harmonic):
            found["change_in_finer_slices"] = self._change
        return found

    # --- internals ----------------------------------------------------------------------------

    def _harmonic(self, what: str) -> Harmonic:
        """Return the harmonic well, which a quantity needs."""
        if not isinstance(self._well, Harmonic):
            raise DomainError(f"{what} is that of a harmonic trap; give f_axial, not potential")
        return self._well

    def _one(self, what: str) -> Cloud:
        """Return the cloud of one trap at T = 0, which a quantity needs."""
        cloud = self._ground(what)
        if cloud.height.ndim:
            raise DomainError(f"{what} takes one trap at a time, got {cloud.height.size}")
        return cloud

    def _ground(self, what: str) -> Cloud:
        """Return the cloud of a trap at T = 0, which a quantity needs."""
        if not isinstance(self._cloud, Cloud):
            raise DomainError(
                f"{what} is that of a gas at temperature 0, got {self.temperature!r} K: "
                f"{reason_at_zero(what)}"
            )
        return self._cloud
