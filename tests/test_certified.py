import math
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from flint import arb

from oracle import Oracle
from problems import MAGNONS, ROWS, dressed, random_couplings, weak_series
from yanggaudin import Polaron, certified
from yanggaudin.certified import (
    Ball,
    enclosures,
    first_guess,
)
from yanggaudin.certified.graded_panels import GradedPanels, PanelDressed
from yanggaudin.certified.one_rule import OneRule, OneRuleDressed
from yanggaudin.gas import functions
from yanggaudin.numerics.precision import PRECISION, bits_for, precision
from yanggaudin.quantities import QUANTITIES

COLUMNS = {
    "e": certified.energy,
    "mass_ratio": certified.mass_ratio,
    "g2": certified.pair_correlation,
    "luttinger_K": certified.luttinger_parameter,
    "Q_over_c": certified.fermi_rapidity_over_c,
}
STRONG_ENOUGH = [row for row in ROWS if float(row["gamma"]) >= 1e-4]


def around(decimal: str) -> Ball:
    """The numbers that round to this decimal, up to one unit of its last digit."""
    unit = Decimal(1).scaleb(int(Decimal(decimal).as_tuple().exponent))
    return Ball(Fraction(decimal), Fraction(unit))


def slow_if_weak(row: dict[str, Any]) -> Any:
    """A row of the references, marked as slow where the balls take seconds."""
    marks = [pytest.mark.slow] if float(row["gamma"]) < 0.01 else []
    return pytest.param(row, id=row["gamma"], marks=marks)


@pytest.fixture(autouse=True)
def _fresh_states() -> None:
    enclosures._state.cache_clear()


# --- truth --------------------------------------------------------------------------------------


@pytest.mark.parametrize("row", [slow_if_weak(row) for row in STRONG_ENOUGH])
def test_references_are_met(row: dict[str, Any]) -> None:
    for column, function in COLUMNS.items():
        if column in row:
            ball = function(row["gamma"], digits=25)
            assert ball.overlaps(around(row[column]))
            assert ball.relative_radius <= 1e-25


@pytest.mark.parametrize(("row", "magnon"), MAGNONS)
def test_magnon_references_are_met(row: dict[str, Any], magnon: dict[str, str]) -> None:
    """To 20 digits: inside the Fermi sea the quadrature of the references ends there."""
    gamma = Fraction(row["gamma"])
    q = certified.fermi_rapidity_over_c(gamma, digits=40).middle * gamma
    eta = Fraction(magnon["eta_over_Q"]) * q
    p, energy = (
        certified.momentum_at(gamma, spin_rapidity=eta, digits=30),
        certified.energy_at(gamma, spin_rapidity=eta, digits=30),
    )
    assert abs(p.middle / Fraction(magnon["p_over_hbar_n"]) - 1) < Fraction(1, 10**20)
    assert abs(2 * energy.middle / Fraction(magnon["E_over_hbar2n2_2m"]) - 1) < Fraction(1, 10**20)


@pytest.mark.parametrize(
    "gamma", [pytest.param("0.004", marks=pytest.mark.slow), "0.01", "0.02", "0.05"]
)
def test_weak_series_is_met(gamma: str) -> None:
    """The series is as good as 1e-30 there."""
    exact = weak_series(float(gamma))
    ball = certified.mass_ratio(float(gamma), digits=20)
    assert ball.overlaps(Ball(Fraction(exact["mass_ratio"]), Fraction(1, 10**28)))


