"""Gases in traps at many temperatures: each a cloud of its own, their numbers as arrays."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..arguments import Array
from ..errors import DomainError
from .amounts import given_amount
from .guide import Guide
from .thermal_cloud import ThermalCloud, thermal_cloud_of
from .well import Harmonic, Well


def _of_each(name: str) -> Any:
    """Return a property that is an array of those of the clouds."""

    def numbers(self: ThermalClouds) -> Array:
        return self.each(lambda cloud: getattr(cloud, name))

    numbers.__doc__ = f"`ThermalCloud.{name}` of every cloud."
    return property(numbers)


class ThermalClouds:
    """Clouds of one trap each, with the numbers of `ThermalCloud` as arrays of their shape.

    Parameters
    ----------
    clouds : array of ThermalCloud
        The clouds, any shape.
    """

    def __init__(self, clouds: NDArray[np.object_]) -> None:
        self.clouds = clouds

    def each(self, number: Callable[[ThermalCloud], Any]) -> Array:
        """Return a number of every cloud."""
        found = [float(number(cloud)) for cloud in self.clouds.ravel()]
        return np.array(found).reshape(self.clouds.shape)

    kelvin = _of_each("kelvin")
    height = _of_each("height")
    peak_gamma = _of_each("peak_gamma")
    atoms = _of_each("atoms")
    squared_radius = _of_each("squared_radius")
    potential_energy = _of_each("potential_energy")
    internal_energy = _of_each("internal_energy")
    entropy = _of_each("entropy")
    breathing_ratio = _of_each("breathing_ratio")

    def density(self, position: Array) -> Array:
        """Return n in 1/m of every cloud at one position in m."""
        _check_one(position)
        return self.each(lambda cloud: cloud.density(position))

    def local_at(self, quantity: str | Callable[[Array], Any], position: Any) -> Array:
        """Return a number of every gas, or a function of γ, at one position in m, in SI units."""
        _check_one(position)
        return self.each(lambda cloud: cloud.local_at(quantity, position))

    def average(self, quantity: str | Callable[[Array], Any], *, power: int = 1) -> Array:
        """Return ∫ f n^power dx/∫ n^power dx of every cloud, f in SI units."""
        return self.each(lambda cloud: cloud.average(quantity, power=power))


def _check_one(position: Any) -> None:
    """Refuse many positions in many traps."""
    if np.ndim(position):
        raise DomainError("a profile takes one trap or one position at a time")


def thermal_clouds_of(
    guide: Guide, well: Well, amounts: dict[str, Any], kelvin: Array
) -> tuple[ThermalClouds, float]:
    """Return the gases of given amounts at many temperatures, and the largest change of any."""
    if not np.all(kelvin > 0):
        raise DomainError(
            "temperature must be > 0 in an array of temperatures, got 0; the ground state, whose "
            "trap has more to ask, is a trap of its own"
        )
    name, amount = given_amount(well, amounts)
    omega = np.asarray(well.omega) if isinstance(well, Harmonic) else np.zeros(())
    try:
        kelvin, omega, amount = np.broadcast_arrays(kelvin, omega, amount)
    except ValueError:
        raise DomainError(
            f"temperature and {name} must have shapes that fit together, got {kelvin.shape} and "
            f"{amount.shape}"
        ) from None
    if not kelvin.size:
        raise DomainError("there must be at least one trap, got an empty array")
    clouds, change = np.empty(kelvin.shape, dtype=object), 0.0
    for index in np.ndindex(kelvin.shape):
        own = Harmonic(well.mass, omega[index]) if isinstance(well, Harmonic) else well
        given = {name: float(amount[index])}
        clouds[index], changed = thermal_cloud_of(guide, own, given, float(kelvin[index]))
        change = max(change, changed)
    return ThermalClouds(clouds), change
