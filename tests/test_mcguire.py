"""An impurity among free fermions: against determinants written out, and bosons where both meet."""

from __future__ import annotations

import math
from itertools import combinations

import numpy as np
import pytest

import fermi_ring
import yanggaudin as yg
from yanggaudin.arguments import Array
from yanggaudin.dynamics import injected_motion, spectral_function
from yanggaudin.dynamics.channels import Transitions, ground_numbers
from yanggaudin.dynamics.hosts import FERMI
from yanggaudin.dynamics.impurity import momentum_matrix
from yanggaudin.dynamics.states import States


@pytest.mark.parametrize(("n", "gamma", "quanta"), [(7, 2.0, 2), (15, 0.1, 4), (31, 40.0, -9)])
def test_lowest_state(n: int, gamma: float, quanta: int) -> None:
    """The weight of the lowest state by a solver that bisects the momentum."""
    transitions = Transitions("injection", gamma, ground_numbers(n), host="fermi")
    numbers = FERMI.ground_numbers(n + 1) - 1
    magnon = np.array([round(quanta - numbers.sum())])
    assert 0 < magnon[0] < n + 1
    found = transitions.weights(transitions.finals(numbers[None], magnon))
    exact = math.exp(fermi_ring.log_weight(n, gamma, quanta))
    assert found.values[0] == pytest.approx(exact, rel=1e-11)
    assert found.errors[0] < 1e-11


def some_states(n: int, gamma: float, quanta: int) -> tuple[Transitions, States]:
    """States of one momentum, a symmetric one among them."""
    transitions = Transitions("injection", gamma, ground_numbers(n), host="fermi")
    base = FERMI.ground_numbers(n + 1) - 1
    one, two = (np.array(list(combinations(range(n + 1), r))) for r in (1, 2))
    rows = [base + shift for shift in (0, 1, 2)]
    for moved in (*one, *two):
        rows += [base + step * np.isin(np.arange(n + 1), moved) for step in (-3, -1, 1, 2, 4)]
    rows.append(np.append(ground_numbers(n), quanta))
    numbers = np.unique(np.sort(rows, axis=1), axis=0)
    magnon = np.rint(quanta - numbers.sum(axis=1)).astype(np.int64)
    possible = (magnon >= 0) & (magnon <= n) & (np.diff(numbers, axis=1) > 0).all(axis=1)
    finals = transitions.finals(numbers[possible], magnon[possible])
    # of the symmetric states only one is not orthogonal to all that an injection makes
    keep = (finals.magnon > 0) | (transitions.weights(finals).values > 0)
    chosen = np.random.default_rng(n).permutation(np.flatnonzero(keep & (finals.magnon > 0)))[:9]
    return transitions, finals[np.append(chosen, np.flatnonzero(keep & (finals.magnon == 0)))]


def waves(k: Array, q: Array, length: float) -> Array:
    """∫e^{-iky}e^{iqy}dy over the ring, shape (k, q)."""
    away = q[None] - k[:, None]
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(away == 0, length, (np.exp(1j * away * length) - 1) / (1j * away))


