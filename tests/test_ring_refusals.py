"""What the ring refuses, and whether it foresees the memory that it needs."""

import math
import os
import tracemalloc
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ring_oracle import last_atoms_jump
from yanggaudin.arguments import Array
from yanggaudin.errors import DomainError
from yanggaudin.ring import Ring, ground_state_energy, plan, solve
from yanggaudin.ring.plan import Plan, choose_plan


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"n_particles": 0}, "n_particles must be a whole number from 1"),
        ({"n_particles": 2.5}, "n_particles must be a whole number"),
        ({"gamma": 0.0}, "gamma must be > 0"),
        ({"gamma": -1.0}, "attracting"),
        ({"magnon": 4}, "magnon must be a whole number from 0 to 3"),
        ({"magnon": 1.5}, "magnon must be a whole number"),
        ({"magnon": (1, 2)}, "strings of complex"),
        ({"magnon": (2, 2)}, "strings of complex"),
        ({"magnon": (0, 2)}, "only adds a spin of momentum 0"),
        ({"magnon": ()}, "1 to 3 quantum numbers"),
        ({"magnon": (None,)}, "magnon must be a whole number from 0 to 3, got None"),
        ({"magnon": np.array([[1, 3]])}, "magnon must be a whole number"),
        ({"magnon": (1, 3, 5, 7)}, "1 to 3 quantum numbers"),
        ({"magnon": 1, "spin_rapidity": 0.5}, "not both"),
        ({"spin_rapidity": math.nan}, "spin_rapidity"),
        ({"spin_rapidity": -1e300}, r"at most 1e\+150 c in size, or infinite, got -1e\+300"),
        ({"quantum_numbers": [0, 1, 2, 3]}, "of 4 atoms must be half-odd"),
        ({"quantum_numbers": [0.5, 0.5, 1.5, 2.5]}, "distinct, got 0.5 twice"),
        ({"quantum_numbers": [0.5, 1.5]}, "each of the 4 atoms"),
        (
            {"quantum_numbers": [-0.5, 0.5, 1.5, 1e16]},
            r"lie in \[-1000000000000000.0, 10000.*index",
        ),
        ({"n_particles": 3, "quantum_numbers": [-0.5, 0.5, 1.5]}, "of 3 atoms must be integers"),
    ],
)
def test_refusals(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(DomainError, match=message):
        solve(**{"n_particles": 4, "gamma": 1.0, **arguments})


def test_too_large_for_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan, "_free_in_machine", lambda: 1e6)
    with pytest.raises(
        DomainError, match=r"needs about 0\.0\d+ GB of memory, 0\.001 GB are at hand"
    ):
        Ring(1.0, n_particles=100_000)


def test_systems_that_do_not_tell_their_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_such_file(path: Path, *_: object, **__: object) -> str:
        raise FileNotFoundError(path)

    with monkeypatch.context() as system:
        system.setattr(Path, "read_text", no_such_file)
        pages = plan._free_in_machine()
        assert plan._free_in_container() == float("inf")
        system.delattr(os, "sysconf", raising=False)
        assert plan._free_in_machine() == float("inf")
    # all pages of the machine are at least those that are free
    assert pages > 0.9 * plan._free_in_machine()


@pytest.mark.parametrize(
    ("n_atoms", "gamma", "magnon", "numbers"),
    [
        (1000, 2.0, None, last_atoms_jump(1000, 3, 7000)),
        (10_000, 1.0, None, last_atoms_jump(10_000, 50, 30_000)),
        pytest.param(20_000, 0.02, 6_667, None, marks=pytest.mark.slow),
        (100_000, 10.0, None, None),
    ],
)
def test_memory_is_foreseen(
    monkeypatch: pytest.MonkeyPatch,
    n_atoms: int,
    gamma: float,
    magnon: int | None,
    numbers: Array | None,
) -> None:
    foreseen: list[float] = []

    def check(chosen: Plan, _: str) -> None:
        foreseen.append(chosen.needed)

    monkeypatch.setattr("yanggaudin.ring.ring.check_memory", check)
    tracemalloc.start()
    try:
        solve(gamma, n_particles=n_atoms, magnon=magnon, quantum_numbers=numbers)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert max(foreseen) / 4 < peak < max(foreseen)


def test_plans() -> None:
    """By N and by the panels; what follows from equal arguments is equal."""
    numbers = np.arange(3000) - np.float64(1499.5)
    assert [choose_plan(n, 1.0, edge=2.0).solver for n in (400, 3000)] == ["dense", "fast"]
    excited = choose_plan(3000, 1.0, edge=2.0, numbers=numbers)
    assert (excited.solver, excited) == ("fast", choose_plan(3000, 1.0, edge=2.0, numbers=numbers))
    # panels all the way to some atoms far away, more of them than are summed one by one
    far = choose_plan(3000, 1.0, edge=2.0, numbers=last_atoms_jump(3000, 100, 10**7))
    assert far.solver == "dense"
    assert excited.needed < far.needed


def test_mass_ratio_needs_a_momentum() -> None:
    with pytest.raises(DomainError, match="momentum 0"):
        _ = Ring(1.0, n_particles=5).ground_state.mass_ratio


def test_energy_of_an_attracting_ring_is_refused_as_the_ring_is() -> None:
    for refused in (ground_state_energy, Ring):
        with pytest.raises(DomainError, match="complex rapidities, which are not solved for here"):
            refused(-1.0, n_particles=3)


@pytest.mark.parametrize("text", ["MemTotal: 8 kB\n", None])
def test_memory_where_the_system_does_not_say_what_is_free(
    text: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Old kernels have no such line, and other systems no such file: all of it counts as free."""

    def read(*_: object) -> str:
        if text is None:
            raise FileNotFoundError
        return text

    monkeypatch.setattr(Path, "read_text", read)
    all_of_it = float(os.sysconf("SC_PHYS_PAGES")) * os.sysconf("SC_PAGE_SIZE")
    assert plan.memory_at_hand() == all_of_it
