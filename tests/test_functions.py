import math
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from flint import arb
from hypothesis import given, strategies as st

import yanggaudin as yg
from problems import CERTIFIED, random_couplings, tool
from yanggaudin.errors import DomainError
from yanggaudin.gas import functions
from yanggaudin.gas.ground_state import GroundState
from yanggaudin.numerics.precision import PRECISION, precision

# units in the last place
FINE, COARSE = 4, 16
BARS = {
    "energy": FINE,
    "energy_derivative": FINE,
    "energy_second_derivative": COARSE,
    "mass_ratio": FINE,
    "mass_shift": FINE,
    "sound_velocity": FINE,
    "fermi_rapidity": FINE,
    "three_body_correlation": COARSE,
    "quartic_coefficient": COARSE,
}
LIMITS = {
    "energy": (0.0, math.pi**2 / 3),
    "energy_derivative": (1.0, 0.0),
    "pair_correlation": (1.0, 0.0),
    "tan_contact": (0.0, 4 * math.pi**2 / 3),
    "energy_second_derivative": (-math.inf, 0.0),
    "mass_ratio": (1.0, 0.0),
    "mass_enhancement": (1.0, math.inf),
    "mass_shift": (0.0, 1.0),
    "chemical_potential": (0.0, math.pi**2 / 2),
    "pressure": (0.0, math.pi**2 / 3),
    "sound_velocity": (0.0, math.pi),
    "luttinger_parameter": (math.inf, 1.0),
    "fermi_rapidity": (0.0, math.pi),
    "three_body_correlation": (1.0, 0.0),
    "quartic_coefficient": (-math.inf, 0.0),
}
FUNCTIONS: dict[str, Callable[[Any], Any]] = {n: getattr(functions, n) for n in LIMITS}


REFERENCE = tool("reference_values")


def units(value: float, exact: arb) -> float:
    """Error in units of the last place of the nearest double."""
    with PRECISION, precision(200):
        return float(abs(arb(value) - exact)) / math.ulp(float(exact.mid()))


# --- values -------------------------------------------------------------------------------------


def test_values_where_the_halves_join() -> None:
    """γ from 1 to 2, where the scaled functions are steepest, and below."""
    steep = (1.047838329842186, 1.0197688164912004, 1.0, 1 - 2.0**-53)
    for gamma in (*steep, *random_couplings(0.5, 2.0, 60, seed=1)):
        for name, exact in REFERENCE.values(Fraction(gamma)).items():
            assert units(FUNCTIONS[name](gamma), exact) <= BARS[name], (name, gamma)


@pytest.mark.parametrize(
    "low",
    # the reference of the weakest couplings is dear
    [pytest.param(low, marks=pytest.mark.slow) for low in (1e-300, 1e-8)]
    + [1e-3, 0.2, 1.0, 4.0, 30.0, 1e4, 1e40],
)
def test_values_against_28_digits(low: float) -> None:
    high = min(low * (1e10 if low in (1e-300, 1e40) else 30), 1e300)
    for gamma in random_couplings(low, high, 12, seed=int(1e3 * abs(math.log(low + 1)))):
        for name, exact in REFERENCE.values(Fraction(gamma)).items():
            if abs(float(exact.mid())) > 1e-300:
                assert units(FUNCTIONS[name](gamma), exact) <= BARS[name], (name, gamma)


@pytest.mark.parametrize("row", CERTIFIED, ids=lambda row: row["gamma"])
def test_certified_table(row: dict[str, Any]) -> None:
    """Functions, integral equation, dispersion: 60 couplings, 40 proven digits."""
    gamma = float(row["gamma"])
    exact = {name: float(row[name]) for name in LIMITS if name in row}
    for name, value in exact.items():
        # the decimal coupling is not the double
        assert FUNCTIONS[name](gamma) == pytest.approx(value, rel=2e-15, abs=0)
    polaron = yg.Polaron(gamma)
    gas = polaron.gas
    assert polaron.mass_ratio == pytest.approx(exact["mass_ratio"], rel=4e-15, abs=0)
    for name in ("energy", "pair_correlation", "chemical_potential", "luttinger_parameter"):
        assert getattr(gas, name) == pytest.approx(exact[name], rel=4e-15, abs=0)
    k = float(row["k"])
    density, momentum = float(row["rapidity_density"]), float(row["dressed_momentum"])
    assert gas.rapidity_density(k) == pytest.approx(density, rel=1e-14, abs=0)
    assert abs(gas.dressed_momentum(k) - momentum) < gas.errors["dressed_momentum"]
    for p, energy in row.get("polaron_energy", {}).items():
        assert float(polaron.energy(float(p))) == pytest.approx(float(energy), rel=1e-14, abs=0)
    if "energy_at_k" in row:
        energy, p = float(row["energy_at_k"]), float(row["momentum_at_k"])
        assert float(polaron.energy_at(k)) == pytest.approx(energy, rel=1e-14, abs=0)
        assert float(polaron.momentum_at(k)) == pytest.approx(p, rel=1e-14, abs=0)


