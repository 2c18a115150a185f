"""The gas at a temperature against routes that share nothing with its solver."""

import math
from collections.abc import Callable
from typing import Any

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from numpy.typing import NDArray

from problems import random_couplings
from yanggaudin.gas.ground_state import GroundState
from yanggaudin.quantities import RELATIVE_ERROR
from yanggaudin.thermal.domain import coldest
from yanggaudin.thermal.thermal_gas import ThermalGas

QUANTITIES = (
    "chemical_potential",
    "pressure",
    "energy_per_particle",
    "free_energy_per_particle",
    "entropy_per_particle",
    "compressibility",
    "specific_heat",
    "sound_velocity",
    "pair_correlation",
)

Long = NDArray[Any]


class TrapezoidalGas:
    """The Yang-Yang equation by fixed-point iteration on a uniform grid, in long doubles.

    Every integrand is analytic in a strip and falls off like a Gaussian, so that the trapezoidal
    rule converges exponentially.  Units ħ = m = n = 1 if μ is that of density 1.
    """

    def __init__(self, gamma: float, temperature: float, mu: float, step: float) -> None:
        self.t, self.step = np.longdouble(temperature), np.longdouble(step)
        c = np.longdouble(gamma)
        end = math.sqrt(2 * (max(mu, 0) + 48 * temperature))
        self.k = self.step * np.arange(-int(end / step), int(end / step) + 1).astype(np.longdouble)
        pi = 4 * np.arctan(np.longdouble(1))
        self.kernel = self.step * c / pi / (c**2 + (self.k[:, None] - self.k) ** 2)
        bare = (self.k**2 / 2 - np.longdouble(mu)) / self.t
        y = self._iterate(bare, lambda y: -np.log1p(np.exp(-y)))
        self.y, self.filled, self.two_pi = y, 1 / (1 + np.exp(y)), 2 * pi
        one, square = self._dress(np.ones_like(y)), self._dress(self.k**2 / 2)
        self.density = self._integral(self.filled * one)
        self.pressure = self.t * self._integral(np.log1p(np.exp(-y)))
        energy = self._integral(self.filled * one * self.k**2 / 2)
        f, empty = self.filled, 1 / (1 + np.exp(-y))
        entropy = self._integral(one * (np.log1p(np.exp(-y)) + f * y))
        nn, ne, ee = (
            self._integral(f * empty * one * a * b)
            for a, b in ((one, one), (one, square), (square, square))
        )
        heat = (ee - ne**2 / nn) / self.t**2 / self.density
        # (∂P/∂T)_n from ∂P/∂T = s and ∂n/∂T = (ne - μ nn)/T²
        thermal = entropy - self.density * (ne / nn - np.longdouble(mu)) / self.t
        sound = self.density * self.t / nn + self.t * thermal**2 / (self.density**2 * heat)
        self.values = {
            "pressure": self.pressure,
            "energy_per_particle": energy / self.density,
            "entropy_per_particle": entropy / self.density,
            "compressibility": nn / self.t,
            "specific_heat": heat,
            "sound_velocity": np.sqrt(sound),
            "pair_correlation": 2 * (2 * energy - self.pressure) / (c * self.density**2),
        }

    def _iterate(self, source: Long, function: Callable[[Long], Long]) -> Long:
        value = source
        for _ in range(4000):
            following = source + self.kernel @ function(value)
            if np.max(np.abs(following - value)) < 1e-18 * np.max(np.abs(value)):
                return np.asarray(following)
            value = following
        raise AssertionError("the oracle does not converge")

    def _dress(self, source: Long) -> Long:
        return self._iterate(source, lambda g: self.filled * g)

    def _integral(self, values: Long) -> np.longdouble:
        return np.longdouble(self.step / self.two_pi * values.sum())


@pytest.mark.parametrize(
    ("gamma", "temperature", "step"),
    [
        (1.0, 1.0, 0.1),
        pytest.param(0.1, 1.0, 0.015, marks=pytest.mark.slow),
        (0.4, 2.0, 0.05),
        (6.0, 0.2, 0.02),
        (20.0, 0.05, 0.006),
        (1000.0, 10.0, 0.1),
    ],
)
def test_against_the_trapezoidal_rule(gamma: float, temperature: float, step: float) -> None:
    gas = ThermalGas(gamma, temperature)
    oracle = TrapezoidalGas(gamma, temperature, gas.chemical_potential, step)
    assert oracle.density == pytest.approx(1, rel=5e-15, abs=0)
    # where long doubles are doubles, 2E - P of the oracle loses digits at strong coupling
    for name, value in oracle.values.items():
        loss = max(1.0, gamma) if name == "pair_correlation" else 1.0
        assert getattr(gas, name) == pytest.approx(float(value), rel=5e-15 * loss, abs=0), name


