"""Numbers with units as they are spoken of: 50nK, 1.3kHz, 100a0, 30um, 1.2/um."""

from __future__ import annotations

import math
import re

from ..errors import DomainError
from ..units import BOHR_RADIUS

# powers of ten
_PREFIXES = {"": 0, "k": 3, "M": 6, "m": -3, "u": -6, "µ": -6, "μ": -6, "n": -9, "p": -12}
_NUMBER = re.compile(r"([-+]?(?:\d+\.?\d*|\.\d+))(?:[eE]([-+]?\d{1,9}))?\s*(\S*)")


def _prefixed(unit: str) -> dict[str, int]:
    return {prefix + unit: power for prefix, power in _PREFIXES.items()}


def _inverse(units: dict[str, int]) -> dict[str, int]:
    return {f"{one}/{name}": -power for name, power in units.items() for one in ("", "1")}


_LENGTHS = _prefixed("m") | {"cm": -2}
#: what each kind of number may be written in, and which power of ten of its SI unit that is
_UNITS = {
    "Hz": _prefixed("Hz"),
    "K": _prefixed("K"),
    "m": _LENGTHS,
    "1/m": _inverse(_LENGTHS),
    "a0": {"a0": 0} | _LENGTHS,
}


def si_number(name: str, text: str, unit: str) -> float:
    """Return the number of a word in a unit, which it has if none is written.

    Parameters
    ----------
    name : str
        For the error.
    text : str
        Such as "50nK".
    unit : str
        "Hz", "K", "m", "1/m", or "a0" for a scattering length.

    Returns
    -------
    float
        The number in that unit, the double nearest to what is written but for lengths in a0.

    Raises
    ------
    DomainError
        If it is no number, or has a unit of another kind.
    """
    found = _NUMBER.fullmatch(text.strip())
    if found is None:
        raise DomainError(f"{name}: {text!r} is no number with a unit, such as 1.5{unit}")
    digits, exponent, written = found.groups(default="0")
    powers = _UNITS[unit]
    if written and written not in powers:
        known = ", ".join(powers)
        raise DomainError(f"{name}: {text!r} is not in {unit}; it may be in {known}")
    # 50nK is the double 5e-8, not 50 times the double 1e-9
    value = float(f"{digits}e{int(exponent) + powers.get(written, 0)}")
    if unit == "a0" and written in _LENGTHS:
        value /= BOHR_RADIUS
    if not math.isfinite(value):
        raise DomainError(f"{name}: {text!r} is too large")
    return value
