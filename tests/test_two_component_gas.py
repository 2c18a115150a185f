"""`TwoComponentGas`: stated errors, limits, refusals, copies, tables."""

import copy
import math
import pickle
import time
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from scipy import special

import yanggaudin as yg
from yanggaudin.errors import AccuracyError, DomainError
from yanggaudin.two_components.solution import resolved, solution
from yanggaudin.two_components.thermodynamics import Thermodynamics

POTENTIALS = yg.TwoComponentGas.from_chemical_potentials


def in_units_of_n(found: Thermodynamics, gamma: float) -> dict[str, float]:
    """Quantities of a solution in units c = 1, by their names in the catalogue."""
    n, e = found.density, gamma * gamma
    return {
        "polarisation": 2 * found.magnetisation / n,
        "mean_chemical_potential": found.mean * e,
        "pressure": found.pressure * gamma * e,
        "energy_per_particle": found.energy * gamma * e,
        "entropy_per_particle": found.entropy * gamma,
        "specific_heat": found.specific_heat * gamma,
        "compressibility": found.compressibility / gamma,
        "susceptibility": found.susceptibility / gamma,
        "pair_correlation": found.pair_correlation,
    }


def check_another_level(gamma: float, temperature: float, ratio: float) -> None:
    """Other equations, with twice as many strings, on other panels, agree within the errors."""
    gas = yg.TwoComponentGas(gamma, temperature, field=ratio * temperature)
    level = 2 * gas._found.solution.level.level
    other = solution(gas._found.mean, gas._found.field, gas._found.temperature, level)
    for name, value in in_units_of_n(Thermodynamics(other), gamma).items():
        assert abs(value - getattr(gas, name)) <= gas.errors[name], name


_POINTS = [
    pytest.param((0.003, 2.0, 1.0), marks=pytest.mark.slow),
    (3.0, 1.0, 0.0),
    pytest.param((1000.0, 0.5, 3.0), marks=pytest.mark.slow),
]


@pytest.mark.parametrize("point", _POINTS)
def test_another_level_agrees(point: tuple[float, float, float]) -> None:
    check_another_level(*point)


@pytest.mark.slow
@settings(max_examples=5, deadline=None)
@given(st.floats(-3, 3), st.floats(math.log10(0.05), 2), st.floats(0, 20))
def test_another_level_agrees_anywhere(log_gamma: float, log_t: float, ratio: float) -> None:
    check_another_level(10**log_gamma, 10**log_t, ratio)


@pytest.mark.slow
@settings(max_examples=3, deadline=None)
@given(st.floats(-1, 3), st.floats(-1, 2), st.floats(0.2, 10), st.floats(0, 2 * math.pi))
def test_pressure_is_the_integral_of_the_densities(
    log_gamma: float, log_t: float, ratio: float, angle: float
) -> None:
    """P(end) - P(start) = ∫ (n dμ̄ + M dh) along a straight line, by Gauss's rule."""
    t = 10**log_t
    start = yg.TwoComponentGas(10**log_gamma, t, field=ratio * t)._found
    along = 0.1 * np.array([math.cos(angle), math.sin(angle)])

    def at(share: float) -> Thermodynamics:
        return Thermodynamics(resolved(start.moved(*map(float, share * along))))

    nodes, weights = np.polynomial.legendre.leggauss(6)
    gases = [at((1 + node) / 2) for node in nodes]
    slopes = np.array([[gas.density, gas.magnetisation] for gas in gases]) * start.temperature
    rise = weights / 2 @ slopes @ along
    size = weights / 2 @ slopes @ abs(along)
    assert at(1.0).pressure - start.pressure == pytest.approx(rise, rel=0, abs=1e-11 * float(size))


@pytest.mark.parametrize(("gamma", "ratio"), [(0.1, 0.0), (2.0, 1.0)])
def test_virial_theorem(gamma: float, ratio: float) -> None:
    """c n² g₂/2 is 2E/L - P."""
    gas = yg.TwoComponentGas(gamma, 1.0, field=ratio)
    interaction = 2 * gas.energy_per_particle - gas.pressure
    bound = 2 * gas.errors["energy_per_particle"] + gas.errors["pressure"]
    assert gas.pair_correlation * gamma / 2 == pytest.approx(interaction, rel=0, abs=bound)