def slope(function: Callable[[float], float], at: float, reach: float) -> float:
    """f'(at) from the Chebyshev interpolant on [at - reach, at + reach], to 1e-13."""
    count = 16
    nodes = np.cos(np.pi * (np.arange(count) + 0.5) / count)
    values = [function(at + reach * float(node)) for node in nodes]
    fit = np.polynomial.chebyshev.chebfit(nodes, values, count - 1)
    return float(np.polynomial.chebyshev.chebval(0, np.polynomial.chebyshev.chebder(fit))) / reach


def in_units_of_c(name: str, power: int, mu: float, t: float) -> float:
    """A quantity of ħ²n^power/m at given μ and T, everything in units of c."""
    gas = ThermalGas.from_chemical_potential(mu, temperature=t)
    return float(getattr(gas, name) / gas.gamma**power)


# μ and T in units of c, and how far to go in μ: weak and hot, weak and cold, middle, strong and
# cold, strong and hot
POINTS = [
    (-30.0, 1000.0, 6.0),
    (90.0, 300.0, 10.0),
    (0.8, 1.0, 0.3),
    (3.0, 0.5, 0.3),
    (0.02, 0.004, 0.002),
    (-1e-4, 0.001, 0.0005),
]


@pytest.mark.parametrize(("mu", "t", "reach"), POINTS)
@pytest.mark.slow
def test_density_and_entropy_are_derivatives_of_the_pressure(
    mu: float, t: float, reach: float
) -> None:
    gas = ThermalGas.from_chemical_potential(mu, temperature=t)
    density = slope(lambda m: in_units_of_c("pressure", 3, m, t), mu, reach)
    assert density == pytest.approx(gas.density_over_c, rel=1e-12, abs=0)
    entropy = slope(lambda u: in_units_of_c("pressure", 3, mu, u), t, 0.2 * t)
    assert entropy == pytest.approx(gas.entropy_per_particle / gas.gamma, rel=1e-12, abs=0)
    bulk = slope(lambda m: in_units_of_c("density_over_c", 0, m, t), mu, reach)
    assert bulk == pytest.approx(gas.compressibility * gas.gamma, rel=1e-12, abs=0)


@pytest.mark.parametrize(
    ("gamma", "t"),
    [
        pytest.param(1e-4, 0.02, marks=pytest.mark.slow),
        pytest.param(0.01, 1.0, marks=pytest.mark.slow),
        pytest.param(1.0, 0.3, marks=pytest.mark.slow),
        (1.0, 30.0),
        pytest.param(50.0, 0.4, marks=pytest.mark.slow),
        (1e4, 5.0),
    ],
)
def test_derivatives_at_fixed_density(gamma: float, t: float) -> None:
    """c_V = T ∂(S/N)/∂T, -S/N = ∂(F/N)/∂T, g₂/2 = ∂(F/N)/∂γ, v² from two derivatives of P."""
    gas = ThermalGas(gamma, t)

    def along_t(name: str) -> float:
        return slope(lambda u: float(getattr(ThermalGas(gamma, u), name)), t, 0.4 * t)

    heat = t * along_t("entropy_per_particle")
    assert gas.specific_heat == pytest.approx(heat, rel=2e-12, abs=0)
    entropy = -along_t("free_energy_per_particle")
    assert gas.entropy_per_particle == pytest.approx(entropy, rel=1e-12, abs=0)

    def along_gamma(name: str) -> float:
        return slope(lambda g: float(getattr(ThermalGas(g, t), name)), gamma, 0.2 * gamma)

    by_t = along_t("pressure")
    # scaling with n: n∂P/∂n = 3P - γ ∂P/∂γ - 2T ∂P/∂T, and likewise for S/N
    stiffness = 3 * gas.pressure - gamma * along_gamma("pressure") - 2 * t * by_t
    drift = -gamma * along_gamma("entropy_per_particle") - 2 * heat
    squared = stiffness - by_t * drift * t / heat
    assert gas.sound_velocity**2 == pytest.approx(squared, rel=2e-12, abs=0)
    assert 1 / gas.compressibility == pytest.approx(stiffness, rel=2e-12, abs=0)
    if gamma >= 0.01:  # below, F hardly depends on γ
        work = along_gamma("free_energy_per_particle")
        rounding = 1e-14 * max(t, 1) / gamma
        assert gas.pair_correlation == pytest.approx(2 * work, rel=1e-12, abs=20 * rounding)


