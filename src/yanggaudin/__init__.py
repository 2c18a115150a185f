"""Exact polaron mass and dispersion of the one-dimensional Bose gas, at any coupling.

Z. Ristivojevic, "Exact result for the polaron mass in a one-dimensional Bose gas" (2021).

>>> import yanggaudin as yg
>>> round(yg.Polaron(1.0).mass_ratio, 12)
0.788795579854
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from . import certified, dispersion_limits, ring, series
    from .errors import AccuracyError, ConvergenceError, DomainError, YangGaudinError
    from .excitations import Excitations
    from .functions import (
        chemical_potential,
        energy,
        energy_derivative,
        energy_second_derivative,
        fermi_rapidity,
        gamma_from_mass_ratio,
        luttinger_parameter,
        mass_enhancement,
        mass_ratio,
        mass_shift,
        pair_correlation,
        pressure,
        quartic_coefficient,
        sound_velocity,
        tan_contact,
        three_body_correlation,
    )
    from .ground_state import GroundState
    from .hosts import FermiPolaron, SmoothKernel
    from .polaron import Polaron
    from .routes import Identities, MassRoutes, identities, mass_routes
    from .thermal import ThermalGas

__version__ = "0.1.0"

_HOME = {
    "AccuracyError": "errors",
    "ConvergenceError": "errors",
    "DomainError": "errors",
    "Excitations": "excitations",
    "FermiPolaron": "hosts",
    "GroundState": "ground_state",
    "Identities": "routes",
    "MassRoutes": "routes",
    "Polaron": "polaron",
    "SmoothKernel": "hosts",
    "ThermalGas": "thermal",
    "YangGaudinError": "errors",
    "certified": "",
    "chemical_potential": "functions",
    "dispersion_limits": "",
    "energy": "functions",
    "energy_derivative": "functions",
    "energy_second_derivative": "functions",
    "fermi_rapidity": "functions",
    "gamma_from_mass_ratio": "functions",
    "identities": "routes",
    "luttinger_parameter": "functions",
    "mass_enhancement": "functions",
    "mass_ratio": "functions",
    "mass_routes": "routes",
    "mass_shift": "functions",
    "pair_correlation": "functions",
    "pressure": "functions",
    "quartic_coefficient": "functions",
    "ring": "",
    "series": "",
    "sound_velocity": "functions",
    "tan_contact": "functions",
    "three_body_correlation": "functions",
}

__all__ = [
    "AccuracyError",
    "ConvergenceError",
    "DomainError",
    "Excitations",
    "FermiPolaron",
    "GroundState",
    "Identities",
    "MassRoutes",
    "Polaron",
    "SmoothKernel",
    "ThermalGas",
    "YangGaudinError",
    "certified",
    "chemical_potential",
    "dispersion_limits",
    "energy",
    "energy_derivative",
    "energy_second_derivative",
    "fermi_rapidity",
    "gamma_from_mass_ratio",
    "identities",
    "luttinger_parameter",
    "mass_enhancement",
    "mass_ratio",
    "mass_routes",
    "mass_shift",
    "pair_correlation",
    "pressure",
    "quartic_coefficient",
    "ring",
    "series",
    "sound_velocity",
    "tan_contact",
    "three_body_correlation",
]


def __getattr__(name: str) -> object:
    """Import a public name when it is first used."""
    if name not in _HOME:
        raise AttributeError(f"module 'yanggaudin' has no attribute {name!r}")
    home = _HOME[name]
    # a name without a home is a submodule
    value = getattr(import_module(f".{home}", __name__), name) if home else _submodule(name)
    globals()[name] = value
    return value


def _submodule(name: str) -> object:
    return import_module(f".{name}", __name__)


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
