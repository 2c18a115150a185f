"""States of the ring: reference values, closed forms, symmetries."""

import copy
import dataclasses
import json
import math
import pickle
from itertools import combinations, pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from mpmath import mp

from plane_waves import extrapolated
from problems import REFERENCE, relative_error
from ring_oracle import last_atoms_jump, residual_of
from yanggaudin.errors import DomainError
from yanggaudin.ring import Ring, RingState, polish, solve

ROWS: list[dict[str, Any]] = json.loads((REFERENCE / "ring.json").read_text())
MAGNONS = [(row, int(j)) for row in ROWS for j in row["magnon"]]
needs_extended_precision = pytest.mark.skipif(
    not polish._EXTENDED_IS_FINER, reason="this processor has no extended precision"
)


def test_reference_ground_state() -> None:
    for row in ROWS:
        state = Ring(float(row["gamma"]), n_particles=row["N"]).ground_state
        # the table has 2m = 1
        assert relative_error(2 * state.energy / row["N"], row["E0/N"]) < 1e-15


@pytest.mark.parametrize(("row", "j"), MAGNONS, ids=lambda v: v if isinstance(v, int) else None)
def test_reference_magnons(row: dict[str, Any], j: int) -> None:
    state = solve(float(row["gamma"]), n_particles=row["N"], magnon=j)
    exact = row["magnon"][str(j)]
    assert relative_error(2 * state.excitation_energy, exact["E"]) < 1e-15
    assert relative_error(state.spin_rapidities[0], exact["eta"]) < 1e-15
    assert state.momentum == pytest.approx(exact["p"], rel=1e-15, abs=0)
    assert state.mass_ratio == pytest.approx(exact["E_over_p2"], rel=1e-14, abs=0)


# --- independent of the Bethe equations ---------------------------------------------------


def bethe_energies(n_atoms: int, gamma: float, momentum: int, count: int) -> list[float]:
    """Lowest energies of all states with one atom distinguishable: no flip, and one flip."""
    ring = Ring(gamma, n_particles=n_atoms)
    numbers = np.arange(-6, 7) + (0.0 if n_atoms % 2 else 0.5)
    energies = []
    for chosen in combinations(numbers, n_atoms):
        j = int(momentum - sum(chosen))
        if 0 <= j < n_atoms:
            energies.append(ring.state(j, quantum_numbers=chosen).energy)
    return sorted(energies)[:count]


@pytest.mark.parametrize("momentum", [0, 1, 2])
@pytest.mark.parametrize(
    ("n_atoms", "gamma", "cutoffs", "error"),
    [
        (2, 0.1, (30, 60, 120, 240), 1e-7),
        (2, 30.0, (30, 60, 120, 240), 1e-6),
        (3, 0.1, (8, 11, 15, 20), 1e-7),
        (3, 1.0, (8, 11, 15, 20), 5e-6),
        (3, 5.0, (8, 11, 15, 20), 1e-4),
    ],
)
def test_exact_diagonalisation(
    n_atoms: int, gamma: float, cutoffs: tuple[int, ...], error: float, momentum: int
) -> None:
    found = bethe_energies(n_atoms, gamma, momentum, 6)
    assert found == pytest.approx(
        extrapolated(n_atoms, gamma, momentum, cutoffs, 6), rel=error, abs=0
    )


