"""Interrupts at random instants leave no lock held, FLINT's precision and BLAS's threads alone."""

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from fractions import Fraction

import numpy as np
import pytest
from flint import ctx

from yanggaudin import certified
from yanggaudin.locks import BLAS_THREADS, LOADING, PRECISION
from yanggaudin.numerics.threads import _libraries, one_blas_thread

pytestmark = pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="needs interval timers")
BALL = certified.Ball(Fraction(1, 3), Fraction(1, 10**20))


def digits() -> None:
    """A few microseconds between entering and leaving a raised precision."""
    assert BALL.mid_text() == "0.3333333333333333333333"


@one_blas_thread()
def small_solve() -> None:
    np.linalg.inv(np.eye(2))


def interrupt(work: Callable[[], None], count: int) -> int:
    """Repeat some work and interrupt it at random instants; return how often that happened."""
    random, seen = np.random.default_rng(7), 0
    for _ in range(count):
        try:
            signal.setitimer(signal.ITIMER_REAL, float(random.uniform(1e-5, 3e-4)))
            while True:
                work()
        except KeyboardInterrupt:
            seen += 1
    return seen


def is_free(lock: threading.Lock) -> bool:
    """Whether another thread could take it; a thread of its own, as one may hold it twice."""
    found: list[bool] = []

    def take() -> None:
        found.append(lock.acquire(timeout=5))
        if found[0]:
            lock.release()

    other = threading.Thread(target=take)
    other.start()
    other.join()
    return found[0]


@pytest.fixture
def alarm() -> Iterator[None]:
    """Make the alarm of the timer raise KeyboardInterrupt, as Ctrl-C does."""
    before = signal.signal(signal.SIGALRM, signal.default_int_handler)
    switch = sys.getswitchinterval()
    yield
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, before)
    sys.setswitchinterval(switch)


@pytest.mark.slow
@pytest.mark.usefixtures("alarm")
@pytest.mark.parametrize("work", [digits, small_solve])
def test_two_thousand_interrupts(work: Callable[[], None]) -> None:
    bits, threads = ctx.prec, [library.num_threads for library in _libraries()]
    assert interrupt(work, 2000) == 2000
    assert ctx.prec == bits
    assert all(map(is_free, (PRECISION, LOADING, BLAS_THREADS)))  # type: ignore[arg-type]
    small_solve()
    assert [library.num_threads for library in _libraries()] == threads


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")  # newer Pythons warn of any
@pytest.mark.usefixtures("alarm")
def test_interrupts_while_seven_threads_compute_and_the_process_forks() -> None:
    done, bits, wrong = threading.Event(), ctx.prec, []

    def compute() -> None:
        while not done.is_set():
            try:
                digits()
                small_solve()
            except AssertionError as error:
                wrong.append(error)
            time.sleep(0)

    others = [threading.Thread(target=compute) for _ in range(7)]
    for thread in others:
        thread.start()
    sys.setswitchinterval(1e-5)
    try:
        assert interrupt(digits, 300) == 300
        signal.setitimer(signal.ITIMER_REAL, 0)
        for _ in range(5):
            child = os.fork()
            if not child:  # one thread only, with every lock open
                digits()
                small_solve()
                os._exit(0 if ctx.prec == bits else 1)
            assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    finally:
        done.set()
        for thread in others:
            thread.join(20)
    assert not wrong
    assert not any(thread.is_alive() for thread in others)
    assert ctx.prec == bits
    assert is_free(PRECISION)  # type: ignore[arg-type]


def test_the_lock_comes_before_the_precision() -> None:
    """What is written in Python around the compiled managers could be stopped half way."""
    from pathlib import Path

    import yanggaudin

    for path in Path(yanggaudin.__file__).parent.rglob("*.py"):
        for line in path.read_text(encoding="utf-8").splitlines():
            if " precision(" in line and line.strip().startswith("with"):
                assert "with PRECISION, precision(" in line, path
