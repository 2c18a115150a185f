"""What a calculation costs: refused where it is too much, and shared by several cores.

The cores are used by threads: NumPy lets go of Python's lock while it computes.  A batch is cut
into as many parts as there are threads; last digits of sums may depend on how it is cut.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import Context, copy_context
from typing import Protocol, TypeVar

from ..arguments import whole_number
from ..errors import DomainError

_Part = TypeVar("_Part")
_Result = TypeVar("_Result")

_MOST_THREADS = 1000
# Nobody asked for a calculation of more hours by leaving most_states as it is.
_MOST_HOURS = 3.0
# Seconds for one state of M atoms, of which Newton's method takes most, and for one matrix element:
# per M², with the matrices of M = 20 … 700 on one core.
_STATE, _ELEMENT = 5e-7, 1.2e-7


class Each(Protocol):
    """A function like map, but for the order in which it works."""

    def __call__(
        self, function: Callable[[_Part], _Result], parts: Sequence[_Part], /
    ) -> Iterable[_Result]:
        """Return what the function makes of every part, in their order."""


def cores(workers: object) -> int:
    """Return the number of threads that is asked for; -1 for as many as there are cores."""
    count = whole_number("workers", workers, -1, _MOST_THREADS, "; -1 takes all cores")
    if count == 0:
        raise DomainError("workers must be at least 1, or -1 for all cores, got 0")
    return (os.cpu_count() or 1) if count == -1 else count


@contextmanager
def shared_by(workers: int) -> Iterator[Each]:
    """Yield a function like map that shares its work among so many threads."""
    if workers == 1:
        yield map
        return
    with ThreadPoolExecutor(workers) as pool:

        def each(
            function: Callable[[_Part], _Result], parts: Sequence[_Part], /
        ) -> Iterator[_Result]:
            # what underflows is 0 and BLAS has one thread in these threads too
            contexts = [copy_context() for _ in parts]
            return pool.map(lambda of, part: _run(of, function, part), contexts, parts)

        yield each


def _run(context: Context, function: Callable[[_Part], _Result], part: _Part) -> _Result:
    return context.run(function, part)


def check_price(
    n_atoms: int, states: int, workers: int, *, pairs: bool = False, fixed: bool = False
) -> None:
    """Refuse a calculation that would take hours if it needs as many states as it may.

    Parameters
    ----------
    n_atoms : int
        M of the final states.
    states : int
        How many may be looked at.
    workers : int
        Threads.
    pairs : bool
        Whether the matrix elements between all of them are wanted too.
    fixed : bool
        Whether the caller has no say in their number.

    Raises
    ------
    DomainError
        With the time, and with the number of states that would be affordable.
    """

    def hours(count: float) -> float:
        elements = count**2 / 2 * _ELEMENT if pairs else 0.0
        return (count * _STATE + elements) * n_atoms**2 / workers / 3600

    if hours(states) <= _MOST_HOURS:
        return
    affordable = states
    while hours(affordable) > _MOST_HOURS:
        affordable = affordable * 4 // 5
    raise DomainError(
        f"n_particles is too large: {states} states of {n_atoms} atoms, which the search may look "
        f"at, would take {hours(states):.6g} hours, more than {_MOST_HOURS:g}; lower n_particles"
        + ("" if fixed else f", or pass most_states={affordable}")
    )
