"""Children of a process whose threads import and compute at that moment."""

import multiprocessing
import os
import subprocess
import sys
import threading
import warnings

import pytest
from flint import ctx

from yanggaudin import certified
from yanggaudin.certified import enclosures

# A thread uses everything for the first time while the process forks; the children do the same.
COLD_PROCESS = """
import multiprocessing, sys, threading, time, warnings
import yanggaudin as yg

warnings.simplefilter("ignore")  # newer Pythons warn of any fork with threads

def compute():
    yg.Polaron(0.5).energy([0.5, 1.0])
    yg.mass_ratio([0.1, 2.0])
    yg.certified.mass_ratio("0.5", digits=20)
    yg.ring.solve(1.0, n_particles=5, magnon=1)
    yg.series.weak(20, "mass_ratio").value(0.1)
    yg.ThermalGas(1.0, 1.0)

thread = threading.Thread(target=compute)
thread.start()
time.sleep(float(sys.argv[1]))
children = [multiprocessing.get_context("fork").Process(target=compute) for _ in range(2)]
for child in children:
    child.start()
for child in children:
    child.join(100)
    if child.exitcode is None:
        child.kill()
thread.join()
sys.exit(any(child.exitcode for child in children))
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.slow
@pytest.mark.parametrize("delay", [0.0, 0.003, 0.01, 0.02, 0.05, 0.1, 0.2, 0.4])
def test_children_of_a_cold_process_do_not_wait_for_ever(delay: float) -> None:
    words = [sys.executable, "-c", COLD_PROCESS, str(delay)]
    assert subprocess.run(words, timeout=300, check=False).returncode == 0


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_fork_during_a_computation() -> None:
    """The child neither hangs nor inherits a precision."""
    ready = threading.Event()

    def work() -> None:
        ready.set()
        for digits in range(30, 60):
            certified.mass_ratio("0.5", digits=digits)

    thread = threading.Thread(target=work)
    thread.start()
    ready.wait()
    child = multiprocessing.get_context("fork").Process(target=_child)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # newer Pythons warn of any fork with threads
        child.start()
    child.join(60)
    assert child.exitcode == 0
    thread.join()


def _child() -> None:
    enclosures._state.cache_clear()
    sys.exit(0 if certified.energy(3, digits=10) and ctx.prec == 53 else 1)