@pytest.mark.parametrize("ratio", [pytest.param(0.0, marks=pytest.mark.slow), 1.0])
def test_weakly_interacting_atoms_are_two_ideal_gases(ratio: float) -> None:
    """To first order P falls by c(n↑² + n↓² + n↑n↓); what is next is smaller by c/√T."""
    k = np.arange(1, 200.0)
    rests = []
    for t in (1e4, 1e6):
        z = np.exp(np.outer([-1 + ratio / 2, -1 - ratio / 2], k))
        pressure = t * math.sqrt(t / 2 / math.pi) * float(np.sum(z / k**1.5))
        up, down = math.sqrt(t / 2 / math.pi) * np.sum(z / k**0.5, axis=1)
        first = -(up**2 + down**2 + up * down)
        gas = POTENTIALS(-t, field=ratio * t, temperature=t)
        rests.append((gas.pressure_over_c - pressure) / first - 1)
        g2 = 2 * (up**2 + down**2 + up * down) / (up + down) ** 2
        assert gas.pair_correlation == pytest.approx(g2, rel=10 / math.sqrt(t))
    assert rests[1] / rests[0] == pytest.approx(0.1, rel=0.05)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("gamma", "temperature", "ratio"),
    [(0.0034, 0.93, 162.0), (0.17, 330.0, 310.0), (1.8, 3.4e4, 83.0), (0.082, 19.0, 470.0)],
)
def test_pair_correlation_of_one_component_in_a_strong_field(
    gamma: float, temperature: float, ratio: float
) -> None:
    """Slopes of ln b, which is about h/T, have roundings of its size."""
    one = yg.ThermalGas(gamma, temperature).pair_correlation
    gas = yg.TwoComponentGas(gamma, temperature, field=ratio * temperature)
    assert abs(gas.pair_correlation - one) < gas.errors["pair_correlation"] < 1e-11 * one


@pytest.mark.parametrize("few", [1e-6, 1e-8, 1.1e-10, 1e-12])
def test_field_of_a_polarisation_next_to_one(few: float) -> None:
    """e^{-h/T} ζ/n = n↓/n, whose correction is of the order of n↓/n; a rounding of n↑ hides n↓."""
    gas = yg.TwoComponentGas(1.0, 1.0, polarisation=1 - few)
    down = (1 - (1 - few)) / 2
    exact = math.log(yg.ThermalGas(1.0, 1.0).flipped_fraction / down)
    assert abs(gas.field - exact) < gas.errors["field"] + 2 * few
    assert gas._found.density == pytest.approx(1.0, rel=1e-12, abs=0)  # γ = 1


def test_search_for_a_polarisation_ends_where_rounding_hides_it() -> None:
    gas = yg.TwoComponentGas(1.2432915947006218, 0.0114, polarisation=0.9999999998868098)
    assert abs(gas.polarisation - 0.9999999998868098) <= gas.errors["polarisation"]


@pytest.mark.parametrize(
    ("gamma", "temperature", "ratio"),
    [(7.113195173434152, 27.27175942230357, 600.0), (190.8456831236586, 14131.038488407226, 600.0),
     (10.0, 1000.0, 550.0), (0.0034228647097025206, 0.04746293379955021, 537.1678722558863)],
)  # fmt: skip
def test_strong_fields_leave_one_component(gamma: float, temperature: float, ratio: float) -> None:
    """With all of its numbers, though μ̄ and h are hundreds of T and nearly cancel."""
    one = yg.ThermalGas(gamma, temperature)
    gas = yg.TwoComponentGas(gamma, temperature, field=ratio * temperature)
    for name in ("pressure", "energy_per_particle", "entropy_per_particle", "compressibility"):
        bound = gas.errors[name] + one.errors[name]
        assert abs(getattr(gas, name) - getattr(one, name)) < bound, name


