import copy
import json
import math
import pickle
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
import sympy
from flint import arb, ctx, fmpq

from oracle import Oracle
from problems import REFERENCE, ROWS, random_couplings, tool
from yanggaudin.errors import AccuracyError, DomainError
from yanggaudin.gas.ground_state import GroundState
from yanggaudin.numerics.precision import PRECISION, precision
from yanggaudin.paper.printed_series import STRONG_MASS_TERMS, WEAK_MASS_TERMS
from yanggaudin.polaron.polaron import Polaron
from yanggaudin.quantities import QUANTITIES
from yanggaudin.series import (
    NAMES,
    Series,
    energy_coefficients,
    large_order,
    strong,
    strong_singularity,
    weak,
)
from yanggaudin.series.coefficient_rings import Balls, ZetaPolynomials, compose_with_inverse, power
from yanggaudin.series.energy_coefficients import (
    computed_weak_balls,
    exact_strong,
    exact_weak,
    weak_table,
)
from yanggaudin.series.exact_coefficient import ExactCoefficient, Term
from yanggaudin.series.weak_recursion import (
    _bulk_polynomials,
    _edge_moments,
    edge_recursion,
    residual,
)

WEAK = json.loads((REFERENCE / "weak_series.json").read_text())
STRONG = json.loads((REFERENCE / "strong_series.json").read_text())["a_k"]


def quantities_at(polaron: Polaron) -> dict[str, float]:
    gas = polaron.gas
    return {
        "energy": gas.energy,
        "mass_ratio": polaron.mass_ratio,
        "chemical_potential": gas.chemical_potential,
        "pair_correlation": gas.pair_correlation,
        "sound_velocity_squared": gas.sound_velocity**2,
        "inverse_luttinger_squared": gas.luttinger_parameter**-2,
    }


# --- coefficients ---------------------------------------------------------------------------


def test_exact_weak_coefficients() -> None:
    names: dict[str, Any] = {f"z{k}": sympy.zeta(k) for k in (3, 5, 7, 9, 11)}
    texts = WEAK["eps_exact"]
    for k, (coefficient, text) in enumerate(zip(exact_weak(12), texts, strict=True)):
        expected = sympy.sympify(text.replace("^", "**"), locals=names, rational=True)
        expected = expected / (4 * sympy.pi) ** k + (sympy.Rational(1, 6) if k == 2 else 0)
        assert sympy.expand(coefficient.to_sympy() - expected) == 0


def test_exact_strong_coefficients() -> None:
    for k, (coefficient, row) in enumerate(zip(exact_strong(12), STRONG, strict=True)):
        expected = {2 + k - i: Fraction(r) for i, r in enumerate(row) if Fraction(r)}
        assert {term.pi: term.rational for term in coefficient.terms} == expected
        assert all(term.pi % 2 == 0 for term in coefficient.terms)


def test_printed_terms_of_the_paper() -> None:
    weak_terms, strong_terms = weak(5, "mass_ratio"), strong(3, "mass_ratio")
    assert weak_terms.coefficient_array() == pytest.approx(WEAK_MASS_TERMS, rel=1e-14, abs=0)
    assert strong_terms.coefficient_array() == pytest.approx(
        STRONG_MASS_TERMS[1:], rel=1e-14, abs=0
    )
    assert [str(x) for x in weak_terms.exponents] == ["0", "1/2", "1", "3/2", "2", "5/2"]
    pi, zeta = sympy.pi, sympy.zeta
    exact = 3 * (32 - 60 * zeta(3) + 45 * zeta(5)) / (2048 * pi**5)
    assert sympy.expand(weak_terms.exact[5].to_sympy() - exact) == 0
    exact = -(sympy.Rational(160, 3) - 32 * pi**2 / 9) * pi**2
    assert sympy.expand(strong_terms.exact[3].to_sympy() - exact) == 0


def test_numbers_are_the_reference_and_the_exact_expressions() -> None:
    numbers = computed_weak_balls(60, 70)
    with PRECISION, precision(300):
        for ball, decimal in zip(numbers, WEAK["e_k"], strict=True):
            assert abs(ball - arb(decimal)) < abs(ball) * arb("1e-58")
        for ball, exact in zip(numbers, exact_weak(20), strict=False):
            assert ball.overlaps(exact.ball(200))


