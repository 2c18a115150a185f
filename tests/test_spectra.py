"""Spectral functions: exact sums, what is missing, and what a caller can get wrong."""

from __future__ import annotations

import math
from itertools import combinations, pairwise
from typing import Any

import numpy as np
import pytest
from scipy.integrate import quad

import yanggaudin as yg
from yanggaudin.dynamics import SpectralFunction, spectral_function
from yanggaudin.dynamics.channels import Transitions, ground_numbers
from yanggaudin.dynamics.contact_tail import ContactTail
from yanggaudin.dynamics.scan import Goal, _run
from yanggaudin.dynamics.search import Search
from yanggaudin.dynamics.states import States
from yanggaudin.dynamics.sum_rules import SumRule
from yanggaudin.ring import Ring


@pytest.mark.parametrize("gamma", [0.3, 2.0, 20.0])
def test_flip_of_three_atoms_is_complete(gamma: float) -> None:
    found = spectral_function("spin_flip", gamma, n_particles=3, momentum=2, share=0.999999)
    assert 0.999999 <= found.share < 1
    assert 0.9995 < found.first_moment < 1
    assert (found.energies > 0).all()


@pytest.mark.parametrize(("gamma", "momentum"), [(2.0, 0), (10.0, 0), (10.0, 1)])
def test_contact_tail_is_what_is_missing(gamma: float, momentum: int) -> None:
    """All states of 3 + 1 atoms up to far away: they and the tail beyond have the weight 1."""
    n, reach = 3, 26
    found = spectral_function("injection", gamma, n_particles=n, momentum=momentum, share=0.98)
    numbers = np.array(list(combinations(np.arange(-reach, reach) + 0.5, n + 1)))
    magnon = momentum - numbers.sum(axis=1).astype(int)
    possible = (magnon >= 0) & (magnon <= n)
    transitions = Transitions("injection", gamma, [-1, 0, 1])
    finals = transitions.finals(numbers[possible], magnon[possible])
    weights, energies = transitions.weights(finals).values, transitions.energies(finals)
    # two atoms at ±K, K = 2πI/L, in the leading order of 1/K
    beyond = gamma**2 / (3 * math.pi * (2 * math.pi * reach / n) ** 3)
    assert weights.sum() + beyond == pytest.approx(1, abs=beyond / 2 + 1e-6)
    searched = {tuple(row) for row in found.states.tolist()}
    looked_at = np.array([tuple(row) in searched for row in finals.numbers.tolist()])
    assert weights[looked_at].sum() == pytest.approx(found.weights.sum(), rel=1e-9)
    contact = found._contact
    assert contact is not None
    fast = (finals.x[:, -1] - finals.x[:, 0]) * gamma / 2 > contact.cutoff
    assert not (fast & looked_at).any()
    assert abs(weights[fast].sum() + beyond - found.tail) < found.errors["tail"]
    far = gamma**2 / (math.pi * 2 * math.pi * reach / n)
    first = (weights * energies)[fast].sum() + far
    assert first == pytest.approx(contact.first_moment, rel=contact.error / contact.weight)


@pytest.mark.parametrize("host", ["bose", "fermi"])
def test_contact_tail_of_one_atom(host: str) -> None:
    """Two atoms have all levels at one distance: the tail may be wrong by half of a level."""
    for gamma in (0.3, 1.0, 2.0, 10.0, 30.0):
        for share in (0.95, 0.99, 0.998, 0.9995):
            transitions = Transitions("injection", gamma, ground_numbers(1), host=host)
            rule = SumRule(transitions, 0, tail_error=1 - share)
            search = Search(transitions, 0, rule.accepts)
            assert [*search.batches()]  # all of them
            assert rule.tail is not None
            assert abs(search.weight + rule.tail.weight - 1) < rule.tail.error


