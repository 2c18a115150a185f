"""How much gas there is in which well: from what a trap is given to its cloud."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from ..arguments import Array
from ..errors import DomainError
from .cloud import STEP, Cloud, height_of_density
from .door import si_array
from .guide import Guide
from .resolution import numbers, settled
from .search import solve_atoms
from .well import Harmonic, Potential, Well

# how full a potential may be
_BRIM = 1e-6
# The widest slices in a potential are those of its 4001 samples; the finest are this much finer.
_POTENTIAL_STEP, _FINEST = STEP / 32, 16
# in J: a bare number above is meant in Hz
_LARGEST_ENERGY = 1e-20
# γ in the centre, between which integrals over a trap are exact
_SMALLEST_GAMMA, _LARGEST_GAMMA = 1e-30, 1e40
#: of which there is a gas
FEWEST_ATOMS = 2
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
    if frequency.size and np.max(frequency) >= guide.f_soft:
        raise DomainError(
            f"f_axial must be below f_perp = {guide.f_soft!r} Hz, got {float(np.max(frequency))!r}:"
            " this is no trap along a guide"
        )
    return Harmonic(guide.atom.mass, math.tau * frequency)


def cloud_of(guide: Guide, well: Well, amounts: dict[str, Any]) -> tuple[Cloud, float]:
    """Return the gas of a given amount, of many traps if the frequency or the amount is many.

    In a potential its slices are halved until its numbers agree; their last change comes with it.
    """
    name, amount = given_amount(well, amounts)
    if name == "peak_density":
        _check_gamma(name, guide.c / amount)

    def at(fineness: int) -> Cloud:
        if name == "n_atoms":
            return cloud_of_atoms(guide, well, amount, fineness)
        density = name == "peak_density"
        height = height_of_density(guide, amount) if density else _height(amount, well)
        return Cloud(guide, well, height, step=_step(well, fineness))

    if isinstance(well, Harmonic):
        cloud, change = at(1), 0.0
    else:
        cloud, change = settled(at, numbers, _FINEST)
    _check_gamma(name, cloud.peak_gamma)
    return cloud, change


def _check_gamma(name: str, gamma: Array) -> None:
    """Refuse traps whose integrals would not be exact."""
    if not np.all((gamma >= _SMALLEST_GAMMA) & (gamma <= _LARGEST_GAMMA)):
        raise DomainError(
            f"{name} must be such that γ in the centre lies in [{_SMALLEST_GAMMA!r}, "
            f"{_LARGEST_GAMMA!r}], got γ from {np.min(gamma):.3g} to {np.max(gamma):.3g}"
        )


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
    if name == "chemical_potential" and np.max(np.abs(amount)) > _LARGEST_ENERGY:
        raise DomainError(
            f"chemical_potential must be in J, at most {_LARGEST_ENERGY} J in size, got "
            f"{float(np.max(np.abs(amount)))!r}; a frequency times h = 2πħ is one"
        )
    frequencies = well.omega.shape if isinstance(well, Harmonic) else ()
    try:
        shape = np.broadcast_shapes(amount.shape, frequencies)
    except ValueError:
        raise DomainError(
            f"f_axial and {name} must have shapes that fit together, got {frequencies} and "
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
            f"got {float(np.min(chemical_potential))!r} J"
        )
    return height


def _step(well: Well, fineness: int) -> float:
    """Return the step of the tanh-sinh rule."""
    return STEP if isinstance(well, Harmonic) else _POTENTIAL_STEP / fineness


def cloud_of_atoms(guide: Guide, well: Well, n_atoms: Array, fineness: int = 1) -> Cloud:
    """Find the cloud with N atoms; ln N is nearly a straight line in ln(μ₀ - min V)."""
    if np.min(n_atoms) < FEWEST_ATOMS:
        raise DomainError(
            f"n_atoms must be at least {FEWEST_ATOMS}, got {float(np.min(n_atoms))!r}: one atom "
            "alone is no gas, and moves in the trap as a free particle"
        )
    step = _step(well, fineness)

    def logarithms(x: Array) -> tuple[Array, Array]:
        cloud = Cloud(guide, well, np.exp(x), step=step)
        if np.max(cloud.height) > well.depth * (1 - _BRIM):
            raise DomainError(
                f"potential must confine {float(np.max(n_atoms))!r} atoms: filled to the lower end "
                f"of the interval it holds {float(np.max(cloud.atoms)):.6g}; make the interval "
                "wider, if V rises further"
            )
        return np.log(cloud.atoms), cloud.atoms_slope

    first = np.log(well.first_height(guide.atom.mass, guide.c, n_atoms))
    x = solve_atoms(logarithms, n_atoms, first, np.asarray(math.log(well.depth)))
    return Cloud(guide, well, np.exp(x), step=step)
