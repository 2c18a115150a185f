"""The gas in a trap against a route that shares nothing with it, limits, theorems, the sheet."""

import math
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from scipy import constants
from scipy.integrate import quad
from scipy.optimize import brentq

import yanggaudin as yg
from yanggaudin import DomainError, ValidityWarning, lab
from yanggaudin.gas.functions import gamma_from_chemical_potential
from yanggaudin.lab.cloud import STEP, Cloud, height_of_density
from yanggaudin.lab.well import Harmonic

RUBIDIUM = lab.Atom("87Rb").mass
GUIDE = lab.Guide(lab.Atom("87Rb"), f_perp=20e3)
OMEGA = 2 * math.pi * 10.0
# N of the local density of N atoms at γ → 0 and ∞
SMALL = pytest.mark.filterwarnings("ignore::yanggaudin.ValidityWarning")


def trap_of(gamma: float, **more: Any) -> lab.Trap:
    """A trap of 10 Hz with γ in its centre, whether or not it could be built."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ValidityWarning)
        return lab.Trap(GUIDE, f_axial=10.0, peak_density=GUIDE.c / gamma, **more)


def cloud_of(gamma: float, step: float = STEP) -> Cloud:
    """The same, in slices of another width."""
    height = height_of_density(GUIDE, np.asarray(GUIDE.c / gamma))
    return Cloud(GUIDE, Harmonic(RUBIDIUM, np.asarray(OMEGA)), height, step=step)


def by_quadrature(gamma0: float, weight: Callable[[float], float]) -> float:
    """∫ f n cos ϑ dϑ/∫ n cos ϑ dϑ in adaptive quadrature, each n from the integral equation."""

    def local(angle: float) -> float:
        mu = mu0 * math.cos(angle) ** 2

        def excess(log_gamma: float) -> float:
            gamma = math.exp(log_gamma)
            return math.log(yg.GroundState(gamma).chemical_potential / gamma**2 / mu)

        return math.exp(brentq(excess, math.log(gamma0) - 0.1, 40.0, xtol=1e-13, rtol=1e-14))

    mu0 = yg.GroundState(gamma0).chemical_potential / gamma0**2
    x, w = np.polynomial.legendre.leggauss(24)
    angles = (x + 1) * math.pi / 4
    gammas = [local(a) for a in angles]
    n = w * np.cos(angles) / gammas
    return float(n @ [weight(g) for g in gammas] / n.sum())


# --- local state ------------------------------------------------------------------------------


def test_gamma_of_a_chemical_potential() -> None:
    gamma = np.logspace(-30, 45, 1001)
    mu = yg.chemical_potential(gamma) / gamma / gamma
    assert gamma_from_chemical_potential(mu) == pytest.approx(gamma, rel=2e-15, abs=0)


# --- the sheet and the bars -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("gamma", "ratio"), [(1e-4, 3.0012), (1.0, 3.148), (10.0, 3.599), (100.0, 3.9469)]
)
def test_breathing_ratio_of_the_sheet(gamma: float, ratio: float) -> None:
    digits = len(str(ratio).split(".")[1])
    assert round(trap_of(gamma).breathing_ratio, digits) == ratio


def test_breathing_by_linear_hydrodynamics() -> None:
    trap = trap_of(3.0)
    dipole, breathing = trap.sound_mode_frequencies(2) / 10.0
    assert round(breathing**2, 8) == 3.29921125
    assert round(trap.breathing_ratio, 8) == 3.29949352
    for gamma in (1e-6, 1e-3, 0.1, 1.0, 30.0, 1e4):
        trap = trap_of(gamma)
        dipole, breathing = trap.sound_mode_frequencies(2) / 10.0
        assert dipole == pytest.approx(1.0, rel=2e-14)
        assert 0 <= trap.breathing_ratio - breathing**2 < 3e-4


def test_sound_modes_of_both_limits() -> None:
    """ω_k/ω = k for impenetrable atoms, √(k(k + 1)/2) for the mean field."""
    k = np.arange(1, 21)
    assert trap_of(1e12).sound_mode_frequencies(20) / 10 == pytest.approx(k, rel=1e-10)
    weak = np.sqrt(k[:8] * (k[:8] + 1) / 2)
    assert trap_of(1e-20).sound_mode_frequencies(8) / 10 == pytest.approx(weak, rel=1e-9)


@pytest.mark.parametrize("exponent", range(-30, 41, 2))
def test_half_the_step_and_the_virial_theorem(exponent: int) -> None:
    coarse, fine = cloud_of(10.0**exponent), cloud_of(10.0**exponent, STEP / 2)
    assert coarse.atoms == pytest.approx(fine.atoms, rel=5e-15, abs=0)
    for name in ("pair_correlation", "mass_enhancement", "sound_velocity"):
        assert coarse.average(name) == pytest.approx(fine.average(name), rel=5e-15, abs=0)
    # 2⟨V⟩ = ∫P dx
    virial = coarse.pressure_integral / coarse.potential_energy
    assert virial == pytest.approx(2.0, rel=1e-14)


def test_limits_of_a_trap() -> None:
    hbar, c = constants.hbar, GUIDE.c
    strong, weak = trap_of(1e13), trap_of(1e-26)
    # μ = Nħω; n = √(2mμ)/πħ
    atoms = strong.chemical_potential / (hbar * OMEGA)
    assert strong.n_atoms == pytest.approx(atoms, rel=1e-12)
    assert strong.total_energy == pytest.approx(atoms**2 * hbar * OMEGA / 2, rel=1e-12)
    # the parabola n = μ/g, N = 4Rn₀/3
    assert weak.n_atoms == pytest.approx(4 / 3 * weak.radius * weak.peak_density, rel=1e-12)
    n0 = RUBIDIUM * weak.chemical_potential / hbar**2 / c
    assert weak.peak_density == pytest.approx(n0, rel=1e-12)
    assert weak.density(weak.radius / 2) == pytest.approx(0.75 * n0, rel=1e-12)
    # 4[1 - 64s₀/15π²], s₀ = √(2μ₀)/c → π/γ₀, and 3[1 + 5√γ₀/128]
    strong, weak = trap_of(1e4), trap_of(1e-8)
    s0 = math.pi / 1e4
    assert 4 - strong.breathing_ratio == pytest.approx(256 * s0 / (15 * math.pi**2), rel=2e-3)
    assert weak.breathing_ratio - 3 == pytest.approx(15e-4 / 128, rel=1e-3)


@SMALL
def test_trap_against_quadrature_of_solved_states() -> None:
    for gamma in (0.5, 4.0):
        trap = trap_of(gamma)
        for name in ("pair_correlation", "mass_enhancement"):
            expected = by_quadrature(gamma, getattr(yg, name))
            assert trap.average(name) == pytest.approx(expected, rel=1e-9)


def test_breathing_ratio_is_the_response_of_the_size() -> None:
    """-2⟨x²⟩/(d⟨x²⟩/dω²) by a difference between two traps of as many atoms."""
    trap = trap_of(2.0)

    def size(f: float) -> float:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ValidityWarning)
            other = lab.Trap(GUIDE, f_axial=f, n_atoms=trap.n_atoms)
        return float(other.potential_energy / (2 * math.pi * f) ** 2)

    h = 1e-4
    slope = (size(10 * (1 + h)) - size(10 * (1 - h))) / (4 * h)  # d/d ln ω²
    assert -2 * size(10.0) / slope == pytest.approx(trap.breathing_ratio, rel=1e-7)


def test_published_numbers() -> None:
    """g₂ of Kinoshita et al., g₃ of Laburthe Tolra et al., ⟨g₂⟩ of Kheruntsyan et al."""
    assert round(yg.pair_correlation(0.3) / yg.pair_correlation(11.0), 1) == 11.2
    low, high = (trap_of(g).average("pair_correlation") for g in (0.3, 11.0))
    assert round(low / high, 1) == 13.6
    assert round(1 / yg.three_body_correlation(0.77), 1) == 7.0
    lost = trap_of(0.68).average("three_body_correlation", power=3)
    assert lost == pytest.approx(1 / 7, rel=0.01)
    ratios = [
        trap_of(g).average("pair_correlation") / yg.pair_correlation(g)
        for g in (1e-4, 0.1, 1.0, 10.0, 1e12)
    ]
    assert [round(r, 4) for r in ratios] == [0.9989, 0.9645, 0.8930, 0.7767, 0.75]


# --- traps by their amount --------------------------------------------------------------------


def test_the_same_trap_by_every_amount() -> None:
    trap = lab.Trap(GUIDE, f_axial=10.0, n_atoms=60)
    assert trap.n_atoms == pytest.approx(60, rel=1e-14)
    for name in ("peak_density", "chemical_potential"):
        other = lab.Trap(GUIDE, f_axial=10.0, **{name: getattr(trap, name)})
        assert other.n_atoms == pytest.approx(60, rel=1e-13)
        assert other.radius == pytest.approx(trap.radius, rel=1e-14)
    assert trap.edges == (-trap.radius, trap.radius)
    energy = trap.chemical_potential * trap.n_atoms - trap.total_energy
    assert energy == pytest.approx(float(trap._cloud.pressure_integral), rel=1e-13)


@SMALL
def test_many_traps_at_once() -> None:
    frequencies, atoms = np.array([[5.0], [10.0]]), np.array([10.0, 60.0, 1000.0])
    traps = lab.Trap(GUIDE, f_axial=frequencies, n_atoms=atoms)
    assert traps.peak_gamma.shape == (2, 3)
    for i, j in np.ndindex(2, 3):
        one = lab.Trap(GUIDE, f_axial=frequencies[i, 0], n_atoms=atoms[j])
        for name in ("peak_gamma", "radius", "breathing_ratio", "total_energy"):
            assert getattr(traps, name)[i, j] == pytest.approx(getattr(one, name), rel=1e-13)
        assert np.asarray(traps.density(1e-6))[i, j] == pytest.approx(one.density(1e-6), rel=1e-13)
        assert traps.average("mass_ratio")[i, j] == pytest.approx(one.average("mass_ratio"))
    for refused in (
        lambda: traps.sound_mode_frequencies(1),
        lambda: traps.spin_mode_energies(1),
        lambda: traps.top_frequency,
        lambda: traps.orbit(momentum=1e-28),
        lambda: traps.density([0.0, 1e-6]),
    ):
        with pytest.raises(DomainError, match="one trap"):
            refused()


def test_profile() -> None:
    trap = lab.Trap(GUIDE, f_axial=10.0, n_atoms=60)
    x = np.linspace(-1.25, 1.25, 25) * trap.radius
    n = np.asarray(trap.density(x))
    assert n[12] == pytest.approx(trap.peak_density, rel=1e-14)
    assert n == pytest.approx(n[::-1], rel=1e-12)
    assert not n[np.abs(x) > trap.radius].any()
    inside = n > 0
    mu = yg.chemical_potential(GUIDE.c / n[inside]) * (constants.hbar * n[inside]) ** 2 / RUBIDIUM
    total = mu + RUBIDIUM / 2 * (OMEGA * x[inside]) ** 2
    assert total == pytest.approx(np.full(inside.sum(), trap.chemical_potential), rel=1e-13)
    found, _ = quad(trap.density, -trap.radius, trap.radius, limit=200)
    assert found == pytest.approx(60, rel=1e-7)
    assert trap.local_gamma(2 * trap.radius) == math.inf
    assert trap.average(lambda g: g / g) == pytest.approx(1.0, rel=1e-15)
    density = trap.average(lambda g: GUIDE.c / g)
    squares, _ = quad(lambda y: trap.density(y) ** 2, -trap.radius, trap.radius, limit=200)
    assert density == pytest.approx(squares / 60, rel=1e-7)


# --- other potentials -------------------------------------------------------------------------


def test_a_harmonic_potential_is_a_harmonic_trap() -> None:
    trap = lab.Trap(GUIDE, f_axial=10.0, n_atoms=60)
    same = lab.Trap(
        GUIDE,
        potential=lambda x: RUBIDIUM / 2 * (OMEGA * (x - 3e-6)) ** 2 + 1e-31,
        interval=(-60e-6, 70e-6),
        n_atoms=60,
    )
    for name in ("peak_gamma", "radius", "internal_energy"):
        assert getattr(same, name) == pytest.approx(getattr(trap, name), rel=1e-11)
    assert same.chemical_potential == pytest.approx(trap.chemical_potential + 1e-31, rel=1e-11)
    assert sum(same.edges) / 2 == pytest.approx(3e-6, rel=1e-10)
    assert same.spin_mode_energies(4) == pytest.approx(trap.spin_mode_energies(4), rel=1e-9)
    sound = same.sound_mode_frequencies(3)
    assert sound == pytest.approx(trap.sound_mode_frequencies(3), rel=1e-9)


def test_virial_theorem_of_another_potential() -> None:
    """∫ n xV′ dx = ∫ P dx."""
    unit, size = 1e-30, 1e-5
    trap = lab.Trap(
        GUIDE,
        potential=lambda x: unit * ((x / size) ** 4 + x / size),
        interval=(-5e-5, 5e-5),
        n_atoms=60,
    )
    cloud = trap._cloud
    x = cloud.slices.position
    force = unit / size * (4 * (x / size) ** 3 + 1)
    virial = cloud.integral(GUIDE.c / cloud.gamma * x * force)
    assert virial == pytest.approx(float(cloud.pressure_integral), rel=1e-14)
    assert trap.n_atoms == pytest.approx(60, rel=1e-14)
    with pytest.raises(DomainError, match="that of a harmonic trap"):
        _ = trap.breathing_ratio


def test_two_wells_are_refused_and_solved_one_by_one() -> None:
    unit, size = 1e-30, 1e-5

    def double(x: Any) -> Any:
        return unit * ((x / size) ** 2 - 1) ** 2

    low, high = 0.5 * unit, 1.5 * unit
    with pytest.raises(DomainError, match=r"must have one well .* got 2"):
        lab.Trap(GUIDE, potential=double, interval=(-3e-5, 3e-5), chemical_potential=low)
    left, right = (
        lab.Trap(GUIDE, potential=double, interval=ends, chemical_potential=low)
        for ends in ((-3e-5, 0.0), (0.0, 3e-5))
    )
    assert left.n_atoms == pytest.approx(right.n_atoms, rel=1e-12)
    both = lab.Trap(GUIDE, potential=double, interval=(-3e-5, 3e-5), chemical_potential=high)
    assert both.n_atoms > left.n_atoms + right.n_atoms


def test_tubes() -> None:
    tubes = lab.Tubes(GUIDE, f_axial=20.0, f_radial=(20.0, 25.0), spacing=0.4e-6, n_atoms=2e4)
    assert tubes.n_atoms == pytest.approx(2e4, rel=1e-13)
    gamma, fraction = tubes.gamma_distribution()
    assert np.all(np.diff(gamma) >= 0)
    mean = float(np.diff(fraction, prepend=0.0) @ yg.pair_correlation(gamma))
    assert mean == pytest.approx(tubes.average("pair_correlation"), rel=1e-12)
    # one by one
    unit = constants.hbar**2 * GUIDE.c**2 / RUBIDIUM
    mu0 = unit * yg.chemical_potential(tubes.peak_gamma[0]) / tubes.peak_gamma[0] ** 2
    i, j = np.meshgrid(np.arange(-60, 61), np.arange(-60, 61))
    r2 = (2 * math.pi * 0.4e-6) ** 2 * ((20 * i) ** 2 + (25 * j) ** 2)
    mu = (mu0 - RUBIDIUM / 2 * r2)[RUBIDIUM / 2 * r2 < mu0]
    assert mu.size == tubes.n_tubes
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ValidityWarning)
        traps = lab.Trap(GUIDE, f_axial=20.0, chemical_potential=mu)
    assert traps.n_atoms.sum() == pytest.approx(2e4, rel=1e-12)
    mean = traps.n_atoms @ traps.average("mass_ratio") / 2e4
    assert mean == pytest.approx(tubes.average("mass_ratio"), rel=1e-12)
    assert tubes.internal_energy == pytest.approx(traps.internal_energy.sum(), rel=1e-12)
    shift = (mu0 - mu) @ traps.n_atoms
    assert tubes.potential_energy == pytest.approx(traps.potential_energy.sum() + shift, rel=1e-12)
    same = lab.Tubes(
        GUIDE,
        f_axial=20.0,
        f_radial=(20.0, 25.0),
        spacing=0.4e-6,
        peak_density=traps.peak_density.max(),
    )
    assert same.n_atoms == pytest.approx(2e4, rel=1e-12)


@SMALL
def test_tubes_of_few_and_many_atoms() -> None:
    lattice = {"f_axial": 20.0, "f_radial": 20.0, "spacing": 0.4e-6}
    for atoms in (0.01, 3.0, 1e6):
        tubes = lab.Tubes(GUIDE, n_atoms=atoms, **lattice)
        assert tubes.n_atoms == pytest.approx(atoms, rel=1e-13)
    assert lab.Tubes(GUIDE, n_atoms=0.01, **lattice).n_tubes == 1
    with pytest.warns(ValidityWarning, match=r"μ = .* ħω⊥ is not small") as caught:
        lab.Tubes(GUIDE, peak_density=5e7, **lattice)
    assert caught[0].filename == __file__
    with pytest.raises(DomainError, match="either n_atoms"):
        lab.Tubes(GUIDE, **lattice)
    with pytest.raises(DomainError, match="f_radial must be one or two numbers"):
        lab.Tubes(GUIDE, n_atoms=10, f_axial=20.0, f_radial=[1.0, 2.0, 3.0], spacing=1e-6)
    with pytest.raises(DomainError, match="at most 4000000 tubes"):
        lab.Tubes(GUIDE, n_atoms=1e6, f_axial=20.0, f_radial=1e-3, spacing=1e-9)
    with pytest.raises(DomainError, match="spacing must be > 0"):
        lab.Tubes(GUIDE, n_atoms=10, f_axial=20.0, f_radial=20.0, spacing=-1.0)
