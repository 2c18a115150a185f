"""Drivers of sweeps in processes of their own, to be killed; every wait is bounded."""

from __future__ import annotations

import json
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import numpy as np
import psutil

import yanggaudin as yg

# 2,000 points of three milliseconds each, and the words of the command for them
GRID = {"gamma": np.geomspace(1e3, 1e5, 50), "temperature": np.geomspace(100.0, 3000.0, 40)}
QUANTITIES = ("pressure", "entropy_per_particle")
WORDS = (
    *("--gamma", "1e3:1e5:50log", "--temperature", "100:3000:40log"),
    *("--quantity", *QUANTITIES),
)
PATIENCE = 120.0


def until(condition: Callable[[], object], what: str, patience: float = PATIENCE) -> None:
    """Wait until something is so."""
    end = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < end, f"waited {patience} s in vain: {what}"
        time.sleep(0.02)


def points_in(store: Path) -> int:
    """Number of rows that are committed, as anybody sees it who reads the file."""
    if not store.exists():
        return 0
    with closing(sqlite3.connect(f"{store.as_uri()}?mode=ro", uri=True)) as base:
        try:
            (count,) = base.execute("SELECT count(*) FROM points_thermal").fetchone()
        except sqlite3.OperationalError:  # the tables are not there yet
            return 0
    return int(count)


@contextmanager
def process(*words: str, **options: object) -> Iterator[subprocess.Popen[str]]:
    """Run Python, and see to it that neither it nor a child of it is left."""
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True} | options
    child = subprocess.Popen([sys.executable, *words], **pipes)  # type: ignore[call-overload]
    try:
        yield child
    finally:
        if child.poll() is None:
            family = psutil.Process(child.pid).children(recursive=True)
            for member in [child, *family]:
                member.kill()
        child.communicate(timeout=PATIENCE)


def driver(store: Path, *more: str) -> tuple[str, ...]:
    """Words that run the sweep of this file into a store."""
    return ("-m", "yanggaudin", "sweep", *WORDS, "--store", str(store), *more)


def kill_at(store: Path, n_points: int, *more: str) -> int:
    """Run a driver, kill it once there are so many points, and return how many are kept.

    Its workers are gone too then.
    """
    with process(*driver(store, *more)) as child:
        until(lambda: points_in(store) >= n_points or child.poll() is not None, "points")
        family = psutil.Process(child.pid).children(recursive=True)
        child.send_signal(signal.SIGKILL)
        child.communicate(timeout=PATIENCE)
        assert child.returncode == -signal.SIGKILL
    until(lambda: not any(map(is_alive, family)), "workers outlive their driver")
    return points_in(store)


def is_alive(one: psutil.Process) -> bool:
    """Whether a process is more than an entry in a table."""
    try:
        return bool(one.is_running() and one.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def bits(found: object) -> bytes:
    """All numbers of a dataset of this sweep."""
    names = [name for quantity in QUANTITIES for name in (quantity, f"{quantity}_error")]
    return b"".join(found[name].values.tobytes() for name in names)  # type: ignore[index]


def finished(store: Path) -> bytes:
    """The numbers of a store in which nothing is missing."""
    assert points_in(store) == 2000
    return bits(yg.sweep(GRID, QUANTITIES, store=store))


@contextmanager
def scheduler(folder: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Run a Dask scheduler; yield it and its address."""
    file = folder / "scheduler.json"
    options = (
        "--host",
        "127.0.0.1",
        "--port",
        "0",
        "--no-dashboard",
        "--scheduler-file",
        str(file),
    )
    silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with process("-m", "dask", "scheduler", *options, **silent) as child:
        until(lambda: file.exists() and file.read_text(encoding="utf-8").endswith("}"), "scheduler")
        yield child, json.loads(file.read_text(encoding="utf-8"))["address"]


@contextmanager
def worker(address: str) -> Iterator[subprocess.Popen[str]]:
    """Run a Dask worker of one thread."""
    options = ("--nthreads", "1", "--no-dashboard")
    silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with process("-m", "dask", "worker", address, *options, **silent) as child:
        yield child
