"""The gas in a trap: averages, energies, oscillations."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, ClassVar

import numpy as np

from ..arguments import Array, whole_number
from .cloud import Cloud, plain
from .harmonic import breathing_ratio
from .modes import Coefficients, lowest_modes
from .profile import Profile
from .resolution import warn_of_change
from .well import Harmonic

_MOST_MODES = 20
# of the density as a weight
_LARGEST_POWER = 100


class TrappedGas(Profile):
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

    # --- averages and energies ----------------------------------------------------------------

    def average(self, quantity: str | Callable[[Array], Any], *, power: int = 1) -> Any:
        """Return the average over the atoms of a local quantity.

        Parameters
        ----------
        quantity : str or callable
            Name of a function of γ of the package, such as "pair_correlation", at a temperature of
            a quantity of `ThermalGas` or "mass_enhancement", m*/m of its `thermal_polaron` (the
            curvature of its E(p) at p = 0, small in a hot gas); or any function of an array of γ.
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
        if isinstance(self._cloud, Cloud):
            return breathing_ratio(self.peak_gamma)
        return plain(self._cloud.breathing_ratio)

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

        modes = self._modes("sound_mode_frequencies", count, coefficients)
        return np.asarray(np.sqrt(modes) / math.tau)

    def _saved_here(self) -> tuple[str, ...]:
        """Return the names that this trap has."""
        missing = set()
        if not isinstance(self._well, Harmonic):
            missing |= {"breathing_ratio", "top_frequency"}
        if self._cloud.height.ndim:
            missing.add("top_frequency")
        if self.is_warm:
            missing |= {"radius", "top_frequency"}
        return tuple(name for name in self._units if name not in missing)

    # --- internals ----------------------------------------------------------------------------

    def _modes(self, what: str, count: Any, coefficients: Coefficients) -> Array:
        """Return the lowest λ > 0 of -(pφ′)′ = λWφ, p and W from the cloud of one trap."""
        count = whole_number("count", count, 1, _MOST_MODES)
        found, change = lowest_modes(self._one(what), count, coefficients)
        warn_of_change(change, stacklevel=4)
        return found
