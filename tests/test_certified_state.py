"""What proven enclosures leave alone: digits, precision, threads and processes."""

import inspect
import threading
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from functools import partial

import pytest
from flint import ctx

from yanggaudin import certified
from yanggaudin.certified import Ball, enclosures
from yanggaudin.errors import AccuracyError, DomainError


@pytest.fixture(autouse=True)
def _fresh_states() -> None:
    enclosures._state.cache_clear()


def test_thirty_digits_are_given_unless_others_are_asked_for() -> None:
    for name in dir(certified):
        parameters = inspect.signature(getattr(certified, name)).parameters
        if "digits" in parameters:
            assert parameters["digits"].default == 30, name


def test_precision_is_left_alone() -> None:
    before = ctx.prec
    certified.mass_ratio(1, digits=40)
    with pytest.raises(AccuracyError):
        certified.energy("1e-29")
    with pytest.raises(DomainError):
        certified.rapidity_density(1, rapidity=100)
    assert ctx.prec == before


def test_threads_and_processes_agree() -> None:
    gammas = [str(g) for g in range(1, 9)]
    expected = [certified.energy(g, digits=40) for g in gammas]
    enclosures._state.cache_clear()
    barrier = threading.Barrier(4, timeout=30)

    def work(pair: tuple[int, str]) -> Ball:
        if pair[0] < 4:
            barrier.wait()
        return certified.energy(pair[1], digits=40)

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(work, enumerate(gammas))) == expected
    with ProcessPoolExecutor(2) as processes:
        assert list(processes.map(partial(certified.energy, digits=40), gammas[:3])) == expected[:3]