@pytest.mark.parametrize("half_width", [0.2, 1.1, pytest.param(4.0, marks=pytest.mark.slow)])
def test_another_solver_to_60_digits(half_width: float) -> None:
    oracle = Oracle(half_width)
    mantissa, exponent = oracle.gamma.mid().man_exp()
    gamma = int(mantissa) * Fraction(2) ** int(exponent)
    k, eta = Fraction(float(gamma) * half_width / 4), Fraction(float(gamma) * half_width * 2)
    with PRECISION, precision(240):
        pi = arb.pi()
        expected = [
            (certified.energy(gamma, digits=50), oracle.e),
            (certified.mass_ratio(gamma, digits=50), oracle.mass_ratio),
            (certified.pair_correlation(gamma, digits=50), oracle.e_prime),
            (certified.chemical_potential(gamma, digits=50), oracle.mu / 2),
            (certified.luttinger_parameter(gamma, digits=50), oracle.luttinger),
            (certified.sound_velocity(gamma, digits=50), pi / oracle.luttinger),
            (certified.quartic_coefficient(gamma, digits=50), oracle.quartic),
        ]
        at = float(k / gamma)
        density = certified.rapidity_density(gamma, rapidity=Fraction(at) * gamma, digits=50)
        expected.append((density, oracle.dressed_one(at) / (2 * pi)))
        # outside the Fermi sea the oracle's phase integrals have all their digits
        where = float(eta / gamma)
        exact_eta = Fraction(where) * gamma
        expected += [
            (
                certified.momentum_at(gamma, spin_rapidity=exact_eta, digits=30),
                oracle.momentum_at(where),
            ),
            (
                certified.energy_at(gamma, spin_rapidity=exact_eta, digits=30),
                oracle.energy_at(where),
            ),
        ]
        for ball, exact in expected:
            assert ball.to_flint().overlaps(exact * (1 + arb(0, "1e-55")))
    p = certified.momentum_at(gamma, spin_rapidity=exact_eta, digits=40)
    energy = certified.polaron_energy(gamma, momentum=p.middle, digits=25)
    assert (
        abs(
            energy.middle / certified.energy_at(gamma, spin_rapidity=exact_eta, digits=40).middle
            - 1
        )
        < 1e-24
    )


EVERY: dict[str, Callable[..., Ball]] = {
    "energy": certified.energy,
    "mass_ratio": certified.mass_ratio,
    "pair_correlation": certified.pair_correlation,
    "luttinger_parameter": certified.luttinger_parameter,
    "fermi_rapidity_over_c": certified.fermi_rapidity_over_c,
    "energy_second_derivative": certified.energy_second_derivative,
    "three_body_correlation": certified.three_body_correlation,
    "quartic_coefficient": certified.quartic_coefficient,
    "rapidity_density": lambda g, digits: certified.rapidity_density(
        g, rapidity=min(1, g / 2), digits=digits
    ),
    "dressed_momentum": lambda g, digits: certified.dressed_momentum(
        g, rapidity=min(1, g / 2), digits=digits
    ),
    "momentum_at": lambda g, **k: certified.momentum_at(g, spin_rapidity=g / 3, **k),
    "energy_at": lambda g, **k: certified.energy_at(g, spin_rapidity=g / 3, **k),
    "polaron_energy": lambda g, **k: certified.polaron_energy(g, momentum=2, **k),
}


@pytest.mark.parametrize("name", EVERY)
def test_fine_values_lie_in_coarse_balls(name: str) -> None:
    """5, 12 and 20 digits, as the bounds bite most where digits are few."""
    for gamma in random_couplings(0.3, 1e8, 15, seed=3):
        fine = EVERY[name](gamma, digits=40)
        for digits in (5, 12, 20):
            ball = EVERY[name](gamma, digits=digits)
            assert fine.middle in ball, (gamma, digits)
            assert ball.relative_radius <= 1.01 * 10.0**-digits


@pytest.mark.slow
def test_balls_are_nested() -> None:
    """20, 40 and 80 digits at 200 couplings."""
    for gamma in random_couplings(0.1, 1e8, 200, seed=3):
        coarse, middle, fine = (certified.mass_ratio(gamma, digits=d) for d in (20, 40, 80))
        assert fine.middle in middle
        assert fine.middle in coarse
        assert middle.middle in coarse


@pytest.mark.parametrize("b", [0.3, 2.0, 17.0])
def test_largest_distance_in_the_ellipse(b: float) -> None:
    """Bernstein's ellipse with the foci ±B and the half height h has the half axis √(B² + h²)."""
    strip = 0.45
    angles = np.linspace(0, 2 * np.pi, 1000)
    half_axis = math.hypot(b, strip)
    sampled = np.abs(half_axis * np.cos(angles) + 1j * strip * np.sin(angles)).max()
    with PRECISION, precision(100):
        one_rule = dressed(OneRule, arb(b), 8)
        assert isinstance(one_rule, OneRuleDressed)
        bound = one_rule._ellipse(arb(strip))
    # sums of the distances to the foci are the same along the ellipse
    edge = half_axis * np.cos(angles) + 1j * strip * np.sin(angles)
    assert np.ptp(np.abs(edge - b) + np.abs(edge + b)) < 1e-12 * b + 1e-13
    assert sampled * (1 - 1e-12) <= float(bound) <= sampled * (1 + 1e-9)


