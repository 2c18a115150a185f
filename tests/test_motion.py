"""Matrix elements between states with a flip against wave functions, and motion after injection."""

from __future__ import annotations

import math
from itertools import combinations
from typing import Any

import numpy as np
import pytest

import wave_functions
import yanggaudin as yg
from yanggaudin.dynamics import impurity, injected_motion, spectral_function
from yanggaudin.dynamics.impurity import density_elements, momentum_matrix
from yanggaudin.dynamics.states import States, solve_states
from yanggaudin.ring import Ring


def some_states(m: int, gamma: float, quanta: int, count: int) -> States:
    """Random states of one momentum, magnons and symmetric ones."""
    shift = 0.0 if m % 2 else 0.5
    every = np.array(list(combinations(np.arange(-4, 5) + shift, m)))
    magnon = quanta - np.rint(every.sum(axis=1)).astype(int)
    possible = np.flatnonzero((magnon >= 0) & (magnon < m))
    chosen = np.random.default_rng(m).permutation(possible)[:count]
    length = gamma * m
    return solve_states(length, every[chosen], magnon[chosen], every[chosen] * 2 * np.pi / length)


def waves(states: States) -> list[wave_functions.State]:
    rows = zip(states.numbers, states.magnon, strict=True)
    return [wave_functions.solved(states.length, row, int(j)) for row, j in rows]


@pytest.mark.parametrize(
    ("m", "gamma", "quanta", "count"),
    [
        (3, 2.0, 1, 9),
        (3, 0.7, 2, 8),
        pytest.param(4, 2.0, 1, 4, marks=pytest.mark.slow),
        pytest.param(4, 6.0, -2, 4, marks=pytest.mark.slow),
    ],
)
def test_momentum_of_the_impurity(m: int, gamma: float, quanta: int, count: int) -> None:
    """Sizes of all elements, and signs of closed loops, in which those of the states cancel."""
    states = some_states(m, gamma, quanta, count)
    assert (states.magnon == 0).any()
    matrix, errors = momentum_matrix(states)
    bras = waves(states)
    exact = np.array([[wave_functions.momentum_element(a, b) for b in bras] for a in bras])
    assert np.abs(np.abs(matrix) - np.abs(exact)).max() < 1e-12
    assert np.diag(matrix) == pytest.approx(np.diag(exact).real, abs=1e-12)
    assert errors.max() < 1e-11
    for a, b, c in combinations(range(len(bras)), 3):
        loop = exact[a, b] * exact[b, c] * exact[c, a]
        assert matrix[a, b] * matrix[b, c] * matrix[c, a] == pytest.approx(loop.real, abs=1e-11)
        assert abs(loop.imag) < 1e-11


def test_coinciding_spins() -> None:
    """Two states that are their own mirror images have the same η: the formula is 0/0."""
    numbers = np.array([[-1.5, -0.5, 1.5, 2.5], [-2.5, -0.5, 1.5, 3.5], [-2.5, -1.5, 2.5, 3.5]])
    states = solve_states(8.0, numbers, np.full(3, 2), numbers * 2 * np.pi / 8)
    assert np.ptp(states.eta) < 1e-14
    matrix, errors = momentum_matrix(states)
    bras = waves(states)
    for a, b in combinations(range(3), 2):
        exact = abs(wave_functions.momentum_element(bras[a], bras[b]))
        assert abs(abs(matrix[a, b]) - exact) < errors[a, b] + 1e-9
        assert errors[a, b] < 1e-3


@pytest.mark.parametrize(("m", "gamma"), [(3, 2.0), pytest.param(4, 5.0, marks=pytest.mark.slow)])
def test_density_of_the_impurity(m: int, gamma: float) -> None:
    one = some_states(m, gamma, 1, 2)
    others = some_states(m, gamma, 2, 6)
    others = others[np.flatnonzero(others.magnon > 0)]
    bras, kets = waves(others), waves(one)
    for at, ket in enumerate(kets):
        found, errors = density_elements(others, one[at : at + 1])
        exact = np.abs([wave_functions.density_element(bra, ket) for bra in bras])
        assert np.abs(found - exact).max() < 1e-12
        assert errors.max() < 1e-9


