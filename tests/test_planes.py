"""Spectra of many momenta, several cores, and what is refused for its price."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

import yanggaudin as yg
from yanggaudin.dynamics import (
    SpectralPlane,
    injected_motion,
    spectral_function,
    spectral_plane,
)
from yanggaudin.dynamics.channels import Transitions, Weights, ground_numbers, solved_by_ring
from yanggaudin.dynamics.impurity import momentum_matrix
from yanggaudin.dynamics.states import States


def test_plane_is_its_spectra() -> None:
    plane = spectral_plane("injection", 2.0, n_particles=6, momenta=[3, 0, -2], share=0.95)
    assert plane.momenta == pytest.approx(2 * math.pi / 6 * np.array([3, 0, -2]))
    one = spectral_function("injection", 2.0, n_particles=6, momentum=-2, share=0.95)
    assert plane.spectra[2].weights == pytest.approx(one.weights, rel=1e-12)
    omega = np.linspace(0, 9, 7)
    assert plane.broadened(omega, 0.4)[2] == pytest.approx(one.broadened(omega, 0.4), rel=1e-12)
    assert plane.shares[2] == one.share
    assert plane.first_moments[2] == one.first_moment
    assert plane.to_dict()["channel"] == "injection"


def test_momenta_unless_given() -> None:
    done = []
    plane = spectral_plane(
        "density", 2.0, n_particles=4, share=0.9, progress=lambda *count: done.append(count)
    )
    assert [one.momentum_quanta for one in plane.spectra] == [1, 2, 3, 4]
    assert done == [(1, 4), (2, 4), (3, 4), (4, 4)]
    weights = [one.weights.sum() / 4 for one in plane.spectra]
    assert plane.static_structure_factor == pytest.approx(weights)


def test_ctrl_c_keeps_what_is_done() -> None:
    def interrupt(*done: int) -> None:
        if done[0] == 2:
            raise KeyboardInterrupt

    with pytest.warns(yg.ValidityWarning, match="it was interrupted after 2 of 5 momenta"):
        plane = spectral_plane("spin_flip", 2.0, n_particles=5, progress=interrupt)
    assert [one.momentum_quanta for one in plane.spectra] == [1, 2]


@pytest.mark.parametrize("done", [0, 1])
def test_ctrl_c_within_a_momentum(done: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is found of it is left out; of nothing there is no plane."""
    weigh, ends, batches = Transitions.weights, [0], []

    def weights(self: Transitions, finals: States) -> Weights:
        batches.append(ends[-1])
        if batches.count(done) > 1:
            raise KeyboardInterrupt
        return weigh(self, finals)

    def plane() -> SpectralPlane:
        return spectral_plane(
            *("density", 2.0), n_particles=3, share=0.99999, progress=lambda n, _: ends.append(n)
        )

    monkeypatch.setattr(Transitions, "weights", weights)
    if not done:
        with pytest.raises(KeyboardInterrupt):
            plane()
        return
    with pytest.warns(yg.ValidityWarning, match=r"it was interrupted after 1 of 3 momenta"):
        found = plane()
    assert [one.momentum_quanta for one in found.spectra] == [1]
    assert found.shares.min() >= 0.99999


def test_ctrl_c_before_there_is_a_state_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    def weights(*_: object) -> Weights:
        raise KeyboardInterrupt

    monkeypatch.setattr(Transitions, "weights", weights)
    with pytest.raises(KeyboardInterrupt):
        spectral_plane("density", 2.0, n_particles=3)


def test_share_that_is_not_reached_is_said() -> None:
    with pytest.warns(yg.ValidityWarning, match=r"momenta have less than the share 0\.999"):
        plane = spectral_plane("spin_flip", 5.0, n_particles=8, share=0.999, most_states=50)
    assert plane.shares.min() < 0.999


@pytest.mark.parametrize("workers", [2, 3, -1])
def test_threads_change_no_number(workers: int) -> None:
    one, more = (
        spectral_function("spin_flip", 3.0, n_particles=9, momentum=4, share=0.99, workers=w)
        for w in (1, workers)
    )
    assert one.states.tolist() == more.states.tolist()
    assert one.weights == pytest.approx(more.weights, rel=1e-13)
    alone, shared = (
        injected_motion(3.0, n_particles=5, momentum=3, share=0.97, workers=w) for w in (1, workers)
    )
    assert alone.matrix == pytest.approx(shared.matrix, abs=1e-13)


