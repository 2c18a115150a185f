"""Sweeps that are asked for wrongly, engines that are none, and what a machine cannot hold."""

import socketserver
import sys
from collections.abc import Callable, Iterable, Iterator
from multiprocessing.pool import ThreadPool
from pathlib import Path
from threading import Thread
from typing import Any

import numpy as np
import pytest

import yanggaudin as yg
from command import Run, rows_of
from yanggaudin.errors import DomainError, MissingPackageError, SweepError
from yanggaudin.sweeps.chunks import compute
from yanggaudin.sweeps.definition import Definition


def imap(function: Callable[[Any], Any], items: Iterable[Any]) -> Iterator[Any]:
    with ThreadPool(2) as pool:
        yield from pool.imap(function, items)


@pytest.mark.parametrize(
    ("coordinates", "quantities", "message"),
    [
        ({"gamma": 1}, [], "quantities must be a list of names"),
        ({"gamma": 1}, 3, "quantities must be a list of names"),
        ({"gamma": 1}, b"pressure", "quantities must be a list of names"),
        ({"gamma": 1}, np.array("pressure"), "quantities must be a list of names"),
        ({"gamma": 1}, ["mass"], "did you mean mass_shift"),
        ({"gamma": 1}, ["magnon"], "a sweep cannot compute 'magnon'"),
        ({"gamma": 1}, [["pressure"]], "a sweep cannot compute"),
        ([1.0], ["pressure"], "coordinates must be a dictionary"),
        ({"g": 1}, ["pressure"], "coordinates must be among gamma, temperature, momentum"),
        ({"gamma": []}, ["pressure"], "gamma must be a list of numbers"),
        ({"gamma": [[1.0]]}, ["pressure"], "gamma must be a list of numbers"),
        ({"gamma": "1:10"}, ["pressure"], "gamma must hold real numbers"),
        ({"gamma": [1.0, np.nan]}, ["pressure"], r"gamma must be numbers, got nan at index \(1,\)"),
        ({"gamma": 1, "n_particles": 2.5}, ["ring_energy"], "n_particles must be whole numbers"),
        ({"gamma": 1, "n_particles": np.inf}, ["ring_energy"], "n_particles must be whole numbers"),
        ({"gamma": 1, "momentum": 1}, ["pressure"], "none of pressure depends on momentum"),
        ({"temperature": 1}, ["pressure"], "gamma is missing"),
        ({"gamma": 1}, ["specific_heat"], "temperature is missing"),
        ({"gamma": 1}, ["excitation_energy"], "n_particles and magnon is missing"),
    ],
)
def test_wrong_sweeps_are_refused_by_name(coordinates: Any, quantities: Any, message: str) -> None:
    with pytest.raises(DomainError, match=message):
        yg.sweep(coordinates, quantities)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"workers": 0}, "workers must be at least 1"),
        ({"workers": True}, "workers must be a whole number"),
        ({"workers": "2"}, "workers must be a whole number"),
        ({"workers": lambda *_: [1]}, "map a function"),
        ({"workers": lambda *_: 1}, "map a function"),
        ({"workers": len}, "must map a function over tasks"),
        ({"workers": lambda f, tasks: 2 * [*map(f, tasks)]}, "chunk 0 of ground_state twice"),
        ({"scheduler": 5}, "scheduler must be an address"),
        *(
            ({"scheduler": address}, "scheduler must be an address")
            for address in ("nonsense://x", "nonsense", "", "tcp://", "tcp://nohost", "inproc://x")
        ),
        ({"scheduler": "tcp://127.0.0.1:99999"}, "scheduler must be an address"),
        ({"scheduler": "tcp://127.0.0.1:1", "workers": 2}, "exclude each other"),
        *(({"store": path}, "store must be the path") for path in (5, "", "a\0b", "\ud800", b"a")),
        ({"store": ":memory:"}, "write ./:memory: for a file of this name"),
        ({"store": "file:a?mode=memory"}, "SQLite takes for something else"),
    ],
)
def test_wrong_engines_are_refused(options: Any, message: str) -> None:
    with pytest.raises(DomainError, match=message):
        yg.sweep({"gamma": 1}, ["pressure"], **options)


