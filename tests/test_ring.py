"""States of the ring: reference values, closed forms, symmetries."""

import json
import math
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from plane_waves import extrapolated
from problems import REFERENCE, relative_error
from ring_oracle import last_atoms_jump, residual_of
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
        pytest.param(3, 0.1, (8, 11, 15, 20), 1e-7, marks=pytest.mark.slow),
        pytest.param(3, 1.0, (8, 11, 15, 20), 5e-6, marks=pytest.mark.slow),
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
        pytest.param(1000, 3e-6, 300, marks=pytest.mark.slow),
        (700, 2e-5, 680),
        pytest.param(1800, 9e-4, 850, marks=pytest.mark.slow),
        (800, 2.0, 9),
        pytest.param(2500, 2.0, 9, marks=pytest.mark.slow),
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


@pytest.mark.parametrize(
    ("n_atoms", "gamma"),
    [
        (300, 0.01),
        (1000, 1e3),
        pytest.param(1500, 0.5, marks=pytest.mark.slow),
        pytest.param(3000, 3.0, marks=pytest.mark.slow),
        pytest.param(3000, 1e3, marks=pytest.mark.slow),
    ],
)
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
