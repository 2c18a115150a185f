"""Tables of docs/series.md: times, and how far the weak series goes.

python benchmarks/series.py            # two minutes

`benchmarks/estimates.py` compares the estimates of errors with the errors.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

from machine import measured_on

from yanggaudin import certified, series
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


def print_truncations() -> None:
    """Relative errors of the weak series summed to its smallest term, and of its resummation."""
    exact = {"energy": certified.energy, "mass_ratio": certified.mass_ratio}

    def error(found: Decimal, name: str, gamma: str) -> float:
        true = Fraction(exact[name](gamma, digits=60).middle)
        return abs(float(Fraction(found) / true - 1))

    print("\n| γ | e | m/m\\* |")
    print("| --- | --- | --- |")
    for gamma in ("0.1", "0.3", "0.5", "1"):
        errors = [
            error(series.weak(200, name, digits=80).value(gamma).value, name, gamma)
            for name in exact
        ]
        print(f"| {gamma} | {errors[0]:.1e} | {errors[1]:.1e} |")
    errors = [
        error(series.weak(39, name, digits=60).resummed("1").value, name, "1") for name in exact
    ]
    print(f"\n40 coefficients, resummed at γ = 1: {errors[0]:.0e} and {errors[1]:.0e}\n")


if __name__ == "__main__":
    print_times()
    print_truncations()
    print(measured_on())
