import copy
import math
import pickle
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from oracle import Oracle, difference
from problems import COUPLINGS, ROWS, random_couplings, relative_error, weak_series
from yanggaudin.errors import DomainError
from yanggaudin.gas import functions
from yanggaudin.gas.ground_state import GroundState
from yanggaudin.numerics.lorentzian import Lorentzian
from yanggaudin.quantities import QUANTITIES, RELATIVE_ERROR


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["gamma"])
def test_reference_values(row: dict[str, Any]) -> None:
    state = GroundState(float(row["gamma"]))
    assert relative_error(state.energy, row["e"]) < 4e-15
    assert relative_error(2 * state.chemical_potential, row["mu"]) < 4e-15
    assert relative_error(state.pair_correlation, row["g2"]) < 4e-15
    if "luttinger_K" in row:
        assert relative_error(state.luttinger_parameter, row["luttinger_K"]) < 4e-15
        assert relative_error(state.fermi_rapidity_over_c, row["Q_over_c"]) < 4e-15


@pytest.mark.parametrize("gamma", random_couplings(1e-30, 0.3, 150, seed=1))
def test_random_weak_couplings_against_the_exact_series(gamma: float) -> None:
    state, exact = GroundState(gamma), weak_series(gamma)
    assert relative_error(state.energy, exact["e"]) < 5e-15
    assert relative_error(2 * state.chemical_potential, exact["mu"]) < 5e-15
    assert relative_error(state.pair_correlation, exact["g2"]) < 5e-15


@pytest.mark.parametrize("half_width", [*random_couplings(1e-6, 5.0, 12, seed=2), 0.25, 0.2500001])
def test_random_stronger_couplings_against_an_independent_solver(half_width: float) -> None:
    state, oracle = GroundState.from_fermi_rapidity(half_width), Oracle(half_width)
    assert difference(state.gamma, oracle.gamma) < 4e-15
    assert difference(state.energy, oracle.e) < 4e-15
    assert difference(2 * state.chemical_potential, oracle.mu) < 4e-15
    assert difference(state.luttinger_parameter, oracle.luttinger) < 4e-15
    assert difference(state.pair_correlation, oracle.e_prime) < 4e-15


@pytest.mark.parametrize("gamma", [1e8, 1e30, 1e100])
def test_strong_coupling_limit(gamma: float) -> None:
    """e = π²/3 (1 - 4/γ), g₂ = 4π²/3γ² (1 - 6/γ), K = 1 + 4/γ, the next terms below 1e-14."""
    state = GroundState(gamma)
    assert state.energy == pytest.approx(math.pi**2 / 3 * (1 - 4 / gamma), rel=1e-14, abs=0)
    exact = 4 * math.pi**2 / 3 / gamma**2 * (1 - 6 / gamma)
    assert state.pair_correlation == pytest.approx(exact, rel=1e-14, abs=0)
    assert state.luttinger_parameter == pytest.approx(1 + 4 / gamma, rel=1e-14, abs=0)


@pytest.mark.parametrize("gamma", COUPLINGS)
def test_thermodynamics_is_consistent(gamma: float) -> None:
    state = GroundState(gamma)
    e, mu = state.energy, state.chemical_potential
    assert state.energy_per_particle == e / 2
    assert state.pressure == pytest.approx(mu - e / 2, rel=1e-15, abs=0)
    assert mu == pytest.approx((3 * e - gamma * state.pair_correlation) / 2, rel=1e-14, abs=0)
    assert state.compressibility * state.sound_velocity**2 == pytest.approx(1, rel=1e-14, abs=0)
    assert state.fermi_rapidity == pytest.approx(
        gamma * state.fermi_rapidity_over_c, rel=1e-15, abs=0
    )


