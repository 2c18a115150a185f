"""States given by their η, shifts, copies, and atoms far from the others."""

import copy
import dataclasses
import math
import pickle
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from mpmath import mp

from yanggaudin.errors import DomainError
from yanggaudin.ring import Ring, RingState, polish, solve

needs_extended_precision = pytest.mark.skipif(
    not polish._EXTENDED_IS_FINER, reason="this processor has no extended precision"
)


def test_given_spin_rapidity() -> None:
    flipped = solve(1.0, n_particles=30, magnon=7)
    again = solve(1.0, n_particles=30, spin_rapidity=flipped.spin_rapidities[0])
    assert again.momentum == pytest.approx(flipped.momentum, rel=1e-13, abs=0)
    assert again.excitation_energy == pytest.approx(flipped.excitation_energy, rel=1e-13, abs=0)
    large = solve(1.0, n_particles=2000, spin_rapidity=0.3)
    assert large.solver == "fast"
    assert large.residual < 3e-15
    assert large.spin_rapidities == (0.3,)
    assert solve(1.0, n_particles=30, spin_rapidity=math.inf).excitation_energy == 0


def test_given_spin_rapidity_may_not_be_unique() -> None:
    with pytest.warns(UserWarning, match="other states may have"):
        state = solve(0.1, n_particles=3, spin_rapidity=0.2)
    assert state.residual < 1e-14


@pytest.mark.filterwarnings("ignore:gamma . n_particles:UserWarning")
def test_shifts_of_a_solution_that_is_no_minimum() -> None:
    """The shifts solve the shift equations, the quasimomenta Eq. (2)."""
    state = solve(0.005787739683406069, n_particles=30, spin_rapidity=0.0)
    moved = state.quasimomenta - state.reference_quasimomenta
    assert np.abs(state.shifts - moved).max() < 1e-15 * np.abs(moved).max()
    energy = np.sum(moved * (state.quasimomenta + state.reference_quasimomenta)) / 2
    assert state.excitation_energy == pytest.approx(energy, rel=2e-15, abs=0)


def missed_by_shifts(n_atoms: int, gamma: float, magnon: int) -> float:
    """Largest residual of Eq. (9) as printed, without its O(1/N), all pairs; L = N and c = γ."""
    state = solve(gamma, n_particles=n_atoms, magnon=magnon)
    k, shifts = state.reference_quasimomenta, state.shifts
    slopes = 2 * gamma / (gamma**2 + (k[:, None] - k) ** 2)
    spin = math.pi + 2 * np.arctan(2 * (k - state.spin_rapidities[0]) / gamma)
    scattered = (slopes * (shifts[:, None] - shifts)).sum(axis=1)
    return float(np.abs(shifts * n_atoms + scattered - spin).max())


@pytest.mark.parametrize("gamma", [1.0, 10.0])
@pytest.mark.parametrize(
    ("magnons", "power"),
    [
        # at fixed momentum Δk ~ 1/N, and an atom sees N terms of second order in it
        ((5, 10, 20), 1),
        ((25, 50, 100), 1),
        # at the smallest momentum Δk ~ 1/N² is nearly the same for all atoms, and the phase of the
        # spin, which is far away, η ~ N, changes by Δk/η²
        ((1, 1, 1), 4),
    ],
)
def test_shifts_obey_the_printed_equation(
    gamma: float, magnons: tuple[int, ...], power: int
) -> None:
    """Eq. (9) is the part of the exact shift equations that is linear in the shifts."""
    missed = [missed_by_shifts(n, gamma, j) for n, j in zip((50, 100, 200), magnons, strict=True)]
    for coarse, fine in pairwise(missed):
        assert math.log2(coarse / fine) == pytest.approx(power, abs=0.1 * power)


def parts(state: RingState) -> list[Any]:
    """All numbers and arrays of a state."""
    values = [getattr(state, field.name) for field in dataclasses.fields(state)]
    return [part for value in values for part in (value if isinstance(value, tuple) else [value])]


