"""Gases in potentials with narrow features, kinks and noise, against quadrature and exact laws."""

import math
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from scipy import constants
from scipy.optimize import brentq

import yanggaudin as yg
from test_lab_trap import GUIDE, OMEGA, RUBIDIUM
from yanggaudin import AccuracyError, DomainError, ValidityWarning, lab

UNIT = constants.hbar**2 * GUIDE.c**2 / RUBIDIUM
PLANCK = constants.h
WIDE = (-1e-4, 1e-4)
Potential = Callable[[Any], Any]


def dimpled(width: float, depth: float, centre: float = 0.0) -> Potential:
    """The trap of 10 Hz with a dimple, its depth in Hz."""

    def potential(x: Any) -> Any:
        dimple = PLANCK * depth * np.exp(-(((x - centre) / width) ** 2) / 2)
        return RUBIDIUM / 2 * (OMEGA * x) ** 2 - dimple

    return potential


def gamma_at(mu: Any) -> Any:
    """γ where the chemical potential is μ in ħ²c²/m, by bisection."""
    low, high = np.full_like(mu, -20.0), np.full_like(mu, 60.0)
    for _ in range(80):
        middle = (low + high) / 2
        above = yg.chemical_potential(np.exp(middle)) * np.exp(-2 * middle) > mu
        low, high = np.where(above, middle, low), np.where(above, high, middle)
    return np.exp((low + high) / 2)


def by_quadrature(potential: Potential, mu: float, width: float, centre: float) -> tuple[Any, ...]:
    """x, n dx and γ by Gauss' rule on panels around a dimple, x an angle between the edges."""

    def above(x: float) -> float:
        return float(mu - potential(x))

    left, right = (brentq(above, centre, end, xtol=1e-20, rtol=1e-15) for end in WIDE)
    middle, half = (left + right) / 2, (right - left) / 2
    near = centre + width * np.concatenate(
        [-(2.0 ** np.arange(4, -3, -1)), 2.0 ** np.arange(-2, 5)]
    )
    near = np.arcsin(np.clip((near - middle) / half, -1, 1))
    ends = np.unique(np.concatenate([near, np.linspace(-math.pi / 2, math.pi / 2, 41)]))
    t, w = np.polynomial.legendre.leggauss(20)
    angle = ((ends[1:] + ends[:-1])[:, None] + np.diff(ends)[:, None] * t).ravel() / 2
    x = middle + half * np.sin(angle)
    gamma = gamma_at(np.maximum(mu - potential(x), 0.0) / UNIT)
    dx = half * np.cos(angle) * (np.diff(ends)[:, None] / 2 * w).ravel()
    return x, dx * GUIDE.c / gamma, gamma


@pytest.mark.parametrize(
    ("width", "depth", "centre", "hertz"),
    [
        (1e-6, 1000.0, 0.0, 225.154),
        (5e-7, 1000.0, 0.0, 247.84),
        (2e-6, 300.0, 0.0, 242.531),
        (2e-7, 400.0, 7e-6, None),
    ],
)
def test_dimples_against_quadrature(
    width: float, depth: float, centre: float, hertz: float | None
) -> None:
    potential = dimpled(width, depth, centre)
    trap = lab.Trap(GUIDE, potential=potential, interval=WIDE, n_atoms=60)
    mu = trap.chemical_potential
    if hertz is not None:
        assert mu / PLANCK == pytest.approx(hertz, abs=6e-4 if hertz != 247.84 else 6e-3)
    x, atoms, gamma = by_quadrature(potential, mu, width, centre)
    assert atoms.sum() == pytest.approx(60, rel=1e-11)
    mean = float(atoms @ yg.pair_correlation(gamma)) / 60
    assert trap.average("pair_correlation") == pytest.approx(mean, rel=1e-10)
    size = math.sqrt(float(atoms @ x**2) / 60 - (float(atoms @ x) / 60) ** 2)
    assert trap.rms_radius == pytest.approx(size, rel=1e-10)
    assert trap.validity["change_in_finer_slices"] < 1e-11


@pytest.mark.parametrize("temperature", [2e-9, pytest.param(50e-9, marks=pytest.mark.slow)])
def test_dimple_at_a_temperature_against_a_sum(temperature: float) -> None:
    potential = dimpled(5e-7, 1000.0)
    trap = lab.Trap(
        GUIDE,
        potential=potential,
        interval=(-5e-4, 5e-4),
        chemical_potential=PLANCK * 100.0,
        temperature=temperature,
    )
    # the trapezoidal rule in asinh(x/w), with steps small against the dimple, and Gaussian tails
    at, step = np.linspace(0, math.asinh(700), 151, retstep=True)
    x, dx = 5e-7 * np.sinh(at), 5e-7 * np.cosh(at) * step
    mu = (PLANCK * 100.0 - potential(x)) / UNIT
    column = yg.thermal_column(mu, temperature=constants.k * temperature / UNIT)
    atoms = 2 * dx * GUIDE.c * column.density_over_c
    atoms[0] /= 2
    assert trap.n_atoms == pytest.approx(atoms.sum(), rel=1e-13)
    assert trap.rms_radius**2 == pytest.approx(atoms @ x**2 / atoms.sum(), rel=1e-13)