def test_coefficients_that_cancel_have_their_digits() -> None:
    """π² less a rational that is near: the first evaluation is not enough."""
    near = Fraction(math.pi**2).limit_denominator(10**6)
    coefficient = ExactCoefficient.collect([Term(2, (), Fraction(1)), Term(0, (), -near)])
    ball = coefficient.ball(33_300)  # 10,000 digits
    assert ball.rel_accuracy_bits() >= 33_300
    with PRECISION, precision(100):
        assert ball.overlaps(arb.pi() ** 2 - arb(fmpq(near.numerator, near.denominator)))
        assert 0 < abs(ball) < 1e-9


def test_shipped_table_is_regenerated() -> None:
    table, digits = weak_table()
    assert (len(table), digits) == (401, 110)
    program = tool("weak_table")
    shipped = json.loads(program.TARGET.read_text())["e_k"][:81]
    assert program.decimals(computed_weak_balls(80, 115), 110) == shipped


def test_too_few_bits_are_noticed_and_doubled(monkeypatch: pytest.MonkeyPatch) -> None:
    enough = computed_weak_balls(30, 40)
    monkeypatch.setattr(energy_coefficients, "_BITS_PER_ORDER", -3)
    computed_weak_balls.cache_clear()
    for again, ball in zip(computed_weak_balls(30, 40), enough, strict=True):
        assert again.overlaps(ball)
        assert again.rel_accuracy_bits() > 132  # 40 digits


def test_redundant_conditions_of_the_recursion_hold() -> None:
    """The residue of order p vanishes also at the powers p - 2, p - 4, …, which nobody imposed."""
    order = 14
    ring = ZetaPolynomials(order)
    _, x = edge_recursion(order, ring)
    bulk = _bulk_polynomials(order)
    for p in range(3, order + 1):
        for power_of_s in range(p, -1, -2):
            assert residual(power_of_s, p, x, bulk, ring) == ring.zero
    assert residual(order - 1, order, x, bulk, ring) != ring.zero


def test_gamma_functions_of_the_edge_are_an_odd_exponential_times_an_even_factor() -> None:
    """4^-z Γ(1 + z) Γ(1/2 - z) = √π E(z) T(z): docs/weak-series.md, (5)."""
    with PRECISION, precision(200):
        t = edge_recursion(60, Balls())[1][0]
        for text in ("-0.1", "0.05", "0.1"):
            z = arb(text)
            gammas = arb(4) ** -z * (1 + z).gamma() * (arb("0.5") - z).gamma()
            x = arb.pi() * z
            even = (x / x.tan()).sqrt() / x.cos()
            odd = sum((c * z**k for k, c in enumerate(t)), arb(0))
            assert abs(float(gammas / (arb.pi().sqrt() * even * odd) - 1)) < 1e-40


def test_edge_density_meets_the_solver() -> None:
    """K = (2πρ(Q))² = (β - 1)/4 [Σ r_{m,0} β^-m]², which no moment enters."""
    with PRECISION, precision(200):
        edge, _ = edge_recursion(20, Balls())
        r = [float(x) for x in _edge_moments(edge, Balls())[0]]
    for half_width in (40.0, 300.0, 1e6):
        beta = constant = 2 * math.pi * half_width + 1 + math.log(8)
        for _ in range(50):
            beta = constant + math.log(beta)
        total = sum(c * beta**-m for m, c in enumerate(r))
        gas = GroundState.from_fermi_rapidity(half_width)
        assert gas.luttinger_parameter == pytest.approx((beta - 1) / 4 * total**2, rel=1e-14, abs=0)


def test_power_and_reversion() -> None:
    """On 1 + x: powers are binomials, and q = x/(1 + x) reverts to x = q/(1 - q)."""
    zero, one = fmpq(0), fmpq(1)
    base = [one, one] + [zero] * 6
    assert power(base, fmpq(1, 2), 5)[4] == fmpq(-5, 128)
    identity = [zero, one] + [zero] * 6
    assert compose_with_inverse(identity, base, one) == [zero] + [one] * 7


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


# --- large order ------------------------------------------------------------------------------


def test_growth_of_the_weak_series() -> None:
    found = large_order()
    assert abs(found.action - 8 * math.pi) < 1e-13
    assert abs(found.stokes_constant - 512 / (math.pi * math.e**4)) < 1e-12
    assert list(found.errors) == ["action", "stokes_constant"]