@pytest.mark.parametrize("field", [0.0, 0.05])
def test_entropy_is_no_better_than_its_potentials(field: float) -> None:
    """ds = (de - μ̄ dn - h dM)/T: in a cold gas what is not known of μ̄ and h is large beside T."""
    gas = yg.TwoComponentGas(1.0, 0.05, field=field)
    unknown = gas.errors["mean_chemical_potential"] + gas.errors["field"] * gas.polarisation / 2
    assert gas.errors["entropy_per_particle"] >= 0.9 * unknown / gas.temperature


def test_field_of_few_flipped_atoms() -> None:
    """n↓/n = e^{-h/T} ζ/n in a strong field, where everything else is that of one component."""
    gas, host = yg.TwoComponentGas(2.0, 1.0, field=14.0), yg.ThermalGas(2.0, 1.0)
    expected = math.exp(-14) * host.flipped_fraction
    assert gas.density_down == pytest.approx(expected, rel=3e-6)
    far = yg.TwoComponentGas(2.0, 1.0, field=60.0)
    for name in ("pressure", "energy_per_particle", "entropy_per_particle", "compressibility"):
        bound = far.errors[name] + host.errors[name]
        assert getattr(far, name) == pytest.approx(getattr(host, name), rel=0, abs=bound)
    assert far.specific_heat == pytest.approx(host.specific_heat, rel=1e-12)
    assert far.pair_correlation == pytest.approx(host.pair_correlation, rel=1e-12)


@pytest.mark.slow
def test_ferromagnet_at_low_temperature() -> None:
    """The first corrections in √T of a ferromagnet whose magnons have the mass m*."""
    temperatures = np.array([0.03, 0.01, 0.005])
    n = 1 / yg.gamma_from_chemical_potential(0.5)
    mass = yg.mass_enhancement(1 / n)
    rows = []
    for t in map(float, temperatures):
        gas = POTENTIALS(0.5, field=0.0, temperature=t)
        host = yg.ThermalGas.from_chemical_potential(0.5, temperature=t)
        excess = gas.pressure_over_c - host.pressure * host.density_over_c**3
        magnons = float(special.zeta(1.5)) * t * math.sqrt(mass * t / 2 / math.pi)
        curie = host.density_over_c**3 / (24 * mass * t * t)
        rows.append([excess / magnons - 1, gas.susceptibility * gas.gamma / curie - 1])
    # 1 + a√T + bT + …
    root = np.sqrt(temperatures)
    first = np.linalg.solve(np.stack([root, root**2, root**3], axis=1), rows)[0]
    assert first[0] == pytest.approx(
        -math.sqrt(2 * math.pi * mass) / n / float(special.zeta(1.5)), rel=0.01
    )
    zeta_of_half = -1.4603545088095868
    slope = -6 * zeta_of_half / math.sqrt(2 * math.pi) * math.sqrt(mass) / n
    assert first[1] == pytest.approx(slope, rel=0.02)


@pytest.mark.slow
def test_potentials_and_density_are_the_same_gas() -> None:
    gas = yg.TwoComponentGas(2.0, 1.0, polarisation=0.3)
    assert gas.polarisation == pytest.approx(0.3, rel=1e-14)
    assert gas.density_up - gas.density_down == pytest.approx(0.3, rel=1e-14)
    mean, field, t = (x / 4 for x in (gas.mean_chemical_potential, gas.field, gas.temperature))
    same = POTENTIALS(mean, field=field, temperature=t)
    assert same.gamma == pytest.approx(2.0, rel=1e-13)
    for name, error in gas.errors.items():
        assert getattr(same, name) == pytest.approx(getattr(gas, name), rel=0, abs=2 * error), name


