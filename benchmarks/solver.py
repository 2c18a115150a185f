"""The solver against one global Gauss-Legendre rule, the method of every public code.

Prints the Markdown table of docs/solver.md: for several couplings the unknowns, the time and
the relative error of m/m* of this package, of a global rule with 256 nodes, and of a global
rule with as many nodes as an error of 1e-13 needs.  Both solve at the same given Q/c; times are
medians of runs taken in turn.  It takes a minute or two; run it with one BLAS thread:

    OPENBLAS_NUM_THREADS=1 python benchmarks/solver.py
"""

from __future__ import annotations

import json
import math
import statistics
import time
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path

import numpy as np
from machine import measured_on
from numpy.typing import NDArray

from yanggaudin import GroundState

#: those of the reference values for which a global rule still means something
COUPLINGS = ("10", "1", "0.1", "0.01", "1e-3", "1e-4", "1e-6")
#: what a careful user takes
FIXED_NODES = 256
#: the matrix takes 134 MB; twice as many nodes are eight times the work
MOST_NODES = 4096
#: relative error that counts as solved: well above the rounding of either method
ENOUGH = 1e-13
REPEATS = 5

REFERENCE = Path(__file__).parents[1] / "tests" / "reference" / "thermodynamic.json"


@cache
def gauss_legendre(n_nodes: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Nodes and weights on [-1, 1]; their cost is not part of the solve."""
    return np.polynomial.legendre.leggauss(n_nodes)


def mass_by_global_rule(half_width: float, n_nodes: int) -> float:
    """m/m* at given B = Q/c by one Gauss-Legendre rule on [-B, B]."""
    nodes, weights = gauss_legendre(n_nodes)
    x, w = half_width * nodes, half_width * weights
    sources = np.stack([np.ones_like(x), x**2], axis=1)
    matrix = np.eye(n_nodes) - w / (math.pi * (1 + (x[:, None] - x) ** 2))
    solution = np.linalg.solve(matrix, sources)
    total, square = w @ solution[:, 0], w @ (x**2 * solution[:, 0])
    edge = [1, half_width**2] + w / (math.pi * (1 + (half_width - x) ** 2)) @ solution
    gamma = 2 * math.pi / total
    return float(gamma * (edge[1] / edge[0] - square / total))


def mass_by_panels(half_width: float) -> float:
    """m/m* at given B = Q/c by this package."""
    gas = GroundState.from_fermi_rapidity(half_width)
    return (2 * gas.chemical_potential - gas.energy) / gas.gamma


def nodes_needed(half_width: float, exact: float) -> int | None:
    """Fewest nodes (a power of 2) with an error below ENOUGH, or None."""
    n_nodes = 8
    while n_nodes <= MOST_NODES // 2:
        n_nodes *= 2
        if abs(mass_by_global_rule(half_width, n_nodes) / exact - 1) < ENOUGH:
            return n_nodes
    return None


def median_times(functions: list[Callable[[], float]]) -> list[float]:
    """Median milliseconds of each function, the functions taking turns."""
    times: list[list[float]] = [[] for _ in functions]
    for _ in range(REPEATS):
        for function, sample in zip(functions, times, strict=True):
            start = time.perf_counter()
            function()
            sample.append(time.perf_counter() - start)
    return [1e3 * statistics.median(sample) for sample in times]


def main() -> None:
    """Print the table."""
    np.seterr(all="ignore")  # the global rule may fail in any way
    exact = {row["gamma"]: float(row["mass_ratio"]) for row in json.loads(REFERENCE.read_text())}
    print("| γ | panels: unknowns | ms | error | 256 nodes: ms | error | nodes for 1e-13 | ms |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    for name in COUPLINGS:
        state = GroundState(float(name))
        half_width = state.fermi_rapidity_over_c
        panels = partial(mass_by_panels, half_width)
        fixed = partial(mass_by_global_rule, half_width, FIXED_NODES)
        needed = nodes_needed(half_width, exact[name])
        enough = partial(mass_by_global_rule, half_width, needed or MOST_NODES)
        times = median_times([panels, fixed, enough] if needed else [panels, fixed])
        errors = [abs(f() / exact[name] - 1) for f in (panels, fixed)]
        last = f"{needed} | {times[2]:.1f}" if needed else f"> {MOST_NODES} | -"
        print(
            f"| {name} | {state.operator.n_unknowns} | {times[0]:.1f} | {errors[0]:.0e} "
            f"| {times[1]:.1f} | {errors[1]:.0e} | {last} |"
        )


if __name__ == "__main__":
    main()
    print(measured_on())