def test_momentum_matrix_is_hermitian_by_itself() -> None:
    """⟨C|p↓|B⟩ from the determinant of B at C or of C at B: two different matrices."""
    states = some_states(4, 2.0, 1, 10)
    states = states[np.flatnonzero(states.magnon > 0)]
    back = np.arange(len(states))[::-1]
    one, _ = momentum_matrix(states)
    other, _ = momentum_matrix(states[back])
    assert one == pytest.approx(other[np.ix_(back, back)], abs=1e-12)


def test_mean_momentum_is_a_slope_and_a_distribution() -> None:
    """⟨p↓⟩ of a magnon state: from ∂E/∂J, and from its ejection at all momenta."""
    n, gamma, magnon = 8, 3.0, 3
    ring = Ring(gamma, n_particles=n)
    state = ring.state(magnon)
    x = state.quasimomenta[None] / gamma
    eta = np.array([state.spin_rapidities[0] / gamma])
    one = States(gamma * n, state.quantum_numbers[None], np.array([magnon]), x, 0 * x, eta)
    slope = gamma * momentum_matrix(one)[0][0, 0]
    found = spectral_function(
        "ejection", gamma, n_particles=n, momentum=None, magnon=magnon, share=0.99999
    )
    assert -(found.weights @ found.momenta) == pytest.approx(slope, abs=2e-4)


def test_start_and_its_errors() -> None:
    """⟨p(0)⟩ = p₀, Σ_B p_CB A_B = p₀A_C, and what is left out shrinks as stated."""
    best = injected_motion(3.0, n_particles=6, momentum=4, share=0.9993)
    times = np.linspace(0, 10, 101)
    for share in (0.95, 0.98, 0.99):
        motion = injected_motion(3.0, n_particles=6, momentum=4, share=share)
        assert motion.share >= share
        assert abs(float(motion.momentum(0.0)) - motion.initial_momentum) < motion.error
        difference = np.abs(np.asarray(motion.momentum(times)) - np.asarray(best.momentum(times)))
        assert float(difference.max()) < motion.error + best.error
        assert abs(complex(motion.return_amplitude(0.0)) - motion.share) < 1e-12
        gone = np.asarray(motion.return_amplitude(times)) - best.return_amplitude(times)
        assert float(np.abs(gone).max()) <= 1 - motion.share
    missed = best.matrix @ best.amplitudes - best.initial_momentum * best.amplitudes
    heavy = np.abs(best.amplitudes) > 0.05
    assert np.abs(missed[heavy] / best.amplitudes[heavy]).max() < 0.3


@pytest.mark.parametrize("n", [2, 3])
def test_start_of_even_and_odd_numbers(n: int) -> None:
    """The signs of the elements: all of them add up to p₀ at the start."""
    motion = injected_motion(2.0, n_particles=n, momentum=3, share=0.995)
    off = motion.matrix - np.diag(np.diag(motion.matrix))
    a = motion.amplitudes
    assert a @ off @ a > 10 * motion.error  # the elements between different states matter
    assert abs(float(motion.momentum(0.0)) - 2 * math.pi * 3 / n) < motion.error


def test_ctrl_c_keeps_the_heaviest_states(monkeypatch: pytest.MonkeyPatch) -> None:
    """The interrupt comes with the 15th column of the matrix."""
    whole = injected_motion(3.0, n_particles=6, momentum=4, share=0.99)
    columns = []
    elements = impurity._elements

    def interrupt(*arguments: Any) -> Any:
        columns.append(arguments)
        if len(columns) == 15:
            raise KeyboardInterrupt
        return elements(*arguments)

    monkeypatch.setattr(impurity, "_elements", interrupt)
    with pytest.warns(yg.ValidityWarning, match=r"it was interrupted: of \d+ states \d+ are left"):
        motion = injected_motion(3.0, n_particles=6, momentum=4, share=0.99)
    assert 5 < len(motion.energies) < len(whole.energies)
    assert motion.share == pytest.approx((motion.amplitudes**2).sum())
    assert 0.9 < motion.share < whole.share
    assert (np.diff(motion.energies) >= 0).all()
    times = np.linspace(0, 10, 101)
    difference = np.abs(np.asarray(motion.momentum(times)) - np.asarray(whole.momentum(times)))
    assert 0 < difference.max() < motion.error + whole.error