def test_state_can_be_pickled() -> None:
    state = solve(1.0, n_particles=4, magnon=1)
    for other in (pickle.loads(pickle.dumps(state)), copy.copy(state), copy.deepcopy(state)):
        assert all(map(np.array_equal, parts(other), parts(state)))
        assert other.energy == state.energy
    assert "residual" in repr(state)


def test_copy_of_a_ring_finds_the_same_states() -> None:
    ring = Ring(0.7, n_particles=500)
    other = pickle.loads(pickle.dumps(ring))
    assert np.array_equal(ring.state(3).quasimomenta, other.state(3).quasimomenta)
    again = pickle.loads(pickle.dumps(ring))  # with all that it has solved
    assert np.array_equal(ring.state(5).quasimomenta, again.state(5).quasimomenta)


def test_rapidities_are_the_quasimomenta_in_working_precision() -> None:
    """Counted from an origin, neighbours of a far boosted gas keep their distance."""
    state = solve(0.5, n_particles=9, magnon=2, quantum_numbers=np.arange(9) + 1e7)
    origin, relative = state.rapidities
    assert np.array_equal(state.quasimomenta, (0.5 * (origin + relative)).astype(float))
    at_rest = solve(0.5, n_particles=9, magnon=2).rapidities.relative
    assert np.diff(relative) == pytest.approx(np.diff(at_rest), rel=1e-13, abs=0)
    assert np.abs(relative).max() < 100 < origin


@pytest.mark.parametrize("gamma", [1e-8, 1.2e-6, 3e-5])
def test_far_atoms(gamma: float) -> None:
    """Rapidities of 1e7 c and more, whose rounding is that of η."""
    rng = np.random.default_rng(4)
    for n_atoms in (2, 3, 5):
        for farthest in (3, 50, 80_000):
            numbers = rng.choice(np.arange(-farthest, farthest + 1), n_atoms, replace=False)
            state = solve(
                gamma,
                n_particles=n_atoms,
                magnon=int(rng.integers(n_atoms)),
                quantum_numbers=numbers + (0 if n_atoms % 2 else 0.5),
            )
            assert state.residual < 3e-15


def in_60_digits(state: RingState) -> tuple[list[Any], list[Any]]:
    """k_j/c and η_α/c that solve the Bethe equations, from a state on; η as given if it was."""
    with mp.workdps(60):
        n_atoms, c = state.n_particles, mp.mpf(state.gamma)
        etas = [mp.mpf(eta) / c for eta in state.spin_rapidities]
        count = len(etas)
        shifted = [m + mp.mpf(count + 1) / 2 - a for a, m in enumerate(state.magnon, start=1)]

        def missing(*unknowns: Any) -> list[Any]:
            x, y = unknowns[:n_atoms], unknowns[n_atoms:] or etas
            turned = [[2 * mp.atan2(1, 2 * (eta - k)) for eta in y] for k in x]
            rows = [
                c * n_atoms * k
                + sum(2 * mp.atan(k - other) for other in x)
                - 2 * mp.pi * mp.mpf(number)
                - sum(phases)
                for k, number, phases in zip(x, state.quantum_numbers, turned, strict=True)
            ]
            for a, j in enumerate(shifted):
                among = sum(2 * mp.atan(y[a] - eta) for eta in y)
                rows.append(sum(phases[a] for phases in turned) + among - 2 * mp.pi * j)
            return rows

        start = [mp.mpf(k) / c for k in state.quasimomenta] + (etas if shifted else [])
        # the start is good to a part in 1e15 of the farthest atom, so two steps are too many
        found = list(mp.findroot(missing, start, tol=1e-30, maxsteps=20, verify=False))
        return found[:n_atoms], found[n_atoms:]


