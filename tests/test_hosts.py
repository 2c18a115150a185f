"""Free fermions against closed forms, and what holds for every host."""

import math
import pickle
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from flint import arb
from scipy import special

from fermi_ring import log_weight
from problems import random_couplings
from yanggaudin.arguments import Array
from yanggaudin.errors import AccuracyError, DomainError
from yanggaudin.gas.ground_state import GroundState
from yanggaudin.gas.kernels import LIEB_KERNEL, NoInteraction, SmoothKernel
from yanggaudin.numerics.lorentzian import Lorentzian
from yanggaudin.numerics.precision import PRECISION, precision
from yanggaudin.paper.identities import identities
from yanggaudin.polaron.fermi import FermiPolaron
from yanggaudin.polaron.polaron import Polaron

ERFC = np.vectorize(math.erfc, otypes=[float])


def gaussian(mass: float = 0.6, width: float = 1.0) -> SmoothKernel:
    return SmoothKernel(
        lambda y: mass / (width * math.sqrt(math.pi)) * np.exp(-((y / width) ** 2)),
        lambda y: mass / 2 * ERFC(y / width),
        mass,
    )


def closed_forms(gamma: float, eta_over_c: float) -> tuple[float, float, float]:
    """McGuire's p, E and V at η, with 300 digits, k_F = π.

    p = (1/2π) ∫ θ(2η - 2k) dk and E = -(1/2π) ∫ k θ(2k - 2η) dk over [-k_F, k_F], where
    θ(2y) = 2 arctan(2y/c) has the integrals F and G below.
    """
    with PRECISION, precision(1000):
        c, eta, q = arb(gamma), arb(eta_over_c) * arb(gamma), arb.pi()
        a = c / 2

        def first(y: arb) -> arb:  # ∫ arctan(y/a)
            return y * (y / a).atan() - a / 2 * (1 + y * y / (a * a)).log()

        def second(y: arb) -> arb:  # ∫ y arctan(y/a)
            return ((y * y + a * a) * (y / a).atan() - a * y) / 2

        low, high = -q - eta, q - eta
        p = -(first(high) - first(low)) / arb.pi()
        energy = -(second(high) - second(low) + eta * (first(high) - first(low))) / arb.pi()
        # -dE/dη = ∫kL, dp/dη = ∫L
        density = ((high / a).atan() - (low / a).atan()) / arb.pi()
        logarithm = ((high * high + a * a) / (low * low + a * a)).log() / 2
        slope = eta * density + a / arb.pi() * logarithm
        return float(p), float(energy), float(slope / density)


@pytest.mark.parametrize("gamma", [1e-30, *random_couplings(1e-28, 1e80, 40, seed=14), 6.3])
def test_mass_of_mcguire(gamma: float) -> None:
    with PRECISION, precision(1000):
        a = arb(gamma) / (2 * arb.pi())
        angle = (1 / a).atan()
        exact = arb.pi() / 2 * (angle - a / (1 + a * a)) / angle**2
        value = FermiPolaron(gamma).mass_ratio
        assert abs(float(value / exact - 1)) < 3e-15


@pytest.mark.parametrize("gamma", random_couplings(1e-6, 1e6, 12, seed=15))
@pytest.mark.parametrize("share", [0.0, 0.2, 0.9, 1.1, 3.0, 50.0])
def test_dispersion_of_mcguire(gamma: float, share: float) -> None:
    polaron = FermiPolaron(gamma)
    eta = share * max(math.pi / gamma, 1.0)
    p, energy, velocity = closed_forms(gamma, eta)
    bottom = -polaron.energy(0.0)
    for sign in (1, -1):
        assert abs(polaron.energy(sign * p) - energy) < 1e-14 * bottom
        # near ±πn the velocity depends on p so strongly that its rounding shows
        around = polaron.velocity([np.nextafter(p, 0), min(np.nextafter(p, 4), math.pi)])
        slack = 1e-14 * math.pi + float(np.ptp(around))
        assert abs(polaron.velocity(sign * p) - sign * velocity) < slack
        # p itself is a rounded number
        slack = 1e-14 * gamma * max(abs(eta), 1.0) * (1 + abs(eta))
        assert polaron.spin_rapidity(sign * p) == pytest.approx(
            sign * gamma * eta, rel=1e-11, abs=slack
        )


def test_limits_of_mcguire() -> None:
    """Without repulsion a free particle; with infinite repulsion flat."""
    p = np.linspace(-math.pi, math.pi, 9)
    free = FermiPolaron(1e-12)
    assert free.energy(p) == pytest.approx((p**2 - math.pi**2) / 2, rel=1e-10, abs=1e-10)
    assert free.velocity(p[1:-1]) == pytest.approx(p[1:-1], rel=1e-10, abs=1e-10)
    assert np.max(np.abs(FermiPolaron(1e9).energy(p))) < 1e-7


