"""Drivers, workers, schedulers and disks that fail: rows are kept, results are the same bits."""

import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

import sweeping
import yanggaudin as yg
from sweeping import (
    GRID,
    PATIENCE,
    QUANTITIES,
    driver,
    finished,
    kill_at,
    points_in,
    process,
    until,
)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="kills as POSIX does"),
]


@pytest.fixture(scope="module")
def serial() -> bytes:
    """The numbers, computed in one go."""
    return sweeping.bits(yg.sweep(GRID, QUANTITIES))


def finish(store: Path, *more: str) -> None:
    """Run a driver to its end."""
    done = subprocess.run(
        [sys.executable, *driver(store, *more)],
        timeout=PATIENCE,
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("workers", ["1", "2"])
def test_driver_killed_three_times(tmp_path: Path, serial: bytes, workers: str) -> None:
    store, more, kept = tmp_path / "run.sqlite", ("--workers", workers), [0]
    for n_points in (100, 700, 1500):
        kept.append(kill_at(store, n_points, *more))
        assert kept[-1] >= max(kept[-2], n_points)
    finish(store, *more)
    assert finished(store) == serial


def test_driver_scheduler_and_worker_of_a_cluster_killed(tmp_path: Path, serial: bytes) -> None:
    store, local = tmp_path / "run.sqlite", tmp_path / "other.sqlite"
    with sweeping.scheduler(tmp_path) as (head, address), sweeping.worker(address):
        more = ("--scheduler", address)
        for n_points in (100, 700, 1300):
            assert kill_at(store, n_points, *more) >= n_points
        assert head.poll() is None
        finish(store, *more)
        assert finished(store) == serial
        # a worker process is lost on the way, and its nanny starts another one
        with sweeping.worker(address) as nanny, process(*driver(local, *more)) as child:
            until(lambda: points_in(local) >= 200, "points")
            for lost in psutil.Process(nanny.pid).children(recursive=True):
                lost.kill()
            until(lambda: points_in(local) >= 600, "points after a worker was lost")
            head.kill()
            _, message = child.communicate(timeout=PATIENCE)
    assert child.returncode == 1
    assert message.startswith("yanggaudin: the connection to the Dask scheduler is lost")
    assert f"{points_in(local)} of 2000 points are kept in {local}" in message
    assert message.count("\n") == 1
    finish(local)
    assert finished(local) == serial


def test_worker_process_killed(tmp_path: Path, serial: bytes) -> None:
    store = tmp_path / "run.sqlite"
    with process(*driver(store, "--workers", "2")) as child:
        until(lambda: points_in(store) >= 200, "points")
        family = psutil.Process(child.pid).children(recursive=True)
        workers = [one for one in family if "spawn_main" in " ".join(one.cmdline())]
        assert len(workers) == 2
        workers[0].kill()
        _, message = child.communicate(timeout=PATIENCE)
    assert child.returncode == 1
    assert "a worker process has ended before its work was done" in message
    assert f"{points_in(store)} of 2000 points are kept in {store}" in message
    until(lambda: not any(map(sweeping.is_alive, family)), "workers outlive their driver")
    finish(store, "--workers", "2")
    assert finished(store) == serial


def test_interrupt(tmp_path: Path) -> None:
    store = tmp_path / "run.sqlite"
    with process(*driver(store, "--workers", "2")) as child:
        until(lambda: points_in(store) >= 200, "points")
        family = psutil.Process(child.pid).children(recursive=True)
        for one in [psutil.Process(child.pid), *family]:  # as a terminal does
            one.send_signal(signal.SIGINT)
        _, message = child.communicate(timeout=PATIENCE)
    assert child.returncode == 130
    kept = f"{points_in(store)} of 2000 points are kept in {store}, and the same sweep goes on"
    assert message == f"yanggaudin: interrupted; {kept} from there\n"
    until(lambda: not any(map(sweeping.is_alive, family)), "a process is left")


def test_interrupt_while_workers_start(tmp_path: Path) -> None:
    store = tmp_path / "run.sqlite"
    with process(*driver(store, "--workers", "2")) as child:

        def started() -> list[psutil.Process]:
            family = psutil.Process(child.pid).children(recursive=True)
            return [one for one in family if "spawn_main" in " ".join(one.cmdline())]

        until(started, "workers")
        family = psutil.Process(child.pid).children(recursive=True)
        for one in [psutil.Process(child.pid), *family]:  # as a terminal does
            one.send_signal(signal.SIGINT)
        _, message = child.communicate(timeout=PATIENCE)
    assert child.returncode == 130
    assert message.startswith("yanggaudin: interrupted; 0 of 2000 points are kept")
    assert message.count("\n") == 1
    until(lambda: not any(map(sweeping.is_alive, family)), "a process is left")


@pytest.mark.parametrize("workers", ["1", "2"])
def test_disk_full(tmp_path: Path, serial: bytes, workers: str) -> None:
    """No file may grow beyond 150 kB, as on a full disk or at the end of a quota."""
    import resource  # there is none on Windows

    store, limit = tmp_path / "run.sqlite", 150_000

    def small() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    with process(*driver(store, "--workers", workers), preexec_fn=small) as child:
        _, message = child.communicate(timeout=PATIENCE)
    assert child.returncode == 1
    assert "full" in message
    assert 0 < points_in(store) < 2000
    assert f"{points_in(store)} of 2000 points are kept in {store}" in message
    finish(store, "--workers", "2")
    assert finished(store) == serial
