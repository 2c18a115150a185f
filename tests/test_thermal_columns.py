"""Columns of gases against the gases one by one, the virial theorem, and what is refused."""

import math
from collections.abc import Callable

import numpy as np
import pytest
from scipy import constants

import yanggaudin as yg
from yanggaudin.arguments import Array
from yanggaudin.errors import AccuracyError, ConvergenceError, DomainError
from yanggaudin.quantities import RELATIVE_ERROR
from yanggaudin.thermal import adaptive, columns, neighbours
from yanggaudin.thermal.domain import coldest
from yanggaudin.thermal.thermal_gas import THERMAL_QUANTITIES, ThermalGas
from yanggaudin.thermal.yang_yang import SETTLED, Equilibrium, bare_energy


@pytest.mark.parametrize(
    ("t", "mu"),
    [
        (1.0, 1.0),
        (0.01, 0.01),
        (1e4, 1e3),
        pytest.param(0.01, 1.0, marks=pytest.mark.slow),
        pytest.param(1.0, 100.0, marks=pytest.mark.slow),
        pytest.param(1e3, 2e4, marks=pytest.mark.slow),
    ],
)
def test_column_is_that_of_single_gases(t: float, mu: float) -> None:
    """In any order and shape."""
    potentials = np.linspace(mu, -40 * t, 12)
    shuffled = np.random.default_rng(1).permutation(potentials).reshape(3, 4)
    column = yg.thermal_column(shuffled, temperature=t)
    assert not column.refused
    assert column.density_over_c.shape == column.errors["pressure_over_c3"].shape == (3, 4)
    for index, potential in np.ndenumerate(shuffled):
        gas = yg.ThermalGas.from_chemical_potential(potential, temperature=t)
        n, pressure = gas.density_over_c, gas.pressure / gas.gamma**3
        assert column.density_over_c[index] == pytest.approx(n, rel=3e-15, abs=0)
        assert column.pressure_over_c3[index] == pytest.approx(pressure, rel=3e-15, abs=0)
        assert column.errors["density_over_c"][index] >= 0.99 * RELATIVE_ERROR * n
        assert column.errors["pressure_over_c3"][index] >= 0.99 * RELATIVE_ERROR * pressure


def test_neighbour_is_predicted_to_second_order() -> None:
    """From half as far an eighth is missed."""
    t = 1e3
    state = adaptive.equilibrium(t, 0.3 * t)
    missed = []
    for change in (-0.02, -0.01):
        one, bend = state.tangent, state.bend
        start = neighbours._predicted(
            state, t, 1.0, change, slope=0.0, heat=0.0, bent=change * bend / one
        )
        missed.append(np.abs(start.energy - start.near(None, SETTLED).energy).max())
    assert 7 < missed[0] / missed[1] < 9.5


def test_pressure_that_is_no_double() -> None:
    column = yg.thermal_column([-3e290, -7e292], temperature=1e290)
    assert list(column.refused) == [(0,)]
    assert "below 1.8e308" in str(column.refused[0,])
    assert np.isnan(column.pressure_over_c3[0])
    assert column.pressure_over_c3[1] > 0


def test_error_where_a_quasicondensate_thins_out() -> None:
    """A rounding of μ of the size of T moves n by 1e-14 T ∂n/∂μ, which there is 25 n · 1e-14."""
    t, mu = 1e5, 5e3
    column = yg.thermal_column(mu, temperature=t)
    gas = ThermalGas.from_chemical_potential(mu, temperature=t)
    expected = RELATIVE_ERROR * t * gas.compressibility * gas.gamma
    assert expected > 20 * RELATIVE_ERROR * gas.density_over_c
    assert column.errors["density_over_c"] == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize(("t", "mu"), [(1.0, 1.0), (0.5, -1.0), (20.0, -35.0)])