@pytest.mark.parametrize(
    "make",
    [
        lambda: yg.TwoComponentGas(20.0, 1000.0, field=3.0),
        pytest.param(
            lambda: yg.TwoComponentGas(20.0, 10.0, polarisation=0.2), marks=pytest.mark.slow
        ),
        pytest.param(lambda: POTENTIALS(-1.0, field=1.0, temperature=2.0), marks=pytest.mark.slow),
    ],
    ids=["field", "polarisation", "potentials"],
)
def test_copies_and_pickles_are_exact(make: Callable[[], yg.TwoComponentGas]) -> None:
    gas = make()
    for twin in (copy.deepcopy(gas), pickle.loads(pickle.dumps(gas))):
        assert isinstance(twin, yg.TwoComponentGas)
        assert twin.to_dict() == gas.to_dict()


@pytest.mark.parametrize(
    ("keywords", "says"),
    [
        ({}, "neither; field=0.0"),
        ({"field": 1.0, "polarisation": 0.5}, "not both"),
        ({"field": -1.0}, r"exchange the components, field=1\.0"),
        ({"field": math.nan}, "got nan"),
        ({"field": 601.0}, "only one component, ThermalGas"),
        ({"field": [0.0, 1.0]}, "two_component_gases takes arrays"),
        ({"polarisation": 1.2}, r"must lie in \[0, 1\)"),
        ({"polarisation": -0.2}, "exchange the two components"),
        ({"polarisation": 1.0}, "the gas of one component is ThermalGas"),
        ({"polarisation": math.nan}, "got nan"),
        ({"field": 0.0, "gamma": 1e-6}, r"-c\(n↑² \+ n↓² \+ n↑n↓\)"),
        ({"field": 0.0, "gamma": math.nan}, r"lie in \[0\.0001, 10000\.0\] for a gas of two"),
        ({"field": 0.0, "gamma": -1.0}, r"lie in \[0\.0001, 10000\.0\] for a gas of two"),
        ({"field": 0.0, "gamma": [1.0, 2.0]}, "one real number"),
        ({"field": 0.0, "temperature": 0.0}, "GroundState"),
        ({"field": 0.0, "temperature": 1e7}, "two virial coefficients"),
    ],
)
def test_bad_arguments(keywords: dict[str, float], says: str) -> None:
    with pytest.raises(DomainError, match=says):
        yg.TwoComponentGas(**{"gamma": 1.0, "temperature": 1.0, **keywords})


def test_too_cold_is_refused_at_once() -> None:
    begin = time.process_time()
    with pytest.raises(AccuracyError, match="too cold"):
        yg.TwoComponentGas(1.0, 1e-3, field=0.01)
    assert time.process_time() - begin < 2


@pytest.mark.parametrize(
    ("point", "says"),
    [
        ((math.inf, 0.0, 1.0), "mean must be finite"),
        ((0.0, -1.0, 1.0), "exchange"),
        ((0.0, 0.0, -1.0), "temperature must be > 0"),
        ((-200.0, 0.0, 1.0), "ideal and classical"),
        ((-50.0, 0.0, 1.0), "has a gamma of"),
    ],
)
def test_bad_potentials(point: tuple[float, float, float], says: str) -> None:
    mean, field, temperature = point
    with pytest.raises(DomainError, match=says):
        POTENTIALS(mean, field=field, temperature=temperature)


def test_many_gases() -> None:
    gases = yg.two_component_gases([10.0, 20.0], [[5.0], [1e-6]], field=2.0)
    gas = yg.TwoComponentGas(20.0, 5.0, field=2.0)
    assert gases.susceptibility.shape == (2, 2)
    assert gases.susceptibility[0, 1] == gas.susceptibility
    assert gases.errors["pressure"][0, 1] == gas.errors["pressure"]
    assert set(gases.refused) == {(1, 0), (1, 1)}
    assert np.isnan(gases.pressure[1]).all()
    with pytest.raises(DomainError, match="not both"):
        yg.two_component_gases(1.0, 1.0, field=1.0, polarisation=0.5)
    with pytest.raises(DomainError, match="shapes that go together"):
        yg.two_component_gases([1.0, 2.0], [1.0, 2.0, 3.0], field=1.0)
