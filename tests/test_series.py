import copy
import json
import math
import pickle
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
import sympy
from flint import arb, fmpq

from problems import REFERENCE, tool
from yanggaudin.errors import AccuracyError, DomainError
from yanggaudin.gas.ground_state import GroundState
from yanggaudin.numerics.precision import PRECISION, precision
from yanggaudin.paper.printed_series import STRONG_MASS_TERMS, WEAK_MASS_TERMS
from yanggaudin.polaron.polaron import Polaron
from yanggaudin.quantities import QUANTITIES
from yanggaudin.series import (
    NAMES,
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