def test_a_closed_client_is_refused() -> None:
    distributed = pytest.importorskip("distributed")
    options = {"n_workers": 0, "processes": False, "dashboard_address": ":0"}
    with distributed.LocalCluster(**options) as cluster:
        with distributed.Client(cluster, set_as_default=False) as client:
            pass
        with pytest.raises(DomainError, match="connected, got one that is closed"):
            yg.sweep({"gamma": 1}, ["pressure"], scheduler=client)


def test_a_grid_that_is_too_large_is_refused() -> None:
    many = np.linspace(1.0, 2.0, 100_000)
    grid = {"gamma": many, "temperature": many}
    with pytest.raises(DomainError, match="10000000000 points need 240 GB of memory"):
        yg.sweep(grid, ["pressure"])


@pytest.mark.parametrize("workers", [1, imap])
def test_want_of_memory_is_no_result(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, workers: Any
) -> None:
    """It would stay in the store, and differ between machines."""
    grid, store = {"gamma": [1.0, 2.0], "n_particles": [3]}, tmp_path / "run.sqlite"
    with monkeypatch.context() as small:
        small.setattr("yanggaudin.ring.plan._free_in_machine", lambda: 500.0)
        with pytest.raises(SweepError, match=r"memory of a worker is too little.*0 of 2 points"):
            yg.sweep(grid, ["ring_energy"], store=store, workers=workers)
    assert not yg.sweep(grid, ["ring_energy"], store=store).refused.values.any()


@pytest.mark.parametrize("greeting", [b"", b"SSH-2.0-OpenSSH_9.6\r\n", b"HTTP/1.1 400 \r\n" * 99])
def test_what_is_no_scheduler_is_given_up(greeting: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr("yanggaudin.sweeps.cluster._PATIENCE", 0.3)

    class Other(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            self.request.sendall(greeting)
            while self.request.recv(1000):
                pass

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Other) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        address = f"tcp://127.0.0.1:{server.server_address[1]}"
        with pytest.raises(SweepError, match=f"no Dask scheduler answers at {address}"):
            yg.sweep({"gamma": 1}, ["pressure"], scheduler=address)
        server.shutdown()


def test_a_worker_is_no_scheduler_and_a_scheduler_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    distributed = pytest.importorskip("distributed")
    monkeypatch.setattr("yanggaudin.sweeps.cluster._IN_ADVANCE", 1)
    options = {"n_workers": 1, "processes": False, "dashboard_address": ":0", "protocol": "tcp"}
    grid, names = {"gamma": [1.0, 2.0], "momentum": [0.5]}, ["pressure", "polaron_energy"]
    with distributed.LocalCluster(**options) as cluster:
        address = cluster.workers[0].worker_address
        with pytest.raises(SweepError, match="is the Worker of a Dask cluster"):
            yg.sweep(grid, names, scheduler=address)
        found = yg.sweep(grid, names, scheduler=cluster.scheduler_address)
    assert len([*Definition.of(grid, names).tasks()]) > 1
    assert found.identical(yg.sweep(grid, names))


def test_workers_that_lose_points_are_found_out() -> None:
    with pytest.raises(SweepError, match="0 of 1 points"):
        yg.sweep({"gamma": 1}, ["pressure"], workers=lambda *_: [])


def test_worker_of_another_version_is_refused() -> None:
    (task,) = Definition.of({"gamma": 1}, ["pressure"]).tasks()
    with pytest.raises(SweepError, match=r"who sent the work 0\.0\.1"):
        compute(task._replace(version="0.0.1"))


@pytest.mark.parametrize("package", ["xarray", "distributed"])
def test_what_is_missing_is_named(package: str, monkeypatch: pytest.MonkeyPatch, run: Run) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    scheduler = "tcp://127.0.0.1:1" if package == "distributed" else None
    with pytest.raises(MissingPackageError, match=rf"{package} is needed .*yanggaudin\[sweeps\]"):
        yg.sweep({"gamma": 1}, ["pressure"], scheduler=scheduler)
    assert rows_of(run("sweep", "--gamma", "1", "--quantity", "pressure", "--json"))
