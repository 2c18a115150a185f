"""Numbers of the package as they are read in a laboratory: kHz, ms and ħ/µm."""

from __future__ import annotations

import math

from ..units import HBAR
from .scale import Scale

# what a number in the SI is multiplied by
_UNITS = {
    "excitation_energy": (1e-3 / (math.tau * HBAR), "kHz"),
    "time": (1e3, "ms"),
    "momentum": (1e-6 / HBAR, "ħ/µm"),
    "impurity_momentum": (1e-6 / HBAR, "ħ/µm"),
}


def everyday(quantity: str, scale: Scale) -> tuple[float, str] | None:
    """Return what a number of the package is multiplied by, and the unit that it is in then.

    None if it has no such unit, as pure numbers do.
    """
    if quantity not in _UNITS:
        return None
    size, unit = _UNITS[quantity]
    return size * scale.factor(quantity), unit
