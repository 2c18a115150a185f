"""A homogeneous gas in a guide, its numbers in SI units."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from ..arguments import TWO_PI, Array, coupling, elementwise, scalar_or_array
from ..gas import functions
from ..gas.ground_state import GroundState
from ..numerics.cached_property import cached_property
from ..polaron.polaron import Polaron
from ..quantities import QUANTITIES
from ..thermal.thermal_gas import ThermalGas
from ..units import BOLTZMANN, HBAR
from .door import si_array, si_number, si_temperature
from .one_dimension import warn_of_few, warn_unless_one_dimensional
from .scale import Scale
from .si_result import SIResult

if TYPE_CHECKING:
    from .guide import Guide


class Gas(SIResult):
    """A homogeneous gas in a guide.  Made by `Guide.gas`.

    Attributes
    ----------
    guide : Guide
        The guide.
    density, temperature : float
        n in 1/m and T in K.
    gamma : float
        Coupling γ = c/n.
    scale : Scale
        Turns numbers of the package into SI units, and back.

    Notes
    -----
    Everything of the polaron is that of the gas in its ground state.  Any other number of the
    package is converted by `scale`.

    References
    ----------
    Eqs. (14), (20) and (21) of the paper; docs/laboratory.md for the rest.

    Examples
    --------
    >>> from yanggaudin import lab
    >>> gas = lab.Guide(lab.Atom("87Rb"), f_perp=20e3).gas(density=5e6)
    >>> round(gas.gamma, 6), round(gas.polaron_mass / gas.guide.atom.mass, 6)
    (0.393795, 1.153323)
    """

    _units: ClassVar = {
        "density": "1/m",
        "temperature": "K",
        "gamma": "1",
        "gamma_error": "1",
        "chemical_potential": "J",
        "energy_per_particle": "J",
        "pressure": "J/m",
        "sound_velocity": "m/s",
        "pair_correlation": "1",
        "three_body_correlation": "1",
        "healing_length": "m",
        "degeneracy_temperature": "K",
        "polaron_mass": "kg",
        "polaron_mass_error": "kg",
        "maximum_energy": "J",
        "maximum_energy_frequency": "Hz",
        "chemical_potential_over_gap": "1",
        "temperature_over_gap": "1",
    }

    def __init__(self, guide: Guide, *, density: Any, temperature: Any) -> None:
        self.guide = guide
        self.density = si_number("density", density, "1/m")
        self.temperature = si_temperature(temperature)
        self.gamma = coupling(guide.c / self.density)
        self.scale = Scale(guide.atom.mass, self.density, guide.c)
        warn_of_few(self.density, stacklevel=4)
        warn_unless_one_dimensional(
            guide, self.chemical_potential_over_gap, self.temperature_over_gap, stacklevel=4
        )

    def __repr__(self) -> str:
        return f"{self.guide!r}.gas(density={self.density!r}, temperature={self.temperature!r})"

    # --- the states behind the numbers --------------------------------------------------------

    @cached_property
    def state(self) -> GroundState | ThermalGas:
        """The gas in units ħ = m = n = k_B = 1."""
        if self.temperature == 0:
            return GroundState(self.gamma)
        return ThermalGas(self.gamma, self.scale.package("temperature", self.temperature))

    @cached_property
    def polaron(self) -> Polaron:
        """The flipped atom in the ground state, in units ħ = m = n = 1."""
        return Polaron(self.gamma)

    # --- the gas ------------------------------------------------------------------------------

    @property
    def chemical_potential(self) -> float:
        """μ in J, from the bottom of the guide's lowest transverse band."""
        return self._of_gas("chemical_potential")

    @property
    def energy_per_particle(self) -> float:
        """E/N in J."""
        return self._of_gas("energy_per_particle")

    @property
    def pressure(self) -> float:
        """P in J/m."""
        return self._of_gas("pressure")

    @property
    def sound_velocity(self) -> float:
        """v in m/s."""
        return self._of_gas("sound_velocity")

    @property
    def pair_correlation(self) -> float:
        """g₂, dimensionless."""
        return self._of_gas("pair_correlation")

    @property
    def three_body_correlation(self) -> float:
        """g₃, dimensionless: the rate of three-body loss is proportional to n³ g₃."""
        return self._of_gas("three_body_correlation")

    @property
    def healing_length(self) -> float:
        """ξ = ħ/√(mμ) in m, μ being that of the ground state."""
        return HBAR / math.sqrt(self.guide.atom.mass * self._ground_chemical_potential)

    @property
    def degeneracy_temperature(self) -> float:
        """T_d = ħ²n²/2mk_B in K."""
        return self.scale.factor("temperature") / 2

    @property
    def gamma_error(self) -> float | None:
        """Uncertainty of γ from that of the scattering length; None if that is unknown."""
        error = self.guide.c_error
        return None if error is None else self.gamma * error / self.guide.c

    # --- the flipped atom ---------------------------------------------------------------------

    @property
    def polaron_mass(self) -> float:
        """m* in kg, Eq. (21)."""
        return float(self.guide.atom.mass * functions.mass_enhancement(self.gamma))

    @property
    def polaron_mass_error(self) -> float | None:
        """Uncertainty of m* in kg from that of γ, by d(m/m*)/dγ of Eq. (21); None if unknown."""
        error = self.gamma_error
        if error is None:
            return None
        gamma, first = self.gamma, functions.energy_derivative(self.gamma)
        slope = 2 / gamma * (first - functions.energy(gamma) / gamma)
        slope -= functions.energy_second_derivative(gamma)
        enhancement = float(functions.mass_enhancement(gamma))
        return self.polaron_mass * enhancement * abs(float(slope)) * error

    @property
    def maximum_energy(self) -> float:
        """E(πn) in J, the top of the polaron's branch."""
        return float(self.scale.convert("maximum_energy", self.polaron.maximum_energy))

    @property
    def maximum_energy_frequency(self) -> float:
        """E(πn)/h in Hz."""
        return self.maximum_energy / (TWO_PI * HBAR)

    @elementwise
    def polaron_energy(self, momentum: Any) -> Array:
        """Return E(p) in J, Eqs. (8) and (14).

        Parameters
        ----------
        momentum : float, array or quantity
            p in kg m/s from 0 to 2πħn, any shape.

        Returns
        -------
        float or array
            E in J, of the shape of the momenta.

        Raises
        ------
        DomainError
            If a momentum lies outside.

        Examples
        --------
        >>> from yanggaudin import lab
        >>> gas = lab.Guide(lab.Atom("87Rb"), f_perp=20e3).gas(density=5e6)
        >>> gas.polaron_energy(0.0)
        0.0
        """
        scaled = si_array("momentum", momentum, "kg m/s", low=-math.inf) / (HBAR * self.density)
        return np.asarray(self.scale.convert("polaron_energy", self.polaron.energy(scaled)))

    # --- a constant force ---------------------------------------------------------------------

    def bloch_period(self, force: Any) -> float:
        """Return the period 2πħn/F in s of the flipped atom under a constant force.

        Parameters
        ----------
        force : float or quantity
            F > 0 in N, on the flipped atom alone.

        Returns
        -------
        float
            The period in s, in which the momentum gains 2πħn, after which the branch repeats.

        Raises
        ------
        DomainError
            If the force is not positive.

        Examples
        --------
        >>> from yanggaudin import lab
        >>> gas = lab.Guide(lab.Atom("87Rb"), f_perp=20e3).gas(density=5e6)
        >>> round(gas.bloch_period(1e-25), 6)
        0.03313
        """
        return TWO_PI * HBAR * self.density / si_number("force", force, "N")

    def bloch_amplitude(self, force: Any) -> float:
        """Return E(πn)/F in m, the distance between the ends of a Bloch oscillation.

        Parameters
        ----------
        force : float or quantity
            F > 0 in N, on the flipped atom alone.

        Returns
        -------
        float
            The distance in m.

        Raises
        ------
        DomainError
            If the force is not positive.

        Examples
        --------
        >>> from yanggaudin import lab
        >>> gas = lab.Guide(lab.Atom("87Rb"), f_perp=20e3).gas(density=5e6)
        >>> round(gas.bloch_amplitude(1e-25) * 1e6, 3)  # in µm
        12.46
        """
        return self.maximum_energy / si_number("force", force, "N")

    def bloch_position(self, force: Any, time: Any) -> Any:
        """Return the position x = E(Ft)/F in m of the flipped atom, at rest at x = t = 0.

        Parameters
        ----------
        force : float or quantity
            F > 0 in N, on the flipped atom alone.
        time : float, array or quantity
            t in s, any shape.

        Returns
        -------
        float or array
            x in m, of the shape of the times.  It does not drift: with equal couplings the branch
            has no friction.

        Raises
        ------
        DomainError
            If the force is not positive, or a time not finite.

        References
        ----------
        Gangardt and Kamenev, Phys. Rev. Lett. 102, 070402 (2009).

        Examples
        --------
        >>> from yanggaudin import lab
        >>> gas = lab.Guide(lab.Atom("87Rb"), f_perp=20e3).gas(density=5e6)
        >>> period = gas.bloch_period(1e-25)
        >>> round(gas.bloch_position(1e-25, period / 2) * 1e6, 3)  # in µm
        12.46
        """
        newton = si_number("force", force, "N")
        times = si_array("time", time, "s", low=-math.inf)
        momentum = np.mod(times * (newton / (HBAR * self.density)), TWO_PI)
        energy = self.polaron.energy(np.minimum(momentum, TWO_PI))
        return scalar_or_array(np.asarray(self.scale.convert("polaron_energy", energy) / newton))

    # --- is it one-dimensional? ---------------------------------------------------------------

    @property
    def chemical_potential_over_gap(self) -> float:
        """μ/ħω⊥ of the ground state, ω⊥ the softer one; one-dimensional if it is small."""
        return self._ground_chemical_potential / self.guide.gap

    @property
    def temperature_over_gap(self) -> float:
        """k_BT/ħω⊥, ω⊥ the softer one; one-dimensional if it is small."""
        return BOLTZMANN * self.temperature / self.guide.gap

    @property
    def _ground_chemical_potential(self) -> float:
        """μ of the ground state in J."""
        mu = functions.chemical_potential(self.gamma)
        return float(self.scale.convert("chemical_potential", mu))

    def _of_gas(self, name: str) -> float:
        """Return a number of the gas at its temperature in SI units."""
        if self.temperature == 0 and hasattr(functions, name):
            value = getattr(functions, name)(self.gamma)
        else:
            value = getattr(self.state, QUANTITIES[name].attribute)
        return float(self.scale.convert(name, value))
