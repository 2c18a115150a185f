"""Form factors against 30 digits, wave functions, balls, and complete sum rules."""

from __future__ import annotations

import json
import math
from itertools import combinations, permutations
from typing import Any

import numpy as np
import pytest

import dynamics_oracle
import wave_functions
import yanggaudin as yg
from problems import REFERENCE
from yanggaudin.arguments import Array
from yanggaudin.dynamics import form_factor, form_factors
from yanggaudin.dynamics.channels import CHANNELS, Transitions, ground_numbers

ROWS: list[dict[str, Any]] = json.loads((REFERENCE / "form_factors.json").read_text())["rows"]


def numbers(texts: list[str]) -> list[float]:
    return [float(text) for text in texts]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_reference(row: dict[str, Any]) -> None:
    gamma, exact = float(row["gamma"]), float(row["weight"])
    found = form_factors(
        row["channel"],
        gamma,
        initial=numbers(row["I0"]),
        final=[numbers(row["I"])],
        magnon=row["J"],
    )
    assert found.momenta[0] == pytest.approx(float(row["momentum"]), abs=1e-13)
    assert found.energies[0] == pytest.approx(float(row["energy_difference"]), abs=1e-12)
    if found.refused:
        assert exact < 1e-20
        return
    assert abs(found.weights[0] - exact) <= found.errors["weights"][0]
    if exact > 1e-8:
        assert found.weights[0] == pytest.approx(exact, rel=1e-12 if gamma >= 0.7 else 1e-10)


def random_numbers(rng: np.random.Generator, count: int, width: int) -> Array:
    chosen = rng.choice(np.arange(-width, width + 1), count, replace=False)
    return np.array(np.sort(chosen) + (0.0 if count % 2 else 0.5))


@pytest.mark.parametrize("channel", [c for c in CHANNELS if CHANNELS[c].flip != "both"])
def test_wave_functions(channel: str) -> None:
    """N = 2 and 3, random states, excited initial ones too, integrated by Gauss's rule."""
    rng = np.random.default_rng(21)
    kind, sizes = CHANNELS[channel], set()
    for _ in range(12):
        gamma = 10 ** rng.uniform(-0.5, 1.5)
        n = int(rng.integers(2, 4)) - max(kind.more_atoms, 0)
        m = n + kind.more_atoms
        initial, final = random_numbers(rng, n, 3), random_numbers(rng, m, 3)
        magnon = int(rng.integers(max(n, m))) if kind.flip else None
        ends = [initial, final] if kind.flip == "initial" else [final, initial]
        bra = wave_functions.solved(gamma * n, ends[0], magnon)
        ket = wave_functions.solved(gamma * n, ends[1], None)
        exact = wave_functions.form_factor(bra, ket)
        found = form_factors(channel, gamma, initial=initial, final=[final], magnon=magnon)
        if found.refused:
            assert exact < 1e-24
            continue
        sizes.add(max(n, m))
        # both amplitudes are between normalised states, and have absolute roundings
        assert math.sqrt(found.weights[0]) == pytest.approx(math.sqrt(exact), rel=1e-12, abs=1e-13)
    assert sizes == {2, 3}


