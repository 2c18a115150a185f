"""The thin and hot gas against closed forms, and against the trapezoidal rule."""

import math

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from test_thermal import QUANTITIES, TrapezoidalGas
from yanggaudin.quantities import RELATIVE_ERROR
from yanggaudin.thermal.columns import thermal_column
from yanggaudin.thermal.thermal_gas import ThermalGas

mpmath.mp.dps = 40


def second_coefficient(t: mpmath.mpf) -> mpmath.mpf:
    """b₂ of P λ/T = z + b₂ z² + … (Beth and Uhlenbeck), T in units of c."""
    erfcx = mpmath.exp(1 / (4 * t)) * mpmath.erfc(1 / (2 * mpmath.sqrt(t)))
    return (2 * erfcx - 1) / (2 * mpmath.sqrt(2))


def thin_pair_correlation(t: mpmath.mpf) -> mpmath.mpf:
    """g₂ of two atoms of relative momentum of temperature T in units of c.

    (4/√π) ∫ e^{-s²} s²/(s² + x²) ds with x = 1/2√T, which has no difference of equal numbers.
    """
    x2 = 1 / (4 * t)
    if x2 > 1e6:  # the series of s²/(s² + x²)
        return sum((-1) ** n * 2 * mpmath.fac2(2 * n + 1) / (2 * x2) ** (n + 1) for n in range(6))
    x = mpmath.sqrt(x2)
    with mpmath.workdps(60):
        return 2 * (1 - mpmath.sqrt(mpmath.pi) * x * mpmath.exp(x2) * mpmath.erfc(x))


def closed_forms(gamma: float, t: float) -> dict[str, mpmath.mpf]:
    """All quantities but g₃ of a classical gas at γ and T in ħ²n²/m."""
    temperature = mpmath.mpf(t)
    log_z = mpmath.log(2 * mpmath.pi / temperature) / 2
    mu = temperature * log_z
    return {
        "chemical_potential": mu,
        "pressure": temperature,
        "energy_per_particle": temperature / 2,
        "free_energy_per_particle": mu - temperature,
        "entropy_per_particle": mpmath.mpf(3) / 2 - log_z,
        "compressibility": 1 / temperature,
        "specific_heat": mpmath.mpf(1) / 2,
        "sound_velocity": mpmath.sqrt(3 * temperature),
        "pair_correlation": thin_pair_correlation(temperature / mpmath.mpf(gamma) ** 2),
    }


@settings(max_examples=30, deadline=None)
@given(st.floats(-6, 140), st.floats(40, 290))
def test_classical_gas(log_gamma: float, log_t: float) -> None:
    """nλ < 3e-20: nothing but the first order in the fugacity is left."""
    gas = ThermalGas(10**log_gamma, 10**log_t)
    exact = closed_forms(gas.gamma, gas.temperature)
    for name, value in exact.items():
        bound = gas.errors[name] / 2
        assert getattr(gas, name) == pytest.approx(float(value), rel=0, abs=bound), name


@settings(max_examples=30, deadline=None)
@given(st.floats(-270, 130), st.floats(-300, -50))
def test_classical_gas_of_a_chemical_potential(log_t: float, ratio: float) -> None:
    t = 10**log_t
    gas = ThermalGas.from_chemical_potential(ratio * t, temperature=t)
    # μ/T exactly, which its rounding times 300 would not be
    z = mpmath.exp(mpmath.mpf(ratio * t) / mpmath.mpf(t))
    n = z * mpmath.sqrt(mpmath.mpf(t) / (2 * mpmath.pi))
    assert gas.density_over_c == pytest.approx(float(n), rel=2e-15, abs=0)
    exact = closed_forms(gas.gamma, gas.temperature)
    for name, value in exact.items():
        bound = gas.errors[name]
        assert getattr(gas, name) == pytest.approx(float(value), rel=0, abs=bound), name