def left_and_right(state: RingState, number: float) -> None:
    """Both Bethe equations as they are printed, all pairs, in long double.

    Rapidities and η are those of the frame in which the state is stored: a boost of 500 c would
    leave its rounding in them.
    """
    wide = np.longdouble
    two_pi = 2 * wide("3.14159265358979323846264338")
    origin, relative = state.rapidities
    x, length = relative.astype(wide), wide(state.gamma) * state.n_particles
    eta = np.array(state.spin_rapidities, dtype=wide) / wide(state.gamma) - origin
    if len(eta) == 1:  # known in the other frame, so up to rounding
        for _ in range(3):
            missing = 2 * np.arctan2(1, 2 * (eta - x)).sum() - two_pi * number
            eta = eta + missing / (4 / (1 + 4 * (eta - x) ** 2)).sum()
    phases = 2 * np.arctan2(1, 2 * (eta - x[:, None]))
    left = length * (x + origin) + 2 * np.arctan(x[:, None] - x).sum(axis=1)
    right = two_pi * state.quantum_numbers + phases.sum(axis=1)
    terms = [
        length * (x + origin),
        two_pi * state.quantum_numbers,
        2 * np.arctan(np.maximum(x - x[0], x[-1] - x)),
        phases.sum(axis=1),
    ]
    assert float((np.abs(left - right) / np.abs(terms).max(axis=0)).max()) < 3e-15
    among = 2 * np.arctan(eta[:, None] - eta).sum(axis=1)
    missing = (phases.sum(axis=0) + among) / two_pi
    shifted = [m + (len(state.magnon) + 1) / 2 - a for a, m in enumerate(state.magnon, start=1)]
    assert [float(m) for m in missing] == pytest.approx(shifted, rel=1e-13, abs=0)
    assert float(missing.sum()) == pytest.approx(number, rel=1e-13, abs=0)


@pytest.mark.parametrize("gamma", [0.01, 1.0, 100.0])
@pytest.mark.parametrize("magnon", [(3,), (2, 5), (4, 19), (1, 6, 11), (5, 7, 20)])
def test_equations_as_printed(gamma: float, magnon: tuple[int, ...]) -> None:
    numbers = np.arange(21) - 10.0
    numbers[-1] += 2
    left_and_right(
        solve(gamma, n_particles=21, magnon=magnon, quantum_numbers=numbers), sum(magnon)
    )
    left_and_right(solve(gamma, n_particles=500, magnon=magnon), sum(magnon))


