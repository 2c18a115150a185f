"""Commands of the host gas: its ground state, and at a temperature."""

from __future__ import annotations

from .output import OUTPUT, TABLE, Cell, Output, Table, quantity_row
from .words import Couplings, one_coupling, read_couplings

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


def gas(*gamma: Couplings, output: Table = TABLE) -> None:
    """Ground state of the gas at couplings γ: quantities with units and absolute errors."""
    from ..gas.ground_state import GroundState

    rows: list[dict[str, Cell]] = []
    for state in map(GroundState, read_couplings(gamma)):
        errors = state.errors
        rows += [
            {"gamma": state.gamma, **quantity_row(name, getattr(state, name), errors[name])}
            for name in _GROUND_STATE
        ]
    output.present(rows)


def thermal(gamma: Couplings, /, *, temperature: float, output: Output = OUTPUT) -> None:
    """Gas at a temperature: all thermodynamic quantities with units and absolute errors.

    --plot draws pressure, energy and entropy against temperature, a factor 100 up and down.

    Parameters
    ----------
    temperature
        Temperature k_B T in ħ²n²/m.
    """
    import numpy as np

    from ..thermal.domain import LARGEST_TEMPERATURE, coldest
    from ..thermal.thermal_gas import ThermalGas

    output.check()
    state = ThermalGas(one_coupling("thermal", gamma), temperature)
    point: dict[str, Cell] = {"gamma": state.gamma, "temperature": state.temperature}
    if output.plot is not None:
        low = max(temperature / _DRAWN_FACTOR, 2 * coldest(state.gamma))
        high = min(temperature * _DRAWN_FACTOR, LARGEST_TEMPERATURE)
        drawn = np.geomspace(low, high, _DRAWN_POINTS)
        output.draw("draw_thermal", [ThermalGas(state.gamma, float(t)) for t in drawn])
    output.present(
        [
            {**point, **quantity_row(name, getattr(state, name), error)}
            for name, error in state.errors.items()
        ]
    )
