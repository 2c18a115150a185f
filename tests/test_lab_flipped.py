"""The flipped atom in a trap: spin modes in a second basis, the top of its branch."""

import math
from typing import Any

import numpy as np
import pytest
from scipy import constants
from scipy.linalg import eigh

import yanggaudin as yg
from test_lab_trap import OMEGA, RUBIDIUM, trap_of
from yanggaudin import DomainError, lab

HBAR = constants.hbar


def eigenvalues(trap: lab.Trap) -> np.ndarray[Any, Any]:
    """λ of E = λħ²/2mR²."""
    unit = HBAR**2 / (2 * RUBIDIUM * trap.radius**2)
    return np.asarray(trap.spin_mode_energies(4) / unit)


# --- spin modes -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("gamma", "first", "second"),
    [
        (1e-4, 4.60697, 14.31685),
        (0.01, 4.47238, None),
        (1.0, 3.26532826, 10.11900),
        (10.0, 1.38985, None),
        (100.0, 0.206365, None),
    ],
)
def test_spin_modes_of_the_sheet(gamma: float, first: float, second: float | None) -> None:
    found = eigenvalues(trap_of(gamma))
    assert found[0] == 0.0
    for value, printed in ((found[1], first), (found[2], second)):
        if printed is not None:
            assert abs(value - printed) < 0.51 * 10.0 ** -len(str(printed).split(".")[1])


def galerkin(gamma0: float, degree: int, panels: int, count: int = 4) -> np.ndarray[Any, Any]:
    """λ by Legendre polynomials in ϑ, x = R sin ϑ, integrated by Gauss' rule on graded panels.

    No tanh-sinh rule, no antiderivative, no singular values; γ by bisection from the table of μ.
    """
    x, w = np.polynomial.legendre.leggauss(degree + 20)
    ends = np.concatenate([[0.0], math.pi / 2 * 2.0 ** np.arange(-panels, 1)])  # from the edge
    t = ((ends[1:] + ends[:-1])[:, None] + np.diff(ends)[:, None] * x).ravel() / 2
    weight = (np.diff(ends)[:, None] / 2 * w).ravel()
    t, weight = np.concatenate([-t, t]), np.concatenate([weight, weight])
    cosine, angle = np.sin(np.abs(t)), np.sign(t) * (math.pi / 2 - np.abs(t))
    mu = yg.chemical_potential(gamma0) / gamma0**2 * cosine**2
    low, high = np.full_like(mu, math.log(gamma0) - 1), np.full_like(mu, 60.0)
    for _ in range(90):
        middle = (low + high) / 2
        above = yg.chemical_potential(np.exp(middle)) * np.exp(-2 * middle) > mu
        low, high = np.where(above, middle, low), np.where(above, high, middle)
    gamma = np.exp((low + high) / 2)
    density = gamma0 / gamma
    basis = np.polynomial.legendre.legvander(angle * 2 / math.pi, degree)
    slopes = np.polynomial.legendre.legder(np.eye(degree + 1))
    slope = np.polynomial.legendre.legvander(angle * 2 / math.pi, degree - 1) @ slopes * 2 / math.pi
    stiffness = (slope.T * (weight * density * yg.mass_ratio(gamma) / cosine)) @ slope
    inertia = (basis.T * (weight * density * cosine)) @ basis
    # without the constant, and less the mean: 1/λ, of which the largest are accurate
    inertia -= np.outer(inertia[0], inertia[0]) / inertia[0, 0]
    inverse = eigh(inertia[1:, 1:], stiffness[1:, 1:], eigvals_only=True)[::-1]
    return np.asarray(1 / inverse[: count - 1])


@pytest.mark.parametrize(
    ("gamma", "degree"), [(1e-4, 240), (0.01, 160), (1.0, 90), (10.0, 50), (100.0, 40)]
)
def test_spin_modes_in_a_second_basis(gamma: float, degree: int) -> None:
    found, second = eigenvalues(trap_of(gamma)), galerkin(gamma, degree, 14)
    assert found[1:] == pytest.approx(second, rel=1e-11, abs=0)


def test_spin_modes_of_the_mean_field() -> None:
    """γ → 0: -[(1 - u²)φ′]′ = λ(1 - u²)φ; its solutions even and odd in powers of u."""
    n = 60
    # Gegenbauer's C_k^(3/2), the derivatives of Legendre's polynomials
    x, w = np.polynomial.legendre.leggauss(2 * n)
    derivative = np.polynomial.legendre.legder(np.eye(n + 1)[1:].T)
    basis = np.polynomial.legendre.legvander(x, n - 1) @ derivative
    slope = np.polynomial.legendre.legvander(x, n - 2) @ np.polynomial.legendre.legder(derivative)
    weight = w * (1 - x * x)
    exact = eigh((slope.T * weight) @ slope, (basis.T * weight) @ basis, eigvals_only=True)
    assert eigenvalues(trap_of(1e-24))[1:] == pytest.approx(exact[1:4], rel=1e-9)


def test_first_spin_mode_in_units_of_the_trap() -> None:
    trap = trap_of(1.0)
    scaled = trap.n_atoms * trap.spin_mode_energies(2)[1] / (HBAR * OMEGA)
    assert round(scaled, 5) == 1.92301
    trap = trap_of(1e5)
    scaled = trap.n_atoms * trap.spin_mode_energies(2)[1] / (HBAR * OMEGA)
    assert round(scaled * 1e5, 2) == 5.43


def test_twenty_modes_are_resolved() -> None:
    for gamma in (1e-4, 1.0, 1e3):
        trap = trap_of(gamma)
        assert np.all(np.diff(trap.spin_mode_energies(20)) > 0)
        unit = HBAR**2 / (2 * RUBIDIUM * trap.radius**2)
        second = galerkin(gamma, 240 if gamma < 1 else 90, 14, count=20)
        assert trap.spin_mode_energies(20)[1:] / unit == pytest.approx(second, rel=1e-9)
    for wrong in (0, 21, 1.5, True):
        with pytest.raises(DomainError, match="count must be a whole number from 1 to 20"):
            trap_of(1.0).spin_mode_energies(wrong)  # type: ignore[arg-type]


# --- the top of the branch --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("gamma", "ratio"),
    [(1e-4, 0.706785), (1.0, 0.660263590), (10.0, 0.355634), (100.0, 0.0497201), (1e-6, 0.70707)],
)
def test_top_frequency_of_the_sheet(gamma: float, ratio: float) -> None:
    digits = len(f"{ratio}".split(".")[1])
    assert round(trap_of(gamma).top_frequency / 10, digits) == ratio


def test_top_frequency_in_its_limits() -> None:
    assert trap_of(1e-12).top_frequency / 10 == pytest.approx(1 / math.sqrt(2), rel=1e-6)
    strong = trap_of(1e6).top_frequency / 10
    assert strong == pytest.approx(math.sqrt(8 * math.pi**2 / 3) / 1e6, rel=1e-5)
