import math
from typing import Any

import numpy as np
import pytest

from problems import COUPLINGS
from yanggaudin.errors import ConvergenceError, DomainError
from yanggaudin.numerics import bracketed_newton
from yanggaudin.polaron import dispersion_limits
from yanggaudin.polaron.dispersion_limits import (
    dark_soliton,
    small_momentum,
    strong_coupling,
    weak_coupling,
)
from yanggaudin.polaron.polaron import Polaron
from yanggaudin.polaron.strong_dispersion import strong_dispersion_coefficients

P = np.array([0.3, 1.0, 2.0, 3.0])


@pytest.mark.parametrize("order", range(1, 11))
def test_strong_expansion_errs_by_the_first_omitted_power(order: int) -> None:
    """Twice the coupling, 2^-(order + 1) of the error; and the size is that of the next term."""
    gamma = 400.0 if order < 4 else 60.0
    one, two = (
        np.max(np.abs(strong_coupling(g, momentum=P, order=order) - Polaron(g).energy(P)))
        for g in (gamma, 2 * gamma)
    )
    assert math.log2(one / two) == pytest.approx(order + 1, abs=0.45)
    following = strong_dispersion_coefficients(order + 1)[-1]
    term = np.max(np.abs(np.cos(np.outer(P, np.arange(len(following)))) @ following))
    assert one == pytest.approx(term * gamma ** -(order + 1), rel=0.7, abs=0)


def test_strong_expansion_reaches_the_exact_curve() -> None:
    p = np.linspace(0, 2 * math.pi, 21)
    for gamma in (300.0, 1e8):
        exact = Polaron(gamma).energy(p)
        assert strong_coupling(gamma, momentum=p, order=14) == pytest.approx(
            exact, rel=1e-14, abs=0
        )


def test_strong_expansion_begins_as_the_mass_does() -> None:
    """Its curvature at p = 0 is the series (23) of m/m*: 2π²/3, -4π², 16π², …."""
    coefficients = strong_dispersion_coefficients(3)
    curvature = -coefficients @ np.arange(coefficients.shape[1]) ** 2
    pi2 = math.pi**2
    assert curvature[1:3] == pytest.approx([2 * pi2 / 3, -4 * pi2], rel=1e-14, abs=0)
    assert curvature[3] == pytest.approx(16 * pi2, rel=1e-13, abs=0)
    assert np.abs(coefficients.sum(axis=1)).max() < 1e-12


def test_third_order_in_closed_form() -> None:
    third = strong_dispersion_coefficients(3)[3]
    pi2, pi4 = math.pi**2, math.pi**4 / 45
    expected = [16 * pi2 - 16 * pi4, -16 * pi2 + 23 * pi4, -8 * pi4, pi4]
    assert third == pytest.approx(expected, rel=1e-13, abs=0)


@pytest.mark.parametrize("p", [0.5, 1.5, math.pi])
def test_dark_soliton_errs_by_the_square_root_of_the_coupling(p: float) -> None:
    errors = [dark_soliton(g, momentum=p) / Polaron(g).energy(p) - 1 for g in (1e-8, 1e-10)]
    assert errors[0] / errors[1] == pytest.approx(10, rel=0.05)
    assert 0 < errors[0] < 1e-3


@pytest.mark.parametrize("p", [0.5, 1.5, math.pi, 5.0])
def test_first_correction_to_the_soliton(p: float) -> None:
    """What remains falls as γ^(3/2), without a power in between."""
    errors = [weak_coupling(g, momentum=p) - Polaron(g).energy(p) for g in (1e-6, 1e-8)]
    assert errors[0] / errors[1] == pytest.approx(1000, rel=0.003)
    assert 0.02 < -errors[0] / 1e-9 < 0.1


def test_weak_coupling_below_the_velocity_of_sound() -> None:
    """The atom is free up to p = mv, and there becomes a soliton."""
    gamma = 1e-10
    p = math.sqrt(gamma) * np.array([0.0, 0.3, 0.99, 1.01, 3.0, 300.0])
    exact = Polaron(gamma).energy(p)
    assert weak_coupling(gamma, momentum=p) == pytest.approx(exact, rel=3e-3, abs=0)
    mirrored = weak_coupling(gamma, momentum=2 * math.pi - p)
    assert mirrored == pytest.approx(exact, rel=3e-3, abs=1e-25)
    with pytest.raises(DomainError, match=r"gamma must be at most 1.0 here, got 1.5"):
        weak_coupling(1.5, momentum=1.0)