@pytest.mark.parametrize(
    ("low", "high", "most", "seed"),
    [
        pytest.param(-3, 0, 9, 1, marks=pytest.mark.slow),
        (0, 4, 9, 2),
        pytest.param(-2, 3, 30, 3, marks=pytest.mark.slow),
    ],
)
def test_stated_errors(low: float, high: float, most: int, seed: int) -> None:
    """Random states at any coupling, against the bare determinant in balls."""
    rng = np.random.default_rng(seed)
    seen = 0
    for _ in range(60 if most < 10 else 6):
        n, gamma = int(rng.integers(1, most)), 10 ** rng.uniform(low, high)
        initial = random_numbers(rng, n, n // 2 + 1)
        channel = str(rng.choice(["injection", "spin_flip"]))
        transitions = Transitions(channel, gamma, initial)
        final = random_numbers(rng, transitions.n_final, n // 2 + 2)
        if rng.random() < 0.5:
            final[-1] += int(10 ** rng.uniform(0, 6))
        magnon = int(rng.integers(transitions.n_final))
        finals = transitions.finals(final[None], np.array([magnon]))
        found = transitions.weights(finals)
        if found.lost[0] or (channel == "spin_flip" and transitions.quanta(finals)[0] == 0):
            continue
        exact = dynamics_oracle.weight(
            transitions.length,
            (final, finals.x[0], magnon, finals.eta[0] if magnon else 0.0),
            (initial, transitions.initial.x[0]),
        )
        assert abs(found.values[0] / exact - 1) < found.errors[0]
        seen += 1
    assert seen > 3


def field_on_one_atom(c: float, still: float, low: float, high: float) -> float:
    """|⟨k₁k₂|ψ†(p)|k⟩|² on a ring of length 1, from the two waves cos(K|x| - φ) and cos(k₀x).

    K = π(I₂ - I₁) - 2 arctan(2K/c), tan φ = c/2K, and k₀ = π|2I - I₁ - I₂|.
    """
    turns = high - low - 1
    k = math.pi * (turns + 0.5)
    for _ in range(100):
        miss = k - math.pi * turns - 2 * math.atan(c / (2 * k))
        k = max(k - miss / (1 + c / (k * k + c * c / 4)), math.pi * turns + 1e-9)
    free = abs(2 * still - low - high)
    apart = math.pi * (turns - free) + 2 * math.atan(c / (2 * k))
    square = k * k + c * c / 4
    return 4 * (c * k) ** 2 / ((apart * (k + math.pi * free)) ** 2 * (square + c))


def test_far_jumps() -> None:
    """One atom becomes two with numbers up to 1e8, in closed form, at any coupling."""
    rng = np.random.default_rng(28)
    given = 0
    for case in range(36):
        gamma, far = 10 ** rng.uniform(-2, 4), int(10 ** rng.uniform(0, 8))
        low, high = -far - 0.5, far + 0.5
        if case % 3:
            low = -int(rng.integers(1 + far ** (case % 3 - 1))) - 0.5
        initial = [0.0, 5.0, float(rng.integers(int(low), int(high)))][case // 3 % 3]
        found = form_factors("field", gamma, initial=[initial], final=[[low, high]])
        exact = field_on_one_atom(gamma, initial, low, high)
        if found.refused:
            assert exact < 1e-20
            continue
        assert abs(found.weights[0] - exact) <= found.errors["weights"][0]
        given += 1
    assert given > 30


@pytest.mark.parametrize(
    ("gamma", "numbers"), [(3.0, [-1e8 - 0.5, 1e8 + 0.5]), (1e3, [-1e5 - 0.5, 1e5 + 0.5])]
)
def test_opposite_far_jumps(gamma: float, numbers: list[float]) -> None:
    """The phases of both cancel in the weight, 1e-27 and less."""
    exact = field_on_one_atom(gamma, 0.0, *numbers)
    found = form_factors("field", gamma, initial=[0], final=[numbers])
    assert found.refused or abs(found.weights[0] - exact) <= found.errors["weights"][0]


@pytest.mark.parametrize(("channel", "magnon"), [("spin_flip", 0), ("density", None)])
def test_one_atom_takes_all(channel: str, magnon: int | None) -> None:
    """e^{iqx} of one atom is one state, at any coupling, which it does not see."""
    for gamma, quanta in ((0.6839, 1), (31.4413, 6), (1.0, 3), (1e-3, -2), (1e4, 9)):
        found = form_factors(channel, gamma, initial=[0], final=[[quanta]], magnon=magnon)
        assert found.weights[0] == pytest.approx(1, abs=1e-14)
        assert found.errors["weights"][0] < 1e-13


def pairs_at(quanta: int, magnon: int, shift: float, reach: int) -> Array:
    """All I_1 < I_2 with I_1 + I_2 + J of a momentum, up to some size, shape (b, 2)."""
    upper = np.arange(-reach, reach) + shift
    both = np.stack([quanta - magnon - upper, upper], axis=1)
    return np.array(both[both[:, 0] < both[:, 1]])


@pytest.mark.parametrize("gamma", [0.5, 3.0, 40.0])
@pytest.mark.parametrize("quanta", [1, 2, -3])
def test_flip_of_two_atoms_is_complete(gamma: float, quanta: int) -> None:
    """Σ|F|² = N and Σ(E - E₀)|F|² = Nq²/2 over all final states."""
    total = first = 0.0
    for magnon in (0, 1):
        final = pairs_at(quanta, magnon, 0.5, 3000)
        found = form_factors("spin_flip", gamma, initial=[-0.5, 0.5], final=final, magnon=magnon)
        total += np.nansum(found.weights)
        first += np.nansum(found.weights * found.energies)
    q = 2 * math.pi * quanta / 2
    assert total == pytest.approx(2, rel=1e-13)
    assert first == pytest.approx(q * q, rel=1e-9)


@pytest.mark.parametrize(
    "gamma",
    [0.5, pytest.param(3.0, marks=pytest.mark.slow), pytest.param(40.0, marks=pytest.mark.slow)],
)
@pytest.mark.parametrize(
    ("initial", "magnon", "reach"),
    [
        ([-0.5, 0.5], 1, 1e3),
        ([-0.5, 1.5], 1, 1e3),
        # a symmetric state has the contact's tail, 1/p⁴
        pytest.param([-1.5, 0.5], 0, 3e4, marks=pytest.mark.slow),
    ],
)
def test_ejection_of_two_atoms_is_complete(
    gamma: float, initial: list[float], magnon: int, reach: float
) -> None:
    """One atom is left, at any momentum: Σ w = 1, on top of any numbers."""
    everywhere = np.arange(-reach, reach + 1)[:, None]
    found = form_factors("ejection", gamma, initial=initial, final=everywhere, magnon=magnon)
    assert np.nansum(found.weights) == pytest.approx(1, abs=1e-14)


def test_symmetric_states_are_those_of_the_host() -> None:
    """|⟨S⁻₀k|S⁻_q|λ⟩|² = |⟨k|ρ_q|λ⟩|²/N, and of an injection with N + 1."""
    ground = [-1.0, 0.0, 1.0]
    for one, other, final in (
        ("spin_flip", "density", [-1.0, 0.0, 2.0]),
        ("injection", "field", [-1.5, -0.5, 0.5, 2.5]),
    ):
        flipped = form_factor(one, 2.0, initial=ground, final=final, magnon=0)
        alike = form_factor(other, 2.0, initial=ground, final=final)
        assert flipped * len(final) == pytest.approx(alike, rel=1e-14)


def test_no_momentum() -> None:
    ground, excited = [-1.0, 0.0, 1.0], [-2.0, 0.0, 2.0]
    assert form_factor("spin_flip", 2.0, initial=ground, final=ground, magnon=0) == 3
    assert form_factor("spin_flip", 2.0, initial=ground, final=excited, magnon=0) == 0
    assert form_factor("spin_flip", 2.0, initial=ground, final=[-2, 0, 1], magnon=1) == 0
    assert form_factor("density", 2.0, initial=ground, final=ground) == 9


def test_what_doubles_do_not_give_is_refused() -> None:
    """At weak coupling moving every atom has a weight far below what cancels in it."""
    n, ground = 20, np.arange(20) - 9.5
    moved = ground + np.where(np.arange(n) < n // 2, -3, 3)
    with pytest.raises(yg.AccuracyError, match="too small for double"):
        form_factor("spin_flip", 0.01, initial=ground, final=moved, magnon=3)
    found = form_factors("spin_flip", 0.01, initial=ground, final=[moved, ground], magnon=3)
    assert list(found.refused) == [(0,)]
    assert math.isnan(found.weights[0])
    assert found.weights[1] > 0


def test_many_atoms() -> None:
    """N = 300: the mirror image has the same weight."""
    ground = np.arange(300) - 149.5
    final = np.arange(301) - 150.0  # with π + θ(2k - 2η) in Eq. (2) the image has -I - 1, M - J
    there = form_factors("injection", 5.0, initial=ground, final=[final], magnon=40)
    back = form_factors("injection", 5.0, initial=ground, final=[final - 1], magnon=301 - 40)
    assert there.errors["weights"][0] < 1e-9 * there.weights[0]
    assert there.weights[0] == pytest.approx(back.weights[0], rel=1e-9)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"channel": "flip"}, "channel must be one of injection, ejection, spin_flip, density"),
        ({"channel": None}, "channel must be one of"),
        ({"gamma": 1e-4}, r"gamma must lie in \[0.001, 10000.0\] for form factors"),
        ({"gamma": -1.0}, "gamma must be > 0"),
        ({"initial": [0, 1]}, r"initial of 2 atoms must be half-odd"),
        ({"initial": [0.5, 0.5]}, "initial must be distinct"),
        ({"initial": []}, "number of atoms in initial must be a whole number from 1"),
        ({"initial": None}, "initial must"),
        ({"initial": "ab"}, "initial must"),
        ({"initial": 5}, "initial must be one number for each"),
        ({"final": [0.5, 1]}, "final of 2 atoms must be half-odd"),
        ({"final": [-0.5, 0.5, 1.5]}, "final must be one number for each of the 2 atoms"),
        ({"final": 3}, "final must be a list|final must be one number"),
        ({"final": [0.5, math.nan]}, "final must lie in"),
        ({"magnon": 2}, "magnon must be a whole number from 0 to 1, got 2"),
        ({"magnon": -1}, "magnon must be a whole number"),
        ({"magnon": None}, "magnon must be J of the final state for spin_flip"),
        ({"channel": "density"}, "magnon must be None for density"),
        ({"channel": "ejection", "initial": [0.0], "final": [], "magnon": 0}, "from 2 to 700"),
    ],
)
def test_bad_input(change: dict[str, Any], message: str) -> None:
    given: dict[str, Any] = {
        "channel": "spin_flip",
        "gamma": 1.0,
        "initial": [-0.5, 0.5],
        "final": [-0.5, 1.5],
        "magnon": 1,
    }
    with pytest.raises(yg.DomainError, match=message):
        form_factor(**(given | change))


