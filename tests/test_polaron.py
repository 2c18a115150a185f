import copy
import math
import pickle
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from oracle import Oracle, difference
from problems import COUPLINGS, MAGNONS, ROWS, random_couplings, relative_error, weak_series
from yanggaudin import certified
from yanggaudin.errors import DomainError
from yanggaudin.gas.ground_state import GroundState
from yanggaudin.polaron.branch import _hermite
from yanggaudin.polaron.polaron import Polaron
from yanggaudin.quantities import QUANTITIES, RELATIVE_ERROR

solved = cache(Polaron)


# --- mass ---------------------------------------------------------------------------------


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["gamma"])
def test_reference_mass(row: dict[str, Any]) -> None:
    assert relative_error(Polaron(float(row["gamma"])).mass_ratio, row["mass_ratio"]) < 4e-15


@pytest.mark.parametrize("gamma", random_couplings(1e-30, 0.3, 150, seed=3))
def test_mass_at_random_weak_couplings(gamma: float) -> None:
    assert relative_error(Polaron(gamma).mass_ratio, weak_series(gamma)["mass_ratio"]) < 5e-15


@pytest.mark.parametrize(
    "half_width",
    [
        pytest.param(one, marks=pytest.mark.slow if one > 3 else ())
        for one in random_couplings(1e-5, 5.0, 8, seed=4)
    ],
)
def test_mass_and_branch_against_an_independent_solver(half_width: float) -> None:
    oracle = Oracle(half_width)
    polaron = Polaron(GroundState.from_fermi_rapidity(half_width).gamma)
    assert difference(polaron.mass_ratio, oracle.mass_ratio) < 4e-15
    error = abs(polaron.quartic_coefficient) * difference(
        polaron.quartic_coefficient, oracle.quartic
    )
    assert error < polaron.errors["quartic_coefficient"]
    for eta in (0.0, 0.4 * half_width, half_width, 2 * half_width + 1, 50.0):
        p = polaron.momentum_at(eta * polaron.gamma)
        energy = polaron.energy_at(eta * polaron.gamma)
        assert difference(p, oracle.momentum_at(eta)) < 5e-15
        assert difference(energy, oracle.energy_at(eta)) < 5e-15
        assert polaron.energy(p) == pytest.approx(energy, rel=RELATIVE_ERROR, abs=0)


@pytest.mark.parametrize("gamma", random_couplings(1e-30, 1e-3, 10, seed=5))
def test_quartic_coefficient_at_weak_coupling(gamma: float) -> None:
    polaron = Polaron(gamma)
    leading = -1 / (5 * math.pi * math.sqrt(gamma))
    slack = polaron.errors["quartic_coefficient"] + abs(leading) * math.sqrt(gamma)
    assert abs(polaron.quartic_coefficient - leading) < slack


# --- p(η), E(η), g±(η) --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "magnon"), MAGNONS, ids=lambda d: d.get("gamma") or "eta=" + d["eta_over_Q"]
)
def test_reference_magnons(row: dict[str, Any], magnon: dict[str, str]) -> None:
    polaron = Polaron(float(row["gamma"]))
    q = polaron.gas.fermi_rapidity
    eta = float(magnon["eta_over_Q"]) * q
    plus, minus = polaron.edge_at(eta).shifts
    shift = polaron.shift_function(eta)
    for value, name in (
        (polaron.momentum_at(eta), "p_over_hbar_n"),
        (2 * polaron.energy_at(eta), "E_over_hbar2n2_2m"),
        (plus, "g_plus"),
        (minus, "g_minus"),
        (shift(q), "g_plus"),
        (shift(-q), "g_minus"),
        (shift.momentum, "p_over_hbar_n"),
        (2 * shift.energy, "E_over_hbar2n2_2m"),
    ):
        assert relative_error(float(value), magnon[name]) < 1e-14, name


@pytest.mark.parametrize("gamma", COUPLINGS)
def test_two_ends_and_middle_of_the_branch(gamma: float) -> None:
    polaron = solved(gamma)
    ends = np.array([math.inf, -math.inf])
    assert (polaron.momentum_at(ends) == [0, 2 * math.pi]).all()
    assert (polaron.energy_at(ends) == 0).all()
    assert (polaron.velocity_at(ends) == 0).all()
    assert polaron.momentum_at(0.0) == pytest.approx(math.pi, rel=4e-15, abs=0)
    p = np.array([0.0, math.pi, 2 * math.pi])
    top = polaron.maximum_energy
    assert polaron.energy(p) == pytest.approx([0, top, 0], rel=1e-14, abs=0)
    assert (polaron.velocity(p) == 0).all()
    tiny = polaron.spin_rapidity([5e-324, 1e-310])
    assert (tiny == math.inf).all() or gamma < 1e-10
    assert polaron.spin_rapidity(p).tolist() == [math.inf, 0, -math.inf]
    for shift in polaron.edge_at(ends).shifts:
        assert shift == pytest.approx([0, polaron.gas.dressed_one.edge], rel=1e-15, abs=0)


