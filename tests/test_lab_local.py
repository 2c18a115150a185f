"""Numbers at a place of a trap, the mass in a warm one, many traps in a potential."""

import math
from typing import Any

import numpy as np
import pytest
from scipy import constants

import yanggaudin as yg
from test_lab_trap import GUIDE, RUBIDIUM
from yanggaudin import DomainError, lab

WARM = 50e-9


def leaning_quartic(x: Any) -> Any:
    """A potential without symmetry, in J."""
    return constants.h * (2000 * (x / 20e-6) ** 4 + 100 * (x / 20e-6))


def in_quartic(**given: Any) -> lab.Trap:
    return lab.Trap(GUIDE, potential=leaning_quartic, interval=(-1e-4, 1e-4), **given)


def in_trap(temperature: Any) -> lab.Trap:
    return lab.Trap(GUIDE, f_axial=10.0, n_atoms=60, temperature=temperature)


@pytest.mark.parametrize("temperature", [0.0, pytest.param(WARM, marks=pytest.mark.slow)])
def test_many_traps_in_a_potential_are_those_one_by_one(temperature: float) -> None:
    atoms = np.array([[20.0, 45.0], [60.0, 100.0]])
    many = in_quartic(n_atoms=atoms, temperature=temperature)
    for index in np.ndindex(atoms.shape):
        one = in_quartic(n_atoms=atoms[index], temperature=temperature)
        for name in ("peak_gamma", "rms_radius", "total_energy", "chemical_potential", "entropy"):
            assert getattr(many, name)[index] == pytest.approx(getattr(one, name), rel=1e-13)
        assert np.asarray(many.density(3e-6))[index] == pytest.approx(one.density(3e-6), rel=1e-13)
        for name in ("pair_correlation", "mass_enhancement"):
            assert many.average(name)[index] == pytest.approx(one.average(name), rel=1e-13)
    again = in_quartic(chemical_potential=many.chemical_potential, temperature=temperature)
    np.testing.assert_allclose(again.n_atoms, atoms, rtol=1e-12)


def test_edges_of_many_traps_in_a_potential_are_where_it_is_the_chemical_potential() -> None:
    many = in_quartic(n_atoms=[20, 100])
    for edges in many.edges:
        np.testing.assert_allclose(leaning_quartic(edges), many.chemical_potential, rtol=1e-12)


def test_many_traps_in_a_potential_are_refused_where_one_of_them_spills() -> None:
    with pytest.raises(DomainError, match="potential must confine"):
        in_quartic(n_atoms=[20, 1e6])
    with pytest.raises(DomainError, match="must have shapes that fit together"):
        in_quartic(n_atoms=[20, 30, 40], temperature=[WARM, WARM])
    with pytest.raises(DomainError, match="spin_mode_energies takes one trap at a time, got 2"):
        in_quartic(n_atoms=[20, 30]).spin_mode_energies(2)


def test_mass_in_a_warm_trap_is_that_of_the_magnons_of_its_gases() -> None:
    trap = in_trap(10e-9)
    # the trapezoidal rule: everything falls like a Gaussian
    x = np.linspace(0.0, 6 * trap.rms_radius, 25)
    dx = np.where(x == 0, 0.5, 1.0)
    densities = trap.density(x)
    units = (constants.hbar * densities) ** 2 / RUBIDIUM
    gases = map(yg.ThermalGas, GUIDE.c / densities, constants.k * 10e-9 / units)
    mass = np.array([1 / gas.thermal_polaron.mass_ratio for gas in gases])
    np.testing.assert_allclose(trap.local("mass_enhancement", x), mass, rtol=1e-11)
    mean = dx @ (densities * mass) / (dx @ densities)
    assert trap.average("mass_enhancement") == pytest.approx(mean, rel=1e-7)


def test_mass_in_a_warm_trap_becomes_that_of_the_ground_state() -> None:
    cold = in_trap(0.0).average("mass_enhancement")
    # of the order T^2 inside, more in the wings, but faster than T
    more, less = (in_trap(t).average("mass_enhancement") - cold for t in (2e-9, 1e-9))
    assert abs(less) < abs(more) / 2 < 0.1


def test_mean_of_the_inverse_mass_in_a_warm_trap_does_not_exist() -> None:
    trap = in_trap(WARM)
    with pytest.raises(DomainError, match=r"does not exist: .* take mass_enhancement"):
        trap.average("mass_ratio")


def test_numbers_at_a_place_are_those_of_a_gas_of_that_density() -> None:
    for temperature in (0.0, WARM):
        trap = in_trap(temperature)
        x = np.array([[0.0, 4e-6], [9e-6, -15e-6]])
        names = ("pressure", "sound_velocity", "pair_correlation", "three_body_correlation")
        for name in names:
            local = trap.local(name, x)
            for index in np.ndindex(x.shape):
                gas = GUIDE.gas(density=trap.density(x[index]), temperature=temperature)
                assert local[index] == pytest.approx(getattr(gas, name), rel=2e-12), name
        # a function is asked at 1/(n/c), and γ is c/n: they may round differently
        gamma = float(trap.local(lambda gamma: gamma, 4e-6))
        assert gamma == pytest.approx(trap.local_gamma(4e-6), rel=4.5e-16, abs=0)
        assert trap.local(yg.mass_ratio, 4e-6) == yg.mass_ratio(np.float64(gamma))


def test_outside_the_cloud_there_is_nothing_to_ask_for() -> None:
    trap = in_trap(0.0)
    assert math.isnan(trap.local("pair_correlation", 1.01 * trap.radius))
    assert trap.local("pair_correlation", 0.99 * trap.radius) > 0
    with pytest.raises(DomainError, match="one of"):
        trap.local("colour", 0.0)
    many = in_trap([WARM, 2 * WARM])
    with pytest.raises(DomainError, match="one trap or one position at a time"):
        many.local("pair_correlation", [0.0, 1e-6])
    one = in_trap(WARM).local("pair_correlation", 0.0)
    assert many.local("pair_correlation", 0.0)[0] == one


def test_trap_without_an_axial_frequency_has_nothing_of_it() -> None:
    trap, harmonic = in_quartic(n_atoms=60), in_trap(0.0)
    assert repr(trap) == f"Trap({GUIDE!r}, potential=…, n_atoms=60)"
    assert repr(harmonic) == f"Trap({GUIDE!r}, f_axial=10.0, n_atoms=60)"
    assert {*harmonic.to_dict()} - {*trap.to_dict()} == {"breathing_ratio", "top_frequency"}
