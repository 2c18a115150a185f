"""Homogeneous gases in a guide: SI units, a temperature, Bloch oscillations, refusals."""

import math
import warnings

import numpy as np
import pytest
from scipy import constants

import yanggaudin as yg
from test_lab_atoms import RUBIDIUM, TIGHT
from yanggaudin import DomainError, ValidityWarning


def test_gas_in_si_units() -> None:
    density, mass, hbar = 5e6, RUBIDIUM, constants.hbar
    gas = TIGHT.gas(density=density)
    state, polaron = yg.GroundState(gas.gamma), yg.Polaron(gas.gamma)
    energy = hbar**2 * density**2 / mass
    for found, expected in (
        (gas.gamma, TIGHT.c / density),
        (gas.sound_velocity, state.sound_velocity * hbar * density / mass),
        (gas.chemical_potential, state.chemical_potential * energy),
        (gas.energy_per_particle, state.energy / 2 * energy),
        (gas.pressure, state.pressure * energy * density),
        (gas.pair_correlation, state.pair_correlation),
        (gas.polaron_mass, mass / polaron.mass_ratio),
        (gas.maximum_energy, polaron.maximum_energy * energy),
        (gas.maximum_energy_frequency, polaron.maximum_energy * energy / constants.h),
        (gas.degeneracy_temperature, energy / 2 / constants.k),
        (gas.healing_length, hbar / math.sqrt(mass * gas.chemical_potential)),
        (gas.polaron_energy(hbar * density), polaron.energy(1.0) * energy),
    ):
        assert found == pytest.approx(expected, rel=1e-13, abs=0)


def test_gas_at_a_temperature() -> None:
    gas = TIGHT.gas(density=5e6, temperature=50e-9)
    scaled = constants.k * 50e-9 / (constants.hbar**2 * 25e12 / RUBIDIUM)
    state = yg.ThermalGas(gas.gamma, scaled)
    unit = constants.hbar * 5e6 / RUBIDIUM
    assert gas.sound_velocity == pytest.approx(state.sound_velocity * unit, rel=1e-12)
    assert gas.pair_correlation == pytest.approx(state.pair_correlation, rel=1e-12)
    assert gas.healing_length == TIGHT.gas(density=5e6).healing_length


@pytest.mark.parametrize(
    ("gamma", "amplitude"), [(1.0, 0.863592), (8.0, 0.820894), (12.0, 0.676664)]
)
def test_bloch_oscillation(gamma: float, amplitude: float) -> None:
    density, force = TIGHT.c / gamma, 1e-25
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ValidityWarning)
        gas = TIGHT.gas(density=density)
    unit = constants.hbar**2 * density**2 / RUBIDIUM / force
    assert gas.bloch_amplitude(force) / unit == pytest.approx(amplitude, abs=5e-7)
    period = gas.bloch_period(force)
    assert period == pytest.approx(constants.h * density / force, rel=1e-14)
    times = period * np.array([0.25, 0.5, 1.0, 1.25, 10.25])
    x = gas.bloch_position(force, times)
    quarter = yg.Polaron(gas.gamma).energy(math.pi / 2)
    assert x[[0, 3, 4]] / unit == pytest.approx([quarter] * 3, rel=1e-12)
    assert x[1] == pytest.approx(gas.bloch_amplitude(force), rel=1e-14)
    assert abs(x[2]) < 1e-14 * x[1]
    # ẋ = V(Ft)
    step = 1e-5 * period
    slope = (gas.bloch_position(force, times[0] + step) - x[0]) / step
    velocity = yg.Polaron(gas.gamma).velocity(math.pi / 2) * constants.hbar * density / RUBIDIUM
    assert slope == pytest.approx(velocity, rel=1e-3)


def test_gases_refuse() -> None:
    for wrong in (0.0, -1.0, math.nan, math.inf, None, "1e6"):
        with pytest.raises(DomainError, match="density"):
            TIGHT.gas(density=wrong)
    with pytest.raises(DomainError, match="temperature must be ≥ 0"):
        TIGHT.gas(density=1e6, temperature=-1e-9)
    with pytest.raises(DomainError, match=r"got 50.0 K; 50 nK are 50e-9"):
        TIGHT.gas(density=1e6, temperature=50.0)
    with pytest.raises(DomainError, match="force must be > 0"):
        TIGHT.gas(density=1e6).bloch_period(0.0)