@pytest.mark.parametrize(("n", "quanta"), [(3, 3), (5, 4), (7, 5)])
def test_matrix_elements_written_out(n: int, quanta: int) -> None:
    """Amplitudes and ⟨C|p↓|B⟩ = P - ⟨Σ -i∂/∂y⟩ by bordered determinants of integrals."""
    transitions, states = some_states(n, 2.0, quanta)
    assert (states.magnon == 0).sum() == 1
    assert len(states) > 5
    sea, length = transitions.initial.x[0], transitions.length
    magnons = states.magnon > 0
    eta = np.where(magnons, states.eta, 0.0)[:, None]
    nu = np.where(magnons[:, None], 1 / (states.x - eta - 0.5j), 1.0)
    amplitudes, norms = [], []
    for k, v, magnon in zip(states.x, nu, magnons, strict=True):
        a = np.abs(v) ** 2
        slope = length + (a if magnon else 0 * a)
        norms.append(math.sqrt(np.prod(slope) * np.sum(a / slope)))
        whole = np.column_stack([waves(k, sea, length), v.conj()])
        amplitudes.append(np.linalg.det(whole) / norms[-1] / length ** (n / 2))
    weights = transitions.weights(states)
    assert np.abs(amplitudes) ** 2 == pytest.approx(weights.values, rel=1e-9, abs=1e-14)
    matrix, _ = momentum_matrix(states)
    signed = weights.signs * np.sqrt(weights.values)
    for i, bra in enumerate(states.x):
        for j, ket in enumerate(states.x):
            if i == j:
                continue
            border = np.append([0], ket * nu[j])
            rows = np.column_stack([nu[i].conj(), waves(bra, ket, length)])
            exact = -np.linalg.det(np.vstack([border, rows])) / norms[i] / norms[j]
            found = signed[i] * matrix[i, j] * signed[j]
            loop = np.conj(amplitudes[i]) * exact * amplitudes[j]
            assert found == pytest.approx(loop.real, abs=1e-10)
            assert abs(loop.imag) < 1e-10


@pytest.mark.parametrize("channel", ["injection", "spin_flip"])
def test_sum_rules(channel: str) -> None:
    found = spectral_function(channel, 2.0, n_particles=5, momentum=2, share=0.999, host="fermi")
    assert 0.999 < found.share < 1.001
    assert 0.98 < found.first_moment < 1.005
    assert found.host == "fermi"
    # p = 2 is in the sea: it is no symmetric state's
    symmetric = found.weights[found.magnon == 0]
    assert (symmetric > 0).any() == (channel == "spin_flip")


def test_one_atom_has_no_statistics() -> None:
    bosons, fermions = (
        injected_motion(4.0, n_particles=1, momentum=3, share=0.999, host=host)
        for host in ("bose", "fermi")
    )
    times = np.linspace(0, 0.4, 9)
    missed = np.abs(np.asarray(bosons.momentum(times)) - np.asarray(fermions.momentum(times)))
    assert missed.max() < bosons.error + fermions.error


@pytest.mark.parametrize("channel", ["injection", "spin_flip"])
def test_hosts_meet_at_infinite_coupling(channel: str) -> None:
    """The heaviest states, extrapolated in 1/γ but for 1/γ²; bosons at γ = ∞ are fermions."""

    def heaviest(host: str, gamma: float) -> Array:
        found = spectral_function(channel, gamma, n_particles=5, momentum=1, share=0.9, host=host)
        best = np.argsort(found.weights)[::-1][:4]
        return np.concatenate([found.weights[best], found.energies[best]])

    limits = {h: 2 * heaviest(h, 1e4) - heaviest(h, 5e3) for h in ("bose", "fermi")}
    assert limits["bose"] == pytest.approx(limits["fermi"], rel=1e-6, abs=1e-6)


@pytest.mark.parametrize(("n", "quanta"), [(3, 2), (5, -4), (7, 5)])
def test_motion(n: int, quanta: int) -> None:
    motion = injected_motion(3.0, n_particles=n, momentum=quanta, share=0.99, host="fermi")
    assert abs(float(motion.momentum(0.0)) - motion.initial_momentum) < motion.error
    better = injected_motion(3.0, n_particles=n, momentum=quanta, share=0.997, host="fermi")
    times = np.linspace(0, 8, 101)
    missed = np.abs(np.asarray(motion.momentum(times)) - np.asarray(better.momentum(times)))
    assert missed.max() < motion.error + better.error


def test_bad_hosts() -> None:
    with pytest.raises(yg.DomainError, match="n_particles must be odd for fermions, got 4"):
        spectral_function("injection", 1.0, n_particles=4, momentum=1, host="fermi")
    with pytest.raises(yg.DomainError, match="channel must be injection or spin_flip for fermions"):
        spectral_function("density", 1.0, n_particles=5, momentum=1, host="fermi")
