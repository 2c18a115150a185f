"""`two_component_column`: clouds of two components, against single gases and thermodynamics."""

import numpy as np
import pytest

import yanggaudin as yg
from yanggaudin.errors import ConvergenceError, DomainError
from yanggaudin.two_components.thermodynamics import Thermodynamics

NAMES = ("density_over_c", "polarisation", "pressure_over_c")


def test_column_is_that_of_single_gases() -> None:
    """In any order, each within its error; what is refused stops none of the others."""
    mean = np.array([[-0.5, 1.0, 3e6], [0.4, -400.0, -2.0]])
    column = yg.two_component_column(mean, field=1.0, temperature=1.0)
    assert set(column.refused) == {(0, 2), (1, 1)}
    assert "μ↑ must be at most 2000000.0" in str(column.refused[0, 2])
    assert "must be at least -100.0 k_BT" in str(column.refused[1, 1])
    for index in ((0, 0), (0, 1), (1, 0), (1, 2)):
        gas = yg.TwoComponentGas.from_chemical_potentials(mean[index], field=1.0, temperature=1.0)
        values = gas.density_over_c, gas.polarisation, gas.pressure_over_c
        for name, value in zip(NAMES, values, strict=True):
            assert abs(getattr(column, name)[index] - value) <= column.errors[name][index], name
    for name in NAMES:
        assert np.isnan(getattr(column, name)[0, 2])
        assert (np.nan_to_num(column.errors[name], nan=1.0) > 0).all()


@pytest.mark.parametrize(
    ("top", "field", "t"),
    [pytest.param(0.5, 1.0, 1.0, marks=pytest.mark.slow), (-2.0, 5.0, 20.0)],
)
def test_pressure_is_the_integral_of_the_density(top: float, field: float, t: float) -> None:
    """n = ∂P/∂μ̄ along the cloud, by Gauss's rule."""
    x, weights = np.polynomial.legendre.leggauss(8)
    half = t / 4
    nodes, ends = top - half + half * x, np.array([top, top - 2 * half])
    column = yg.two_component_column([*ends, *nodes], field=field, temperature=t)
    difference = column.pressure_over_c[0] - column.pressure_over_c[1]
    integral = half * weights @ column.density_over_c[2:]
    assert integral == pytest.approx(difference, rel=1e-12, abs=0)


def test_thin_wings_are_two_ideal_gases() -> None:
    """n → (e^{μ↑/T} + e^{μ↓/T})/λ: the next terms are of the order of the fugacity itself."""
    mean, h, t = np.array([-30.0, -40.0]), 1.0, 2.0
    column = yg.two_component_column(mean, field=h, temperature=t)
    ideal = 2 * np.exp(mean / t) * np.cosh(h / 2 / t) * np.sqrt(t / (2 * np.pi))
    fugacity = np.exp((mean + h / 2) / t)
    assert (np.abs(column.density_over_c / ideal - 1) < 2 * fugacity).all()
    assert column.polarisation == pytest.approx(np.tanh(h / 2 / t), rel=2 * fugacity[0], abs=0)
    assert column.pressure_over_c == pytest.approx(ideal * t, rel=2 * fugacity[0], abs=0)


def test_a_neighbour_too_far_away_is_no_loss(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the step from it fails, the gas begins anew."""
    expected = yg.two_component_column([0.0, -9.0], field=9.0, temperature=20.0)

    def fails(*_: object) -> None:
        raise ConvergenceError("lost")

    monkeypatch.setattr(Thermodynamics, "start_for", fails)
    alone = yg.two_component_column([0.0, -9.0], field=9.0, temperature=20.0)
    assert not alone.refused
    assert alone.density_over_c == pytest.approx(expected.density_over_c, rel=1e-13, abs=0)


def test_large_fields_and_steps_whatever_the_caller_has_set_for_underflow() -> None:
    with np.errstate(all="raise"):
        column = yg.two_component_column([-48.5, -98.0], field=100.0, temperature=1.0)
        gas = yg.TwoComponentGas.from_chemical_potentials(-48.5, field=100.0, temperature=1.0)
        error = gas.errors["pressure_over_c"]
    assert not column.refused
    assert abs(column.pressure_over_c[0] - gas.pressure_over_c) <= error


@pytest.mark.parametrize(
    ("mean", "field", "t", "message"),
    [
        ([0.0, np.nan], 0.5, 1.0, "mean must be finite, got nan at index"),
        ([0.0], -0.5, 1.0, "field must be ≥ 0, got -0.5"),
        ([0.0], [0.0, 1.0], 1.0, "field must be one number"),
        ([0.0], 0.5, 0.0, "temperature must be > 0"),
    ],
)
def test_bad_columns(mean: list[float], field: float, t: float, message: str) -> None:
    with pytest.raises(DomainError, match=message):
        yg.two_component_column(mean, field=field, temperature=t)
