"""How good local density and one dimension are for a trapped gas."""

from __future__ import annotations

import math
import warnings
from typing import Any

import numpy as np

from ..errors import ValidityWarning
from ..units import BOLTZMANN, HBAR
from .amounts import FEWEST_ATOMS
from .cloud import Cloud, height_of_density, plain
from .guide import Guide
from .one_dimension import warn_unless_one_dimensional
from .resolution import warn_of_change
from .thermal_cloud import ThermalCloud
from .thermal_clouds import ThermalClouds

# R/ξ below which local density is warned of
_SMALLEST_CLOUD = 5.0


def figures(guide: Guide, cloud: Cloud | ThermalCloud | ThermalClouds) -> dict[str, Any]:
    """Return the figures of `TrappedGas.validity`."""
    density, gap = guide.c / cloud.peak_gamma, guide.gap
    if isinstance(cloud, Cloud):
        thermal, energy = 0.0, cloud.height
        left, right = cloud.well.edges(energy)
        name, size = "radius_over_healing_length", (right - left) / 2
    else:
        thermal = BOLTZMANN * cloud.kelvin
        energy = height_of_density(guide, density)
        name, size = "size_over_healing_length", np.sqrt(cloud.squared_radius)
    wave_number = np.sqrt(guide.atom.mass * np.maximum(energy, thermal)) / HBAR
    return {
        "chemical_potential_over_gap": plain(energy / gap),
        "temperature_over_gap": plain(np.asarray(thermal / gap)),
        "transverse_density": plain(density * guide.a),
        "resonance_fraction": guide.resonance_fraction,
        name: plain(size * wave_number),
    }


def warn_of(guide: Guide, found: dict[str, Any], n_atoms: Any, *, stacklevel: int) -> None:
    """Warn where one of the approximations is bad for one of the traps."""
    fewest = float(np.min(n_atoms))
    if fewest < FEWEST_ATOMS * (1 - 1e-12):  # two atoms, but for rounding
        warnings.warn(
            f"N = {fewest:.6g} is less than {FEWEST_ATOMS}: one atom alone is no gas, and moves in "
            "the trap as a free particle",
            ValidityWarning,
            stacklevel=stacklevel,
        )
    worst = float(np.max(found["chemical_potential_over_gap"]))
    warm = float(np.max(found["temperature_over_gap"]))
    warn_unless_one_dimensional(guide, worst, warm, stacklevel=stacklevel + 1)
    if "radius_over_healing_length" in found:
        smallest, what = float(np.min(found["radius_over_healing_length"])), "(R/ξ)"
    else:
        # √⟨x²⟩ is R/√5 in a parabola
        smallest = math.sqrt(5) * float(np.min(found["size_over_healing_length"]))
        what = "or thermal wavelengths"
    if smallest < _SMALLEST_CLOUD:
        warnings.warn(
            f"the cloud is only {smallest:.6g} healing lengths wide {what}: local density errs "
            f"by a fraction of about (ξ/R)² = {smallest**-2:.2g}",
            ValidityWarning,
            stacklevel=stacklevel,
        )
    warn_of_change(found.get("change_in_finer_slices", 0.0), stacklevel=stacklevel + 1)


def reason_at_zero(what: str) -> str:
    """Return why a quantity is known at T = 0 only."""
    if what == "radius":
        return "at a temperature the gas has no edge; take rms_radius"
    if what == "sound_mode_frequencies":
        return "at a temperature there is breathing_ratio, by the sum rule"
    return "the branch E(p) of the flipped atom is that of the ground state"
