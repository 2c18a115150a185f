"""Random draws of error estimates from their whole domains, with the true errors.

For the tests and, with other seeds, for `benchmarks/estimates.py`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import cache
from typing import NamedTuple

import numpy as np
from flint import arb

from yanggaudin import certified, mass_ratio
from yanggaudin.numerics.precision import precision
from yanggaudin.ring import (
    Extrapolation,
    extrapolate_mass_ratio,
    extrapolate_size_correction,
    size_correction,
)
from yanggaudin.series import NAMES, Estimate, Series, large_order, strong, weak

_BITS = 400
_FRACTIONS = sorted({Fraction(a, b) for b in (*range(2, 11), 12, 16, 20) for a in range(1, b)})
# below it the weak series has all digits that are needed, and certified values take long
_SMALL = 0.04
_CERTIFIED: dict[str, tuple[Callable[..., certified.Ball], int]] = {
    "energy": (certified.energy, 1),
    "mass_ratio": (certified.mass_ratio, 1),
    "chemical_potential": (certified.chemical_potential, 1),
    "pair_correlation": (certified.pair_correlation, 1),
    "sound_velocity_squared": (certified.sound_velocity, 2),
    "inverse_luttinger_squared": (certified.luttinger_parameter, -2),
}


class Drawn(NamedTuple):
    """An estimate and what it is of."""

    what: str
    estimate: float
    error: float


def _atoms(rng: np.random.Generator, step: int, most: int) -> list[int]:
    """Two to six multiples of a number: doubled, neighbours, or anything, also unfortunate."""
    count, kind = int(rng.integers(2, 7)), int(rng.integers(4))
    least = 1 if step > 1 else 2
    first = max(least, round(float(np.exp(rng.uniform(0, math.log(max(most / step, 2)))))))
    last = max(most // step, first + 1)
    sizes = {
        0: [first * 2**k for k in range(count)],
        1: [first + k for k in range(count)],
        2: [first, *rng.integers(first, last + 1, count - 1).tolist()],
        3: np.exp(rng.uniform(math.log(first), math.log(last), count)).round().tolist(),
    }[kind]
    found = sorted({int(n) * step for n in sizes if n * step <= 4 * most})
    return found if len(found) > 1 else [first * step, (first + 1) * step]


def _coupling_and_most_atoms(rng: np.random.Generator) -> tuple[float, int]:
    """Any γ that a ring takes, mostly where it matters; fewer atoms where they take long."""
    gamma = float(10 ** (rng.uniform(-4, 4) if rng.random() < 0.8 else rng.uniform(-8, 100)))
    return gamma, 300 if gamma > 1e-3 else 60


def of_masses(count: int, seed: int) -> Iterator[Drawn]:
    """m/m* of Eq. (15), extrapolated."""
    rng = np.random.default_rng(seed)
    for _ in range(count):
        gamma, most = _coupling_and_most_atoms(rng)
        sizes = _atoms(rng, 1, most)
        found = extrapolate_mass_ratio(gamma, n_particles=sizes)
        yield _of_ring(found, mass_ratio(gamma), "1")


def of_size_corrections(count: int, seed: int) -> Iterator[Drawn]:
    """The correction of order 1/N, extrapolated."""
    rng = np.random.default_rng(seed)
    for _ in range(count):
        gamma, most = _coupling_and_most_atoms(rng)
        fraction = _FRACTIONS[int(rng.integers(len(_FRACTIONS)))]
        sizes = _atoms(rng, fraction.denominator, most)
        found = extrapolate_size_correction(gamma, fraction=fraction, n_particles=sizes)
        exact = size_correction(gamma, momentum=2 * math.pi * float(fraction))
        yield _of_ring(found, exact, str(fraction))


def _of_ring(found: Extrapolation, exact: float, name: str) -> Drawn:
    what = f"γ = {found.gamma!r}, {name}, N = {found.n_particles}"
    return Drawn(what, found.error, abs(found.value - exact))


def of_resummed(count: int, seed: int) -> Iterator[Drawn]:
    """Borel-Padé sums, half of them uniform in √γ up to the end of their range."""
    rng = np.random.default_rng(seed)
    for k in range(count):
        gamma = float(10 ** rng.uniform(-4, 1) if k % 2 else 10 * rng.uniform(0, 1) ** 2)
        order, name = int(rng.integers(20, 64)), str(rng.choice(NAMES))
        yield _of_series(_series(weak, order, name).resummed(gamma), gamma, order, name)


def of_weak(count: int, seed: int) -> Iterator[Drawn]:
    """The weak series, summed to the smallest term."""
    rng = np.random.default_rng(seed)
    for _ in range(count):
        gamma = float(10 ** rng.uniform(-4, 1))
        order, name = int(rng.integers(0, 64)), str(rng.choice(NAMES))
        yield _of_series(_series(weak, order, name).value(gamma), gamma, order, name)


def of_strong(count: int, seed: int) -> Iterator[Drawn]:
    """The strong series."""
    rng = np.random.default_rng(seed)
    for _ in range(count):
        gamma = 5 * float(10 ** rng.uniform(0, 4))
        order, name = int(rng.integers(0, 41)), str(rng.choice(NAMES))
        yield _of_series(_series(strong, order, name).value(gamma), gamma, order, name)


def _of_series(found: Estimate, gamma: float, order: int, name: str) -> Drawn:
    with precision(_BITS):
        error = abs(arb(str(found.value)) - _exact(gamma, name, found.relative_error))
    # what the ball of the true value may hide counts against the estimate
    return Drawn(f"γ = {gamma!r}, {name}, {order}", found.error, float(error.upper()))


def _exact(gamma: float, name: str, relative_error: float) -> arb:
    """A true value with some more digits than an estimate has."""
    if gamma < _SMALL:
        return arb(str(_series(weak, 400, name).value(gamma).value))
    function, power = _CERTIFIED[name]
    digits = 6 + max(0, math.ceil(-math.log10(relative_error)))
    return function(Fraction(gamma), digits=digits).to_flint() ** power


@cache
def _series(side: Callable[..., Series], order: int, name: str) -> Series:
    """A series whose coefficients have as many digits as the truth needs."""
    return side(order, name, digits=100 if order > 63 else 60)


def of_growth() -> Iterator[Drawn]:
    """Action and Stokes constant, at all orders there are."""
    with precision(_BITS):
        exact = {"action": 8 * arb.pi(), "stokes_constant": 512 / (arb.pi() * arb(4).exp())}
    for order in range(40, 401):
        found = large_order(order)
        for name, value in exact.items():
            with precision(_BITS):
                error = abs(getattr(found, name) - value)
            yield Drawn(f"{name}, {order}", found.errors[name], float(error.upper()))