GRID = [
    (gamma, t) for gamma in (1e-4, 1e-2, 1.0, 100.0, 1e4) for t in (1e-3, 1e-2, 0.1, 1.0, 10.0, 1e3)
]


@pytest.mark.parametrize(("gamma", "t"), GRID)
def test_gibbs_duhem_and_the_virial(gamma: float, t: float) -> None:
    gas = ThermalGas(gamma, t)
    heat = gas.energy_per_particle + gas.pressure
    mu = heat - t * gas.entropy_per_particle
    assert gas.chemical_potential == pytest.approx(mu, rel=1e-12, abs=1e-14 * max(heat, t))
    interaction = 2 * gas.energy_per_particle - gas.pressure
    assert gamma * gas.pair_correlation / 2 == pytest.approx(interaction, rel=0, abs=1e-14 * heat)
    assert 0 < gas.pair_correlation < 2


COLD = [(gamma, coldest(gamma) * 10**power) for gamma in (0.02, 7.0, 3e4) for power in (0.01, 1, 2)]
RANDOM = list(
    zip(
        random_couplings(1e-5, 1e6, 20, seed=3),
        random_couplings(1e-3, 1e6, 20, seed=4),
        strict=True,
    )
)


@pytest.mark.parametrize(("gamma", "t"), [*GRID, *COLD, *RANDOM])
def test_twice_the_resolution_changes_less_than_the_stated_errors(gamma: float, t: float) -> None:
    gas = ThermalGas(gamma, t)
    twin, errors = gas.refined(), gas.errors
    assert set(errors) == {*QUANTITIES, "three_body_correlation"}
    for name, error in errors.items():
        assert getattr(gas, name) == pytest.approx(getattr(twin, name), rel=0, abs=error), name
    if t >= 1e-3:
        assert errors["entropy_per_particle"] <= 1e-12 * gas.entropy_per_particle


@pytest.mark.parametrize(
    "gamma", [pytest.param(1e-4, marks=pytest.mark.slow), 0.01, 1.0, 30.0, 1e4]
)
def test_a_cold_gas_is_in_its_ground_state(gamma: float) -> None:
    """E/N = ε₀ + πT²/6v, F/N = ε₀ - πT²/6v, S/N = πT/3v = c_V, with corrections in (T/μ)²."""
    ground = GroundState(gamma)
    mu, v = ground.chemical_potential, ground.sound_velocity
    for t in (3e-4 * mu, 1.01 * coldest(gamma)):
        gas, rise, correction = ThermalGas(gamma, t), math.pi * t**2 / (6 * v), 10 * (t / mu) ** 2
        energy, free = ground.energy_per_particle + rise, ground.energy_per_particle - rise
        assert gas.energy_per_particle == pytest.approx(energy, rel=1e-12, abs=0)
        assert gas.free_energy_per_particle == pytest.approx(free, rel=1e-12, abs=0)
        edge = gas.errors["entropy_per_particle"] / gas.entropy_per_particle
        for name in ("entropy_per_particle", "specific_heat"):
            exact = pytest.approx(math.pi * t / (3 * v), rel=correction + edge, abs=0)
            assert getattr(gas, name) == exact, name
        for name in ("chemical_potential", "pressure", "pair_correlation"):
            exact = pytest.approx(getattr(ground, name), rel=correction + 1e-12, abs=0)
            assert getattr(gas, name) == exact, name
        for name in ("compressibility", "sound_velocity"):
            exact = pytest.approx(getattr(ground, name), rel=correction + edge, abs=0)
            assert getattr(gas, name) == exact, name