@pytest.mark.parametrize("cutoff", [3.0, 4.99, 5.01, 60.0])
@pytest.mark.parametrize("gamma", [0.01, 1.0, 100.0])
def test_contact_tail_in_closed_form(gamma: float, cutoff: float) -> None:
    """Against quadrature; and the lines that stand for it in a broadened spectrum."""
    tail = ContactTail(20.0, gamma, 1.5, 0.7, 0.3, cutoff)
    kappa = (1.5**2 + 0.7) / 4 + 2 * gamma / (1 + gamma)
    shift = (1.5**2 - 0.7) / 4 - 0.3

    def density(k: float) -> float:
        pair = 1 / (k**2 * (k**2 + gamma**2 / 4))
        return gamma**2 / math.pi * pair * (1 + 2 * kappa / k**2)

    weight = quad(density, cutoff, math.inf, epsabs=0)[0]
    first = quad(lambda k: (k * k + shift) * density(k), cutoff, math.inf, epsabs=0)[0]
    assert tail.weight == pytest.approx(weight, rel=1e-9)
    assert tail.first_moment == pytest.approx(first, rel=1e-9)
    for width in (0.02, 0.7, 40.0):
        omega = cutoff**2 + np.array([-1.0, 0.0, 0.1, 3.0, 50.0])
        for at, found in zip(omega, tail.broadened(omega, width), strict=True):

            def seen(k: float, at: float = float(at), width: float = width) -> float:
                away = (k * k + shift - at) / width
                return density(k) * math.exp(-away * away / 2) / width / math.sqrt(2 * math.pi)

            ends = [math.sqrt(max(at - shift + s * width, cutoff**2)) for s in (-8, -2, 0, 2, 8)]
            parts = (quad(seen, *pair, epsabs=0)[0] for pair in pairwise(ends) if pair[0] < pair[1])
            assert found == pytest.approx(sum(parts), rel=1e-7, abs=1e-14 * weight)


def test_states_are_found_once_and_sorted() -> None:
    found = spectral_function("injection", 2.0, n_particles=7, momentum=3, share=0.99)
    rows = np.column_stack([found.states, found.magnon])
    assert len(np.unique(rows, axis=0)) == len(rows) == len(found.weights)
    assert (np.diff(found.energies) >= 0).all()
    assert (found.states.sum(axis=1) + found.magnon == 3).all()
    assert found.momenta == pytest.approx(2 * math.pi * 3 / 7)
    assert found.to_dict()["share"] == found.share


@pytest.mark.parametrize("channel", ["injection", "spin_flip"])
@pytest.mark.parametrize("gamma", [0.1, 3.0])
def test_mirror_image(channel: str, gamma: float) -> None:
    """-p has the energies and weights of p, although the quantum numbers are others."""
    one, other = (
        spectral_function(channel, gamma, n_particles=8, momentum=p, share=0.99) for p in (3, -3)
    )
    for found in (one, other):
        order = np.argsort(found.weights)[::-1][:7]
        assert np.unique(np.round(found.energies[order], 8)).size > 3
    assert np.sort(one.weights)[-7:] == pytest.approx(np.sort(other.weights)[-7:], rel=1e-9)
    assert one.share == pytest.approx(other.share, abs=0.02)


def test_lowest_state_is_that_of_the_ring() -> None:
    """The threshold: one magnon on the ground state's I_j, by another solver."""
    n, gamma, quanta = 12, 2.0, 4
    found = spectral_function("injection", gamma, n_particles=n, momentum=quanta)
    host, more = Ring(gamma, n_particles=n), Ring(gamma * n / (n + 1), n_particles=n + 1)
    scale = ((n + 1) / n) ** 2
    lowest = more.state(quanta).energy * scale - host.ground_state.energy
    assert found.energies[0] == pytest.approx(lowest, rel=1e-12)


def test_weak_coupling_does_not_stall() -> None:
    """At p = 0 half of the weight beyond the heaviest state is near J = M."""
    found = spectral_function("injection", 0.1, n_particles=36, momentum=0, share=0.99)
    assert found.share > 0.99
    assert found.dropped > 0


def test_host_and_ejection() -> None:
    density = spectral_function("density", 3.0, n_particles=8, momentum=2, share=0.999)
    assert density.share == density.first_moment > 0.999
    assert (density.states.sum(axis=1) == 2).all()
    assert (density.energies > 0).all()
    rough = spectral_function("density", 3.0, n_particles=8, momentum=2, share=0.9)
    difference = density.weights.sum() - rough.weights.sum()
    assert 0 < difference / 0.3 / math.sqrt(2 * math.pi) < rough.broadened_error(0.3)
    every = spectral_function("ejection", 3.0, n_particles=8, momentum=None, magnon=3, share=0.999)
    assert every.share == pytest.approx(every.weights.sum())
    one = spectral_function("ejection", 3.0, n_particles=8, momentum=-3, magnon=3, share=0.999)
    here = np.abs(every.momenta + 2 * math.pi * 3 / 8) < 1e-9
    assert one.weights == pytest.approx(every.weights[here], rel=1e-12)
    assert math.isnan(one.first_moment)


