"""Orbits of the flipped atom in a trap, against a solver in time and exact laws."""

import math
from typing import Any

import numpy as np
import pytest
from scipy import constants
from scipy.integrate import solve_ivp

import yanggaudin as yg
from test_lab_trap import GUIDE, OMEGA, RUBIDIUM, trap_of
from yanggaudin import AccuracyError, DomainError, lab

HBAR = constants.hbar


def energy_at(trap: lab.Trap, x: float, p: float) -> float:
    """E(p; n(x)) in J, from a state that is solved for."""
    n = trap.density(x)
    polaron = yg.Polaron(GUIDE.c / n)
    return float(polaron.energy(p / (HBAR * n)) * (HBAR * n) ** 2 / RUBIDIUM)


# --- orbits -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("momentum", "ratio"), [(0.3, 0.279193), (1.0, 0.600076), (2.0, 0.653067), (3.0, 0.660174)]
)
def test_orbits_of_the_sheet(momentum: float, ratio: float) -> None:
    trap = trap_of(1.0)
    orbit = trap.orbit(momentum=momentum * HBAR * trap.peak_density, n_times=9)
    assert round(1 / orbit.period / 10, 6) == ratio
    # after half a period it is back in the centre, reflected
    unit = HBAR * trap.peak_density
    assert abs(orbit.x[4]) < 1e-9 * trap.radius
    assert orbit.p[4] / unit == pytest.approx(2 * math.pi - momentum, abs=1e-8)
    assert orbit.p[0] / unit == pytest.approx(momentum, abs=1e-10)
    assert abs(orbit.p[8] - orbit.p[0]) < 1e-10 * unit


@pytest.mark.parametrize(("gamma", "momentum"), [(1e-4, 0.5), (0.05, 2.5), (3.0, 0.4), (50.0, 5.0)])
def test_orbits_conserve_the_energy(gamma: float, momentum: float) -> None:
    trap = trap_of(gamma)
    orbit = trap.orbit(momentum=momentum * HBAR * trap.peak_density, n_times=8)
    again = trap.orbit(
        momentum=momentum * HBAR * trap.peak_density, duration=1000 * orbit.period, n_times=6
    )
    for part in (orbit, again):
        for _, x, p in zip(*part, strict=True):
            assert energy_at(trap, x, p) == pytest.approx(orbit.energy, rel=1e-10)
    left, right = orbit.turning_points
    assert left == -right
    assert energy_at(trap, right, math.pi * HBAR * trap.density(right)) == pytest.approx(
        orbit.energy, rel=1e-10
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    ("start", "kick", "own"),
    [(0.2, 0.8, 10.0), (0.2, 0.8, 30.0), (0.2, 0.8, 10.5), (0.5, 2.0, 60.0)],
)
def test_orbit_against_a_solver_in_time(start: float, kick: float, own: float) -> None:
    """Hamilton's equations step by step: ẋ = V, ṗ = -(∂E/∂n)_p n′, n′ = -ω²x n/v²."""
    trap = trap_of(1.0)
    unit = HBAR * trap.peak_density

    def right_side(_: float, state: Any) -> list[float]:
        x, p = state[0] * trap.radius, state[1] * unit
        n = trap.density(x)
        polaron = yg.Polaron(GUIDE.c / n)
        edge = polaron.edge(abs(p) / (HBAR * n))
        speed = HBAR * n / RUBIDIUM
        sound = polaron.gas.sound_velocity * speed
        slope = edge.density_slope * HBAR * speed  # ħ²n/m
        return [
            math.copysign(edge.velocity, edge.velocity * p) * speed / trap.radius,
            (slope * OMEGA**2 * n / sound**2 - spring) * x / unit,
        ]

    spring = RUBIDIUM * (2 * math.pi) ** 2 * (own**2 - 10.0**2)
    orbit = trap.orbit(position=start * trap.radius, momentum=kick * unit, n_times=11, f_axial=own)
    end = orbit.t[4]
    solved = solve_ivp(right_side, (0, end), [start, kick], method="DOP853", rtol=1e-10, atol=1e-11)
    assert orbit.x[4] / trap.radius == pytest.approx(solved.y[0, -1], abs=2e-8)
    assert orbit.p[4] / unit == pytest.approx(solved.y[1, -1], abs=1e-7)


@pytest.mark.slow
def test_orbits_start_anywhere() -> None:
    trap = trap_of(1.0)
    unit = HBAR * trap.peak_density
    whole = trap.orbit(momentum=unit, n_times=17)
    for i in (3, 12):
        part = trap.orbit(position=whole.x[i], momentum=whole.p[i], n_times=17)
        assert part.period == pytest.approx(whole.period, rel=1e-9)
        rest = whole.t[1]
        further = trap.orbit(position=whole.x[i], momentum=whole.p[i], duration=rest, n_times=2)
        assert further.x[1] == pytest.approx(whole.x[i + 1], abs=1e-8 * trap.radius)
        assert further.p[1] == pytest.approx(whole.p[i + 1], abs=1e-8 * unit)