@pytest.mark.parametrize("gamma", COUPLINGS)
def test_huge_spin_rapidity_meets_the_small_momentum_law(gamma: float) -> None:
    polaron = solved(gamma)
    eta = max(1.0, polaron.gamma, polaron.gas.fermi_rapidity) * 1e8 * np.array([0.99, 1, 9, 11.0])
    p = polaron.momentum_at(eta)
    assert p * eta / polaron.gamma == pytest.approx(1, rel=1e-14, abs=0)
    assert polaron.energy_at(eta) == pytest.approx(polaron.mass_ratio * p**2 / 2, rel=1e-14, abs=0)
    assert polaron.velocity_at(eta) == pytest.approx(polaron.mass_ratio * p, rel=1e-14, abs=0)


@pytest.mark.parametrize("gamma", [1e-3, 0.1, 1.0, 20.0])
def test_symmetries(gamma: float) -> None:
    polaron = solved(gamma)
    eta = np.array([[0.0, 0.3], [1.0, 4.0]])
    assert polaron.momentum_at(-eta) == pytest.approx(2 * math.pi - polaron.momentum_at(eta))
    assert (polaron.energy_at(-eta) == polaron.energy_at(eta)).all()
    assert (polaron.velocity_at(-eta) == -polaron.velocity_at(eta)).all()
    p = np.linspace(0.01, math.pi, 50)
    mirrored = 2 * math.pi - p
    assert polaron.energy(mirrored) == pytest.approx(polaron.energy(p), rel=1e-12, abs=0)
    assert polaron.velocity(mirrored) == pytest.approx(-polaron.velocity(p), rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("gamma", COUPLINGS)
def test_inversion_returns_the_momentum(gamma: float) -> None:
    """In the depth at every coupling; in η itself only where η resolves the Fermi edge."""
    polaron = solved(gamma)
    p = np.concatenate([np.geomspace(1e-9, 3, 40), [math.pi - 1e-6]])
    branch = polaron.branch
    assert branch.momentum(branch.depth(p)) == pytest.approx(p, rel=1e-13, abs=0)
    if gamma >= 1e-6:
        assert polaron.momentum_at(polaron.spin_rapidity(p)) == pytest.approx(p, rel=1e-12, abs=0)


@pytest.mark.parametrize("gamma", COUPLINGS)
def test_edge_shifts_join_their_expansion(gamma: float) -> None:
    polaron = solved(gamma)
    join = 1e9 * max(polaron.gas.fermi_rapidity, polaron.gamma)
    (near, far), (near_minus, far_minus) = polaron.edge_at(join * np.array([0.999, 1.001])).shifts
    assert near / far == pytest.approx(1.001 / 0.999, rel=1e-9, abs=0)
    if gamma < 1e-3:  # else the odd part, 1e-9 Q/c of the even one, is lost in the difference
        odd = (near - near_minus) / (far - far_minus)
        assert odd == pytest.approx((1.001 / 0.999) ** 2, rel=1e-3, abs=0)


def test_error_bound_of_the_quartic_coefficient_is_not_loose() -> None:
    for gamma in (1e-6, 1.0, 1e4):
        polaron = solved(gamma)
        relative = polaron.errors["quartic_coefficient"] / abs(polaron.quartic_coefficient)
        assert relative < 3e-13 * (1 + 1 / math.sqrt(gamma))


def test_errors_bound_what_they_name() -> None:
    """Against the values at 60 digits; names are those of attributes."""
    oracle = Oracle(0.9)
    polaron = Polaron(GroundState.from_fermi_rapidity(0.9).gamma)
    errors = polaron.errors
    assert set(errors) <= set(QUANTITIES)
    assert all(0 < error < 1e-9 * abs(getattr(polaron, name)) for name, error in errors.items())
    for name, value in (("mass_ratio", oracle.mass_ratio), ("maximum_energy", oracle.energy_at(0))):
        exact = getattr(polaron, name)
        assert abs(exact) * difference(exact, value) < errors[name]
    assert errors["top_mass_ratio"] == RELATIVE_ERROR * abs(polaron.top_mass_ratio)


def pickled(thing: Any) -> Any:
    return pickle.loads(pickle.dumps(thing))


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, pickled])
def test_copies_are_exact(again: Callable[[Any], Any]) -> None:
    polaron = Polaron(0.7)
    polaron.energy(1.0)
    shift, edge = polaron.shift_function(0.3), polaron.edge([0.4, 5.0])
    assert again(polaron).mass_ratio == polaron.mass_ratio
    assert again(polaron).energy(1.0) == polaron.energy(1.0)
    assert again(polaron.gas).energy == polaron.gas.energy
    assert (again(shift)([0.1, -0.2]) == shift([0.1, -0.2])).all()
    assert (again(edge).exponent == edge.exponent).all()


