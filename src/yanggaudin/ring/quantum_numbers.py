"""Which states there are: quantum numbers of the atoms and of the flipped spins."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike

from ..arguments import Array, coupling, real_array, whole_number
from ..errors import DomainError

_MOST_ATOMS = 10**9
_SMALLEST_COUPLING = 1e-8
_MOST_FLIPS = 3


def atom_number(n_particles: object) -> int:
    """Return N ≥ 1."""
    return whole_number("n_particles", n_particles, 1, _MOST_ATOMS)


def ring_coupling(gamma: object) -> float:
    """Return a coupling for which the Bethe equations of a ring are solved."""
    value = coupling(gamma)
    if value < _SMALLEST_COUPLING:
        raise DomainError(
            f"gamma must be at least {_SMALLEST_COUPLING!r} on a ring, got {value!r}; below it the "
            "Bethe equations are too close to those of free bosons for this solver"
        )
    return value


def quasimomentum_numbers(n_atoms: int, numbers: ArrayLike) -> Array:
    """Return the I_j in ascending order, distinct, integer for odd N and half-odd for even N."""
    array = real_array("quantum_numbers", numbers, -1e15, 1e15)
    if array.shape != (n_atoms,):
        raise DomainError(
            f"quantum_numbers must be one number for each of the {n_atoms} atoms, "
            f"got shape {array.shape}"
        )
    shift = 0.0 if n_atoms % 2 else 0.5
    wrong = array + shift != np.rint(array + shift)
    if wrong.any():
        right = "integers (…, -1, 0, 1, …)" if n_atoms % 2 else "half-odd (…, -1/2, 1/2, 3/2, …)"
        raise DomainError(
            f"quantum_numbers of {n_atoms} atoms must be {right}, got {float(array[wrong][0])!r}"
        )
    ascending = np.sort(array)
    same = np.diff(ascending) == 0
    if same.any():
        raise DomainError(
            f"quantum_numbers must be distinct, got {float(ascending[1:][same][0])!r} twice"
        )
    return ascending


def spin_numbers(n_atoms: int, magnon: int | Sequence[int] | None) -> tuple[int, ...]:
    """Return the spin quantum numbers λ_α in ascending order; () for no flipped spin.

    One may be 0 … N - 1.  Of two or three each is 1 … N - 1, and no two are adjacent: so the
    counting is complete for real spin rapidities.
    """
    if magnon is None:
        return ()
    if isinstance(magnon, np.ndarray):
        magnon = magnon.tolist()
    if not isinstance(magnon, Sequence) or isinstance(magnon, str):
        return (whole_number("magnon", magnon, 0, n_atoms - 1),)
    if not 1 <= len(magnon) <= _MOST_FLIPS:
        raise DomainError(f"magnon must hold 1 to {_MOST_FLIPS} quantum numbers, got {magnon!r}")
    if len(magnon) == 1:
        return (whole_number("magnon", magnon[0], 0, n_atoms - 1),)
    numbers = sorted(
        whole_number(
            "magnon",
            number,
            1,
            n_atoms - 1,
            "; 0 only adds a spin of momentum 0 to the others" if number == 0 else "",
        )
        for number in magnon
    )
    if min(b - a for a, b in pairwise(numbers)) < 2:
        raise DomainError(
            f"magnon must hold quantum numbers of which no two are equal or adjacent, got "
            f"{magnon!r}: the others may belong to strings of complex spin rapidities, which are "
            "not solved here"
        )
    return tuple(numbers)


def shifted_spin_numbers(numbers: tuple[int, ...]) -> tuple[float, ...]:
    """J_α = λ_α + (M + 1)/2 - α of the equations of the spin rapidities, α = 1 … M."""
    count = len(numbers)
    return tuple(number + (count + 1) / 2 - a for a, number in enumerate(numbers, start=1))
