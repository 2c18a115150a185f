"""Which gases of two components are computed."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from ..arguments import real_number
from ..errors import DomainError
from ..quantities import QUANTITIES
from ..thermal.domain import (
    LARGEST_POTENTIAL,
    degenerate_point,
    temperature_over_c,
    thermal_temperature,
)

#: couplings, and the highest temperature in ħ²n²/m, between which the accuracy was measured
SMALLEST_COUPLING, LARGEST_COUPLING = 1e-4, 1e4
LARGEST_TEMPERATURE = 1e6
#: h/k_BT above which e^{-h/T} is nothing beside the rounding of any quantity
LARGEST_RATIO = 600.0
#: (n↑ - n↓)/n whose rounding hides the atoms of the minority
LARGEST_POLARISATION = 1 - 1e-14
#: μ↑/k_BT of the thinnest gas
THINNEST = -100.0

_FIELD = QUANTITIES["field"].unit


def coupling(gamma: object) -> float:
    """Return a coupling at which gases of two components are computed."""
    value = real_number("gamma", gamma)
    if not SMALLEST_COUPLING <= value <= LARGEST_COUPLING:
        raise DomainError(
            f"gamma must lie in [{SMALLEST_COUPLING!r}, {LARGEST_COUPLING!r}] for a gas of two "
            f"components, got {value!r}; weaker, take two ideal gases of bosons and their first "
            "correction -c(n↑² + n↓² + n↑n↓), stronger, free spins on a gas of fermions"
        )
    return value


def temperature(value: object, gamma: float) -> float:
    """Return a temperature in ħ²n²/m at which gases of two components are computed."""
    number = thermal_temperature(value, gamma)
    if number > LARGEST_TEMPERATURE:
        raise DomainError(
            f"temperature must be at most {LARGEST_TEMPERATURE!r} {QUANTITIES['temperature'].unit} "
            f"for a gas of two components, got {number!r}; hotter, two virial coefficients do"
        )
    return number


def field_and_polarisation(
    field: object, polarisation: object, temperature: float
) -> tuple[float | None, float]:
    """Return h in ħ²n²/m, or None and the polarisation that is asked for."""
    name, given = one_of(field, polarisation)
    if name == "field":
        return field_of(given, temperature, str(_FIELD)), 0.0
    value = _one(name, given)
    if not 0 <= value <= 1:
        raise DomainError(
            f"polarisation must lie in [0, 1), got {value!r}"
            + ("; exchange the two components" if -1 <= value < 0 else "")
        )
    if value > LARGEST_POLARISATION:
        raise DomainError(
            f"polarisation must be at most 1 - 1e-14, got {value!r}: 1.0 takes an infinite field; "
            "the gas of one component is ThermalGas, and its flipped_fraction the few others"
        )
    return None, value


def one_of(field: Any, polarisation: Any) -> tuple[str, Any]:
    """Return the name and the value of the one of the two that is given."""
    if (field is None) == (polarisation is None):
        raise DomainError(
            "give either the field h = μ↑ - μ↓ or the polarisation (n↑ - n↓)/n, not "
            + ("both" if field is not None else "neither; field=0.0 is a gas of equal components")
        )
    return ("field", field) if field is not None else ("polarisation", polarisation)


def field_of(field: object, temperature: float, unit: str) -> float:
    """Return h ≥ 0, in the unit of the temperature, else raise `DomainError`."""
    value = _one("field", field, unit)
    if math.isnan(value):
        raise DomainError(f"field must be a number ≥ 0 {unit}, got nan")
    if value < 0:
        raise DomainError(
            f"field must be ≥ 0, got {value!r}: h = μ↑ - μ↓, and ↑ is the component of the larger "
            f"chemical potential; exchange the components, field={-value!r}"
        )
    if not value <= LARGEST_RATIO * temperature:
        raise DomainError(
            f"field must be at most {LARGEST_RATIO!r} k_BT = {LARGEST_RATIO * temperature:.6g} "
            f"{unit}, got {value!r}; in larger ones there is only one component, ThermalGas"
        )
    return value


def _one(name: str, value: object, unit: str = "") -> float:
    """Return one number; for many there is a function."""
    if isinstance(value, (list, tuple, np.ndarray)) and np.ndim(value):
        raise DomainError(
            f"{name} must be one number, got {value!r}; two_component_gases takes arrays"
        )
    return real_number(name, value, unit)


def potentials(mean: object, field: object, temperature: object) -> tuple[float, float, float]:
    """Return μ̄, h and T in units of c, else raise `DomainError`."""
    t = temperature_over_c(temperature)
    h = field_of(field, t, "ħ²c²/m")
    value = real_number("mean", mean, "ħ²c²/m")
    if not math.isfinite(value):
        raise DomainError(f"mean must be finite, got {value!r}")
    up = value + h / 2
    if up > LARGEST_POTENTIAL:
        raise DomainError(
            f"mean + field/2 = μ↑ must be at most {LARGEST_POTENTIAL!r} ħ²c²/m, got {up!r}; denser "
            f"gases have a gamma below {SMALLEST_COUPLING!r}"
        )
    degenerate_point(up, t)
    if up / t < THINNEST:
        raise DomainError(
            f"mean + field/2 = μ↑ must be at least {THINNEST!r} k_BT, got {up!r}; thinner gases "
            "are ideal and classical"
        )
    return value, h, t


def not_too_dense(gamma: float) -> None:
    """Refuse a gas of given potentials that is so dense that its accuracy is not known."""
    if gamma < SMALLEST_COUPLING:
        raise DomainError(
            f"the gas of these potentials is so dense that gamma is {gamma:.6g}, below "
            f"{SMALLEST_COUPLING!r}"
        )


def not_out_of_range(gamma: float, temperature: float) -> None:
    """Refuse a gas of given potentials whose γ or T, in ħ²n²/m, is out of range."""
    for name, value, low, high in (
        ("gamma", gamma, SMALLEST_COUPLING, LARGEST_COUPLING),
        ("temperature in ħ²n²/m", temperature, 0.0, LARGEST_TEMPERATURE),
    ):
        if not low <= value <= high:
            raise DomainError(
                f"the gas of these potentials has a {name} of {value:.6g}, and must have one in "
                f"[{low!r}, {high!r}]"
            )
