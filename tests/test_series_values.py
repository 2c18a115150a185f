"""Values of the series: both ends, estimates of errors, resummation, extreme couplings."""

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from flint import arb, ctx

from oracle import Oracle
from problems import ROWS, random_couplings
from test_series import quantities_at
from yanggaudin.errors import AccuracyError, DomainError
from yanggaudin.numerics.precision import PRECISION, precision
from yanggaudin.polaron.polaron import Polaron
from yanggaudin.series import (
    NAMES,
    Series,
    strong,
    weak,
)

# --- values -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_both_ends_meet_the_solver(name: str) -> None:
    for gamma, terms in ((1e-3, weak(15, name)), (1e3, strong(12, name))):
        exact = quantities_at(Polaron(gamma))[name]
        assert float(terms(gamma)) == pytest.approx(exact, rel=1e-14, abs=0)
        assert float(terms.value(gamma)) == pytest.approx(exact, rel=1e-14, abs=0)


@pytest.mark.parametrize("side", ["weak", "strong"])
def test_estimates_are_honest(side: str) -> None:
    """No error above its estimate over 300 random couplings, orders and quantities."""
    rng = np.random.default_rng(9)
    orders = (3, 4, 5, 6, 8, 12, 20, 30)
    known: dict[tuple[int, str], Series] = {
        (order, name): weak(order, name, digits=60) if side == "weak" else strong(order, name)
        for order in orders
        for name in NAMES
    }
    ratios = []
    low, high = (1e-8, 2.0) if side == "weak" else (5.0, 1e6)
    for gamma in random_couplings(low, high, 300, seed=8):
        order, name = int(rng.choice(orders)), str(rng.choice(NAMES))
        estimate = known[order, name].value(gamma)
        exact = quantities_at(Polaron(gamma))[name]
        error = abs(float(estimate.value - Decimal(exact)))
        assert error <= estimate.error + 1e-14 * exact, (gamma, order, name)
        if error > 1e-13 * exact:
            ratios.append(estimate.error / error)
    assert np.median(ratios) < 100


@pytest.mark.parametrize(
    ("gamma", "energy", "mass"),
    [("0.3", 1e-20, 2e-19), ("0.5", 2e-16, 2e-15), ("1", 3e-12, 5e-11)],
)
def test_optimal_truncation(gamma: str, energy: float, mass: float) -> None:
    """Within a factor 10 of the best a truncated sum can do."""
    terms = weak(60, digits=60)
    best = Decimal(str(terms.resummed(gamma).value))
    estimate = terms.value(gamma)
    assert abs(estimate.value / best - 1) < 10 * energy
    mass_terms = weak(60, "mass_ratio", digits=60)
    assert abs(mass_terms.value(gamma).value / mass_terms.resummed(gamma).value - 1) < 10 * mass


@pytest.mark.slow
def test_many_digits_at_weak_coupling() -> None:
    """Against the independent solver at 60 digits, within a factor 10 of the best at γ = 0.1."""
    oracle = Oracle(5.5687)
    best = {"energy": (oracle.e, 5e-36), "mass_ratio": (oracle.mass_ratio, 2e-34)}
    with PRECISION, precision(220):
        gamma = Decimal(oracle.gamma.mid().str(60, radius=False))
        assert abs(gamma - Decimal("0.1")) < Decimal("1e-5")
        for name, (exact, bar) in best.items():
            estimate = weak(100, name, digits=80).value(gamma)
            error = abs(float((arb(str(estimate.value)) - exact).mid()))
            assert error <= estimate.error
            assert error < 10 * bar * float(exact)


_COLUMNS = {"e": "energy", "mass_ratio": "mass_ratio", "g2": "pair_correlation"}


@pytest.mark.parametrize("column", _COLUMNS)
def test_resummation_at_unit_coupling(column: str) -> None:
    row = next(row for row in ROWS if row["gamma"] == "1")
    estimate = weak(40, _COLUMNS[column], digits=60).resummed(1)
    assert abs(estimate.value / Decimal(row[column]) - 1) < Decimal("1e-20")


