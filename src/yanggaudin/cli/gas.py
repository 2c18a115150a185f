"""Commands of the host gas: its ground state, and at a temperature."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from .output import AsJson, Cell, CsvFile, check_targets, draw_into, present, quantity_row
from .words import Couplings, one_coupling, read_couplings

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from ..thermal.thermal_gas import ThermalGas

# what the command `gas` shows, by name in the catalogue
_GROUND_STATE = (
    "energy",
    "energy_per_particle",
    "chemical_potential",
    "pressure",
    "sound_velocity",
    "luttinger_parameter",
    "compressibility",
    "pair_correlation",
    "fermi_rapidity",
    "fermi_rapidity_over_c",
)
# how far around its temperature a gas is drawn, and at how many points
_DRAWN_FACTOR, _DRAWN_POINTS = 100, 41


def gas(*gamma: Couplings, json: AsJson = False, csv: CsvFile = None) -> None:
    """Ground state of the gas at couplings γ: quantities with units and absolute errors."""
    from ..gas.ground_state import GroundState

    rows: list[dict[str, Cell]] = []
    for state in map(GroundState, read_couplings(gamma)):
        errors = state.errors
        rows += [
            {"gamma": state.gamma, **quantity_row(name, getattr(state, name), errors[name])}
            for name in _GROUND_STATE
        ]
    present(rows, json, csv)


def thermal(
    gamma: Couplings,
    /,
    *,
    temperature: float,
    json: AsJson = False,
    csv: CsvFile = None,
    plot: Path | None = None,
) -> None:
    """Gas at a temperature: all thermodynamic quantities with units and absolute errors.

    Parameters
    ----------
    temperature
        Temperature k_B T in ħ²n²/m.
    plot
        Draw pressure, energy and entropy against temperature, a factor 100 up and down, into this
        file; its ending (.png, .svg, .pdf) chooses the format.
    """
    from ..thermal.thermal_gas import ThermalGas

    check_targets(csv, plot)
    state = ThermalGas(one_coupling("thermal", gamma), temperature)
    rows: list[dict[str, Cell]] = [
        {
            "gamma": state.gamma,
            "temperature": state.temperature,
            **quantity_row(name, getattr(state, name), error),
        }
        for name, error in state.errors.items()
    ]
    draw_into(plot, lambda axes: _draw_around(axes, state))
    present(rows, json, csv)


def _draw_around(axes: Axes, state: ThermalGas) -> None:
    """Draw the gas of this coupling at temperatures around that of the state."""
    import numpy as np

    from ..plots import draw_thermal
    from ..thermal.domain import LARGEST_TEMPERATURE, coldest

    low = max(state.temperature / _DRAWN_FACTOR, 2 * coldest(state.gamma))
    high = min(state.temperature * _DRAWN_FACTOR, LARGEST_TEMPERATURE)
    temperatures = np.geomspace(low, high, _DRAWN_POINTS)
    draw_thermal(axes, [type(state)(state.gamma, float(t)) for t in temperatures])