def test_broadened() -> None:
    found = spectral_function("injection", 3.0, n_particles=8, momentum=1, share=0.98)
    omega = np.linspace(0, 400, 8001)
    density = np.asarray(found.broadened(omega, 0.3))
    assert density.sum() * 0.05 == pytest.approx(found.share, abs=1e-3)
    at = float(found.energies[3])
    exact = (found.weights * np.exp(-((at - found.energies) ** 2) / 0.18)).sum()
    assert found.broadened(at, 0.3) == pytest.approx(exact / 0.3 / math.sqrt(2 * math.pi), rel=1e-6)
    better = spectral_function("injection", 3.0, n_particles=8, momentum=1, share=0.998)
    low = omega < 8
    difference = np.abs(np.asarray(better.broadened(omega[low], 0.3)) - density[low]).max()
    assert 0 < difference < found.broadened_error(0.3)


def interrupt(share: float, count: int) -> None:
    if share > 0.5 and count > 100:
        raise KeyboardInterrupt


def test_ctrl_c_keeps_what_was_found() -> None:
    with pytest.warns(yg.ValidityWarning, match="it was interrupted after"):
        found = spectral_function(
            "spin_flip", 10.0, n_particles=10, momentum=5, share=0.999, progress=interrupt
        )
    assert 0.5 < found.share < 0.999
    assert len(found.weights) > 100


def test_too_few_states_are_said() -> None:
    with pytest.warns(yg.ValidityWarning, match=r"share 0\.\d+ of the sum rule, not 0\.999: "):
        found = spectral_function(
            "spin_flip", 10.0, n_particles=20, momentum=10, share=0.999, most_states=500
        )
    assert isinstance(found, SpectralFunction)
    assert found.share < 0.999


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"channel": "tunnel"}, "channel must be one of injection"),
        ({"channel": "field"}, "field has no exact sum rule"),
        ({"gamma": 1e5}, "gamma must lie in"),
        ({"n_particles": 0}, "n_particles must be a whole number from 1 to 700"),
        ({"n_particles": 701}, "n_particles must be a whole number from 1 to 700"),
        ({"momentum": 0.5}, r"momentum must be a whole number .* got 0.5 \(in 2π/L\)"),
        ({"momentum": None}, "momentum must be a whole number"),
        ({"momentum": 0}, "momentum must not be 0 for spin_flip: its whole weight is N"),
        ({"channel": "density", "momentum": 0}, "weight is N²"),
        ({"share": 1.0}, r"share must lie in \(0, 1\), got 1.0"),
        ({"share": 0}, r"share must lie in"),
        ({"magnon": 1}, "magnon must be None for spin_flip"),
        ({"channel": "ejection"}, r"magnon must be a whole number from 0 to 4"),
        ({"channel": "ejection", "magnon": 5}, r"magnon must be a whole number from 0 to 4"),
        ({"progress": 3}, "progress must be a function"),
        ({"most_states": 0}, "most_states must be a whole number"),
    ],
)
def test_bad_input(change: dict[str, Any], message: str) -> None:
    given: dict[str, Any] = {
        "channel": "spin_flip",
        "gamma": 1.0,
        "n_particles": 5,
        "momentum": 2,
    }
    with pytest.raises(yg.DomainError, match=message):
        spectral_function(**(given | change))


def test_bad_width() -> None:
    found = spectral_function("spin_flip", 1.0, n_particles=3, momentum=1)
    for width in (0, -1.0, math.nan, math.inf):
        with pytest.raises(yg.DomainError, match="width must be > 0"):
            found.broadened(1.0, width)