def test_density_is_the_derivative_of_the_pressure(t: float, mu: float) -> None:
    """By Chebyshev's interpolation of ln P, across the change of solvers too.

    The logarithm is nearly straight and the ends, where a derivative enlarges rounding most,
    are left out.
    """
    nodes = np.cos(np.pi * (np.arange(26) + 0.5) / 26)
    column = yg.thermal_column(mu + t * nodes, temperature=t)
    fit = np.polynomial.chebyshev.chebfit(nodes, np.log(column.pressure_over_c3), 25)
    slope = np.polynomial.chebyshev.chebval(nodes, np.polynomial.chebyshev.chebder(fit)) / t
    inner = abs(nodes) < 0.9
    expected = (slope * column.pressure_over_c3)[inner]
    assert column.density_over_c[inner] == pytest.approx(expected, rel=5e-13, abs=0)


@pytest.mark.parametrize(("t", "mu"), [(1.0, 1.0), (0.1, 0.05), (10.0, 2.0)])
def test_virial_theorem_of_a_trapped_cloud(t: float, mu: float) -> None:
    """∫ n V dx = ½ ∫ P dx for V = x²/2, as dP/dx = -n dV/dx; both converge geometrically."""
    x, step = np.linspace(0, math.sqrt(2 * (mu + 45 * t)), 65, retstep=True)
    column = yg.thermal_column(mu - x**2 / 2, temperature=t)
    weights = np.full(65, step)
    weights[0] /= 2
    potential = weights @ (column.density_over_c * x**2 / 2)
    assert potential == pytest.approx(weights @ column.pressure_over_c3 / 2, rel=1e-12, abs=0)


@pytest.mark.slow
def test_virial_theorem_of_rubidium() -> None:
    """50 nK, c = 1.18e5/m, μ₀/k_BT = 1.5 to -40, nodes dense where the quasicondensate ends."""
    mass, c = 86.909180529 * constants.atomic_mass, 1.1838e5
    t = constants.k * 50e-9 * mass / (constants.hbar * c) ** 2
    end, edge, width = math.sqrt(2 * 41.5), math.sqrt(3.0), 0.05
    first, last = np.arcsinh([-edge / width, (end - edge) / width])
    nodes, weights = np.polynomial.legendre.leggauss(64)
    u = first + (last - first) * (1 + nodes) / 2
    x, weights = edge + width * np.sinh(u), weights * (last - first) / 2 * width * np.cosh(u)
    column = yg.thermal_column(t * (1.5 - x**2 / 2), temperature=t)
    potential = weights @ (column.density_over_c * t * x**2 / 2)
    assert potential == pytest.approx(weights @ column.pressure_over_c3 / 2, rel=1e-12, abs=0)


def test_wings_are_never_refused() -> None:
    """n/c = z √(T/2π) and P = nT down to where they are no doubles, with errors that know it."""
    ratios = np.array([-100.0, -299.0, -301.0, -700.0, -720.0, -744.0, -800.0, -1e200])
    for t in (1e-280, 1e-20, 1.0, 1e20):
        column = yg.thermal_column(ratios * t, temperature=t)
        assert not column.refused
        classical = np.exp(ratios) * math.sqrt(t / (2 * math.pi))
        n, pressure = column.density_over_c, column.pressure_over_c3
        assert (np.abs(n - classical) <= column.errors["density_over_c"] + 2e-13 * classical).all()
        assert (np.abs(pressure - n * t) <= column.errors["pressure_over_c3"] + 1e-300 * t).all()
        assert (n[-2:] == 0).all()
        assert (column.errors["density_over_c"] > 0).all()


def _equals_single_gases(gases: yg.ThermalGases) -> None:
    for index in np.ndindex(np.shape(gases.gamma)):
        if index not in gases.refused:
            gas = yg.ThermalGas(float(gases.gamma[index]), float(gases.temperature[index]))
            for name, error in gas.errors.items():
                assert abs(getattr(gases, name)[index] - getattr(gas, name)) <= error, name
                assert gases.errors[name][index] == pytest.approx(error, rel=1e-3), name


def test_table_is_that_of_single_gases() -> None:
    gamma, t = np.array([[0.1], [10.0], [1e8]]), np.array([0.3, 2.0, 1e5, 1e-9])
    gases = yg.thermal_gases(gamma, t)
    assert set(gases.errors) == set(THERMAL_QUANTITIES)
    assert set(gases.refused) == {(0, 3), (1, 3), (2, 3)}
    _equals_single_gases(gases)
    for index, reason in gases.refused.items():
        assert isinstance(reason, DomainError)
        assert "temperature must be at least" in str(reason)
        assert np.isnan(gases.pressure[index])
        assert np.isnan(gases.errors["pressure"][index])