def test_orbits_of_negative_momentum_are_mirrored() -> None:
    trap = trap_of(1.0)
    unit = HBAR * trap.peak_density
    there = trap.orbit(position=2e-6, momentum=0.9 * unit, n_times=5)
    back = trap.orbit(position=-2e-6, momentum=-0.9 * unit, n_times=5)
    assert back.x == pytest.approx(-there.x, abs=1e-9 * trap.radius)
    assert back.p == pytest.approx(-there.p, abs=1e-9 * unit)


def test_orbits_in_their_limits() -> None:
    trap = trap_of(1.0)
    unit = HBAR * trap.peak_density
    near_top = trap.orbit(momentum=math.pi * unit * (1 - 1e-3))
    assert 1 / near_top.period == pytest.approx(trap.top_frequency, rel=1e-5)
    slow = trap.orbit(momentum=0.03 * unit)
    assert slow.period == pytest.approx(trap.slow_period(slow.energy), rel=1e-3)


@pytest.mark.slow
@pytest.mark.parametrize("gamma", [1e-4, 1.16, 20.0])
def test_periods_near_the_top_err_by_no_more_than_they_say(gamma: float) -> None:
    """1/period = Ω/2π (1 - k d²), k from where it has digits, at p = πħn - dħn."""
    trap = trap_of(gamma)

    def change(d: float) -> tuple[float, float]:
        orbit = trap.orbit(momentum=(math.pi - d) * HBAR * trap.peak_density, n_times=2)
        relative = orbit.period_error / orbit.period
        return 1 / (orbit.period * trap.top_frequency) - 1, relative

    k = -change(0.03)[0] / 0.03**2
    for d in (1e-2, 3e-3, 1e-3, 5e-4):
        found, error = change(d)
        assert 1e-12 < error < 1e-6
        assert abs(found + k * d**2) <= error
    if gamma == 1.16:
        assert k == pytest.approx(8.2e-3, rel=5e-3)
    with pytest.raises(AccuracyError, match="too near the top"):
        change(3e-5)


@pytest.mark.parametrize(
    ("gamma", "path"), [(1e-4, 1.00167), (1.0, 1.193920446), (10.0, 1.841070), (100.0, 4.790094)]
)
def test_slow_period_of_the_sheet(gamma: float, path: float) -> None:
    """4√(m/2ε) ∫₀^R √(m*/m) dx."""
    trap = trap_of(gamma)
    found = trap.slow_period(1e-38) / (4 * math.sqrt(RUBIDIUM / 2e-38) * trap.radius)
    assert abs(found - path) < 0.51 * 10.0 ** -len(f"{path:.9g}".split(".")[1])


def test_orbit_in_a_harmonic_potential_is_that_of_the_trap() -> None:
    trap = lab.Trap(GUIDE, f_axial=10.0, n_atoms=60)
    shifted = lab.Trap(
        GUIDE,
        potential=lambda x: RUBIDIUM / 2 * (OMEGA * (x - 3e-6)) ** 2,
        interval=(-60e-6, 70e-6),
        n_atoms=60,
    )
    momentum = 2 * HBAR * trap.peak_density
    expected = trap.orbit(momentum=momentum, n_times=5)
    found = shifted.orbit(position=3e-6, momentum=momentum, n_times=5)
    assert found.period == pytest.approx(expected.period, rel=1e-9)
    assert found.x - 3e-6 == pytest.approx(expected.x, abs=1e-8 * trap.radius)


def test_tighter_trap_for_the_flipped_atom() -> None:
    """The Hessian of E(p; n(x)) + m(ω₁² - ω²)x²/2 at rest in the centre."""
    trap = trap_of(2.0)
    p = 1e-3 * HBAR * trap.peak_density
    inverse_mass = 2 * energy_at(trap, 0.0, p) / p**2
    stiffness = RUBIDIUM * (2 * math.pi) ** 2 * (15.0**2 - 10.0**2)
    omega = math.sqrt(inverse_mass * stiffness)
    assert 2 * math.pi * trap.impurity_frequency(15.0) == pytest.approx(omega, rel=1e-6)
    with pytest.raises(DomainError, match="must be above that of the gas"):
        trap.impurity_frequency(10.0)