@pytest.mark.parametrize(("rule", "few"), [(OneRule, 10), (GradedPanels, 14)])
@pytest.mark.parametrize("b", [1.3, pytest.param(17.0, marks=pytest.mark.slow)])
def test_bounds_of_the_pieces(rule: type[OneRule] | type[GradedPanels], few: int, b: float) -> None:
    """Each bound by itself against a finer solution: inverse, residual, drift, quadrature."""
    few = few if rule is GradedPanels else math.ceil(few * b / 1.3)
    with PRECISION, precision(250):
        middle, delta = arb(b), arb("1e-6")
        fine = {shift: dressed(GradedPanels, middle + shift * delta, 60) for shift in (-1, 0, 1)}
        coarse = dressed(rule, middle, few)
        x, eta = middle * arb("0.55"), middle * arb("0.4")
        assert abs(coarse.approximate(x) - fine[0].approximate(x)) < coarse.error
        assert coarse.error < 1e-3 * b
        assert coarse.interval.inverse_norm > fine[0].approximate(arb(0.1)) / arb(0.1)
        for moment in (1, 3):
            assert coarse.moment(moment).contains(fine[0].approximate_moment(moment))
        assert coarse.phase_integral(eta).contains(fine[0].approximate_phase(eta))
        exact = dressed(rule, middle, few * 3)
        exact.interval.shift = delta
        for shift in (-1, 1):
            moved = fine[shift]
            assert exact(x).contains(moved.approximate(x))
            assert exact.edge.contains(moved.approximate(moved.interval.half_width))
            assert exact.moment(1).contains(moved.moment(1))
            assert exact.phase_integral(eta).contains(moved.approximate_phase(eta))
        assert exact.edge.rad() < 1e-4 * b**2


def test_the_phase_is_bounded_up_to_the_largest_half_width() -> None:
    """Its odd part grows with |x|: where B ± δ is all that is known, it is largest at B + δ."""
    with PRECISION, precision(200):
        middle, shift, eta = arb(1), arb("0.2"), arb("1.5")
        function = dressed(OneRule, middle, 60)
        function.interval.shift = shift
        # both errors are their bound times the same factor, and |x^0| ≤ 1
        share = function.phase_integral(eta).rad() / function.moment(0).rad()

        def odd_phase(x: arb) -> arb:
            return (arb.atan2(arb(0.5), eta - x) - arb.atan2(arb(0.5), eta + x)) / (2 * arb.pi())

        assert odd_phase(middle) < odd_phase(middle + shift) < share * arb("1.000001")
        assert share < 1.01 * odd_phase(middle + shift)


def test_what_far_panels_miss_is_linear() -> None:
    """In the function that is integrated, as the integral is."""
    with PRECISION, precision(200):
        function = dressed(GradedPanels, arb(3), 20)
        assert isinstance(function, PanelDressed)
        once, twice = (
            function._far_error(lambda gap: 1 / gap),
            function._far_error(lambda gap: 2 / gap),
        )
        assert once > 0
        assert abs(twice / once - 2) < 1e-6


@pytest.mark.parametrize("power", [0, 1, 4])
@pytest.mark.parametrize("b", [0.4, 3.0, pytest.param(17.0, marks=pytest.mark.slow)])
def test_one_rule_and_panels_agree(b: float, power: int) -> None:
    """They share the equation, and neither quadrature nor error bound."""
    with PRECISION, precision(300):
        half_width = arb(b)
        one = dressed(OneRule, half_width, math.ceil(40 * max(1, b)), power)
        panels = dressed(GradedPanels, half_width, 70, power)
        for x in (arb(0), half_width / 3, half_width):
            assert abs(one(x) - panels(x)) < 1e-35 * half_width**power
            assert one(x).overlaps(panels(x))
            assert (x * x + one.approximate_lorentzian(x)).overlaps(
                x * x + panels.approximate_lorentzian(x) + arb(0, "1e-18")
            )
        for moment in range(power % 2, 6, 2):
            assert one.moment(moment).overlaps(panels.moment(moment))
            assert panels.moment(moment).rel_accuracy_bits() > 100
        for eta in (arb(0.1), half_width * arb("0.93"), half_width * 2, arb(1000)):
            assert one.phase_integral(eta).overlaps(panels.phase_integral(eta))
        wide = eta + arb(0, "1e-3")
        assert panels.phase_integral(wide).contains(panels.phase_integral(eta + arb("9e-4")))