@pytest.mark.parametrize("t", [1e-4, 0.3, 10.0, 1e5])
def test_thin_gas_has_its_second_virial_coefficient(t: float) -> None:
    """P/T = z/λ + b z² + …, b = √(πT) [e^{a²} erfc a - 1/2]/2π, a = c/2√T (Beth, Uhlenbeck)."""
    z = np.array([3.0, 4.0, 5.0, 6.0, 7.0]) * 1e-3
    root = mpmath.sqrt(t)
    wavelength = float(mpmath.sqrt(2 * mpmath.pi) / root)
    excess = [
        (in_units_of_c("pressure", 3, t * math.log(x), t) / t * wavelength / x - 1) / x for x in z
    ]
    a = 1 / (2 * root)
    exact = mpmath.sqrt(mpmath.pi) * root / (2 * mpmath.pi)
    exact *= mpmath.exp(a * a) * mpmath.erfc(a) - mpmath.mpf(1) / 2
    limit = np.polynomial.polynomial.polyfit(z, excess, 4)[0]
    assert limit == pytest.approx(float(exact) * wavelength, rel=3e-9, abs=0)


def test_the_hottest_gas_is_classical() -> None:
    gas = ThermalGas(1.0, 1e6)
    assert gas.pressure == pytest.approx(1e6, rel=1e-3, abs=0)
    assert gas.energy_per_particle == pytest.approx(5e5, rel=1e-3, abs=0)
    assert gas.specific_heat == pytest.approx(0.5, rel=1e-3, abs=0)
    assert gas.sound_velocity == pytest.approx(math.sqrt(3e6), rel=1e-3, abs=0)
    assert gas.pair_correlation == pytest.approx(2, rel=3e-3, abs=0)


@pytest.mark.parametrize("t", [0.4, 3.0, 200.0])
def test_impenetrable_gas_is_one_of_fermions(t: float) -> None:
    """K = 1/πc - …: P(μ) = P_F(μ + 2P/c), and g₂ = 2(2E - P)/c with E, P of free fermions."""
    gas = ThermalGas(1e6, t)
    fugacity = -mpmath.exp((gas.chemical_potential + 2e-6 * gas.pressure) / t)
    free = -t * mpmath.sqrt(t / (2 * mpmath.pi)) * mpmath.polylog(mpmath.mpf(3) / 2, fugacity)
    assert gas.pressure == pytest.approx(float(mpmath.re(free)), rel=1e-13, abs=0)
    assert gas.energy_per_particle == pytest.approx(gas.pressure / 2, rel=1e-5, abs=0)
    # (2/c) P ∂P/∂μ with n = 1 becomes c g₂/2 = 2P/c of free fermions
    assert gas.pair_correlation == pytest.approx(4e-12 * gas.pressure, rel=1e-5, abs=0)


@pytest.mark.parametrize("t", [3.0, 50.0, 1000.0])
def test_weakly_interacting_gas_is_one_of_bosons(t: float) -> None:
    """μ = μ₀ + 2γ, P = P₀ + γ, g₂ = 2 to first order in γ."""
    gamma = 1e-6
    gas = ThermalGas(gamma, t)
    fugacity = mpmath.exp((gas.chemical_potential - 2 * gamma) / t)
    wavelength = mpmath.sqrt(2 * mpmath.pi / t)
    density, pressure = (
        float(mpmath.polylog(mpmath.mpf(s) / 2, fugacity) / wavelength) for s in (1, 3)
    )
    assert density == pytest.approx(1, rel=1e-9, abs=0)
    assert gas.pressure == pytest.approx(t * pressure + gamma, rel=1e-9, abs=0)
    assert gas.pair_correlation == pytest.approx(2, rel=1e-5, abs=0)


@settings(max_examples=25, deadline=None)
@given(st.floats(-5.9, 5.9), st.floats(-2, 5.9))
def test_density_and_chemical_potential_are_inverse(log_gamma: float, log_t: float) -> None:
    gas = ThermalGas(10**log_gamma, 10**log_t)
    unit = gas.gamma**2
    back = ThermalGas.from_chemical_potential(
        gas.chemical_potential / unit, temperature=gas.temperature / unit
    )
    # a rounding of μ/T changes n by n(∂μ/∂n)/T of it
    loss = max(1.0, gas.compressibility * max(gas.temperature, abs(gas.chemical_potential)))
    assert back.gamma == pytest.approx(gas.gamma, rel=RELATIVE_ERROR * loss, abs=0)