def test_table_in_any_order_and_with_bad_places() -> None:
    """Gases start from near ones, wherever these stand, and what is no gas stops none of them."""
    gamma, t = 10 ** np.random.default_rng(7).uniform(-2, 2, (2, 40))
    gamma[[3, 8, 20]], t[[8, 30]] = (math.nan, -1.0, math.inf), (0.0, math.nan)
    gases = yg.thermal_gases(gamma.reshape(5, 8), t.reshape(5, 8))
    assert {8 * i + j for i, j in gases.refused} == {3, 8, 20, 30}
    _equals_single_gases(gases)


def test_neighbours_far_away() -> None:
    """Where the other gas is too different to start from, a gas begins anew."""
    gases = yg.thermal_gases([1e-5, 1.0, 1e5], [[1e-2], [1e3]])
    assert not gases.refused
    _equals_single_gases(gases)
    assert yg.thermal_gases([], 1.0).pressure.shape == (0,)


def test_cold_gases_after_warmer_ones_keep_their_density() -> None:
    """Newton's method at given n can end where there is no gas at all; then it begins anew."""
    gases = yg.thermal_gases([0.1374, 4.066, 77.47], [1.459e-3, 1.012e-3, 6.354e-5])
    assert gases.pressure[2] == pytest.approx(3.04799987, rel=1e-8, abs=0)
    _equals_single_gases(gases)
    gamma = 10 ** np.random.default_rng(5).uniform(-1, 2, 8)
    cold = [1.5 * coldest(g) * 10 ** (0.4 * i) for i, g in enumerate(gamma)]
    _equals_single_gases(yg.thermal_gases(gamma, cold))


def test_another_density_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The solver says so when it has settled on a gas that was not asked for."""
    monkeypatch.setattr(Equilibrium, "near", lambda state, *_: state)
    with pytest.raises(ConvergenceError, match="ends at the density"):
        adaptive.equilibrium(1.0, 0.5, 3.0)


@pytest.mark.parametrize(("gamma", "t"), [(1e104, 1.0), (1e105, 0.5), (1e107, 5.0), (1e130, 1.0)])
def test_three_hard_cores_never_meet(gamma: float, t: float) -> None:
    """Also where γ⁻³ is no number: g₃ is of the order γ⁻⁶."""
    gas = yg.ThermalGas(gamma, t)
    assert gas.three_body_correlation <= gas.errors["three_body_correlation"]


def test_numbers_of_other_precisions() -> None:
    with np.errstate(all="raise"):
        gases = yg.thermal_gases(np.float32(0.5), np.array([2, 3], dtype=np.int8))
    _equals_single_gases(gases)


def test_refused_gases_do_not_stop_the_others() -> None:
    column = yg.thermal_column([[3e6, 1.0, 0.0], [-1.0, 2e6, -2.0]], temperature=1.0)
    assert set(column.refused) == {(0, 0), (1, 1)}
    assert "chemical_potential must be at most 2000000.0 ħ²c²/m, got 3" in str(column.refused[0, 0])
    assert "temperature must be at least" in str(column.refused[1, 1])
    assert np.isnan(column.density_over_c).tolist() == [[True, False, False], [False, True, False]]
    single = yg.thermal_column(0.0, temperature=1.0)
    assert single.density_over_c == pytest.approx(column.density_over_c[0, 2], rel=3e-15, abs=0)


def test_a_neighbour_too_far_away_is_no_loss(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the step from it fails, the gas begins anew; a failure of its own is told."""
    expected = yg.thermal_column([1.0, 0.5, 0.0], temperature=1.0)

    def fails(*_: object) -> None:
        raise ConvergenceError("lost")

    monkeypatch.setattr(columns, "of_other_potential", fails)
    alone = yg.thermal_column([1.0, 0.5, 0.0], temperature=1.0)
    assert alone.density_over_c == pytest.approx(expected.density_over_c, rel=3e-15, abs=0)

    def unresolved(*_: object) -> None:
        raise AccuracyError("unresolved")

    monkeypatch.setattr(columns, "equilibrium", unresolved)
    failed = yg.thermal_column([1.0, -5.0], temperature=1.0)
    assert str(failed.refused[0,]) == "unresolved"
    assert np.isnan(failed.density_over_c).tolist() == [True, False]


