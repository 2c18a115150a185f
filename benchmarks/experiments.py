"""Published numbers of experiments and theory against those of the package, and what they cost.

PYTHONPATH=src python benchmarks/experiments.py

The numbers are those of the table in docs/laboratory.md.
"""

from __future__ import annotations

import math
import time
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np

import yanggaudin as yg
from yanggaudin import lab
from yanggaudin.units import HBAR

GUIDE = lab.Guide(lab.Atom("87Rb"), f_perp=20e3)
FREQUENCY = 10.0  # Hz


def trap_of(gamma: float) -> lab.Trap:
    """Return a trap with a coupling in its centre."""
    return lab.Trap(GUIDE, f_axial=FREQUENCY, peak_density=GUIDE.c / gamma)


def published() -> None:
    """Print what is published, and what is found."""
    ratios = [trap_of(gamma).breathing_ratio for gamma in (1e-4, 1.0, 10.0, 100.0)]
    print("breathing, ω_B²/ω² at γ₀ = 1e-4, 1, 10, 100; from 3 to 4:", *np.round(ratios, 4))
    homogeneous = yg.pair_correlation(0.3) / yg.pair_correlation(11.0)
    low, high = (trap_of(gamma).average("pair_correlation") for gamma in (0.3, 11.0))
    print(f"g₂ from γ = 0.3 to 11; tenfold: {homogeneous:.1f}, in a trap {low / high:.1f}")
    loss = trap_of(0.68).average("three_body_correlation", power=3)
    print(f"1/g₃ at γ = 0.77: {1 / yg.three_body_correlation(0.77):.2f}; in a trap of γ₀ = 0.68, ")
    print(f"  weighted by n³: {1 / loss:.2f}; 7 at γ ≈ 0.5 published")
    means = [
        trap_of(gamma).average("pair_correlation") / yg.pair_correlation(gamma)
        for gamma in (1e-4, 0.1, 1.0, 10.0)
    ]
    print("mean g₂ over that of the centre at γ₀ = 1e-4, 0.1, 1, 10:", *np.round(means, 4))
    soliton = trap_of(1e-6).top_frequency / FREQUENCY
    print(f"dark soliton, Ω/ω at γ₀ = 1e-6: {soliton:.5f}; 1/√2 = {1 / math.sqrt(2):.5f}")


def seconds(work: Callable[[], Any]) -> float:
    """Return the shortest of five times."""
    times = []
    for _ in range(5):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def tubes() -> None:
    """Compute all 2,809 tubes of a lattice one by one, as arrays, and two averages."""
    i, j = np.meshgrid(np.arange(-26, 27), np.arange(-26, 27))
    centre = trap_of(0.5).chemical_potential
    traps = lab.Trap(GUIDE, f_axial=20.0, chemical_potential=centre * (1 - (i * i + j * j) / 1500))
    traps.average("pair_correlation")
    traps.average("mass_ratio")


def costs() -> None:
    """Print what takes how long."""
    trap = trap_of(1.0)
    momentum = HBAR * trap.peak_density
    atoms = np.geomspace(2, 1e5, 1000)
    for what, work in (
        ("1,000 traps from N", lambda: lab.Trap(GUIDE, f_axial=FREQUENCY, n_atoms=atoms)),
        ("2,809 tubes with two averages", tubes),
        ("three spin modes", lambda: trap.spin_mode_energies(3)),
        ("an orbit", lambda: trap.orbit(momentum=momentum)),
    ):
        print(f"{what}: {seconds(work):.3f} s")


if __name__ == "__main__":
    warnings.simplefilter("ignore", yg.ValidityWarning)  # numbers of γ₀ alone
    published()
    costs()