@pytest.mark.slow
def test_orbits_in_a_trap_of_its_own() -> None:
    trap = trap_of(1.0)
    unit = HBAR * trap.peak_density
    for momentum, own, around_top in (
        *((0.5, 30.0, False), (2.0, 10.5, True), (1.0, 9.0, True)),
        (0.3, 10.242, True),  # turns next to the edge of the cloud
    ):
        spring = RUBIDIUM * (2 * math.pi) ** 2 * (own**2 - 10.0**2)
        orbit = trap.orbit(momentum=momentum * unit, f_axial=own, n_times=7)
        for _, x, p in zip(*orbit, strict=True):
            energy = energy_at(trap, x, abs(p)) + spring * x**2 / 2
            assert energy == pytest.approx(orbit.energy, rel=1e-10)
        assert (orbit.p.min() > 0) == around_top
        assert orbit.p[-1] == pytest.approx(orbit.p[0], rel=1e-10)
    same = trap.orbit(momentum=unit, f_axial=10.0)
    assert same.period == pytest.approx(trap.orbit(momentum=unit).period, rel=1e-9)
    slow = trap.orbit(momentum=0.01 * unit, f_axial=15.0)
    assert 1 / slow.period == pytest.approx(trap.impurity_frequency(15.0), rel=1e-4)
    # small oscillations, and starts just below the top, where it stays for long
    slower = trap.orbit(momentum=1e-5 * unit, f_axial=100.0)
    assert 1 / slower.period == pytest.approx(trap.impurity_frequency(100.0), rel=1e-9)
    long = trap.orbit(momentum=0.97 * math.pi * unit, f_axial=100.0, n_times=7)
    spring = RUBIDIUM * (2 * math.pi) ** 2 * (100.0**2 - 10.0**2)
    for _, x, p in zip(*long, strict=True):
        energy = energy_at(trap, x, abs(p)) + spring * x**2 / 2
        assert energy == pytest.approx(long.energy, rel=1e-10)
    with pytest.raises(DomainError, match="f_axial must be > 0"):
        trap.orbit(momentum=unit, f_axial=-1.0)


@pytest.mark.parametrize(
    ("start", "momentum", "own", "winding"),
    [(0.5, 2.0, 60.0, -1), (0.6, 0.5, 1.0, 1), (-0.5, 3.0, 60.0, 1)],
)
def test_orbits_that_do_not_reach_the_centre(
    start: float, momentum: float, own: float, winding: int
) -> None:
    """In a trap of its own: p = 0 at one end, πħn at the other; p goes round the period."""
    trap = trap_of(1.0)
    unit, size = HBAR * trap.peak_density, trap.radius
    spring = RUBIDIUM * (2 * math.pi) ** 2 * (own**2 - 10.0**2)
    orbit = trap.orbit(position=start * size, momentum=momentum * unit, f_axial=own, n_times=41)
    left, right = orbit.turning_points
    assert left * right > 0
    assert orbit.x[0] == pytest.approx(start * size, rel=1e-12)
    assert orbit.p[0] == pytest.approx(momentum * unit, rel=1e-12)
    period = 2 * math.pi * HBAR * np.array([trap.density(x) for x in orbit.x])
    for x, p, turn in zip(orbit.x, orbit.p, period, strict=True):
        energy = energy_at(trap, x, p % turn) + spring * x**2 / 2
        assert energy == pytest.approx(orbit.energy, rel=1e-10)
    steps = np.diff(np.unwrap(orbit.p / period, period=1.0))
    assert np.all(steps * winding > 0)
    assert steps.sum() == pytest.approx(winding, abs=1e-9)


def test_points_of_rest_are_refused() -> None:
    trap = trap_of(1.0)
    with pytest.raises(AccuracyError, match="stays at rest"):
        trap.orbit(momentum=math.pi * HBAR * trap.peak_density, f_axial=30.0)


def test_orbits_refuse() -> None:
    trap = trap_of(1.0)
    unit = HBAR * trap.peak_density
    for wrong in (0.0, 2 * math.pi * unit, -7 * unit, 1.0):
        with pytest.raises(DomainError, match="momentum must be between 0 and 2πħn"):
            trap.orbit(momentum=wrong)
    with pytest.raises(DomainError, match="position must be inside the cloud"):
        trap.orbit(position=1.0, momentum=unit)
    for wrong in (math.nan, math.inf, "1", None):
        with pytest.raises(DomainError, match="momentum"):
            trap.orbit(momentum=wrong)
    with pytest.raises(DomainError, match="duration must be > 0"):
        trap.orbit(momentum=unit, duration=0.0)
    with pytest.raises(DomainError, match="n_times"):
        trap.orbit(momentum=unit, n_times=1)
    with pytest.raises(AccuracyError, match="too near the top"):
        trap.orbit(momentum=math.pi * unit)


@pytest.mark.slow
def test_orbits_in_the_very_edge_are_refused() -> None:
    with pytest.raises(AccuracyError, match="not resolved"):
        trap_of(1e-4).orbit(momentum=1e-5 * HBAR * trap_of(1e-4).peak_density)
