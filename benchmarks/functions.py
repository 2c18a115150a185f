"""Accuracy, speed, memory and size of yanggaudin.gas.functions: tables of docs/functions.md.

OPENBLAS_NUM_THREADS=1 PYTHONPATH=tools python benchmarks/functions.py [couplings]   # some minutes

Errors are in units of the last place of the correctly rounded value, against 28 digits or more
(`tools/reference_values.py`), at couplings that are log-uniform in [1e-300, 1e300], in [0.5, 2],
where the halves of the tables join and rounding counts most, and, a quarter as many, in
[1e-4, 1e4], where the functions vary.
"""

from __future__ import annotations

import math
import sys
import time
import timeit
import tracemalloc
from collections.abc import Callable
from fractions import Fraction
from importlib.resources import files

import numpy as np
from flint import arb
from machine import measured_on
from numpy.typing import NDArray
from reference_values import every_value
from scipy.special import ellipk

from yanggaudin import GroundState
from yanggaudin.gas import functions
from yanggaudin.numerics.precision import PRECISION, precision

NAMES = (
    "energy",
    "energy_derivative",
    "energy_second_derivative",
    "mass_ratio",
    "mass_enhancement",
    "mass_shift",
    "chemical_potential",
    "pressure",
    "sound_velocity",
    "luttinger_parameter",
    "fermi_rapidity",
    "three_body_correlation",
    "quartic_coefficient",
)
#: beyond these a value is no normal double, and a unit of the last place no measure
LEAST, LARGEST = 2.3e-308, 1.7e308


def inverse_error(gamma: float, v: dict[str, arb]) -> float:
    """Error of γ(r) at r, the double next to m/m*(γ), to first order in the difference."""
    with PRECISION, precision(400):
        g, mass = arb(gamma), v["mass_ratio"]
        ratio = float(mass.mid())
        slope = 2 * v["energy_derivative"] / g - 2 * v["energy"] / g**2
        slope -= v["energy_second_derivative"]
        step = (arb(ratio) - mass) / slope
        if ratio in (0.0, 1.0) or abs(float(step / g)) > 1e-9:
            return 0.0  # r does not determine γ to a double
        target = g + step
        found = arb(functions.gamma_from_mass_ratio(ratio))
        return float(abs(found - target)) / math.ulp(float(target.mid()))


def worst_errors(gamma: NDArray[np.float64]) -> dict[str, float]:
    """The worst error of every function."""
    worst: dict[str, float] = {}
    for g in map(float, gamma):
        found = every_value(Fraction(g))
        for name, exact in found.items():
            size = abs(float(exact.mid()))
            if LEAST < size < LARGEST:
                value = getattr(functions, name)(g)
                with PRECISION, precision(200):
                    error = float(abs(arb(value) - exact)) / math.ulp(size)
                worst[name] = max(worst.get(name, 0.0), error)
        name = "gamma_from_mass_ratio"
        worst[name] = max(worst.get(name, 0.0), inverse_error(g, found))
    return worst


def print_errors(count: int) -> None:
    """The worst errors in the three ranges."""
    ranges = ((1e-300, 1e300, count), (1e-4, 1e4, count // 4), (0.5, 2.0, count))
    print("| function |", " | ".join(f"{n} in {a:g} … {b:g}" for a, b, n in ranges), "|")
    print("| --- | --- | --- | --- |")
    columns = [
        worst_errors(10 ** np.random.default_rng(seed).uniform(math.log10(a), math.log10(b), n))
        for seed, (a, b, n) in enumerate(ranges, 1)
    ]
    for name in (*NAMES, "gamma_from_mass_ratio"):
        print(f"| `{name}` |", " | ".join(f"{worst[name]:.1f}" for worst in columns), "|")


def print_steps() -> None:
    """The largest step against the trend, in units of the last place, of a million couplings."""
    rng = np.random.default_rng(1)
    starts = 2 ** rng.uniform(-1, 1, 1000)
    ranges = {
        "1e-300 … 1e300": 10 ** rng.uniform(-300, 300, (1, 10**6)),
        "0.5 … 2": 2 ** rng.uniform(-1, 1, (1, 10**6)),
        "1000 × 1000 neighbouring doubles in 0.5 … 2": starts[:, None]
        + np.spacing(starts)[:, None] * np.arange(1000),
    }
    print("| function |", " | ".join(ranges), "|")
    print("| --- | --- | --- | --- |")
    for name in (*NAMES, "gamma_from_mass_ratio"):
        steps = []
        for gamma in ranges.values():
            x = np.sort(gamma if name in NAMES else 1 / (1 + gamma))
            values = np.ma.masked_invalid(getattr(functions, name)(x))
            trend = np.sign(values[0, -1] - values[0, 0])
            step = trend * np.diff(values) / np.spacing(np.abs(values[:, 1:]))
            steps.append(int(max(0, -step.min())))
        print(f"| `{name}` |", " | ".join(map(str, steps)), "|")


def best(task: Callable[[], object], repeat: int = 15) -> float:
    """Shortest of several durations."""
    return min(timeit.repeat(task, number=1, repeat=repeat))


def print_speed() -> None:
    """Against scipy.special.ellipk and against solving the integral equation."""
    gamma = 10 ** np.random.default_rng(0).uniform(-8, 8, 10**6)
    modulus = np.random.default_rng(0).uniform(0, 1, 10**6)
    alternate = [(best(lambda: functions.mass_ratio(gamma), 1), best(lambda: ellipk(modulus), 1),
                  best(lambda: ellipk(-gamma), 1)) for _ in range(15)]  # fmt: skip
    ours, theirs, same = (min(times) for times in zip(*alternate, strict=True))
    print(f"mass_ratio on 1e6 couplings: {1e3 * ours:.1f} ms")
    print(f"ellipk on 1e6 moduli in [0, 1]: {1e3 * theirs:.1f} ms, ratio {ours / theirs:.2f}")
    print(f"ellipk on the same array, negated: {1e3 * same:.1f} ms, ratio {ours / same:.2f}")
    tracemalloc.start()
    result = functions.mass_ratio(gamma)
    peak = tracemalloc.get_traced_memory()[1] - result.nbytes
    tracemalloc.stop()
    print(f"peak memory beyond the result: {peak / 1e6:.2f} MB")
    scalar = min(timeit.repeat(lambda: functions.mass_ratio(1.3), number=5000, repeat=7)) / 5000
    print(f"scalar call: {1e6 * scalar:.1f} µs")
    some = gamma[:50]
    start = time.perf_counter()
    for g in some:
        GroundState(float(g)).chemical_potential  # noqa: B018
    solving = (time.perf_counter() - start) / len(some)
    print(f"solving the integral equation takes {solving / (ours / 1e6):.2g} times as long")
    size = (files("yanggaudin") / "data" / "functions.npz").stat().st_size  # type: ignore[attr-defined]
    print(f"shipped coefficients: {size / 1e3:.0f} kB")


if __name__ == "__main__":
    print_speed()
    print_steps()
    print_errors(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
    print(measured_on())
