"""Exact polaron mass and dispersion of the one-dimensional Bose gas, at any coupling.

Z. Ristivojevic, "Exact result for the polaron mass in a one-dimensional Bose gas" (2021).

>>> import yanggaudin as yg
>>> round(yg.Polaron(1.0).mass_ratio, 12)
0.788795579854
"""

import typing as _typing
from importlib import import_module as _import_module

from .citation import cite as cite
from .errors import (
    AccuracyError as AccuracyError,
    ConvergenceError as ConvergenceError,
    DomainError as DomainError,
    MissingPackageError as MissingPackageError,
    ShortMemoryError as ShortMemoryError,
    SweepError as SweepError,
    ValidityWarning as ValidityWarning,
    YangGaudinError as YangGaudinError,
)
from .gas.excitations import Excitations as Excitations
from .gas.functions import (
    chemical_potential as chemical_potential,
    energy as energy,
    energy_derivative as energy_derivative,
    energy_second_derivative as energy_second_derivative,
    fermi_rapidity as fermi_rapidity,
    gamma_from_chemical_potential as gamma_from_chemical_potential,
    gamma_from_mass_ratio as gamma_from_mass_ratio,
    luttinger_parameter as luttinger_parameter,
    mass_enhancement as mass_enhancement,
    mass_ratio as mass_ratio,
    mass_shift as mass_shift,
    pair_correlation as pair_correlation,
    pressure as pressure,
    quartic_coefficient as quartic_coefficient,
    sound_velocity as sound_velocity,
    tan_contact as tan_contact,
    three_body_correlation as three_body_correlation,
)
from .gas.green_function import GreenFunction as GreenFunction
from .gas.ground_state import GroundState as GroundState
from .gas.kernels import SmoothKernel as SmoothKernel
from .locks import LOADING as _LOADING
from .paper.identities import Identities as Identities, identities as identities
from .paper.routes import MassRoutes as MassRoutes, mass_routes as mass_routes
from .polaron.edge import SpectralEdge as SpectralEdge
from .polaron.fermi import FermiPolaron as FermiPolaron
from .polaron.polaron import Polaron as Polaron
from .polaron.shift_function import ShiftFunction as ShiftFunction
from .public import public_names as _public_names
from .sweeps.sweep import sweep as sweep
from .thermal.columns import (
    ThermalColumn as ThermalColumn,
    thermal_column as thermal_column,
)
from .thermal.tables import ThermalGases as ThermalGases, thermal_gases as thermal_gases
from .thermal.thermal_gas import ThermalGas as ThermalGas
from .two_components.columns import (
    TwoComponentColumn as TwoComponentColumn,
    two_component_column as two_component_column,
)
from .two_components.gas import TwoComponentGas as TwoComponentGas
from .two_components.tables import (
    TwoComponentGases as TwoComponentGases,
    two_component_gases as two_component_gases,
)

__version__ = "0.1.0"

# What loads FLINT, matplotlib or much code is imported when it is first used.
_LATER = {
    "certified": "certified",
    "dispersion_limits": "polaron.dispersion_limits",
    "dynamics": "dynamics",
    "lab": "lab",
    "plots": "plots",
    "quantities": "quantities",
    "ring": "ring",
    "series": "series",
}

if _typing.TYPE_CHECKING:
    from . import (
        certified as certified,
        dynamics as dynamics,
        lab as lab,
        plots as plots,
        quantities as quantities,
        ring as ring,
        series as series,
    )
    from .polaron import dispersion_limits as dispersion_limits
else:

    def __getattr__(name: str) -> object:
        """Import a public submodule when it is first used."""
        if name not in _LATER:
            raise AttributeError(f"module 'yanggaudin' has no attribute {name!r}")
        with _LOADING:
            globals()[name] = module = _import_module(f".{_LATER[name]}", __name__)
        return module


def __dir__() -> list[str]:
    return sorted({*_public_names(globals()), *_LATER, "__version__"})
