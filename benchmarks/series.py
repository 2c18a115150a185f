"""Times of the series, and how honest their error estimates are: tables of docs/series.md.

PYTHONPATH=tests python benchmarks/series.py            # some minutes
"""

from __future__ import annotations

import time
from collections.abc import Callable
from decimal import Decimal

import numpy as np

from problems import random_couplings
from test_series import quantities_at
from yanggaudin import Polaron
from yanggaudin.series import NAMES, Series, strong, weak
from yanggaudin.series.coefficient_rings import ZetaPolynomials
from yanggaudin.series.energy_coefficients import computed_weak_balls
from yanggaudin.series.strong_recursion import strong_energy_coefficients
from yanggaudin.series.weak_recursion import weak_energy_coefficients

N_COUPLINGS = 1000
ORDERS = (*range(9), 12, 20, 40, 60)


def seconds(task: Callable[[], object]) -> float:
    """Duration of one call."""
    start = time.perf_counter()
    task()
    return time.perf_counter() - start


def print_times() -> None:
    """Coefficients of e(γ), exactly and in digits."""
    print("| coefficients of e(γ) | order | seconds |")
    print("| --- | --- | --- |")
    for order in (30, 40, 50):
        ring = ZetaPolynomials(order)
        duration = seconds(lambda n=order, r=ring: weak_energy_coefficients(n, r))  # type: ignore[misc]
        print(f"| weak, exact | {order} | {duration:.2f} |")
    for order in (100, 200, 400):
        duration = seconds(lambda n=order: computed_weak_balls(n, 100))  # type: ignore[misc]
        print(f"| weak, 100 digits | {order} | {duration:.2f} |")
    for order in (40, 100):
        duration = seconds(lambda n=order: strong_energy_coefficients(n))  # type: ignore[misc]
        print(f"| strong, exact | {order} | {duration:.2f} |")


def print_honesty() -> None:
    """Estimated against true error over random couplings, orders and quantities."""
    print("| sum | γ | couplings | above the estimate | median of estimate/error |")
    print("| --- | --- | --- | --- | --- |")
    rng = np.random.default_rng(0)
    for name, low, high, orders in (
        ("weak, truncated", 1e-8, 2.0, ORDERS),
        ("strong, truncated", 5.0, 1e6, ORDERS),
        ("weak, resummed", 0.3, 10.0, tuple(range(20, 62))),
    ):
        made: dict[tuple[int, str], Series] = {}
        misses, ratios = 0, []
        for gamma in random_couplings(low, high, N_COUPLINGS, seed=13):
            key = int(rng.choice(orders)), str(rng.choice(NAMES))
            if key not in made:
                made[key] = strong(*key) if "strong" in name else weak(*key, digits=60)
            best = made[key].resummed(gamma) if "resummed" in name else made[key].value(gamma)
            exact = quantities_at(Polaron(gamma))[key[1]]
            error = abs(float(best.value - Decimal(exact)))
            misses += error > best.error + 1e-14 * exact
            if error > 1e-13 * exact:
                ratios.append(best.error / error)
        print(
            f"| {name} | {low:g} … {high:g} | {N_COUPLINGS} | {misses} | {np.median(ratios):.1f} |"
        )


if __name__ == "__main__":
    print_times()
    print_honesty()