@pytest.mark.slow
def test_weak_coupling_by_panels() -> None:
    """Couplings out of reach of one rule, where the series has 60 digits and more."""
    for text, digits in (("1e-5", 12), ("1e-6", 6)):
        exact = weak_series(float(text))
        ball = certified.mass_ratio(float(text), digits=digits)
        assert ball.overlaps(Ball(Fraction(exact["mass_ratio"]), Fraction(1, 10**40)))
        assert ball.relative_radius <= 10.0**-digits


def test_radius_is_not_far_above_the_error() -> None:
    ratios = []
    for gamma in random_couplings(0.1, 1e6, 60, seed=4):
        ball, fine = certified.mass_ratio(gamma, digits=20), certified.mass_ratio(gamma, digits=60)
        error = abs(ball.middle - fine.middle)
        assert error <= ball.radius
        ratios.append(float(ball.radius / error))
    assert np.median(ratios) < 1e4


def test_branch_is_that_of_the_double_solver() -> None:
    for gamma in (0.3, 2.0, 70.0):
        polaron = Polaron(gamma)
        for p in (1e-6, 0.4, 3.0, math.pi, 3.3, 6.2):
            ball = certified.polaron_energy(gamma, momentum=p, digits=18)
            assert float(ball) == pytest.approx(float(polaron.energy(p)), rel=2e-14, abs=0)
        k = 0.4 * polaron.gas.fermi_rapidity
        density = certified.rapidity_density(gamma, rapidity=k, digits=18)
        assert float(density) == pytest.approx(float(polaron.gas.rapidity_density(k)), rel=1e-14)


def test_undecided_places_take_more_digits() -> None:
    almost = certified.polaron_energy(1, momentum="6.28318530717958647692528676655900", digits=10)
    assert 0 < almost.middle < Fraction(1, 10**60)
    q = certified.fermi_rapidity_over_c(1, digits=60)
    density = certified.rapidity_density(1, rapidity=q.middle - Fraction(1, 10**30), digits=10)
    edge = math.sqrt(float(certified.luttinger_parameter(1))) / (2 * math.pi)
    assert float(density) == pytest.approx(edge, rel=1e-9, abs=0)
    assert float(certified.pair_correlation("1e24", digits=5)) == pytest.approx(
        4 * math.pi**2 / 3e48, rel=1e-4, abs=0
    )


def test_symmetries_and_ends_of_the_branch() -> None:
    zero = certified.polaron_energy(1, momentum=0)
    assert zero == Ball(Fraction(0), Fraction(0))
    with PRECISION, precision(200):
        pi = Ball.from_flint(arb.pi())
    assert certified.momentum_at("0.7", spin_rapidity=0, digits=30).overlaps(pi)
    assert certified.energy_at(3, spin_rapidity="-2", digits=30).overlaps(
        certified.energy_at(3, spin_rapidity="2", digits=30)
    )
    # E = p²/2m* + …, far below the range of the doubles
    small = certified.polaron_energy(1, momentum="1e-60", digits=20)
    ratio = 2 * small.middle * 10**120 / certified.mass_ratio(1, digits=30).middle
    assert abs(ratio - 1) < Fraction(1, 10**19)
    turned = certified.polaron_energy(1, momentum=6, digits=20)
    assert float(turned) == pytest.approx(float(Polaron(1.0).energy(6.0)), rel=1e-14, abs=0)


@pytest.mark.parametrize("gamma", ["1e-30", "1e-9", "1e-3", "0.3", "4.99", "5", "40", "1e100"])
def test_first_guesses_of_the_fermi_rapidity_have_the_digits_they_say(gamma: str) -> None:
    with PRECISION, precision(bits_for(40)):
        guess, digits = first_guess.fermi_rapidity_over_c(arb(gamma))
        exact = functions.fermi_rapidity(float(gamma)) / float(gamma)
        assert abs(float(guess) / exact - 1) < max(10.0**-digits, 4e-16)
        assert digits > 1.8


def test_names_are_those_of_the_catalogue() -> None:
    functions_of_spin_rapidity = {"momentum_at", "energy_at"}
    assert set(dir(certified)) - functions_of_spin_rapidity - {"Ball"} <= set(QUANTITIES)
