"""Small solves let BLAS work with one thread, and put its threads back."""

import _ctypes
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Barrier, Thread

import numpy as np
import pytest

from yanggaudin import Polaron, ThermalGas, ring
from yanggaudin.numerics.threads import _libraries, _set, one_blas_thread


def threads() -> list[int]:
    return [library.num_threads for library in _libraries()]


@pytest.fixture(autouse=True)
def two_threads() -> Iterator[None]:
    before = threads()
    for library in _libraries():
        library.set_num_threads(2)
    yield
    for library, number in zip(_libraries(), before, strict=True):
        library.set_num_threads(number)


def test_one_thread_inside_and_what_was_before_outside() -> None:
    before = threads()  # two, unless this BLAS has no threads

    @one_blas_thread()
    def inner(divisor: int) -> float:
        assert set(threads()) <= {1}
        return 1 / divisor

    @one_blas_thread()
    def outer() -> None:
        with pytest.raises(ZeroDivisionError):
            inner(0)
        assert set(threads()) <= {1}  # what is within another does not put them back

    outer()
    assert threads() == before
    assert inner(2) == 0.5


def test_threads_that_overlap_put_back_what_was_before_the_first() -> None:
    before, both = threads(), Barrier(2)

    @one_blas_thread()
    def meet() -> None:
        both.wait()  # the other is inside as well
        both.wait()

    thread = Thread(target=meet)
    thread.start()
    meet()
    thread.join()
    assert threads() == before


def test_a_thread_of_its_own_has_one_too() -> None:
    """Also after another thread has set the number."""
    seen: list[list[int]] = []
    look = one_blas_thread()(lambda: seen.append(threads()))
    look()
    thread = Thread(target=look)
    thread.start()
    thread.join()
    assert len(seen) == 2
    assert {*seen[0], *seen[1]} <= {1}


def test_large_matrices_keep_all_threads() -> None:
    assert one_blas_thread(5000)(threads)() == threads()


def test_solves_leave_the_threads_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []
    inverse = np.linalg.inv

    def spy(matrix: object) -> object:
        seen.append(threads())
        return inverse(matrix)  # type: ignore[call-overload]

    monkeypatch.setattr(np.linalg, "inv", spy)
    before = threads()
    Polaron(0.7).energy(1.0)
    ThermalGas(0.7, 1.0)
    assert seen
    assert all(set(numbers) <= {1} for numbers in seen)
    ring.solve(0.7, n_particles=20, magnon=1)
    assert threads() == before


# Whoever loads a library keeps the interpreter and waits for the list of libraries; whoever reads
# that list with a callback in Python keeps it and waits for the interpreter.
LOADING_WHILE_LOOKING = """
import ctypes, shutil, sys, threading
from yanggaudin.numerics.threads import _libraries

done = threading.Event()

def load(library, folder):
    for i in range(100):
        ctypes.CDLL(shutil.copy(library, f"{folder}/{i}.so"))
    done.set()

thread = threading.Thread(target=load, args=sys.argv[1:], daemon=True)
thread.start()
while not done.is_set():
    _libraries.cache_clear()
    assert _libraries()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the libraries are listed in another way")
def test_looking_for_blas_does_not_stop_imports(tmp_path: Path) -> None:
    words = [sys.executable, "-c", LOADING_WHILE_LOOKING, _ctypes.__file__, str(tmp_path)]
    assert subprocess.run(words, timeout=60, check=False).returncode == 0


def test_a_library_that_has_no_controlling_thread_is_told_as_well() -> None:
    class Library:
        num_threads = 8

        def set_num_threads(self, number: int) -> None:
            self.num_threads = number

    library = Library()
    _set(library, 1)
    assert library.num_threads == 1
