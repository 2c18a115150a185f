"""Correlations on rings against the ring's own energy, plane waves and the infinite system."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

import yanggaudin as yg
from yanggaudin.dynamics import edge_scaling, host_correlations, momentum_distribution
from yanggaudin.dynamics.channels import ground_numbers, solved_by_ring
from yanggaudin.dynamics.impurity import momentum_matrix
from yanggaudin.dynamics.search import Search
from yanggaudin.ring import Ring


@pytest.mark.parametrize("gamma", [1.0, 6.0])
def test_pair_correlation_is_the_slope_of_the_energy(gamma: float) -> None:
    """g₂(0) = (2/N) ∂E/∂c, from another solver, and the sum rule of g₂ on the ring."""
    n, step = 8, 1e-3 * gamma
    host = host_correlations(gamma, n_particles=n, largest=32, share=0.997)
    up, down = (Ring(gamma + s, n_particles=n).ground_state.energy for s in (step, -step))
    exact = (up - down) / (2 * step) * 2 / n
    contact = float(host.pair_correlation(0.0))
    assert contact == pytest.approx(exact, abs=0.006)
    assert abs(contact - exact) < float(host.errors["pair_correlation"])
    x = (np.arange(4000) + 0.5) / 4000 * n
    assert np.mean(host.pair_correlation(x)) == pytest.approx(1 - 1 / n, abs=1e-6)
    # the cusp: g₂ rises like g₂(0)(1 + c|x|)
    assert float(host.pair_correlation(0.01)) / contact - 1 == pytest.approx(0.01 * gamma, rel=0.05)
    assert host.to_dict()["structure_factor"][0] == host.structure_factor[0]


@pytest.mark.parametrize(
    ("gamma", "n", "largest", "share"),
    [
        (1.0, 3, 1, 0.95),
        (1.0, 3, 2, 0.999),
        (3.0, 3, 1, 0.95),
        (10.0, 4, 1, 0.99),
        (100.0, 2, 2, 0.95),
        (0.1, 6, 1, 0.95),
        (3.0, 6, 2, 0.99),
    ],
)
def test_pair_correlation_from_few_momenta(
    gamma: float, n: int, largest: int, share: float
) -> None:
    """The form beyond the largest q is wrong there, and the error says so: g₂(0) = (2/N)∂E/∂c."""
    step = 1e-3 * gamma
    up, down = (Ring(gamma + s, n_particles=n).ground_state.energy for s in (step, -step))
    host = host_correlations(gamma, n_particles=n, largest=largest, share=share)
    error = float(host.errors["pair_correlation"])
    assert abs(float(host.pair_correlation(0.0)) - (up - down) / (n * step)) < error


def test_ctrl_c_ends_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """It comes during n(p), before there is an S(q)."""
    look_at, looked = Search._look_at, []

    def interrupt(self: Search, *arguments: Any) -> None:
        looked.append(self.transitions.channel.name)
        if len(looked) == 3:
            raise KeyboardInterrupt
        look_at(self, *arguments)

    monkeypatch.setattr(Search, "_look_at", interrupt)
    with pytest.warns(yg.ValidityWarning, match="interrupted"), pytest.raises(KeyboardInterrupt):
        host_correlations(3.0, n_particles=5)
    assert looked == ["ejection"] * 3


def test_structure_factor_within_its_errors() -> None:
    rough, fine = (host_correlations(2.0, n_particles=6, share=s) for s in (0.98, 0.9995))
    missed = np.abs(rough.structure_factor - fine.structure_factor)
    assert (missed < np.asarray(rough.errors["structure_factor"])).all()


def test_sound_and_contact_of_the_infinite_system() -> None:
    """The first S(q) is q/2v, and n(p) falls like C/p⁴, both up to 1/N²."""
    host = host_correlations(1.0, n_particles=16, largest=3, share=0.995)
    slope = host.structure_factor[0] / host.momenta[0]
    assert slope == pytest.approx(0.5 / yg.sound_velocity(1.0), rel=0.02)
    found = momentum_distribution(1.0, n_particles=16, magnon=0, share=0.99995)
    far = (found.momenta > 6) & (found.momenta < 9)
    tail = 16 * found.probabilities * found.momenta**4
    assert tail[far] == pytest.approx(yg.tan_contact(1.0), rel=0.1)


def test_momentum_distribution_of_two_atoms() -> None:
    """The even relative wave cos(k(|x| - L/2)), in plane waves: no Bethe ansatz but for k."""
    gamma, length = 3.0, 2.0
    k = 1.0
    for _ in range(200):  # k tan(kL/2) = c/2, by bisection of a monotonic function
        k = 2 / length * math.atan(gamma / (2 * k)) * 0.5 + 0.5 * k
    x = (np.arange(200_000) + 0.5) / 200_000 * length
    wave = np.cos(k * (x - length / 2))
    wave /= math.sqrt(np.mean(wave**2))
    found = momentum_distribution(gamma, n_particles=2, magnon=0, share=0.99999)
    for quanta in (0, 1, 2, 5):
        exact = np.mean(wave * np.cos(2 * math.pi * quanta * x / length)) ** 2
        at = int(np.flatnonzero(found.quanta == quanta)[0])
        assert found.probabilities[at] == pytest.approx(exact, rel=1e-6)
    half, other, start = np.asarray(found.coherence([length / 2, -length / 2, 0.0]))
    assert abs(half - other) < 1e-12
    assert abs(start - 1) < found.errors["probabilities"] + 1e-12


def test_mean_of_a_magnon() -> None:
    n, magnon = 7, 2
    found = momentum_distribution(4.0, n_particles=n, magnon=magnon, share=0.99999)
    state = solved_by_ring(4.0, ground_numbers(n), magnon)
    assert found.mean == pytest.approx(4.0 * momentum_matrix(state)[0][0, 0], abs=1e-3)
    assert (np.diff(found.quanta) > 0).all()
    assert found.probabilities.sum() == pytest.approx(found.share)


@pytest.mark.parametrize("channel", ["spin_flip", "injection"])
def test_edge_scaling(channel: str) -> None:
    found = edge_scaling(channel, 10.0, n_particles=10, magnon=3, doublings=5)
    assert found.momentum == pytest.approx(0.6 * math.pi)
    assert abs(found.exponent - found.exact) < max(found.error, 1e-6)
    assert found.error < 1e-3
    assert abs(found.local_exponents[-1] - found.exact) > found.error


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"channel": "density"}, "channel must be spin_flip or injection"),
        ({"magnon": 0}, "magnon must be a whole number from 1 to 9"),
        ({"doublings": 9}, "doublings must be a whole number from 1 to 6"),
        ({"n_particles": 500}, "n_particles must be a whole number from 2 to 350"),
    ],
)
def test_bad_scaling(change: dict[str, Any], message: str) -> None:
    given: dict[str, Any] = {"channel": "injection", "gamma": 1.0, "n_particles": 10, "magnon": 2}
    with pytest.raises(yg.DomainError, match=message):
        edge_scaling(**(given | change))


def test_bad_correlations() -> None:
    with pytest.raises(yg.DomainError, match=r"take \S+ hours, more than 3; lower n_particles$"):
        host_correlations(1.0, n_particles=600)
    with pytest.raises(yg.DomainError, match=r"share must lie in \(0, 1\), got nan$"):
        host_correlations(1.0, n_particles=6, share=math.nan)
    with pytest.raises(yg.DomainError, match="largest must be a whole number from 1"):
        host_correlations(1.0, n_particles=4, largest=0)
    with pytest.raises(yg.DomainError, match="distance must"):
        momentum_distribution(1.0, n_particles=3, magnon=1).coherence(math.nan)