@pytest.mark.parametrize("temperature", [0.0, 20e-9])
def test_kink_at_the_bottom(temperature: float) -> None:
    """V = F|x|: N = 2P(μ₀)/F, as n = ∂P/∂μ."""
    force = 1.5e-27
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ValidityWarning)
        trap = lab.Trap(
            GUIDE,
            potential=lambda x: force * np.abs(x),
            interval=(-2e-2, 2e-2),
            n_atoms=60,
            temperature=temperature,
        )
    gas = GUIDE.gas(density=trap.peak_density, temperature=temperature)
    allowed = max(trap.validity["change_in_finer_slices"], 1e-11)
    assert allowed < 1e-6
    assert 2 * gas.pressure / force == pytest.approx(60, rel=allowed)


def test_box_with_hard_walls() -> None:
    """n = N/L all over."""

    def box(x: Any) -> Any:
        return np.where(np.abs(x - 1e-6) < 2e-5, 0.0, 1e-28)

    trap = lab.Trap(GUIDE, potential=box, interval=WIDE, n_atoms=60)
    assert trap.radius == pytest.approx(2e-5, rel=1e-13)
    assert trap.peak_density == pytest.approx(60 / 4e-5, rel=1e-12)
    assert trap.average("pair_correlation") == pytest.approx(
        yg.pair_correlation(trap.peak_gamma), rel=1e-12
    )
    # standing waves of sound
    waves = GUIDE.gas(density=trap.peak_density).sound_velocity / 8e-5 * np.arange(1, 4)
    assert trap.sound_mode_frequencies(3) == pytest.approx(waves, rel=1e-9)


def test_rough_potentials_are_warned_of_or_refused() -> None:
    x = np.linspace(-1e-4, 1e-4, 301)
    table = RUBIDIUM / 2 * (OMEGA * x) ** 2

    def measured(noise: float) -> lab.Trap:
        values = table + noise * table.max() * np.cos(1e7 * np.arange(301.0) ** 2)
        return lab.Trap(
            GUIDE, potential=lambda y: np.interp(y, x, values), interval=WIDE, n_atoms=60
        )

    with pytest.warns(ValidityWarning, match="rough or narrow in places") as caught:
        trap = measured(0.0)
    assert caught[0].filename == __file__
    # the table is a parabola but for pieces of 0.7 µm
    smooth = lab.Trap(GUIDE, f_axial=10.0, n_atoms=60)
    assert trap.rms_radius == pytest.approx(smooth.rms_radius, rel=1e-3)
    assert 1e-11 < trap.validity["change_in_finer_slices"] < 1e-6

    def white(y: Any) -> Any:
        return RUBIDIUM / 2 * (OMEGA * y) ** 2 * (1 + 1e-3 * np.cos(1e12 * y))

    with pytest.raises(DomainError, match="between two of the 4001 points"):
        lab.Trap(GUIDE, potential=white, interval=WIDE, n_atoms=60)

    def step(y: Any) -> Any:
        return RUBIDIUM / 2 * (OMEGA * y) ** 2 + np.where(y > 3e-6, 1e-32, 0.0)

    with pytest.raises(AccuracyError, match="too rough or too narrow in places"):
        lab.Trap(GUIDE, potential=step, interval=WIDE, n_atoms=60)


@pytest.mark.slow
def test_modes_in_a_potential_are_resolved_or_refused() -> None:
    """The centre of mass of a harmonic trap, and a kink."""
    offset = 4e-6
    shifted = lab.Trap(
        GUIDE,
        potential=lambda x: RUBIDIUM / 2 * (OMEGA * (x - offset)) ** 2,
        interval=WIDE,
        n_atoms=60,
    )
    assert shifted.sound_mode_frequencies(1)[0] == pytest.approx(10.0, rel=1e-9)
    force = 1.5e-27
    with pytest.warns(ValidityWarning, match="rough or narrow"):
        kinked = lab.Trap(
            GUIDE, potential=lambda x: force * np.abs(x), interval=(-1e-3, 1e-3), n_atoms=60
        )
    with pytest.raises(AccuracyError, match="too rough or too narrow"):
        kinked.sound_mode_frequencies(1)


@pytest.mark.parametrize(
    "potential",
    [
        lambda x: 0 * x,
        lambda x: 1e-27 * x,
        lambda x: -1e-27 * x,
        lambda x: -1e-31 * (x / 2e-5) ** 2,
    ],
)
@pytest.mark.parametrize("temperature", [0.0, 20e-9])
def test_what_does_not_confine_is_refused(potential: Potential, temperature: float) -> None:
    with pytest.raises(DomainError, match=r"must confine the gas: it must be higher at both ends"):
        lab.Trap(
            GUIDE,
            potential=potential,
            interval=(-6e-5, 6e-5),
            n_atoms=10,
            temperature=temperature,
        )


def test_a_well_that_is_too_small_is_refused() -> None:
    with pytest.raises(DomainError, match=r"must confine 60.0 atoms: filled .* it holds 0\.") as e:
        lab.Trap(
            GUIDE, potential=lambda x: 1e-33 * (x / 5e-6) ** 2, interval=(-5e-6, 5e-6), n_atoms=60
        )
    # to the brim: N of the harmonic trap with this μ₀
    omega = math.sqrt(2e-33 / RUBIDIUM) / 5e-6
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ValidityWarning)
        full = lab.Trap(GUIDE, f_axial=omega / (2 * math.pi), chemical_potential=1e-33)
    held = float(str(e.value).split("it holds ")[1].split(";")[0])
    assert held == pytest.approx(full.n_atoms, rel=1e-5)