def test_as_many_magnons_as_final_states() -> None:
    with pytest.raises(yg.DomainError, match="final must be a list of the I_j of one or more"):
        form_factors("spin_flip", 1.0, initial=[0], final=[], magnon=[])
    with pytest.raises(yg.DomainError, match="one for each of the 2 final states, got 3"):
        form_factors("spin_flip", 1.0, initial=[0], final=[[0], [1]], magnon=[0, 0, 0])
    with pytest.raises(yg.DomainError, match="of the initial state"):
        form_factors("ejection", 1.0, initial=[-0.5, 0.5], final=[[0], [1]], magnon=[0, 1])


def free_of_bethe(k: Array, x: Array) -> Array:
    """W_k(x) with c = 1 of any k at ordered places (points, n), complex."""
    total = np.zeros(len(x), dtype=complex)
    for order in permutations(k):
        factor = 1.0 + 0.0j
        for a, one in enumerate(order):
            for other in order[:a]:
                factor *= 1 - 1j / (one - other)
        total += factor * np.exp(1j * x @ np.array(order))
    return total


@pytest.mark.parametrize("n", [1, 2, 3])
def test_slavnov_as_it_is_used(n: int) -> None:
    """The quoted theorem, with its normalisation: ⟨W_μ|W_λ⟩ for any real μ and on-shell λ."""
    length = 1.7
    lam: Array = np.array(
        wave_functions.solved(length, ground_numbers(n) + (n == 2), None).k, float
    )
    mu = np.array([0.3, -1.1, 2.4])[:n]
    x, weights = wave_functions.simplex(length, n, 26)
    integral = (weights * free_of_bethe(mu, x).conj() * free_of_bethe(lam, x)).sum()
    u = mu[:, None] - lam
    delta = -(mu * length + 2 * np.arctan(u).sum(axis=1)) / 2 + np.pi * (n - 1) / 2
    b = (np.sin(delta)[:, None] / u + np.cos(delta)[:, None]) / (1 + u * u)
    vandermonde = math.prod(
        (mu[i] - mu[j]) * (lam[j] - lam[i]) for i, j in combinations(range(n), 2)
    )
    product = np.exp(-1j * mu.sum() * length / 2) * np.sqrt(1 + u * u).prod()
    exact = (-2) ** n * product * np.linalg.det(b) / vandermonde
    assert integral == pytest.approx(exact, rel=1e-12)