@pytest.mark.parametrize(("magnon", "momentum"), [(3, 2), (2, -4)])
def test_dynamic_structure_factor_of_the_impurity(magnon: int, momentum: int) -> None:
    """All weights of e^{iqx↓} are 1 together, and take q²/2 + q⟨p↓⟩."""
    found = spectral_function(
        "impurity_density", 3.0, n_particles=6, momentum=momentum, magnon=magnon, share=0.9999
    )
    assert 0.9999 < found.share < 1 + 1e-9
    assert 0.995 < found.first_moment < 1 + 1e-9
    assert (found.magnon == 0).any()
    # the same transition seen from the other state
    heavy = int(np.argmax(np.where(found.magnon > 0, found.weights, 0)))
    if np.array_equal(found.states[heavy], np.arange(6) - 2.5):
        back = spectral_function(
            "impurity_density", 3.0, n_particles=6, momentum=-momentum,
            magnon=int(found.magnon[heavy]), share=0.999,
        )  # fmt: skip
        same = np.abs(back.energies + found.energies[heavy]) < 1e-9
        assert back.weights[same].max() == pytest.approx(found.weights[heavy], rel=1e-9)


def test_mean_momentum_in_the_first_moment_is_that_of_the_matrix() -> None:
    """Σ(E - E₀)|F|² at q and -q differ by 2q⟨p↓⟩."""
    n, magnon, quanta = 5, 2, 3
    moments = []
    for momentum in (quanta, -quanta):
        found = spectral_function(
            "impurity_density", 2.0, n_particles=n, momentum=momentum, magnon=magnon, share=0.99999
        )
        moments.append(found.weights @ found.energies)
    state = solved_by_ring(2.0, ground_numbers(n), magnon)
    mean = 2.0 * momentum_matrix(state)[0][0, 0]
    q = 2 * math.pi * quanta / n
    assert moments[0] - moments[1] == pytest.approx(2 * q * mean, rel=2e-3)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"channel": "ejection"}, "ejection has no plane"),
        ({"momenta": []}, "momenta must be from 1 to 10000 whole numbers"),
        ({"momenta": "12"}, "momenta must be from 1 to 10000 whole numbers"),
        ({"momenta": range(10**9)}, "momenta must be from 1 to 10000 whole numbers"),
        ({"momenta": 3}, "momenta must be from 1 to 10000 whole numbers"),
        ({"momenta": [1, 0.5]}, "momentum must be a whole number"),
        ({"momenta": [0]}, "momentum must not be 0 for spin_flip"),
        ({"progress": 1}, "progress must be a function"),
        ({"workers": 0}, "workers must be at least 1, or -1"),
        ({"workers": 1.5}, "workers must be a whole number"),
        ({"channel": "impurity_density"}, "magnon must be a whole number from 1 to 4"),
        (
            {"n_particles": 700, "most_states": 10**6},
            r"take \S+ hours, more than 3; lower n_part",
        ),
        ({"host": "helium"}, "host must be one of bose, fermi"),
    ],
)
def test_bad_input(change: dict[str, Any], message: str) -> None:
    given: dict[str, Any] = {"channel": "spin_flip", "gamma": 1.0, "n_particles": 5}
    with pytest.raises(yg.DomainError, match=message):
        spectral_plane(**(given | change))


def test_price_names_what_is_affordable() -> None:
    with pytest.raises(yg.DomainError, match=r"pass most_states=(\d+)") as caught:
        injected_motion(1.0, n_particles=400, momentum=3)
    affordable = int(str(caught.value).rpartition("=")[2])
    with pytest.raises(yg.DomainError, match="momentum must be a whole number"):
        injected_motion(1.0, n_particles=400, momentum=0.5, most_states=affordable)  # type: ignore[arg-type]
    with pytest.raises(yg.DomainError, match="in both states"):
        yg.dynamics.form_factor("impurity_density", 1.0, initial=[0], final=[0], magnon=0)
