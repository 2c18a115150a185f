"""Which gases at a temperature are computed, and where the search for their μ begins."""

from __future__ import annotations

import math

from ..arguments import bounded, real_number
from ..errors import DomainError
from ..gas import functions
from ..quantities import QUANTITIES
from .adaptive import degeneracy_energy

#: the tests compare with ideal bosons at the one end and with ideal fermions at the other
SMALLEST_COUPLING, LARGEST_COUPLING = 1e-6, 1e6
#: in ħ²n²/m; beyond, the gas is classical
LARGEST_TEMPERATURE = 1e6
#: lowest temperature relative to about |ε(0)| of the ground state, below which
#: E/N = ε₀ + πT²/6v is as good
COLDEST = 1e-6
#: largest μ and T in units of c: more than any gas of these couplings has
LARGEST_POTENTIAL, LARGEST_TEMPERATURE_OVER_C = 2e6, 1e18

# μ and T, in units of c, below which free fermions have n/c < 1e-6
_FERMIONISED = 1e-13


def coldest(gamma: float) -> float:
    """Return the lowest temperature, in ħ²n²/m, at which a gas of this coupling is computed."""
    return COLDEST * _degeneracy(gamma)


def _degeneracy(gamma: float) -> float:
    """Return about |ε(0)| of the ground state, in ħ²n²/m."""
    in_c = QUANTITIES["chemical_potential"].unit.over_interaction(gamma)
    return degeneracy_energy(functions.chemical_potential(gamma) * in_c) / in_c


def first_guess(gamma: float, temperature: float) -> float:
    """Return μ of the ground state, or of an ideal gas of bosons, condensing or thin."""
    if temperature < _degeneracy(gamma):
        return float(functions.chemical_potential(gamma))
    wavelength = math.sqrt(2 * math.pi / temperature)
    return temperature * math.log(wavelength) if wavelength < 1 else -(temperature**2) / 2


def thermal_coupling(gamma: object) -> float:
    """Return a coupling for which the Yang-Yang equation is solved, else raise `DomainError`."""
    value = real_number("gamma", gamma)
    if not SMALLEST_COUPLING <= value <= LARGEST_COUPLING:
        raise DomainError(
            f"gamma must lie in [{SMALLEST_COUPLING!r}, {LARGEST_COUPLING!r}] at a temperature, "
            f"got {value!r}"
        )
    return value


def thermal_temperature(value: object, gamma: float | None = None) -> float:
    """Return a temperature in ħ²n²/m, at least the `coldest` of a coupling if one is given."""
    lowest = 0.0 if gamma is None else coldest(gamma)
    return _between(value, lowest, LARGEST_TEMPERATURE, "ħ²n²/m")


def thermal_point(chemical_potential: object, temperature: object) -> tuple[float, float]:
    """Return μ and T in units of c, else raise `DomainError`."""
    mu = real_number("chemical_potential", chemical_potential)
    bounded("chemical_potential", mu, -math.inf, LARGEST_POTENTIAL)
    lowest = COLDEST * degeneracy_energy(mu)
    t = _between(temperature, lowest, LARGEST_TEMPERATURE_OVER_C, "ħ²c²/m")
    # n/c of a classical gas
    classical = math.sqrt(t / (2 * math.pi)) * math.exp(min(mu / t, 0.0))
    is_thin = mu < -t and 2 * classical * LARGEST_COUPLING < 1  # quantum statistics adds less
    if is_thin or max(mu, 0.0) + t < _FERMIONISED:
        raise DomainError(
            f"the gas of chemical potential {mu!r} and temperature {t!r} (in ħ²c²/m) is so thin "
            f"that gamma is above {LARGEST_COUPLING!r}"
        )
    return mu, t


def _between(value: object, lowest: float, highest: float, unit: str) -> float:
    """Return a temperature in [lowest, highest], else raise `DomainError`."""
    number = real_number("temperature", value)
    if not number > 0:
        raise DomainError(
            f"temperature must be > 0, got {number!r}; for zero temperature use GroundState"
        )
    if number < lowest:
        raise DomainError(
            f"temperature must be at least {lowest:.6g} {unit} for this gas, got {number!r}; "
            "below, use GroundState and its first correction E/N = ε₀ + πT²/6v"
        )
    if number > highest:
        raise DomainError(f"temperature must be at most {highest!r} {unit}, got {number!r}")
    return number
