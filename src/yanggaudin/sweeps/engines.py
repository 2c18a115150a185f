"""Who computes the chunks: this process, processes beside it, or whatever maps a function.

An engine takes an iterator of tasks and yields chunks, in any order.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from inspect import signature
from typing import TYPE_CHECKING, Any

from ..arguments import whole_number
from ..errors import DomainError, SweepError
from .chunks import Chunk, compute
from .definition import Task

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

Engine = Callable[[Iterator[Task]], Generator[Chunk, None, None]]

_MOST_PROCESSES = 10_000
# tasks that wait for each process, so that none waits for a task
_IN_ADVANCE = 2


def engine(workers: Any, scheduler: Any) -> Engine:
    """Return the engine that is asked for."""
    if scheduler is not None:
        from .cluster import checked_scheduler, cluster

        if workers != 1:
            raise DomainError("workers and scheduler exclude each other: the cluster has workers")
        given = checked_scheduler(scheduler)
        return lambda tasks: cluster(given, tasks)
    if callable(workers):
        _check_takes_two(workers)
        return lambda tasks: _checked(workers(compute, tasks))
    count = whole_number(
        "workers", workers, -1, _MOST_PROCESSES, "; -1 takes all cores, a function such as map maps"
    )
    if count == 0:
        raise DomainError("workers must be at least 1, or -1 for all cores, got 0")
    count = (os.cpu_count() or 1) if count == -1 else count
    return serial if count == 1 else lambda tasks: processes(count, tasks)


def _check_takes_two(workers: Callable[..., Any]) -> None:
    """Refuse a function that cannot be called with another one and tasks."""
    try:
        signature(workers).bind(compute, ())
    except TypeError as error:
        raise DomainError(
            f"workers must map a function over tasks, as map does; {workers!r} cannot: {error}"
        ) from None
    except ValueError:  # some built-in functions, map among them, do not say what they take
        pass


def serial(tasks: Iterator[Task]) -> Generator[Chunk, None, None]:
    """Compute in this process."""
    yield from map(compute, tasks)


def _checked(chunks: Any) -> Generator[Chunk, None, None]:
    """Yield what a function given for `workers` returns, if it maps."""
    seen: set[tuple[str, int]] = set()
    for chunk in chunks if isinstance(chunks, Iterable) else [chunks]:
        if not isinstance(chunk, Chunk):
            raise DomainError(
                "workers must be a number or map a function, as map or the map of a pool do; it "
                f"returned {type(chunk).__name__}"
            )
        if chunk.key in seen:
            raise DomainError(
                "workers must return every task once, as map does; it returned chunk "
                f"{chunk.key[1]} of {chunk.key[0]} twice"
            )
        seen.add(chunk.key)
        yield chunk


def processes(count: int, tasks: Iterator[Task]) -> Generator[Chunk, None, None]:
    """Compute in processes of their own, which end with this one, however it ends."""
    from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import get_context

    context = get_context("spawn")
    theirs, ours = context.Pipe(duplex=False)
    pool = ProcessPoolExecutor(
        count, mp_context=context, initializer=_end_with_driver, initargs=(theirs,)
    )
    pending: set[Future[Chunk]] = set()
    try:
        for task in tasks:
            with _interrupts_held_back():
                pending.add(pool.submit(compute, task))
            if len(pending) >= _IN_ADVANCE * count:
                done, pending = wait(pending, return_when=FIRST_COMPLETED)
                yield from (future.result() for future in done)
        while pending:
            done, pending = wait(pending, return_when=FIRST_COMPLETED)
            yield from (future.result() for future in done)
    except BrokenProcessPool:
        raise SweepError(
            "a worker process has ended before its work was done: it was killed, perhaps for want "
            "of memory, or could not start (a script must call sweep under "
            'if __name__ == "__main__":)'
        ) from None
    finally:
        ours.close()  # ends what still computes
        pool.shutdown(cancel_futures=True)
        theirs.close()


@contextmanager
def _interrupts_held_back() -> Iterator[None]:
    """Let interrupts wait, also in the processes started here, which soon ignore them.

    They would print where Python was while it started.
    """
    import signal
    import sys

    if sys.platform == "win32":  # pragma: no cover - it has no mask that a process inherits
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _end_with_driver(driver: Connection) -> None:
    """Let this worker end when the driver is gone, however it went, or has closed its end.

    An interrupt is the driver's business.
    """
    import signal
    from multiprocessing import parent_process
    from multiprocessing.connection import wait
    from threading import Thread

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = parent_process()
    watched: list[Any] = [driver] if parent is None else [driver, parent.sentinel]

    def watch() -> None:
        wait(watched)
        os._exit(1)

    Thread(target=watch, daemon=True).start()
