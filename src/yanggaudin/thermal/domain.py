"""Which gases at a temperature are computed, and where the search for their μ begins."""

from __future__ import annotations

import math

from ..arguments import LARGEST_COUPLING as GROUND_STATE_UP_TO, bounded, real_number
from ..errors import DomainError
from ..gas import functions
from ..quantities import QUANTITIES
from .adaptive import degeneracy_energy

#: below the first a gas needs too many nodes; up to the last the squares of rapidities, in units of
#: c, are far from underflow
SMALLEST_COUPLING, LARGEST_COUPLING = 1e-6, 1e140
#: in ħ²n²/m; in units of c it is below 1e302, whose root is a rapidity that can be squared
LARGEST_TEMPERATURE = 1e290
#: lowest temperature relative to about |ε(0)| of the ground state, below which
#: E/N = ε₀ + πT²/6v is as good
COLDEST = 1e-6
#: largest μ in units of c: more than any gas of these couplings has
LARGEST_POTENTIAL = 2e6
#: μ/k_BT of the thinnest gas that is an object; its γ² and T in ħ²n²/m are still numbers
THINNEST = -300.0
#: T in units of c
SMALLEST_TEMPERATURE_OVER_C, LARGEST_TEMPERATURE_OVER_C = 1e-280, 1e302


def coldest(gamma: float) -> float:
    """Return the lowest temperature, in ħ²n²/m, at which a gas of this coupling is computed."""
    return COLDEST * _degeneracy(gamma)


def _degeneracy(gamma: float) -> float:
    """Return about the degeneracy temperature, √γ at weak and π²/2 at strong coupling."""
    gamma = min(gamma, GROUND_STATE_UP_TO)
    in_c = QUANTITIES["chemical_potential"].unit.over_interaction(gamma)
    return degeneracy_energy(functions.chemical_potential(gamma) * in_c) / in_c


def first_guess(gamma: float, temperature: float) -> float:
    """Return μ of the ground state, or of an ideal gas of bosons, condensing or thin."""
    if temperature < _degeneracy(gamma):
        return float(functions.chemical_potential(min(gamma, GROUND_STATE_UP_TO)))
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


def thermal_temperature(value: object, gamma: float) -> float:
    """Return a temperature in ħ²n²/m, at least the `coldest` of a coupling."""
    return _between(value, coldest(gamma), LARGEST_TEMPERATURE, "temperature")


def thermal_point(chemical_potential: object, temperature: object) -> tuple[float, float]:
    """Return μ and T in units of c, else raise `DomainError`."""
    mu, t = degenerate_point(chemical_potential, temperature)
    if mu / t < THINNEST:
        raise DomainError(
            f"{_gas(mu, t)} thin that mu/k_BT is below {THINNEST!r}, where gamma and T in ħ²n²/m "
            "leave the range of doubles; thermal_column gives its n/c and pressure in units of c"
        )
    return mu, t


def degenerate_point(chemical_potential: object, temperature: object) -> tuple[float, float]:
    """Return μ and T in units of c of a gas that may be as thin as it likes."""
    mu = real_number("chemical_potential", chemical_potential, "ħ²c²/m")
    if not mu <= LARGEST_POTENTIAL:
        raise DomainError(
            f"chemical_potential must be at most {LARGEST_POTENTIAL!r} ħ²c²/m, got {mu!r}: with "
            "larger ones gamma is below 1e-6, where a gas at a temperature needs too many nodes"
        )
    lowest = COLDEST * degeneracy_energy(mu)
    t = temperature_over_c(temperature, lowest)
    # repelling bosons are not thinner than free fermions, and these not than z/(1 + z) in 1/λ
    if mu / t > THINNEST:
        not_too_dense(math.sqrt(2 * math.pi / t) * (1 + math.exp(-mu / t)), mu, t)
    return mu, t


def temperature_over_c(value: object, lowest: float = 0.0) -> float:
    """Return a temperature in ħ²c²/m at which there are gases, else raise `DomainError`."""
    t = _between(value, lowest, LARGEST_TEMPERATURE_OVER_C, "temperature_over_c2")
    return bounded("temperature", t, SMALLEST_TEMPERATURE_OVER_C, LARGEST_TEMPERATURE_OVER_C)


def not_too_dense(gamma: float, mu: float, t: float) -> float:
    """Return γ of the gas of given μ and T in units of c, else raise `DomainError`."""
    if gamma < SMALLEST_COUPLING:
        raise DomainError(f"{_gas(mu, t)} dense that gamma is below {SMALLEST_COUPLING!r}")
    return gamma


def _gas(mu: float, t: float) -> str:
    return f"the gas of chemical potential {mu!r} and temperature {t!r} (in ħ²c²/m) is so"


def _between(value: object, lowest: float, highest: float, quantity: str) -> float:
    """Return a temperature in [lowest, highest], else raise `DomainError`."""
    unit = QUANTITIES[quantity].unit
    number = real_number("temperature", value, unit)
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