@pytest.mark.parametrize(
    ("mu", "t", "message"),
    [
        ([0.0, math.nan], 1.0, "chemical_potential must be finite, got nan at index"),
        (math.inf, 1.0, "chemical_potential must be finite, got inf"),
        ("1", 1.0, "chemical_potential must hold real numbers"),
        ([0.0], [1.0], "temperature must be one real number"),
        ([0.0], 0.0, "temperature must be > 0"),
        ([0.0], 1e303, "temperature must be at most"),
        ([0.0], 1e-300, "temperature must lie in"),
    ],
)
def test_bad_columns(mu: object, t: object, message: str) -> None:
    with pytest.raises(DomainError, match=message):
        yg.thermal_column(mu, temperature=t)  # type: ignore[arg-type]


def test_bad_tables() -> None:
    with pytest.raises(DomainError, match=r"shapes that go together, got \(2,\) and \(3,\)"):
        yg.thermal_gases([1.0, 2.0], [1.0, 2.0, 3.0])
    with pytest.raises(DomainError, match="gamma must be a rectangular array"):
        yg.thermal_gases([[1.0], [1.0, 2.0]], 1.0)


def test_whatever_the_caller_has_set_for_underflow() -> None:
    """A filling that is 0 or 1 to all digits is no error."""
    with np.errstate(all="raise"):
        for gamma, t in (
            (1.0, 1e-3),
            (1e-3, 1.0),
            (1.0, 1e5),
            (1e140, 1.0),
            (1e140, 1e290),
            (1.0, 1e290),
        ):
            gas = yg.ThermalGas(gamma, t)
            assert gas.errors["pressure"] < 1.1e-14 * gas.pressure
        column = yg.thermal_column([1.0, -1.0, -700.0, -1e9], temperature=1.0)
        assert column.density_over_c[-1] == 0
        assert yg.thermal_column(-1e-268, temperature=1e-270).density_over_c > 0


@pytest.mark.parametrize(("gamma", "temperature"), [(0.1, 1.0), (5.0, 0.2)])
def test_derivatives_of_the_dressed_energy(gamma: float, temperature: float) -> None:
    """By μ/T, ln T and k, with which a gas is found from the one before, by differences."""
    state = ThermalGas(gamma, temperature)._state
    assert isinstance(state, Equilibrium)
    line, h = state.line, 1e-4
    settled = state.near(None, SETTLED).near(None, SETTLED)

    def by(change: Callable[[float], tuple[float, float]]) -> tuple[Array, Array]:
        """Return the derivatives of ε/T and of 1^dr along T(h), μ(h)/T(h)."""
        above, below = (
            Equilibrium(line, *change(step), state.energy, state.tangent).near(None, SETTLED)
            for step in (h, -h)
        )
        steps = above.energy - below.energy, above.tangent - below.tangent
        return steps[0] / (2 * h), steps[1] / (2 * h)

    one, bend = settled.tangent, settled.bend
    energy, tangent = by(lambda step: (state.temperature, state.potential + step))
    assert energy == pytest.approx(-one, rel=1e-6, abs=1e-6)
    assert tangent == pytest.approx(bend, rel=1e-6, abs=1e-6)
    heat = state.dressed_at_points(bare_energy(line.points, state.temperature))
    energy, _ = by(lambda step: (state.temperature * np.exp(step), state.potential))
    assert energy == pytest.approx(-heat, rel=1e-6, abs=1e-6)
    slope = line.smooth_panels.slope(state.smooth_energy) + line.points / state.temperature
    assert slope == pytest.approx(state.slope, rel=1e-9, abs=1e-9 * np.abs(slope).max())
