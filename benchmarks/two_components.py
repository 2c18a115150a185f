"""Gases of two components: how good their numbers are, and how long they take.

    export OPENBLAS_NUM_THREADS=1
    python benchmarks/two_components.py errors      # five minutes
    python benchmarks/two_components.py identities  # an hour
    python benchmarks/two_components.py speed       # one minute

Random γ from 1e-3 to 1e3, T from 0.02 to 100 ħ²n²/m and h/T from 0 to 20.  Times are those of the
processor.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator

import numpy as np
from machine import measured_on

import yanggaudin as yg
from yanggaudin.errors import YangGaudinError
from yanggaudin.two_components.search import of_potentials
from yanggaudin.two_components.solution import solution
from yanggaudin.two_components.thermodynamics import Thermodynamics

# half intervals of a difference formula over T, the first that serves; what serves; and its points
WIDTHS, SERVES, N_POINTS = (0.03, 0.1, 0.3, 0.01, 0.003), 2e-11, 10
# a rounding of P
ROUNDING = 3e-15


class AtTwiceTheLevel(yg.TwoComponentGas):
    """A gas of which nothing has been asked yet, solved again by twice as many strings."""

    def __init__(self, gas: yg.TwoComponentGas) -> None:
        self.__dict__.update(gas.__dict__)
        found = gas._found
        level = 2 * found.solution.level.level
        self._found = Thermodynamics(solution(found.mean, found.field, found.temperature, level))


def points(count: int, coldest: float, hottest: float) -> Iterator[tuple[float, float, float]]:
    """Yield γ, T and h in ħ²n²/m."""
    random = np.random.default_rng(2026)
    for _ in range(count):
        gamma = 10 ** random.uniform(-3, 3)
        temperature = 10 ** random.uniform(np.log10(coldest), np.log10(hottest))
        yield gamma, temperature, temperature * random.uniform(0, 20)


def errors() -> None:
    """Print the largest differences from the same gases at twice the level."""
    worst: dict[str, float] = {}
    of_bounds, refused, again = 0.0, 0, 0
    for gamma, temperature, field in points(300, 0.02, 100.0):
        try:
            gas = yg.TwoComponentGas(gamma, temperature, field=field)
        except YangGaudinError:
            refused += 1
            continue
        try:
            other = AtTwiceTheLevel(gas)
        except YangGaudinError:
            continue
        again += 1
        for name, bound in gas.errors.items():
            difference = abs(getattr(other, name) - getattr(gas, name))
            of_bounds = max(of_bounds, difference / bound)
            relative = difference / abs(getattr(gas, name) or 1.0)
            worst[name] = max(worst.get(name, 0.0), relative)
    print(f"{refused} of 300 refused, {again} solved again; up to {of_bounds:.2f} of the bounds")
    for name, value in worst.items():
        print(f"{name}: {value:.1e}")


def identities() -> None:
    """Print how well n = ∂P/∂μ̄, M = ∂P/∂h and s = ∂P/∂T hold."""
    worst, doubt, refused = np.zeros(3), np.zeros(3), 0
    for gamma, temperature, field in points(300, 0.02, 100.0):
        try:
            found = yg.TwoComponentGas(gamma, temperature, field=field)._found
        except YangGaudinError:
            refused += 1
            continue
        for axis, expected in enumerate((found.density, found.magnetisation, found.entropy)):
            derivative, own = slope(found, axis, expected)
            worst[axis] = max(worst[axis], abs(derivative / expected - 1))
            doubt[axis] = max(doubt[axis], own)
    print(f"{refused} of 300 refused")
    for name, value, own in zip("nMs", worst, doubt, strict=True):
        print(f"{name}: {value:.1e}, the difference formula trusts itself to {own:.1e}")


def slope(found: Thermodynamics, axis: int, size: float) -> tuple[float, float]:
    """Return ∂P/∂μ̄, ∂P/∂h or ∂P/∂T by Chebyshev's interpolation, and its relative error.

    The error is that which the coefficients themselves show: what is cut off, and rounding.
    """
    nodes = np.cos(np.pi * (np.arange(N_POINTS) + 0.5) / N_POINTS)
    tries = []
    for width in WIDTHS:
        reach = width * found.temperature
        pressures = []
        for node in nodes:
            at = [found.mean, found.field, found.temperature]
            at[axis] += reach * node
            # P is even in h
            pressures.append(of_potentials(at[0], abs(at[1]), at[2]).pressure)
        fit = np.polynomial.chebyshev.chebfit(nodes, pressures, N_POINTS - 1)
        derivative = np.polynomial.chebyshev.chebval(0.0, np.polynomial.chebyshev.chebder(fit))
        cut_off = 2 * N_POINTS * np.max(np.abs(fit[-2:]))
        error = max(cut_off, 3 * ROUNDING * abs(fit[0])) / reach / abs(size)
        tries.append((error, derivative / reach))
        if error < SERVES:
            break
    error, derivative = min(tries)
    return float(derivative), float(error)


def speed() -> None:
    """Print times of gases with all their numbers."""
    yg.TwoComponentGas(1.0, 1.0, field=0.5)  # kernels that many gases share
    for count, coldest, hottest in ((40, 0.1, 100.0), (8, 0.02, 0.1)):
        seconds = []
        for gamma, temperature, field in points(count, coldest, hottest):
            start = time.process_time()
            gas = yg.TwoComponentGas(gamma, temperature, field=field)
            solved = time.process_time() - start
            _ = gas.errors, gas.pair_correlation, gas.specific_heat
            seconds.append([solved, time.process_time() - start])
        (one, two), (most, longest) = np.median(seconds, axis=0), np.max(seconds, axis=0)
        print(
            f"T = {coldest:g} … {hottest:g}: solved in {one:.2f} s (median) to {most:.2f} s, "
            f"with all numbers {two:.2f} s to {longest:.2f} s"
        )


if __name__ == "__main__":
    {"errors": errors, "identities": identities, "speed": speed}[sys.argv[1]]()
    print(measured_on())