def test_inverse() -> None:
    """Exact at the middle of the unit of the last place, so 16 units of γ and those of r."""
    for gamma in random_couplings(1e-20, 1e20, 60, seed=2):
        with PRECISION, precision(200):
            exact = REFERENCE.values(Fraction(gamma))["mass_ratio"]
            ratio = float(exact.mid())
            shift = arb(ratio) - exact
        # γ(ratio) to first order: dr/dγ = 2e′/γ - 2e/γ² - e″
        v = REFERENCE.values(Fraction(gamma))
        with PRECISION, precision(300):
            g = arb(gamma)
            slope = 2 * v["energy_derivative"] / g - 2 * v["energy"] / g**2
            slope -= v["energy_second_derivative"]
            if abs(float(shift / slope / g)) < 1e-9:
                target = g + shift / slope
                assert units(functions.gamma_from_mass_ratio(ratio), target) <= COARSE, gamma


def test_coupling_of_a_chemical_potential() -> None:
    """x = μ/γ² = (e + γm/m*)/2γ², from which the nearest double is off; γ dx/dγ = -v²/γ²."""
    for gamma in random_couplings(1e-100, 1e100, 60, seed=3):
        v = REFERENCE.values(Fraction(gamma))
        with PRECISION, precision(900):
            g = arb(gamma)
            exact = (v["energy"] + g * v["mass_ratio"]) / (2 * g * g)
            x = float(exact.mid())
            slope = -v["sound_velocity"] * v["sound_velocity"] / (g * g)
            target = g * ((arb(x) - exact) / slope).exp()
        assert units(functions.gamma_from_chemical_potential(x), target) <= FINE, gamma
        if gamma > 1e-30:
            assert GroundState.from_chemical_potential(x).gamma == pytest.approx(gamma, rel=1e-15)
            assert GroundState(gamma).mu_over_c2 == pytest.approx(x, rel=1e-14)


def test_limits_of_the_coupling_of_a_chemical_potential() -> None:
    inverse = functions.gamma_from_chemical_potential
    assert inverse([0.0, math.inf]).tolist() == [math.inf, 0.0]
    assert math.isnan(inverse(math.nan))
    assert inverse(5e-324) == pytest.approx(math.pi / math.sqrt(2) / 5e-324**0.5, rel=1e-15)
    assert inverse(1e308) == 1e-308
    x = np.sort(10 ** np.random.default_rng(4).uniform(-300, 300, 10**5))
    assert (np.diff(inverse(x)) <= 0).all()
    assert (inverse(x) == [inverse(float(number)) for number in x]).all()
    for bad, message in ((-1e-3, "mu_over_c2 must be >= 0, got -0.001"), ("1", "mu_over_c2 must")):
        with pytest.raises(DomainError, match=message):
            inverse(bad)
    for bad, message in ((0.0, "without atoms"), (-1.0, "the gas is empty"), (math.nan, "got nan")):
        with pytest.raises(DomainError, match=message):
            GroundState.from_chemical_potential(bad)


@pytest.fixture(scope="module")
def coarse() -> tuple[ModuleType, dict[str, tuple[Any, Any]]]:
    """The program in tools/ and what it interpolates from few samples."""
    made = tool("function_tables")
    made.mp.mp.dps = 45
    return made, made.sample(60, tolerance=1e-9)


def value_on_piece(table: Any, count: int, x: float, half: int) -> float:
    k = min(int(count * x), count - 1)
    return float(np.polyval(table[::-1, half * count + k], count * x - k))


PLACES = (0.0, 0.03, 0.5, 0.93, 0.999, 1.0)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["mass_ratio", "energy", "fermi_rapidity"])
def test_table_is_regenerated_on_a_coarse_grid(coarse: Any, name: str) -> None:
    """Few samples and pieces meet the shipped functions."""
    made, sampled = coarse
    count = 8
    table, error = made.pieces(sampled[name], count, tolerance=1e-10)
    assert 0 < error < 1e-10
    assert table.shape[1] == 2 * count
    assert table[1, count] == 0  # even in 1/√γ
    for half in (0, 1):
        for x in PLACES:
            t = made.mp.mpf(max(x, 1e-6))
            value = made.mp.mpf(FUNCTIONS[name](float(t**2 if half == 0 else t**-2)))
            scaled = float(made.SCALED[name][half](value, t))
            found = value_on_piece(table, count, float(t), half)
            assert found == pytest.approx(scaled, rel=3e-10, abs=0), (half, x)


