import itertools
import math
from decimal import Decimal
from fractions import Fraction
from typing import Any

import mpmath
import numpy as np
import pytest
from mpmath import mpf

from problems import COUPLINGS, MAGNONS, random_couplings, relative_error
from yanggaudin import certified
from yanggaudin.errors import DomainError
from yanggaudin.paper.identities import edge_link
from yanggaudin.polaron.polaron import Polaron


def test_reference_shifts() -> None:
    for row, magnon in MAGNONS:
        polaron = Polaron(float(row["gamma"]))
        edge = polaron.edge_at(float(magnon["eta_over_Q"]) * polaron.gas.fermi_rapidity)
        for shift, name in zip(edge.shifts, ("g_plus", "g_minus"), strict=True):
            assert relative_error(shift, magnon[name]) < 1e-14, name
        right, left = Decimal(magnon["g_plus"]), Decimal(magnon["g_minus"])
        for name, exact in (
            ("shift_right", right),
            ("shift_left", left),
            ("exponent", right**2 + left**2 - 1),
        ):
            assert abs(Decimal(getattr(edge, name)) - exact) < Decimal(edge.errors[name]), name


@pytest.mark.parametrize("gamma", random_couplings(1e-20, 1e60, 24, seed=6))
def test_exact_link_to_the_branch(gamma: float) -> None:
    """Where g± solves Eq. (10) by itself; benchmarks/edge.py has many more couplings."""
    polaron = Polaron(gamma)
    p = 0.5 + 5 * math.modf(1e3 * math.log(gamma))[0] ** 2
    shift = polaron.shift_function(polaron.spin_rapidity(p))
    assert edge_link(polaron, shift) < 3e-14


@pytest.mark.parametrize(
    ("gamma", "eta"),
    [
        *itertools.product((0.1, 1.0, 100.0), (-500.0, -20.0, -2.0, 0.3, 40.0)),
        pytest.param(0.03, -2.0, marks=pytest.mark.slow),
    ],
)
def test_bound_on_the_density_slope(gamma: float, eta: float) -> None:
    """∂E/∂n = v²N - VΦ from enclosures of 30 digits; N = -p′(η), V = E′/p′, Φ = p + VN."""
    step = Fraction(1, 10**9)
    at = Fraction(eta) * Fraction(max(gamma, 1.0))

    def derivatives(function: Any) -> tuple[mpmath.mpf, mpmath.mpf]:
        """Value and slope by central differences, which err by the square of the step."""
        below, middle, above = (
            mpf(function(gamma, spin_rapidity=at + k * step, digits=32).mid_text(32))
            for k in (-1, 0, 1)
        )
        return middle, (above - below) / (2 * mpf(step.numerator) / step.denominator)

    with mpmath.workdps(40):
        p, p_slope = derivatives(certified.momentum_at)
        _, e_slope = derivatives(certified.energy_at)
        sound = mpf(certified.sound_velocity(gamma, digits=30).mid_text(30))
        velocity = e_slope / p_slope
        exact = -(sound**2) * p_slope - velocity * (p - velocity * p_slope)
        edge = Polaron(gamma).edge_at(float(at))
        assert abs(edge.density_slope - exact) <= edge.errors["density_slope"]


@pytest.mark.parametrize("gamma", [1e-4, 0.05, 1.0, 8.0, 1e4])
@pytest.mark.parametrize("p", [0.4, 1.3, 3.0, 5.0])
def test_density_slope_is_the_derivative_of_the_branch(gamma: float, p: float) -> None:
    """Against a Chebyshev derivative of n² E(p/n; c/n) at n = 1."""
    nodes = 0.03 * np.polynomial.chebyshev.chebpts1(14)
    energies = [(1 + t) ** 2 * Polaron(gamma / (1 + t)).energy(p / (1 + t)) for t in nodes]
    slope = float(np.polynomial.chebyshev.Chebyshev.fit(nodes, energies, 13).deriv()(0.0))
    polaron = Polaron(gamma)
    assert polaron.edge(p).density_slope == pytest.approx(
        slope, rel=1e-11, abs=1e-11 * polaron.maximum_energy
    )


@pytest.mark.parametrize("gamma", COUPLINGS)
def test_ends_and_symmetry(gamma: float) -> None:
    polaron = Polaron(gamma)
    k = polaron.gas.luttinger_parameter
    ends = polaron.edge([0.0, math.pi, 2 * math.pi])
    assert ends.phase_drop == pytest.approx([0, math.pi, 2 * math.pi], rel=1e-15, abs=0)
    assert ends.exponent[[0, 2]] == pytest.approx([-1, 2 * k - 1], rel=1e-14, abs=0)
    assert (ends.expelled_atoms[[0, 2]] == 0).all()
    assert (ends.density_slope[[0, 2]] == 0).all()
    p = np.linspace(0.1, 3, 7)
    left, right = polaron.edge(p), polaron.edge(2 * math.pi - p)
    for shift, mirrored in zip(left.shifts, right.shifts[::-1], strict=True):
        assert shift + mirrored == pytest.approx(math.sqrt(k), rel=1e-13, abs=0)
    # 2πn - p changes with n
    slope = left.density_slope + 2 * math.pi * left.velocity
    assert right.density_slope == pytest.approx(slope, rel=1e-12, abs=0)


