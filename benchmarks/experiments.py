"""Published numbers of experiments and theory, how exact the laboratory is, and what it costs.

PYTHONPATH=src python benchmarks/experiments.py

The numbers are those of the table in docs/laboratory.md.
"""

from __future__ import annotations

import math
import time
import warnings
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
from machine import measured_on

import yanggaudin as yg
from yanggaudin import lab
from yanggaudin.lab import harmonic
from yanggaudin.lab.cloud import STEP, Cloud, height_of_density
from yanggaudin.lab.well import Harmonic
from yanggaudin.units import BOLTZMANN, HBAR

GUIDE = lab.Guide(lab.Atom("87Rb"), f_perp=20e3)
FREQUENCY = 10.0  # Hz


def trap_of(gamma: float, temperature: float = 0.0) -> lab.Trap:
    """Return a trap with a coupling in its centre, and T in ħ²n²/mk_B there."""
    density = GUIDE.c / gamma
    kelvin = temperature * (HBAR * density) ** 2 / GUIDE.atom.mass / BOLTZMANN
    return lab.Trap(GUIDE, f_axial=FREQUENCY, peak_density=density, temperature=kelvin)


def published() -> None:
    """Print what is published, and what is found."""
    ratios = [trap_of(gamma).breathing_ratio for gamma in (1e-4, 1.0, 10.0, 100.0)]
    print("breathing, ω_B²/ω² at γ₀ = 1e-4, 1, 10, 100; from 3 to 4:", *np.round(ratios, 4))
    shorter = yg.pair_correlation(0.3) / yg.pair_correlation([10.0, 9.0])
    homogeneous = yg.pair_correlation(0.3) / yg.pair_correlation(11.0)
    low, high = (trap_of(gamma).average("pair_correlation") for gamma in (0.3, 11.0))
    print(f"g₂ from γ = 0.3 to 11; tenfold: {homogeneous:.1f}, in a trap {low / high:.1f}")
    print("  from 0.3 to 10 and to 9:", *np.round(shorter, 1))
    loss = trap_of(0.68).average("three_body_correlation", power=3)
    same = trap_of(0.5).average("three_body_correlation", power=3)
    print("1/g₃, in a trap weighted by n³; 7 at γ ≈ 0.5 published:")
    print(f"  {1 / yg.three_body_correlation(0.5):.2f} at γ = 0.5, {1 / same:.2f} in a trap")
    print(f"  {1 / yg.three_body_correlation(0.77):.2f} at γ = 0.77, {1 / loss:.2f} at γ₀ = 0.68")
    means = [
        trap_of(gamma).average("pair_correlation") / yg.pair_correlation(gamma)
        for gamma in (1e-4, 0.1, 1.0, 10.0)
    ]
    print("mean g₂ over that of the centre at γ₀ = 1e-4, 0.1, 1, 10:", *np.round(means, 4))
    soliton = trap_of(1e-6).top_frequency / FREQUENCY
    print(f"dark soliton, Ω/ω at γ₀ = 1e-6: {soliton:.5f}; 1/√2 = {1 / math.sqrt(2):.5f}")


def largest(values: Iterable[float]) -> float:
    """Return the largest size."""
    return max(map(abs, values))


