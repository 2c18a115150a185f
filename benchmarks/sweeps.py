"""Sweeps: time of large grids, of two processes against one, and memory.

Prints the Markdown table of docs/sweeps.md: functions of γ without and with a store, 100 × 100
momenta, a grid (γ, T) on one process and on two (processor time of all of them, and wall time),
and the memory beyond the result for ten times as many points.  About two minutes on two idle cores,
`--points 10000` takes the whole grid (γ, T):

    OPENBLAS_NUM_THREADS=1 python benchmarks/sweeps.py [--points 2000]
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from machine import measured_on

import yanggaudin as yg

THERMAL = ["pressure", "energy_per_particle", "entropy_per_particle", "pair_correlation"]
BRANCH = ["polaron_energy", "polaron_velocity", "threshold_exponent"]


def processor_time() -> float:
    """Seconds of this process and of those that it has waited for."""
    kinds = resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN
    return sum(used.ru_utime + used.ru_stime for used in map(resource.getrusage, kinds))


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Wall time and processor time of some work."""
    wall, processor = time.perf_counter(), processor_time()
    work()
    return time.perf_counter() - wall, processor_time() - processor


def row(what: str, wall: float, processor: float) -> None:
    """Print a line of the table."""
    print(f"| {what} | {wall:.2f} s | {processor:.2f} s |", flush=True)


def functions_of_gamma() -> None:
    """A million couplings, without and with a store."""
    grid = {"gamma": np.geomspace(1e-3, 1e3, 10**6)}
    names = ["energy", "mass_ratio"]
    row("10⁶ couplings of two functions of γ", *timed(lambda: yg.sweep(grid, names)))
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "run.sqlite"
        row("the same, stored", *timed(lambda: yg.sweep(grid, names, store=store)))
        row("the same, read from the store", *timed(lambda: yg.sweep(grid, names, store=store)))


def momenta() -> None:
    """A hundred couplings and momenta; the shortest of five runs, and a loop without a sweep."""
    gamma, p = np.geomspace(0.1, 100, 100), np.linspace(0, 2 * np.pi, 100)

    def by_hand() -> None:
        for g in gamma:
            polaron = yg.Polaron(g)
            edge = polaron.edge(p)
            _ = polaron.energy(p), edge.velocity, edge.exponent, edge.errors

    sweep = min(timed(lambda: yg.sweep({"gamma": gamma, "momentum": p}, BRANCH)) for _ in range(5))
    row("100 couplings × 100 momenta, E, V and the exponent", *sweep)
    row("the same in a loop over `Polaron`", *min(timed(by_hand) for _ in range(5)))


def temperatures(n_points: int) -> None:
    """Points (γ, T), γ = 0.1 … 100, T = 0.3 … 30, on one process and on two."""
    side = round((n_points / 5) ** 0.5)
    grid = {"gamma": np.geomspace(0.1, 100, 5 * side), "temperature": np.geomspace(0.3, 30, side)}
    what = f"{5 * side * side} points (γ, T)"
    one = timed(lambda: yg.sweep(grid, THERMAL))
    row(f"{what}, one process", *one)
    two = timed(lambda: yg.sweep(grid, THERMAL, workers=2))
    row(f"{what}, two", *two)
    print(f"\nTwo processes: wall {two[0] / one[0]:.2f}, processor {two[1] / one[1]:.2f} of one.")


def memory() -> None:
    """Growth of the largest memory from 10⁵ to 10⁶ couplings, over the result's; on Linux."""
    code = (
        "import sys, numpy as np, yanggaudin as yg; "
        "yg.sweep({'gamma': np.geomspace(1e-3, 1e3, int(sys.argv[1]))}, ['energy', 'mass_ratio'], "
        "store=sys.argv[2]); "
        "print(*(line for line in open('/proc/self/status') if line.startswith('VmHWM')))"
    )
    peaks = []
    for n_points in (100_000, 1_000_000):
        with tempfile.TemporaryDirectory() as folder:
            words = [sys.executable, "-c", code, str(n_points), str(Path(folder) / "run.sqlite")]
            printed = subprocess.run(words, check=True, capture_output=True, text=True).stdout
            peaks.append(int(printed.split()[1]) * 1024)
    result = 900_000 * 8 * 6  # γ, two values, two errors, and where the reasons would be
    print(f"10⁵ to 10⁶ couplings, stored: {(peaks[1] - peaks[0]) / result:.2f} times the result.")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--points", type=int, default=2000)
    yg.sweep({"gamma": [1.0], "momentum": [1.0]}, BRANCH)  # what is loaded at first use
    print("| what | wall | processor |", "| --- | --- | --- |", sep="\n")
    functions_of_gamma()
    momenta()
    temperatures(parser.parse_args().points)
    memory()


if __name__ == "__main__":
    main()
    print(measured_on())
