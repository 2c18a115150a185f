"""The gas at a temperature: time and error, against one fixed Gauss-Legendre rule.

Prints the Markdown tables of docs/thermal.md.  For several γ and T: the unknowns and the time of
one point (all quantities), the largest change of a quantity under twice the resolution over its
stated error, and what a solver with 256 nodes on the same interval makes of the pressure at the
same μ, after how many milliseconds of processor time.  Medians of runs taken in turn.

Then columns of 64 chemical potentials at one temperature, from the centre of a cloud down to
-40 T: processor time, that of `ThermalGas.from_chemical_potential` for the density and pressure of
each (of every eighth, times eight) in the same run, and the largest difference over the stated
error; and 1,000 points (γ, T), log-uniform in [0.01, 100]².  Two minutes with one BLAS thread:

    OPENBLAS_NUM_THREADS=1 python benchmarks/thermal.py
"""

from __future__ import annotations

import statistics
import time

import numpy as np
from machine import measured_on

from yanggaudin import ThermalGas, thermal_column, thermal_gases

COUPLINGS = (1e-4, 1e-2, 1.0, 1e2, 1e4)
TEMPERATURES = (1e-3, 0.1, 1.0, 1e3)
FIXED_NODES = 256
REPEATS = 5
# T and μ in the centre, units of c: γ ~ 1, then colder, then dense and weakly interacting
CLOUDS = (
    *((1.0, 0.1), (1.0, 1.0), (1.0, 10.0), (0.01, 0.01), (0.01, 1.0), (1e-3, 1.0), (100.0, 10.0)),
    *((1e4, 1e3), (1.0, 100.0), (10.0, 1000.0), (1e3, 2e4), (0.01, 100.0)),
)
EVERY = 8


def pressure_by_fixed_rule(gamma: float, temperature: float, mu: float) -> float:
    """P in ħ²n³/m by Newton's method on one rule, its cut-off where e^{(μ - k²/2)/T} = 1e-20."""
    end = np.sqrt(2 * (max(mu, 0.0) + 46 * temperature))
    nodes, weights = np.polynomial.legendre.leggauss(FIXED_NODES)
    k, w = end * nodes, end * weights
    kernel = gamma / np.pi / (gamma**2 + (k[:, None] - k) ** 2) * w
    bare = (k**2 / 2 - mu) / temperature
    y = bare.copy()
    for _ in range(60):
        filled = 0.5 * (1 - np.tanh(y / 2))
        residual = y - bare + kernel @ np.logaddexp(0, -y)
        step = np.linalg.solve(np.eye(FIXED_NODES) - kernel * filled, residual)
        y -= step
        if not np.max(np.abs(step)) > 1e-12 * np.max(np.abs(y)):
            break
    return float(temperature / (2 * np.pi) * w @ np.logaddexp(0, -y))


def all_quantities(gamma: float, temperature: float) -> ThermalGas:
    """A state of which everything has been asked."""
    gas = ThermalGas(gamma, temperature)
    assert gas.errors
    return gas


def share_of_stated_error(gas: ThermalGas) -> float:
    """Largest change under twice the resolution, in units of the stated error."""
    twin = gas.refined()
    return max(float(abs(getattr(gas, q) - getattr(twin, q))) / e for q, e in gas.errors.items())


def print_columns() -> None:
    """Print the table of columns."""
    print("\n| T | μ₀ | γ there | column, ms | one by one, ms | difference / stated error |")
    print("| --- | --- | --- | --- | --- | --- |")
    for temperature, centre in CLOUDS:
        potentials = np.linspace(centre, -40 * temperature, 64)
        start = time.process_time()
        column = thermal_column(potentials, temperature=temperature)
        middle, difference = time.process_time(), 0.0
        for i in range(0, 64, EVERY):
            gas = ThermalGas.from_chemical_potential(potentials[i], temperature=temperature)
            own = {
                "density_over_c": gas.density_over_c,
                "pressure_over_c3": gas.pressure / gas.gamma**3,
            }
            for name, value in own.items():
                change = abs(getattr(column, name)[i] - value) / column.errors[name][i]
                difference = max(difference, change)
        alone = EVERY * (time.process_time() - middle)
        print(
            f"| {temperature:g} | {centre:g} | {1 / column.density_over_c[0]:.2g} "
            f"| {1e3 * (middle - start):.0f} | {1e3 * alone:.0f} | {difference:.2f} |"
        )


def print_random_points() -> None:
    """Print the time of 1,000 points."""
    gamma, temperature = 10 ** np.random.default_rng(2024).uniform(-2, 2, (2, 1000))
    start = time.process_time()
    gases = thermal_gases(gamma, temperature)
    seconds = time.process_time() - start
    print(f"\n1,000 points: {seconds:.1f} s, {len(gases.refused)} refused")


def main() -> None:
    """Print the tables."""
    np.seterr(all="ignore")  # the fixed rule may fail in any way
    print(
        "| γ | T | unknowns | ms | change / stated error | edge error | 256 nodes: P off by | ms |"
    )
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    for gamma in COUPLINGS:
        for temperature in TEMPERATURES:
            gas, ours, fixed, value = all_quantities(gamma, temperature), [], [], np.nan
            for _ in range(REPEATS):
                start = time.process_time()
                all_quantities(gamma, temperature)
                middle = time.process_time()
                value = pressure_by_fixed_rule(gamma, temperature, gas.chemical_potential)
                ours.append(middle - start)
                fixed.append(time.process_time() - middle)
            edge = gas.errors["entropy_per_particle"] / gas.entropy_per_particle
            print(
                f"| {gamma:g} | {temperature:g} | {gas.n_unknowns} "
                f"| {1e3 * statistics.median(ours):.0f} | {share_of_stated_error(gas):.2f} "
                f"| {edge:.0e} | {abs(value / gas.pressure - 1):.0e} "
                f"| {1e3 * statistics.median(fixed):.0f} |"
            )
    print_columns()
    print_random_points()


if __name__ == "__main__":
    main()
    print(measured_on())