@pytest.mark.parametrize(
    ("gamma", "quanta"),
    [(0.3, -5), (2.0, 2)]
    + [pytest.param(*more, marks=pytest.mark.slow) for more in ((0.3, 0), (30.0, 0), (30.0, -5))],
)
def test_edge_of_mcguire_is_that_of_rings(gamma: float, quanta: int) -> None:
    """The weight of the lowest state falls as a power of N, p/n = 2π quanta/15 being kept."""
    sizes = np.array([105, 165, 255, 405, 645, 1005])
    weights = np.array([log_weight(n, gamma, quanta * n // 15) for n in sizes])
    one, logarithm = np.ones(6), np.log(sizes)
    # ln Z = -g ln N + a + (b + b' ln N)/N + (d + d' ln N)/N² + …
    columns = [
        -logarithm,
        one,
        one / sizes,
        logarithm / sizes,
        sizes**-2.0,
        logarithm * sizes**-2.0,
    ]
    power = np.linalg.solve(np.stack(columns, axis=1), weights)[0]
    exponent = FermiPolaron(gamma).edge_exponent(2 * math.pi * quanta / 15)
    assert abs(exponent - (power - 1)) < 4e-6


def test_edge_of_mcguire_at_its_ends() -> None:
    p = np.array([-math.pi, 0.0, math.pi])
    for gamma in (1e-12, 1e-3, 1.0, 1e9):
        polaron = FermiPolaron(gamma)
        right, left = polaron.edge_shifts(p)
        middle = math.atan2(gamma / 2, math.pi) / math.pi
        assert right.tolist() == pytest.approx([0, middle, 1], rel=1e-14, abs=0)
        assert left.tolist() == pytest.approx([1, middle, 0], rel=1e-13, abs=0)
        # within some c of the Fermi edge, from p(η) = π - (c/2π)[ln(2k_F/c) + 1], η = k_F
        if gamma < 1e-2:
            p_edge = closed_forms(gamma, math.pi / gamma)[0]
            assert polaron.edge_shifts(p_edge)[0] == pytest.approx(0.5, rel=3e-3)
    assert polaron.edge_exponent(p) == pytest.approx([0, -0.5, 0], rel=0, abs=1e-8)


# --- every kernel --------------------------------------------------------------------------


@pytest.mark.parametrize("gamma", [0.3, 1.0, 20.0])
@pytest.mark.parametrize(
    "kernel",
    [NoInteraction(), gaussian(), gaussian(-0.5), gaussian(0.9, 2.0), Lorentzian(2.0)],
    ids=["none", "gaussian", "negative", "wide", "lorentzian"],
)
def test_identities_hold_for_every_kernel(gamma: float, kernel: SmoothKernel) -> None:
    residuals = identities(gamma, kernel)
    # a value of ρ has the noise with which a kernel is resolved, 1e-13, its derivative 43 times it
    assert residuals.growth_of_the_sea < 5e-11
    # numerical derivatives of moments, over which the noise averages out
    assert replace(residuals, growth_of_the_sea=0.0).largest < 3e-12


def test_wide_lorentzian_scales_to_the_bose_gas() -> None:
    """Lieb's kernel of width 2c is that of the coupling 2γ."""
    wide, bose = GroundState(0.7, Lorentzian(2.0)), GroundState(1.4)
    assert wide.gamma == 0.7
    assert wide.fermi_rapidity == pytest.approx(bose.fermi_rapidity, rel=1e-13, abs=0)
    assert wide.energy == pytest.approx(bose.energy, rel=1e-13, abs=0)


@pytest.mark.parametrize("half_width", [0.2, 3.0, 20.0])
def test_smooth_kernel_reproduces_lieb(half_width: float) -> None:
    """Lieb's kernel through Gauss's rule on cut panels."""
    smooth = SmoothKernel(LIEB_KERNEL, LIEB_KERNEL.tail, 1.0)
    lieb = GroundState.from_fermi_rapidity(half_width)
    state = GroundState.from_fermi_rapidity(half_width, smooth)
    for name in ("gamma", "energy", "chemical_potential", "luttinger_parameter"):
        assert getattr(state, name) == pytest.approx(getattr(lieb, name), rel=2e-14, abs=0)


def test_kernel_that_is_not_resolved_is_refused() -> None:
    with pytest.raises(AccuracyError, match="changes too fast"):
        GroundState.from_fermi_rapidity(1e5, gaussian())


def test_mcguires_branch_repeats_itself() -> None:
    polaron, p = FermiPolaron(1.0), np.array([-3.0, -0.5, 1.0, 3.1])
    for function in (polaron.energy, polaron.velocity, polaron.spin_rapidity):
        for period in (-2, 1, 2):
            value = function(p + 2 * math.pi * period)
            assert value == pytest.approx(function(p), rel=1e-12, abs=0)


def test_bad_arguments_are_named() -> None:
    with pytest.raises(DomainError, match=r"momentum must lie in \[-πn, πn\] = .* got 3.2"):
        FermiPolaron(1.0).edge_shifts(3.2)
    with pytest.raises(DomainError, match="gamma must be > 0"):
        FermiPolaron(0.0)
    with pytest.raises(DomainError, match="gamma must be > 0"):
        Polaron(-1.0, NoInteraction())


def oscillating() -> SmoothKernel:
    """5 cos 4y e^{-y²}: its Fourier transform rises to 4.4 at the frequency 4."""

    def tail(y: Array) -> Array:
        return np.asarray(2.5 * math.sqrt(math.pi) * math.exp(-4) * special.erfc(y - 2j).real)

    mass = 2 * float(tail(np.zeros(1))[0])
    return SmoothKernel(lambda y: 5 * np.cos(4 * y) * np.exp(-y * y), tail, mass)


@pytest.mark.parametrize("gamma", [1.0, 5.0, 300.0])
def test_a_gas_near_its_collapse(gamma: float) -> None:
    """1 - K is positive only for narrow seas: all couplings are within, none beyond."""
    polaron = Polaron(gamma, oscillating())
    width = polaron.gas.fermi_rapidity_over_c
    nodes, weights = np.polynomial.legendre.leggauss(40)
    x, root = width * nodes, np.sqrt(width * weights)
    symmetric = np.eye(40) - root[:, None] * oscillating()(x[:, None] - x) * root
    assert np.linalg.eigvalsh(symmetric).min() > 0
    density = np.linalg.solve(symmetric, root) * root / (2 * math.pi)
    assert density.sum() == pytest.approx(1 / gamma, rel=1e-12, abs=0)
    energy = gamma**3 * float(density @ x**2)
    assert polaron.gas.energy == pytest.approx(energy, rel=1e-12, abs=0)
    with pytest.raises(DomainError, match=r"1 - K is not positive .* would collapse"):
        GroundState.from_fermi_rapidity(2.0, oscillating())


@pytest.mark.parametrize("gamma", [1e3, 1e6, 1e12])
def test_smooth_kernel_at_strong_coupling(gamma: float) -> None:
    """Narrow seas see K(0) alone, whose odd part is rounding: n/c = Q/πc (1 + 2BK(0))."""
    kernel = gaussian()
    polaron = Polaron(gamma, kernel)
    width = polaron.gas.fermi_rapidity_over_c
    first = math.pi / gamma / (1 + 2 * width * float(kernel(np.zeros(1))[0]))
    assert width == pytest.approx(first, rel=width**2, abs=1e-15 * width)
    assert polaron.energy(1.0) == pytest.approx(
        (2 * math.pi**2 / 3 / gamma) * (1 - math.cos(1.0)), rel=8 / gamma, abs=0
    )
    assert identities(gamma, kernel).largest < 1e-12


def test_no_kernel_is_none() -> None:
    with pytest.raises(DomainError, match="kernel must be one such as SmoothKernel, got None"):
        GroundState(1.0, None)  # type: ignore[arg-type]


def test_a_number_gives_floats() -> None:
    polaron = FermiPolaron(0.4)
    number: Any
    for number in (1, np.float64(1.0), np.array(1.0)):
        functions = (polaron.energy, polaron.velocity, polaron.spin_rapidity, polaron.edge_exponent)
        values = [*(f(number) for f in functions), *polaron.edge_shifts(number)]
        assert {type(value) for value in values} == {float}


def test_pickles() -> None:
    polaron = FermiPolaron(0.4)
    assert pickle.loads(pickle.dumps(polaron)).mass_ratio == polaron.mass_ratio
    bose = pickle.loads(pickle.dumps(Polaron(0.4)))
    assert bose.mass_ratio == Polaron(0.4).mass_ratio


@pytest.mark.parametrize(
    ("function", "tail", "mass", "message"),
    [
        (lambda y: 1.5 * np.exp(-y * y), lambda y: 0 * y, 1.5, "finite and at most 1, got 1.5"),
        (np.cos, np.sin, -math.inf, "finite and at most 1, got -inf"),
        (
            lambda y: np.exp(-y * y),
            lambda y: 0.3 * np.exp(-y),
            0.6,
            "upper_tail must be the integral",
        ),
        (lambda y: math.exp(-y), ERFC, 0.6, "function must take an array"),
        (np.sum, ERFC, 0.6, r"function must return an array of .* shape \(2, 3\), got \(\)"),
        (lambda y: np.exp(-((y - 0.3) ** 2)), lambda y: 0.3 + 0 * y, 0.6, "finite and even"),
        (lambda y: y * np.nan, lambda y: 0.3 + 0 * y, 0.6, "finite and even"),
        (lambda y: np.exp(-y * y), lambda y: 0.1 + 0 * y, 0.6, "half of the integral 0.6, got 0.1"),
    ],
)
def test_wrong_kernels(
    function: Callable[[Array], Array], tail: Callable[[Array], Array], mass: float, message: str
) -> None:
    with pytest.raises(DomainError, match=message):
        SmoothKernel(function, tail, mass)