@pytest.mark.parametrize("gamma", [3e-8, 1e-3, 0.5])
@pytest.mark.parametrize("magnon", [(2, 5), (1, 3, 5)])
def test_spin_rapidities_among_far_atoms(gamma: float, magnon: tuple[int, ...]) -> None:
    """Phases there are 1e-10 or full turns less 1e-10."""
    state = solve(
        gamma, n_particles=7, magnon=magnon, quantum_numbers=[-80_000, -17, -3, 0, 5, 900, 60_000]
    )
    x, etas = in_60_digits(state)
    largest = np.abs(state.quasimomenta).max()
    for found, exact in zip(
        [*state.quasimomenta, *state.spin_rapidities], [*x, *etas], strict=True
    ):
        assert abs(found - float(exact * mp.mpf(gamma))) < 2e-15 * largest


@pytest.mark.filterwarnings("ignore:gamma . n_particles")
@pytest.mark.parametrize(
    ("gamma", "eta", "numbers"),
    [(0.006, 0.13, (-12, -6, 17)), (1e-5, -0.01, (-1, 0, 1)), (0.3, 0.2, (-5, 2, 3))],
)
def test_given_spin_rapidity_against_60_digits(
    gamma: float, eta: float, numbers: tuple[int, ...]
) -> None:
    """Whole turns of the spin's phase may cancel those of the atoms."""
    state = solve(gamma, n_particles=3, spin_rapidity=eta, quantum_numbers=numbers)
    ground = solve(gamma, n_particles=3)
    (x, _), (at_rest, _) = in_60_digits(state), in_60_digits(ground)
    c = mp.mpf(gamma)
    with mp.workdps(60):
        energy = c**2 * sum(a**2 - b**2 for a, b in zip(x, at_rest, strict=True)) / 2
        momentum = c * sum(x)
    assert state.excitation_energy == pytest.approx(float(energy), rel=3e-15, abs=0)
    assert state.momentum == pytest.approx(float(momentum), rel=3e-15, abs=0)


def test_weakest_coupling() -> None:
    with pytest.raises(DomainError, match="gamma must be at least 1e-08 on a ring, got 1e-09"):
        solve(1e-9, n_particles=3)
    with pytest.raises(DomainError, match=r"whole number from 1 to 7, got 4.0$"):
        solve(1.0, n_particles=8, magnon=(1, 4.0))  # type: ignore[arg-type]
    assert solve(1.0, n_particles=8, magnon=np.array(3)).magnon == (3,)  # type: ignore[arg-type]


def test_a_state_is_shown_without_its_atoms() -> None:
    shown = repr(solve(0.5, n_particles=30, magnon=2))
    assert shown.startswith("RingState(")
    assert "array" not in shown
    assert "boost" not in shown
    for name in ("n_particles=30", "gamma=0.5", "residual="):
        assert name in shown


@pytest.mark.parametrize("n_atoms", [7, 8, 900])
def test_mirror_image_is_another_flip_and_a_boost(n_atoms: int) -> None:
    ring = Ring(0.5, n_particles=n_atoms)
    one, other = ring.state(2), ring.state(n_atoms - 2)
    boosted = 2 * math.pi / n_atoms - one.quasimomenta[::-1]
    assert other.quasimomenta == pytest.approx(boosted, rel=1e-12, abs=1e-13)
    assert one.spin_rapidities[0] + other.spin_rapidities[0] == pytest.approx(
        2 * math.pi / n_atoms, rel=1e-9, abs=0
    )


def test_moving_gas_at_vanishing_coupling() -> None:
    """All I_j + 4 moves the gas by 5e5 c, and one atom against the others by 1e5 c."""
    at_rest, moving = (
        Ring(2e-5, n_particles=3).state(1),
        Ring(2e-5, n_particles=3).state(1, quantum_numbers=[3, 4, 5]),
    )
    assert moving.residual < 1e-15
    boosted = at_rest.quasimomenta + 8 * math.pi / 3
    assert moving.quasimomenta == pytest.approx(boosted, rel=1e-13, abs=0)


