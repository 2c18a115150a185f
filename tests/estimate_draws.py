"""Random draws of error estimates from their whole domains, with the true errors.

For the tests and, with other seeds, for `benchmarks/estimates.py`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, lru_cache
from typing import Any, NamedTuple
from unittest.mock import patch

import numpy as np
from flint import arb

from yanggaudin import certified, mass_ratio
from yanggaudin.errors import ConvergenceError
from yanggaudin.numerics.precision import precision
from yanggaudin.ring import (
    Extrapolation,
    Ring,
    RingState,
    extrapolate_mass_ratio,
    extrapolate_size_correction,
    size_correction,
    thermodynamic_limit,
)
from yanggaudin.series import NAMES, Estimate, Series, large_order, strong, weak

_BITS = 400
# lists of N for one coupling, and N up to which they go, but for the doubled ones
_LISTS = 10
_MOST_ATOMS = 120
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


@lru_cache(64)
def _state(gamma: float, n_particles: int, magnon: int) -> RingState:
    return Ring(gamma, n_particles=n_particles).state(magnon)


@dataclass(frozen=True)
class _Solved:
    """A ring whose states are solved once for many lists of N."""

    gamma: float
    n_particles: int

    def state(self, magnon: int) -> RingState:
        """The state with one flip."""
        return _state(self.gamma, self.n_particles, magnon)


def _lists(rng: np.random.Generator, step: int) -> list[list[int]]:
    """Lists of 2 to 6 multiples of a number: neighbours, doubled, anything, also unfortunate."""
    least = 1 if step > 1 else 2
    last = max(_MOST_ATOMS // step, least + 8)
    first = int(np.exp(rng.uniform(math.log(least), math.log(last))))
    neighbours = [first + k for k in range(6)]
    doubled = [first * 2**k for k in range(6) if first * 2**k < 2 * last] + [2 * last]
    some = np.exp(rng.uniform(math.log(first), math.log(2 * last), 6)).astype(int).tolist()
    every = sorted({*neighbours, *doubled, *some})
    counts = rng.integers(2, 7, _LISTS)
    lists = [neighbours[: counts[0]], doubled[: counts[1]]]
    lists += [rng.choice(every, count, replace=False).tolist() for count in counts[2:]]
    return [[n * step for n in sizes] for sizes in lists]


def of_masses(count: int, seed: int) -> Iterator[Drawn]:
    """m/m* of Eq. (15), extrapolated."""
    for gamma, _, sizes in _couplings_and_lists(count, seed, [Fraction(1)]):
        found = _limit(extrapolate_mass_ratio, gamma, n_particles=sizes)
        if found:
            yield _of_ring(found, mass_ratio(gamma), "1")


def of_size_corrections(count: int, seed: int) -> Iterator[Drawn]:
    """The correction of order 1/N, extrapolated."""
    for gamma, fraction, sizes in _couplings_and_lists(count, seed, _FRACTIONS):
        found = _limit(extrapolate_size_correction, gamma, fraction=fraction, n_particles=sizes)
        if found:
            exact = size_correction(gamma, momentum=2 * math.pi * float(fraction))
            yield _of_ring(found, exact, str(fraction))


def _limit(
    function: Callable[..., Extrapolation], gamma: float, **arguments: Any
) -> Extrapolation | None:
    """A limit, or nothing where one of the rings refuses because an iteration does not settle."""
    with patch.object(thermodynamic_limit, "Ring", _Solved), suppress(ConvergenceError):
        return function(gamma, **arguments)
    return None


def _couplings_and_lists(
    count: int, seed: int, fractions: list[Fraction]
) -> Iterator[tuple[float, Fraction, list[int]]]:
    """Any γ that a ring takes, mostly where it matters, with ten lists of N each."""
    rng = np.random.default_rng(seed)
    for _ in range(-(-count // _LISTS)):
        gamma = float(10 ** (rng.uniform(-4, 4) if rng.random() < 0.8 else rng.uniform(-8, 100)))
        fraction = fractions[int(rng.integers(len(fractions)))]
        for sizes in _lists(rng, fraction.denominator):
            yield gamma, fraction, sizes


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