@pytest.mark.parametrize("t", [1e-6, 1e-3, 0.1, 1.0, 30.0, 1e3, 1e6, 1e100])
def test_second_coefficient(t: float) -> None:
    """P λ/zT = 1 + b₂ z and nλ/z = 1 + 2 b₂ z: of the third order 4e-16 is left at z = 2e-8."""
    z = math.exp(-18.0)
    column = thermal_column(-18 * t, temperature=t)
    second = second_coefficient(mpmath.mpf(t)) if t < 1e90 else 1 / (2 * mpmath.sqrt(2))
    fugacity = mpmath.exp(mpmath.mpf(-18 * t) / mpmath.mpf(t))
    classical = fugacity * mpmath.sqrt(mpmath.mpf(t) / (2 * mpmath.pi))
    n, pressure = column.density_over_c / classical, column.pressure_over_c3 / (classical * t)
    assert float(n - 1 - 2 * second * z) == pytest.approx(0, abs=1e-15)
    assert float(pressure - 1 - second * z) == pytest.approx(0, abs=1e-15)


@pytest.mark.parametrize("potential", [-2.0, -3.0, -10.0, -60.0])
@pytest.mark.parametrize(("t", "step"), [(0.5, 0.03), (3.0, 0.1), (40.0, 0.15)])
def test_thin_gas_by_the_trapezoidal_rule(t: float, step: float, potential: float) -> None:
    """Everything without its units, from the second order of the fugacity to the first."""
    gas = ThermalGas.from_chemical_potential(potential * t, temperature=t)
    oracle = TrapezoidalGas(1.0, t, potential * t, step)
    assert gas.density_over_c == pytest.approx(float(oracle.density), rel=5e-15, abs=0)
    n, hot = float(oracle.density), float(oracle.density) * t
    units = {
        "pressure": hot / gas.temperature,
        "energy_per_particle": t / gas.temperature,
        "entropy_per_particle": 1.0,
        "compressibility": n / t * gas.temperature,
        "specific_heat": 1.0,
        "sound_velocity": math.sqrt(t / gas.temperature),
        "pair_correlation": 1.0,
    }
    for name, unit in units.items():
        value = getattr(gas, name) * unit
        # 2E - P of the oracle is a difference of numbers nT
        rounding = 20 * np.finfo(np.longdouble).eps * t / n if name == "pair_correlation" else 0
        expected = float(oracle.values[name])
        assert value == pytest.approx(expected, rel=5e-15, abs=float(rounding)), name


@pytest.mark.parametrize("gamma", [1e-6, 1e-3, 1.0, 1e3, 1e7, 1e139])
def test_both_solvers_agree_where_one_takes_over(gamma: float) -> None:
    """nλ = 0.12 at T = 436: a change of 2e-13 in T changes the solver and nothing else."""
    t = 2 * math.pi / 0.12**2
    newton, iterated = (ThermalGas(gamma, t * factor) for factor in (1 - 1e-13, 1 + 1e-13))
    assert type(newton._state) is not type(iterated._state)
    for name in QUANTITIES:
        change = 4e-13 if name in {"chemical_potential", "free_energy_per_particle"} else 3e-13
        here, there = getattr(newton, name), getattr(iterated, name)
        assert here == pytest.approx(there, rel=change + RELATIVE_ERROR, abs=0), name


@pytest.mark.parametrize("t", [0.01, 1.0, 50.0])
@pytest.mark.parametrize("gamma", [1e7, 1e20, 1e140])
def test_gas_of_great_coupling_is_one_of_fermions(gamma: float, t: float) -> None:
    """With the excluded length 2/c: P(μ) = P_F(μ + 2P/c); g₂ = 4P/γ² n to first order."""
    gas = ThermalGas(gamma, t)
    fugacity = -mpmath.exp((gas.chemical_potential + 2 * gas.pressure / gamma) / t)
    free = -t * mpmath.sqrt(t / (2 * mpmath.pi)) * mpmath.polylog(mpmath.mpf(3) / 2, fugacity)
    assert gas.pressure == pytest.approx(float(mpmath.re(free)), rel=2e-14 / min(t, 1), abs=0)
    expected = 4 * gas.pressure / gamma / gamma
    assert gas.pair_correlation == pytest.approx(expected, rel=20 * (1 + t) / gamma + 1e-14, abs=0)