@pytest.mark.parametrize("column", _COLUMNS)
def test_resummed_values_meet_the_references(column: str) -> None:
    """30 digits; without the leftover m/m* at γ = 2 would be off by 7e-12, 2e4 times as much."""
    for row in ROWS:
        if not 0.1 <= float(row["gamma"]) <= 10:
            continue
        for order in (20, 60):
            estimate = weak(order, _COLUMNS[column]).resummed(row["gamma"])
            error = abs(estimate.value - Decimal(row[column]))
            assert error <= Decimal(estimate.error) + Decimal("1e-29")
    assert weak(60, "mass_ratio").resummed(2).relative_error < 1e-14


def oracle_quantities(oracle: Oracle) -> dict[str, arb]:
    return {
        "energy": oracle.e,
        "mass_ratio": oracle.mass_ratio,
        "chemical_potential": oracle.mu / 2,
        "pair_correlation": oracle.e_prime,
        "sound_velocity_squared": (arb.pi() / oracle.luttinger) ** 2,
        "inverse_luttinger_squared": 1 / oracle.luttinger**2,
    }


@pytest.mark.parametrize(
    "half_width",
    [0.1, pytest.param(2.3, marks=pytest.mark.slow)],
)
def test_estimates_are_honest_to_60_digits(half_width: float) -> None:
    """All quantities and many orders, truncated and resummed; γ from 0.3 to 30."""
    oracle = Oracle(half_width)
    with PRECISION, precision(220):
        gamma = Fraction(oracle.gamma.mid().str(55, radius=False))
        exact = oracle_quantities(oracle)
    for name in NAMES:
        sums = []
        if gamma > 5:
            sums += [strong(order, name).value(gamma) for order in (0, 1, 2, 3, 5, 9, 20, 40)]
        if gamma < 10:
            series = [weak(order, name, digits=70) for order in (*range(8), 12, *range(20, 64, 3))]
            sums += [terms.value(gamma) for terms in series]
            sums += [terms.resummed(gamma) for terms in series if terms.order >= 20]
        for estimate in sums:
            with PRECISION, precision(220):
                error = abs(arb(str(estimate.value)) - exact[name])
                assert error < arb(estimate.error), (name, estimate)


def test_tolerance_refuses() -> None:
    assert weak(20).value(0.01, relative_tolerance=1e-15)
    with pytest.raises(AccuracyError, match=r"more than the 1\.0e-10 asked for"):
        weak(5).value(1.0, relative_tolerance=1e-10)
    assert weak(20).resummed(1.0, relative_tolerance=1e-6)
    with pytest.raises(AccuracyError, match="the resummed series of order 20"):
        weak(20).resummed(1.0, relative_tolerance=1e-14)
    with pytest.raises(AccuracyError, match="strong series to order 3"):
        strong(3).value(5.0, relative_tolerance=1e-6)


def test_extreme_couplings() -> None:
    tiny = weak(5).value(1e-300)
    assert float(tiny) == 1e-300
    assert 0 < tiny.error < 1e-307
    assert abs(
        weak(400, digits=100).value("0.1").value - weak(100, digits=100).value("0.1").value
    ) < (Decimal("1e-35"))
    least = strong(5, "pair_correlation").value("1e400")
    assert Decimal("1e-800") < least.value < Decimal("2e-799")
    assert 0 < least.error < 1e-300
    assert weak(100, digits=400).value("1e-8").relative_error < 1e-299


def test_arrays_and_kinds_of_gamma() -> None:
    terms = weak(4)
    for gamma in (1, 0.1, np.float64(0.1), np.array(0.1)):
        assert isinstance(terms(gamma), float)
        assert not isinstance(terms(gamma), np.generic)
    assert terms(np.full((2, 3), 0.1)).shape == (2, 3)
    values = [terms.value(g).value for g in (0.5, "0.5", "1/2", Fraction(1, 2), Decimal("0.5"))]
    assert len(set(values)) == 1
    assert terms.value("0.1").value != terms.value(0.1).value


def test_global_precision_is_left_alone() -> None:
    before = ctx.prec
    weak(10, digits=30).value(0.1)
    weak(20, digits=30).resummed(0.1)
    with pytest.raises(DomainError, match=r"gamma must lie in \[0.0, 10.0\] here, got 11"):
        weak(20, digits=30).resummed(11)
    assert ctx.prec == before
