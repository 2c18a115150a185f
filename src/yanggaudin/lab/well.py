"""Where the gas is held: a harmonic trap, or any potential with one well."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

import numpy as np

from ..arguments import Array
from ..errors import DomainError
from ..numerics import tanh_sinh
from ..units import HBAR
from .door import in_si, si_array, si_number

# points on which a potential is looked at for its wells
_POINTS = 4001
_BISECTIONS = 80
# no trap is longer, in m: a bare number is meant to be in µm
_LONGEST = 1.0
# fraction of the length next to an edge on which V is as good as straight, and of μ - V to which
# the difference is computed there
_CLOSE, _NOISE = 1e-7, 1e-12


class Slices(NamedTuple):
    """The axis of a trap in slices: x and dx in m, V - min V subtracted from μ in J, (…, m)."""

    position: Array
    width: Array
    chemical_potential: Array


class Well(Protocol):
    """A potential for the atoms along the line."""

    minimum: Any

    @property
    def depth(self) -> float:
        """How high V rises to the lower end of where the gas may be, in J."""

    def value(self, position: Array) -> Array:
        """Return V in J at positions in m."""

    def edges(self, height: Array) -> tuple[Array, Array]:
        """Return where V - min V is a height in J: to the left and to the right, in m."""

    def first_height(self, mass: float, c: float, n_atoms: Array) -> Array:
        """Return about how high above the minimum μ lies, in J, for N atoms with c in 1/m."""

    def slices(self, height: Array, step: float, *, whole: bool) -> Slices:
        """Return the axis between the edges; only its right half, doubled, if that is enough."""


@dataclass(frozen=True, eq=False)
class Harmonic:
    """V = mω²x²/2; ω may be an array, one frequency for each trap."""

    mass: float
    omega: Array
    minimum = 0.0
    depth = math.inf

    def value(self, position: Array) -> Array:
        """Return V in J at positions in m."""
        return np.asarray(self.mass / 2 * (self.omega * position) ** 2)

    def edges(self, height: Array) -> tuple[Array, Array]:
        """Return ∓√(2h/m)/ω in m."""
        radius = np.sqrt(2 * height / self.mass) / self.omega
        return -radius, radius

    def first_height(self, mass: float, c: float, n_atoms: Array) -> Array:
        """Return the lower one of the limits of strong and weak coupling."""
        unit = HBAR**2 * c**2 / mass
        scaled = n_atoms * HBAR * self.omega / unit
        return np.asarray(unit * np.minimum(scaled, (3 * scaled / math.sqrt(32)) ** (2 / 3)))

    def slices(self, height: Array, step: float, *, whole: bool) -> Slices:
        """Return the axis as x = R sin ϑ, on which μ = μ₀ cos²ϑ has no root at the edge."""
        nodes = tanh_sinh.nodes(step) if whole else tanh_sinh.upper_half(step)
        left = -np.cos(math.pi * nodes.left)  # sin ϑ
        cosine = np.sin(math.pi * np.minimum(nodes.left, nodes.right))
        radius = self.edges(height)[1][..., None]
        width = radius * cosine * math.pi * nodes.weights
        return Slices(radius * left, width, np.asarray(height[..., None] * cosine**2))


class Potential:
    """Any potential with one well inside an interval.

    Parameters
    ----------
    value : callable
        V in J, or a quantity of energy, at an array of positions in m.
    interval : pair of floats or quantities
        Where the gas may be, in m; V is at its ends higher than the chemical potential.
    """

    def __init__(self, value: Callable[[Any], Any], interval: Any) -> None:
        if not callable(value):
            raise DomainError(f"potential must be a function V(x) in J of x in m, got {value!r}")
        self._value = value
        if interval is None or np.shape(interval) != (2,):
            raise DomainError("interval must be given with a potential: two positions in m")
        low, high = (si_number("interval", end, "m", low=-math.inf) for end in interval)
        if not low < high:
            raise DomainError(f"interval must rise, got {low!r} to {high!r} m")
        if high - low > _LONGEST:
            raise DomainError(
                f"interval must be in m, at most {_LONGEST:g} m long, got {low!r} to {high!r}; "
                "±300 µm are (-300e-6, 300e-6)"
            )
        self._x = np.linspace(low, high, _POINTS)
        self._v = self.value(self._x)
        self.bottom = self._lowest()
        self.minimum = float(self.value(np.array([self.bottom]))[0])
        if not self.depth > 0:
            raise DomainError(
                "potential must confine the gas: it must be higher at both ends of the interval "
                f"than in between, got {float(self._v[0])!r} and {float(self._v[-1])!r} J at the "
                f"ends, at least {self.minimum!r} J"
            )

    def value(self, position: Array) -> Array:
        """Return V in J at positions in m."""
        values = np.asarray(in_si("potential", self._value(position), "J"), dtype=np.float64)
        if values.shape != np.shape(position):
            raise DomainError("potential must take an array and return one of the same shape")
        return si_array("potential", values, "J", low=-math.inf)

    def _lowest(self) -> float:
        """Return where V is lowest, by a search in thirds around the lowest point looked at."""
        # where it is flat, the middle one of the lowest points
        lowest = np.flatnonzero(self._v == np.min(self._v))
        i = int(np.clip(lowest[len(lowest) // 2], 1, _POINTS - 2))
        low, high = float(self._x[i - 1]), float(self._x[i + 1])
        for _ in range(_BISECTIONS):
            third = (high - low) / 3
            v = self.value(np.array([low + third, high - third]))
            low, high = (low, high - third) if v[0] <= v[1] else (low + third, high)
        return (low + high) / 2

    def edges(self, height: Array) -> tuple[Array, Array]:
        """Return the ends of the well at heights in J above the minimum, any shape."""
        level = np.asarray(self.minimum + height)
        outside = np.array([self._outside(one) for one in level.ravel().tolist()])
        left, right = outside.T.reshape(2, *level.shape)
        return self._crossing(level, left), self._crossing(level, right)

    def _outside(self, level: float) -> tuple[float, float]:
        """Return the points next to the well at a level, of those at which V is looked at."""
        inside = self._v < level
        if inside[0] or inside[-1]:
            raise DomainError(
                f"potential must confine the gas: at an end of the interval it is below the "
                f"chemical potential {level!r} J; make the interval wider, if V rises further"
            )
        starts = np.flatnonzero(inside[1:] & ~inside[:-1])
        if len(starts) > 1:
            where = ", ".join(f"{self._x[i + 1]:.4g}" for i in starts)
            raise DomainError(
                f"potential must have one well below the chemical potential {level!r} J, got "
                f"{len(starts)}, which begin at x = {where} m: make a trap of each, with the same "
                "chemical potential, its interval ending between them"
            )
        i = int(np.argmax(inside)) if len(starts) else _index(self._x, self.bottom)
        j = _POINTS - 1 - int(np.argmax(inside[::-1])) if len(starts) else i
        return float(self._x[max(i - 1, 0)]), float(self._x[min(j + 1, _POINTS - 1)])

    def first_height(self, mass: float, c: float, n_atoms: Array) -> Array:
        """Return half of the depth, above wells that are one at the brim."""
        return np.full_like(n_atoms, self.depth / 2)

    @property
    def depth(self) -> float:
        """How high V rises to the lower end of the interval, in J."""
        return min(float(self._v[0]), float(self._v[-1])) - self.minimum

    def _crossing(self, level: Array, outside: Array) -> Array:
        """Return where V is a level, between the bottom of the well and places outside."""
        inside = np.full_like(outside, self.bottom)
        for _ in range(_BISECTIONS):
            middle = (inside + outside) / 2
            low = self.value(np.atleast_1d(middle)).reshape(middle.shape) < level
            inside, outside = np.where(low, middle, inside), np.where(low, outside, middle)
        return np.asarray((inside + outside) / 2)

    def slices(self, height: Array, step: float, *, whole: bool) -> Slices:
        """Return the axis between the edges as x = middle + length (sin ϑ)/2, as for `Harmonic`."""
        left, right = (end[..., None] for end in self.edges(height))
        nodes = tanh_sinh.nodes(step)
        length = right - left
        # fractions of the length to either edge
        near, far = (np.sin(math.pi / 2 * side) ** 2 for side in (nodes.left, nodes.right))
        position = np.where(near < far, left + length * near, right - length * far)
        local = self.minimum + height[..., None] - self.value(position)
        local = _straight(near, _straight(far, local))
        if np.min(local) < 0:
            where = float(position.flat[np.argmin(local)])
            raise DomainError(
                "potential must have one well below the chemical potential: it is above it at x = "
                f"{where:.6g} m, between two of the {_POINTS} points of the interval "
                "at which it is looked at; smooth its noise, or make the interval tighter"
            )
        width = length * math.pi / 2 * np.sin(math.pi * np.minimum(nodes.left, nodes.right))
        return Slices(position, width * nodes.weights, local)


def _straight(distance: Array, local: Array) -> Array:
    """Return μ - V on a straight line next to an edge, where the difference has lost its digits.

    At a hard wall it has not.
    """
    close = distance < _CLOSE
    first = int(np.argmin(np.where(close, np.inf, distance)))
    line = local[..., first, None] / distance[first] * distance
    highest = np.max(local, axis=-1, keepdims=True)
    return np.where(close & (local < 1.001 * line + _NOISE * highest), line, local)


def _index(grid: Array, position: float) -> int:
    """Return the point of a grid that is nearest to a position."""
    return int(np.argmin(np.abs(grid - position)))