def accuracies() -> None:
    """Print how well theorems hold, and what changes in finer slices."""
    well = Harmonic(GUIDE.atom.mass, np.asarray(math.tau * FREQUENCY))
    changes, virials = [], []
    for exponent in range(-30, 41):
        height = height_of_density(GUIDE, np.asarray(GUIDE.c / 10.0**exponent))
        coarse, fine = (Cloud(GUIDE, well, height, step=step) for step in (STEP, STEP / 2))
        changes.append(float(coarse.atoms / fine.atoms) - 1)
        for name in ("pair_correlation", "mass_enhancement"):
            changes.append(float(coarse.average(name) / fine.average(name)) - 1)
        virials.append(float(coarse.pressure_integral / coarse.potential_energy) / 2 - 1)
    print(f"slices halved, γ₀ = 1e-30 ... 1e40: N and averages change by {largest(changes):.1e}")
    ratios = [harmonic.breathing_ratio(10.0**k) for k in range(-30, 41)]
    print(f"  breathing between 3 and 4 for all of them: {3 <= min(ratios) <= max(ratios) <= 4}")
    print(f"virial theorem at T = 0: {largest(virials):.1e}")
    warm = [trap_of(gamma, tau) for gamma, tau in ((1.0, 1.0), (10.0, 2.0), (0.05, 0.1))]
    virials = [float(t._cloud.pressure_integral) / t.potential_energy / 2 - 1 for t in warm]
    print(f"virial theorem at (γ₀, T) = (1, 1), (10, 2), (0.05, 0.1): {largest(virials):.1e}")
    energies, reflections = [], []
    for gamma, kick in ((1e-4, 0.5), (0.05, 2.5), (1.0, 1.0), (3.0, 0.4), (50.0, 5.0)):
        trap = trap_of(gamma)
        unit = HBAR * trap.peak_density
        orbit = trap.orbit(momentum=kick * unit, n_times=9)
        energies += [
            energy_at(trap, x, p) / orbit.energy - 1 for _, x, p in zip(*orbit, strict=True)
        ]
        reflections.append(orbit.p[4] / unit - (math.tau - kick))
    print(f"orbits: energy conserved to {largest(energies):.1e}, reflection to", end=" ")
    print(f"{largest(reflections):.1e} ħn₀")
    trap = trap_of(1.0)
    momentum = (math.pi - 1e-3) * HBAR * trap.peak_density
    orbit = trap.orbit(momentum=momentum)
    print("  1e-3 ħn below the top: 1/period over top_frequency less 1", end=" ")
    print(
        f"{1 / orbit.period / trap.top_frequency - 1:.1e} ± {orbit.period_error / orbit.period:.1e}"
    )


def energy_at(trap: lab.Trap, x: float, p: float) -> float:
    """Return E(p; n(x)) in J."""
    n = trap.density(x)
    energy = yg.Polaron(GUIDE.c / n).energy(p / (HBAR * n))
    return float(energy * (HBAR * n) ** 2 / GUIDE.atom.mass)


def seconds(work: Callable[[], Any]) -> float:
    """Return the shortest of three times of the processor."""
    times = []
    for _ in range(3):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def tubes() -> None:
    """Compute all 2,809 tubes of a lattice one by one, as arrays, and two averages."""
    i, j = np.meshgrid(np.arange(-26, 27), np.arange(-26, 27))
    centre = trap_of(0.5).chemical_potential
    traps = lab.Trap(GUIDE, f_axial=20.0, chemical_potential=centre * (1 - (i * i + j * j) / 1500))
    traps.average("pair_correlation")
    traps.average("mass_ratio")


def dimple(x: Any) -> Any:
    """Return a harmonic trap with a dimple of 1 kHz in its centre in J."""
    narrow = math.tau * HBAR * 1e3 * np.exp(-((x / 1e-6) ** 2) / 2)
    return GUIDE.atom.mass / 2 * (math.tau * FREQUENCY * x) ** 2 - narrow


def warm(*n_atoms: float) -> None:
    """Compute traps at 20 nK, and all of their numbers."""
    atoms = n_atoms[0] if len(n_atoms) == 1 else np.array(n_atoms)
    lab.Trap(GUIDE, f_axial=FREQUENCY, n_atoms=atoms, temperature=20e-9).to_dict()


def costs() -> None:
    """Print what takes how long."""
    trap = trap_of(1.0)
    momentum = HBAR * trap.peak_density
    atoms = np.geomspace(2, 1e5, 1000)
    for what, work in (
        ("1,000 traps from N", lambda: lab.Trap(GUIDE, f_axial=FREQUENCY, n_atoms=atoms)),
        ("2,809 tubes with two averages", tubes),
        ("a trap at T = ħ²n²/mk_B, γ₀ = 1", lambda: trap_of(1.0, 1.0).to_dict()),
        ("a trap of 60 atoms at 20 nK", lambda: warm(60.0)),
        ("3,000 traps at 20 nK", lambda: warm(*np.geomspace(20, 2000, 3000))),
        (
            "a trap with a dimple",
            lambda: lab.Trap(GUIDE, potential=dimple, interval=(-1e-4, 1e-4), n_atoms=60),
        ),
        ("three spin modes", lambda: trap.spin_mode_energies(3)),
        ("an orbit", lambda: trap.orbit(momentum=momentum)),
    ):
        print(f"{what}: {seconds(work):.3f} s")


if __name__ == "__main__":
    warnings.simplefilter("ignore", yg.ValidityWarning)  # numbers of γ₀ alone
    published()
    accuracies()
    costs()
    print(measured_on())
