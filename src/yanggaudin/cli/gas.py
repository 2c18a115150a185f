"""Commands of the host gas: its ground state, and at a temperature."""

from __future__ import annotations

from pathlib import Path

from .output import AsJson, Cell, CsvFile, check_targets, new_figure, present, save
from .words import Couplings, one_coupling, read_couplings


def gas(*gamma: Couplings, json: AsJson = False, csv: CsvFile = None) -> None:
    """Ground state of the gas at couplings γ: all thermodynamic quantities with their units."""
    from ..gas.ground_state import GroundState
    from ..quantities import RELATIVE_ERROR

    rows: list[dict[str, Cell]] = []
    for state in map(GroundState, read_couplings(gamma)):
        quantities = (
            ("energy e(γ)", state.energy, "ħ²n²/2m per atom"),
            ("energy per particle ε₀", state.energy_per_particle, "ħ²n²/m"),
            ("chemical potential μ", state.chemical_potential, "ħ²n²/m"),
            ("pressure P", state.pressure, "ħ²n³/m"),
            ("sound velocity v", state.sound_velocity, "ħn/m"),
            ("Luttinger parameter K", state.luttinger_parameter, ""),
            ("compressibility ∂n/∂μ", state.compressibility, "m/ħ²n"),
            ("pair correlation g₂ = e′", state.pair_correlation, ""),
            ("Fermi rapidity Q", state.fermi_rapidity, "n"),
            ("Fermi rapidity Q/c", state.fermi_rapidity_over_c, ""),
        )
        rows += [
            {
                "gamma": state.gamma,
                "quantity": name,
                "value": value,
                "unit": unit,
                "relative_error": RELATIVE_ERROR,
            }
            for name, value, unit in quantities
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
    import numpy as np

    from ..thermal.domain import LARGEST_TEMPERATURE, coldest
    from ..thermal.thermal_gas import ThermalGas

    check_targets(csv, plot)
    state = ThermalGas(one_coupling("thermal", gamma), temperature)
    units = {
        "chemical_potential": ("chemical potential μ", "ħ²n²/m"),
        "free_energy_per_particle": ("free energy per particle F/N", "ħ²n²/m"),
        "pressure": ("pressure P", "ħ²n³/m"),
        "energy_per_particle": ("energy per particle E/N", "ħ²n²/m"),
        "entropy_per_particle": ("entropy per particle S/N", "k_B"),
        "specific_heat": ("specific heat per particle T ∂(S/N)/∂T", "k_B"),
        "compressibility": ("compressibility ∂n/∂μ", "m/ħ²n"),
        "sound_velocity": ("sound velocity v", "ħn/m"),
        "pair_correlation": ("pair correlation g₂", ""),
    }
    errors = state.errors
    rows: list[dict[str, Cell]] = [
        {
            "gamma": state.gamma,
            "temperature": state.temperature,
            "quantity": text,
            "value": getattr(state, name),
            "unit": unit,
            "absolute_error": errors[name],
        }
        for name, (text, unit) in units.items()
    ]
    if plot is not None:
        figure, axes = new_figure()
        from ..plots.all import draw_thermal

        low = max(temperature / 100, 2 * coldest(state.gamma))
        high = min(temperature * 100, LARGEST_TEMPERATURE)
        draw_thermal(axes, state.gamma, np.geomspace(low, high, 41))
        save(figure, plot)
    present(rows, json, csv)
