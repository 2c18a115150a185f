"""What comes in from a laboratory: SI floats, or quantities with units, which become SI floats.

A quantity is anything with an attribute `unit` (astropy) or `units` (pint, unyt); none of these
packages is needed.
"""

from __future__ import annotations

import math
import re
from typing import Any

import numpy as np

from ..arguments import Array, number_array, real_number
from ..errors import DomainError

# Packages count an angle as a number, so that rad/s, and 1/s, would pass for Hz: a factor 2π.
_HERTZ = re.compile(r"[a-zµμ]*(hz|hertz)", re.IGNORECASE)
# No positive number of a laboratory is larger than this, or smaller than its inverse, in SI units;
# within, products of them are doubles.
_LARGEST = 1e100


def in_si(name: str, value: Any, unit: str) -> Any:
    """Return the number of a quantity in an SI unit, and what is no quantity as it is.

    The unit is written as astropy and pint both read it, such as "1/m".
    """
    own = getattr(value, "unit", getattr(value, "units", None))
    if own is None:
        return value
    convert = getattr(value, "m_as", None) or getattr(value, "to_value", None)
    if convert is None:
        raise DomainError(f"{name} has the unit {own}, but no way to convert it; give it in {unit}")
    if unit == "Hz" and not _HERTZ.fullmatch(str(own)):
        raise DomainError(
            f"{name} must be a frequency ω/2π in Hz, got {value}: if it is ω, divide ω by 2π"
        )
    what = f"a quantity in {unit}" if unit else "a number without a unit"
    refused = DomainError(f"{name} must be {what}, got {value}")
    same = getattr(own, "same_dimensions_as", None)  # unyt would raise an error of its own kind
    if same is not None and not same(type(own)(unit)):
        raise refused
    try:
        return convert(unit)
    except (TypeError, ValueError) as error:  # what astropy and pint raise for another dimension
        raise refused from error


_SIZE = f"from {1 / _LARGEST:g} to {_LARGEST:g}"


def si_number(name: str, value: Any, unit: str, low: float = 0.0) -> float:
    """Return one finite number in an SI unit above a bound, 0 unless another is given."""
    number = real_number(name, in_si(name, value, unit))
    if not low < number < math.inf:
        raise DomainError(f"{name} must be {_rule(low)}, got {number!r}{_of(unit)}")
    if low == 0 and not 1 / _LARGEST <= number <= _LARGEST:
        raise DomainError(f"{name} must be {_SIZE}, got {number!r}{_of(unit)}")
    return number


def si_array(name: str, value: Any, unit: str, low: float = 0.0) -> Array:
    """Return finite numbers in an SI unit above a bound, any shape."""
    numbers = number_array(name, in_si(name, value, unit)).astype(np.float64)
    bad = ~((numbers > low) & (numbers < math.inf))
    if bad.any():
        index = tuple(int(i) for i in np.argwhere(bad)[0])
        where = f" at index {index}" if index else ""
        got = float(numbers[index])
        raise DomainError(f"{name} must be {_rule(low)}, got {got!r}{_of(unit)}{where}")
    odd = (numbers < 1 / _LARGEST) | (numbers > _LARGEST)
    if low == 0 and odd.any():
        raise DomainError(f"{name} must be {_SIZE}, got {float(numbers[odd][0])!r}{_of(unit)}")
    return numbers


def si_temperatures(value: Any) -> float | Array:
    """Return a temperature ≥ 0 in K, or an array of these."""
    kelvin = number_array("temperature", in_si("temperature", value, "K")).astype(np.float64)
    if not kelvin.ndim:
        return si_temperature(kelvin.item())
    return np.array([si_temperature(one) for one in kelvin.ravel()]).reshape(kelvin.shape)


def si_temperature(value: Any) -> float:
    """Return one temperature ≥ 0 in K."""
    kelvin = real_number("temperature", in_si("temperature", value, "K"))
    if not 0 <= kelvin < math.inf:
        raise DomainError(f"temperature must be ≥ 0 and finite, got {kelvin!r} K")
    if kelvin > 1e-3:
        raise DomainError(f"temperature must be at most 1e-3 K, got {kelvin!r} K; 50 nK are 50e-9")
    if 0 < kelvin < 1 / _LARGEST:
        raise DomainError(
            f"temperature must be 0, for the ground state, or at least "
            f"{1 / _LARGEST:g} K, got {kelvin!r}"
        )
    return kelvin


def _rule(low: float) -> str:
    return "finite" if low == -math.inf else f"> {low:g} and finite"


def _of(unit: str) -> str:
    return f" {unit}" if unit else ""
