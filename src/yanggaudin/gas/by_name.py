"""Functions of γ by their names in the catalogue, and what follows from one of them at once."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from ..arguments import Array
from ..quantities import QUANTITIES
from . import functions

Function = Callable[[Any], Any]


def _fermi_rapidity_over_c(gamma: Array) -> Array:
    """Return Q/c, which is infinite without interaction."""
    return np.where(gamma > 0, functions.fermi_rapidity(gamma) / gamma, math.inf)


#: what follows from one function of γ; for arrays
FOLLOWING: dict[str, Function] = {
    "energy_per_particle": lambda gamma: functions.energy(gamma) / 2,
    "compressibility": lambda gamma: (functions.luttinger_parameter(gamma) / math.pi) ** 2,
    "fermi_rapidity_over_c": _fermi_rapidity_over_c,
}

#: functions of γ
FUNCTIONS: dict[str, Function] = {
    name: getattr(functions, name) for name in functions.__all__ if name in QUANTITIES
}
