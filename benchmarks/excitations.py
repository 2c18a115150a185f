"""Worst relative errors of type I and II energies: figures of docs/excitations.md.

Against the 60-digit solver of the tests for γ > 0.4; below, where it would need too many nodes,
against other integrals of other solutions, in doubles, whose rounding grows like Q/c.

PYTHONPATH=tests python benchmarks/excitations.py
"""

from __future__ import annotations

import numpy as np
from machine import measured_on

from oracle import Oracle, difference
from problems import random_couplings
from test_excitations import by_phase_and_dressed_energy
from yanggaudin import Excitations, GroundState

COUNT = 40


def main() -> None:
    """Print the table."""
    random = np.random.default_rng(3)
    shares = np.concatenate([random.uniform(0, 1, 10), 1 + 10 ** random.uniform(-3, 4, 10)])
    print("| γ | couplings × momenta | type I | type II |\n| --- | --- | --- | --- |")
    for high, low in ((2.9, 0.1), (0.1, 3e-6)):
        worst = np.zeros(2)
        for half_width in random_couplings(low, high, COUNT, seed=12):
            oracle = Oracle(half_width)
            excitations = Excitations(GroundState.from_fermi_rapidity(half_width).gamma)
            for share in shares:
                momentum, energy = oracle.excitation_at(share * half_width)
                value = _energy(excitations, float(momentum.mid()), share)
                worst[int(share < 1)] = max(worst[int(share < 1)], difference(value, energy))
        ends = [GroundState.from_fermi_rapidity(b).gamma for b in (high, low)]
        _print_row(ends[0], ends[1], len(shares), worst)
    for low, high in ((1e-6, 1e-3), (1e-3, 0.4)):
        worst = np.zeros(2)
        for gamma in random_couplings(low, high, COUNT, seed=13):
            excitations = Excitations(gamma)
            for share in shares:
                p, expected = by_phase_and_dressed_energy(excitations, share)
                error = abs(_energy(excitations, p, share) / expected - 1)
                worst[int(share < 1)] = max(worst[int(share < 1)], error)
        _print_row(low, high, len(shares), worst)


def _energy(excitations: Excitations, p: float, share: float) -> float:
    return excitations.hole_energy(p) if share < 1 else excitations.particle_energy(p)


def _print_row(low: float, high: float, n_momenta: int, worst: np.ndarray) -> None:
    print(f"| {low:.2g} … {high:.2g} | {COUNT} × {n_momenta} | {worst[0]:.1e} | {worst[1]:.1e} |")


if __name__ == "__main__":
    main()
    print(measured_on())