@pytest.mark.parametrize(
    ("n_atoms", "gamma", "magnon"),
    [
        (1000, 3e-6, 300),
        (900, 2e-5, 880),
        pytest.param(1800, 9e-4, 850, marks=pytest.mark.slow),
        pytest.param(1800, 0.015, 900, marks=pytest.mark.slow),
        (2500, 2.0, 9),
    ],
)
@pytest.mark.parametrize("n_jumps", [0, 3])
def test_equations_of_excited_states(n_atoms: int, gamma: float, magnon: int, n_jumps: int) -> None:
    """At weak coupling a flip moves the gas by hundreds of c."""
    numbers = np.arange(n_atoms) - (n_atoms - 1) / 2
    numbers[[40, n_atoms // 3, -300][:n_jumps]] += [2 * n_atoms, -n_atoms, n_atoms // 2][:n_jumps]
    left_and_right(
        solve(gamma, n_particles=n_atoms, magnon=magnon, quantum_numbers=numbers), magnon
    )


@needs_extended_precision
@pytest.mark.parametrize(
    ("n_atoms", "gamma", "magnon"),
    [
        (608, 5.8e-5, 303),
        pytest.param(4153, 1.7e-4, 2076, marks=pytest.mark.slow),
        pytest.param(33_725, 2.3e-3, 16_861, marks=pytest.mark.slow),
        pytest.param(200_000, 1.0, 99_999, marks=pytest.mark.slow),
    ],
)
def test_residual_in_128_bits(n_atoms: int, gamma: float, magnon: int) -> None:
    """The residual is what the equations are missed by, not what its own rounding shows of it.

    At weak coupling a flip moves all atoms by more than their distance: N phases of order 1.
    """
    state, middle = solve(gamma, n_particles=n_atoms, magnon=magnon), n_atoms // 2
    assert state.residual < 1e-16
    for atom in (0, middle - 3, middle - 1, middle, middle + 1):
        assert residual_of(state, atom) < 1e-15


@needs_extended_precision
@pytest.mark.filterwarnings("ignore:gamma . n_particles:UserWarning")
@pytest.mark.parametrize(
    ("n_atoms", "gamma", "arguments"),
    [
        # the solution is no minimum
        (30, 0.005787739683406069, {"spin_rapidity": 0.0}),
        # no frame is common to both sides
        (2, 1e6, {"quantum_numbers": [-2000.5, 1e8 + 0.5]}),
        (3, 0.0015836, {"quantum_numbers": [-63413975, -7, 10], "spin_rapidity": -132813916.5}),
        (3, 0.0015836, {"quantum_numbers": [-63413975, -7, 10], "magnon": 2}),
        # others jump far from the slowest atom
        (56, 0.0057, {"quantum_numbers": -last_atoms_jump(56, 55, 56_000)[::-1], "magnon": 3}),
        (120, 0.001, {"quantum_numbers": -last_atoms_jump(120, 119, 34_000)[::-1], "magnon": 118}),
        (1000, 1.0, {"quantum_numbers": last_atoms_jump(1000, 50, 3000), "magnon": 7}),
    ],
)
def test_residual_far_out_in_128_bits(
    n_atoms: int, gamma: float, arguments: dict[str, Any]
) -> None:
    state = Ring(gamma, n_particles=n_atoms).state(**arguments)
    assert state.residual < 1e-16
    for atom in range(0, n_atoms, 1 + n_atoms // 60):
        assert residual_of(state, atom) < 3e-15


@pytest.mark.parametrize(("n_atoms", "gamma"), [(300, 0.01), (1500, 0.5), (3000, 3.0), (3000, 1e3)])
def test_equations_where_all_atoms_jump(n_atoms: int, gamma: float) -> None:
    """The slowest atom, whose terms are of order 1, sees N phases of order 1."""
    rng = np.random.default_rng(n_atoms)
    numbers = np.cumsum(1.0 + rng.poisson(0.5, n_atoms))
    numbers += (n_atoms + 1) % 2 / 2 - np.round(np.median(numbers))
    ring = Ring(gamma, n_particles=n_atoms)
    state = ring.state(n_atoms // 7, quantum_numbers=numbers)
    assert (state.solver, state.residual < 3e-15) == ("dense" if n_atoms < 1000 else "fast", True)
    left_and_right(state, n_atoms // 7)
    # the rounding of k_j and γ to doubles is all that is lost on the way out
    unflipped = ring.state(quantum_numbers=numbers)
    x = unflipped.quasimomenta.astype(np.longdouble) / gamma
    length, pi = np.longdouble(gamma) * n_atoms, 4 * np.arctan(np.longdouble(1))
    missed = length * x + 2 * np.arctan(x[:, None] - x).sum(axis=1) - 2 * pi * numbers
    largest = np.maximum(length * np.abs(x), 2 * np.arctan(np.maximum(x - x[0], x[-1] - x)))
    assert float((np.abs(missed) / largest).max()) < 3e-15


def heisenberg_two_magnon_energies(n_sites: int, momentum: int) -> np.ndarray[Any, Any]:
    """Σ (1 - exchange of neighbours) of a ferromagnetic ring with two flipped spins."""
    pairs = list(combinations(range(n_sites), 2))
    index = {pair: row for row, pair in enumerate(pairs)}
    matrix = np.zeros((len(pairs), len(pairs)))
    shift = np.zeros((len(pairs), len(pairs)))
    for (a, b), row in index.items():
        shift[index[tuple(sorted(((a + 1) % n_sites, (b + 1) % n_sites)))], row] = 1  # type: ignore[index]
        for i in range(n_sites):
            swap = {i: (i + 1) % n_sites, (i + 1) % n_sites: i}
            there = tuple(sorted((swap.get(a, a), swap.get(b, b))))
            matrix[row, row] += 1
            matrix[index[there], row] -= 1  # type: ignore[index]
    phase = np.exp(-2j * np.pi * momentum / n_sites)
    projector = sum(
        phase**-power * np.linalg.matrix_power(shift, power) for power in range(n_sites)
    )
    # sums over the translations project on the momentum; everything else is moved far up
    far = 1e3 * (np.eye(len(pairs)) - np.asarray(projector) / n_sites)
    values = np.linalg.eigvalsh(matrix + far)
    return np.asarray(values[values < 100])


@pytest.mark.parametrize("n_atoms", [4, 6, 7])
def test_two_flips_at_strong_coupling_are_the_heisenberg_ring(n_atoms: int) -> None:
    gamma = 1e5
    ring = Ring(gamma, n_particles=n_atoms)

    def exchange(state: RingState) -> float:
        """What is left without the motion of the centre of mass."""
        return state.excitation_energy - state.momentum**2 / (2 * n_atoms)

    unit = exchange(ring.state(1)) / (2 - 2 * math.cos(2 * math.pi / n_atoms))
    for pair in combinations(range(1, n_atoms), 2):
        if pair[1] - pair[0] < 2:
            continue
        energy = exchange(ring.state(pair)) / unit
        known = heisenberg_two_magnon_energies(n_atoms, sum(pair))
        assert np.min(np.abs(known - energy)) < 1e-3 * max(1.0, energy)


# --- closed forms and limits --------------------------------------------------------------


@pytest.mark.parametrize("gamma", [1e-6, 1e-3, 1.0, 10.0, 1e6])
def test_two_atoms(gamma: float) -> None:
    ground = Ring(gamma, n_particles=2).ground_state
    k = float(ground.quasimomenta[1])
    assert k == pytest.approx(math.atan(gamma / (2 * k)), rel=1e-15, abs=0)
    flipped = solve(gamma, n_particles=2, magnon=1)
    assert flipped.quasimomenta == pytest.approx([0, math.pi], rel=1e-15, abs=1e-15)
    assert flipped.energy == pytest.approx(math.pi**2 / 2, rel=1e-15, abs=0)
    # η is a multiple of c in the code
    assert abs(flipped.spin_rapidities[0] - math.pi / 2) < 1e-15 * max(1.0, 100 * gamma)


def test_one_atom() -> None:
    state = solve(1.0, n_particles=1, quantum_numbers=[3])
    assert state.energy == pytest.approx(18 * math.pi**2, rel=1e-15, abs=0)
    assert solve(1.0, n_particles=1).energy == 0


@pytest.mark.parametrize("n_atoms", [5, 30, 1500])
def test_hard_core_atoms_are_fermions_with_a_twist(n_atoms: int) -> None:
    j = n_atoms // 3
    state = solve(1e12, n_particles=n_atoms, magnon=j)
    fermions = 2 * math.pi / n_atoms * (np.arange(n_atoms) - (n_atoms - 1) / 2 + j / n_atoms)
    assert np.abs(state.quasimomenta - fermions).max() < 1e-10


@pytest.mark.parametrize("j", [1, 2, 5])
def test_free_bosons(j: int) -> None:
    state = solve(1e-8, n_particles=6, magnon=j)
    assert state.excitation_energy == pytest.approx(j * (math.pi / 3) ** 2 / 2, rel=1e-6, abs=0)


@settings(deadline=None, max_examples=60)
@given(st.integers(2, 60), st.floats(-6, 6), st.data())
def test_any_state_is_solved(n_atoms: int, exponent: float, data: st.DataObject) -> None:
    offset = 0.0 if n_atoms % 2 else 0.5
    whole = data.draw(
        st.lists(
            st.integers(-2 * n_atoms, 2 * n_atoms), min_size=n_atoms, max_size=n_atoms, unique=True
        )
    )
    j = data.draw(st.integers(0, n_atoms - 1))
    numbers = np.array(whole) + offset
    state = solve(10**exponent, n_particles=n_atoms, magnon=j, quantum_numbers=numbers)
    assert state.residual < 3e-15
    assert (np.diff(state.quasimomenta) > 0).all()
    assert np.array_equal(state.quantum_numbers, np.sort(numbers))
    total = 2 * math.pi / n_atoms * (numbers.sum() + j)
    assert state.momentum == pytest.approx(total, rel=1e-15, abs=0)
    largest = np.abs(state.quasimomenta).max()
    assert float(state.quasimomenta.sum()) == pytest.approx(total, abs=1e-14 * n_atoms * largest)


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
