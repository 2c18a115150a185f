"""A flipped atom in a warm gas: against a trapezoidal rule, limits, the virial expansion."""

import math

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

import yanggaudin as yg
from test_thermal import TrapezoidalGas
from yanggaudin.errors import DomainError
from yanggaudin.thermal.thermal_gas import ThermalGas


def trapezoidal_magnon(gamma: float, t: float, mu: float, step: float) -> tuple[float, np.ndarray]:
    """ζ and E(0), E(γ) in long doubles: all integrals by the trapezoidal rule, η = γ sinh(s)."""
    gas = TrapezoidalGas(gamma, t, mu, step)
    one = gas._dress(np.ones_like(gas.k))
    s = 0.02 * np.arange(-2200, 2201).astype(np.longdouble)
    eta = gamma * np.sinh(s)
    half = np.longdouble(gamma) / 2
    logarithm, occupied = np.log1p(np.exp(-gas.y)), gas.filled * one

    def image(values: np.ndarray, points: np.ndarray) -> np.ndarray:
        kernel = half / (half**2 + (points[:, None] - gas.k) ** 2)
        return np.asarray(2 / gas.two_pi * gas.step * (kernel @ values))

    weight = image(occupied, eta) * np.exp(-image(logarithm, eta)) * gamma * np.cosh(s)
    energies = t * image(logarithm, np.array([0, gamma], dtype=np.longdouble))
    return float(np.longdouble(0.02) * weight.sum() / gas.two_pi), energies.astype(float)


@pytest.mark.parametrize(
    ("gamma", "t", "step"), [(1.0, 1.0, 0.05), (0.8, 2.0, 0.05), (6.0, 0.2, 0.02), (30.0, 5.0, 0.1)]
)
def test_against_the_trapezoidal_rule(gamma: float, t: float, step: float) -> None:
    gas = ThermalGas(gamma, t)
    zeta, energies = trapezoidal_magnon(gamma, t, gas.chemical_potential, step)
    assert gas.flipped_fraction == pytest.approx(zeta, rel=1e-14, abs=0)
    found = gas.thermal_polaron.energy_at([0.0, gamma])
    assert found == pytest.approx(energies, rel=1e-14, abs=0)


@pytest.mark.parametrize("gamma", [0.03, 1.0, 40.0])
def test_cold_magnon_is_the_polaron(gamma: float) -> None:
    """E(p), V(p), p(η) and m* of the ground state as T → 0, from which they differ like T²."""
    polaron, p = yg.Polaron(gamma), np.array([1e-3, 0.5, 1.5, 3.0, 4.0, -0.7, 12.0])
    eta = gamma * np.array([-np.inf, -0.3, 0.0, 2.0, 1e12, np.inf])
    t = 2e-3 * min(polaron.maximum_energy, polaron.gas.chemical_potential)
    misses = []
    for temperature in (t, t / 2):
        magnon = ThermalGas(gamma, temperature).thermal_polaron
        misses.append(
            np.concatenate(
                [
                    magnon.energy(p) / polaron.energy(p) - 1,
                    magnon.velocity(p) / polaron.gas.sound_velocity
                    - polaron.velocity(p) / polaron.gas.sound_velocity,
                    magnon.momentum_at(eta) - polaron.momentum_at(eta),
                    (magnon.energy_at(eta) - polaron.energy_at(eta)) / polaron.maximum_energy,
                    [magnon.mass_ratio / polaron.mass_ratio - 1],
                ]
            )
        )
    assert np.max(np.abs(misses[0])) < 1e-3
    assert misses[0] == pytest.approx(4 * misses[1], rel=0.02, abs=3e-14)
    assert misses[0][0] == pytest.approx(4 * misses[1][0], rel=0.02)  # which is no rounding


@settings(max_examples=15, deadline=None)
@given(st.floats(-3, 6), st.floats(4, 200))
def test_thin_gas(log_gamma: float, log_degeneracy: float) -> None:
    """ζ/n = 1 - z e^{y²} erfc y/√2 + O(z²), y = c/2√T: the second virial coefficients.

    Of Pλ/T = z↑ + z↓ + b₂ (z↑² + z↓²) + b₁₁ z↑ z↓ with b₂ = -2^{-3/2} + E/√2, b₁₁ = (E - 1)/√2.
    """
    gamma, t = 10**log_gamma, 10.0**log_degeneracy
    gas = ThermalGas(gamma, t)
    z, y = math.exp(gas.chemical_potential / t), gamma / (2 * math.sqrt(t))
    first = z / math.sqrt(2) * float(mpmath.exp(y * y) * mpmath.erfc(y))
    assert gas.flipped_fraction == pytest.approx(1 - first, rel=0, abs=3 * z * z + 1e-14)


