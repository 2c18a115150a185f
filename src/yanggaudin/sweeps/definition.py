"""What a sweep consists of: coordinates, quantities, and the chunks in which it is computed.

The chunks follow from the definition alone, never from who computes them: so every engine, and a
sweep that was interrupted, gives the same bits.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .. import __version__
from ..arguments import Array, number_array
from ..errors import DomainError
from ..quantities import QUANTITIES
from .systems import SYSTEMS, System

Axis = NDArray[Any]

#: what spans a grid, in the order of its dimensions; those that count are whole numbers
COORDINATES = tuple(dict.fromkeys(name for s in SYSTEMS.values() for name in s.coordinates))
_COUNTS = {"n_particles", "magnon"}
# a double has all whole numbers up to here
_LARGEST_COUNT = 2**53


class Task(NamedTuple):
    """A chunk as it is sent to a worker."""

    version: str
    system: str
    number: int
    quantities: tuple[str, ...]
    points: tuple[Axis, ...]

    @property
    def key(self) -> tuple[str, int]:
        """What tells one chunk from all others."""
        return self.system, self.number


@dataclass(frozen=True, eq=False)
class Part:
    """The quantities of one system, and the grid on which they are computed."""

    system: System
    quantities: tuple[str, ...]
    axes: tuple[Axis, ...]

    @property
    def shape(self) -> tuple[int, ...]:
        """Shape of the grid."""
        return tuple(map(len, self.axes))

    @property
    def n_points(self) -> int:
        """Number of points of the grid."""
        return math.prod(self.shape)

    @property
    def n_chunks(self) -> int:
        """Number of chunks."""
        return -(-self.n_points // self.system.together)

    def slice(self, number: int) -> slice:
        """Return which points, counted along the last axis first, are those of a chunk."""
        start = number * self.system.together
        return slice(start, min(start + self.system.together, self.n_points))

    def points(self, number: int) -> tuple[Axis, ...]:
        """Return the coordinates of the points of a chunk."""
        part = self.slice(number)
        index = np.unravel_index(np.arange(part.start, part.stop), self.shape)
        return tuple(axis[i] for axis, i in zip(self.axes, index, strict=True))

    def task(self, number: int) -> Task:
        """Return a chunk as it is sent to a worker."""
        return Task(__version__, self.system.name, number, self.quantities, self.points(number))


@dataclass(frozen=True, eq=False)
class Definition:
    """A sweep: `coordinates` and `quantities` as asked for, and the `parts` by system."""

    coordinates: dict[str, Axis]
    quantities: tuple[str, ...]
    parts: dict[str, Part]

    @classmethod
    def of(cls, coordinates: Mapping[str, Any], quantities: Iterable[str] | str) -> Definition:
        """Return the sweep of given coordinates and quantities, else raise `DomainError`."""
        axes = _axes(coordinates)
        names = _names(quantities)
        chosen = {name: _system(name, axes) for name in names}
        used = {name for system in chosen.values() for name in system.coordinates}
        for name in axes:
            if name not in used:
                raise DomainError(_unused(name, names))
        parts = {
            system.name: Part(
                system,
                tuple(name for name in system.quantities if chosen.get(name) is system),
                tuple(axes[name] for name in system.coordinates),
            )
            for system in SYSTEMS.values()
            if system in chosen.values()
        }
        return cls(axes, names, parts)

    @property
    def n_points(self) -> int:
        """Number of points of all parts."""
        return sum(part.n_points for part in self.parts.values())

    def tasks(self) -> Iterator[Task]:
        """Yield all chunks."""
        for part in self.parts.values():
            yield from map(part.task, range(part.n_chunks))


def _axes(coordinates: Mapping[str, Any]) -> dict[str, Axis]:
    """Return the coordinates as arrays, in the order of the dimensions."""
    if not isinstance(coordinates, Mapping):
        raise DomainError(
            "coordinates must be a dictionary such as {'gamma': [0.1, 1, 10]}, got "
            f"{type(coordinates).__name__}"
        )
    for name in coordinates:
        if name not in COORDINATES:
            raise DomainError(f"coordinates must be among {', '.join(COORDINATES)}, got {name!r}")
    return {name: _axis(name, coordinates[name]) for name in COORDINATES if name in coordinates}


def _axis(name: str, values: Any) -> Axis:
    """Return one coordinate: numbers along one line."""
    array = np.atleast_1d(number_array(name, values, unit=QUANTITIES[name].unit))
    if array.ndim != 1 or not array.size:
        raise DomainError(f"{name} must be a list of numbers, got the shape {array.shape}")
    numbers = array.astype(np.float64)
    is_whole = (np.abs(numbers) <= _LARGEST_COUNT) & (numbers == np.rint(numbers))
    good = is_whole if name in _COUNTS else ~np.isnan(numbers)
    if not good.all():
        index = int(np.argmin(good))
        kind, number = "whole numbers" if name in _COUNTS else "numbers", float(numbers[index])
        most = " of at most 2^53 in size" if abs(number) > _LARGEST_COUNT else ""
        raise DomainError(f"{name} must be {kind}{most}, got {number!r} at index ({index},)")
    return numbers.astype(np.int64) if name in _COUNTS else numbers


def _names(quantities: Iterable[str] | str) -> tuple[str, ...]:
    """Return the names of quantities, each once."""
    several = isinstance(quantities, Iterable) and not isinstance(quantities, (str, bytes))
    if isinstance(quantities, np.ndarray):
        several = quantities.ndim == 1
    names = list(quantities) if several else [quantities]
    if not names or (not several and not isinstance(quantities, str)):
        raise DomainError(
            f"quantities must be a list of names such as ['mass_ratio'], got {quantities!r}"
        )
    known = [name for name in QUANTITIES if any(name in s.quantities for s in SYSTEMS.values())]
    for name in names:
        if name not in known:
            close = get_close_matches(str(name), known, n=1, cutoff=0.5)
            remedy = f"did you mean {close[0]}?" if close else f"these can: {', '.join(known)}"
            raise DomainError(f"a sweep cannot compute {name!r}; {remedy}")
    return tuple(dict.fromkeys(map(str, names)))


def _system(name: str, axes: Mapping[str, Array]) -> System:
    """Return the system that has a quantity: of those that need no more coordinates, the last."""
    able = [system for system in SYSTEMS.values() if name in system.quantities]
    ready = [system for system in able if {*system.coordinates} <= {*axes}]
    if ready:
        return max(ready, key=lambda system: len(system.coordinates))
    ways = " or ".join(f"({', '.join(system.coordinates)})" for system in able)
    missing = min(([c for c in s.coordinates if c not in axes] for s in able), key=len)
    raise DomainError(f"{name} needs the coordinates {ways}; {' and '.join(missing)} is missing")


def _unused(name: str, names: Sequence[str]) -> str:
    """Return what is wrong with a coordinate that nothing depends on."""
    users = [q for s in SYSTEMS.values() if name in s.coordinates for q in s.quantities]
    return (
        f"none of {', '.join(names)} depends on {name}; leave it out, or ask for what does: "
        f"{', '.join(dict.fromkeys(users))}"
    )
