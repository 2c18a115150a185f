"""The ring: time and memory against N, and every accuracy that docs/ring.md quotes.

    export OPENBLAS_NUM_THREADS=1 PYTHONPATH=tests
    python benchmarks/ring.py speed         # ten minutes, most of it dense
    python benchmarks/ring.py accuracy      # fifteen minutes, most of it one atom at a time
    python benchmarks/ring.py robustness    # some minutes
    python benchmarks/ring.py excited       # some minutes

Every line of `speed` runs in a process of its own, whose peak memory is the one printed; the
alternative is Newton's method with the full Jacobian, the method of the public codes.
"""

from __future__ import annotations

import json
import math
import multiprocessing
import resource
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
from machine import measured_on
from numpy.typing import NDArray

from ring_oracle import residual_of
from yanggaudin import Polaron, certified, mass_ratio
from yanggaudin.numerics.extrapolation import extrapolate_to_zero
from yanggaudin.ring import (
    SIZES,
    Ring,
    RingState,
    extrapolate_mass_ratio,
    extrapolate_size_correction,
    size_correction,
)
from yanggaudin.ring.plan import Plan, Solver

CASES = [(n, 1.0) for n in (10**3, 3000, 10**4, 10**5, 10**6, 10**7)]
CASES += [(10**6, gamma) for gamma in (100.0, 0.01, 1e-4, 1e-6)]
MOST_DENSE = 10**4
TRUE_RESIDUALS = [(10**3, 5e-5), (3000, 1e-4), (10**4, 1e-3), (10**5, 1e-3), (10**5, 1.0)]
TRUE_RESIDUALS += [(10**6, gamma) for gamma in (100.0, 1.0, 0.01, 1e-4)]
SOLVERS: tuple[Solver, ...] = ("dense", "fast")
REFERENCE = Path(__file__).parent.parent / "tests/reference/ring.json"


def panel_sums(n_atoms: int, gamma: float) -> RingState:
    """The package."""
    return Ring(gamma, n_particles=n_atoms).ground_state


