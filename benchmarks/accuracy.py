"""Worst relative errors over random couplings: the Markdown table of docs/trust.md.

Below γ = 0.3 against the exact weak-coupling series, above it against the 60-digit solver of
the tests.  Run it as

    PYTHONPATH=tests python benchmarks/accuracy.py
"""

from __future__ import annotations

import math

import numpy as np
from machine import measured_on

from oracle import Oracle, difference
from problems import random_couplings, relative_error, weak_series
from yanggaudin import GroundState, Polaron

#: where the series has all digits
WEAK_RANGES = ((1e-30, 1e-14), (1e-14, 1e-7), (1e-7, 1e-4), (1e-4, 1e-2), (1e-2, 0.3))
#: of B = Q/c, which the independent solver can resolve
STRONG_RANGES = ((2.9, 0.5), (0.5, 0.05), (0.05, 3e-8))
N_WEAK, N_STRONG = 400, 40


def weak_errors(gamma: float) -> list[float]:
    """Errors of e, μ, m/m* and g₂."""
    polaron, exact = Polaron(gamma), weak_series(gamma)
    gas = polaron.gas
    return [
        relative_error(gas.energy, exact["e"]),
        relative_error(2 * gas.chemical_potential, exact["mu"]),
        relative_error(polaron.mass_ratio, exact["mass_ratio"]),
        relative_error(gas.pair_correlation, exact["g2"]),
    ]


def strong_errors(half_width: float) -> list[float]:
    """Errors of e, μ, m/m* and g₂."""
    gas, oracle = GroundState.from_fermi_rapidity(half_width), Oracle(half_width)
    return [
        difference(gas.energy, oracle.e),
        difference(2 * gas.chemical_potential, oracle.mu),
        difference((2 * gas.chemical_potential - gas.energy) / gas.gamma, oracle.mass_ratio),
        difference(gas.pair_correlation, oracle.e_prime),
    ]


def main() -> None:
    """Print the table."""
    print("| γ | couplings | e | μ | m/m* | g₂ |")
    print("| --- | --- | --- | --- | --- | --- |")
    for low, high in WEAK_RANGES:
        errors = [weak_errors(gamma) for gamma in random_couplings(low, high, N_WEAK, seed=11)]
        _print_row(f"{low:g} … {high:g}", errors)
    for high, low in STRONG_RANGES:
        ends = [GroundState.from_fermi_rapidity(b).gamma for b in (high, low)]
        errors = [strong_errors(b) for b in random_couplings(low, high, N_STRONG, seed=12)]
        _print_row(f"{ends[0]:.2g} … {ends[1]:.2g}", errors)


def _print_row(name: str, errors: list[list[float]]) -> None:
    worst = np.max(errors, axis=0)
    assert all(math.isfinite(value) for value in worst)
    print(f"| {name} | {len(errors)} | " + " | ".join(f"{value:.1e}" for value in worst) + " |")


if __name__ == "__main__":
    main()
    print(measured_on())
