"""How fine the slices of a potential have to be: halved until what is integrated agrees."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from ..arguments import Array
from ..errors import AccuracyError, ValidityWarning

if TYPE_CHECKING:
    from .cloud import Cloud
    from .thermal_cloud import ThermalCloud

_T = TypeVar("_T")
# relative change under halving: that of smooth potentials, and the largest that is an answer
SMOOTH, _ROUGH = 1e-11, 1e-6


def numbers(cloud: Cloud | ThermalCloud) -> Array:
    """Return what is compared between slices of different widths, shape (5,)."""
    density = cloud.average(lambda gamma: 1 / gamma, power=2)
    size = cloud.squared_radius
    return np.stack([cloud.atoms, cloud.peak_gamma, cloud.atoms_slope, size, density])


def settled(
    at: Callable[[int], _T], numbers: Callable[[_T], Array], finest: int
) -> tuple[_T, float]:
    """Return what is computed in slices that are fine enough, and its last relative change.

    `at` takes how many times finer than the coarsest the slices are; `numbers` says what is
    compared.
    """
    fineness, coarse = 1, numbers(at(1))
    while True:
        fineness *= 2
        found = at(fineness)
        fine = numbers(found)
        change = float(np.max(np.abs(coarse / fine - 1)))
        if change < SMOOTH:
            return found, change
        if fineness >= finest:
            break
        coarse = fine
    if change > _ROUGH:
        raise AccuracyError(
            f"the potential is too rough or too narrow in places: in slices of half the width, the "
            f"finest, numbers of the trap still change by the fraction {change:.2g}; smooth its "
            "steps and its noise"
        )
    return found, change


def warn_of_change(change: float, *, stacklevel: int) -> None:
    """Warn if what is computed in a potential is not settled to all digits."""
    if change >= SMOOTH:
        warnings.warn(
            f"the potential is rough or narrow in places: numbers of the trap are good to a "
            f"fraction of about {change:.1g} only",
            ValidityWarning,
            stacklevel=stacklevel + 1,
        )