# --- E(p) ----------------------------------------------------------------------------------


@pytest.mark.parametrize("gamma", [g for g in COUPLINGS if g < 1e100])
def test_small_momenta_keep_their_digits(gamma: float) -> None:
    polaron = solved(gamma)
    p = np.geomspace(1e-100, 1e-9, 30) * min(1.0, gamma)
    p = np.append(p, 1e-150)
    exact = polaron.mass_ratio / 2 * p * p
    assert polaron.energy(p) == pytest.approx(exact, rel=1e-15, abs=0)
    assert polaron.velocity(p) == pytest.approx(polaron.mass_ratio * p, rel=1e-15, abs=0)


@pytest.mark.parametrize("gamma", COUPLINGS)
def test_expansion_meets_the_integrals_where_they_join(gamma: float) -> None:
    polaron = solved(gamma)
    join = polaron.branch.two_term_momentum
    below, above = join * (1 - 2**-50), join * (1 + 2**-50)
    assert polaron.energy(above) == pytest.approx(polaron.energy(below), rel=2e-14, abs=0)
    assert polaron.velocity(above) == pytest.approx(polaron.velocity(below), rel=2e-14, abs=0)


@pytest.mark.parametrize("gamma", [1e-6, 1e-3, 0.1, 1.0, 20.0, 1e8])
def test_velocity_is_the_slope_of_the_dispersion(gamma: float) -> None:
    """Against a Chebyshev derivative of E(p), E itself being sampled."""
    polaron = solved(gamma)
    middle, half = 2.2, 0.3
    nodes = np.polynomial.chebyshev.chebpts1(24)
    fit = np.polynomial.chebyshev.Chebyshev.fit(nodes, polaron.energy(middle + half * nodes), 23)
    slope = float(fit.deriv()(0.0)) / half
    assert polaron.velocity(middle) == pytest.approx(slope, rel=1e-11, abs=0)


def test_strong_coupling_dispersion() -> None:
    """E(p) → (2π²n²/3γ)(1 - cos p/n), corrections of relative order 1/γ."""
    p = np.linspace(0, 2 * math.pi, 9)
    cosine = 2 * math.pi**2 / 3e8 * (1 - np.cos(p))
    assert Polaron(1e8).energy(p) == pytest.approx(cosine, rel=1e-7, abs=1e-22)


def test_weak_coupling_dispersion_is_the_dark_soliton() -> None:
    """p = 2φ - sin 2φ, E = (4/3)√γ sin³φ with V = √γ cos φ, corrections of order √γ."""
    gamma = 1e-14
    polaron = Polaron(gamma)
    phi = np.linspace(0.2, math.pi / 2, 9)
    p = 2 * phi - np.sin(2 * phi)
    assert polaron.energy(p) == pytest.approx(
        4 / 3 * math.sqrt(gamma) * np.sin(phi) ** 3, rel=1e-5, abs=0
    )
    assert polaron.velocity(p[:-1]) == pytest.approx(
        math.sqrt(gamma) * np.cos(phi[:-1]), rel=1e-5, abs=0
    )


@settings(max_examples=40, deadline=None)
@given(st.floats(-40, 40), st.lists(st.floats(1e-6, math.pi), min_size=2, max_size=5, unique=True))
def test_branch_rises_to_its_middle(log_gamma: float, momenta: list[float]) -> None:
    polaron = Polaron(math.exp(log_gamma))
    assert 0 < polaron.mass_ratio < 1
    p = np.sort(momenta)
    energy = polaron.energy(p)
    assert (np.diff(energy) > -1e-14 * energy[1:]).all()
    assert (energy > 0).all()
    assert (energy <= p**2 / 2).all()
    assert (polaron.velocity(p) < polaron.gas.sound_velocity).all()


