"""Numbers with units as they are spoken of: 50nK, 1.3kHz, 100a0, 30um, 1.2/um."""

from __future__ import annotations

import math
import re

from ..errors import DomainError
from ..units import BOHR_RADIUS

_PREFIXES = {
    "": 1.0,
    "k": 1e3,
    "M": 1e6,
    "m": 1e-3,
    "u": 1e-6,
    "µ": 1e-6,
    "μ": 1e-6,
    "n": 1e-9,
    "p": 1e-12,
}
_NUMBER = re.compile(r"([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)\s*(\S*)")


def _prefixed(unit: str) -> dict[str, float]:
    return {prefix + unit: size for prefix, size in _PREFIXES.items()}


def _inverse(units: dict[str, float]) -> dict[str, float]:
    return {f"{one}/{name}": 1 / size for name, size in units.items() for one in ("", "1")}


_LENGTHS = _prefixed("m") | {"cm": 1e-2}
#: what each kind of number may be written in, and how large that is in its SI unit
_UNITS = {
    "Hz": _prefixed("Hz"),
    "K": _prefixed("K"),
    "m": _LENGTHS,
    "1/m": _inverse(_LENGTHS),
    "a0": {"a0": 1.0} | {name: size / BOHR_RADIUS for name, size in _LENGTHS.items()},
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
        The number in that unit.

    Raises
    ------
    DomainError
        If it is no number, or has a unit of another kind.
    """
    found = _NUMBER.fullmatch(text.strip())
    if found is None:
        raise DomainError(f"{name}: {text!r} is no number with a unit, such as 1.5{unit}")
    number, written = float(found[1]), found[2]
    sizes = _UNITS[unit]
    if written and written not in sizes:
        known = ", ".join(sizes)
        raise DomainError(f"{name}: {text!r} is not in {unit}; it may be in {known}")
    value = number * sizes.get(written, 1.0)
    if not math.isfinite(value):
        raise DomainError(f"{name}: {text!r} is too large")
    return value