@pytest.mark.slow
def test_strong_radius_is_that_of_the_coefficients() -> None:
    """Two conjugate singularities: c_n = a c_{n-1} + b c_{n-2}, extrapolated in 1/n."""
    c = strong(100, "energy").balls(60)
    orders = np.arange(40, 99)
    moduli = []
    for n in orders:
        above = c[n] * c[n] - c[n - 1] * c[n + 1]
        below = c[n - 1] * c[n - 1] - c[n - 2] * c[n]
        moduli.append(math.sqrt(abs(float((above / below).mid()))))
    _, limit = np.polyfit(1 / orders, moduli, 1)
    assert limit == pytest.approx(abs(strong_singularity()), rel=5e-3, abs=0)


# --- printing and refusing --------------------------------------------------------------------


def test_printed_forms() -> None:
    terms = weak(3, "mass_ratio")
    assert terms.text().splitlines()[-1] == "gamma^(3/2): 1/4/pi^3 - 3/16*zeta(3)/pi^3"
    assert terms.latex() == (
        r"m/m^* = \left(1\right)\gamma^{0} + \left(-\frac{2}{3\pi}\right)\gamma^{1/2}"
        r" + \left(\frac{1}{4\pi^{3}} - \frac{3\zeta(3)}{16\pi^{3}}\right)\gamma^{3/2}"
    )
    data = json.loads(terms.json())
    assert data["terms"][1] == {"exponent": "1/2", "coefficient": "-2/3/pi"}
    gamma = sympy.Symbol("gamma", positive=True)
    assert float(terms.to_sympy().subs(gamma, 0.01)) == pytest.approx(float(terms(0.01)))
    numbers = weak(3, digits=30)
    assert "-0.424413181578387562050356702327" in numbers.text()
    assert json.loads(numbers.json())["digits"] == 30
    assert len(weak(1, digits=10_000).text()) > 10_000


def test_names_are_those_of_the_catalogue() -> None:
    """At either end the first terms are the catalogue's limits."""
    for name in NAMES:
        record = QUANTITIES[name]
        for limit, terms in ((record.weak, weak(3, name)), (record.strong, strong(3, name))):
            assert limit is not None
            known = {x: float(c.mid()) for x, c in zip(terms.exponents, terms.balls(), strict=True)}
            for term in limit.terms:
                assert known[term.power] == pytest.approx(term.coefficient, rel=1e-14, abs=0)


def test_copies_are_exact() -> None:
    terms = weak(20)
    for again in (copy.deepcopy(terms), pickle.loads(pickle.dumps(terms))):
        assert again == terms
        assert again.exact == terms.exact
        assert again.value(0.3) == terms.value(0.3)


@pytest.mark.parametrize("order", [-1, 1.5, True, 81, "3"])
def test_bad_orders(order: Any) -> None:
    with pytest.raises(DomainError, match="order must be a whole number from 0 to 80, got"):
        weak(order)


def test_bad_arguments() -> None:
    with pytest.raises(DomainError, match=r"one of energy, mass_ratio, .* got 'mass'"):
        strong(3, "mass")
    with pytest.raises(DomainError, match="digits must be a whole number from 1"):
        weak(3, digits=0)
    with pytest.raises(DomainError, match="digits must be a whole number from 1"):
        weak(3).balls(0)
    with pytest.raises(DomainError, match="leave digits out"):
        _ = weak(3, digits=10).exact
    with pytest.raises(DomainError, match="gamma must be > 0"):
        weak(3).value(-1)
    with pytest.raises(DomainError, match="gamma must be one real number, got 'one'"):
        weak(3).value("one")
    with pytest.raises(DomainError, match="finite"):
        weak(3).value(math.inf)
    with pytest.raises(DomainError, match="order 20 or more"):
        weak(10).resummed(1)
    with pytest.raises(DomainError, match="needs a weak series"):
        strong(30).resummed(1)
    with pytest.raises(DomainError, match="relative_tolerance must be > 0, got nan"):
        weak(3).value(0.1, relative_tolerance=math.nan)
    with pytest.raises(DomainError, match="order must be a whole number from 40"):
        large_order(10)


def test_numbers_beyond_doubles_are_refused() -> None:
    growing = strong(20, "mass_ratio")
    with pytest.raises(AccuracyError, match="the sum does not fit into a double at gamma = 1e-200"):
        growing(1e-200)
    assert np.isfinite(growing.coefficient_array()).all()
    factorial = weak(400, "mass_ratio", digits=20)
    with pytest.raises(AccuracyError, match="coefficient 400 is too large for a double; use balls"):
        factorial.coefficient_array()
    assert factorial.balls()[400].is_finite()


def test_an_empty_coefficient_is_zero() -> None:
    zero = weak(2, "mass_ratio").exact[2]
    assert (zero.text(), zero.latex()) == ("0", "0")
    assert zero.ball(100) == 0