def ideal_fugacity(t: float) -> mpmath.mpf:
    """z of the ideal Bose gas, Li_{1/2}(z) = nλ, by bisection."""
    low, high = mpmath.mpf(0), mpmath.mpf(1)
    for _ in range(50):
        z = (low + high) / 2
        thin = mpmath.polylog(0.5, z).real < mpmath.sqrt(2 * mpmath.pi / t)
        low, high = (z, high) if thin else (low, z)
    return low


@pytest.mark.parametrize("t", [0.3, 1.0, 20.0])
def test_ideal_gas(t: float) -> None:
    """As γ → 0 the flipped atoms are a classical gas, z/λ, and the others an ideal Bose gas."""
    expected = float(ideal_fugacity(t) * mpmath.sqrt(t / (2 * mpmath.pi)))
    misses = [ThermalGas(g, t).flipped_fraction / expected - 1 for g in (1e-3, 1e-4)]
    # the interaction with the others is cn for a flipped atom and 2cn for one of their own
    assert abs(misses[0]) < 20 * 1e-3
    assert misses[1] == pytest.approx(misses[0] / 10, rel=0.1)


@pytest.mark.parametrize("t", [0.1, 1.0, 10.0])
def test_free_spins(t: float) -> None:
    """As γ → ∞ nothing depends on the spins: n↓/n = e^{-h/T}, E = 0, with corrections in 1/γ."""
    misses = [ThermalGas(gamma, t).flipped_fraction - 1 for gamma in (1e4, 1e5)]
    assert -1e-2 < misses[0] < 0
    assert misses[0] == pytest.approx(10 * misses[1], rel=1e-2)


@settings(max_examples=25, deadline=None)
@given(st.floats(-4, 4), st.floats(-3, 3))
def test_twice_the_resolution(log_gamma: float, log_t: float) -> None:
    try:
        gas = ThermalGas(10**log_gamma, 10**log_t)
    except DomainError:  # too cold
        return
    magnon, twin = gas.thermal_polaron, gas.refined().thermal_polaron
    for name, error in magnon.errors.items():
        assert getattr(magnon, name) == pytest.approx(getattr(twin, name), rel=0, abs=error), name


def test_edge_cases() -> None:
    magnon = ThermalGas(1.0, 0.5).thermal_polaron
    assert magnon.energy(0.0) == 0
    assert magnon.velocity([0.0, 2 * math.pi]).tolist() == [0, 0]
    ends = magnon.momentum_at([math.inf, 0.0, -math.inf])
    assert ends == pytest.approx([0, math.pi, 2 * math.pi], rel=1e-15, abs=0)
    assert magnon.energy_at(-math.inf) == 0
    assert magnon.energy(1e-200) == 0
    assert magnon.energy(1e-150) == pytest.approx(magnon.mass_ratio / 2 * 1e-300, rel=1e-14)
    assert magnon.energy(np.zeros((0, 2))).shape == (0, 2)
    p = np.array([1e-12, 1e-8, 0.2, 3.0])
    eta = np.array([0.3, 1.0, 5.0])
    assert magnon.energy(magnon.momentum_at(eta)) == pytest.approx(magnon.energy_at(eta), rel=1e-13)
    step = 1e-4
    slope = (magnon.energy(p[2:] + step) - magnon.energy(p[2:] - step)) / (2 * step)
    assert magnon.velocity(p[2:]) == pytest.approx(slope, rel=1e-7)
    assert magnon.velocity(p[:2]) == pytest.approx(magnon.mass_ratio * p[:2], rel=1e-12)
    assert magnon.to_dict()["flipped_fraction"] == magnon.flipped_fraction
    with pytest.raises(DomainError, match="momentum must lie in"):
        magnon.energy(math.nan)
    with pytest.raises(DomainError, match="spin_rapidity must lie in"):
        magnon.energy_at(math.nan)
