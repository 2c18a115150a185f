"""Chunks on a cluster, by Dask: its scheduler gives the work of lost workers to others."""

from __future__ import annotations

import logging
from collections.abc import Generator, Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager, nullcontext, suppress
from itertools import islice
from typing import Any

from ..errors import DomainError, SweepError
from ..foreign import optional_package
from .chunks import Chunk, compute
from .definition import Task

# tasks that the scheduler knows of, so that a cluster sees that it may grow
_IN_ADVANCE = 256
# seconds in which a scheduler has to answer
_PATIENCE = 10


def checked_scheduler(scheduler: Any) -> Any:
    """Return an address or a `distributed.Client`, else raise `DomainError`."""
    distributed = optional_package("distributed", extra="sweeps")
    if isinstance(scheduler, distributed.Client):
        if scheduler.status != "running":
            raise DomainError(
                "scheduler must be a Client that is connected, got one that is "
                f"{scheduler.status}; make it without asynchronous=True, and sweep before it closes"
            )
        return scheduler
    if isinstance(scheduler, str):
        from distributed.comm.addressing import parse_address, parse_host_port
        from distributed.comm.registry import backends

        with suppress(ValueError):
            kind, place = parse_address(scheduler, strict=True)
            host, port = parse_host_port(place)
            if host and 0 < port < 2**16 and kind in {*backends} - {"inproc"}:
                return scheduler
    raise DomainError(
        "scheduler must be an address such as tcp://10.0.0.1:8786 or a distributed.Client, got "
        f"{scheduler!r}"
    )


def cluster(scheduler: Any, tasks: Iterator[Task]) -> Generator[Chunk, None, None]:
    """Compute on the workers of a scheduler."""
    with _client(scheduler) if isinstance(scheduler, str) else nullcontext(scheduler) as client:
        yield from _chunks(client, tasks)


@contextmanager
def _client(address: str) -> Iterator[Any]:
    """Connect to a scheduler, and part from it without tracebacks if it is gone."""
    distributed = optional_package("distributed", extra="sweeps")
    try:
        kind = _who_answers(address)
        if kind != "Scheduler":
            raise SweepError(f"at {address} is the {kind} of a Dask cluster, not its scheduler")
        client = distributed.Client(address, timeout=_PATIENCE, set_as_default=False)
    except OSError as error:
        raise SweepError(
            f"no Dask scheduler answers at {address} ({error}); start one with 'dask scheduler' "
            "and take the address that it prints"
        ) from None
    except TypeError as error:
        raise SweepError(f"cannot speak with {address}: {error}") from None
    try:
        yield client
    finally:
        log = logging.getLogger("distributed.client")
        level = log.level
        log.setLevel(logging.CRITICAL)
        client.close(timeout=_PATIENCE)
        log.setLevel(level)


def _who_answers(address: str) -> str:
    """Return what Dask calls a server, or raise `OSError`.

    A client waits for ever for the answer of a server that is not Dask's.
    """
    distributed = optional_package("distributed", extra="sweeps")

    async def ask() -> Any:
        options = distributed.Security().get_connection_args("client")
        async with distributed.rpc(address, timeout=_PATIENCE, connection_args=options) as server:
            return await server.identity()

    runner = distributed.utils.LoopRunner(loop=None, asynchronous=False)
    runner.start()
    try:
        answer = distributed.utils.sync(runner.loop, ask, callback_timeout=_PATIENCE + 1)
        return str(answer["type"])
    except (MemoryError, ValueError):  # it takes any eight bytes for the length of what follows
        raise ConnectionError("what answers there is not Dask") from None
    finally:
        runner.stop()


def _chunks(client: Any, tasks: Iterator[Task]) -> Generator[Chunk, None, None]:
    """Yield chunks as they come, and have others computed meanwhile."""
    distributed = optional_package("distributed", extra="sweeps")
    running = distributed.as_completed(loop=client.loop)
    try:
        for task in islice(tasks, _IN_ADVANCE):
            running.add(client.submit(compute, task, pure=False))
        for future in running:
            yield _result(future)
            for task in islice(tasks, 1):
                running.add(client.submit(compute, task, pure=False))
    finally:
        client.cancel([*running.futures])


def _result(future: Any) -> Chunk:
    """Return a chunk, or say why the cluster has none."""
    from distributed.scheduler import KilledWorker

    try:
        chunk: Chunk = future.result(timeout=_PATIENCE)
    except KilledWorker:
        raise SweepError(
            "several workers ended while they computed the same chunk: were they killed for want "
            "of memory?"
        ) from None
    except ImportError as error:
        raise SweepError(
            f"a worker cannot import what it needs ({error}); install yanggaudin where workers run"
        ) from None
    except (OSError, CancelledError):  # all its futures are cancelled then
        raise SweepError(
            "the connection to the Dask scheduler is lost, or it was stopped"
        ) from None
    return chunk