@pytest.mark.parametrize("shape", [(), (0,), (2, 3), (1, 0, 2)])
def test_shapes(shape: tuple[int, ...]) -> None:
    polaron = solved(1.0)
    values = np.full(shape, 0.7)
    for function in (
        polaron.energy,
        polaron.velocity,
        polaron.spin_rapidity,
        polaron.momentum_at,
        polaron.energy_at,
        polaron.velocity_at,
        polaron.shift_function(0.2),
    ):
        assert np.shape(function(values)) == shape
    assert np.shape(polaron.edge_at(values).shifts[1]) == shape
    assert np.shape(polaron.edge(values).exponent) == shape


@pytest.mark.parametrize("number", [1, 1.0, np.float64(1.0), np.array(1.0)])
def test_a_number_gives_floats(number: float) -> None:
    polaron = solved(1.0)
    for function in (
        polaron.energy,
        polaron.velocity,
        polaron.spin_rapidity,
        polaron.momentum_at,
        polaron.energy_at,
        polaron.velocity_at,
        polaron.shift_function(0.2),
    ):
        assert type(function(number)) is float
    for edge in (polaron.edge(number), polaron.edge_at(number)):
        names = ("momentum", "velocity", "expelled_atoms", *edge.errors)
        assert {type(getattr(edge, name)) for name in names} == {float}
        assert {type(error) for error in edge.errors.values()} == {float}


@pytest.mark.parametrize("p", [-0.5, -4.0, 2 * math.pi + 1e-9, -7.0, 100.0, 1e5])
def test_a_bloch_oscillation_runs_through(p: float) -> None:
    """E against 30 proven digits at the exact double p, reduced by the true 2π; V = dE/dp."""
    polaron = solved(1.0)
    exact = certified.polaron_energy(1.0, momentum=p, digits=25)
    assert relative_error(polaron.energy(p), exact.mid_text(25)) < 1e-14
    assert certified.polaron_energy(1.0, momentum=-p, digits=25).overlaps(exact)
    assert polaron.energy(-p) == polaron.energy(p)
    assert polaron.velocity(-p) == -polaron.velocity(p)
    assert polaron.spin_rapidity(-p) == -polaron.spin_rapidity(p)
    before, after = p - 1e-6, p + 1e-6
    slope = (polaron.energy(after) - polaron.energy(before)) / (after - before)
    assert polaron.velocity(p) == pytest.approx(slope, rel=1e-8, abs=1e-9)
    assert polaron.energy_at(polaron.spin_rapidity(p)) == pytest.approx(polaron.energy(p), rel=1e-9)


def test_bad_arguments_are_named() -> None:
    polaron = solved(1.0)
    with pytest.raises(DomainError, match=r"momentum must lie in .* got inf at index \(1,\)"):
        polaron.energy([1.0, math.inf])
    with pytest.raises(DomainError, match=r"got -1e\+16"):
        polaron.velocity(-1e16)
    with pytest.raises(DomainError, match=r"spin_rapidity must .* got nan"):
        polaron.energy_at(math.nan)
    with pytest.raises(DomainError, match="spin_rapidity must be one real number"):
        polaron.shift_function([0.0, 1.0])  # type: ignore[arg-type]
    with pytest.raises(DomainError, match=r"^rapidity must lie in"):
        polaron.shift_function(0.0)(9.0)
    with pytest.raises(DomainError, match="spin_rapidity must lie in"):
        polaron.shift_function(math.inf)
    with pytest.raises(DomainError, match="masked"):
        polaron.energy(np.ma.array([1.0, 2.0], mask=[False, True]))
    with pytest.raises(DomainError, match="attracting"):
        Polaron(-1.0)
    with pytest.raises(AttributeError):
        polaron.gas.gamma = 2.0  # type: ignore[misc]


def test_cubics_are_interpolated_exactly() -> None:
    rng = np.random.default_rng(3)
    nodes = np.sort(rng.uniform(-3, 3, 9))
    x = rng.uniform(nodes[0], nodes[-1], 200)
    cell = np.searchsorted(nodes, x, side="right") - 1
    cubic = np.polynomial.Polynomial(rng.normal(size=4))
    found = _hermite(x, nodes, cubic(nodes), cubic.deriv()(nodes), cell)
    assert found == pytest.approx(cubic(x), rel=1e-12, abs=1e-12)