@pytest.mark.parametrize(
    ("n_atoms", "gamma", "magnon", "common"),
    [
        (3, 1.04e-8, 2, 3994),
        (5, 1e-3, (1, 3), 10**9),
        (5, 1.0, 2, -(10**12)),
        (900, 1.0, 50, 10**8),
        (1500, 0.01, 500, 300),
        (1, 2e-6, None, 908_497),
    ],
)
def test_far_boosts(n_atoms: int, gamma: float, magnon: Any, common: int) -> None:
    """All I_j + d is the same state in a frame that moves with 2πd/L, however far."""
    ring = Ring(gamma, n_particles=n_atoms)
    numbers = np.arange(n_atoms) - (n_atoms - 1) / 2 + common
    at_rest, moving = ring.state(magnon), ring.state(magnon, quantum_numbers=numbers)
    boost = 2 * math.pi * common / n_atoms
    assert moving.quasimomenta == pytest.approx(at_rest.quasimomenta + boost, rel=4e-16, abs=0)
    energy = at_rest.excitation_energy + boost * at_rest.momentum + n_atoms * boost**2 / 2
    assert moving.excitation_energy == pytest.approx(energy, rel=1e-15, abs=0)
    assert (moving.residual < 1e-16, moving.solver) == (True, at_rest.solver)


@needs_extended_precision
def test_without_extended_precision(monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = np.cumsum(1.0 + np.random.default_rng(2).poisson(0.5, 600)) - 450.5
    ring = Ring(0.5, n_particles=600)
    fine = ring.state(7, quantum_numbers=numbers)
    monkeypatch.setattr(polish, "_EXTENDED_IS_FINER", False)
    plain = ring.state(7, quantum_numbers=numbers)
    assert fine.residual < 1e-16 < plain.residual < 1e-13
    assert plain.quasimomenta == pytest.approx(fine.quasimomenta, rel=1e-14, abs=1e-15)
    assert plain.excitation_energy == fine.excitation_energy


def test_random_states_with_several_flips() -> None:
    """Momentum Σ J_α, energy Σ k_j²/2, and Eq. (2) for every atom, whatever the J_α."""
    rng = np.random.default_rng(17)
    cases: list[tuple[int, float, tuple[int, ...]]] = [(20, 1e-4, (5, 8, 19))]
    for _ in range(60):
        n_atoms = int(rng.integers(8, 40))
        numbers = np.sort(rng.choice(np.arange(1, n_atoms, 2), int(rng.integers(2, 4)), False))
        cases.append((n_atoms, float(10 ** rng.uniform(-4, 2)), tuple(map(int, numbers))))
    for n_atoms, gamma, magnon in cases:
        state = solve(gamma, n_particles=n_atoms, magnon=magnon)
        assert state.residual < 1e-15
        assert state.momentum == pytest.approx(2 * math.pi * sum(magnon) / n_atoms)
        energy = np.sum(state.quasimomenta**2) / 2
        assert energy == pytest.approx(state.energy, rel=1e-13)
        assert len(set(state.spin_rapidities)) == len(magnon)


def test_zero_magnon_is_the_ground_state() -> None:
    ring = Ring(2.0, n_particles=9)
    state = ring.state(0)
    assert (state.excitation_energy, state.momentum) == (0, 0)
    assert state.spin_rapidities == (math.inf,)
    assert np.array_equal(state.quasimomenta, ring.ground_state.quasimomenta)
    assert [s.magnon for s in ring.spectrum()] == [(j,) for j in range(9)]
    assert Ring(2.0, n_particles=9).ground_state.spin_rapidities == ()


def test_shifts_of_jumps_are_differences_of_quasimomenta() -> None:
    """Of all atoms one by one, as of mirror pairs."""
    for numbers in ([-2.0, -1, 0, 1, 4], [-2.0, -1, 0, 1, 2]):
        state = Ring(2.0, n_particles=5).state(1, quantum_numbers=numbers)
        shifts = state.quasimomenta - state.reference_quasimomenta
        assert state.shifts == pytest.approx(shifts, abs=1e-13)
        assert abs(shifts.sum() - state.momentum) < 1e-13
