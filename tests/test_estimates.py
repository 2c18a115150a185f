"""Estimates of errors are neither too small nor useless; benchmarks/estimates.py draws more."""

import math
from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from estimate_draws import (
    Drawn,
    of_growth,
    of_masses,
    of_resummed,
    of_size_corrections,
    of_strong,
    of_weak,
)
from yanggaudin import certified
from yanggaudin.errors import DomainError
from yanggaudin.numerics.extrapolation import extrapolate_series
from yanggaudin.ring import (
    extrapolate_mass_ratio,
    extrapolate_size_correction,
    size_correction,
)
from yanggaudin.series import large_order, strong, weak


def assert_honest_and_of_use(draws: Iterator[Drawn]) -> None:
    ratios = []
    for drawn in draws:
        assert drawn.error <= drawn.estimate, drawn
        ratios.append(drawn.error / drawn.estimate)
    assert np.median(ratios) > 1 / 100


@pytest.mark.slow
@pytest.mark.parametrize("draws", [of_weak, of_strong])
def test_estimates_of_sums(draws: Callable[[int, int], Iterator[Drawn]]) -> None:
    assert_honest_and_of_use(draws(60, 5))


@pytest.mark.slow
@pytest.mark.parametrize("draws", [of_resummed, of_masses, of_size_corrections])
def test_estimates_of_limits(draws: Callable[[int, int], Iterator[Drawn]]) -> None:
    assert_honest_and_of_use(draws(100, 6))


def test_errors_of_the_growth() -> None:
    """At every order there is."""
    assert_honest_and_of_use(of_growth())


# --- what was too small once ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("gamma", "fraction", "sizes"),
    [
        (1.5028402233909086, "1/3", (12, 42, 66)),
        (0.04786372797868272, "1/2", (14, 22, 62, 64)),
        (0.12693386102525814, "1/2", (6, 10, 12)),
        (0.017116961392438772, "8/9", (117, 126, 135, 216, 234)),
    ],
)
def test_unfortunate_sizes(gamma: float, fraction: str, sizes: tuple[int, ...]) -> None:
    found = extrapolate_size_correction(gamma, fraction=fraction, n_particles=sizes)
    exact = size_correction(gamma, momentum=2 * math.pi * float(Fraction(fraction)))
    assert abs(found.value - exact) < found.error < 100 * abs(found.value - exact)


def test_end_of_the_resummation() -> None:
    """1/K² near γ = 10, where the leftover's derivatives were worst."""
    gamma = 9.935220210630511
    found = weak(60, "inverse_luttinger_squared", digits=60).resummed(gamma)
    exact = certified.luttinger_parameter(gamma, digits=30).mid_text(30)
    error = abs(float(found.value - 1 / Decimal(exact) ** 2))
    assert error < found.error < 100 * error


def test_growth_at_an_order_where_the_last_change_vanishes() -> None:
    found = large_order(46)
    error = abs(found.stokes_constant - 512 / (math.pi * math.e**4))
    assert error < found.errors["stokes_constant"] < 100 * error


# --- estimates by hand ----------------------------------------------------------------------------


def test_estimate_of_the_strong_series_by_hand() -> None:
    """5/2 of the largest of the next terms: 12 · (π²/3)/γ² after the order 1/γ."""
    found = strong(1).value(1000)
    assert found.error == pytest.approx(2.5 * 4 * math.pi**2 * 1e-6, rel=1e-9, abs=0)
    assert 2.4 < found.error / abs(float(found.value) - _energy(1000)) < 2.6


def test_estimate_of_the_weak_series_by_hand() -> None:
    """Before the smallest term 5/2 of the next one over 1 less the ratio of those that follow."""
    gamma = 1e-4
    found = weak(6).value(gamma)
    terms = [float(t) for t in weak(9).terms(gamma)]
    by_hand = 2.5 * abs(terms[7]) / (1 - terms[9] / terms[8])
    assert found.n_terms == 7
    # the value is cut where the error leaves no meaning to further digits
    assert found.error == pytest.approx(by_hand, rel=1e-3, abs=0)


def test_estimate_of_a_limit_by_hand() -> None:
    """x² at 1, 1/2 and 1/4: slopes 3/2 and 3/4, curvature 1; weights 1/3, -2 and 8/3."""
    points = np.array([1.0, 0.5, 0.25])

    def error(rounding: float, scale: float, growth: float) -> float:
        roundings = np.full(3, rounding)
        value, error = extrapolate_series(
            points, points**2, roundings=roundings, scale=scale, growth=growth
        )
        assert value == 0.0
        return error

    # the margin, 50; the product of the points, 1/8; a slope of 3/2 grows by 2 · 3 to order three
    assert error(1e-3, 0.0, 1.0) == pytest.approx(50 / 8 * 1.5 * 6 + 5e-3, rel=1e-14, abs=0)
    # a curvature of 1 by 3 · 0.1, more than 1.5 · 6 · 0.01
    assert error(0.0, 0.0, 0.1) == pytest.approx(50 / 8 * 0.3, rel=1e-14, abs=0)
    # 100 · 3! · 0.1³ is more than both
    assert error(0.0, 100.0, 0.1) == pytest.approx(50 / 8 * 0.6, rel=1e-14, abs=0)


def test_too_many_sizes() -> None:
    with pytest.raises(DomainError, match="at most 16 different numbers, got 17"):
        extrapolate_mass_ratio(1.0, n_particles=range(2, 19))


def _energy(gamma: float) -> float:
    return float(certified.energy(gamma, digits=30))
