"""The gas at a temperature in its limits: a cold quantum liquid and a hot classical gas.

Units ħ = m = n = k_B = 1: energies and temperatures in ħ²n²/m.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from ..arguments import Array, real_array
from ..gas.ground_state import GroundState
from ..quantities import QUANTITIES

_TEMPERATURE = QUANTITIES["temperature"].unit


def cold_gas(gamma: float, *, temperature: ArrayLike) -> dict[str, Array]:
    """Leading terms as T → 0: the ground state, and the entropy of its phonons.

    Parameters
    ----------
    gamma : float
        Coupling γ = c/n, from 1e-30 to 1e100.
    temperature : array_like
        k_B T ≥ 0 in ħ²n²/m, any shape.

    Returns
    -------
    dict of str to array
        By name in the catalogue: pressure P and energy per particle ε₀ of the ground state,
        entropy per particle S/N = πT/3v.

    Raises
    ------
    DomainError
        If an argument is out of its range.

    Examples
    --------
    >>> cold = cold_gas(1.0, temperature=0.01)
    >>> round(float(cold["entropy_per_particle"]), 6)
    0.011419
    """
    t, ground = real_array("temperature", temperature, 0.0, unit=_TEMPERATURE), GroundState(gamma)
    return {
        "pressure": np.full_like(t, ground.pressure),
        "energy_per_particle": np.full_like(t, ground.energy_per_particle),
        "entropy_per_particle": math.pi * t / (3 * ground.sound_velocity),
    }


def classical_gas(temperature: ArrayLike) -> dict[str, Array]:
    """Leading terms as T → ∞: the ideal gas, with the entropy of Sackur and Tetrode.

    Parameters
    ----------
    temperature : array_like
        k_B T > 0 in ħ²n²/m, any shape.

    Returns
    -------
    dict of str to array
        By name in the catalogue: pressure P = T, energy per particle T/2, entropy per particle
        S/N = 3/2 + ln √(T/2π), which is negative for T below 0.31.

    Raises
    ------
    DomainError
        If a temperature is not positive.

    Examples
    --------
    >>> round(float(classical_gas(100.0)["entropy_per_particle"]), 6)
    2.883647
    """
    t = real_array("temperature", temperature, math.ulp(0.0), unit=_TEMPERATURE)
    return {
        "pressure": t,
        "energy_per_particle": t / 2,
        "entropy_per_particle": 1.5 + np.log(t / (2 * math.pi)) / 2,
    }