def test_ctrl_c_before_the_first_element_keeps_a_state(monkeypatch: pytest.MonkeyPatch) -> None:
    """The search was not in vain: of the heaviest state the diagonal element is enough."""

    def elements(*_: Any) -> Any:
        raise KeyboardInterrupt

    whole = injected_motion(3.0, n_particles=2, momentum=1, share=0.9)
    monkeypatch.setattr(impurity, "_elements", elements)
    with pytest.warns(yg.ValidityWarning, match=r"states 1 are left, with the share"):
        motion = injected_motion(3.0, n_particles=2, momentum=1, share=0.9)
    heaviest = np.abs(whole.amplitudes).argmax()
    assert motion.energies == [whole.energies[heaviest]]
    assert motion.momentum(5.0) == pytest.approx(whole.matrix[heaviest, heaviest], rel=1e-13)
    assert abs(float(motion.momentum(0.0)) - motion.initial_momentum) <= motion.error


def test_equal_spins_are_no_number() -> None:
    """η = η′ is 0/0 whether rounding leaves of the determinant something or nothing."""
    states = some_states(3, 1.0, 1, 20)
    one = states[np.flatnonzero(states.magnon > 0)[:1]]
    found = impurity.impurity_overlaps(one, one, np.zeros(1))
    assert found.error == [np.inf]
    injected_motion(3.0, n_particles=3, momentum=2, share=0.99, most_states=50)


def test_two_atoms_by_hand() -> None:
    """One host atom: the relative motion at a δ barrier on a ring, in plane waves.

    With relative momenta κ_j = p₀ - 2πj of the injected atom over the host's 2πj, the interaction
    is the matrix c/L between all of them: no Bethe ansatz.
    """
    gamma, quanta, reach = 4.0, 3, 900
    motion = injected_motion(gamma, n_particles=1, momentum=quanta, share=0.9999)
    host = 2 * math.pi * np.arange(-reach, reach + 1)
    injected = 2 * math.pi * quanta - host
    energies, vectors = np.linalg.eigh(np.diag((host**2 + injected**2) / 2) + gamma)
    start = vectors[reach]
    kept = np.abs(start) > 1e-9
    energies, vectors, start = energies[kept], vectors[:, kept], start[kept]
    for time in (0.0, 0.02, 0.07, 0.3):
        state = vectors @ (np.exp(-1j * energies * time) * start)
        exact = float((np.abs(state) ** 2) @ injected)
        assert motion.momentum(time) == pytest.approx(exact, abs=motion.error + 0.01)
        amplitude = (start**2) @ np.exp(-1j * energies * time)
        assert abs(motion.return_amplitude(time) - amplitude) < 3e-3


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"gamma": 0}, "gamma must be > 0"),
        ({"n_particles": 0}, "n_particles must be a whole number from 1 to 700"),
        ({"momentum": 1.5}, "momentum must be a whole number"),
        ({"share": 2}, r"share must lie in \(0, 1\)"),
        ({"most_states": 0}, "most_states must be a whole number"),
    ],
)
def test_bad_input(change: dict[str, Any], message: str) -> None:
    given: dict[str, Any] = {"gamma": 1.0, "n_particles": 4, "momentum": 2}
    with pytest.raises(yg.DomainError, match=message):
        injected_motion(**(given | change))


def test_bad_times() -> None:
    motion = injected_motion(1.0, n_particles=3, momentum=1, share=0.9)
    with pytest.raises(yg.DomainError, match="time must"):
        motion.momentum([0.0, math.nan])