@pytest.mark.slow
def test_table_of_chemical_potentials_is_regenerated_on_a_coarse_grid(coarse: Any) -> None:
    """γx against 1/√x and γ√x against √x, x = μ/γ²."""
    made, sampled = coarse
    count = 8
    table, error = made.pieces(
        made.potential_inverse(sampled, 60, 1e-9), count, tolerance=1e-9, even=False
    )
    assert 0 < error < 1e-9
    for gamma in (1e-6, 1e-3, 0.1, 0.8, 0.85, 7.0, 300.0, 1e6):
        x = functions.chemical_potential(gamma) / gamma**2
        expected, place, half = (gamma * x, x**-0.5, 0) if x > 1 else (gamma * x**0.5, x**0.5, 1)
        found = value_on_piece(table, count, place, half)
        assert found == pytest.approx(expected, rel=3e-9, abs=0), gamma


@pytest.mark.slow
def test_table_of_the_inverse_is_regenerated_on_a_coarse_grid(coarse: Any) -> None:
    """H = √(γr)/(1 - r) against z = (1 - r)/(1 - r + √r)."""
    made, sampled = coarse
    count = 8
    table, error = made.pieces((made.inverse(sampled),), count, tolerance=1e-9)
    assert 0 < error < 1e-9
    assert table.shape[1] == count
    for gamma in (1e-6, 1e-3, 0.1, 1.0, 7.0, 300.0, 1e6):
        ratio, shift = functions.mass_ratio(gamma), functions.mass_shift(gamma)
        z = shift / (shift + math.sqrt(ratio))
        expected = math.sqrt(gamma * ratio) / shift
        found = value_on_piece(table, count, z, 0)
        assert found == pytest.approx(expected, rel=3e-9, abs=0), gamma


def test_table_states_its_error() -> None:
    with np.load(Path(yg.__file__).parent / "data" / "functions.npz") as table:
        names = [name for name in table.files if not name.endswith("_error")]
        assert len(names) == 11
        for name in names:
            assert 0 < float(table[f"{name}_error"]) < 2e-17


# --- properties ---------------------------------------------------------------------------------


RISING = {
    "tan_contact",
    "energy",
    "mass_enhancement",
    "mass_shift",
    "chemical_potential",
    "pressure",
    "sound_velocity",
    "fermi_rapidity",
    "energy_second_derivative",
    "quartic_coefficient",
}


@pytest.mark.parametrize("decades", [300, 0.3])
@pytest.mark.parametrize("name", LIMITS)
def test_monotone(name: str, decades: float) -> None:
    """No step against the trend of more than one unit in the last place."""
    gamma = np.sort(10 ** np.random.default_rng(1).uniform(-decades, decades, 10**6))
    values = FUNCTIONS[name](gamma)
    values = values if name in RISING else -values
    finite = np.isfinite(values)
    steps = np.diff(values[finite]) / np.spacing(np.abs(values[finite][1:]))
    assert steps.min() >= -1


@given(st.floats(0, math.inf))
def test_scalars_and_arrays_agree_to_the_bit(gamma: float) -> None:
    for function in FUNCTIONS.values():
        assert function(gamma) == function(np.array([gamma]))[0]
    if gamma <= 1:
        inverse = functions.gamma_from_mass_ratio
        assert inverse(gamma) == inverse(np.array([gamma]))[0]


@given(st.floats(1e-290, 1e290))
def test_relations(gamma: float) -> None:
    mass, energy = functions.mass_ratio(gamma), functions.energy(gamma)
    assert 0 < mass <= 1
    assert functions.mass_enhancement(gamma) == pytest.approx(1 / mass, rel=2e-15, abs=0)
    assert functions.pressure(gamma) == pytest.approx(gamma * mass / 2, rel=2e-15, abs=0)
    mu = functions.chemical_potential(gamma)
    assert mu == pytest.approx((energy + gamma * mass) / 2, rel=2e-15, abs=0)
    product = functions.luttinger_parameter(gamma) * functions.sound_velocity(gamma)
    assert product == pytest.approx(math.pi, rel=2e-15, abs=0)
    assert functions.mass_shift(gamma) == pytest.approx(1 - mass, rel=1e-15, abs=3e-16)
