"""From the ring to the infinite system."""

import math
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from problems import CERTIFIED, random_couplings
from yanggaudin import Polaron, certified
from yanggaudin.errors import DomainError
from yanggaudin.numerics.extrapolation import extrapolate_to_zero, polynomial_at_zero
from yanggaudin.ring import (
    Ring,
    extrapolate_mass_ratio,
    extrapolate_size_correction,
    ground_state_energy,
    size_correction,
    solve,
)


@pytest.mark.parametrize(
    ("name", "error"), [("0.1", 1e-11), ("1", 1e-13), ("10", 1e-13), ("100", 1e-13)]
)
def test_extrapolated_mass(name: str, error: float) -> None:
    found = extrapolate_mass_ratio(float(name), n_particles=[100 * 2**k for k in range(7)])
    exact = float(certified.mass_ratio(name, digits=20).middle)
    assert found.value == pytest.approx(exact, rel=error, abs=0)
    assert abs(found.value - exact) < found.error < 20 * error


@pytest.mark.parametrize("row", CERTIFIED[::6], ids=lambda row: row["gamma"])
def test_error_estimate_is_honest(row: dict[str, str]) -> None:
    found = extrapolate_mass_ratio(float(row["gamma"]), n_particles=(20, 40, 80, 160))
    assert abs(found.value - float(row["mass_ratio"])) < found.error


def test_newton_that_goes_to_and_fro_is_helped() -> None:
    """At these the steps for η had gone between two points for ever."""
    state = solve(1.94e-4, n_particles=85, magnon=1)
    assert state.residual < 1e-15
    assert state.momentum == pytest.approx(2 * math.pi / 85)


@pytest.mark.parametrize("gamma", [pytest.param(0.01, marks=pytest.mark.slow), 1.0, 100.0])
def test_many_atoms_lose_nothing(gamma: float) -> None:
    """m/m*_N at N = 100,000 lies on the expansion through smaller N and the limit."""
    sizes = [400 * 2**k for k in range(6)]
    points = np.array([0.0, *(1 / n for n in sizes)])
    values = [float(certified.mass_ratio(repr(gamma), digits=20).middle)]
    values += [Ring(gamma, n_particles=n).state(1).mass_ratio for n in sizes]
    state = solve(gamma, n_particles=100_000, magnon=1)
    assert (state.solver, state.residual < 3e-15) == ("fast", True)
    expected, _ = extrapolate_to_zero(points - 1e-5, np.array(values))
    assert state.mass_ratio == pytest.approx(expected, rel=1e-12, abs=0)


@pytest.mark.parametrize("gamma", [1.0, 20.0])
@pytest.mark.parametrize("fraction", [Fraction(1, 8), Fraction(1, 2), Fraction(3, 4)])
def test_size_correction(gamma: float, fraction: Fraction) -> None:
    found = extrapolate_size_correction(gamma, fraction=fraction, n_particles=(1000, 2000, 4000))
    exact = size_correction(gamma, momentum=2 * math.pi * float(fraction))
    assert found.value == pytest.approx(exact, rel=1e-6, abs=0)
    assert abs(found.value - exact) < found.error


@pytest.mark.slow
def test_error_of_size_correction_is_honest() -> None:
    """Few atoms, where the expansion in 1/N hardly begins to converge."""
    rng = np.random.default_rng(11)
    for gamma in random_couplings(1e-2, 10, 40, seed=11):
        fraction = Fraction(int(rng.integers(1, 8)), 8)
        first = int(rng.choice([8, 16, 24, 40]))
        sizes = [first * 2**k for k in range(int(rng.integers(2, 5)))]
        found = extrapolate_size_correction(gamma, fraction=fraction, n_particles=sizes)
        exact = size_correction(gamma, momentum=2 * math.pi * float(fraction))
        assert abs(found.value - exact) < found.error


def test_size_correction_at_small_momentum_is_the_motion_of_all_atoms() -> None:
    p = 1e-4
    assert size_correction(1.0, momentum=p) == pytest.approx(p**2 / 2, rel=1e-3, abs=0)


@pytest.mark.parametrize("gamma", [0.1, 1.0, 10.0])
def test_conformal_energy(gamma: float) -> None:
    sound = Polaron(gamma).gas.sound_velocity
    missing = []
    for n_atoms in (60, 120):
        exact = Ring(gamma, n_particles=n_atoms).ground_state.energy
        difference = exact - ground_state_energy(gamma, n_particles=n_atoms)
        missing.append(difference / (math.pi * sound / (6 * n_atoms)))
    assert abs(missing[0]) < 0.02
    # the next term is smaller by two orders of 1/N
    assert missing[1] / missing[0] == pytest.approx(0.25, rel=0.1, abs=0)


@pytest.mark.parametrize(
    ("sizes", "message"),
    [((100,), "at least two"), ((100, 100), "at least two"), ((1, 2), "from 2"), ((2.5, 4), "2.5")],
)
def test_refused_sizes(sizes: tuple[int, ...], message: str) -> None:
    with pytest.raises(DomainError, match=message):
        extrapolate_mass_ratio(1.0, n_particles=sizes)


@pytest.mark.parametrize(
    ("fraction", "message"), [("1/3", "1/3 \\* 100"), (0, "between 0 and 1"), ("1.5", "between")]
)
def test_refused_fractions(fraction: str, message: str) -> None:
    with pytest.raises(DomainError, match=message):
        extrapolate_size_correction(1.0, fraction=fraction, n_particles=(100, 200))


@pytest.mark.parametrize("sizes", [5, None, "50,100"])
def test_sizes_must_be_a_list(sizes: Any) -> None:
    with pytest.raises(DomainError, match="n_particles must be a list of whole numbers, got"):
        extrapolate_mass_ratio(1.0, n_particles=sizes)


def test_one_point_is_its_own_value() -> None:
    points, values = np.array([0.5]), np.array([2.0])
    assert polynomial_at_zero(points, values) == (2.0, 0.0)
    assert extrapolate_to_zero(points, values) == pytest.approx((2.0, 2e-14), rel=1e-12)