def test_dark_soliton_at_every_momentum() -> None:
    angle = np.array([1e-100, 1e-7, 0.1, 0.5, 1.0, math.pi / 2])
    p = np.where(angle < 1e-5, 4 / 3 * angle**3, 2 * angle - np.sin(2 * angle))
    expected = 4 / 3 * math.sqrt(0.04) * np.sin(angle) ** 3
    assert dark_soliton(0.04, momentum=p) == pytest.approx(expected, rel=1e-13, abs=0)
    assert dark_soliton(0.04, momentum=2 * math.pi - p[2:]) == pytest.approx(
        expected[2:], rel=1e-12, abs=0
    )
    assert np.array_equal(dark_soliton(0.04, momentum=[0.0, 2 * math.pi]), [0, 0])


@pytest.mark.parametrize("gamma", [1e-2, 0.3, 1.0, 10.0, 1e3, 1e8])
def test_sextic_coefficient_is_that_of_the_branch(gamma: float) -> None:
    polaron = Polaron(gamma)
    p = 0.03 * min(1.0, math.sqrt(gamma)) * np.array([1.0, 1.5, 2.0, 2.5])
    rest = polaron.energy(p) - polaron.mass_ratio * p**2 / 2 - polaron.quartic_coefficient * p**4
    square = p**2
    fit = np.polynomial.Polynomial.fit(square, rest / p**6, 2)
    assert float(fit(0.0)) == pytest.approx(polaron.sextic_coefficient, rel=1e-3, abs=0)


def test_small_momentum_errs_by_the_eighth_power() -> None:
    polaron = Polaron(2.0)
    p = np.array([0.1, 0.2])
    errors = np.abs(small_momentum(2.0, momentum=p) - polaron.energy(p))
    assert math.log2(errors[1] / errors[0]) == pytest.approx(8, abs=0.3)


@pytest.mark.parametrize("gamma", [g for g in COUPLINGS if g >= 1e4])
def test_sextic_coefficient_at_strong_coupling(gamma: float) -> None:
    coefficient = Polaron(gamma).sextic_coefficient
    assert coefficient == pytest.approx(math.pi**2 / (1080 * gamma), rel=7 / gamma + 1e-14, abs=0)


def test_a_number_gives_a_float() -> None:
    number: Any
    for number in (1, np.float64(1.0), np.array(1.0)):
        for gamma, limit in (
            (0.1, dark_soliton),
            (0.1, weak_coupling),
            (50.0, strong_coupling),
            (1.0, small_momentum),
        ):
            assert type(limit(gamma, momentum=number)) is float
            several = limit(gamma, momentum=[[1.0, 2.0]])
            assert np.shape(several) == (1, 2)
            assert np.ravel(several)[0] == limit(gamma, momentum=number)


def test_dir_shows_what_is_public() -> None:
    names = ["dark_soliton", "small_momentum", "strong_coupling", "weak_coupling"]
    assert dir(dispersion_limits) == names


def test_soliton_that_is_not_found_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bracketed_newton, "_MOST_STEPS", 1)
    with pytest.raises(ConvergenceError, match="p of a dark soliton could not be inverted"):
        dark_soliton(0.1, momentum=1.0)


def test_bad_arguments_are_named() -> None:
    with pytest.raises(DomainError, match=r"momentum must lie in .* got inf"):
        dark_soliton(0.1, momentum=math.inf)
    with pytest.raises(DomainError, match=r"gamma must be at least 8.0 here, got 4.0"):
        strong_coupling(4.0, momentum=1.0)
    with pytest.raises(DomainError, match="order must be a whole number from 1 to 24, got 0"):
        strong_coupling(50.0, momentum=1.0, order=0)
    with pytest.raises(DomainError, match="attracting"):
        small_momentum(-1.0, momentum=1.0)