def one_flip(n_atoms: int, gamma: float) -> RingState:
    """The package, with one flipped spin."""
    return Ring(gamma, n_particles=n_atoms).state(n_atoms // 3)


def full_jacobian(n_atoms: int, gamma: float) -> NDArray[np.float64]:
    """Newton's method with all pairs, from equally spaced quasimomenta."""
    numbers = np.arange(n_atoms) - (n_atoms - 1) / 2
    k = np.asarray(2 * math.pi * numbers / (n_atoms + 2 * n_atoms / gamma), dtype=np.float64)
    for _ in range(50):
        distance = (k[:, None] - k) / gamma
        left = n_atoms * k + 2 * np.arctan(distance).sum(axis=1)
        jacobian = -2 / gamma / (1 + distance**2)
        jacobian[np.diag_indices_from(jacobian)] += n_atoms - jacobian.sum(axis=1)
        step = np.linalg.solve(jacobian, 2 * math.pi * numbers - left)
        k += step
        if np.abs(step).max() < 1e-12 * np.abs(k).max():
            return k
    raise ArithmeticError("Newton's method did not converge")


def measured(solver: Callable[[int, float], Any], n_atoms: int, gamma: float) -> tuple[float, ...]:
    """Seconds, gigabytes, and the residual where the solver says it."""
    start = time.perf_counter()
    state = solver(n_atoms, gamma)
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    return seconds, peak, getattr(state, "residual", math.nan)


def alone(solver: Callable[[int, float], Any], n_atoms: int, gamma: float) -> tuple[float, ...]:
    """`measured` in a process of its own."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context) as pool:
        return pool.submit(measured, solver, n_atoms, gamma).result()


def speed() -> None:
    """Print time and peak memory of the ground state, and of one flipped spin."""
    print("| N | γ | s | GB | residual | full Jacobian: s | GB |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for n_atoms, gamma in CASES:
        seconds, peak, residual = alone(panel_sums, n_atoms, gamma)
        line = f"| {n_atoms:.0e} | {gamma:g} | {seconds:.2f} | {peak:.2f} | {residual:.0e} |"
        if n_atoms <= MOST_DENSE:
            seconds, peak, _ = alone(full_jacobian, n_atoms, gamma)
            line += f" {seconds:.1f} | {peak:.2f} |"
        else:
            line += " - | - |"
        print(line, flush=True)
    for n_atoms, gamma in CASES[-5:-1]:
        seconds, peak, residual = alone(one_flip, n_atoms, gamma)
        print(
            f"one spin flipped, N = {n_atoms:.0e}, γ = {gamma:g}: "
            f"{seconds:.2f} s, {peak:.2f} GB, residual {residual:.0e}",
            flush=True,
        )


def true_residual(state: RingState) -> float:
    """Largest relative residual of Eq. (2), by sums of all pairs in 128 bits for some atoms."""
    middle, edge = state.n_particles // 2, state.n_particles - 1
    random = np.random.default_rng(5).integers(0, edge, 4).tolist()
    atoms = {0, edge, *range(max(0, middle - 3), middle + 3), *random}
    return max(residual_of(state, atom) for atom in atoms)


def accuracy() -> None:
    """Print what docs/ring.md says about errors."""
    errors = []
    for row in json.loads(REFERENCE.read_text()):
        ring = Ring(float(row["gamma"]), n_particles=row["N"])
        for number, exact in row["magnon"].items():  # the table has 2m = 1
            energy = ring.state(int(number)).excitation_energy
            errors.append(abs(2 * energy / float(exact["E"]) - 1))
    print(f"ΔE of {REFERENCE.name}: {max(errors):.1e}")

    print("residual of Eq. (2), all pairs in 128 bits for 12 atoms; ground state, three flips:")
    for n_atoms, gamma in TRUE_RESIDUALS:
        ring = Ring(gamma, n_particles=n_atoms)
        flips = (1, n_atoms // 3, n_atoms // 2 - 1)
        residuals = [true_residual(state) for state in (ring.ground_state, *map(ring.state, flips))]
        numbers = " ".join(f"{residual:.1e}" for residual in residuals)
        print(f"  N = {n_atoms:.0e}, γ = {gamma:g}: {numbers}", flush=True)

    print("m/m*_N extrapolated from N ≤ 12800, against the certified value; its own estimate:")
    for name in ("0.01", "0.1", "1", "10", "100"):
        exact = float(certified.mass_ratio(name, digits=20).middle)
        found = extrapolate_mass_ratio(float(name))
        print(f"  γ = {name}: {found.value / exact - 1:.1e}; {found.error / exact:.1e}")

    print("ΔE at J = 1, N = 1e5, against the expansion in 1/N from N ≤ 12800 and m/m*:")
    for name in ("0.01", "1", "100"):
        exact = float(certified.mass_ratio(name, digits=20).middle)
        points, values = [0.0], [exact]
        for n_atoms in SIZES[1:]:
            points.append(1 / n_atoms)
            values.append(Ring(float(name), n_particles=n_atoms).state(1).mass_ratio)
        ratio = Ring(float(name), n_particles=10**5).state(1).mass_ratio
        expected, _ = extrapolate_to_zero(np.array(points) - 1e-5, np.array(values))
        print(f"  γ = {name}: {ratio / expected - 1:.1e}")

    print(
        "1/N law at p = πn/2: E_N of N = 10,000 against it; N [E_N - E] against its limit, of "
        "N = 10,000 alone; from N ≤ 10,000, its estimate; mass of N = 10,000 against m/m* + 1/N:"
    )
    for gamma in (1.0, 10.0, 100.0):
        law, energy = (
            size_correction(gamma, momentum=math.pi / 2),
            Polaron(gamma).energy(math.pi / 2),
        )
        found = extrapolate_size_correction(
            gamma, fraction="1/4", n_particles=(1000, 2000, 4000, 10_000)
        )
        of_ring = energy + found.values[-1] / 10_000
        mass = Ring(gamma, n_particles=10_000).state(1).mass_ratio
        print(
            f"  γ = {gamma:g}: {of_ring / (energy + law / 10_000) - 1:.1e}; "
            f"{found.values[-1] / law - 1:.1e}; {found.value / law - 1:.1e}, "
            f"{found.error / abs(law):.1e}; {mass / (mass_ratio(gamma) + 1e-4) - 1:.1e}"
        )

    rng = np.random.default_rng(11)
    print("dense and fast solver, 60 random states of 500 … 2000 atoms, γ = 1e-4 … 1e4:")
    worst = 0.0
    for _ in range(60):
        n_atoms, gamma = int(rng.integers(500, 2001)), float(10 ** rng.uniform(-4, 4))
        j = int(rng.choice([1, 2, int(rng.integers(1, n_atoms))]))
        energies = [forced(n_atoms, gamma, solver).state(j).excitation_energy for solver in SOLVERS]
        worst = max(worst, abs(energies[1] / energies[0] - 1))
    print(f"  {worst:.1e}")


def forced(n_atoms: int, gamma: float, solver: Solver) -> Ring:
    """A ring that uses one of the two solvers whatever it costs."""
    ring = Ring(gamma, n_particles=n_atoms)
    ring._plan = lambda *_: Plan(solver, 0.0)  # type: ignore[method-assign]
    return ring


def robustness(count: int = 2000) -> None:
    """Print how many of many random states converge."""
    rng = np.random.default_rng(7)
    failed, steps, residuals = 0, [], []
    for _ in range(count):
        n_atoms = int(np.exp(rng.uniform(np.log(2), np.log(1001))))
        gamma = float(10 ** rng.uniform(-6, 6))
        numbers = np.arange(n_atoms) - (n_atoms - 1) / 2
        kind = rng.integers(3)
        if kind == 1:  # a few particles and holes
            some = rng.choice(n_atoms, int(rng.integers(1, min(n_atoms, 5) + 1)), replace=False)
            free = np.setdiff1d(np.arange(4 * n_atoms) - 2 * n_atoms + numbers[0] % 1, numbers)
            numbers[some] = rng.choice(free, len(some), replace=False)
        if kind == 2:  # anything
            every = np.arange(4 * n_atoms) - 2 * n_atoms + numbers[0] % 1
            numbers = rng.choice(every, n_atoms, replace=False)
        try:
            state = Ring(gamma, n_particles=n_atoms).state(
                int(rng.integers(n_atoms)), quantum_numbers=numbers
            )
        except ArithmeticError as error:
            failed += 1
            print(f"N = {n_atoms}, γ = {gamma:g}, kind {kind}: {error}")
            continue
        steps.append(state.n_steps)
        residuals.append(state.residual)
    print(f"{count} random states: {failed} did not converge, at most {max(steps)} steps")
    quantiles = np.quantile(residuals, [0.5, 0.95, 0.99, 1.0])
    print("residuals, median, 95 %, 99 %, largest:", " ".join(f"{q:.1e}" for q in quantiles))


def excited() -> None:
    """Print residuals of excited states of many atoms, of the slowest one in 128 bits."""
    rng = np.random.default_rng(3)
    for n_atoms, count in ((3000, 20), (30_000, 10), (200_000, 5)):
        residuals: dict[str, list[float]] = {"a flip": [], "and 3 jumps": [], "all jump": []}
        for gamma in (0.1, 3.0, 100.0):
            ring, spread = Ring(gamma, n_particles=n_atoms), np.arange(n_atoms) - (n_atoms - 1) / 2
            for _ in range(count):
                jumped = spread.copy()
                jumped[rng.choice(n_atoms, 3, replace=False)] += rng.permutation(
                    [2 * n_atoms, 3 * n_atoms, -2 * n_atoms]
                )
                gaps = np.cumsum(1.0 + rng.poisson(0.5, n_atoms))
                gaps += spread[0] % 1 - np.round(np.median(gaps))
                for numbers, name in zip((spread, jumped, gaps), residuals, strict=True):
                    state = ring.state(int(rng.integers(n_atoms)), quantum_numbers=numbers)
                    slowest = int(np.argmin(np.abs(state.quantum_numbers)))
                    residuals[name].append(max(state.residual, residual_of(state, slowest)))
        for name, values in residuals.items():
            quantiles = " ".join(f"{q:.1e}" for q in np.quantile(values, [0.5, 0.9, 1.0]))
            print(f"N = {n_atoms:.0e}, {name}: {quantiles} (median, 90 %, largest)", flush=True)


def main() -> None:
    """Run what the command line names."""
    modes = {"speed": speed, "accuracy": accuracy, "robustness": robustness, "excited": excited}
    modes[sys.argv[1]]()


if __name__ == "__main__":
    main()
    print(measured_on())
