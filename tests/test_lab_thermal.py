"""Traps and tubes at a temperature: theorems, ideal gases in closed form, sums, T → 0."""

import json
import math
import warnings
from typing import Any

import numpy as np
import pytest
from mpmath import polylog
from scipy import constants
from scipy.optimize import brentq

import yanggaudin as yg
from test_lab_trap import GUIDE, RUBIDIUM
from yanggaudin import DomainError, ValidityWarning, lab
from yanggaudin.lab.cloud import energy_unit
from yanggaudin.thermal.equation_of_state import POWERS, EquationOfState

KB = constants.k
OMEGA = 2 * math.pi * 10.0
UNIT = energy_unit(GUIDE) / KB  # ħ²c²/mk_B in K


def trap_of(guide: lab.Guide = GUIDE, **more: Any) -> lab.Trap:
    """A trap of 10 Hz, whether or not it could be built."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ValidityWarning)
        return lab.Trap(guide, f_axial=more.pop("f_axial", 10.0), **more)


def trap_at(gamma: float, tau: float) -> lab.Trap:
    """A trap of given γ and T/(ħ²n²/m) in its centre."""
    return trap_of(peak_density=GUIDE.c / gamma, temperature=tau * UNIT / gamma**2)


# --- the equation of state --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("temperature", "highest"),
    [(1.0, 1.2), (0.02, 20.0), pytest.param(30.0, 0.1, marks=pytest.mark.slow)],
)
def test_equation_of_state_is_that_of_its_gases(temperature: float, highest: float) -> None:
    state = EquationOfState(temperature)
    state.reach(highest)
    for potential in (-200.0, -30.0, -9.0, -2.001, -1.999, -0.4, 0.31 * highest, highest):
        gas = yg.ThermalGas.from_chemical_potential(
            potential * temperature, temperature=temperature
        )
        at = np.array([potential])
        assert state.density(at)[0] == pytest.approx(gas.density_over_c, rel=5e-13, abs=0)
        for name, power in POWERS.items():
            if name == "thermal_pressure":
                continue
            found = state.scaled(name, at)[0] * gas.temperature**power
            assert found == pytest.approx(getattr(gas, name), rel=5e-12), (name, potential)


def test_thermal_pressure_is_the_slope_of_the_pressure() -> None:
    for gamma, t in ((1.0, 0.5), (20.0, 3.0), (0.1, 40.0)):
        h = 1e-5 * t
        slope = (yg.ThermalGas(gamma, t + h).pressure - yg.ThermalGas(gamma, t - h).pressure) / h
        assert yg.ThermalGas(gamma, t)._thermal_pressure == pytest.approx(slope / 2, rel=1e-8)


# --- theorems ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("gamma", "tau"),
    [
        *((1.0, 1.0), (10.0, 2.0), (1e4, 50.0), (2.0, 1e4)),
        pytest.param(0.05, 0.1, marks=pytest.mark.slow),
    ],
)
def test_virial_theorem_and_amounts(gamma: float, tau: float) -> None:
    trap = trap_at(gamma, tau)
    assert trap.peak_gamma == pytest.approx(gamma, rel=1e-12)
    virial = float(trap._cloud.pressure_integral) / (2 * trap.potential_energy)
    assert virial == pytest.approx(1.0, rel=1e-12)
    # Gibbs and Duhem: E + ∫P dx = TS + μ₀N, V counted in E
    left = trap.total_energy + float(trap._cloud.pressure_integral)
    right = trap.temperature * trap.entropy + trap.chemical_potential * trap.n_atoms
    assert left == pytest.approx(right, rel=1e-11)
    assert trap.rms_radius**2 == pytest.approx(
        2 * trap.potential_energy / (trap.n_atoms * RUBIDIUM * OMEGA**2), rel=1e-13
    )


def test_trapezoidal_sum_of_a_column() -> None:
    """N, ∫P dx and ⟨n⟩ by another rule, from gases solved for its own nodes."""
    trap = trap_at(1.0, 1.0)
    mu0, t = trap.chemical_potential / (UNIT * KB), trap.temperature / UNIT
    end = math.sqrt(2 * (mu0 + 42 * t))
    x, step = np.linspace(-end, end, 129, retstep=True)  # in units in which V/(ħ²c²/m) is x²/2
    column = yg.thermal_column(mu0 - x**2 / 2, temperature=t)
    metre = math.sqrt(UNIT * KB / RUBIDIUM) / OMEGA
    n = column.density_over_c
    assert trap.n_atoms == pytest.approx(GUIDE.c * metre * step * n.sum(), rel=1e-14)
    mean = trap.average(lambda gamma: 1 / gamma)
    assert mean == pytest.approx(float(n @ n / n.sum()), rel=1e-14)
    work = UNIT * KB * GUIDE.c * metre * step * column.pressure_over_c3.sum()
    assert float(trap._cloud.pressure_integral) == pytest.approx(work, rel=1e-14)
    assert trap.density(metre * x[20:40]) == pytest.approx(GUIDE.c * n[20:40], rel=1e-12)
    g2 = [
        yg.ThermalGas.from_chemical_potential(mu, temperature=t).pair_correlation
        for mu in column.chemical_potential_over_c2[8:65]
    ]
    weights = n[8:65] * np.append(np.full(56, 2.0), 1.0)
    assert trap.average("pair_correlation") == pytest.approx(
        float(weights @ g2 / weights.sum()), rel=1e-9
    )


@pytest.mark.slow
@pytest.mark.parametrize(("gamma", "tau"), [(1.0, 1.0)])
def test_breathing_at_fixed_entropy(gamma: float, tau: float) -> None:
    """-2⟨x²⟩/(d⟨x²⟩/dω²) by a difference between two traps of as many atoms and the same S."""
    trap, h = trap_at(gamma, tau), 1e-3

    def log_size(f: float) -> float:
        def excess(kelvin: float) -> float:
            other = trap_of(f_axial=f, n_atoms=trap.n_atoms, temperature=kelvin)
            return float(other.entropy / trap.entropy - 1)

        t = trap.temperature * f / 10
        kelvin = brentq(excess, 0.999 * t, 1.001 * t, xtol=1e-13 * t, rtol=1e-13)
        return 2 * math.log(trap_of(f_axial=f, n_atoms=trap.n_atoms, temperature=kelvin).rms_radius)

    slope = (log_size(10 * (1 + h)) - log_size(10 * (1 - h))) / (4 * h)
    assert -2 / slope == pytest.approx(trap.breathing_ratio, rel=1e-5)


# --- limits -----------------------------------------------------------------------------------


@pytest.mark.parametrize("fugacity", [1e-9, 1e-4])
def test_classical_gas(fugacity: float) -> None:
    """N = z k_BT/ħω, E = N k_BT, S/N = 2 - ln z, n = (z/λ) e^{-V/k_BT}; g₂ that of n → 0."""
    kelvin = 50e-9
    mu = KB * kelvin * math.log(fugacity)
    trap = trap_of(chemical_potential=mu, temperature=kelvin)
    small = 2 * fugacity  # what the second virial coefficient changes
    atoms = fugacity * KB * kelvin / (constants.hbar * OMEGA)
    assert trap.n_atoms == pytest.approx(atoms, rel=small)
    assert trap.total_energy == pytest.approx(atoms * KB * kelvin, rel=small)
    assert trap.entropy == pytest.approx(KB * atoms * (2 - math.log(fugacity)), rel=small)
    assert trap.rms_radius == pytest.approx(math.sqrt(KB * kelvin / RUBIDIUM) / OMEGA, rel=small)
    assert trap.breathing_ratio == pytest.approx(4.0, rel=small)
    wavelength = constants.h / math.sqrt(2 * math.pi * RUBIDIUM * KB * kelvin)
    x = 3e-5
    local = fugacity / wavelength * math.exp(-RUBIDIUM * (OMEGA * x) ** 2 / (2 * KB * kelvin))
    assert trap.density(x) == pytest.approx(local, rel=small)
    y = 1 / (2 * math.sqrt(kelvin / UNIT))
    pair = 2 * (1 - math.sqrt(math.pi) * y * math.exp(y * y) * math.erfc(y))
    assert trap.average("pair_correlation") == pytest.approx(pair, rel=3 * small)


def test_impenetrable_atoms() -> None:
    """Ideal fermions: N = (k_BT/ħω) ln(1 + z), E = -((k_BT)²/ħω) Li₂(-z), TS = 2E - μ₀N."""
    gamma = 1e9
    for tau in (0.5, 20.0):
        trap = trap_at(gamma, tau)
        thermal, hbar_omega = KB * trap.temperature, constants.hbar * OMEGA
        z = math.exp(trap.chemical_potential / thermal)
        atoms = thermal / hbar_omega * math.log1p(z)
        energy = -(thermal**2) / hbar_omega * float(polylog(2, -z))
        assert trap.n_atoms == pytest.approx(atoms, rel=1e-7)
        assert trap.total_energy == pytest.approx(energy, rel=1e-7)
        entropy = (2 * energy - trap.chemical_potential * atoms) / trap.temperature
        assert trap.entropy == pytest.approx(entropy, rel=1e-6)
        assert trap.breathing_ratio == pytest.approx(4.0, rel=1e-7)


def test_ideal_bosons() -> None:
    """N = -(k_BT/ħω) ln(1 - z) but for the mean field, δN = -2g∫n ∂n/∂μ dx; g₂ = 2."""
    guide = lab.Guide(lab.Atom("87Rb"), f_perp=11.0)
    kelvin, z = 5e-7, 0.5
    thermal = KB * kelvin
    trap = trap_of(guide, chemical_potential=thermal * math.log(z), temperature=kelvin)
    ideal = -thermal / (constants.hbar * OMEGA) * math.log(1 - z)
    wavelength = constants.h / math.sqrt(2 * math.pi * RUBIDIUM * thermal)
    x = np.linspace(-9, 9, 181)  # in thermal radii
    local = [z * math.exp(-y * y / 2) for y in x]
    product = sum(float(polylog(0.5, v) * polylog(-0.5, v)) for v in local) * 0.1
    field = 2 * guide.g / (wavelength**2 * thermal) * product
    field *= math.sqrt(thermal / RUBIDIUM) / OMEGA
    assert 1e-5 < field / ideal < 1e-2
    assert trap.n_atoms == pytest.approx(ideal, rel=2 * field / ideal)
    assert ideal - trap.n_atoms == pytest.approx(field, rel=2e-2)
    assert trap.average("pair_correlation") == pytest.approx(2.0, rel=1e-2)
    assert trap.breathing_ratio == pytest.approx(4.0, rel=1e-2)


@pytest.mark.slow
def test_cold_trap_is_the_ground_state() -> None:
    """What is left falls like T², and is a part in 1e5 where T is a thousandth of μ₀."""
    ground = trap_of(peak_density=GUIDE.c)
    kelvin = ground.chemical_potential / KB * 1e-3
    cold, warmer = (trap_of(n_atoms=ground.n_atoms, temperature=times * kelvin) for times in (1, 2))
    for name in ("total_energy", "peak_density", "rms_radius", "breathing_ratio"):
        exact = getattr(ground, name)
        first, second = (getattr(trap, name) / exact - 1 for trap in (cold, warmer))
        assert abs(first) < 1e-5, name
        assert second / first == pytest.approx(4.0, rel=0.05), name


# --- many traps, other potentials, tubes ------------------------------------------------------


def test_many_traps_at_once() -> None:
    frequencies, atoms = np.array([[5.0], [10.0]]), np.array([3.0, 60.0, 200.0])
    traps = trap_of(f_axial=frequencies, n_atoms=atoms, temperature=20e-9)
    assert traps.n_atoms == pytest.approx(np.broadcast_to(atoms, (2, 3)), rel=1e-12)
    for i, j in ((0, 2), (1, 0)):
        one = trap_of(f_axial=frequencies[i, 0], n_atoms=atoms[j], temperature=20e-9)
        for name in ("peak_gamma", "rms_radius", "breathing_ratio", "total_energy", "entropy"):
            assert getattr(traps, name)[i, j] == pytest.approx(getattr(one, name), rel=1e-11)
        assert np.asarray(traps.density(1e-6))[i, j] == pytest.approx(one.density(1e-6), rel=1e-11)
        mean = traps.average("pair_correlation", power=2)[i, j]
        assert mean == pytest.approx(one.average("pair_correlation", power=2), rel=1e-11)


@pytest.mark.slow
def test_another_potential() -> None:
    """∫ n xV′ dx = ∫ P dx in a quartic one; a harmonic one is a harmonic trap."""
    unit, size = 1e-30, 1e-5
    trap = lab.Trap(
        GUIDE,
        potential=lambda x: unit * ((x / size) ** 4 + x / size),
        interval=(-5e-5, 5e-5),
        n_atoms=60,
        temperature=20e-9,
    )
    cloud = trap._cloud
    x = cloud.slices.position
    virial = cloud.integral(trap._cloud.guide.c / cloud.gamma * x * (4 * (x / size) ** 3 + 1))
    assert virial * unit / size == pytest.approx(float(cloud.pressure_integral), rel=1e-12)
    assert trap.n_atoms == pytest.approx(60, rel=1e-12)
    same = lab.Trap(
        GUIDE,
        potential=lambda x: RUBIDIUM / 2 * (OMEGA * (x - 3e-6)) ** 2 + 1e-31,
        interval=(-2.5e-4, 2.5e-4),
        n_atoms=60,
        temperature=20e-9,
    )
    harmonic = trap_of(n_atoms=60, temperature=20e-9)
    for name in ("peak_gamma", "rms_radius", "internal_energy", "entropy"):
        assert getattr(same, name) == pytest.approx(getattr(harmonic, name), rel=1e-11)
    with pytest.raises(DomainError, match="potential must rise to 42 k_BT above"):
        lab.Trap(GUIDE, potential=lambda x: 1e-20 * x**2, interval=(-1e-5, 1e-5), n_atoms=60,
                 temperature=20e-9)  # fmt: skip


@pytest.mark.slow
def test_tubes_are_traps() -> None:
    lattice = {"f_axial": 20.0, "f_radial": (20.0, 25.0), "spacing": 1e-6}
    tubes = lab.Tubes(GUIDE, n_atoms=2e3, temperature=5e-9, **lattice)
    assert tubes.n_atoms == pytest.approx(2e3, rel=1e-12)
    mu0 = trap_of(f_axial=20.0, peak_density=GUIDE.c / tubes.peak_gamma[0], temperature=5e-9)
    i, j = np.meshgrid(np.arange(-100, 101), np.arange(-100, 101))
    r2 = (2 * math.pi * 1e-6) ** 2 * ((20 * i) ** 2 + (25 * j) ** 2)
    depth, count = np.unique(RUBIDIUM / 2 * r2[r2 < 2 * 45 * KB * 5e-9 / RUBIDIUM],
                             return_counts=True)  # fmt: skip
    traps = trap_of(f_axial=20.0, chemical_potential=mu0.chemical_potential - depth,
                    temperature=5e-9)  # fmt: skip
    assert count @ traps.n_atoms == pytest.approx(2e3, rel=1e-11)
    for quantity in ("pair_correlation", "entropy_per_particle"):
        mean = (count * traps.n_atoms) @ traps.average(quantity) / 2e3
        assert mean == pytest.approx(tubes.average(quantity), rel=1e-11)
    assert tubes.internal_energy == pytest.approx(count @ traps.internal_energy, rel=1e-11)
    whole = traps.potential_energy + depth * traps.n_atoms
    assert tubes.potential_energy == pytest.approx(count @ whole, rel=1e-11)
    gamma, fraction = tubes.gamma_distribution()
    mean = float(np.diff(fraction, prepend=0.0) @ (1 / gamma))
    assert mean == pytest.approx(tubes.average(lambda g: 1 / g), rel=2e-6)
    same = lab.Tubes(GUIDE, peak_density=GUIDE.c / tubes.peak_gamma[0], temperature=5e-9, **lattice)
    assert same.n_atoms == pytest.approx(2e3, rel=1e-11)
    saved = json.loads(json.dumps(tubes.to_dict()))
    assert saved["atoms_per_tube"] == tubes.atoms_per_tube.tolist()
    assert set(saved["units"]) == set(saved) - {"units"}