def edge_exponent(channel: str, gamma: float) -> float:
    """-d log(weight)/d log N of the lowest magnon at p = πn/2, N → ∞, from N = 20 … 640."""
    logs = []
    for n in 20 * 2 ** np.arange(6):
        transitions = Transitions(channel, gamma, ground_numbers(int(n)))
        numbers = ground_numbers(transitions.n_final)[None]
        found = transitions.weights(transitions.finals(numbers, np.array([n // 4])))
        assert found.errors[0] < 1e-9
        logs.append(math.log(found.values[0]))
    slopes = -np.diff(logs) / math.log(2)
    # the corrections are (log N, 1)/N and (log N, 1)/N²
    for factor in (2, 2, 4, 4):
        slopes = (factor * slopes[1:] - slopes[:-1]) / (factor - 1)
    return float(slopes[0])


@pytest.mark.parametrize(("gamma", "bound"), [(0.5, 1e-4), (1.0, 1e-5), (10.0, 1e-7)])
def test_edge_exponent(gamma: float, bound: float) -> None:
    """Of a flip g₊² + g₋² of Eq. (10); an injection pushes one atom more out of its place."""
    polaron = yg.Polaron(gamma)
    plus, minus = polaron.edge(math.pi / 2).shifts
    # the weight of a flip is out of N
    assert abs(edge_exponent("spin_flip", gamma) + 1 - plus**2 - minus**2) < bound
    more = 0.5 / math.sqrt(polaron.gas.luttinger_parameter)
    injected = (plus + more) ** 2 + (minus - more) ** 2
    assert abs(edge_exponent("injection", gamma) - injected) < 100 * bound


def test_an_ejection_needs_no_momentum_and_prints_in_a_line() -> None:
    found = spectral_function("ejection", 1.0, n_particles=6, magnon=2, share=0.99)
    assert found.momentum_quanta is None
    assert "share=0.99" in repr(found)
    assert len(repr(found)) < 200
    with pytest.raises(yg.DomainError, match=r"momentum must be a whole number .* got None"):
        spectral_function("injection", 1.0, n_particles=6)


@pytest.mark.parametrize("gamma", [0.5, 1.0, 3.0, 63.6])
def test_first_moment_that_is_zero(gamma: float) -> None:
    """The mirror image of J = 1 of two atoms is at q = -2π/L and has the same energy."""
    given: dict[str, Any] = {"n_particles": 2, "magnon": 1, "share": 0.99}
    assert math.isnan(
        spectral_function("impurity_density", gamma, momentum=-1, **given).first_moment
    )
    found = spectral_function("impurity_density", gamma, momentum=1, **given)
    assert 0.5 < found.first_moment < 1


@pytest.mark.parametrize("momentum", [10**5, 10**6])
def test_far_momenta(momentum: int) -> None:
    """No more than the sum rule, but for the stated errors."""
    found = spectral_function(
        "impurity_density", 0.01, n_particles=5, magnon=3, momentum=momentum, share=0.97
    )
    assert 0.97 < found.share < 1 + float(found.errors["share"])


def test_search_among_few_states_finds_each_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """It ends when there is nowhere to go, and says so."""
    transitions = Transitions("injection", 2.0, ground_numbers(3))
    numbers = np.array(list(combinations(np.arange(-3, 4) + 0.5, 4)))
    magnon = 1 - numbers.sum(axis=1)
    possible = {tuple(row) for row in numbers[(magnon >= 0) & (magnon < 4)].tolist()}

    def within(states: States) -> Any:
        return np.isin(states.numbers, numbers).all(axis=1)

    monkeypatch.setattr("yanggaudin.dynamics.search._AT_ONCE", 1)
    search = Search(transitions, 1, within)
    said = _run(search, SumRule(transitions, 1, tail_error=None), Goal(0.9999, 10**4, None, 1))
    assert said == f"beyond {len(possible)} states all others have two very fast atoms"
    states, _, weights = search.everything()
    assert len(states) == len(possible)
    assert {tuple(row) for row in states.numbers.tolist()} == possible
    assert weights.values.sum() == pytest.approx(search.weight)


def test_search_that_accepts_no_state_finds_none() -> None:
    transitions = Transitions("injection", 2.0, ground_numbers(3))
    search = Search(transitions, 1, lambda states: np.zeros(len(states), dtype=bool))
    assert [*search.batches()] == [None]
    assert (search.found, search.weight, search.moment) == (0, 0.0, 0.0)
