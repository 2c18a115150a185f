"""The gas in a trap: profile, averages, breathing, validity."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, ClassVar

import numpy as np

from ..arguments import Array, elementwise, whole_number
from ..errors import DomainError
from ..numerics import tanh_sinh
from ..units import BOLTZMANN
from .amounts import AMOUNTS, cloud_of, well_of
from .cloud import FINE_STEP, Cloud, plain
from .door import si_temperature
from .guide import Guide, as_guide
from .harmonic import breathing_ratio
from .resolution import settled, warn_of_change
from .si_result import SIResult
from .thermal_cloud import ThermalCloud, thermal_cloud_of
from .validity import figures, reason_at_zero, warn_of
from .well import Harmonic

_MOST_MODES = 20
# how much finer slices may be than those of a harmonic trap: the time grows with the cube
_FINEST_MODES = 8
# of the density as a weight
_LARGEST_POWER = 100
# e^-5 is just below 1 %
_SEEN = 5.0


class TrappedGas(SIResult):
    """The gas in a trap, without the flipped atom, which `Trap` adds; its parameters are there."""

    _units: ClassVar = {
        "temperature": "K",
        "n_atoms": "1",
        "chemical_potential": "J",
        "peak_gamma": "1",
        "peak_density": "1/m",
        "rms_radius": "m",
        "potential_energy": "J",
        "internal_energy": "J",
        "total_energy": "J",
        "entropy": "J/K",
        "radius": "m",
        "breathing_ratio": "1",
        "top_frequency": "Hz",
    }

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
        self.temperature = si_temperature(temperature)
        self.guide = as_guide(guide)
        self._well = well_of(guide, f_axial, potential, interval)
        amounts = dict(zip(AMOUNTS, (n_atoms, peak_density, chemical_potential), strict=True))
        self._cloud: Cloud | ThermalCloud
        if self.temperature == 0:
            self._cloud, self._change = cloud_of(guide, self._well, amounts)
        else:
            found = thermal_cloud_of(guide, self._well, amounts, self.temperature)
            self._cloud, self._change = found
        warn_of(guide, self.validity, stacklevel=3)

    def __repr__(self) -> str:
        where = "potential=…"
        if isinstance(self._well, Harmonic):
            where = f"f_axial={plain(self._well.omega / math.tau)!r}"
        if self.temperature:
            where += f", temperature={self.temperature!r}"
        return f"{type(self).__name__}({self.guide!r}, {where}, n_atoms={self.n_atoms!r})"

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

    # --- averages and energies ----------------------------------------------------------------

    def average(self, quantity: str | Callable[[Array], Any], *, power: int = 1) -> Any:
        """Return the average over the atoms of a local quantity.

        Parameters
        ----------
        quantity : str or callable
            Name of a function of γ of the package, such as "pair_correlation", at a temperature of
            a quantity of `ThermalGas`; or any function of an array of γ.
        power : int, optional
            The weight is n^power, 0 to 100: 1 for an average over the atoms, 3 for three-body loss.

        Returns
        -------
        float or array
            ∫ f n^power dx/∫ n^power dx, in SI units.

        Raises
        ------
        DomainError
            If there is no such function, or the power is not such a number.

        Examples
        --------
        >>> from yanggaudin import lab
        >>> guide = lab.Guide(lab.Atom("87Rb"), f_perp=20e3)
        >>> trap = lab.Trap(guide, f_axial=10.0, n_atoms=60)
        >>> round(trap.average("pair_correlation"), 6)
        0.407354
        """
        power = whole_number("power", power, 0, _LARGEST_POWER)
        return plain(self._cloud.average(quantity, power=power))

    @property
    def potential_energy(self) -> Any:
        """∫ V n dx in J."""
        return plain(self._cloud.potential_energy)

    @property
    def internal_energy(self) -> Any:
        """Kinetic energy and interaction, at T = 0 ∫ (ħ²n³/2m) e(γ) dx, in J: what is set free."""
        return plain(self._cloud.internal_energy)

    @property
    def total_energy(self) -> Any:
        """Energy of the gas in J, from the lowest transverse band."""
        return self.potential_energy + self.internal_energy

    @property
    def entropy(self) -> Any:
        """S in J/K, 0 at T = 0."""
        return plain(self._cloud.entropy)

    # --- oscillations of the cloud ------------------------------------------------------------

    @property
    def breathing_ratio(self) -> Any:
        """ω_B²/ω² of the breathing mode by the sum rule -2⟨x²⟩/(d⟨x²⟩/dω²); from 3 to 4.

        The derivative is that at fixed N and entropy.
        """
        self._harmonic("breathing_ratio")
        if isinstance(self._cloud, ThermalCloud):
            return plain(self._cloud.breathing_ratio)
        return breathing_ratio(self.peak_gamma)

    def sound_mode_frequencies(self, count: int) -> Array:
        """Return the lowest frequencies of linear hydrodynamics.

        Parameters
        ----------
        count : int
            How many, from 1 to 20; in a harmonic trap the first is that of the centre of mass, the
            second that of the breathing mode, (ω_B/ω)² at most 3e-4 below that of the sum rule.

        Returns
        -------
        array, shape (count,)
            ω/2π in Hz, rising.

        Raises
        ------
        DomainError
            If count is not such a number, or this object is many traps.

        Notes
        -----
        -(nχ′)′/m = ω² (n/mv²) χ for the change χ of the local chemical potential.

        Examples
        --------
        >>> from yanggaudin import lab
        >>> guide = lab.Guide(lab.Atom("87Rb"), f_perp=20e3)
        >>> trap = lab.Trap(guide, f_axial=10.0, n_atoms=60)
        >>> trap.sound_mode_frequencies(2).round(6)
        array([10.      , 17.783387])
        """
        def coefficients(cloud: Cloud) -> tuple[Array, Array]:
            density = cloud.guide.c / cloud.gamma
            return density, density / cloud.local("sound_velocity") ** 2

        modes = self._modes("sound_mode_frequencies", mode_count(count), coefficients)
        return np.asarray(np.sqrt(modes) / math.tau)
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

    def _saved_here(self) -> tuple[str, ...]:
        """Return the names that this trap has."""
        missing = set()
        if not isinstance(self._well, Harmonic):
            missing |= {"breathing_ratio", "top_frequency"}
        if self._cloud.height.ndim:
            missing.add("top_frequency")
        if self.temperature:
            missing |= {"radius", "top_frequency"}
        return tuple(name for name in self._units if name not in missing)

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
        if isinstance(self._cloud, ThermalCloud):
            raise DomainError(
                f"{what} is that of a gas at temperature 0, got {self.temperature!r} K: "
                f"{reason_at_zero(what)}"
            )
        return self._cloud

    def _modes(
        self, what: str, count: int, coefficients: Callable[[Cloud], tuple[Array, Array]]
    ) -> Array:
        """Return the lowest λ > 0 of -(pφ′)′ = λWφ, p and W from a cloud, in fine slices."""
        height = self._one(what).height

        def at(fineness: int) -> Array:
            step = FINE_STEP / fineness
            cloud = Cloud(self.guide, self._well, height, step=step, whole=True)
            return tanh_sinh.sturm_liouville(cloud.slices.width, *coefficients(cloud))[:count]

        if isinstance(self._well, Harmonic):
            return at(1)
        modes, change = settled(at, np.asarray, _FINEST_MODES)
        warn_of_change(change, stacklevel=4)
        return modes


def mode_count(count: Any) -> int:
    """Return how many modes are asked for."""
    return whole_number("count", count, 1, _MOST_MODES)
