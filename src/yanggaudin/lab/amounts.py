"""How much gas there is in which well: from what a trap is given to its cloud."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from ..arguments import Array
from ..errors import ConvergenceError, DomainError
from .cloud import Cloud, height_of_density
from .door import si_array
from .guide import Guide
from .well import Harmonic, Potential, Well

# Newton's steps in ln(μ₀ - min V): how many, the last one, whose square is left, the largest one
_MOST_STEPS, _LAST_STEP, _LARGEST_CHANGE = 100, 1e-8, 3.0
# γ in the centre, between which integrals over a trap are exact
_SMALLEST_GAMMA, _LARGEST_GAMMA = 1e-30, 1e40
#: by which a trap may be chosen
AMOUNTS = ("n_atoms", "peak_density", "chemical_potential")


def well_of(guide: Guide, f_axial: Any, potential: Any, interval: Any) -> Well:
    """Return the potential along the guide."""
    if (f_axial is None) == (potential is None):
        raise DomainError("give either f_axial or a potential with its interval")
    if f_axial is None:
        return Potential(potential, interval)
    if interval is not None:
        raise DomainError("an interval belongs to a potential, not to f_axial")
    frequency = si_array("f_axial", f_axial, "Hz")
    if frequency.size and np.max(frequency) >= guide.f_perp:
        raise DomainError(
            f"f_axial must be below f_perp = {guide.f_perp!r} Hz, got {float(np.max(frequency))!r}:"
            " this is no trap along a guide"
        )
    return Harmonic(guide.atom.mass, math.tau * frequency)


def cloud_of(guide: Guide, well: Well, amounts: dict[str, Any]) -> Cloud:
    """Return the gas of a given amount; of many traps, if the frequency or the amount is many."""
    name, amount = given_amount(well, amounts)
    if name == "n_atoms":
        cloud = cloud_of_atoms(guide, well, amount)
    elif name == "peak_density":
        cloud = Cloud(guide, well, height_of_density(guide, amount))
    else:
        cloud = Cloud(guide, well, _height(amount, well))
    gamma = cloud.gamma_at(cloud.height)
    if not np.all((gamma >= _SMALLEST_GAMMA) & (gamma <= _LARGEST_GAMMA)):
        raise DomainError(
            f"{name} must be such that γ in the centre lies in [{_SMALLEST_GAMMA!r}, "
            f"{_LARGEST_GAMMA!r}], got γ from {np.min(gamma):.3g} to {np.max(gamma):.3g}"
        )
    return cloud


def given_amount(well: Well, amounts: dict[str, Any]) -> tuple[str, Array]:
    """Return which amount is given, and how much, an array for many traps."""
    given = [name for name, value in amounts.items() if value is not None]
    if len(given) != 1:
        raise DomainError(f"give exactly one of {', '.join(AMOUNTS)}; got {', '.join(given) or 0}")
    (name,) = given
    return name, _amount(name, amounts[name], well)


def _amount(name: str, value: Any, well: Well) -> Array:
    """Return an amount, an array if the frequency or the amount is many."""
    unit, low = {"n_atoms": ("", 0.0), "peak_density": ("1/m", 0.0)}.get(name, ("J", -math.inf))
    amount = si_array(name, value, unit, low)
    if not isinstance(well, Harmonic):
        if amount.ndim:
            raise DomainError(f"{name} must be one number in a potential; take one trap at a time")
        return amount
    try:
        shape = np.broadcast_shapes(amount.shape, well.omega.shape)
    except ValueError:
        raise DomainError(
            f"f_axial and {name} must have shapes that fit together, got {well.omega.shape} and "
            f"{amount.shape}"
        ) from None
    if 0 in shape:
        raise DomainError("there must be at least one trap, got an empty array")
    return np.broadcast_to(amount, shape)


def _height(chemical_potential: Array, well: Well) -> Array:
    """Return μ above the minimum of the potential."""
    height = np.asarray(chemical_potential - well.minimum)
    if not np.all(height > 0):
        raise DomainError(
            f"chemical_potential must be above the minimum of the potential, {well.minimum!r} J, "
            f"got {float(np.min(chemical_potential))!r}"
        )
    return height


def cloud_of_atoms(guide: Guide, well: Well, n_atoms: Array) -> Cloud:
    """Find the cloud with N atoms by Newton's method for ln N as a function of ln(μ₀ - min V)."""
    if np.min(n_atoms) < 2:
        raise DomainError(
            f"n_atoms must be at least 2, got {float(np.min(n_atoms))!r}: one atom alone is no "
            "gas, and moves in the trap as a free particle"
        )
    height = well.first_height(guide.atom.mass, guide.c, n_atoms)
    for _ in range(_MOST_STEPS):
        cloud = Cloud(guide, well, height)
        change = np.log(n_atoms / cloud.atoms) / cloud.atoms_slope
        height = np.asarray(height * np.exp(np.clip(change, -_LARGEST_CHANGE, _LARGEST_CHANGE)))
        if np.max(np.abs(change)) < _LAST_STEP:
            return Cloud(guide, well, height)
    raise ConvergenceError(
        f"no chemical potential found for {float(np.max(n_atoms))!r} atoms; please report the trap"
    )