def test_density_of_rapidities() -> None:
    state = GroundState(2.0)
    q = state.fermi_rapidity
    nodes, weights = np.polynomial.legendre.leggauss(60)
    density = state.rapidity_density(q * nodes)
    assert q * weights @ density == pytest.approx(1, rel=3e-14, abs=0)
    second = q**3 * weights @ (nodes**2 * density)
    assert second == pytest.approx(state.energy, rel=3e-14, abs=0)
    assert (state.rapidity_density([[-q - 1e-9, q + 1e-9]]) == 0).all()
    assert (state.rapidity_density([[q, -q]]) > 1 / (2 * math.pi)).all()


@pytest.mark.parametrize("half_width", [0.3, 3.0, pytest.param(6.0, marks=pytest.mark.slow)])
def test_density_between_the_nodes_against_an_independent_solver(half_width: float) -> None:
    state, oracle = GroundState.from_fermi_rapidity(half_width), Oracle(half_width)
    for t in (0.0, 0.137, 0.5, 0.93, 1.0):
        density = float(state.dressed_one(np.array(t)))
        assert difference(density, oracle.dressed_one(t * half_width)) < 5e-15


@pytest.mark.parametrize("gamma", [1e-28, 1e-20, 1e-14, 1e-6])
def test_density_is_smooth_at_the_centre_and_across_panels(gamma: float) -> None:
    """At weak coupling ρ = √(Q² - k²)/2πγ up to relative corrections of order √γ ln γ."""
    state = GroundState(gamma)
    t = np.array([0.0, 1e-16, 7e-16, 1e-9, 1e-7])
    assert state.dressed_one(t) == pytest.approx(
        float(state.dressed_one(t[:1])[0]), rel=1e-13, abs=0
    )
    inner = (state.operator.panels.edges[1:-1] / state.operator.panels.edges[-1]) ** 2
    edges = 1 - inner[inner > 1e-3]
    below, at, above = (state.dressed_one(edges * (1 + s * 1e-13)) for s in (-1, 0, 1))
    assert (below + above) / 2 == pytest.approx(at, rel=1e-13, abs=0)


def test_dressed_energy_vanishes_at_the_fermi_points_and_gives_the_pressure() -> None:
    state = GroundState(0.3)
    q = state.fermi_rapidity
    nodes, weights = np.polynomial.legendre.leggauss(80)
    energy = state.dressed_energy(q * nodes)
    assert (energy < 0).all()
    assert -q * weights @ energy / (2 * math.pi) == pytest.approx(state.pressure, rel=1e-13, abs=0)
    assert state.dressed_energy([q, -q]) == pytest.approx(0, abs=1e-15)
    with pytest.raises(DomainError, match=r"at index \(1,\)"):
        state.dressed_energy([0.0, 2 * q])


@settings(max_examples=40, deadline=None)
@given(st.floats(-60, 60), st.floats(1e-3, 2.0))
def test_monotone_in_the_coupling(log_gamma: float, step: float) -> None:
    weak, strong = GroundState(math.exp(log_gamma)), GroundState(math.exp(log_gamma + step))
    assert weak.energy < strong.energy * (1 + RELATIVE_ERROR)
    assert weak.luttinger_parameter > strong.luttinger_parameter * (1 - RELATIVE_ERROR)
    assert 0 < strong.pair_correlation < weak.pair_correlation * (1 + RELATIVE_ERROR)
    assert strong.pair_correlation <= 1
    assert weak.fermi_rapidity < strong.fermi_rapidity * (1 + RELATIVE_ERROR)
    assert strong.fermi_rapidity < math.pi * (1 + RELATIVE_ERROR)


@settings(max_examples=30, deadline=None)
@given(st.floats(-60, 229))
def test_fermi_rapidity_and_coupling_are_inverse(log_gamma: float) -> None:
    state = GroundState(math.exp(log_gamma))
    back = GroundState.from_fermi_rapidity(state.fermi_rapidity_over_c)
    assert back.gamma == pytest.approx(state.gamma, rel=RELATIVE_ERROR, abs=0)


EXTREMES = (1e-150, 1e-140, 1e16)