@pytest.mark.parametrize("gamma", [1e-3, 1.0, 1e3])
def test_both_parametrisations_agree(gamma: float) -> None:
    polaron = Polaron(gamma)
    p = np.array([[0.3, 1.0], [3.0, 5.0]])
    one, two = polaron.edge(p), polaron.edge_at(polaron.spin_rapidity(p))
    for name in ("momentum", "velocity", "expelled_atoms", "exponent"):
        value = getattr(one, name)
        assert value.shape == (2, 2)
        assert getattr(two, name) == pytest.approx(value, rel=1e-11, abs=0)


def test_errors_are_those_of_the_larger_shift() -> None:
    edge = Polaron(0.05).edge(np.linspace(0, 2 * math.pi, 9))
    errors = edge.errors
    assert all(errors[name].shape == getattr(edge, name).shape for name in errors)
    assert (edge.shift_right >= edge.shift_left).all()
    for name in ("shift_right", "shift_left"):
        assert (errors[name] == 1e-14 * edge.shift_right).all()
    assert (errors["exponent"] >= 4e-14).all()
    assert errors["expelled_atoms"] == pytest.approx(1e-13 * edge.expelled_atoms, rel=1e-12)


@pytest.mark.parametrize("gamma", [1e-6, 0.3, 40.0])
@pytest.mark.parametrize("p", [1e-12, 0.4, 3.0, 5.5])
def test_negative_momenta_are_mirrored(gamma: float, p: float) -> None:
    """g± at -p solve Eq. (10) at -η(p) for a source that is smaller by 1, which dresses to 2πρ."""
    polaron = Polaron(gamma)
    there, mirrored = polaron.edge(p), polaron.edge(-p)
    eta, root = polaron.spin_rapidity(p), math.sqrt(polaron.gas.luttinger_parameter)
    if abs(eta) < 1e6:
        shift, q = polaron.shift_function(-eta), polaron.gas.fermi_rapidity
        expected = [shift(q) - root, shift(-q) - root]
        assert mirrored.shifts == pytest.approx(expected, rel=0, abs=3e-12 * root)
    assert mirrored.shifts == (-there.shift_left, -there.shift_right)
    assert (mirrored.momentum, mirrored.velocity) == (-p, -there.velocity)
    for name in ("expelled_atoms", "exponent", "density_slope", "errors"):
        assert getattr(mirrored, name) == getattr(there, name)


def test_strong_coupling() -> None:
    """γ → ∞: g± = p/2π, no atom is expelled."""
    p = np.linspace(0, 2 * math.pi, 9)
    edge = Polaron(1e10).edge(p)
    assert edge.exponent == pytest.approx(p**2 / (2 * math.pi**2) - 1, rel=0, abs=1e-8)
    assert (edge.expelled_atoms < 1e-9).all()


def test_weak_coupling_is_the_dark_soliton() -> None:
    """N = (2/√γ) sin φ and Φ = 2φ at p = 2φ - sin 2φ, corrections of order √γ."""
    gamma = 1e-12
    angle = np.linspace(0.5, math.pi - 0.5, 9)
    edge = Polaron(gamma).edge(2 * angle - np.sin(2 * angle))
    assert edge.phase_drop == pytest.approx(2 * angle, rel=1e-5, abs=0)
    assert edge.expelled_atoms * math.sqrt(gamma) / 2 == pytest.approx(
        np.sin(angle), rel=1e-5, abs=0
    )


@pytest.mark.parametrize("gamma", COUPLINGS)
def test_small_momentum(gamma: float) -> None:
    """Φ = p, N = p²/γ, with relative accuracy down to the smallest doubles."""
    p = 1e-9 * min(1.0, gamma) * np.array([1.0, 1e-3, 1e-30])
    edge = Polaron(gamma).edge(p)
    assert edge.phase_drop == pytest.approx(p, rel=1e-14, abs=0)
    assert edge.expelled_atoms == pytest.approx(p**2 / gamma, rel=1e-13, abs=1e-320)


def test_bad_arguments_are_named() -> None:
    polaron = Polaron(1.0)
    with pytest.raises(
        DomainError, match=r"momentum must lie in \[-2πn, 2πn\] = .* got 6.3 at index \(1,\)"
    ):
        polaron.edge([0.0, 6.3])
    with pytest.raises(DomainError, match=r"spin_rapidity must .* got nan"):
        polaron.edge_at(math.nan)
    assert polaron.edge([]).exponent.shape == (0,)
