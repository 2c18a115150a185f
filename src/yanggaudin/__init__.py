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
    from . import certified, series
    from .errors import AccuracyError, ConvergenceError, DomainError, YangGaudinError
    from .ground_state import GroundState
    from .polaron import Polaron
    from .routes import Identities, MassRoutes, identities, mass_routes

__version__ = "0.1.0"

_HOME = {
    "AccuracyError": "errors",
    "ConvergenceError": "errors",
    "DomainError": "errors",
    "GroundState": "ground_state",
    "Identities": "routes",
    "MassRoutes": "routes",
    "Polaron": "polaron",
    "YangGaudinError": "errors",
    "certified": "",
    "identities": "routes",
    "mass_routes": "routes",
    "series": "",
}

__all__ = [
    "AccuracyError",
    "ConvergenceError",
    "DomainError",
    "GroundState",
    "Identities",
    "MassRoutes",
    "Polaron",
    "YangGaudinError",
    "certified",
    "identities",
    "mass_routes",
    "series",
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