@pytest.mark.parametrize("half_width", [*EXTREMES, *random_couplings(1e-8, 1e4, 12, seed=3)])
def test_copies_and_pickles_are_exact(half_width: float) -> None:
    """Whatever made the state; γ = 1e140 is beyond the couplings that are accepted."""
    there = GroundState.from_fermi_rapidity(half_width)
    states = [there] if half_width in EXTREMES else [there, GroundState(there.gamma)]
    for state in states:
        for twin in (copy.copy(state), copy.deepcopy(state), pickle.loads(pickle.dumps(state))):
            assert twin is not state
            assert twin.gamma == state.gamma
            assert twin.fermi_rapidity_over_c == state.fermi_rapidity_over_c
            assert (twin.dressed_one.values == state.dressed_one.values).all()
            assert twin.errors == state.errors
            assert repr(twin) == repr(state)
    assert there.fermi_rapidity_over_c == half_width


@pytest.mark.parametrize("gamma", COUPLINGS)
def test_errors_bound_what_routes_differ_by(gamma: float) -> None:
    """Every number of the catalogue that a state has is there, bounded by 1e-14 of its size."""
    state = GroundState(gamma)
    found = {name: getattr(state, name, None) for name in QUANTITIES}
    numbers = {name for name, value in found.items() if isinstance(value, float)}
    assert set(state.errors) == numbers - {"gamma"} | {"dressed_momentum", "dressed_energy"}
    for name, error in state.errors.items():
        assert name in QUANTITIES
        if isinstance(getattr(state, name), float):
            assert error == pytest.approx(RELATIVE_ERROR * abs(getattr(state, name)), rel=1e-15)
    assert abs(state.density_over_c - 1 / gamma) < state.errors["density_over_c"]
    from_table = functions.chemical_potential(gamma)
    assert abs(state.chemical_potential - from_table) < state.errors["chemical_potential"]
    q, ends = state.fermi_rapidity, np.array([-1.0, 1.0])
    assert abs(state.dressed_energy(q * ends)).max() < state.errors["dressed_energy"]
    # v = σ(Q)/χ(Q) and K = χ(Q)²
    expected = state.sound_velocity * math.sqrt(state.luttinger_parameter) * ends
    assert state.dressed_momentum(q * ends) == pytest.approx(expected, rel=1e-14, abs=0)


def test_no_bound_is_claimed_for_other_kernels() -> None:
    assert set(GroundState(1.0, Lorentzian(2.0)).errors.values()) == {math.inf}


@pytest.mark.parametrize("value", [0.0, -1.0, math.inf, math.nan, 1e17, "1"])
def test_bad_fermi_rapidity(value: Any) -> None:
    with pytest.raises(DomainError, match="Q/c must"):
        GroundState.from_fermi_rapidity(value)


@pytest.mark.parametrize("half_width", [1e-5, 0.3, 1.6, pytest.param(4.0, marks=pytest.mark.slow)])
def test_rapidity_moments_against_an_independent_solver(half_width: float) -> None:
    oracle = Oracle(half_width)
    gas = GroundState.from_fermi_rapidity(half_width)
    for power in range(2, 18, 2):
        assert difference(gas.rapidity_moment(power), oracle.rapidity_moment(power)) < 1e-14


def test_limits_of_the_rapidity_moments() -> None:
    """A semicircle at weak, a box at strong coupling; corrections of order √γ and 1/γ."""
    weak, strong = GroundState(1e-20), GroundState(1e20)
    for power, catalan in zip((2, 4, 6, 8), (1, 2, 5, 14), strict=True):
        semicircle = catalan * 1e-20 ** (power / 2)
        assert weak.rapidity_moment(power) == pytest.approx(semicircle, rel=1e-7, abs=0)
        box = math.pi**power / (power + 1)
        assert strong.rapidity_moment(power) == pytest.approx(box, rel=1e-14, abs=0)
    assert weak.rapidity_moment(0) == 1


@pytest.mark.parametrize(("power", "message"), [(3, "even"), (-2, "from 0"), (2.0, "from 0")])
def test_bad_powers_are_named(power: int, message: str) -> None:
    with pytest.raises(DomainError, match=f"power must be .*{message}"):
        GroundState(1.0).rapidity_moment(power)
