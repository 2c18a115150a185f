"""Times of the series: table of docs/series.md; `benchmarks/estimates.py` has the estimates.

python benchmarks/series.py            # a minute
"""

from __future__ import annotations

import time
from collections.abc import Callable

from machine import measured_on

from yanggaudin.series.coefficient_rings import ZetaPolynomials
from yanggaudin.series.energy_coefficients import computed_weak_balls
from yanggaudin.series.strong_recursion import strong_energy_coefficients
from yanggaudin.series.weak_recursion import weak_energy_coefficients


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


if __name__ == "__main__":
    print_times()
    print(measured_on())
